"""Strips: rows of a picture that are the same in every picture of a kind, encoded once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

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
    """The strips of one kind of picture: all its pictures have the same pixels outside the rows given as damage."""

    def __init__(self, grown: Callable[[], None] = lambda: None) -> None:
        self.kept: Kept | None = None
        self.grown = grown

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


class StripCache:
    """Strips by key, the least recently used dropped first, so that they hold `byte_limit` bytes at most.

    A key names everything that the untouched rows depend on: the plate, which of its elements are changed, and the
    file type.
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
                if len(self._strips) > _MOST_KEYS:
                    self._strips.popitem(last=False)
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


_MOST_KEYS = 1000  # pictures of few colours keep nothing, but a key each


def changed(damage: Sequence[tuple[int, int]], height: int, strip_rows: int, below: int = 0) -> set[int]:
    """Numbers of the strips that the row ranges `damage`, [top, bottom), reach, and those with the row `below` them."""
    found: set[int] = set()
    for top, bottom in damage:
        first, last = max(0, top), min(height - 1, bottom - 1 + below)
        if top < bottom and first <= last:
            found.update(range(first // strip_rows, last // strip_rows + 1))
    return found
