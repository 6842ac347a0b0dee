"""Strips: rows of a PNG that are the same in every picture of a kind, filtered and deflated once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from isal import isal_zlib

from tintype.encode.scanlines import packed_width
from tintype.record import Record, field

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


class Kept(Record):
    """The pieces of one shape, by the number of the strip."""

    shape: Shape
    pieces: dict[int, Piece] = field(default_factory=dict)


class Strips:
    """The strips of one kind of picture: all its pictures have the same pixels outside the rows given as dirty."""

    def __init__(self, grown: Callable[[], None] = lambda: None) -> None:
        self.kept: Kept | None = None
        self._grown = grown

    @property
    def size(self) -> int:
        """Bytes held."""
        pieces = list(self.kept.pieces.values()) if self.kept else []
        return sum(len(part) for piece in pieces for part in piece.deflated)

    def encoded(self, shape: Shape, rows: Rows, dirty: Sequence[tuple[int, int]]) -> list[bytes]:
        """The picture's whole zlib stream in parts; `dirty` lists the row ranges, [top, bottom), that may differ."""
        kept = self.kept
        if kept is None or kept.shape != shape:
            kept = self.kept = Kept(shape)
        before = len(kept.pieces)
        stream = _stream(list(_pieces(kept, rows, _touched(dirty, shape))))
        if len(kept.pieces) > before:
            self._grown()
        return stream


class StripCache:
    """Strips by key, the least recently used dropped first, so that they hold `byte_limit` bytes at most.

    A key names everything that the untouched rows depend on: the plate, and which of its elements are changed.
    """

    def __init__(self, byte_limit: int) -> None:
        self._byte_limit = byte_limit
        self._strips: OrderedDict[str, Strips] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, key: str) -> Strips:
        """The strips of `key`, empty at first."""
        with self._lock:
            strips = self._strips.get(key)
            if strips is None:
                strips = self._strips[key] = Strips(self._keep_bound)
            self._strips.move_to_end(key)
            return strips

    @property
    def size(self) -> int:
        """Bytes held."""
        return sum(strips.size for strips in list(self._strips.values()))

    def _keep_bound(self) -> None:
        with self._lock:
            excess = self.size - self._byte_limit
            while excess > 0:
                _, dropped = self._strips.popitem(last=False)
                excess -= dropped.size


def _touched(dirty: Sequence[tuple[int, int]], shape: Shape) -> set[int]:
    """Numbers of the strips that `dirty` reaches. The row below a dirty one may be filtered against it."""
    touched: set[int] = set()
    for top, bottom in dirty:
        first, last = max(0, top), min(shape.height - 1, bottom)
        if top < bottom and first <= last:
            touched.update(range(first // shape.strip_rows, last // shape.strip_rows + 1))
    return touched


def _pieces(kept: Kept, rows: Rows, touched: set[int]) -> Iterator[Piece]:
    """The picture's pieces from top to bottom: kept ones, new ones to keep, and dirty strips in one piece a run."""
    height, step = kept.shape.height, kept.shape.strip_rows
    for dirty, numbers in groupby(range(-(-height // step)), touched.__contains__):
        if dirty:
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
