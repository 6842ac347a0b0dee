"""Arranges shapes."""

from __future__ import annotations

from collections.abc import Mapping

from tintype.engine.layout.boxes import snapped
from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Value
from tintype.engine.scene import Content, Outline, Pattern, ShapeContent, StrokeContent

CORNERS = ("tl", "tr", "br", "bl")


def radii(values: Mapping[str, Value], name: str) -> tuple[float, float, float, float]:
    """The corner radii (tl, tr, br, bl): the property `name`, and each corner's own where it differs."""
    own = (values.get(f"{name}.{corner}") for corner in CORNERS)
    tl, tr, br, bl = (values[name] if radius is None else radius for radius in own)
    return tl, tr, br, bl


def arrange_shape(values: Mapping[str, Value], box: Box) -> tuple[Content, ...]:
    """The shape's filled outline, its pattern, and its stroke, which lies inside; or a line."""
    if values["shape_name"] == "line":
        return _line(values, box)
    box = snapped(box)
    ellipse = values["shape_name"] == "ellipse"
    outline = Outline("ellipse") if ellipse else Outline("rectangle", radii(values, "corner_radius"))
    name = values["pattern_name"]
    pattern = Pattern(name, values["pattern_color"], values["pattern_size"]) if name else None
    width, colour = values["stroke_width"], values["stroke_color"]
    if not width or not colour.alpha:
        return (ShapeContent(box, outline, values["background_color"], pattern),)
    stroke = StrokeContent(box, outline, colour, width, 0.0)
    if colour.alpha == 255:
        # The fill ends below the stroke, so that its smooth edge can't show around the stroke's.
        by = min(width / 2, 1.0, box.width / 2, box.height / 2)
        box = Box(box.x + by, box.y + by, box.width - 2 * by, box.height - 2 * by)
        tl, tr, br, bl = (max(0.0, radius - by) for radius in outline.radii)
        outline = Outline(outline.name, (tl, tr, br, bl))
    return ShapeContent(box, outline, values["background_color"], pattern), stroke


def _line(values: Mapping[str, Value], box: Box) -> tuple[Content, ...]:
    """A line along the box's longer side, through its middle; a corner radius rounds its ends."""
    width = values["stroke_width"] or min(box.width, box.height)
    if box.width >= box.height:
        line = Box(box.x, box.y + (box.height - width) / 2, box.width, width)
    else:
        line = Box(box.x + (box.width - width) / 2, box.y, width, box.height)
    outline = Outline("rectangle", radii(values, "corner_radius"))
    return (ShapeContent(snapped(line), outline, values["stroke_color"]),)
