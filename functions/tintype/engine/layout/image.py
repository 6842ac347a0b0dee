"""Arranges images and logos: which part of the picture is drawn, where, and cut to which outline."""

from __future__ import annotations

from collections.abc import Mapping

from tintype.engine.layout.boxes import aligned, fractions, snapped
from tintype.engine.layout.shape import radii
from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Colour, Fill, LinearGradient, Stop, Value
from tintype.engine.scene import Content, Outline, PictureContent, StrokeContent

Size = tuple[int, int]
PLAIN = Outline("rectangle")


def arrange_image(values: Mapping[str, Value], box: Box, size: Size) -> tuple[Content, ...]:
    """The picture of `size` pixels, fitted to its box and cut to its mask; and the frame around it."""
    frame, outline = snapped(box), _mask(values)
    covers = values["fitting_type"] == "cover"
    picture = PictureContent(
        values["image_url"],
        _crop(values, size, frame) if covers else WHOLE,
        frame if covers else contain(size, frame, values["alignment"]),
        frame,
        outline,
        values["filter_properties.name"] if values["filter_name"] == "duotone" else values["filter_name"],
        _overlay(values),
        covers and values["auto_focus"] and values["focus_x"] is None and values["focus_y"] is None,
    )
    width, colour = values["stroke_width"], values["stroke_color"]
    if not width or not colour.alpha:
        return (picture,)
    # The frame goes one pixel below the picture, so that nothing shines through where their smooth edges meet.
    return StrokeContent(frame, outline, colour, 1.0, width), picture


def arrange_logo(values: Mapping[str, Value], box: Box, size: Size) -> tuple[Content, ...]:
    """The whole logo, as large as its box allows."""
    frame = snapped(box)
    target = contain(size, frame, values["alignment"])
    return (PictureContent(values["image_url"], WHOLE, target, frame, PLAIN),)


WHOLE = (0.0, 0.0, 1.0, 1.0)


def cover(size: Size, box: Box, focus: tuple[float, float]) -> tuple[float, float, float, float]:
    """The largest part of the picture with the box's proportions, in fractions (left, top, right, bottom).

    `focus` says which part: 0 the left or top, 0.5 the middle, 1 the right or bottom.
    """
    scale = max(box.width / size[0], box.height / size[1]) or 1.0
    width, height = min(1.0, box.width / scale / size[0]), min(1.0, box.height / scale / size[1])
    left, top = (1 - width) * focus[0], (1 - height) * focus[1]
    return left, top, left + width, top + height


def contain(size: Size, box: Box, alignment: str) -> Box:
    """The largest box with the picture's proportions inside `box`, on whole pixels."""
    scale = min(box.width / size[0], box.height / size[1])
    return snapped(aligned(size[0] * scale, size[1] * scale, box, alignment))


def _crop(values: Mapping[str, Value], size: Size, frame: Box) -> tuple[float, float, float, float]:
    """What of the picture covers the frame, around the focus where there is one."""
    across, down = fractions(values["alignment"])
    left, top, right, bottom = cover(size, frame, (across, down))
    if values["focus_x"] is not None:
        left, right = _around(values["focus_x"] / 100, right - left)
    if values["focus_y"] is not None:
        top, bottom = _around(values["focus_y"] / 100, bottom - top)
    return left, top, right, bottom


def _around(middle: float, length: float) -> tuple[float, float]:
    """A stretch of this length between 0 and 1, as near to its middle as may be."""
    start = min(max(middle - length / 2, 0.0), 1 - length)
    return start, start + length


_DIRECTIONS = {"horizontal": (0, 0, 1, 0), "vertical": (0, 0, 0, 1), "diagonal": (0, 0, 1, 1)}


def _overlay(values: Mapping[str, Value]) -> Fill | None:
    """A gradient between the two overlay colours; one alone is plain."""
    first: Colour | None = values["overlay_color_1"]
    last: Colour | None = values["overlay_color_2"]
    if first is None or last is None:
        return first or last
    return LinearGradient(*_DIRECTIONS[values["overlay_direction"]], (Stop(0.0, first), Stop(1.0, last)))


def _mask(values: Mapping[str, Value]) -> Outline:
    name, skew = values["mask_name"], values["mask_properties.skew_y"]
    if name == "rounded_corners":
        return Outline("rectangle", radii(values, "mask_properties.radius"), skew)
    return Outline(name or "rectangle", skew=skew)
