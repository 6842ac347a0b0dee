"""Text set in a box: paragraphs broken into lines, fitted, aligned, and the faces of every grapheme settled."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from tintype.base.expressions import expression
from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Value
from tintype.engine.scene import TextContent
from tintype.engine.text.backgrounds import backgrounds, side_border
from tintype.engine.text.fit import Fitter, Limits, Line
from tintype.engine.text.font_protocol import Typesetter
from tintype.engine.text.itemize import Setting
from tintype.engine.text.markup import PLAIN, Look, spans
from tintype.engine.text.pieces import Style
from tintype.engine.text.place import Placed
from tintype.engine.text.transform import transformed

__all__ = ["Typesetter", "bounds", "extent", "set_label", "set_text"]

_SEPARATORS = expression("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = expression("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff\ufff9-\ufffb]")
_KANA = expression("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9d]")
_HANGUL = expression("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_IDEOGRAPH = expression("[\u2e80-\u303f\u3100-\u312f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def set_text(values: Mapping[str, Value], box: Box, typesetter: Typesetter) -> TextContent:
    """The text of a text element, from its property `values`, set in `box` (pixels)."""
    return _set(values, box, typesetter, values["alignment"])


def set_label(values: Mapping[str, Value], box: Box, typesetter: Typesetter) -> TextContent:
    """The label of a button, from the button's property `values`, set in the middle of `box` (pixels)."""
    label = {**values, "background_color": None, "side_border": None}
    return _set(label, box, typesetter, f"middle {values.get('text_align') or 'center'}")


def extent(content: TextContent, values: Mapping[str, Value]) -> tuple[float, float]:
    """Width and height in pixels of the set lines: advances across, line heights down."""
    rows = [runs for _, runs in content.lines if runs]
    width = max((runs[-1].x + runs[-1].width - runs[0].x for runs in rows), default=0.0)
    size = max((run.size for runs in rows for run in runs), default=0.0)
    return width, len(content.lines) * size * values["line_height"] / 100


def bounds(content: TextContent) -> Box:
    """A box that holds every pixel that painting `content` may change (shadows apart)."""
    left = top = math.inf
    right = bottom = -math.inf
    edge = content.stroke_width + 2
    for baseline, runs in content.lines:
        for run in runs:
            # Marks stack high in some scripts and italics lean out: generous on every side.
            left, right = min(left, run.x - run.size - edge), max(right, run.x + run.width + run.size + edge)
            top, bottom = min(top, baseline - 2 * run.size - edge), max(bottom, baseline + 1.5 * run.size + edge)
    for bar in (*content.bars, *content.backgrounds):
        left, right = min(left, bar.box.x - 2), max(right, bar.box.x + bar.box.width + 2)
        top, bottom = min(top, bar.box.y - 2), max(bottom, bar.box.y + bar.box.height + 2)
    if left > right:
        return Box(content.box.x, content.box.y, 0, 0)
    if content.skew:
        slope = abs(math.tan(math.radians(content.skew)))
        centre = content.box.x + content.box.width / 2
        reach = slope * max(right - centre, centre - left)
        top, bottom = top - reach, bottom + reach
    return Box(left, top, right - left, bottom - top)


def _set(values: Mapping[str, Value], box: Box, typesetter: Typesetter, alignment: str) -> TextContent:
    font, weight = values["font"], int(values["font_weight"])
    face = typesetter.face(font, weight, False)
    lang = values.get("lang") or ""
    parts = _styled(values, typesetter, face, lang)
    spacing = values.get("letter_spacing") or 0.0
    setting = Setting(typesetter, lang or _east_asian("".join(text for text, _ in parts)), bool(spacing))
    limits = Limits(
        box.width, box.height, int(values.get("max_lines") or 0), values["line_height"] / 100, spacing
    )  # fmt: skip
    fitter = Fitter(setting, [setting.paragraph(spans) for spans in _paragraphs(parts)], limits)
    size = values["font_size"]
    if values.get("auto_resize"):
        size = fitter.size(size, values.get("min_font_size") or 1.0)
    lines = _cut(
        fitter, fitter.lines(size, bool(values.get("text_harmony"))), size, bool(values.get("text_truncation"))
    )
    placed = Placed(typesetter, face, box, size, limits)
    placed.place(lines, alignment)
    stroke_width = values.get("stroke_width") or 0.0
    stroke = values.get("stroke_color") if stroke_width else None
    return TextContent(
        box=box,
        fill=values["color"],
        lines=tuple(placed.lines),
        bars=tuple(placed.bars),
        backgrounds=backgrounds(values, placed.extents) + side_border(values, placed.extents),
        stroke=stroke if stroke and stroke.alpha else None,
        stroke_width=stroke_width,
        skew=values.get("skew_y") or 0.0,
        missing=setting.missing,
    )


def _cut(fitter: Fitter, lines: list[Line], size: float, truncate: bool) -> list[Line]:
    """The lines that stay: all, or as many as max_lines allows; with truncation also only those that fit the box."""
    room = fitter.room(lines, size) if truncate else fitter.limits.max_lines or len(lines)
    if room >= len(lines):
        return lines
    return fitter.truncated(lines, room, size) if truncate else lines[:room]


def _styled(values: Mapping[str, Value], typesetter: Typesetter, face: str, lang: str) -> list[tuple[str, Style]]:
    """The payload's spans with their styles, after its case was changed and controls were taken out."""
    font, weight, how = values["font"], int(values["font_weight"]), values.get("text_transform")
    found = []
    for text, look in spans(values["payload"]):
        clean = text if text.isprintable() else _CONTROLS.sub("", text).replace("\t", "    ")
        shown = transformed(clean, how, lang)
        how = None if how == "capitalize" and any(map(str.isalpha, text)) else how
        found.append((shown, Style(face) if look is PLAIN else _style(typesetter, font, weight, look)))
    return found


def _style(typesetter: Typesetter, font: str, weight: int, look: Look) -> Style:
    face = typesetter.face(font, look.weight or weight, look.italic)
    return Style(face, look.scale, look.colour, look.underline, look.strike)


def _paragraphs(parts: Sequence[tuple[str, Style]]) -> list[list[tuple[str, Style]]]:
    """The spans of each paragraph, cut at line separators; an empty paragraph keeps one empty span."""
    found: list[list[tuple[str, Style]]] = [[]]
    for text, style in parts:
        for index, line in enumerate((text,) if text.isprintable() else _SEPARATORS.split(text)):
            if index:
                found.append([])
            if line or not found[-1]:
                found[-1].append((line, style))
    return [[span for span in spans_ if span[0]] or spans_[:1] for spans_ in found]


def _east_asian(text: str) -> str:
    """The language whose ideographs the text most likely wants."""
    if text.isascii():
        return ""
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    return "zh-Hans" if _IDEOGRAPH.search(text) else ""
