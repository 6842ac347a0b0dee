"""Several remote pictures side by side; what has not come by the deadline is left behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from tintype.base.parallel import TOGETHER, Parallel
from tintype.net.errors import FetchError

MAX_TOTAL = 60 * 1024 * 1024  # bytes of all the pictures of one request


class Fetches(Protocol):
    """What `fetch_all` needs of a Fetcher."""

    def fetch(self, url: str, deadline: float, spend: Callable[[int], None]) -> bytes: ...


def fetch_all(
    urls: Iterable[str],
    fetcher: Fetches,
    deadline: float,
    *,
    together: int = TOGETHER,
    max_total: int = MAX_TOTAL,
) -> dict[str, bytes | FetchError]:
    """Each URL's bytes, or why there are none, by `deadline` (of ``time.monotonic``); equal URLs are fetched once.

    `together` bounds the threads and `max_total` the bytes of all bodies: who would pass it gets ``too_large``.
    """
    account = _Account(max_total)

    def fetch(url: str) -> bytes | FetchError:
        spent = 0

        def spend(count: int) -> None:
            nonlocal spent
            account.spend(count)
            spent += count

        try:
            return fetcher.fetch(url, deadline, spend)
        except BaseException:
            account.spend(-spent)  # what is thrown away leaves its room to the others
            raise

    return Parallel(urls, fetch, _as_fetch_error, deadline - time.monotonic(), together).results()


class _Account:
    """The bytes that all bodies of one request may still have, among threads."""

    def __init__(self, left: int) -> None:
        self._left = left
        self._lock = threading.Lock()

    def spend(self, count: int) -> None:
        """Take `count` bytes. Raises FetchError ``too_large`` where there are not so many."""
        with self._lock:
            if count > self._left:
                raise FetchError("too_large")
            self._left -= count


def _as_fetch_error(error: BaseException) -> FetchError:
    """The error for a picture that did not come; whatever it is, it costs one picture and not the answer."""
    if isinstance(error, FetchError):
        return error
    failure = FetchError("timeout" if isinstance(error, TimeoutError) else "failed")
    failure.__cause__ = error
    return failure
