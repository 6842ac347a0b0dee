"""Paints one item: straight onto the canvas where that will do, else on a layer of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tintype.layout import text
from tintype.layout.scene import Content, Item, PictureContent, ShapeContent, TextContent
from tintype.paint.canvas import Canvas
from tintype.paint.coverage import Region
from tintype.paint.faces import Faces
from tintype.paint.layers import Sprite, reach_of, see_through, shadowed
from tintype.paint.masks import bounds, intersection, turned_bounds, union
from tintype.paint.picture import paint_picture
from tintype.paint.pictures import OpenedPicture, PictureError
from tintype.paint.shapes import paint_shape
from tintype.paint.text import paint_text
from tintype.paint.turns import Turn
from tintype.vocabulary.kinds import Colour


@dataclass(frozen=True, slots=True)
class Means:
    """What painters need beside the scene: opened pictures by source, and faces.

    `broken` gathers the sources of pictures that turn out not to be decodable.
    """

    pictures: Mapping[str, OpenedPicture]
    faces: Faces
    broken: list[str] = field(default_factory=list)


def paint_item(canvas: Canvas, item: Item, means: Means) -> None:
    """Paints the item where it lies on the canvas."""
    if not _is_direct(item):
        place(canvas, sprite_of(item, means, canvas.region))
        return
    canvas.opacity = item.opacity
    for content in item.contents:
        _paint_content(canvas, content, means, Turn.of(item.rotation, item.box))
    canvas.opacity = 1.0


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
    turn = Turn.of(item.rotation, item.box)
    reach = reach_of(item.shadow) if item.shadow else 0
    region = union(_content_bounds(content, turn) for content in item.contents)
    layer = region and intersection(region, _grown(seen, reach))
    if layer is None or item.opacity == 0:
        return None
    canvas = Canvas.clear(layer)
    for content in item.contents:
        _paint_content(canvas, content, means, turn)
    sprite = Sprite(canvas.straight(), canvas.left, canvas.top)
    if item.shadow is not None and item.shadow.colour.alpha:
        sprite = shadowed(sprite, item.shadow, turn)
    return see_through(sprite, item.opacity) if item.opacity < 1 else sprite


def _is_direct(item: Item) -> bool:
    """Whether the item needs no layer of its own: nothing applies to several strokes at once."""
    return item.shadow is None and (
        item.opacity == 1 or (len(item.contents) == 1 and not isinstance(item.contents[0], TextContent))
    )


def _paint_content(canvas: Canvas, content: Content, means: Means, turn: Turn | None) -> None:
    if isinstance(content, ShapeContent):
        paint_shape(canvas, content, turn)
    elif isinstance(content, PictureContent):
        try:
            paint_picture(canvas, content, means.pictures[content.source], turn)
        except PictureError:
            means.broken.append(content.source)
    elif turn is None:
        paint_text(canvas, content, means.faces)
    else:
        _paint_turned_text(canvas, content, means.faces, turn)


def _paint_turned_text(canvas: Canvas, content: TextContent, faces: Faces, turn: Turn) -> None:
    left, top, right, bottom = _grown(bounds(text.bounds(content)), 2)  # clear pixels for the edges to fade into
    region = intersection(turn.region((left, top, right, bottom)), canvas.region)
    if region is None:
        return
    upright = Canvas.clear((left, top, right, bottom))
    paint_text(upright, content, faces)
    canvas.picture(turn.picture(upright.straight(), (left, top), region), region[0], region[1])


def _content_bounds(content: Content, turn: Turn | None) -> Region:
    if isinstance(content, TextContent):
        region = bounds(text.bounds(content))
        return turn.region(region) if turn else region
    return turned_bounds(content.box, turn)


def _grown(region: Region, by: int) -> Region:
    return region[0] - by, region[1] - by, region[2] + by, region[3] + by
