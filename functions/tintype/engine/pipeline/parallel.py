"""Several things fetched side by side, each in its own time, and none waited for longer than there is."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable

from tintype.base.errors import TintypeError, UnavailableError

TOGETHER = 8  # threads of one request


class Parallel:
    """What `run` answers for each of `names`, begun at once. It answers with an error rather than raise one."""

    def __init__(self, names: Iterable[str], run: Callable[[str], bytes | TintypeError]) -> None:
        self._run = run
        self._names = list(names)
        self._queue = deque(self._names)
        self._results: dict[str, bytes | TintypeError] = {}
        # Daemons, because nobody waits for one that is late.
        self._threads = [
            threading.Thread(target=self._work, daemon=True, name="tintype-errand")
            for _ in range(min(TOGETHER, len(self._names)))
        ]
        for thread in self._threads:
            thread.start()

    def results(self, deadline: float) -> dict[str, bytes | TintypeError]:
        """All results, at the latest at `deadline` (of `time.monotonic`): what is late by then is unavailable."""
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._queue.clear()
        late = UnavailableError("it did not come in time")
        return {name: self._results.get(name, late) for name in self._names}

    def _work(self) -> None:
        while True:
            try:
                name = self._queue.popleft()
            except IndexError:
                return
            try:
                self._results[name] = self._run(name)
            except Exception as error:  # whatever it is, it costs one picture and not the answer
                failure = UnavailableError("it could not be had")
                failure.__cause__ = error
                self._results[name] = failure
