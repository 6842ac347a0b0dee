"""Several things done side by side, each in its own time, and none waited for longer than there is."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

TOGETHER = 8  # threads of one request


class Parallel(Generic[K, V]):
    """Calls `run` for each of `keys`, equal ones once, in `together` threads at most, from now on for `seconds`.

    `failed` makes a result of what `run` raises, and of a TimeoutError for a key that isn't done by then. Nothing is
    begun after that, and what was begun is left behind: its result is nobody's.
    """

    def __init__(
        self,
        keys: Iterable[K],
        run: Callable[[K], V],
        failed: Callable[[BaseException], V],
        seconds: float,
        together: int = TOGETHER,
    ) -> None:
        self._run, self._failed = run, failed
        self._keys = list(dict.fromkeys(keys))
        self._deadline = time.monotonic() + min(seconds, threading.TIMEOUT_MAX)
        self._queue = deque(self._keys)
        self._results: dict[K, V] = {}
        self._lock = threading.Lock()
        self._done = threading.Event()
        for _ in range(min(together, len(self._keys))):
            # Daemons, because nobody joins them: one that is left behind must not hold up the end of the process.
            threading.Thread(target=self._work, daemon=True, name="tintype-parallel").start()

    def results(self) -> dict[K, V]:
        """Each key's result, in the order of the keys: when all are there, at the latest when the time is up."""
        if self._keys:
            self._done.wait(max(0.0, self._deadline - time.monotonic()))
        self._queue.clear()
        with self._lock:
            results = dict(self._results)
        late = [key for key in self._keys if key not in results]
        results.update((key, self._failed(TimeoutError("it did not come in time"))) for key in late)
        return {key: results[key] for key in self._keys}

    def _work(self) -> None:
        while time.monotonic() < self._deadline:
            try:
                key = self._queue.popleft()
            except IndexError:
                return
            try:
                result = self._run(key)
            except BaseException as error:  # whatever it is, it costs one result and not all of them
                result = self._failed(error)
            with self._lock:
                self._results[key] = result
                if len(self._results) == len(self._keys):
                    self._done.set()
