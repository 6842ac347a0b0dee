"""Warm renders: every engine draws the same values in turn, on the same core, and nobody draws anything twice.

An engine's turn begins when those before it have come to rest, and with two calls that don't count: they find the
processor's caches full of what others left there, as nobody's production does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import monotonic, sleep
from typing import Any

from bench.engines import OURS, PILLOW_SAVE, Engine, Process, running
from bench.likeness import Likeness, likeness
from bench.places import FORMATS, PICTURES
from bench.values import Stream

WARM_UP = 3
UNCOUNTED = 2
CALLS = 3  # by each engine in each round, after those that don't count
REST_SECONDS = 0.03  # without a tick of processor time in any engine; a browser is busy long after its answer
PATIENCE_SECONDS = 2.0


@dataclass(slots=True)
class Cell:
    """One engine's figures for one workload in one format: times in ms, sizes in bytes, memory in MB (10⁶ bytes)."""

    times: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    peak_mb: float = 0.0
    likeness: Likeness | None = None
    error: str | None = None

    def summary(self, workload: str) -> dict[str, Any]:
        """What goes into the results; `same` says whether the picture shows what ours shows."""
        if self.error or not self.times:
            return {"error": self.error}
        return {
            "median_ms": round(median(self.times), 3),
            "p95_ms": round(quantiles(self.times, n=20, method="inclusive")[-1], 3),
            "min_ms": round(min(self.times), 3),
            "size": round(median(self.sizes)),
            "peak_mb": round(self.peak_mb, 1),
            "likeness": self.likeness._asdict() if self.likeness else None,
            "same": self.likeness is None or self.likeness.same(workload),
        }


def measure(engines: Sequence[Engine], workloads: Iterable[str], stream: Stream, rounds: int) -> dict[str, Any]:
    """Every engine's summary by cell, ``"W1/png"``, and engine."""
    PICTURES.mkdir(exist_ok=True)
    results: dict[str, Any] = {}
    with ExitStack() as stack:
        processes = {engine.name: stack.enter_context(running(engine)) for engine in engines}
        for workload in workloads:
            for format_ in FORMATS:
                taking_part = {e.name: processes[e.name] for e in engines if e.draws(f"{workload}/{format_}")}
                cells = _cell(taking_part, workload, format_, stream, rounds)
                results[f"{workload}/{format_}"] = {name: cell.summary(workload) for name, cell in cells.items()}
                print(f"  {workload} {format_}", flush=True)
    return results


def _cell(processes: dict[str, Process], workload: str, format_: str, stream: Stream, rounds: int) -> dict[str, Cell]:
    cells = {name: Cell() for name in processes}
    warm_up = stream.take(workload, WARM_UP)
    for name, process in processes.items():
        process.forget_peak()
        try:
            process.render(workload, format_, warm_up, PICTURES / f"{workload}-{name}.{format_}")
        except RuntimeError as error:
            cells[name].error = str(error)
    for round_ in range(rounds):
        values = stream.take(workload, UNCOUNTED + CALLS)
        for name in _turned([name for name, cell in cells.items() if not cell.error], round_):
            rest(processes.values())
            answer = processes[name].render(workload, format_, values)
            cells[name].times += answer["ms"][UNCOUNTED:]
            cells[name].sizes += answer["sizes"]
            cells[name].peak_mb = max(cells[name].peak_mb, processes[name].peak_mb())
    _compare(cells, workload, format_)
    return cells


def rest(processes: Iterable[Process]) -> None:
    """Wait until no engine does anything any more."""
    until, busy = monotonic() + PATIENCE_SECONDS, -1
    while monotonic() < until and busy != (busy := sum(process.ticks() for process in processes)):
        sleep(REST_SECONDS)


def _turned(names: list[str], by: int) -> list[str]:
    """Each round begins with another engine."""
    start = by % max(1, len(names))
    return names[start:] + names[:start]


def _compare(cells: dict[str, Cell], workload: str, format_: str) -> None:
    if OURS not in cells or cells[OURS].error:
        return
    own = PICTURES / f"{workload}-{OURS}.{format_}"
    for name, cell in cells.items():
        if name not in (OURS, PILLOW_SAVE) and not cell.error:
            cell.likeness = likeness(own, PICTURES / f"{workload}-{name}.{format_}")
