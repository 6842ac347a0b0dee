"""Reads shadows from properties."""

from __future__ import annotations

from collections.abc import Mapping

from tintype.engine.properties.kinds import Value
from tintype.engine.scene import Shadow


def shadow_of(values: Mapping[str, Value], name: str = "shadow") -> Shadow | None:
    """The shadow that the properties ``{name}_color``, ``_blur``, ``_offset_x`` and ``_offset_y`` describe, if any."""
    colour = values[f"{name}_color"]
    blur, across, down = (values[f"{name}_{part}"] for part in ("blur", "offset_x", "offset_y"))
    return Shadow(colour, blur, across, down) if colour.alpha and (blur or across or down) else None
