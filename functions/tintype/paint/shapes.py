"""Paints filled outlines."""

from __future__ import annotations

from PIL import Image

from tintype.layout.scene import ShapeContent
from tintype.paint.canvas import Canvas, cut
from tintype.paint.coverage import Region
from tintype.paint.fill import fill_image, is_clear
from tintype.paint.masks import bounds, intersection, pieces, turned_bounds
from tintype.paint.turns import Turn
from tintype.plate import Box
from tintype.vocabulary.kinds import Colour, Fill


def paint_shape(canvas: Canvas, content: ShapeContent, turn: Turn | None = None) -> None:
    """Paints the shape, only where it lies on the canvas."""
    fill, box = content.fill, content.box
    region = intersection(turned_bounds(box, turn), canvas.region)
    if region is None or is_clear(fill):
        return
    parts = pieces(content.outline, box, region, turn)
    if isinstance(fill, Colour):
        for part, mask in parts:
            canvas.colour(fill, part, mask)
        return
    picture = _filled(fill, box, region, turn)
    for part, mask in parts:
        canvas.picture(cut(picture, region[:2], part), part[0], part[1], mask)


def _filled(fill: Fill, box: Box, region: Region, turn: Turn | None) -> Image.Image:
    """What `region` shows of a (turned) box's gradient, which goes on beyond the box."""
    left, top, right, bottom = region
    if turn is None:
        here = Box(box.x - left, box.y - top, box.width, box.height)
        return fill_image(fill, (right - left, bottom - top), here)
    left, top, right, bottom = bounds(Box(box.x - 4, box.y - 4, box.width + 8, box.height + 8))
    here = Box(box.x - left, box.y - top, box.width, box.height)
    return turn.picture(fill_image(fill, (right - left, bottom - top), here), (left, top), region)
