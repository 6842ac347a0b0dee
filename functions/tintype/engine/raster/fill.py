"""Fills as pictures: plain colours, and gradients as Chromium draws them (premultiplied sRGB)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from PIL import Image

from tintype.engine.pillow import looked_up
from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Colour, Fill, LinearGradient, RadialGradient, Stop

_LONGEST_STRIP = 8192  # samples along a slanted gradient: below a quarter of a pixel at 4096 px
_SQUARES = 65_535  # a radial gradient looks colours up by the square of the distance, in as many steps
_RADIAL_STEPS = 2048


def is_opaque(fill: Fill) -> bool:
    """True where the fill hides everything below it."""
    if isinstance(fill, Colour):
        return fill.alpha == 255
    return all(stop.colour.alpha == 255 for stop in fill.stops)


def is_clear(fill: Fill) -> bool:
    """True where the fill paints nothing at all."""
    if isinstance(fill, Colour):
        return fill.alpha == 0
    return all(stop.colour.alpha == 0 for stop in fill.stops)


def fill_image(fill: Fill, size: tuple[int, int], box: Box | None = None) -> Image.Image:
    """A picture of `size` pixels filled with `fill`: RGB where it is opaque, else RGBA with straight alpha.

    `box` is what a gradient's fractions refer to, from the picture's top left corner; by default all of it.
    """
    mode = "RGB" if is_opaque(fill) else "RGBA"
    if isinstance(fill, Colour):
        return Image.new(mode, size, tuple(fill)[: len(mode)])
    box = box or Box(0, 0, *size)
    if isinstance(fill, LinearGradient):
        return _linear(fill, mode, size, box)
    return _radial(fill, mode, size, box)


def _linear(fill: LinearGradient, mode: str, size: tuple[int, int], box: Box) -> Image.Image:
    """The gradient's parameter t is affine in x and y: t = across * x + down * y + start."""
    run_x, run_y = (fill.x2 - fill.x1) * box.width, (fill.y2 - fill.y1) * box.height
    squared = run_x * run_x + run_y * run_y
    if squared < 1e-9:
        return Image.new(mode, size, tuple(fill.stops[-1].colour)[: len(mode)])
    across, down = run_x / squared, run_y / squared
    start = -(box.x + fill.x1 * box.width) * across - (box.y + fill.y1 * box.height) * down
    width, height = size
    if abs(across) * width < 1e-6:
        return _strip(fill.stops, mode, start + down / 2, down, height, upright=True).resize(size, _NEAREST)
    if abs(down) * height < 1e-6:
        return _strip(fill.stops, mode, start + across / 2, across, width).resize(size, _NEAREST)
    low = start + min(0, across * width) + min(0, down * height)
    high = start + max(0, across * width) + max(0, down * height)
    count = min(_LONGEST_STRIP, max(2, math.ceil(2 * (high - low) * math.sqrt(squared))))
    step = (high - low) / count
    strip = _strip(fill.stops, mode, low + step / 2, step, count)
    data = (across / step, down / step, (start - low) / step, 0, 0, 0.5)
    return strip.transform(size, Image.Transform.AFFINE, data, _NEAREST)


_NEAREST = Image.Resampling.NEAREST


def _strip(
    stops: tuple[Stop, ...], mode: str, first: float, step: float, count: int, *, upright: bool = False
) -> Image.Image:
    """`count` samples of the gradient, `step` apart, as a picture one pixel thin."""
    size = (1, count) if upright else (count, 1)
    return Image.frombytes(mode, size, _samples(stops, len(mode), first, step, count))


@lru_cache(maxsize=64)  # at most 64 strips of 32 kB
def _samples(stops: tuple[Stop, ...], channels: int, first: float, step: float, count: int) -> bytes:
    """The pixels of a strip, channel by channel, which is four times as fast as pixel by pixel."""
    samples = bytearray(channels * count)
    for start, end, before, after in _stretches(stops, first, step, count):
        length = after.offset - before.offset
        parts = [(first + index * step - before.offset) / length for index in range(start, end)] if length else []
        for channel, values in enumerate(_mixed(before.colour, after.colour, parts, end - start)[:channels]):
            samples[start * channels + channel : end * channels : channels] = values
    return bytes(samples)


