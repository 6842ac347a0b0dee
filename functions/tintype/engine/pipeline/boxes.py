"""Where layers came to lie, for those who draw handles over a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tintype.base.record import Record
from tintype.engine.plate import Plate
from tintype.engine.scene import Content, GroupContent, Item, Scene, TextContent


class LineBox(Record):
    """One line of set text: its left end, its baseline and its width in unrotated pixels, and what stands on it."""

    text: str
    x: float
    baseline: float
    width: float


class LayerBox(Record):
    """A layer as it was laid out. Sides are unrotated pixels from the picture's top left corner.

    `shown` is false for what is hidden, transparent or has nothing to show. `font_size` is the size in pixels that its
    text came to, None without text.
    """

    name: str
    type: str
    shown: bool
    x: float
    y: float
    width: float
    height: float
    rotation: float
    font_size: float | None = None
    lines: tuple[LineBox, ...] = ()


def boxes_of(plate: Plate, scene: Scene) -> tuple[LayerBox, ...]:
    """The box of every layer of `plate`, in painting order, as `scene` has it."""
    items = {item.name: item for item in scene.items}
    return tuple(_box(plate, index, items) for index in range(len(plate.elements)))


def _box(plate: Plate, index: int, items: dict[str, Item]) -> LayerBox:
    element = plate.elements[index]
    item = items.get(element.name)
    texts = list(texts_in(item.contents)) if item else []
    sizes = [run.size for text in texts for _, runs in text.lines for run in runs]
    lines = tuple(
        LineBox("".join(run.text for run in runs), runs[0].x, baseline, runs[-1].x + runs[-1].width - runs[0].x)
        for text in texts
        for baseline, runs in text.lines
        if runs
    )
    box = item.box if item else element.box
    return LayerBox(
        name=element.name,
        type=element.type,
        shown=item is not None,
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rotation=element.values["rotation"],
        font_size=max(sizes) if sizes else None,
        lines=lines,
    )


def texts_in(contents: Iterable[Content]) -> Iterator[TextContent]:
    """The set texts among contents, those in groups too, in painting order."""
    for each in contents:
        if isinstance(each, TextContent):
            yield each
        elif isinstance(each, GroupContent):
            yield from texts_in(each.contents)
