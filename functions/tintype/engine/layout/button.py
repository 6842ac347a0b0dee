"""Arranges buttons: a box, and in it an icon and a label, each with a shadow of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping

from tintype.engine.layout.boxes import aligned, snapped
from tintype.engine.layout.image import PLAIN, WHOLE, Size, contain
from tintype.engine.layout.shadow import shadow_of
from tintype.engine.layout.shape import radii
from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Value
from tintype.engine.scene import Content, GroupContent, Outline, PictureContent, ShapeContent, TextContent
from tintype.engine.text import Typesetter, extent, set_label

_ICON, _GAP = 1.2, 0.5  # an icon's side and its distance from the label, in font sizes


def arrange_button(
    values: Mapping[str, Value], box: Box, typesetter: Typesetter, icon: Size | None
) -> tuple[Content, ...]:
    """The button's box, icon (of which `icon` is the picture's size) and label.

    The button fills its box. With a padding, and unless its label is resized to fit, it is as large as its label and
    the padding ask for, and stands in its box as `alignment` says.
    """
    down, across = values["background_padding"]
    lead = values["font_size"] * (_ICON + _GAP) if icon else 0.0
    frame = snapped(box)
    label = set_label(values, _room(frame, across, down, lead), typesetter)
    if (across or down) and not values["auto_resize"]:
        width, height = extent(label, values)
        width = math.ceil(width) + 1  # so that the label still fits once the frame is on whole pixels
        size = (width + lead + 2 * across, max(height, lead and values["font_size"] * _ICON) + 2 * down)
        frame = snapped(aligned(*size, box, values["alignment"]))
        label = set_label(values, _room(frame, across, down, lead), typesetter)
    shape = ShapeContent(frame, Outline("rectangle", radii(values, "corner_radius")), values["background_color"])
    words: tuple[Content, ...] = (_icon(values, icon, label, frame, across), label) if icon else (label,)
    return *_shadowed((shape,), values, "shadow"), *_shadowed(words, values, "text_shadow")


def _shadowed(contents: tuple[Content, ...], values: Mapping[str, Value], name: str) -> tuple[Content, ...]:
    shadow = shadow_of(values, name)
    return (GroupContent(contents, shadow),) if shadow else contents


def _room(frame: Box, across: float, down: float, lead: float) -> Box:
    """Where the label may be: inside the padding, right of the icon; never inside out."""
    across, down = min(across, frame.width / 2), min(down, frame.height / 2)
    width = frame.width - 2 * across
    lead = min(lead, width)
    return Box(frame.x + across + lead, frame.y + down, width - lead, frame.height - 2 * down)


def _icon(values: Mapping[str, Value], size: Size, label: TextContent, frame: Box, across: float) -> PictureContent:
    """The icon, left of where the label begins."""
    font_size = values["font_size"]
    side = font_size * _ICON
    starts = [runs[0].x for _, runs in label.lines if runs]
    left = min(starts) - font_size * _GAP - side if starts else frame.x + across
    square = snapped(Box(left, frame.y + (frame.height - side) / 2, side, side))
    target = contain(size, square, "middle center")
    return PictureContent(values["icon_url"], WHOLE, target, target, PLAIN, ink=values["icon_color"])
