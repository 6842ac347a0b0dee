"""True where our PNGs are lossless: each decodes to exactly the pixels that were painted."""

from __future__ import annotations

from collections.abc import Sequence

from bench.engines import Engine, running
from bench.values import Stream

_PICTURES = 3


def exactness(engine: Engine, workloads: Sequence[str], stream: Stream) -> dict[str, bool]:
    """By workload."""
    with running(engine) as process:
        return {
            workload: process.ask(exact=True, workload=workload, values=stream.take(workload, _PICTURES))["same"]
            for workload in workloads
        }
