"""`python -m bench`: everything, or with `--only W1,W3`, `--rounds 3`, `--steps warm,cold` a part of it."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import cost
from bench.against import against
from bench.backend import Backend, backend
from bench.cold import cold_starts, import_costs
from bench.engines import BESIDE, CORE, ours, peers, pillow_save
from bench.exact import exactness
from bench.init import initialisation
from bench.install import install, python
from bench.memory import flatness
from bench.pictures import make_assets
from bench.places import CACHE, HERE, NODE, PLOTS, PLOTTER, RESULTS, WORKLOADS
from bench.report import report
from bench.scales import SCALES
from bench.scaling import scaling
from bench.targets import targets
from bench.values import Stream
from bench.warm import measure

STEPS = ("warm", "exact", "cold", "imports", "init", "memory", "scaling")
_COLD_ROUNDS = 7


def main() -> int:
    """The exit code: 0 whether or not the targets are met; what isn't met is said."""
    started = time.monotonic()
    options = _options()
    install(peers=not options.against)
    make_assets()
    os.sched_setaffinity(0, {BESIDE})
    designs = [
        *options.only,
        *(["cold"] if {"cold", "init"} & set(options.steps) else []),
        *(SCALES if "scaling" in options.steps else []),
    ]
    if options.against:
        with backend([*options.only, "cold"]) as behind:
            cold = _cold_values(options.pairs)
            text = against(options.against, behind, options.only, options.pairs, cold)
        (CACHE / "against.md").write_text(text)
        print(text)
        return 0
    with backend(designs) as behind:
        results = {"machine": _machine(), **_measured(options, behind), "seconds": round(time.monotonic() - started)}
    whole = set(options.only) == set(WORKLOADS) and set(options.steps) == set(STEPS)
    _publish(results, RESULTS if whole else CACHE / "results.json", whole)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--only", type=_listed, default=list(WORKLOADS), help="workloads, W1,W2,…")
    parser.add_argument("--steps", type=_listed, default=list(STEPS), help=",".join(STEPS))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--against", metavar="COMMIT", help="beside this renderer at another commit, not its peers")
    parser.add_argument("--pairs", type=int, default=15, help="of --against, in each cell")
    return parser.parse_args()


def _listed(text: str) -> list[str]:
    return text.split(",")


def _measured(options: argparse.Namespace, behind: Backend) -> dict[str, Any]:
    stream = Stream(behind.photos)
    # A plate counts as fresh for as long as it takes: what the table costs is part of the cold start only.
    warm = ours({**behind.environment, "PLATE_SECONDS": "1e9"}, behind.paths)
    cold = ours(behind.environment, behind.paths)
    steps: dict[str, Callable[[], Any]] = {
        "warm": lambda: measure([warm, *peers(), pillow_save()], options.only, stream, options.rounds),
        "exact": lambda: exactness(warm, options.only, stream),
        "cold": lambda: cold_starts([cold, *peers()], behind.paths["cold"], _cold_values()),
        "imports": lambda: import_costs(behind.environment, _COLD_ROUNDS),
        "init": lambda: initialisation(behind.environment, behind.paths["cold"], _cold_values()),
        "memory": lambda: flatness(warm, options.only, stream),
        "scaling": lambda: scaling(warm, behind.photos),
    }
    results: dict[str, Any] = {"warm": {}}
    for name in options.steps:
        print(name, flush=True)
        results[name] = steps[name]()
    return results


def _cold_values(rounds: int = _COLD_ROUNDS) -> list[dict[str, str]]:
    return [
        {**values, "avatar": f"asset:avatar{number % 4}.jpg"}
        for number, values in enumerate(Stream().take("W1", rounds + 1))
    ]


def _machine() -> dict[str, str]:
    """What the figures hold for."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    packages = json.loads((NODE / "package.json").read_text())["dependencies"]
    return {
        "processor": model,
        "measured on core": str(CORE),
        "date": time.strftime("%Y-%m-%d"),
        "Python": _said(str(python()), "--version"),
        "Pillow": _said(str(python()), "-c", "import PIL; print(PIL.__version__)"),
        "node": _said("node", "--version"),
        **{name: packages[name] for name in ("satori", "@resvg/resvg-js", "@takumi-rs/core", "sharp")},
    }


def _said(*command: str) -> str:
    """The last word that a command says."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1]


def _publish(results: dict[str, Any], path: Path, whole: bool) -> None:
    """Write and print the results; after a whole run the pages of docs/performance too."""
    judged = targets(results)
    results["targets"] = [target._asdict() for target in judged]
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    text = report(results, judged)
    print(text)
    if not whole:
        return
    title = "# What `make bench` found\n\nWritten by it; to be changed there.\n\n"
    (PLOTS / "results.md").write_text(title + text + "\n" + cost.report(results))
    subprocess.run([PLOTTER / "bin" / "python", HERE / "plots.py", path, PLOTS], check=True)


if __name__ == "__main__":
    sys.exit(main())
