"""Cold starts: from the start of a process to its first picture, and what importing the door costs."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from bench.engines import CORE, OURS, Engine, environment_of
from bench.install import python
from bench.ours import event_for
from bench.places import ROOT
from bench.values import Values

_IMPORTS = {
    "the render door": "import tintype.render",
    "Pillow": "from PIL import Image, ImageDraw, ImageFont",
}
_REST_SECONDS = 0.5  # before each start: what an ended browser leaves to be cleared away is not the next one's
_TIMED = "import time; start = time.perf_counter(); {}; print((time.perf_counter() - start) * 1000)"


def cold_starts(engines: Sequence[Engine], path: str, values: Sequence[Values]) -> dict[str, Any]:
    """The time (ms) from starting each engine's process to its first W1 PNG, once for each of `values`.

    Ours reads the plate from the local table and the pictures from the local bucket; the peers read files. `path` is
    the image URL's. The first of `values` only warms the file cache, and compiles our modules.
    """
    times: dict[str, list[float]] = {engine.name: [] for engine in engines}
    for number, one in enumerate(values):
        start = number % len(engines)
        for engine in (*engines[start:], *engines[:start]):
            time.sleep(_REST_SECONDS)
            question = event_for(path, "png", one) if engine.name == OURS else one
            taken = until_done((*engine.command, "cold", json.dumps(question)), engine)
            if number:
                times[engine.name].append(taken)
    return {name: _summary(found) for name, found in times.items()}


def import_costs(environment: Mapping[str, str], rounds: int) -> dict[str, Any]:
    """What importing takes (ms) in a new process, the door's beside Pillow's. `environment` is the function's."""
    times: dict[str, list[float]] = {name: [] for name in _IMPORTS}
    engine = Engine(OURS, (), ROOT, {**environment, "PYTHONPATH": "functions"})
    for number in range(rounds + 1):
        for name, statement in _IMPORTS.items():
            taken = _import(statement, engine)
            if number:
                times[name].append(taken)
    return {name: _summary(found) for name, found in times.items()}


def door_import(engine: Engine) -> float:
    """The time (ms) that importing the render door takes in a new process."""
    return _import(_IMPORTS["the render door"], engine)


def _import(statement: str, engine: Engine) -> float:
    command = ("taskset", "-c", str(CORE), str(python()), "-c", _TIMED.format(statement))
    done = subprocess.run(
        command, cwd=engine.folder, env=environment_of(engine), capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def until_done(command: Sequence[str], engine: Engine) -> float:
    """The time (ms) from starting `command` in the engine's surroundings to its first picture."""
    start = time.perf_counter()
    with subprocess.Popen(
        ["taskset", "-c", str(CORE), *command],
        cwd=engine.folder,
        env=environment_of(engine),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        taken = (time.perf_counter() - start) * 1000
    if not line.startswith("done"):
        raise RuntimeError(f"{engine.name} made no picture when it was started cold")
    return taken


def _summary(times: Sequence[float]) -> dict[str, float]:
    return {"median_ms": round(median(times), 2), "min_ms": round(min(times), 2), "max_ms": round(max(times), 2)}
