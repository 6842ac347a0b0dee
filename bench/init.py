"""What Lambda's initialisation takes: the built artefact, unpacked as Lambda does, under AWS's runtime emulator."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from bench.engines import CORE
from bench.ours import event_for
from bench.values import Values

FUNCTION = "RenderFunction"
# What the emulator logs; the "Init Duration" of its last line is that of something else.
_PHASE = {
    "initialisation": re.compile(r"INIT REPORT\(durationMs: ([\d.]+)\)"),
    "first picture after it": re.compile(r"INVOKE RTDONE\(.*duration: ([\d.]+)ms\)"),
}
_SHARED = ("AWS_", "TABLE_NAME", "BUCKET_NAME", "IMAGE_BASE_URL")


def initialisation(environment: Mapping[str, str], path: str, values: list[Values]) -> dict[str, Any]:
    """The time (ms) that the emulator reports for the initialisation of a new environment, and for its first W1 PNG.

    One environment for each of `values`, the first only to warm the file cache. `environment` is the function's,
    `path` the image URL's.
    """
    from tests.lambda_machine import ARCHITECTURE, build, running, unpack

    local = {name: value for name, value in environment.items() if name.startswith(_SHARED)}
    times: dict[str, list[float]] = {name: [] for name in _PHASE}
    beside = os.sched_getaffinity(0)
    with tempfile.TemporaryDirectory() as folder:
        built = build(Path(folder) / "built", ARCHITECTURE)
        image = unpack(built, FUNCTION, Path(folder) / "image")
        for number, one in enumerate(values):
            os.sched_setaffinity(0, {CORE})  # what is started here stays there
            with running(image, local) as function:
                os.sched_setaffinity(0, beside)
                response = function(event_for(path, "png", one))
                if response["statusCode"] != 200 or "x-image-problems" in response["headers"]:
                    raise RuntimeError(f"the artefact answered {response['statusCode']}, {json.dumps(response)[:500]}")
                log = function.log.read_text()
            for name, found in _PHASE.items():
                match = found.search(log)
                if match is None:
                    raise RuntimeError(f"the emulator said nothing of its {name}: {log}")
                if number:
                    times[name].append(float(match[1]))
    return {
        name: {"median_ms": round(median(each), 2), "min_ms": round(min(each), 2), "max_ms": round(max(each), 2)}
        for name, each in times.items()
    }
