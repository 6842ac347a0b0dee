"""Paints pictures into their boxes, cut to their outlines."""

from __future__ import annotations

from collections.abc import Mapping

from tintype.layout.scene import PictureContent
from tintype.paint.canvas import Canvas, cut
from tintype.paint.masks import bounds, intersection, pieces
from tintype.paint.pictures import OpenedPicture, PictureError


def paint_picture(canvas: Canvas, content: PictureContent, pictures: Mapping[str, OpenedPicture]) -> None:
    """Paints the picture, scaled to its whole box and cut to the outline of its frame.

    Raises PictureError where its data can't be decoded; nothing has been painted then.
    """
    region = bounds(content.box)
    seen = intersection(region, canvas.region)
    if seen is None:
        return
    size = (region[2] - region[0], region[3] - region[1])
    picture = pictures[content.source].at(content.crop, size)
    for part, mask in pieces(content.outline, content.frame, seen):
        canvas.picture(cut(picture, region[:2], part), part[0], part[1], mask)


__all__ = ["PictureError", "paint_picture"]
