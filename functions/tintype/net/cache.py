"""Pictures that were fetched a moment ago, within a number of bytes."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping

_MAX_AGE = re.compile(r"(?:^|[,\s])(s-maxage|max-age)\s*=\s*\"?([0-9]{1,10})", re.IGNORECASE)
_NEVER = re.compile(r"(?:^|[,\s])(?:no-store|no-cache)(?:$|[,\s=])", re.IGNORECASE)


class PictureCache:
    """The least recently used go first when `max_bytes` is full; nothing is kept longer than `ttl` seconds."""

    def __init__(self, max_bytes: int = 32 * 1024 * 1024, ttl: float = 60.0) -> None:
        self.max_bytes = max_bytes
        self.ttl = ttl
        self._lock = threading.Lock()
        self._pictures: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._size = 0

    def get(self, url: str) -> bytes | None:
        """The body last fetched from a normalised URL, while it is fresh."""
        with self._lock:
            expires, body = self._pictures.get(url, (0.0, b""))
            if not expires:
                return None
            if expires <= time.monotonic():
                self._drop(url)
                return None
            self._pictures.move_to_end(url)
            return body

    def put(self, url: str, body: bytes, seconds: float) -> None:
        """Keep a body for `seconds`, at most `ttl`; one larger than a quarter of the cache would empty it: not kept."""
        seconds = min(seconds, self.ttl)
        if seconds <= 0 or len(body) > self.max_bytes // 4:
            return
        with self._lock:
            self._drop(url)
            self._pictures[url] = (time.monotonic() + seconds, body)
            self._size += len(body)
            while self._size > self.max_bytes:
                self._drop(next(iter(self._pictures)))

    def drop(self, url: str) -> None:
        """Keep the body of this normalised URL no longer."""
        with self._lock:
            self._drop(url)

    @property
    def size(self) -> int:
        """Bytes kept."""
        return self._size

    def _drop(self, url: str) -> None:
        _, body = self._pictures.pop(url, (0.0, b""))
        self._size -= len(body)


def seconds_fresh(headers: Mapping[str, str]) -> float:
    """How long an answer with these headers may be kept, in seconds; infinite where they say nothing."""
    control = headers.get("cache-control", "")
    if _NEVER.search(control):
        return 0.0
    ages = {name.lower(): float(age) for name, age in _MAX_AGE.findall(control)}
    return ages.get("s-maxage", ages.get("max-age", float("inf")))
