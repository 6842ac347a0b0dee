"""Paints pictures into their boxes, cut to their outlines."""

from __future__ import annotations

from PIL import Image, ImageChops

from tintype.layout.scene import Outline, PictureContent
from tintype.paint.canvas import Canvas, cut
from tintype.paint.coverage import Region, coverage
from tintype.paint.filters import busiest, filtered, overlaid, recoloured
from tintype.paint.masks import bounds, intersection, pieces, turned_bounds
from tintype.paint.paths import outline_path
from tintype.paint.pictures import WHOLE, OpenedPicture
from tintype.paint.turns import Turn, bled

_BLEED = 4  # pixels beyond a turned picture's edge, for the filter to reach; the mask cuts them off
_THUMBNAIL = (128, 128)
_PLAIN = Outline("rectangle")


def paint_picture(canvas: Canvas, content: PictureContent, opened: OpenedPicture, turn: Turn | None = None) -> None:
    """Paints the picture, scaled to its whole box and cut to the outline of its frame.

    Raises PictureError where its data can't be decoded; nothing has been painted then.
    """
    region = bounds(content.box)
    seen = intersection(turned_bounds(content.box, turn), canvas.region)
    if seen is None:
        return
    picture = _prepared(content, opened, (region[2] - region[0], region[3] - region[1]))
    if turn is not None:
        _paint_turned(canvas, content, picture, turn, seen)
        return
    for part, mask in pieces(content.outline, content.frame, seen):
        canvas.picture(cut(picture, region[:2], part), part[0], part[1], mask)


def _prepared(content: PictureContent, opened: OpenedPicture, size: tuple[int, int]) -> Image.Image:
    """The cropped and scaled picture with its filter and overlay."""
    crop = content.crop
    if content.auto_focus:
        width, height = crop[2] - crop[0], crop[3] - crop[1]
        left, top = busiest(opened.at(WHOLE, _THUMBNAIL), (width, height))
        crop = (left, top, left + width, top + height)
    picture = opened.at(crop, size)
    if content.ink is not None and opened.is_drawing:
        picture = recoloured(picture, content.ink)
    if content.filter:
        picture = filtered(picture, content.filter)
    return picture if content.overlay is None else overlaid(picture, content.overlay)


def _paint_turned(canvas: Canvas, content: PictureContent, picture: Image.Image, turn: Turn, seen: Region) -> None:
    """The edges come from masks, so that the filter that turns the picture never meets them."""
    left, top = bounds(content.box)[:2]
    turned = turn.picture(bled(picture, _BLEED), (left - _BLEED, top - _BLEED), seen)
    mask = coverage([turn.points(outline_path(content.outline, content.frame))], seen)
    if content.box != content.frame:
        edges = coverage([turn.points(outline_path(_PLAIN, content.box))], seen)
        mask = ImageChops.multiply(mask, edges)
    canvas.picture(turned, seen[0], seen[1], mask)
