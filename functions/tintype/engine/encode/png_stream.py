"""The zlib stream of a PNG: strips of rows, filtered and deflated each by itself, so that some can be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from isal import isal_zlib

from tintype.base.record import Record
from tintype.engine.encode.scanlines import packed_width
from tintype.engine.encode.strips import Kept, Strips, changed

# Measured: 16 rows a strip (of a 1200 px wide photo: 58 kB) cost 0.3 % of size and 10 % of time on the first picture;
# 8 cost twice that, and of 32 more are encoded afresh at the edges of what changes than it saves.
_STRIP_BYTES = 1 << 16

_ADLER_MODULUS = 65521

Rows = Callable[[int, int], Iterable[memoryview]]
"""Gives the scanlines from a top row to a bottom row (exclusive), in bands."""


class Shape(Record):
    """What has to be equal for two pictures to share strips: size in pixels, pixel format and filter."""

    width: int
    height: int
    rawmode: str
    filter_type: int

    @property
    def strip_rows(self) -> int:
        """Rows of one strip."""
        return max(1, _STRIP_BYTES // (packed_width(self.width, self.rawmode) + 1))


class Piece(Record):
    """Some rows as deflate blocks that end on a byte and refer to nothing before them."""

    deflated: tuple[bytes, ...]
    adler: int
    length: int

    @property
    def size(self) -> int:
        """Bytes held."""
        return sum(map(len, self.deflated))


def stream_of(strips: Strips, shape: Shape, rows: Rows, damage: Sequence[tuple[int, int]]) -> list[bytes]:
    """The picture's whole zlib stream in parts; `damage` lists the row ranges, [top, bottom), that may differ."""
    kept = strips.of_shape(shape)
    before = len(kept.pieces)
    # The row below a damage one may be filtered against it.
    stream = _stream(list(_pieces(kept, rows, changed(damage, shape.height, shape.strip_rows, below=1))))
    if len(kept.pieces) > before:
        strips.grown()
    return stream


def _pieces(kept: Kept, rows: Rows, changed: set[int]) -> Iterator[Piece]:
    """The picture's pieces from top to bottom: kept ones, new ones to keep, and damage strips in one piece a run."""
    height, step = kept.shape.height, kept.shape.strip_rows
    for damage, numbers in groupby(range(-(-height // step)), changed.__contains__):
        if damage:
            run = list(numbers)
            yield _piece(rows(run[0] * step, min(height, (run[-1] + 1) * step)))
            continue
        for number in numbers:
            piece = kept.pieces.get(number)
            if piece is None:
                piece = kept.pieces[number] = _piece(rows(number * step, min(height, (number + 1) * step)))
            yield piece


def _piece(bands: Iterable[memoryview]) -> Piece:
    deflater = isal_zlib.compressobj(1, isal_zlib.DEFLATED, -15)
    deflated: list[bytes] = []
    adler, length = 1, 0
    for band in bands:
        deflated.append(deflater.compress(band))
        adler = isal_zlib.adler32(band, adler)
        length += len(band)
    deflated.append(deflater.flush(isal_zlib.Z_FULL_FLUSH))
    return Piece(tuple(deflated), adler, length)


def _stream(pieces: Sequence[Piece]) -> list[bytes]:
    """A zlib stream in parts: header, the pieces' blocks, an empty last block, and the checksum of all rows."""
    checksum = 1
    for piece in pieces:
        checksum = combined_adler(checksum, piece.adler, piece.length)
    blocks = [part for piece in pieces for part in piece.deflated]
    return [b"\x78\x01", *blocks, b"\x03\x00", checksum.to_bytes(4, "big")]


def combined_adler(first: int, second: int, second_length: int) -> int:
    """The Adler-32 of two stretches of bytes, one after the other, from the Adler-32 of each (RFC 1950)."""
    low = (first & 0xFFFF) + (second & 0xFFFF) - 1
    high = (first >> 16) + (second >> 16) + second_length * ((first & 0xFFFF) - 1)
    return (high % _ADLER_MODULUS) << 16 | low % _ADLER_MODULUS
