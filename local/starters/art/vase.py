"""A still life: a vase on a table."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

from local.starters.art.brush import SMOOTH, Rgb, finish, glow, mix, shadow, steps, vertical


def vase(width: int, height: int, clay: Rgb, wall: Rgb) -> Image.Image:
    """A thrown vase with dried stems on a table, lit from the upper left."""
    w, h = width * SMOOTH, height * SMOOTH
    picture = vertical(
        w,
        h,
        (
            (0, wall),
            (0.72, mix(wall, (255, 255, 255), 0.35)),
            (0.721, mix(wall, clay, 0.16)),
            (1, mix(wall, clay, 0.3)),
        ),
    )
    glow(picture, (0.22 * w, 0.2 * h), 0.75 * w, (255, 255, 255), 120)
    centre, top, foot = 0.5 * w, 0.4 * h, 0.86 * h
    shadow(picture, (centre - 0.08 * w, foot - 0.035 * h, centre + 0.42 * w, foot + 0.035 * h), 120, 0.03 * w)
    shadow(picture, (centre - 0.17 * w, foot - 0.02 * h, centre + 0.17 * w, foot + 0.02 * h), 150, 0.012 * w)
    _stems(picture, random.Random(8), centre, top, h, mix(clay, (110, 84, 58), 0.6))
    profile = _vase_profile(w)
    body = Image.new("L", (w, h))
    draw = ImageDraw.Draw(body)
    left = [(centre - profile(step / 200), top + (foot - top) * step / 200) for step in range(201)]
    right = [(2 * centre - x, y) for x, y in reversed(left)]
    draw.polygon([*left, *right], fill=255)
    draw.ellipse((centre - profile(1), foot - 0.018 * h, centre + profile(1), foot + 0.018 * h), fill=255)
    picture.paste(_turned(w, h, clay, centre, 0.2 * w), (0, 0), body)
    lip = profile(0)
    dark = mix(clay, (40, 24, 20), 0.62)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((centre - lip, top - 0.014 * h, centre + lip, top + 0.014 * h), fill=mix(clay, (255, 255, 255), 0.25))
    pen.ellipse((centre - 0.86 * lip, top - 0.010 * h, centre + 0.86 * lip, top + 0.011 * h), fill=dark)
    return finish(picture, width, height)


def _vase_profile(width: int) -> Callable[[float], float]:
    """Half the vase's width at each height, 0 at the lip to 1 at the foot: a Catmull-Rom curve through a few knots."""
    knots = (0.07, 0.05, 0.053, 0.1, 0.17, 0.195, 0.17, 0.1)

    def half(place: float) -> float:
        index = min(int(place * (len(knots) - 1)), len(knots) - 2)
        t = place * (len(knots) - 1) - index
        before, one, other = knots[max(0, index - 1)], knots[index], knots[index + 1]
        after = knots[min(len(knots) - 1, index + 2)]
        bend = 2 * before - 5 * one + 4 * other - after
        return (
            width * 0.5 * (2 * one + (other - before) * t + bend * t**2 + (3 * (one - other) + after - before) * t**3)
        )

    return half


def _turned(width: int, height: int, clay: Rgb, centre: float, radius: float) -> Image.Image:
    """A turned surface: light falls off around it, and throwing rings run across it."""
    row = Image.new("RGB", (width, 1))
    for x in range(width):
        across = max(-1.0, min(1.0, (x - centre) / radius))
        light = max(0.0, math.cos(math.asin(across) + 0.75)) ** 1.2
        colour = mix(mix(clay, (52, 28, 30), 0.62), mix(clay, (255, 246, 232), 0.42), light)
        row.putpixel((x, 0), colour)
    surface = row.resize((width, height))
    rings = Image.new("L", (1, height))
    for y in range(height):
        rings.putpixel((0, y), round(7 + 7 * math.sin(y / height * 420)))
    surface.paste(mix(clay, (40, 24, 20), 0.7), (0, 0), rings.resize((width, height)))
    return surface


def _stems(picture: Image.Image, chance: random.Random, x: float, y: float, height: int, ink: Rgb) -> None:
    """Stems with small oval leaves that lean out of the vase."""
    draw = ImageDraw.Draw(picture)
    for stem in range(7):
        lean = (stem - 3) * 0.16 + chance.uniform(-0.05, 0.05)
        length = height * chance.uniform(0.18, 0.285)
        points = [(x + lean * length * t**1.4, y - length * t + 0.02 * height * (1 - t)) for t in steps(24)]
        tone = mix(ink, (236, 214, 178), chance.uniform(0.1, 0.55))
        draw.line(points, fill=tone, width=round(height * 0.0028), joint="curve")
        for index in range(9, 25):
            side = 1 if index % 2 else -1
            px, py = points[index]
            size = height * 0.011 * chance.uniform(0.7, 1.25)
            draw.ellipse(
                (px + side * size * 0.9 - size, py - size * 1.5, px + side * size * 0.9 + size, py + size * 0.4),
                fill=tone,
            )
