"""Pictures that were fetched a moment ago, within a number of bytes."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

from tintype.base.caches import ByteCache

_MAX_AGE = re.compile(r"(?:^|[,\s])(s-maxage|max-age)\s*=\s*\"?([0-9]{1,10})", re.IGNORECASE)
_NEVER = re.compile(r"(?:^|[,\s])(?:no-store|no-cache)(?:$|[,\s=])", re.IGNORECASE)


_PLACE_BYTES = 400  # what keeping a picture takes beside its bytes and its URL


class PictureCache:
    """The least recently used go first when `max_bytes` is full; nothing is kept longer than `ttl` seconds."""

    def __init__(self, max_bytes: int = 32 * 1024 * 1024, ttl: float = 60.0) -> None:
        self.max_bytes, self.ttl = max_bytes, ttl
        self._pictures: ByteCache[str, tuple[float, bytes]] = ByteCache(max_bytes)

    def get(self, url: str) -> bytes | None:
        """The body last fetched from a normalised URL, while it is fresh."""
        kept = self._pictures.get(url)
        if kept is None:
            return None
        expires, body = kept
        if expires <= time.monotonic():
            self._pictures.drop(url)
            return None
        return body

    def put(self, url: str, body: bytes, seconds: float) -> None:
        """Keep a body for `seconds`, at most `ttl`; one larger than a quarter of the cache would empty it: not kept."""
        seconds = min(seconds, self.ttl)
        if seconds <= 0 or len(body) > self.max_bytes // 4:
            return
        self._pictures.put(url, (time.monotonic() + seconds, body), len(body) + len(url) + _PLACE_BYTES)

    def drop(self, url: str) -> None:
        """Keep the body of this normalised URL no longer."""
        self._pictures.drop(url)

    def __len__(self) -> int:
        return len(self._pictures)

    @property
    def size(self) -> int:
        """Bytes kept."""
        return self._pictures.size


def seconds_fresh(headers: Mapping[str, str]) -> float:
    """The seconds for which an answer with these headers may be kept; infinite where they say nothing."""
    control = headers.get("cache-control", "")
    if _NEVER.search(control):
        return 0.0
    ages = {name.lower(): float(age) for name, age in _MAX_AGE.findall(control)}
    return ages.get("s-maxage", ages.get("max-age", float("inf")))
