"""Paints pictures into their boxes, cut to their outlines."""

from __future__ import annotations

from PIL import Image, ImageChops

from tintype.engine.images.decode import WHOLE, Crop, OpenedPicture
from tintype.engine.pillow import bare
from tintype.engine.plate import Box
from tintype.engine.raster.canvas import Canvas, cut
from tintype.engine.raster.coverage import Region, coverage
from tintype.engine.raster.filters import busiest, filtered, overlaid, recoloured
from tintype.engine.raster.masks import bounds, intersection, pieces, rotated_bounds
from tintype.engine.raster.paths import outline_path
from tintype.engine.raster.rotation import REACH, Rotation, bled
from tintype.engine.scene import Outline, PictureContent

_THUMBNAIL = (128, 128)
_PLAIN = Outline("rectangle")


def paint_picture(
    canvas: Canvas, content: PictureContent, opened: OpenedPicture, rotation: Rotation | None = None
) -> None:
    """Paints the picture, scaled to its whole box and cut to the outline of its frame.

    Raises PictureError where its data can't be decoded; nothing has been painted then.
    """
    seen = intersection(rotated_bounds(content.box, rotation), canvas.region)
    part = needed_part(content, canvas.region, rotation)
    if seen is None or part is None:
        return
    picture = _prepared(content, opened, part)
    if rotation is not None:
        _paint_rotated(canvas, content, picture, part, rotation, seen)
        return
    for piece, mask in pieces(content.outline, content.frame, seen):
        canvas.picture(cut(picture, seen[:2], piece), piece[0], piece[1], mask)


def needed_part(content: PictureContent, region: Region, rotation: Rotation | None = None) -> Region | None:
    """The part of the picture's box that has to be decoded so that `region` can be painted; None for nothing.

    Only what is to be seen is decoded and scaled; a turned picture as a whole, if its box is no monster.
    """
    seen = intersection(rotated_bounds(content.box, rotation), region)
    if seen is None or rotation is None:
        return seen
    return intersection(bounds(content.box), rotation.source(region))


def decode(content: PictureContent, opened: OpenedPicture, part: Region) -> Image.Image:
    """The `part` of the content's box with its picture, cropped and scaled: "RGB" or straight "RGBA".

    `opened` keeps the last one, so that painting it afterwards costs no second decoding. Raises PictureError.
    """
    left, top, right, bottom = bounds(content.box)
    crop = _focused(content, opened)
    if part != (left, top, right, bottom):
        across, down = (crop[2] - crop[0]) / (right - left), (crop[3] - crop[1]) / (bottom - top)
        crop = (
            crop[0] + across * (part[0] - left), crop[1] + down * (part[1] - top),
            crop[2] - across * (right - part[2]), crop[3] - down * (bottom - part[3]),
        )  # fmt: skip
    return opened.at(crop, (part[2] - part[0], part[3] - part[1]))


def as_ground(content: PictureContent, opened: OpenedPicture, region: Region) -> Image.Image | None:
    """What `paint_picture` leaves of a canvas over `region`, where the picture is opaque and covers it all; else None.

    It may be painted on, so that there need be neither another canvas nor a copy. Raises PictureError.
    """
    seen = intersection(bounds(content.box), region)
    if seen != region or pieces(content.outline, content.frame, region) != [(region, None)]:
        return None
    picture = _prepared(content, opened, region)
    if picture.mode != "RGB":
        return None
    return bare(opened.given_away(picture))


def _prepared(content: PictureContent, opened: OpenedPicture, part: Region) -> Image.Image:
    """The `part` of the box with the cropped and scaled picture, its filter and overlay."""
    left, top, right, bottom = bounds(content.box)
    picture = decode(content, opened, part)
    if content.ink is not None and opened.is_drawing:
        picture = recoloured(picture, content.ink)
    if content.filter:
        picture = filtered(picture, content.filter)
    if content.overlay is None:
        return picture
    return overlaid(picture, content.overlay, Box(left - part[0], top - part[1], right - left, bottom - top))


def _focused(content: PictureContent, opened: OpenedPicture) -> Crop:
    """The crop, moved to where most is to be seen if that is asked for."""
    if not content.auto_focus:
        return content.crop
    size = (content.crop[2] - content.crop[0], content.crop[3] - content.crop[1])
    if size not in opened.focused:
        opened.focused[size] = busiest(opened.at(WHOLE, _THUMBNAIL), size)
    left, top = opened.focused[size]
    return left, top, left + size[0], top + size[1]


def _paint_rotated(
    canvas: Canvas, content: PictureContent, picture: Image.Image, part: Region, rotation: Rotation, seen: Region
) -> None:
    """The edges come from masks, so that the filter that rotates the picture never meets them."""
    turned = rotation.picture(bled(picture, REACH), (part[0] - REACH, part[1] - REACH), seen)
    mask = coverage([rotation.points(outline_path(content.outline, content.frame))], seen)
    if content.box != content.frame:
        edges = coverage([rotation.points(outline_path(_PLAIN, content.box))], seen)
        mask = ImageChops.multiply(mask, edges)
    canvas.picture(turned, seen[0], seen[1], mask)
