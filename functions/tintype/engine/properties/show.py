"""A parsed value back to what a person writes."""

from __future__ import annotations

from tintype.engine.properties.kinds import Colour, LinearGradient, RadialGradient, Stop, Value


def shown(value: Value) -> str | float | bool | None:
    """The JSON value that a property's kind parses to `value`; None stands for no value."""
    if isinstance(value, Colour):
        return "#" + bytes(value if value.alpha < 255 else value[:3]).hex().upper()
    if isinstance(value, LinearGradient):
        return f"linear-gradient({_percents(value.x1, value.y1, value.x2, value.y2)},{_stops(value.stops)})"
    if isinstance(value, RadialGradient):
        return f"radial-gradient({_percents(value.cx, value.cy, value.radius)},{_stops(value.stops)})"
    if isinstance(value, tuple):
        return " ".join(f"{part:g}" for part in value)
    if isinstance(value, float) and value == int(value):
        return int(value)
    return None if value is None else value if isinstance(value, bool | int | float) else str(value)


def _percents(*fractions: float) -> str:
    return " ".join(f"{fraction * 100:g}%" for fraction in fractions)


def _stops(stops: tuple[Stop, ...]) -> str:
    return ",".join(
        f"{stop.offset * 100:g}% {shown(stop.colour._replace(alpha=255))} {stop.colour.alpha / 255:.4g}"
        for stop in stops
    )
