"""What is painted around set lines: the ground behind them and the border at one side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Value
from tintype.engine.scene import Bar


def backgrounds(values: Mapping[str, Value], extents: Sequence[Box]) -> tuple[Bar, ...]:
    """A bar behind each line, with the padding around them all; bars touch but never overlap, so alpha stays even."""
    fill = values.get("background_color")
    drawn = [extent for extent in extents if extent.width > 0]
    if fill is None or not drawn or getattr(fill, "alpha", 1) == 0:
        return ()
    down, across = values.get("background_padding") or (0.0, 0.0)
    bars = []
    for index, extent in enumerate(drawn):
        top = extent.y - (down if index == 0 else 0.0)
        bottom = extent.y + extent.height + (down if index == len(drawn) - 1 else 0.0)
        bars.append(Bar(Box(extent.x - across, top, extent.width + 2 * across, bottom - top), fill))
    return tuple(bars)


def side_border(values: Mapping[str, Value], extents: Sequence[Box]) -> tuple[Bar, ...]:
    """The border along one side of the lines' common box.

    ``side_border_padding`` is its distance from the text, ``side_border_spread`` lengthens it at both ends, and
    ``side_border_offset`` moves it along its own length (down, or to the right).
    """
    side, thickness = values.get("side_border"), values.get("side_border_thickness") or 0.0
    drawn = [extent for extent in extents if extent.width > 0]
    if side in {None, "none"} or thickness <= 0 or not drawn:
        return ()
    left, top = min(box.x for box in drawn), min(box.y for box in drawn)
    right = max(box.x + box.width for box in drawn)
    bottom = max(box.y + box.height for box in drawn)
    away = values.get("side_border_padding") or 0.0
    spread, offset = values.get("side_border_spread") or 0.0, values.get("side_border_offset") or 0.0
    if side in {"left", "right"}:
        x = left - away - thickness if side == "left" else right + away
        box = Box(x, top - spread + offset, thickness, bottom - top + 2 * spread)
    else:
        y = top - away - thickness if side == "top" else bottom + away
        box = Box(left - spread + offset, y, right - left + 2 * spread, thickness)
    radius = thickness / 2 if values.get("side_border_rounded") else 0.0
    return (Bar(box, values.get("side_border_color"), radius),)
