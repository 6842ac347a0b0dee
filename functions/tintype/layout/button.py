"""Arranges buttons: a box, and a label in it."""

from __future__ import annotations

from collections.abc import Mapping

from tintype.layout.boxes import aligned, snapped
from tintype.layout.scene import Content, Outline, ShapeContent, TextContent
from tintype.layout.shape import radii
from tintype.layout.text import Typesetter, set_label
from tintype.plate import Box
from tintype.vocabulary.kinds import Value


def arrange_button(values: Mapping[str, Value], box: Box, typesetter: Typesetter) -> tuple[Content, ...]:
    """The button's box and label.

    The button fills its box. With a padding, and unless its label is resized to fit, it is as large as its label and
    the padding ask for, and stands in its box as `alignment` says.
    """
    down, across = values["background_padding"]
    frame = snapped(box)
    room = _padded(frame, -across, -down)
    label = set_label(values, room, typesetter)
    if (across or down) and not values["auto_resize"]:
        width, height = _size(label, values)
        frame = snapped(aligned(width + 2 * across, height + 2 * down, box, values["alignment"]))
        label = set_label(values, _padded(frame, -across, -down), typesetter)
    outline = Outline("rectangle", radii(values, "corner_radius"))
    return ShapeContent(frame, outline, values["background_color"]), label


def _padded(box: Box, across: float, down: float) -> Box:
    """The box, larger (or with negative numbers smaller) by so much on each side, but never inside out."""
    across, down = max(across, -box.width / 2), max(down, -box.height / 2)
    return Box(box.x - across, box.y - down, box.width + 2 * across, box.height + 2 * down)


def _size(label: TextContent, values: Mapping[str, Value]) -> tuple[float, float]:
    """What the label takes: its widest line, and all its lines."""
    runs = [run for _, line in label.lines for run in line]
    lefts, rights = [run.x for run in runs], [run.x + run.width for run in runs]
    width = max(rights) - min(lefts) if runs else 0.0
    return width, len(label.lines) * values["font_size"] * values["line_height"] / 100
