"""Arranges ratings: five stars, the last of them filled in part."""

from __future__ import annotations

from collections.abc import Mapping

from tintype.engine.layout.boxes import aligned
from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Colour, Fill, LinearGradient, Stop, Value
from tintype.engine.scene import Content, Outline, ShapeContent

STARS = 5


def arrange_rating(values: Mapping[str, Value], box: Box) -> tuple[Content, ...]:
    """The stars of one row, each filled from the left as far as the score goes."""
    side, margin = values["star_dimension"], values["star_margin"]
    row = aligned(STARS * side + (STARS - 1) * margin, side, box, values["alignment"])
    score = values["rating_score"] / 100 * STARS
    stars = []
    for index in range(STARS):
        fill = _fill(min(max(score - index, 0.0), 1.0), values["star_color"], values["background_color"])
        stars.append(ShapeContent(Box(row.x + index * (side + margin), row.y, side, side), Outline("star"), fill))
    return tuple(stars)


def _fill(part: float, filled: Colour, empty: Colour) -> Fill:
    if part in (0.0, 1.0):
        return filled if part else empty
    return LinearGradient(0, 0, 1, 0, (Stop(0, filled), Stop(part, filled), Stop(part, empty), Stop(1, empty)))
