"""Several remote pictures side by side; what has not come by the deadline is left behind."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Protocol

from tintype.net.errors import FetchError

MAX_TOGETHER = 8
MAX_TOTAL = 60 * 1024 * 1024  # bytes of all the pictures of one request


class Fetches(Protocol):
    """What `fetch_all` needs of a Fetcher."""

    def fetch(self, url: str, deadline: float, spend: Callable[[int], None]) -> bytes: ...


def fetch_all(
    urls: Iterable[str],
    fetcher: Fetches,
    deadline: float,
    *,
    together: int = MAX_TOGETHER,
    max_total: int = MAX_TOTAL,
) -> dict[str, bytes | FetchError]:
    """Each URL's bytes, or why there are none, by `deadline` (of ``time.monotonic``); equal URLs are fetched once.

    `together` bounds the threads and `max_total` the bytes of all bodies: who would pass it gets ``too_large``.
    """
    wanted = list(dict.fromkeys(urls))
    if not wanted:
        return {}
    batch = _Batch(wanted, fetcher, deadline, max_total)
    for _ in range(min(together, len(wanted))):
        # Daemons, because nobody joins them: one that is left behind must not hold up the end of the process.
        threading.Thread(target=batch.work, daemon=True, name="tintype-fetch").start()
    return batch.wait()


class _Batch:
    """The work of one call, shared by its threads."""

    def __init__(self, urls: list[str], fetcher: Fetches, deadline: float, max_total: int) -> None:
        self._urls = urls
        self._fetcher = fetcher
        self._deadline = deadline
        self._left = max_total
        self._queue = deque(urls)
        self._results: dict[str, bytes | FetchError] = {}
        self._lock = threading.Lock()
        self._done = threading.Event()

    def work(self) -> None:
        """Fetch what is still in the queue, until the deadline."""
        while time.monotonic() < self._deadline:
            try:
                url = self._queue.popleft()
            except IndexError:
                return
            result = self._fetch(url)
            with self._lock:
                self._results[url] = result
                if len(self._results) == len(self._urls):
                    self._done.set()

    def wait(self) -> dict[str, bytes | FetchError]:
        """All results in the order of the URLs, at the latest at the deadline."""
        self._done.wait(max(0.0, self._deadline - time.monotonic()))
        self._queue.clear()
        with self._lock:
            results = dict(self._results)
        return {url: results.get(url, FetchError("timeout")) for url in self._urls}

    def _fetch(self, url: str) -> bytes | FetchError:
        spent = 0

        def spend(count: int) -> None:
            nonlocal spent
            self._spend(count)
            spent += count

        try:
            return self._fetcher.fetch(url, self._deadline, spend)
        except FetchError as error:
            failure = error
        except Exception as error:  # whatever it is, it costs one picture and not the answer
            failure = FetchError("failed")
            failure.__cause__ = error
        self._spend(-spent)  # what was thrown away leaves its room to the others
        return failure

    def _spend(self, count: int) -> None:
        with self._lock:
            if count > self._left:
                raise FetchError("too_large")
            self._left -= count
