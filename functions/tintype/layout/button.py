"""Arranges buttons: a box, and a label in it."""

from __future__ import annotations

from collections.abc import Mapping

from tintype.layout.boxes import aligned, snapped
from tintype.layout.scene import Content, Outline, ShapeContent
from tintype.layout.shape import radii
from tintype.layout.text import Typesetter, extent, set_label
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
        width, height = extent(label, values)
        frame = snapped(aligned(width + 2 * across, height + 2 * down, box, values["alignment"]))
        label = set_label(values, _padded(frame, -across, -down), typesetter)
    outline = Outline("rectangle", radii(values, "corner_radius"))
    return ShapeContent(frame, outline, values["background_color"]), label


def _padded(box: Box, across: float, down: float) -> Box:
    """The box, larger (or with negative numbers smaller) by so much on each side, but never inside out."""
    across, down = max(across, -box.width / 2), max(down, -box.height / 2)
    return Box(box.x - across, box.y - down, box.width + 2 * across, box.height + 2 * down)
