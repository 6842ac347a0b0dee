"""Arranges shapes."""

from __future__ import annotations

from collections.abc import Mapping

from tintype.layout.boxes import snapped
from tintype.layout.scene import Content, Outline, ShapeContent
from tintype.plate import Box
from tintype.vocabulary.kinds import Value

CORNERS = ("tl", "tr", "br", "bl")


def radii(values: Mapping[str, Value], name: str) -> tuple[float, float, float, float]:
    """The corner radii (tl, tr, br, bl): the property `name`, and each corner's own where it differs."""
    own = (values.get(f"{name}.{corner}") for corner in CORNERS)
    tl, tr, br, bl = (values[name] if radius is None else radius for radius in own)
    return tl, tr, br, bl


def arrange_shape(values: Mapping[str, Value], box: Box) -> tuple[Content, ...]:
    """The shape's filled outline."""
    outline = Outline("rectangle", radii(values, "corner_radius"))
    return (ShapeContent(snapped(box), outline, values["background_color"]),)
