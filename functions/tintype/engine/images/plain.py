"""Which pictures are plain: small, of the commonest kinds, with nothing in them that a decoder could be led astray by.

Only the outline of a file is read here, in time that its length bounds: of a JPEG its segments, of a PNG its chunks, of
a WebP its one frame. What is not plain may be a fine picture; it is decoded by a process of its own.
"""

from __future__ import annotations

MAX_PIXELS = 1_500_000  # a larger one costs more to decode than a process of its own does
_MIN_BYTES, _MAX_BYTES = 30, 2_000_000  # with fewer there is no header
_MAX_SCANS = 20  # what encoders write is 10 or fewer; each scan of a progressive JPEG is a pass over all of it
_MAX_SEGMENTS = 100
_ICC_OF_MODEST_SIZE = 8_000  # bytes; camera and display profiles have 500 to 3,200

_PNG = b"\x89PNG\r\n\x1a\n"
# What changes pixels, or is small and read by no decoder of ours.
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"bKGD", b"tIME"})


def is_plain(data: bytes) -> bool:
    """True where `data` is plain: a JPEG, PNG or WebP of at most `MAX_PIXELS` with nothing unusual in it."""
    if not _MIN_BYTES <= len(data) <= _MAX_BYTES:
        return False
    if data.startswith(b"\xff\xd8\xff"):
        return _plain_jpeg(data)
    if data.startswith(_PNG):
        return _plain_png(data)
    return data[:4] == b"RIFF" and data[8:16] in (b"WEBPVP8 ", b"WEBPVP8L") and _plain_webp(data)


def _is_small(width: int, height: int) -> bool:
    return 0 < width * height <= MAX_PIXELS


def _plain_jpeg(data: bytes) -> bool:
    """ITU-T T.81, annex B: eight bits, grey or three components, few scans."""
    if data.count(b"\xff\xda") > _MAX_SCANS:
        return False
    at, frames, icc = 2, 0, 0
    for _ in range(_MAX_SEGMENTS):
        if at + 10 > len(data) or data[at] != 0xFF:
            break
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SCAN:
            return frames == 1
        if marker in _FRAMES and _plain_frame(data[at + 4 : at + 10]):
            frames += 1
        elif marker == _PROFILE and data[at + 4 : at + 16] == b"ICC_PROFILE\0":
            icc += length
        elif marker not in _HARMLESS or length < 2:
            break
        if icc > _ICC_OF_MODEST_SIZE:
            break
        at += 2 + length
    return False


_SCAN, _PROFILE = 0xDA, 0xE2
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive; Huffman-coded all of them
# Tables, restarts, comments, and what applications say; an APP2 that is no profile holds a second picture (MPF).
_HARMLESS = frozenset({0xC4, 0xDB, 0xDD, 0xFE, *range(0xE0, 0xF0)}) - {_PROFILE}


def _plain_frame(header: bytes) -> bool:
    height, width = int.from_bytes(header[1:3], "big"), int.from_bytes(header[3:5], "big")
    return header[0] == 8 and header[5] in (1, 3) and _is_small(width, height)


def _plain_png(data: bytes) -> bool:
    """Not interlaced, eight bits or fewer, and only chunks that any picture has."""
    if data[12:16] != b"IHDR" or data[24] > 8 or data[28] != 0:
        return False
    if not _is_small(int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")):
        return False
    at = len(_PNG)
    for _ in range(_MAX_SEGMENTS):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if name == b"IEND":
            return True
        if name == b"IDAT":
            # The rest is checked as the decoder comes to it: it stops at the last row.
            return True
        if name not in _CHUNKS or length > 1024:
            return False
        at += 12 + length
    return False


def _plain_webp(data: bytes) -> bool:
    """One frame without metadata (RFC 9649, 2.5 and 2.6): an extended file is never plain."""
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return data[20] == 0x2F and _is_small((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1)
    width, height = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    return data[23:26] == b"\x9d\x01\x2a" and _is_small(width, height)
