"""Strips: rows of a picture that are the same in every picture of a kind, encoded once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

from tintype.base.caches import ByteCache
from tintype.base.record import Record, field


class Piece(Protocol):
    """The encoded rows of one strip."""

    @property
    def size(self) -> int:
        """Bytes held."""
        ...


class Kept(Record):
    """The pieces of pictures of one shape (whatever else has to be equal), by the number of the strip."""

    shape: Any
    pieces: dict[int, Any] = field(default_factory=dict)


class Strips:
    """The strips of one kind of picture: all its pictures have the same pixels outside the rows given as damage.

    `grown` is told when pieces have been added.
    """

    def __init__(self, grown: Callable[[Strips], None]) -> None:
        self.kept: Kept | None = None
        self._grown = grown

    @property
    def size(self) -> int:
        """Bytes held."""
        pieces: list[Piece] = list(self.kept.pieces.values()) if self.kept else []
        return sum(piece.size for piece in pieces)

    def of_shape(self, shape: object) -> Kept:
        """What is kept of pictures of this shape; pictures of another start afresh."""
        kept = self.kept
        if kept is None or kept.shape != shape:
            kept = self.kept = Kept(shape)
        return kept

    def grown(self) -> None:
        """Pieces have been added."""
        self._grown(self)


class StripCache:
    """Strips by key, the least recently used dropped first, so that they hold `byte_limit` bytes at most.

    A key names everything that the unchanged rows depend on: the plate, which of its elements are changed, and the
    file type.
    """

    def __init__(self, byte_limit: int) -> None:
        self._strips: ByteCache[str, Strips] = ByteCache(byte_limit)

    def of(self, key: str) -> Strips:
        """The strips of `key`, empty at first."""
        strips = self._strips.get(key)
        if strips is None:
            strips = Strips(partial(self._keep, key))
            self._keep(key, strips)
        return strips

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._strips.size

    def _keep(self, key: str, strips: Strips) -> None:
        self._strips.put(key, strips, strips.size + _KEY_BYTES)


_KEY_BYTES = 1000  # what a key and empty strips take: pictures of few colours keep nothing, but one each


def changed(damage: Sequence[tuple[int, int]], height: int, strip_rows: int, below: int = 0) -> set[int]:
    """Numbers of the strips that the row ranges `damage`, [top, bottom), reach, and those with the row `below` them."""
    found: set[int] = set()
    for top, bottom in damage:
        first, last = max(0, top), min(height - 1, bottom - 1 + below)
        if top < bottom and first <= last:
            found.update(range(first // strip_rows, last // strip_rows + 1))
    return found