def _stretches(stops: tuple[Stop, ...], first: float, step: float, count: int) -> Iterator[tuple[int, int, Stop, Stop]]:
    """The samples, from one to before another, that lie between two stops; beyond the ends both are the same."""
    if step < 0:
        # The same stops seen from the other end.
        stops = tuple(Stop(-stop.offset, stop.colour) for stop in reversed(stops))
        first, step = -first, -step
        for start, end, before, after in _stretches(stops, first, step, count):
            yield start, end, Stop(-before.offset, before.colour), Stop(-after.offset, after.colour)
        return
    edges = [min(count, max(0, math.ceil((stop.offset - first) / step))) for stop in stops]
    bounds = [0, *edges, count]
    for index, (start, end) in enumerate(pairwise(bounds)):
        if start < end:
            before, after = stops[max(index - 1, 0)], stops[min(index, len(stops) - 1)]
            yield start, end, before, after


def _mixed(one: Colour, other: Colour, parts: Sequence[float], count: int) -> list[bytes]:
    """Red, green, blue and alpha at each of `parts` of the way from one premultiplied colour to the other."""
    if one == other or not parts:
        return [bytes((value,)) * count for value in one]
    if one.alpha == other.alpha:
        pairs = zip(one, other, strict=True)
        return [bytes([int(low + (high - low) * part + 0.5) for part in parts]) for low, high in pairs]
    mixed = [_between(one, other, part) for part in parts]
    return [bytes(values) for values in zip(*mixed, strict=True)]


def _between(one: Colour, other: Colour, part: float) -> Colour:
    weight_one, weight_other = (1 - part) * one.alpha, part * other.alpha
    alpha = weight_one + weight_other
    if alpha == 0:
        return Colour(0, 0, 0, 0)
    return Colour(
        int((one.red * weight_one + other.red * weight_other) / alpha + 0.5),
        int((one.green * weight_one + other.green * weight_other) / alpha + 0.5),
        int((one.blue * weight_one + other.blue * weight_other) / alpha + 0.5),
        int(alpha + 0.5),
    )


def _radial(fill: RadialGradient, mode: str, size: tuple[int, int], box: Box) -> Image.Image:
    """Adds the squared distances of columns and rows, and looks the colour of each sum up."""
    from PIL import ImageMath  # noqa: PLC0415  3 ms that a picture without radial gradients does without

    across = _squares(size[0], box.x + fill.cx * box.width, fill.radius * box.width)
    down = _squares(size[1], box.y + fill.cy * box.height, fill.radius * box.height)
    columns = Image.frombytes("I", (size[0], 1), across).resize(size, _NEAREST)
    rows = Image.frombytes("I", (1, size[1]), down).resize(size, _NEAREST)
    squares = ImageMath.lambda_eval(lambda images: images["x"] + images["y"], x=columns, y=rows)
    tables = _radial_tables(fill.stops)
    return Image.merge(mode, [looked_up(squares, table) for table in tables[: len(mode)]])


def _squares(count: int, centre: float, radius: float) -> bytes:
    """The squared distance of each pixel's middle from the centre, in radii, as 32-bit integers."""
    scale = _SQUARES / max(radius * radius, 1e-9)
    return b"".join(
        min(2 * _SQUARES, int(scale * (index + 0.5 - centre) ** 2)).to_bytes(4, "little") for index in range(count)
    )


@lru_cache(maxsize=8)  # at most 8 gradients of 2 MB (the tables share their small integers)
def _radial_tables(stops: tuple[Stop, ...]) -> list[list[int]]:
    """For each channel the value at every squared distance."""
    tables: list[list[int]] = [[], [], [], []]
    pixels = _samples(stops, 4, 0.5 / _RADIAL_STEPS, 1 / _RADIAL_STEPS, _RADIAL_STEPS)
    ends = [math.ceil((step / _RADIAL_STEPS) ** 2 * (_SQUARES + 1)) for step in range(_RADIAL_STEPS + 1)]
    for channel, table in enumerate(tables):
        for value, (start, end) in zip(pixels[channel::4], pairwise(ends), strict=True):
            table.extend([value] * (end - start))
        table[-1] = stops[-1].colour[channel]  # everything from the radius on is clipped to the last entry
    return tables
