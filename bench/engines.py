"""The engines: how each is started, pinned to one core, and asked for pictures over a line protocol."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.install import python
from bench.places import ASSETS, CACHE, CHROMIUM, DESIGNS, NODE, ROOT
from bench.values import Values
from local.fribidi import library_folder

CORE = max(os.sched_getaffinity(0))  # the one that is measured
BESIDE = min(os.sched_getaffinity(0))  # everything else stays here: another one, where there is another
OURS = "tintype"
PILLOW_SAVE = "Pillow's save alone"


@dataclass(frozen=True, slots=True)
class Engine:
    """One renderer: its `command`, run in `folder`, with `environment` beside our own."""

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    cells: tuple[str, ...] = ()  # the only ones that it draws, where it doesn't draw all

    def draws(self, cell: str) -> bool:
        """True where it takes part in a cell, ``"W1/png"``."""
        return not self.cells or cell in self.cells


def ours(environment: Mapping[str, str], paths: Mapping[str, str]) -> Engine:
    """This renderer behind its door. `environment` is the render function's, `paths` the image URLs' by workload."""
    own = {
        **environment,
        "PYTHONPATH": f"functions{os.pathsep}.",
        "BENCH_PATHS": json.dumps(dict(paths)),
        "LD_LIBRARY_PATH": str(library_folder()),  # as in Lambda
    }
    return Engine(OURS, (str(python()), "-m", "bench.ours"), ROOT, own)


def peers() -> list[Engine]:
    """The others."""
    modules = {
        "satori + resvg-js": "satori",
        "takumi": "takumi",
        "sharp + SVG": "sharp",
        "Chromium": "chromium",
    }
    return [Engine(name, ("node", f"{module}.mjs"), NODE, {}) for name, module in modules.items()]


def pillow_save() -> Engine:
    """Pillow's own JPEG of our finished W1, the floor under ours."""
    command = (str(python()), "-m", "bench.pillow_save")
    return Engine(PILLOW_SAVE, command, ROOT, {"PYTHONPATH": "."}, ("W1/jpeg",))


class Process:
    """A running process that answers each line with a line of JSON."""

    def __init__(self, popen: subprocess.Popen[str]) -> None:
        self._popen = popen

    def answer(self) -> Any:
        """The next line. Raises RuntimeError where the process ended instead."""
        assert self._popen.stdout is not None
        line = self._popen.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._popen.args!r} ended with {self._popen.wait()}")
        return json.loads(line)

    def ask(self, **question: object) -> Any:
        """The answer to one request. Raises RuntimeError where that is an error."""
        assert self._popen.stdin is not None
        self._popen.stdin.write(json.dumps(question) + "\n")
        self._popen.stdin.flush()
        answer = self.answer()
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def render(self, workload: str, format_: str, values: Sequence[Values], save: Path | None = None) -> Any:
        """Render each of `values`: ``{"ms": […], "sizes": […]}``. The last picture goes to `save`."""
        path = str(save) if save else None
        return self.ask(workload=workload, format=format_, values=values, save=path)

    def forget_peak(self) -> None:
        """Let the peak of resident memory begin anew."""
        for pid in self._family():
            with suppress(FileNotFoundError):  # it ended meanwhile
                Path(f"/proc/{pid}/clear_refs").write_text("5")

    def peak_mb(self) -> float:
        """The peak of resident memory since then in MB (10⁶ bytes): of a single process exactly, of several the sum
        of their shares at this moment."""
        family = self._family()
        if len(family) == 1:
            return _field(family[0], "status", "VmHWM:") * 1024 / 1e6
        return sum(_field(pid, "smaps_rollup", "Pss:") for pid in family) * 1024 / 1e6

    def now_mb(self) -> float:
        """Resident memory at this moment in MB (10⁶ bytes)."""
        return _field(self._popen.pid, "status", "VmRSS:") * 1024 / 1e6

    def ticks(self) -> int:
        """The processor time that it and its children took so far, in the clock ticks of the system."""
        return sum(_ticks(pid) for pid in self._family())

    def _family(self, pid: int | None = None) -> list[int]:
        pid = pid or self._popen.pid
        children = [
            int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()
        ]
        return [pid, *(member for child in children for member in self._family(child))]


def _ticks(pid: int) -> int:
    with suppress(FileNotFoundError, ProcessLookupError):
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(after_name[11]) + int(after_name[12])  # utime and stime
    return 0


def _field(pid: int, file: str, name: str) -> int:
    with suppress(FileNotFoundError):
        for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1])
    return 0


@contextmanager
def started(
    command: Sequence[str], environment: Mapping[str, str], cwd: Path, core: int | None = None
) -> Iterator[Process]:
    """A process pinned to one core, ended by the end of its stdin."""
    core = CORE if core is None else core
    popen = subprocess.Popen(
        ["taskset", "-c", str(core), *command],
        cwd=cwd,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Process(popen)
    finally:
        popen.communicate(timeout=30)


@contextmanager
def running(engine: Engine) -> Iterator[Process]:
    """An engine that is ready to be asked."""
    with started(engine.command, environment_of(engine), engine.folder) as process:
        process.answer()
        yield process


def environment_of(engine: Engine) -> dict[str, str]:
    """Everything that an engine's process finds in its environment."""
    common = {"BENCH_ASSETS": str(ASSETS), "BENCH_DESIGNS": str(DESIGNS), "BENCH_CHROMIUM": str(CHROMIUM)}
    # Our modules are compiled before they are timed, as the build does it; whatever the caller's environment says.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(CACHE / "compiled")}
    return {**os.environ, **common, **compiled, **engine.environment}
