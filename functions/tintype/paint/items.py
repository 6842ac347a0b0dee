"""Paints one item: straight onto the canvas where that will do, else on a layer of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tintype.layout.scene import Content, Item, PictureContent, ShapeContent
from tintype.paint.canvas import Canvas
from tintype.paint.coverage import Region
from tintype.paint.faces import Faces
from tintype.paint.layers import Sprite, reach_of, rotated, see_through, shadowed
from tintype.paint.masks import bounds, intersection, union
from tintype.paint.picture import paint_picture
from tintype.paint.pictures import OpenedPicture
from tintype.paint.shapes import paint_shape
from tintype.paint.text import paint_text, text_bounds
from tintype.vocabulary.kinds import Colour


@dataclass(frozen=True, slots=True)
class Means:
    """What painters need beside the scene: opened pictures by source, and faces."""

    pictures: Mapping[str, OpenedPicture]
    faces: Faces


def paint_item(canvas: Canvas, item: Item, means: Means) -> None:
    """Paints the item where it lies on the canvas."""
    if _is_direct(item):
        for content in item.contents:
            _paint_content(canvas, content, means)
    else:
        place(canvas, sprite_of(item, means, canvas.region))


def place(canvas: Canvas, sprite: Sprite | None) -> None:
    """Paints a sprite, if there is one."""
    if sprite is not None:
        canvas.picture(sprite.image, sprite.left, sprite.top)


def is_cheap(item: Item) -> bool:
    """Whether painting the item each time costs about what placing a kept sprite of it would."""
    return _is_direct(item) and all(
        isinstance(content, ShapeContent) and isinstance(content.fill, Colour) for content in item.contents
    )


def sprite_of(item: Item, means: Means, seen: Region) -> Sprite | None:
    """The item with all that applies to it as a whole, or None where nothing of it lies within `seen`."""
    region = union(_content_bounds(content, means) for content in item.contents)
    layer = region and intersection(region, _needed(item, seen))
    if layer is None or item.opacity == 0:
        return None
    canvas = Canvas.clear(layer)
    for content in item.contents:
        _paint_content(canvas, content, means)
    sprite = Sprite(canvas.straight(), canvas.left, canvas.top)
    if item.shadow is not None and item.shadow.colour.alpha:
        sprite = shadowed(sprite, item.shadow)
    if item.opacity < 1:
        sprite = see_through(sprite, item.opacity)
    if item.rotation % 360:
        sprite = rotated(sprite, item.rotation, _centre(item))
    return sprite


def _is_direct(item: Item) -> bool:
    """Whether the item needs no layer of its own."""
    return item.opacity == 1 and item.rotation % 360 == 0 and item.shadow is None


def _paint_content(canvas: Canvas, content: Content, means: Means) -> None:
    if isinstance(content, ShapeContent):
        paint_shape(canvas, content)
    elif isinstance(content, PictureContent):
        paint_picture(canvas, content, means.pictures)
    else:
        paint_text(canvas, content, means.faces)


def _content_bounds(content: Content, means: Means) -> Region:
    if isinstance(content, ShapeContent | PictureContent):
        return bounds(content.box)
    return text_bounds(content, means.faces)


def _centre(item: Item) -> tuple[float, float]:
    return item.box.x + item.box.width / 2, item.box.y + item.box.height / 2


def _needed(item: Item, seen: Region) -> Region:
    """The part of the upright item, before its shadow falls, that can show up within `seen`."""
    left, top, right, bottom = seen
    if item.rotation % 360:
        across, down = _centre(item)
        far = max(math.hypot(x - across, y - down) for x in (left, right) for y in (top, bottom))
        left, top, right, bottom = (math.floor(across - far), math.floor(down - far),
                                    math.ceil(across + far), math.ceil(down + far))  # fmt: skip
    reach = reach_of(item.shadow) if item.shadow else 0
    return left - reach, top - reach, right + reach, bottom + reach
