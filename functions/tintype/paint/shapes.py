"""Paints filled outlines."""

from __future__ import annotations

from tintype.layout.scene import ShapeContent
from tintype.paint.canvas import Canvas, cut
from tintype.paint.fill import fill_image, is_clear
from tintype.paint.masks import bounds, intersection, pieces
from tintype.plate import Box
from tintype.vocabulary.kinds import Colour


def paint_shape(canvas: Canvas, content: ShapeContent) -> None:
    """Paints the shape, only where it lies on the canvas."""
    fill, box = content.fill, content.box
    region = intersection(bounds(box), canvas.region)
    if region is None or is_clear(fill):
        return
    parts = pieces(content.outline, box, region)
    if isinstance(fill, Colour):
        for part, mask in parts:
            canvas.colour(fill, part, mask)
        return
    left, top, right, bottom = region
    picture = fill_image(fill, (right - left, bottom - top), Box(box.x - left, box.y - top, box.width, box.height))
    for part, mask in parts:
        canvas.picture(cut(picture, (left, top), part), part[0], part[1], mask)
