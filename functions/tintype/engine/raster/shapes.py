"""Paints filled outlines and the patterns on them."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageChops

from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Colour, Fill
from tintype.engine.raster.canvas import Canvas, cut
from tintype.engine.raster.coverage import Region
from tintype.engine.raster.fill import fill_image, is_clear
from tintype.engine.raster.masks import Piece, bounds, intersection, pieces, rotated_bounds
from tintype.engine.raster.patterns import pattern_mask
from tintype.engine.raster.rotation import REACH, Rotation
from tintype.engine.scene import Pattern, ShapeContent


def paint_shape(canvas: Canvas, content: ShapeContent, rotation: Rotation | None = None) -> None:
    """Paints the shape, only where it lies on the canvas."""
    region = intersection(rotated_bounds(content.box, rotation), canvas.region)
    if region is None:
        return
    parts = pieces(content.outline, content.box, region, rotation)
    if not is_clear(content.fill):
        _paint_fill(canvas, content, region, parts, rotation)
    if content.pattern is not None:
        _paint_pattern(canvas, content.pattern, content.box, region, parts, rotation)


def _paint_fill(
    canvas: Canvas, content: ShapeContent, region: Region, parts: Sequence[Piece], rotation: Rotation | None
) -> None:
    fill = content.fill
    if isinstance(fill, Colour):
        for part, mask in parts:
            canvas.colour(fill, part, mask)
        return
    picture = _gradient(fill, content.box, region, rotation)
    for part, mask in parts:
        canvas.picture(cut(picture, region[:2], part), part[0], part[1], mask)


def _gradient(fill: Fill, box: Box, region: Region, rotation: Rotation | None) -> Image.Image:
    """What `region` shows of a (turned) box's gradient, which goes on beyond the box."""
    left, top, right, bottom = region if rotation is None else _around(box, region, rotation)
    here = Box(box.x - left, box.y - top, box.width, box.height)
    picture = fill_image(fill, (right - left, bottom - top), here)
    return picture if rotation is None else rotation.picture(picture, (left, top), region)


def _paint_pattern(
    canvas: Canvas, pattern: Pattern, box: Box, region: Region, parts: Sequence[Piece], rotation: Rotation | None
) -> None:
    whole = region if rotation is None else _around(box, region, rotation)
    drawn = pattern_mask(pattern.name, pattern.size, (box.x, box.y), whole)
    if rotation is not None:
        drawn = rotation.picture(drawn, whole[:2], region)
    for part, mask in parts:
        seen = cut(drawn, region[:2], part)
        canvas.colour(pattern.colour, part, ImageChops.multiply(seen, mask) if mask else seen)


def _around(box: Box, region: Region, rotation: Rotation) -> Region:
    """What of the box can show up in `region` once it is turned, and a few pixels more for the filter to reach."""
    left, top, right, bottom = bounds(box)
    grown = (left - REACH, top - REACH, right + REACH, bottom + REACH)
    return intersection(grown, rotation.source(region)) or grown
