"""Caches with a byte bound: the only kind of state that a module may keep."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakValueDictionary

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class ByteCache(Generic[K, V]):
    """Values by key, the least recently used dropped once their sizes pass `limit` bytes. Safe among threads.

    The `least` that were put or used last stay, whatever they take.
    """

    def __init__(self, limit: int, least: int = 0) -> None:
        self._limit, self._least = limit, least
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
        """Keep `value`, which takes `size` bytes; one that alone passes the limit is kept only among the `least`."""
        with self._lock:
            old = self._entries.pop(key, None)
            self._size -= old[1] if old else 0
            if size > self._limit and not self._least:
                return
            self._entries[key] = (value, size)
            self._size += size
            while self._size > self._limit and len(self._entries) > self._least:
                self._size -= self._entries.popitem(last=False)[1][1]

    def drop(self, key: K) -> None:
        """Forget what is under `key`, if anything is."""
        with self._lock:
            old = self._entries.pop(key, None)
            self._size -= old[1] if old else 0

    def drop_where(self, gone: Callable[[K], bool]) -> None:
        """Forget everything under keys of which `gone` is true."""
        with self._lock:
            for key in [key for key in self._entries if gone(key)]:
                self._size -= self._entries.pop(key)[1]

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def size(self) -> int:
        """The sizes of everything kept, in bytes."""
        return self._size


class Memo(dict[K, V]):
    """A dictionary of a `MemoPool`: read like any other, and as fast, but written by `MemoPool.remember`."""

    __slots__ = ("__weakref__", "size")

    def __init__(self) -> None:
        super().__init__()
        self.size = 0  # bytes


class MemoPool:
    """Dictionaries that share one byte bound: all are emptied when what they hold passes `limit` bytes.

    A memo lives as long as whoever asked for it. The pool keeps none alive, so that nobody has to hand one back.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0  # of the memos that live, and of those that died since the bound was reached last
        self._memos: WeakValueDictionary[int, Memo[Any, Any]] = WeakValueDictionary()

    def memo(self) -> Memo[Any, Any]:
        """An empty dictionary."""
        made: Memo[Any, Any] = Memo()
        self._memos[id(made)] = made
        return made

    def remember(self, memo: Memo[K, V], key: K, value: V, size: int) -> None:
        """Put `value`, which takes `size` bytes, into `memo`; it may be gone the next time."""
        if self._size + size > self._limit:
            self._make_room()
        memo[key] = value
        memo.size += size
        self._size += size

    def _make_room(self) -> None:
        memos = self._living()
        self._size = sum(memo.size for memo in memos)
        if self._size > self._limit // 2:  # otherwise room was made by those that died, and it will last
            for memo in memos:
                memo.clear()
                memo.size = 0
            self._size = 0

    def _living(self) -> list[Memo[Any, Any]]:
        # valuerefs() is one step, so that a memo that another thread asks for meanwhile does no harm.
        return [memo for memo in (reference() for reference in self._memos.valuerefs()) if memo is not None]

    def __len__(self) -> int:
        """The number of memos that live."""
        return len(self._living())

    @property
    def size(self) -> int:
        """What the living memos hold, in bytes."""
        return sum(memo.size for memo in self._living())
