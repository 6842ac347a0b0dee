"""Fills as pictures: plain colours, and gradients as Chromium draws them (premultiplied sRGB)."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageMath

from tintype.plate import Box
from tintype.vocabulary.kinds import Colour, Fill, LinearGradient, RadialGradient, Stop

_LONGEST_STRIP = 8192  # samples along a slanted gradient: below a quarter of a pixel at 4096 px
_SQUARES = 65_535  # a radial gradient looks colours up by the square of the distance, in as many steps
_RADIAL_STEPS = 2048


def is_opaque(fill: Fill) -> bool:
    """Whether the fill hides everything below it."""
    if isinstance(fill, Colour):
        return fill.alpha == 255
    return all(stop.colour.alpha == 255 for stop in fill.stops)


def is_clear(fill: Fill) -> bool:
    """Whether the fill paints nothing at all."""
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
    samples = bytearray()
    for index in range(count):
        samples.extend(colour_at(stops, first + index * step)[:channels])
    return bytes(samples)


def colour_at(stops: tuple[Stop, ...], position: float) -> Colour:
    """The gradient's colour at `position`, interpolated between premultiplied stops; the ends go on."""
    if position <= stops[0].offset:
        return stops[0].colour
    for before, after in pairwise(stops):
        if position < after.offset:
            return _between(before.colour, after.colour, (position - before.offset) / (after.offset - before.offset))
    return stops[-1].colour


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
    across = _squares(size[0], box.x + fill.cx * box.width, fill.radius * box.width)
    down = _squares(size[1], box.y + fill.cy * box.height, fill.radius * box.height)
    columns = Image.frombytes("I", (size[0], 1), across).resize(size, _NEAREST)
    rows = Image.frombytes("I", (1, size[1]), down).resize(size, _NEAREST)
    squares = ImageMath.lambda_eval(lambda images: images["x"] + images["y"], x=columns, y=rows)
    tables = _radial_tables(fill.stops)
    return Image.merge(mode, [squares.point(table, "L") for table in tables[: len(mode)]])


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
    for step in range(_RADIAL_STEPS):
        colour = colour_at(stops, (step + 0.5) / _RADIAL_STEPS)
        ends = [math.ceil((edge / _RADIAL_STEPS) ** 2 * (_SQUARES + 1)) for edge in (step, step + 1)]
        for table, channel in zip(tables, colour, strict=True):
            table.extend([channel] * (ends[1] - ends[0]))
    for table, channel in zip(tables, stops[-1].colour, strict=True):
        table[-1] = channel  # everything from the radius on is clipped to the last entry
    return tables
