"""Authorisation: the API key that a request carries, what it opens, and how often it was used in this minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tintype.base.errors import RateLimitedError, UnauthorizedError
from tintype.model.records import ApiKey

WINDOW = 60  # seconds in which uses of a key are counted

UseKey = Callable[[str, int, str], tuple[ApiKey, int] | None]


@dataclass(frozen=True, slots=True)
class Pass:
    """A key that was let in, and how many requests it has: in a window, left of it, seconds until the next."""

    key: ApiKey
    limit: int
    remaining: int
    reset: int


def authorize(key: str | None, scope: str | None, use: UseKey, limit: int, now: float) -> Pass:
    """Let `key` in to what needs `scope` (None: any key will do), at most `limit` times a minute.

    `use` counts (see `store.keys`). Raises UnauthorizedError alike for a key that is missing, unknown or revoked, and
    with ``insufficient_scope`` for one that may do other things only; RateLimitedError past the limit.
    """
    if not key:
        raise UnauthorizedError("an API key is needed, in x-api-key or Authorization: Bearer")
    window = int(now) // WINDOW
    found = use(key, window, time.strftime("%Y-%m-%d", time.gmtime(now)))
    if found is None:
        raise UnauthorizedError("this API key is unknown or revoked")
    record, count = found
    reset = (window + 1) * WINDOW - int(now)
    if count > limit:
        raise RateLimitedError(f"this API key has had its {limit} requests of this minute", limit, reset)
    if scope and not record.may(scope):
        raise UnauthorizedError(f"this API key may {record.scope}; this needs {scope}", "insufficient_scope")
    return Pass(record, limit, limit - count, reset)
