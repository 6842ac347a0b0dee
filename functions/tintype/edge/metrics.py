"""What a request took and met, as a log record from which CloudWatch takes metrics (its embedded metric format).

By hand, since the render door does without Powertools (docs/decisions/0005-light-render-door.md); the other doors use
it too, so that every metric has one spelling.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

NAMESPACE = "Tintype"
_DIMENSIONS = ("door", "stage")


class Stopwatch:
    """The time that each stage of one request took, and what was counted. `clock` is in seconds."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._name = ""
        self._begun = self.started = clock()
        self._seconds: dict[str, float] = {}
        self._counts: dict[str, int] = {}

    def stage(self, name: str) -> None:
        """The stage `name` begins now, and the one before it ends; a stage may come again."""
        now = self._clock()
        if self._name:
            self._seconds[self._name] = self._seconds.get(self._name, 0.0) + now - self._begun
        self._name, self._begun = name, now

    def count(self, name: str) -> None:
        """One more of `name`."""
        self._counts[name] = self._counts.get(name, 0) + 1

    def metrics(self) -> dict[str, float]:
        """Each stage and the whole in milliseconds (``paint_ms``, ``duration_ms``), and the counts. Ends a stage."""
        self.stage("")
        spans = {**self._seconds, "duration": self._clock() - self.started}
        return {f"{name}_ms": round(1000 * seconds, 2) for name, seconds in spans.items()} | self._counts


def request_metrics(status: int, seconds: float) -> dict[str, float]:
    """What is measured of an answer of the API: whether it refuses (4xx) or fails (5xx), and how long it took."""
    return {
        "requests": 1,
        "refused": int(400 <= status < 500),
        "failures": int(status >= 500),
        "duration_ms": round(1000 * seconds, 2),
    }


def problem_counts(codes: Iterable[str]) -> dict[str, int]:
    """A metric for each kind of problem, ``problem_unreachable``: the kinds are few and fixed, the paths are not."""
    counts: dict[str, int] = {}
    for code in codes:
        counts[f"problem_{code}"] = counts.get(f"problem_{code}", 0) + 1
    return counts


def measured(door: str, stage: str, metrics: Mapping[str, float], now: float | None = None) -> dict[str, Any]:
    """The fields that make a log record a carrier of `metrics`; `now` in epoch seconds.

    The unit is in the name: ``…_ms`` is milliseconds, ``…bytes`` bytes, and the rest are counts.
    """
    milliseconds = int(1000 * (time.time() if now is None else now))
    return {"_aws": {"Timestamp": milliseconds, "CloudWatchMetrics": [_directive(metrics)]}} | {
        "door": door,
        "stage": stage,
        **metrics,
    }


def measured_line(fields: Mapping[str, Any], door: str, stage: str, metrics: Mapping[str, float]) -> str:
    """A log record of `fields` and what `measured` gives, as JSON: what is the same in every line is encoded once."""
    head = _AS_JSON({**fields, "door": door, "stage": stage, **metrics})
    carrier = f'"_aws":{{"Timestamp":{int(1000 * time.time())},"CloudWatchMetrics":{_directives(tuple(metrics))}}}'
    return f"{head[:-1]},{carrier}}}"


_AS_JSON = json.JSONEncoder(separators=(",", ":")).encode  # made once: json.dumps would make one each time


@lru_cache(maxsize=64)  # of names that are the code's own: 2 kB each
def _directives(names: tuple[str, ...]) -> str:
    return _AS_JSON([_directive(names)])


def _directive(names: Iterable[str]) -> dict[str, Any]:
    return {
        "Namespace": NAMESPACE,
        "Dimensions": [list(_DIMENSIONS)],
        "Metrics": [{"Name": name, "Unit": _unit(name)} for name in names],
    }


def _unit(name: str) -> str:
    if name.endswith("_ms"):
        return "Milliseconds"
    return "Bytes" if name.endswith("bytes") else "Count"
