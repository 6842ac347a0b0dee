"""Outlines as polygons, their curves flattened to within a hundredth of a pixel."""

from __future__ import annotations

import math

from tintype.layout.scene import Outline
from tintype.paint.coverage import Point
from tintype.plate import Box

_TOLERANCE = 0.01  # pixels between a curve and its chord


def outline_path(outline: Outline, box: Box) -> list[Point]:
    """The closed polygon, clockwise, of `outline` in `box`."""
    if outline.name == "rectangle":
        return _rounded(box, fitted_radii(outline.radii, box))
    return _ellipse(_largest_square(box))


def fitted_radii(radii: tuple[float, ...], box: Box) -> tuple[float, float, float, float]:
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


def _largest_square(box: Box) -> Box:
    side = min(box.width, box.height)
    return Box(box.x + (box.width - side) / 2, box.y + (box.height - side) / 2, side, side)
