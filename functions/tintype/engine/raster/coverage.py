"""Polygons to masks with exact pixel coverage: signed areas, resolved row by row, as font rasterisers do."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from PIL import Image

Point = tuple[float, float]
Polygon = Sequence[Point]
Region = tuple[int, int, int, int]  # left, top, right, bottom in whole pixels


def coverage(polygons: Iterable[Polygon], region: Region) -> Image.Image:
    """The mask ("L") of `region` that the closed `polygons` cover, each pixel to the exact share of its area.

    Windings add up, so that a polygon that runs the other way round cuts a hole.
    """
    left, top, right, bottom = region
    width, height = right - left, bottom - top
    rows: list[dict[int, float]] = [{} for _ in range(height)]
    for polygon in filter(None, polygons):
        previous = polygon[-1]
        for point in polygon:
            _add_edge(rows, width, previous[0] - left, previous[1] - top, point[0] - left, point[1] - top)
            previous = point
    return Image.frombytes("L", (width, height), b"".join(_row(deltas, width) for deltas in rows))


def _add_edge(rows: list[dict[int, float]], width: int, x0: float, y0: float, x1: float, y1: float) -> None:
    """Adds the edge's share to every row that it crosses; what lies beside the region is moved to its border."""
    if y0 == y1:
        return
    direction = 1.0
    if y0 > y1:
        x0, y0, x1, y1, direction = x1, y1, x0, y0, -1.0
    slope = (x1 - x0) / (y1 - y0)
    if y0 < 0:
        x0, y0 = x0 - y0 * slope, 0.0
    last = min(y1, len(rows))
    x, y = x0, y0
    while y < last:
        row = int(y)
        below = min(row + 1.0, last)
        beyond = x0 + (below - y0) * slope
        _add_to_row(rows[row], width, (below - y) * direction, x, beyond)
        x, y = beyond, below


def _add_to_row(deltas: dict[int, float], width: int, height: float, x0: float, x1: float) -> None:
    """Adds an edge of signed `height` within one row, running from `x0` to `x1`, as changes of coverage."""
    if x0 > x1:
        x0, x1 = x1, x0
    if x1 <= 0 or x0 >= width or (x0 < 0 or x1 > width):
        x0, x1 = min(max(x0, 0.0), width), min(max(x1, 0.0), width)
    first = int(x0)
    if x1 <= first + 1:
        share = height * (0.5 * (x0 + x1) - first)
        deltas[first] = deltas.get(first, 0.0) + height - share
        deltas[first + 1] = deltas.get(first + 1, 0.0) + share
        return
    per_column = height / (x1 - x0)
    given = 0.0
    done = 0.0
    for column in range(first, math.ceil(x1)):
        # What the edge has passed when this column ends, less the part of the column left of the edge.
        start, end = max(x0, column), min(x1, column + 1)
        passed = done + (end - start) * per_column
        covered = done * 1.0 + per_column * (end - start) * (column + 1 - 0.5 * (start + end))
        deltas[column] = deltas.get(column, 0.0) + covered - given
        given, done = covered, passed
    after = math.ceil(x1)
    deltas[after] = deltas.get(after, 0.0) + height - given


def _row(deltas: dict[int, float], width: int) -> bytes:
    if not deltas:
        return bytes(width)
    pieces = []
    total, column, value = 0.0, 0, 0
    for start in sorted(deltas):
        if start >= width:
            break
        if start > column:
            pieces.append(bytes((value,)) * (start - column))
            column = start
        total += deltas[start]
        value = min(255, int(abs(total) * 255 + 0.5))
    pieces.append(bytes((value,)) * (width - column))
    return b"".join(pieces)
