"""Landscapes: mountains at first light, dunes in the evening."""

from __future__ import annotations

import math
import random
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter

from local.starters.art.brush import SMOOTH, Rgb, fill_below, finish, glow, mix, steps, vertical


def mountains(width: int, height: int) -> Image.Image:
    """Ridges behind ridges at first light, each darker and less hazy than the one behind it, firs on the last."""
    chance = random.Random(11)
    w, h = width * SMOOTH, height * SMOOTH
    sky = (
        (0.0, (38, 52, 96)),
        (0.3, (98, 96, 150)),
        (0.48, (226, 142, 132)),
        (0.6, (255, 208, 150)),
        (1.0, (255, 226, 178)),
    )
    picture = vertical(w, h, sky)
    sun = (0.69 * w, 0.5 * h)
    glow(picture, sun, 0.5 * w, (255, 196, 128), 150)
    glow(picture, sun, 0.16 * w, (255, 236, 200), 200)
    draw = ImageDraw.Draw(picture)
    disc = 0.026 * w
    draw.ellipse((sun[0] - disc, sun[1] - disc, sun[0] + disc, sun[1] + disc), fill=(255, 246, 224))
    far, near = (222, 150, 140), (12, 22, 44)
    layers = 7
    for layer in range(layers):
        depth = (layer + 1) / layers
        base, roughness = h * (0.48 + 0.46 * depth**1.15), h * (0.17 - 0.05 * depth)
        line = _ridge(chance, w, base, roughness, detail=9)
        top = mix(far, near, depth**0.8)
        haze = mix(top, (255, 206, 170), 0.42 * (1 - depth))
        fill_below(
            picture, line, vertical(w, h, ((0, top), (min(1, base / h - 0.06), top), (min(1, base / h + 0.16), haze)))
        )
        if layer >= layers - 2:
            _firs(picture, chance, line, h * (0.02 + 0.03 * (layer == layers - 1)), top)
    return finish(picture, width, height)


def dunes(width: int, height: int) -> Image.Image:
    """Dunes in evening light: each crest splits a lit flank from a shaded one."""
    chance = random.Random(5)
    w, h = width * SMOOTH, height * SMOOTH
    picture = vertical(
        w, h, ((0, (58, 110, 150)), (0.35, (150, 188, 200)), (0.52, (250, 220, 184)), (1, (250, 220, 184)))
    )
    glow(picture, (0.2 * w, 0.42 * h), 0.4 * w, (255, 240, 210), 150)
    for layer in range(5):
        depth = (layer + 1) / 5
        base = h * (0.46 + 0.42 * depth**1.2)
        line = _waves(chance, w, base, h * (0.05 + 0.06 * depth))
        lit, dark = mix((240, 190, 146), (214, 122, 70), depth), mix((206, 150, 128), (112, 52, 44), depth)
        fill_below(
            picture, line, vertical(w, h, ((0, lit), (base / h, lit), (min(1, base / h + 0.3), mix(lit, dark, 0.45))))
        )
        top = min(line, key=lambda point: point[1])
        lean = w * chance.uniform(0.1, 0.22)
        edge = [(top[0] - lean * (t + 0.3 * math.sin(t * 6)), top[1] + (h - top[1]) * t) for t in steps(40)]
        mask = Image.new("L", (w, h))
        ImageDraw.Draw(mask).polygon([*edge, (w, h), *(p for p in reversed(line) if p[0] >= top[0])], fill=215)
        side = ((0, dark), (top[1] / h, dark), (min(1, top[1] / h + 0.35), mix(dark, lit, 0.5)))
        picture.paste(vertical(w, h, side), (0, 0), mask.filter(ImageFilter.GaussianBlur(SMOOTH)))
    return finish(picture, width, height)


def _ridge(chance: random.Random, width: int, base: float, rough: float, detail: int) -> list[tuple[float, float]]:
    """A skyline by midpoint displacement: points from the left edge to the right one."""
    heights = [base + chance.uniform(-rough, rough) * 0.6 for _ in range(3)]
    for _ in range(detail):
        between = [(a + b) / 2 + chance.uniform(-rough, rough) * 0.5 for a, b in pairwise(heights)]
        heights = [height for pair in zip(heights, between, strict=False) for height in pair] + [heights[-1]]
        rough *= 0.54
    return [(width * index / (len(heights) - 1), height) for index, height in enumerate(heights)]


def _waves(chance: random.Random, width: int, base: float, size: float) -> list[tuple[float, float]]:
    swings = [
        (size / (octave + 1), chance.uniform(0.7, 1.3) * (octave + 1), chance.uniform(0, 6.3)) for octave in range(3)
    ]
    return [
        (
            x,
            base
            + sum(high * math.sin(often * 2 * math.pi * x / width * 0.8 + start) for high, often, start in swings)
            * 0.6,
        )
        for x in range(0, width + 9, 8)
    ]


def _firs(picture: Image.Image, chance: random.Random, line: list[tuple[float, float]], tall: float, ink: Rgb) -> None:
    draw = ImageDraw.Draw(picture)
    for x, y in line:
        if chance.random() < 0.42:
            size = tall * chance.uniform(0.4, 1.0)
            for part in range(3):
                half, tip = size * (0.1 + 0.06 * part), y - size * (1 - 0.26 * part)
                draw.polygon([(x - half, tip + size * 0.5), (x, tip), (x + half, tip + size * 0.5)], fill=ink)
