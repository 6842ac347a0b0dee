"""Paints a scene: what is the same for every request once, the rest each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PIL import Image

from tintype.base.caches import ByteCache
from tintype.base.record import Record
from tintype.engine.fonts.font_set import FontSet
from tintype.engine.images.decode import OpenedPicture
from tintype.engine.properties.kinds import Colour
from tintype.engine.raster.canvas import Canvas
from tintype.engine.raster.coverage import Region
from tintype.engine.raster.fill import fill_image, is_opaque
from tintype.engine.raster.items import Resources, ground_of, is_cheap, paint_item, place, sprite_of
from tintype.engine.raster.layers import Sprite
from tintype.engine.raster.single_colour import in_colour, single_colour
from tintype.engine.scene import Item, Scene

Rows = tuple[tuple[int, int], ...]


class BaseCache(ByteCache[tuple[str, tuple[str, ...]], Image.Image | Sprite]):
    """What is painted once: bases (background and the static items above it) and static items over dynamic ones."""


class Painted(Record):
    """A finished picture: "RGB"; "RGBA" with straight alpha where the background is not opaque; "P" for text in one
    colour on a plain background, whose palette has as many colours as shades were asked for.

    `damage` are the row ranges [y0, y1), in order and apart, that items which are not static may have changed: other
    rows are the same for every request with the same base key. None where the whole picture may differ.
    `broken` are the sources of pictures that could not be decoded after all and were left out.
    """

    image: Image.Image
    damage: Rows | None
    broken: tuple[str, ...] = ()


def paint(
    scene: Scene,
    pictures: Mapping[str, OpenedPicture],
    faces: FontSet,
    bases: BaseCache | None = None,
    base_key: str | None = None,
    shades: int = 256,
    in_time: Callable[[str], bool] = lambda _: True,
) -> Painted:
    """Paints the scene.

    `base_key` names the plate and which of its elements are changed, so that static items are painted once and kept
    in `bases`. The pixels are the same with and without. `shades` (2 to 256) is how many steps lead from the
    background to the colour of a picture in one colour: the edges of its letters have no more. `in_time` says of an
    item's name whether it may still be painted; else it is left out.
    """
    resources = Resources(pictures, faces)
    keep = _Keep(bases, base_key) if bases is not None and base_key is not None else None
    leading = _leading(scene)
    ink = single_colour(scene, faces)
    full = 255 if ink is None else shades - 1
    ground = _dynamic_ground(scene, leading, resources)
    canvas = Canvas(ground or _base(scene, leading, resources, keep, ink is not None, full, in_time), full=full)
    dynamic = [(0, scene.height)] if ground else []
    for item in scene.items[leading + bool(ground) :]:
        canvas.changed.clear()
        if not in_time(item.name):
            continue
        if item.static and ink is None and not is_cheap(item):
            place(canvas, _kept(item, resources, keep, canvas.region))
        else:
            paint_item(canvas, item, resources)
        if not item.static:
            dynamic += canvas.changed
    damage = _merged(dynamic) if scene.background_static else None
    return Painted(_finished(canvas, scene, ink), damage, tuple(sorted(resources.broken)))


def _dynamic_ground(scene: Scene, leading: int, resources: Resources) -> Image.Image | None:
    """The lowest item that is not static where it is a picture that hides the base, which then need not be painted."""
    if leading == len(scene.items) or not is_opaque(scene.background):
        return None
    return ground_of(scene.items[leading], (0, 0, scene.width, scene.height), resources)


def _finished(canvas: Canvas, scene: Scene, ink: Colour | None) -> Image.Image:
    if ink is not None and isinstance(scene.background, Colour):
        return in_colour(canvas.image, scene.background, ink, canvas.full + 1)
    return canvas.image if canvas.image.mode == "RGB" else canvas.straight()


class _Keep(Record):
    """Where static things are kept: under the base key and the names of the items that they show."""

    cache: BaseCache
    key: str

    def get(self, names: tuple[str, ...]) -> Image.Image | Sprite | None:
        return self.cache.get((self.key, names))

    def put(self, names: tuple[str, ...], value: Image.Image | Sprite) -> None:
        image = value.image if isinstance(value, Sprite) else value
        self.cache.put((self.key, names), value, 4 * image.width * image.height + 500)


def _leading(scene: Scene) -> int:
    """The number of items from the lowest on that are static; none if the background is not."""
    if not scene.background_static:
        return 0
    return next((index for index, item in enumerate(scene.items) if not item.static), len(scene.items))


def _base(
    scene: Scene,
    leading: int,
    resources: Resources,
    keep: _Keep | None,
    as_coverage: bool,
    full: int,
    in_time: Callable[[str], bool],
) -> Image.Image:
    """The background with the leading static items, a copy that may be painted on; or only what the items cover."""
    keep = keep if scene.background_static else None
    # A request may hide a changed item, so that more items lead than in others with the same base key.
    names = ("", *(item.name for item in scene.items[:leading]))
    names = (f"{full}", *names) if as_coverage else names
    kept = keep and keep.get(names)
    if isinstance(kept, Image.Image):
        return kept.copy()
    canvas = Canvas(Image.new("L", (scene.width, scene.height)), full=full) if as_coverage else _background(scene)
    whole = True
    for item in scene.items[:leading]:
        if in_time(item.name):
            paint_item(canvas, item, resources)
        else:
            whole = False
    if keep and whole and not resources.broken:
        keep.put(names, canvas.image.copy())
    return canvas.image


def _background(scene: Scene) -> Canvas:
    size = (scene.width, scene.height)
    if is_opaque(scene.background):
        return Canvas(fill_image(scene.background, size))
    canvas = Canvas.clear((0, 0, *size))
    canvas.picture(fill_image(scene.background, size), 0, 0)
    return canvas


def _kept(item: Item, resources: Resources, keep: _Keep | None, seen: Region) -> Sprite | None:
    """The static item's sprite, made once."""
    kept = keep and keep.get((item.name,))
    if isinstance(kept, Sprite):
        return kept
    sprite = sprite_of(item, resources, seen)
    if sprite is not None and keep and not resources.broken:
        keep.put((item.name,), sprite)
    return sprite


def _merged(ranges: Iterable[tuple[int, int]]) -> Rows:
    """The ranges in order, those that meet made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)
