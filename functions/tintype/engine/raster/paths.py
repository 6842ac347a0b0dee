"""Outlines as polygons, their curves flattened to within a hundredth of a pixel."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from tintype.engine.plate import Box
from tintype.engine.raster.coverage import Point
from tintype.engine.scene import Outline

_TOLERANCE = 0.01  # pixels between a curve and its chord


def outline_path(outline: Outline, box: Box) -> list[Point]:
    """The closed polygon, clockwise, of `outline` in `box`."""
    if outline.name == "rectangle":
        points = _rounded(box, fitted_radii(outline.radii, box))
    else:
        points = _PATHS[outline.name](box)
    return _skewed(points, box, outline.skew) if outline.skew else points


def fitted_radii(radii: Sequence[float], box: Box) -> tuple[float, float, float, float]:
    """The corner radii (tl, tr, br, bl), shrunk together as CSS does until none overlap."""
    tl, tr, br, bl = (max(0.0, radius) for radius in radii)
    sums = ((tl + tr, box.width), (bl + br, box.width), (tl + bl, box.height), (tr + br, box.height))
    factor = min([1.0, *(side / total for total, side in sums if total > 0)])
    return tl * factor, tr * factor, br * factor, bl * factor


def arc(centre: Point, radius_x: float, radius_y: float, start: float, end: float) -> list[Point]:
    """Points of an elliptic arc from the angle `start` to `end`, in radians, clockwise from three o'clock."""
    radius = max(radius_x, radius_y)
    if radius <= 0:
        return [centre]
    widest = 2 * math.acos(max(0.0, 1 - _TOLERANCE / radius))
    count = max(2, math.ceil(abs(end - start) / widest))
    angles = (start + (end - start) * index / count for index in range(count + 1))
    return [(centre[0] + radius_x * math.cos(angle), centre[1] + radius_y * math.sin(angle)) for angle in angles]


def _rounded(box: Box, radii: tuple[float, float, float, float]) -> list[Point]:
    tl, tr, br, bl = radii
    right, bottom = box.x + box.width, box.y + box.height
    quarter = math.pi / 2
    return [
        *arc((box.x + tl, box.y + tl), tl, tl, 2 * quarter, 3 * quarter),
        *arc((right - tr, box.y + tr), tr, tr, 3 * quarter, 4 * quarter),
        *arc((right - br, bottom - br), br, br, 0, quarter),
        *arc((box.x + bl, bottom - bl), bl, bl, quarter, 2 * quarter),
    ]


def _ellipse(box: Box) -> list[Point]:
    centre = (box.x + box.width / 2, box.y + box.height / 2)
    return arc(centre, box.width / 2, box.height / 2, 0, 2 * math.pi)[:-1]


def _circle(box: Box) -> list[Point]:
    return _ellipse(square_in(box))


def square_in(box: Box) -> Box:
    """The largest square in the middle of the box."""
    side = min(box.width, box.height)
    return Box(box.x + (box.width - side) / 2, box.y + (box.height - side) / 2, side, side)


def _window(box: Box) -> list[Point]:
    """An arch: round above, flat below."""
    radius = box.width / 2
    return _rounded(box, (*fitted_radii((radius, radius, 0, 0), box)[:2], 0, 0))


def _in(box: Box, points: Sequence[Point]) -> list[Point]:
    """Points given in fractions of the box."""
    return [(box.x + x * box.width, box.y + y * box.height) for x, y in points]


@lru_cache(maxsize=1)  # one outline
def _squircle() -> list[Point]:
    """The superellipse |x|⁴ + |y|⁴ = 1."""
    points = []
    for index in range(720):
        cosine, sine = math.cos(index * math.pi / 360), math.sin(index * math.pi / 360)
        points.append(
            (
                0.5 + 0.5 * math.copysign(math.sqrt(abs(cosine)), cosine),
                0.5 + 0.5 * math.copysign(math.sqrt(abs(sine)), sine),
            )
        )
    return points


# Knots of a closed curve, chosen by eye.
_BLOB = ((0.30, 0.04), (0.62, 0.06), (0.86, 0.20), (0.985, 0.48), (0.88, 0.76),
         (0.70, 0.965), (0.40, 0.93), (0.15, 0.86), (0.015, 0.58), (0.09, 0.24))  # fmt: skip


@lru_cache(maxsize=1)  # one outline
def _blob() -> list[Point]:
    """A Catmull-Rom curve through the blob's knots."""
    points: list[Point] = []
    count = len(_BLOB)
    for index in range(count):
        knots = [_BLOB[(index + step) % count] for step in (-1, 0, 1, 2)]
        points += [_between(knots, step / 40) for step in range(40)]
    return points


def _between(knots: Sequence[Point], part: float) -> Point:
    """The Catmull-Rom curve's point `part` of the way from the second knot to the third."""
    before, start, end, after = (
        -0.5 * part + part**2 - 0.5 * part**3,
        1 - 2.5 * part**2 + 1.5 * part**3,
        0.5 * part + 2 * part**2 - 1.5 * part**3,
        -0.5 * part**2 + 0.5 * part**3,
    )
    weights = (before, start, end, after)
    return (
        sum(weight * knot[0] for weight, knot in zip(weights, knots, strict=True)),
        sum(weight * knot[1] for weight, knot in zip(weights, knots, strict=True)),
    )


def star_points(inner: float = 0.45, points: int = 5) -> list[Point]:
    """A star in the unit square, its first point up; `inner` is the inner radius to the outer one."""
    found = []
    for index in range(2 * points):
        angle = -math.pi / 2 + index * math.pi / points
        radius = 1.0 if index % 2 == 0 else inner
        found.append((radius * math.cos(angle), radius * math.sin(angle)))
    left, right = min(x for x, _ in found), max(x for x, _ in found)
    top, bottom = min(y for _, y in found), max(y for _, y in found)
    return [((x - left) / (right - left), (y - top) / (bottom - top)) for x, y in found]


_PATHS: Mapping[str, Callable[[Box], list[Point]]] = {
    "ellipse": _ellipse,
    "circle": _circle,
    "window": _window,
    "squircle": lambda box: _in(box, _squircle()),
    "blob": lambda box: _in(box, _blob()),
    "star": lambda box: _in(box, star_points()),
    "pentagon": lambda box: _in(box, ((0.5, 0), (1, 0.38), (0.82, 1), (0.18, 1), (0, 0.38))),
    "hexagon": lambda box: _in(box, ((0.25, 0), (0.75, 0), (1, 0.5), (0.75, 1), (0.25, 1), (0, 0.5))),
    "parallelogram": lambda box: _in(box, ((0.25, 0), (1, 0), (0.75, 1), (0, 1))),
}


def _skewed(points: Sequence[Point], box: Box, degrees: float) -> list[Point]:
    """The points, slanted down to the right and made lower, so that they stay within the box."""
    slope = math.tan(math.radians(degrees))
    middle_x, middle_y = box.x + box.width / 2, box.y + box.height / 2
    height = max(box.height - abs(slope) * box.width, box.height / 10) / (box.height or 1)
    return [(x, middle_y + (y - middle_y) * height + slope * (x - middle_x)) for x, y in points]
