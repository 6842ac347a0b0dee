"""How time and memory grow with pixels, layers, text and remote pictures: one fresh process for each point."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from statistics import fmean, median
from typing import Any

from bench.engines import Engine, running
from bench.places import PICTURES
from bench.scales import AXES, SCALES

_CALLS = 5
_WARM_UP = 2


def scaling(engine: Engine, photos: str) -> dict[str, Any]:
    """By series: the points, each ``[amount, median ms, peak MB]``, and the slope of the upper half."""
    points: dict[str, list[list[float]]] = {series: [] for series in AXES}
    for name, scale in SCALES.items():
        with running(engine) as process:
            values = [scale.values(number, photos) for number in range(_WARM_UP + _CALLS)]
            process.render(name, "png", values[:_WARM_UP], PICTURES / f"{name}.png")
            times = process.render(name, "png", values[_WARM_UP:])["ms"]
            points[scale.series].append([scale.amount, round(median(times), 2), round(process.peak_mb(), 1)])
    return {
        series: {"points": found, "slope": round(_slope(found), 2), "words": _words(series, found)}
        for series, found in points.items()
    }


def _slope(points: Sequence[Sequence[float]]) -> float:
    """The exponent e in time ~ amount^e, fitted to the logarithms of the upper half: what starting costs is past."""
    upper = points[len(points) // 2 - 1 :]
    xs, ys = [log(point[0]) for point in upper], [log(point[1]) for point in upper]
    mean_x, mean_y = fmean(xs), fmean(ys)
    rise = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return rise / sum((x - mean_x) ** 2 for x in xs)


def _words(series: str, points: Sequence[Sequence[float]]) -> str:
    slope = _slope(points)
    (low, start, small), (high, end, large) = points[0], points[-1]
    kind = "linear or better" if slope <= 1.1 else "worse than linear"
    return (
        f"{AXES[series]} ×{high / low:.0f} ({low:g} to {high:g}): "
        f"time ×{end / start:.1f} ({start:.1f} to {end:.1f} ms), "
        f"memory {small:.0f} to {large:.0f} MB; in the upper half time grows as the power {slope:.2f} of it: {kind}"
    )
