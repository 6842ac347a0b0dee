"""What is to be reached, and whether it was. Every ratio is between medians of one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bench.engines import OURS, PILLOW_SAVE

_CELLS = ("W1/png", "W1/jpeg", "W1/webp", "W2/png", "W3/png", "W4/png", "W5/png", "W7/png")
_LEADS = {
    "satori + resvg-js": (10, 15, 7, 8, 18, 5, 4, 8),
    "takumi": (3.5, 4.5, 1.6, 3, 4, 2, 1.5, 3),
}
_SIZES = ("W1/png", "W3/png")
MOST_MB = 250
# What resident memory may differ by between two halves that do the same: allocators' fragments, not a leak.
FLAT_MB = 5


class Target(NamedTuple):
    """One target: what it is about, the figure wanted and found, and whether it is met; None where it was not run."""

    name: str
    wanted: str
    found: str
    met: bool | None


def targets(results: Mapping[str, Any]) -> list[Target]:
    """Every target that this run could say something about."""
    return [*_leads(results["warm"]), *_sizes(results["warm"]), *_jpeg(results["warm"]), *_rest(results)]


def ratio(cells: Mapping[str, Any], name: str) -> float | None:
    """How many times our median an engine takes in a cell; None where there is none or the pictures differ."""
    own, other = cells.get(OURS, {}), cells.get(name, {})
    if "median_ms" not in own or "median_ms" not in other or not other["same"]:
        return None
    return float(other["median_ms"] / own["median_ms"])


def _leads(warm: Mapping[str, Any]) -> Iterator[Target]:
    for name, wanted in _LEADS.items():
        for cell, least in zip(_CELLS, wanted, strict=True):
            if cell not in warm or name not in warm[cell]:
                continue
            found = ratio(warm[cell], name)
            text = "no ratio" if found is None else f"{found:.1f}"
            met = found is not None and found >= least
            yield Target(f"{cell}: {name} ÷ ours", f"≥ {least}", text, met)


def _sizes(warm: Mapping[str, Any]) -> Iterator[Target]:
    for cell in _SIZES:
        sizes = {name: summary.get("size") for name, summary in warm.get(cell, {}).items()}
        if sizes.get(OURS) and sizes.get("takumi"):
            found = sizes[OURS] / sizes["takumi"]
            yield Target(f"{cell}: our size ÷ takumi's", "≤ 1.2", f"{found:.2f}", found <= 1.2)


def _jpeg(warm: Mapping[str, Any]) -> Iterator[Target]:
    cell = warm.get("W1/jpeg", {})
    if OURS in cell and PILLOW_SAVE in cell:
        found = cell[OURS]["median_ms"] / cell[PILLOW_SAVE]["median_ms"]
        yield Target("W1/jpeg: door to door ÷ Pillow's own save", "≤ 2.5", f"{found:.2f}", found <= 2.5)


def _rest(results: Mapping[str, Any]) -> Iterator[Target]:
    if cold := results.get("cold"):
        own, other = cold[OURS]["median_ms"], cold["takumi"]["median_ms"]
        yield Target("cold start, ms", f"≤ takumi's {other:.0f}", f"{own:.0f}", own <= other)
    if imports := results.get("imports"):
        found = imports["the render door"]["median_ms"] / imports["Pillow"]["median_ms"]
        yield Target("importing the render door ÷ Pillow", "< 4", f"{found:.2f}", found < 4)
    if memory := results.get("memory"):
        yield Target("peak memory, MB", f"< {MOST_MB}", f"{memory['peak_mb']:.0f}", memory["peak_mb"] < MOST_MB)
        growth = memory["second_half_mb"] - memory["first_half_mb"]
        yield Target("growth from render 250 to 500, MB", f"≤ {FLAT_MB}", f"{growth:+.1f}", growth <= FLAT_MB)
    if "exact" in results:
        wrong = [cell for cell, same in results["exact"].items() if not same]
        yield Target("PNGs decode to what was painted", "all", ", ".join(wrong) or "all", not wrong)
    if "seconds" in results:
        yield Target("the whole run, minutes", "≤ 15", f"{results['seconds'] / 60:.1f}", results["seconds"] <= 900)
