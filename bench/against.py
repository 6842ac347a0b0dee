"""This renderer beside itself at another commit: `make bench BENCH="--against COMMIT"`.

Both commits run side by side on one core and draw the same values pair by pair, the one that begins changing from
pair to pair, so that a machine that gets slower or faster does it to both. A pair's ratio is that of the two medians.
Said of each cell are the median ratio and the interval that holds the true median with 95 % confidence: two order
statistics of the ratios, chosen by the binomial distribution (Conover, Practical Nonparametric Statistics, 3.2).
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from math import comb
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.backend import Backend
from bench.cold import door_import, until_done
from bench.engines import Engine, Process, ours, running
from bench.places import CACHE, FORMATS, ROOT
from bench.values import Stream, Values
from bench.warm import UNCOUNTED, WARM_UP, rest

CALLS = 5  # of each commit in a pair, after those that don't count
LEAST_PAIRS = 6  # with fewer no two order statistics hold the median with 95 %


class Comparison(NamedTuple):
    """A cell: the median ratio of this commit's time to the other's, and its 95 % interval; times in ms."""

    cell: str
    ratio: float
    low: float
    high: float
    mine_ms: float
    theirs_ms: float


def against(commit: str, behind: Backend, workloads: Sequence[str], pairs: int, cold: Sequence[Values]) -> str:
    """The table of every cell, of the cold start and of the import. Raises ValueError for too few pairs."""
    if pairs < LEAST_PAIRS:
        raise ValueError(f"at least {LEAST_PAIRS} pairs, or there is no interval")
    mine, theirs = _engines(commit, behind)
    found = list(_cells(mine, theirs, workloads, Stream(behind.photos), pairs))
    found += _starts(mine, theirs, behind.paths["cold"], cold[: pairs + 1])
    found.append(_imports(mine, theirs, pairs))
    return report(commit, pairs, found)


def interval(ratios: Iterable[float]) -> tuple[float, float]:
    """The order statistics between which the true median lies with at least 95 % confidence. At least six ratios."""
    ordered = sorted(ratios)
    count = len(ordered)
    outside, rank = 0.0, 0
    # As far from both ends as the tails of the binomial distribution allow.
    while 2 * (outside + comb(count, rank) / 2**count) <= 0.05:
        outside += comb(count, rank) / 2**count
        rank += 1
    if rank == 0:
        raise ValueError("too few ratios for an interval")
    return ordered[rank - 1], ordered[count - rank]


def report(commit: str, pairs: int, found: Sequence[Comparison]) -> str:
    """The comparisons as a Markdown table."""
    lines = [
        f"This commit's time ÷ {commit}'s, {pairs} pairs a cell: median, 95 % interval; medians in ms.\n",
        "| | ratio | interval | ms | before |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.cell} | {one.ratio:.3f} | {one.low:.3f} to {one.high:.3f} | {one.mine_ms:.2f} | {one.theirs_ms:.2f} |"
        for one in found
    ]
    slower = [one.cell for one in found if one.low > 1.03]
    lines.append(f"\nSlower by more than 3 % for certain: {', '.join(slower) or 'none'}.\n")
    return "\n".join(lines)


def _engines(commit: str, behind: Backend) -> tuple[Engine, Engine]:
    """This checkout's engine and the other commit's, in a folder of its own."""
    sha = subprocess.run(
        ["git", "rev-parse", "--verify", f"{commit}^{{commit}}"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    folder = CACHE / "against" / sha
    if not folder.exists():
        folder.mkdir(parents=True)
        archive = subprocess.run(["git", "archive", sha], cwd=ROOT, capture_output=True, check=True).stdout
        subprocess.run(["tar", "-x"], cwd=folder, input=archive, check=True)
    mine = ours({**behind.environment, "PLATE_SECONDS": "1e9"}, behind.paths)
    return mine, replace(mine, folder=Path(folder))


def _cells(mine: Engine, theirs: Engine, workloads: Sequence[str], stream: Stream, pairs: int) -> Iterable[Comparison]:
    with ExitStack() as stack:
        processes = [stack.enter_context(running(engine)) for engine in (mine, theirs)]
        for workload in workloads:
            for format_ in FORMATS:
                warm_up = stream.take(workload, WARM_UP)
                for process in processes:
                    process.render(workload, format_, warm_up)
                times = [_pair(processes, workload, format_, stream, number) for number in range(pairs)]
                yield _compared(f"{workload} {format_}", times)
                print(f"  {workload} {format_}", flush=True)


def _pair(
    processes: Sequence[Process], workload: str, format_: str, stream: Stream, number: int
) -> tuple[float, float]:
    values = stream.take(workload, UNCOUNTED + CALLS)
    order = (0, 1) if number % 2 else (1, 0)
    taken = [0.0, 0.0]
    for which in order:
        rest(processes)
        taken[which] = median(processes[which].render(workload, format_, values)["ms"][UNCOUNTED:])
    return taken[0], taken[1]


def _starts(mine: Engine, theirs: Engine, path: str, cold: Sequence[Values]) -> Iterable[Comparison]:
    """From the start of a process to its first picture; the first pair only fills the file cache."""
    from bench.ours import event_for

    times = []
    for number, values in enumerate(cold):
        question = json.dumps(event_for(path, "png", values))
        taken = [0.0, 0.0]
        for which in (0, 1) if number % 2 else (1, 0):
            engine = (mine, theirs)[which]
            time.sleep(0.2)
            taken[which] = until_done((*engine.command, "cold", question), engine)
        times.append((taken[0], taken[1]))
    yield _compared("cold start", times[1:])


def _imports(mine: Engine, theirs: Engine, pairs: int) -> Comparison:
    times = []
    for number in range(pairs + 1):
        taken = [0.0, 0.0]
        for which in (0, 1) if number % 2 else (1, 0):
            taken[which] = door_import((mine, theirs)[which])
        times.append((taken[0], taken[1]))
    return _compared("import", times[1:])


def _compared(cell: str, times: Sequence[tuple[float, float]]) -> Comparison:
    ratios = [one / other for one, other in times]
    low, high = interval(ratios)
    return Comparison(
        cell, median(ratios), low, high, median(one for one, _ in times), median(other for _, other in times)
    )
