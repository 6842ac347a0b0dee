"""What would go wrong with a text before anybody sends it: tried in its place in a plate that is laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tintype.base.record import Record, replace
from tintype.engine.layout.arrange import ARRANGERS, Resources
from tintype.engine.pipeline.boxes import texts_in
from tintype.engine.pipeline.context import RenderContext
from tintype.engine.pipeline.pipeline import LaidOut
from tintype.engine.plate import Box, Element
from tintype.engine.raster.contrast import contrast, ratio
from tintype.engine.raster.scene import paint
from tintype.engine.scene import Content, GroupContent, Item, Scene, TextContent
from tintype.engine.text import extent, set_label, set_text

LEAST_CONTRAST = 3.0  # what WCAG 2 asks of large text


class Fault(Record):
    """Something that would go wrong with a text: ``overflows``, ``truncated``, ``missing_glyph``, ``low_contrast``."""

    code: str
    message: str


def try_text(laid_out: LaidOut, layer: str, text: str, context: RenderContext) -> list[Fault]:
    """What goes wrong when the text or button called `layer` says `text`; nothing for a layer without a text."""
    resources = Resources({source: one.size for source, one in laid_out.pictures.items()}, context.fonts)
    found: list[Fault] = []
    for element in laid_out.plate.elements:
        if element.name == layer and element.type in ("text", "button"):
            one = replace(element, values={**element.values, "payload": text})
            for content in texts_in(ARRANGERS[element.type](one, resources)):
                found += _faults(one, content, resources)
    return found


def try_contrast(laid_out: LaidOut, layer: str, context: RenderContext) -> list[Fault]:
    """Which texts of `layer`, as it is laid out, hardly stand out from what is painted behind them."""
    scene = laid_out.scene
    index = next((at for at, item in enumerate(scene.items) if item.name == layer), None)
    if index is None:
        return []
    item = scene.items[index]
    behind = paint(_behind(scene, index), laid_out.pictures, context.fonts)
    found = []
    for content in texts_in(item.contents):
        box = _inked(content)
        if box is None or _is_outlined(content):
            continue
        shown = contrast(behind.image, box, content.fill, item.opacity)
        if shown < LEAST_CONTRAST:
            message = f"contrast with what is behind it is {shown:.1f}:1; at least {LEAST_CONTRAST:g}:1 can be read"
            found.append(Fault("low_contrast", message))
    return found


def _faults(element: Element, content: TextContent, resources: Resources) -> Iterator[Fault]:
    if content.missing:
        yield Fault("missing_glyph", f"no font has {' '.join(content.missing[:5])}")
    values, size = element.values, max((run.size for _, runs in content.lines for run in runs), default=0.0)
    if not size:
        return
    # All of the text at the size that it came to: does it fit?
    free = {**values, "font_size": size, "auto_resize": False, "max_lines": None, "text_truncation": False}
    set_ = set_label if element.type == "button" else set_text
    whole = set_(free, content.box, resources.typesetter)
    width, height = extent(whole, free)
    lines, most = len(whole.lines), values.get("max_lines") or len(whole.lines)
    if height <= content.box.height + 1 and width <= content.box.width + 1 and lines <= most:
        return
    if values.get("text_truncation"):
        if values["auto_resize"]:
            yield Fault("truncated", f"is cut off although it is as small as it may get ({size:g} px)")
        else:
            yield Fault("truncated", "is cut off; auto_resize would shrink it first")
    elif lines > most:
        yield Fault("overflows", f"takes {lines} lines; max_lines is {most:g}, and the rest is not shown")
    else:
        yield Fault("overflows", f"takes {width:.0f} × {height:.0f} px; its box has {_sides(content.box)}")


def _is_outlined(content: TextContent) -> bool:
    """True where the text has an outline of its own that it stands out from."""
    stroke, fill = content.stroke, content.fill
    return bool(stroke and isinstance(fill, tuple) and ratio(stroke, fill) >= LEAST_CONTRAST)


def _behind(scene: Scene, index: int) -> Scene:
    """The scene up to and with the item at `index`, but for the letters of that one."""
    item = scene.items[index]
    bare: Item = replace(item, contents=_unlettered(item.contents), shadow=None)
    return replace(scene, items=(*scene.items[:index], bare))


def _unlettered(contents: Sequence[Content]) -> tuple[Content, ...]:
    return tuple(
        replace(each, contents=_unlettered(each.contents))
        if isinstance(each, GroupContent)
        else replace(each, lines=(), bars=())
        if isinstance(each, TextContent)
        else each
        for each in contents
    )


def _inked(content: TextContent) -> Box | None:
    """A box around the letters, from the first ascenders to the last baseline."""
    lines = [(baseline, runs) for baseline, runs in content.lines if runs]
    if not lines:
        return None
    left = min(runs[0].x for _, runs in lines)
    right = max(runs[-1].x + runs[-1].width for _, runs in lines)
    top = lines[0][0] - 0.8 * max(run.size for run in lines[0][1])
    return Box(left, top, right - left, lines[-1][0] - top)


def _sides(box: Box) -> str:
    return f"{box.width:.0f} × {box.height:.0f}"
