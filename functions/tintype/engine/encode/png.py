"""PNG: lossless, with the smallest exact pixel format, one well-chosen filter, and isal's deflate."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import partial

from isal import isal_zlib
from PIL import Image

from tintype.engine.encode.palette import indexed
from tintype.engine.encode.png_stream import Shape, stream_of
from tintype.engine.encode.scanlines import NONE, best_filter, scanlines
from tintype.engine.encode.strips import Strips

SHADES = 16  # of one colour on a plain background, such as letters on paper: two pixels to a byte
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPES = {"L": 0, "RGB": 2, "P": 3, "P;4": 3, "P;2": 3, "P;1": 3, "RGBA": 6}


def encode_png(image: Image.Image, strips: Strips | None, damage: Sequence[tuple[int, int]] | None) -> bytes:
    """`image` (L, P, RGB or RGBA) as a PNG that decodes to exactly its pixels.

    With `strips` and `damage`, rows outside `damage` are taken from `strips` once they are there.
    """
    known = strips.kept.shape if strips and strips.kept and damage is not None else None
    # A kind of picture that once had too many colours for a palette is not searched for one again.
    if image.mode in ("RGB", "RGBA") and not (known and known.rawmode in ("RGB", "RGBA")):
        exact = indexed(image)
        if exact is not None:
            # Which index a colour gets depends on the whole picture, so strips can't be shared.
            image, strips = exact, None
    rawmode = _rawmode(image, known)
    if known and (known.width, known.height, known.rawmode) == (*image.size, rawmode):
        filter_type = known.filter_type
    else:
        filter_type = NONE if image.mode == "P" else best_filter(image, rawmode)
    rows = partial(scanlines, image, rawmode, filter_type)
    if strips is not None and damage is not None:
        stream = stream_of(strips, Shape(*image.size, rawmode, filter_type), rows, damage)
    else:
        deflater = isal_zlib.compressobj(1)
        stream = [*map(deflater.compress, rows(0, image.height)), deflater.flush()]
    return _assembled(image, rawmode, stream)


def _rawmode(image: Image.Image, known: Shape | None) -> str:
    """The smallest pixel format that holds `image` exactly, in Pillow's words."""
    if image.mode == "RGBA" and not (known and known.rawmode == "RGBA"):
        return "RGB" if image.getchannel("A").getextrema() == (255, 255) else "RGBA"
    if image.mode == "P":
        entries = len(image.getpalette() or ()) // 3
        return "P;1" if entries <= 2 else "P;2" if entries <= 4 else "P;4" if entries <= 16 else "P"
    return image.mode


def _assembled(image: Image.Image, rawmode: str, stream: Sequence[bytes]) -> bytes:
    """The file; the parts of its `stream` are put together only here, since each copy of a megabyte costs."""
    depth = int(rawmode[2:]) if rawmode.startswith("P;") else 8
    header = struct.pack(">IIBBBBB", *image.size, depth, _COLOUR_TYPES[rawmode], 0, 0, 0)
    chunks: list[tuple[bytes, Sequence[bytes]]] = [(b"IHDR", [header])]
    if image.mode == "P":
        colours, alpha = _palette(image)
        chunks.append((b"PLTE", [colours]))
        if alpha:
            chunks.append((b"tRNS", [alpha]))
    chunks += [(b"IDAT", stream), (b"IEND", [])]
    parts = [_SIGNATURE]
    for name, data in chunks:
        length, checksum = 0, isal_zlib.crc32(name)
        for part in data:
            length, checksum = length + len(part), isal_zlib.crc32(part, checksum)
        parts += [length.to_bytes(4, "big"), name, *data, checksum.to_bytes(4, "big")]
    return b"".join(parts)


def _palette(image: Image.Image) -> tuple[bytes, bytes]:
    """The palette's RGB bytes and its alpha bytes; the latter end with the last entry that is not opaque."""
    entries = bytes(image.getpalette("RGBA") or ())
    alpha = bytearray(entries[3::4])
    transparency = image.info.get("transparency")
    if isinstance(transparency, int):
        alpha[transparency] = 0
    elif transparency is not None:
        alpha[: len(transparency)] = transparency[: len(alpha)]
    colours = bytearray(len(alpha) * 3)
    for channel in range(3):
        colours[channel::3] = entries[channel::4]
    return bytes(colours), bytes(alpha.rstrip(b"\xff"))
