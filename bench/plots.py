"""The plots of docs/performance, drawn from results.json: `python bench/plots.py results.json FOLDER`.

Runs in an environment of its own, which has matplotlib.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot, ticker

_TIME, _MEMORY = "#2563EB", "#EA580C"
_COLOURS = ("#2563EB", "#94A3B8", "#F59E0B", "#10B981", "#EF4444")
_NAMES = {
    "pixels": "megapixels, with a photo over all of it",
    "layers": "text layers that change",
    "text": "characters of text",
    "remote": "remote pictures, served from loopback",
}


def main(results: Path, folder: Path) -> None:
    """Draw one plot for each series, and one of the warm medians."""
    found = json.loads(results.read_text())
    folder.mkdir(parents=True, exist_ok=True)
    pyplot.rcParams.update({"font.size": 11, "axes.spines.top": False, "figure.dpi": 110})
    for series, data in found["scaling"].items():
        _series(series, data, folder / f"scaling-{series}.png")
    _warm(found["warm"], folder / "warm-png.png")


def _series(series: str, data: dict[str, Any], path: Path) -> None:
    amounts, times, peaks = zip(*data["points"], strict=True)
    figure, time = pyplot.subplots(figsize=(7, 4))
    memory = time.twinx()
    time.plot(amounts, times, "o-", color=_TIME, label="time")
    memory.plot(amounts, peaks, "s--", color=_MEMORY, label="peak memory")
    if series in ("text", "pixels"):
        time.set_xscale("log")
        time.set_yscale("log")
        for axis in (time.xaxis, time.yaxis):
            axis.set_major_formatter(ticker.FormatStrFormatter("%g"))
            axis.set_minor_formatter(ticker.NullFormatter())
    else:
        time.set_ylim(bottom=0, top=max(times) * 1.15)
    time.set_xlabel(_NAMES[series])
    time.set_ylabel("median of a PNG, ms", color=_TIME)
    memory.set_ylabel("peak memory of the process, MB", color=_MEMORY)
    memory.set_ylim(bottom=0, top=max(peaks) * 1.25)
    figure.tight_layout()
    figure.savefig(path)
    pyplot.close(figure)


def _warm(cells: dict[str, Any], path: Path) -> None:
    workloads = [cell.partition("/")[0] for cell in cells if cell.endswith("/png")]
    engines = list(cells[f"{workloads[0]}/png"])
    figure, axes = pyplot.subplots(figsize=(9, 4))
    for index, engine in enumerate(engines):
        heights = [cells[f"{workload}/png"][engine].get("median_ms") or 0 for workload in workloads]
        places = [place + index / (len(engines) + 1) for place in range(len(workloads))]
        axes.bar(places, heights, 1 / (len(engines) + 1), label=engine, color=_COLOURS[index % len(_COLOURS)])
    axes.set_yscale("log")
    axes.set_ylabel("median of a warm PNG, ms")
    axes.set_xticks([place + 0.4 for place in range(len(workloads))], workloads)
    axes.legend(ncols=len(engines), fontsize=9, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1))
    figure.tight_layout()
    figure.savefig(path)
    pyplot.close(figure)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
