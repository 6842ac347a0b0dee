"""Paints one item: straight onto the canvas where that will do, else on a layer of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PIL import Image

from tintype.base.record import Record, field
from tintype.engine.fonts.font_set import FontSet
from tintype.engine.images.decode import OpenedPicture, open_picture
from tintype.engine.images.errors import PictureError
from tintype.engine.layout.illustration import BUNDLED
from tintype.engine.properties.kinds import Colour
from tintype.engine.raster.canvas import Canvas
from tintype.engine.raster.coverage import Region
from tintype.engine.raster.grid import paint_grid
from tintype.engine.raster.image import as_ground, paint_picture
from tintype.engine.raster.layers import Sprite, cast, reach_of
from tintype.engine.raster.masks import intersection, rotated_bounds, union
from tintype.engine.raster.rotation import REACH, Rotation
from tintype.engine.raster.shapes import paint_shape
from tintype.engine.raster.strokes import paint_stroke, stroke_bounds
from tintype.engine.raster.text import paint_text, text_bounds
from tintype.engine.scene import (
    Content,
    GridContent,
    GroupContent,
    Item,
    PictureContent,
    Shadow,
    ShapeContent,
    StrokeContent,
    TextContent,
)


class Resources(Record):
    """What painters need beside the scene: opened pictures by source, and faces.

    `broken` lists the sources of pictures that turn out not to be decodable.
    """

    pictures: Mapping[str, OpenedPicture]
    faces: FontSet
    broken: set[str] = field(default_factory=set)

    def picture(self, source: str) -> OpenedPicture:
        """The picture of this source; bundled illustrations are opened here. Raises PictureError."""
        if not source.startswith(BUNDLED):
            return self.pictures[source]
        from tintype.engine.images.illustrations import illustration  # noqa: PLC0415  few designs need it

        data = illustration(*source.removeprefix(BUNDLED).split("/", 1))
        if data is None:
            raise PictureError("unknown_illustration", "the set has no drawing of this name")
        return open_picture(data, key=source)


def paint_item(canvas: Canvas, item: Item, resources: Resources) -> None:
    """Paints the item where it lies on the canvas."""
    if not _is_direct(item):
        place(canvas, sprite_of(item, resources, canvas.region))
        return
    canvas.opacity = item.opacity
    _paint_group(canvas, item.contents, item.shadow, resources, Rotation.of(item.rotation, item.box))
    canvas.opacity = 1.0


def ground_of(item: Item, region: Region, resources: Resources) -> Image.Image | None:
    """The picture of an item that hides all that lies below it in `region`, to be painted on; None for other items."""
    if item.opacity < 1 or item.shadow is not None or item.rotation % 360 or len(item.contents) > 1:
        return None
    (content,) = item.contents
    if not isinstance(content, PictureContent):
        return None
    try:
        return as_ground(content, resources.picture(content.source), region)
    except PictureError:
        return None  # painting it will find out as well


def place(canvas: Canvas, sprite: Sprite | None) -> None:
    """Paints a sprite, if there is one."""
    if sprite is not None:
        canvas.picture(sprite.image, sprite.left, sprite.top)


def is_cheap(item: Item) -> bool:
    """True where painting the item each time costs about what placing a kept sprite of it would."""
    return (
        _is_direct(item)
        and item.shadow is None
        and all(
            isinstance(content, ShapeContent) and isinstance(content.fill, Colour) and content.pattern is None
            for content in item.contents
        )
    )


def sprite_of(item: Item, resources: Resources, seen: Region) -> Sprite | None:
    """The item with all that applies to it as a whole, or None where nothing of it lies within `seen`."""
    if item.opacity == 0:
        return None
    rotation = Rotation.of(item.rotation, item.box)
    region = union(_bounds(content, resources, rotation) for content in item.contents)
    if region and item.shadow:
        region = _grown(region, reach_of(item.shadow))
    layer = region and intersection(region, seen)
    if layer is None:
        return None
    canvas = Canvas.clear(layer)
    _paint_group(canvas, item.contents, item.shadow, resources, rotation)
    sprite = Sprite(canvas.straight(), canvas.left, canvas.top)
    return sprite.see_through(item.opacity) if item.opacity < 1 else sprite


# What fades as a whole when its one stroke does.
_SINGLE_STROKES = (StrokeContent, PictureContent)


def _is_direct(item: Item) -> bool:
    """True where the item needs no layer of its own: no opacity applies to several strokes at once."""
    if item.opacity == 1:
        return True
    if item.shadow is not None or len(item.contents) > 1:
        return False
    content = item.contents[0]
    return isinstance(content, _SINGLE_STROKES) or (isinstance(content, ShapeContent) and content.pattern is None)


def _paint_group(
    canvas: Canvas, contents: Sequence[Content], shadow: Shadow | None, resources: Resources, rotation: Rotation | None
) -> None:
    """Paints the contents over the shadow that they throw together."""
    if shadow is not None:
        region = union(_bounds(content, resources, rotation) for content in contents)
        needed = region and intersection(region, _grown(canvas.region, reach_of(shadow)))
        if needed:
            layer = Canvas.clear(needed)
            for content in contents:
                _paint_content(layer, content, resources, rotation)
            cast(canvas, layer, shadow, rotation)
    for content in contents:
        _paint_content(canvas, content, resources, rotation)


def _paint_content(canvas: Canvas, content: Content, resources: Resources, rotation: Rotation | None) -> None:
    match content:
        case ShapeContent():
            paint_shape(canvas, content, rotation)
        case StrokeContent():
            paint_stroke(canvas, content, rotation)
        case PictureContent():
            try:
                paint_picture(canvas, content, resources.picture(content.source), rotation)
            except PictureError:
                if content.source in resources.pictures:
                    resources.broken.add(content.source)
        case GridContent():
            paint_grid(canvas, content, rotation)
        case GroupContent():
            _paint_group(canvas, content.contents, content.shadow, resources, rotation)
        case TextContent() if rotation is None:
            paint_text(canvas, content, resources.faces)
        case TextContent():
            _paint_rotated_text(canvas, content, resources.faces, rotation)


def _paint_rotated_text(canvas: Canvas, content: TextContent, faces: FontSet, rotation: Rotation) -> None:
    whole = _grown(text_bounds(content, faces), REACH)  # clear pixels for the edges to fade into
    region = intersection(rotation.region(whole), canvas.region)
    needed = intersection(whole, rotation.source(canvas.region))
    if region is None or needed is None:
        return
    upright = Canvas.clear(needed)
    paint_text(upright, content, faces)
    canvas.picture(rotation.picture(upright.straight(), needed[:2], region), region[0], region[1])


def _bounds(content: Content, resources: Resources, rotation: Rotation | None) -> Region:
    """The whole pixels that the content may touch."""
    match content:
        case TextContent():
            region = text_bounds(content, resources.faces)
            return rotation.region(region) if rotation else region
        case StrokeContent():
            return stroke_bounds(content, rotation)
        case GroupContent():
            regions = [_bounds(inner, resources, rotation) for inner in content.contents]
            return _grown(union(regions) or (0, 0, 0, 0), reach_of(content.shadow))
        case _:
            return rotated_bounds(content.box, rotation)


def _grown(region: Region, by: int) -> Region:
    return region[0] - by, region[1] - by, region[2] + by, region[3] + by
