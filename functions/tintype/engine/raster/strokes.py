"""Paints strokes along outlines, as CSS draws borders: the edges run parallel, corners stay what they are."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tintype.base.record import replace
from tintype.engine.plate import Box
from tintype.engine.raster.canvas import Canvas
from tintype.engine.raster.coverage import Point, Region, coverage
from tintype.engine.raster.masks import intersection, rotated_bounds
from tintype.engine.raster.paths import fitted_radii, outline_path
from tintype.engine.raster.rotation import Rotation
from tintype.engine.scene import Outline, StrokeContent

_MITRE = 4.0  # as in CSS: a corner reaches at most so many half widths beyond the outline


def paint_stroke(canvas: Canvas, content: StrokeContent, rotation: Rotation | None = None) -> None:
    """Paints the stroke where it lies on the canvas: the outer outline less the inner one."""
    region = intersection(stroke_bounds(content, rotation), canvas.region)
    if region is None:
        return
    outer = _parallel(content.outline, content.box, content.outside)
    inner = _parallel(content.outline, content.box, -content.inside)
    if rotation:
        outer, inner = rotation.points(outer), rotation.points(inner)
    canvas.colour(content.colour, region, coverage([outer, inner[::-1]], region))


def stroke_bounds(content: StrokeContent, rotation: Rotation | None) -> Region:
    """The whole pixels that the stroke may touch."""
    reach = content.outside * (1 if content.outline.name in ("rectangle", "circle", "ellipse") else _MITRE)
    if content.outline.skew:
        reach = content.outside * _MITRE
    return rotated_bounds(_grown(content.box, math.ceil(reach)), rotation)


def _parallel(outline: Outline, box: Box, distance: float) -> list[Point]:
    """The outline's polygon, moved outwards by `distance` pixels (inwards if negative)."""
    if distance == 0:
        return outline_path(outline, box)
    if outline.skew:
        return _moved(outline_path(outline, box), distance)
    if outline.name == "rectangle":
        # A sharp corner stays sharp, a round one keeps its centre.
        radii = fitted_radii(outline.radii, box)
        tl, tr, br, bl = (radius and max(0.0, radius + distance) for radius in radii)
        return outline_path(replace(outline, radii=(tl, tr, br, bl)), _grown(box, distance))
    if outline.name in ("circle", "ellipse"):
        return outline_path(outline, _grown(box, distance))
    return _moved(outline_path(outline, box), distance)


def _grown(box: Box, by: float) -> Box:
    by = max(by, -box.width / 2, -box.height / 2)
    return Box(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by)


def _moved(points: Sequence[Point], distance: float) -> list[Point]:
    """A clockwise polygon with each side moved outwards; its corners are where the moved sides meet."""
    points = [point for index, point in enumerate(points) if math.dist(point, points[index - 1]) > 1e-6]
    moved = []
    for index, (x, y) in enumerate(points):
        before, after = points[index - 1], points[(index + 1) % len(points)]
        first, second = _normal(before, (x, y)), _normal((x, y), after)
        across, down = first[0] + second[0], first[1] + second[1]
        # |first + second| / 2 is the cosine of half the turn: the mitre's length is its inverse.
        squared = max(across * across + down * down, 4 / _MITRE**2)
        moved.append((x + distance * 2 * across / squared, y + distance * 2 * down / squared))
    return moved


def _normal(start: Point, end: Point) -> Point:
    """The outward unit normal of a side of a clockwise polygon (on a picture, where y runs down)."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, down)
    return down / length, -across / length
