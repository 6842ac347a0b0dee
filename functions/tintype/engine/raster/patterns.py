"""The patterns: small drawings on a unit tile that repeats in both directions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from PIL import Image

from tintype.engine.raster.coverage import Point, Polygon, Region, coverage
from tintype.engine.raster.paths import arc, star_points

_HALF = ((0.25, 0.25), (0.75, 0.75))  # two places, so that rows are offset by half a tile


def pattern_mask(name: str, size: float, origin: Point, region: Region) -> Image.Image:
    """The mask ("L") of `region`: tiles of `size` pixels, one of which begins at `origin`."""
    tile = _tile(name, max(1, round(size)))
    left, top, right, bottom = region
    mask = Image.new("L", (right - left, bottom - top))
    first_x = (round(origin[0]) - left) % tile.width - tile.width
    first_y = (round(origin[1]) - top) % tile.height - tile.height
    row = Image.new("L", (mask.width, tile.height))
    for x in range(first_x, mask.width, tile.width):
        row.paste(tile, (x, 0))
    for y in range(first_y, mask.height, tile.height):
        mask.paste(row, (0, y))
    return mask


@lru_cache(maxsize=8)  # at most 8 tiles of 1200² bytes
def _tile(name: str, side: int) -> Image.Image:
    """One tile; what reaches over its edges comes in again on the other side."""
    drawing = _DRAWINGS[name]()
    polygons = [
        [((x + across) * side, (y + down) * side) for x, y in polygon]
        for polygon in drawing
        for across in (-1, 0, 1)
        for down in (-1, 0, 1)
    ]
    return coverage(polygons, (0, 0, side, side))


def _disc(x: float, y: float, radius: float) -> list[Point]:
    # The tolerance of arcs is in pixels: taken a hundred times as large, and brought back.
    return [(px / 100, py / 100) for px, py in arc((100 * x, 100 * y), 100 * radius, 100 * radius, 0, 2 * math.pi)]


def _ring(x: float, y: float, radius: float, width: float) -> list[Polygon]:
    return [_disc(x, y, radius), _disc(x, y, radius - width)[::-1]]


def _bar(start: Point, end: Point, width: float) -> list[Point]:
    """A straight bar with flat ends."""
    across, down = end[0] - start[0], end[1] - start[1]
    scale = width / 2 / math.hypot(across, down)
    out_x, out_y = -down * scale, across * scale
    return [
        (start[0] + out_x, start[1] + out_y), (start[0] - out_x, start[1] - out_y),
        (end[0] - out_x, end[1] - out_y), (end[0] + out_x, end[1] + out_y),
    ]  # fmt: skip


def _pill(x: float, y: float, length: float, width: float, degrees: float) -> list[Point]:
    """A bar with round ends about its middle."""
    angle, reach = math.radians(degrees), (length - width) / 2
    across, down = math.cos(angle) * reach, math.sin(angle) * reach
    radius = 50 * width
    caps = [
        *arc((100 * (x + across), 100 * (y + down)), radius, radius, angle - math.pi / 2, angle + math.pi / 2),
        *arc((100 * (x - across), 100 * (y - down)), radius, radius, angle + math.pi / 2, angle + 3 * math.pi / 2),
    ]
    return [(px / 100, py / 100) for px, py in caps]


def _plus(x: float, y: float, length: float, width: float) -> list[Point]:
    long, short = length / 2, width / 2
    return [
        (x - short, y - long), (x + short, y - long), (x + short, y - short), (x + long, y - short),
        (x + long, y + short), (x + short, y + short), (x + short, y + long), (x - short, y + long),
        (x - short, y + short), (x - long, y + short), (x - long, y - short), (x - short, y - short),
    ]  # fmt: skip


def _turned(points: Sequence[Point], x: float, y: float, degrees: float) -> list[Point]:
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(x + cosine * (px - x) - sine * (py - y), y + sine * (px - x) + cosine * (py - y)) for px, py in points]


def _bubbles() -> list[Polygon]:
    discs = (_disc(0.68, 0.62, 0.2), _disc(0.62, 0.14, 0.06), _disc(0.12, 0.78, 0.09))
    return [*discs, *_ring(0.27, 0.3, 0.19, 0.04)]


def _cage() -> list[Polygon]:
    # Halves meet in the tile's corners; two bars in the middle suffice, cut into four so that none overlap.
    return [_bar((0, 0), (1, 1), 0.06), _bar((0, 1), (0.47, 0.53), 0.06), _bar((0.53, 0.47), (1, 0), 0.06)]


def _drop(x: float, y: float) -> list[Point]:
    """A round drop whose point is above it, where its two tangents meet."""
    radius, tip = 0.11, 0.26
    edge = math.acos(radius / tip)
    round_ = arc((100 * x, 100 * y), 100 * radius, 100 * radius, -math.pi / 2 + edge, 1.5 * math.pi - edge)
    return [(x, y - tip), *((px / 100, py / 100) for px, py in round_)]


def _parkay() -> list[Polygon]:
    bars: list[Polygon] = []
    for offset in (0.085, 0.25, 0.415):
        for x, y in ((0, 0), (0.5, 0.5)):
            bars.append(_bar((x + 0.03, y + offset), (x + 0.47, y + offset), 0.1))
        for x, y in ((0.5, 0), (0, 0.5)):
            bars.append(_bar((x + offset, y + 0.03), (x + offset, y + 0.47), 0.1))
    return bars


def _star(x: float, y: float, radius: float) -> list[Point]:
    return [(x + (2 * px - 1) * radius, y + (2 * py - 1) * radius) for px, py in star_points()]


def _tic_tac(filled: bool) -> list[Polygon]:
    drawing: list[Polygon] = []
    for (x, y), degrees in zip(_HALF, (90, 0), strict=True):
        drawing.append(_pill(x, y, 0.4, 0.19, degrees))
        if not filled:
            drawing.append(_pill(x, y, 0.32, 0.11, degrees)[::-1])
    return drawing


def _wiggle() -> list[Polygon]:
    waves: list[Polygon] = []
    for height in (0.25, 0.75):
        upper = [(step / 60, height + 0.11 * math.sin(step / 60 * 2 * math.pi)) for step in range(61)]
        waves.append([*((x, y - 0.045) for x, y in upper), *((x, y + 0.045) for x, y in reversed(upper))])
    return waves


_DRAWINGS: Mapping[str, Callable[[], Sequence[Polygon]]] = {
    "bubbles": _bubbles,
    "cage": _cage,
    "cross": lambda: [_turned(_plus(x, y, 0.36, 0.08), x, y, 45) for x, y in _HALF],
    "doubleCircle": lambda: [*_ring(0.5, 0.5, 0.42, 0.07), *_ring(0.5, 0.5, 0.22, 0.07)],
    "drops": lambda: [_drop(x, y + 0.06) for x, y in _HALF],
    "parkay": _parkay,
    "pills": lambda: [_pill(x, y, 0.46, 0.14, degrees) for (x, y), degrees in zip(_HALF, (45, -45), strict=True)],
    "plus": lambda: [_plus(x, y, 0.34, 0.09) for x, y in _HALF],
    "star": lambda: [_star(x, y, 0.19) for x, y in _HALF],
    "ticTac": lambda: _tic_tac(filled=False),
    "ticTacFilled": lambda: _tic_tac(filled=True),
    "triangle": lambda: [[(x, y - 0.17), (x + 0.2, y + 0.17), (x - 0.2, y + 0.17)] for x, y in _HALF],
    "wiggle": _wiggle,
}
