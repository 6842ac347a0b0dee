"""A cache with a byte bound: the only kind of state that a module may keep."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class ByteCache(Generic[K, V]):
    """Values by key, the least recently used dropped once their sizes pass `limit` bytes. Safe among threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """The value under `key`, now the most recently used, or None."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key: K, value: V, size: int) -> None:
        """Keep `value`, which takes `size` bytes; one that alone passes the limit is not kept."""
        with self._lock:
            old = self._entries.pop(key, None)
            self._size -= old[1] if old else 0
            if size > self._limit:
                return
            self._entries[key] = (value, size)
            self._size += size
            while self._size > self._limit:
                self._size -= self._entries.popitem(last=False)[1][1]

    def drop(self, key: K) -> None:
        """Forget what is under `key`, if anything is."""
        with self._lock:
            old = self._entries.pop(key, None)
            self._size -= old[1] if old else 0

    @property
    def size(self) -> int:
        """The sizes of everything kept, in bytes."""
        return self._size
