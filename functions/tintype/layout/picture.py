"""Arranges images and logos: which part of the picture is drawn, where, and cut to which outline."""

from __future__ import annotations

from collections.abc import Mapping

from tintype.layout.boxes import aligned, fractions, snapped
from tintype.layout.scene import Content, Outline, PictureContent
from tintype.layout.shape import radii
from tintype.plate import Box
from tintype.vocabulary.kinds import Value

Size = tuple[int, int]
PLAIN = Outline("rectangle")


def arrange_image(values: Mapping[str, Value], box: Box, size: Size) -> tuple[Content, ...]:
    """The picture of `size` pixels, fitted to its box and cut to its mask."""
    frame = snapped(box)
    if values["fitting_type"] == "cover":
        crop, target = cover(size, frame, fractions(values["alignment"])), frame
    else:
        crop, target = WHOLE, contain(size, frame, values["alignment"])
    return (PictureContent(values["image_url"], crop, target, frame, _mask(values)),)


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


def _mask(values: Mapping[str, Value]) -> Outline:
    name = values["mask_name"]
    if name == "rounded_corners":
        return Outline("rectangle", radii(values, "mask_properties.radius"))
    return Outline(name) if name else PLAIN
