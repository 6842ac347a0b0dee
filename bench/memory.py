"""True where a process that draws everything, never twice the same, stays as small as it was."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import Any

from bench.engines import Engine, running
from bench.places import FORMATS
from bench.values import Stream

RENDERS = 500


def flatness(engine: Engine, workloads: Sequence[str], stream: Stream) -> dict[str, Any]:
    """The peak of resident memory (MB, 10⁶ bytes) in the first and the second half of 500 renders, and the resident
    memory after each 50."""
    after: list[float] = []
    peaks: list[float] = []
    pairs = cycle([(workload, format_) for workload in workloads for format_ in FORMATS])
    with running(engine) as process:
        process.forget_peak()
        for number in range(1, RENDERS + 1):
            workload, format_ = next(pairs)
            process.render(workload, format_, stream.take(workload, 1))
            if number % 50 == 0:
                after.append(round(process.now_mb(), 1))
            if number % (RENDERS // 2) == 0:
                peaks.append(round(process.peak_mb(), 1))
                process.forget_peak()
    return {"peak_mb": max(peaks), "first_half_mb": peaks[0], "second_half_mb": peaks[1], "resident_mb": after}
