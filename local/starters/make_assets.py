"""Draws the pictures of the starter designs: ``python -m local.starters.make_assets``. Pillow and a fixed seed only."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

ASSETS = Path(__file__).parent / "assets"
Rgb = tuple[int, int, int]
Stops = Sequence[tuple[float, Rgb]]
SMOOTH = 2  # everything is drawn this many times as large and scaled down, which smooths its edges


def main() -> None:
    """Write every picture; JPEG where it is a photo, PNG where it needs alpha."""
    ASSETS.mkdir(exist_ok=True)
    _save(mountains(1600, 1200), "mountains.jpg", 80)
    _save(dunes(1600, 1200), "dunes.jpg", 80)
    _save(vase(1200, 1200, (214, 142, 108), (243, 231, 219)), "vase-clay.jpg", 84)
    _save(vase(1200, 1200, (112, 140, 126), (228, 233, 227)), "vase-sage.jpg", 84)
    _save(portrait(320, (244, 196, 160), (92, 52, 40), (36, 88, 104), (250, 214, 165), long_hair=True), "maya.jpg", 88)
    _save(
        portrait(320, (196, 138, 104), (34, 28, 30), (196, 92, 60), (176, 208, 206), long_hair=False), "jonas.jpg", 88
    )
    mark(256, (255, 255, 255)).save(ASSETS / "mark-light.png", optimize=True)
    mark(256, (30, 41, 59)).save(ASSETS / "mark-dark.png", optimize=True)


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
    picture = _vertical(w, h, sky)
    sun = (0.69 * w, 0.5 * h)
    _glow(picture, sun, 0.5 * w, (255, 196, 128), 150)
    _glow(picture, sun, 0.16 * w, (255, 236, 200), 200)
    draw = ImageDraw.Draw(picture)
    disc = 0.026 * w
    draw.ellipse((sun[0] - disc, sun[1] - disc, sun[0] + disc, sun[1] + disc), fill=(255, 246, 224))
    far, near = (222, 150, 140), (12, 22, 44)
    layers = 7
    for layer in range(layers):
        depth = (layer + 1) / layers
        base, roughness = h * (0.48 + 0.46 * depth**1.15), h * (0.17 - 0.05 * depth)
        line = _ridge(chance, w, base, roughness, detail=9)
        top = _mix(far, near, depth**0.8)
        haze = _mix(top, (255, 206, 170), 0.42 * (1 - depth))
        _fill_below(
            picture, line, _vertical(w, h, ((0, top), (min(1, base / h - 0.06), top), (min(1, base / h + 0.16), haze)))
        )
        if layer >= layers - 2:
            _firs(picture, chance, line, h * (0.02 + 0.03 * (layer == layers - 1)), top)
    return _finish(picture, width, height)


def dunes(width: int, height: int) -> Image.Image:
    """Dunes in evening light: each crest splits a lit flank from a shaded one."""
    chance = random.Random(5)
    w, h = width * SMOOTH, height * SMOOTH
    picture = _vertical(
        w, h, ((0, (58, 110, 150)), (0.35, (150, 188, 200)), (0.52, (250, 220, 184)), (1, (250, 220, 184)))
    )
    _glow(picture, (0.2 * w, 0.42 * h), 0.4 * w, (255, 240, 210), 150)
    for layer in range(5):
        depth = (layer + 1) / 5
        base = h * (0.46 + 0.42 * depth**1.2)
        line = _waves(chance, w, base, h * (0.05 + 0.06 * depth))
        lit, dark = _mix((240, 190, 146), (214, 122, 70), depth), _mix((206, 150, 128), (112, 52, 44), depth)
        _fill_below(
            picture, line, _vertical(w, h, ((0, lit), (base / h, lit), (min(1, base / h + 0.3), _mix(lit, dark, 0.45))))
        )
        top = min(line, key=lambda point: point[1])
        lean = w * chance.uniform(0.1, 0.22)
        edge = [(top[0] - lean * (t + 0.3 * math.sin(t * 6)), top[1] + (h - top[1]) * t) for t in _steps(40)]
        mask = Image.new("L", (w, h))
        ImageDraw.Draw(mask).polygon([*edge, (w, h), *(p for p in reversed(line) if p[0] >= top[0])], fill=215)
        side = ((0, dark), (top[1] / h, dark), (min(1, top[1] / h + 0.35), _mix(dark, lit, 0.5)))
        picture.paste(_vertical(w, h, side), (0, 0), mask.filter(ImageFilter.GaussianBlur(SMOOTH)))
    return _finish(picture, width, height)


def vase(width: int, height: int, clay: Rgb, wall: Rgb) -> Image.Image:
    """A thrown vase with dried stems on a table, lit from the upper left."""
    w, h = width * SMOOTH, height * SMOOTH
    picture = _vertical(
        w,
        h,
        (
            (0, wall),
            (0.72, _mix(wall, (255, 255, 255), 0.35)),
            (0.721, _mix(wall, clay, 0.16)),
            (1, _mix(wall, clay, 0.3)),
        ),
    )
    _glow(picture, (0.22 * w, 0.2 * h), 0.75 * w, (255, 255, 255), 120)
    centre, top, foot = 0.5 * w, 0.4 * h, 0.86 * h
    _shadow(picture, (centre - 0.08 * w, foot - 0.035 * h, centre + 0.42 * w, foot + 0.035 * h), 120, 0.03 * w)
    _shadow(picture, (centre - 0.17 * w, foot - 0.02 * h, centre + 0.17 * w, foot + 0.02 * h), 150, 0.012 * w)
    _stems(picture, random.Random(8), centre, top, h, _mix(clay, (110, 84, 58), 0.6))
    profile = _vase_profile(w)
    body = Image.new("L", (w, h))
    draw = ImageDraw.Draw(body)
    left = [(centre - profile(step / 200), top + (foot - top) * step / 200) for step in range(201)]
    right = [(2 * centre - x, y) for x, y in reversed(left)]
    draw.polygon([*left, *right], fill=255)
    draw.ellipse((centre - profile(1), foot - 0.018 * h, centre + profile(1), foot + 0.018 * h), fill=255)
    picture.paste(_turned(w, h, clay, centre, 0.2 * w), (0, 0), body)
    lip = profile(0)
    dark = _mix(clay, (40, 24, 20), 0.62)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((centre - lip, top - 0.014 * h, centre + lip, top + 0.014 * h), fill=_mix(clay, (255, 255, 255), 0.25))
    pen.ellipse((centre - 0.86 * lip, top - 0.010 * h, centre + 0.86 * lip, top + 0.011 * h), fill=dark)
    return _finish(picture, width, height)


def portrait(side: int, skin: Rgb, hair: Rgb, shirt: Rgb, wall: Rgb, long_hair: bool) -> Image.Image:
    """A flat portrait for a round avatar."""
    scale = side * 4 / 100  # drawn on a canvas of 100 units

    def oval(draw: ImageDraw.ImageDraw, x: float, y: float, rx: float, ry: float, fill: Rgb) -> None:
        draw.ellipse(((x - rx) * scale, (y - ry) * scale, (x + rx) * scale, (y + ry) * scale), fill=fill)

    picture = _vertical(side * 4, side * 4, ((0, _mix(wall, (255, 255, 255), 0.35)), (1, wall)))
    draw = ImageDraw.Draw(picture)
    shade = _mix(skin, (150, 70, 50), 0.22)
    if long_hair:
        oval(draw, 50, 46, 27, 29, hair)
        draw.rounded_rectangle((23 * scale, 46 * scale, 77 * scale, 84 * scale), 14 * scale, fill=hair)
    oval(draw, 50, 104, 36, 30, shirt)
    draw.rounded_rectangle((42.5 * scale, 56 * scale, 57.5 * scale, 80 * scale), 7 * scale, fill=shade)
    oval(draw, 50, 47, 18.5, 22, skin)
    if long_hair:
        draw.chord((29 * scale, 18 * scale, 75 * scale, 66 * scale), 186, 318, fill=hair)
    else:
        draw.chord((30 * scale, 21 * scale, 70 * scale, 57 * scale), 184, 356, fill=hair)
        draw.chord((35 * scale, 46 * scale, 65 * scale, 70 * scale), 16, 164, fill=_mix(hair, skin, 0.1))
    for x in (43, 57):
        oval(draw, x, 47.5, 1.9, 2.4, (38, 30, 34))
        oval(draw, x * 1.0 + (3 if x > 50 else -3), 54, 3.2, 2.2, _mix(skin, (236, 110, 96), 0.28))
    draw.arc(
        (44 * scale, 50 * scale, 56 * scale, 60 * scale),
        25,
        155,
        fill=_mix(skin, (140, 40, 40), 0.75),
        width=round(1.5 * scale),
    )
    return picture.resize((side, side), Image.Resampling.LANCZOS)


def mark(side: int, ink: Rgb) -> Image.Image:
    """The mark of the made-up magazine Northlight: two peaks and a low sun in a ring."""
    mask = Image.new("L", (side * 4, side * 4))
    draw = ImageDraw.Draw(mask)
    unit = side * 4 / 100
    draw.ellipse((4 * unit, 4 * unit, 96 * unit, 96 * unit), outline=255, width=round(7 * unit))
    inside = Image.new("L", mask.size)
    pen = ImageDraw.Draw(inside)
    pen.ellipse((60 * unit, 26 * unit, 76 * unit, 42 * unit), fill=255)
    pen.polygon([(x * unit, y * unit) for x, y in ((0, 92), (39, 32), (56, 58), (63, 49), (100, 92))], fill=255)
    disc = Image.new("L", mask.size)
    ImageDraw.Draw(disc).ellipse((17 * unit, 17 * unit, 83 * unit, 83 * unit), fill=255)
    mask = ImageChops.lighter(mask, ImageChops.multiply(inside, disc))
    picture = Image.new("RGBA", mask.size, (*ink, 255))
    picture.putalpha(mask)
    return picture.resize((side, side), Image.Resampling.LANCZOS)


def _mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _vertical(width: int, height: int, stops: Stops) -> Image.Image:
    """A vertical gradient; before the first and after the last stop its colour goes on."""
    column = Image.new("RGB", (1, height))
    for y in range(height):
        place = y / height
        after = next((index for index, stop in enumerate(stops) if stop[0] >= place), len(stops) - 1)
        (start, one), (end, other) = stops[max(0, after - 1)], stops[after]
        share = min(1.0, max(0.0, (place - start) / (end - start))) if end > start else 1.0
        column.putpixel((0, y), _mix(one, other, share))
    return column.resize((width, height))


def _glow(picture: Image.Image, centre: tuple[float, float], radius: float, colour: Rgb, strength: int) -> None:
    """Light around a point, painted into `picture`."""
    light = Image.radial_gradient("L").point(lambda value: round(strength * max(0.0, 1 - value / 181) ** 2))
    side = round(radius * 2)
    light = light.resize((side, side), Image.Resampling.BICUBIC)
    picture.paste(colour, (round(centre[0] - radius), round(centre[1] - radius)), light)


def _steps(count: int) -> Iterable[float]:
    return (step / count for step in range(count + 1))


def _ridge(chance: random.Random, width: int, base: float, rough: float, detail: int) -> list[tuple[float, float]]:
    """A skyline by midpoint displacement: points from the left edge to the right one."""
    heights = [base + chance.uniform(-rough, rough) * 0.6 for _ in range(3)]
    for _ in range(detail):
        between = [(a + b) / 2 + chance.uniform(-rough, rough) * 0.5 for a, b in pairwise(heights)]
        heights = [height for pair in zip(heights, between, strict=False) for height in pair] + [heights[-1]]
        rough *= 0.54
    return [(width * index / (len(heights) - 1), height) for index, height in enumerate(heights)]


def _waves(chance: random.Random, width: int, base: float, size: float) -> list[tuple[float, float]]:
    swings = [(size / (turn + 1), chance.uniform(0.7, 1.3) * (turn + 1), chance.uniform(0, 6.3)) for turn in range(3)]
    return [
        (
            x,
            base
            + sum(high * math.sin(often * 2 * math.pi * x / width * 0.8 + start) for high, often, start in swings)
            * 0.6,
        )
        for x in range(0, width + 9, 8)
    ]


def _fill_below(picture: Image.Image, line: list[tuple[float, float]], fill: Image.Image) -> None:
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).polygon([*line, (picture.width, picture.height), (0, picture.height)], fill=255)
    picture.paste(fill, (0, 0), mask)


def _firs(picture: Image.Image, chance: random.Random, line: list[tuple[float, float]], tall: float, ink: Rgb) -> None:
    draw = ImageDraw.Draw(picture)
    for x, y in line:
        if chance.random() < 0.42:
            size = tall * chance.uniform(0.4, 1.0)
            for part in range(3):
                half, tip = size * (0.1 + 0.06 * part), y - size * (1 - 0.26 * part)
                draw.polygon([(x - half, tip + size * 0.5), (x, tip), (x + half, tip + size * 0.5)], fill=ink)


def _shadow(picture: Image.Image, box: tuple[float, float, float, float], strength: int, blur: float) -> None:
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).ellipse(box, fill=strength)
    picture.paste((70, 48, 40), (0, 0), mask.filter(ImageFilter.GaussianBlur(blur)))


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
        colour = _mix(_mix(clay, (52, 28, 30), 0.62), _mix(clay, (255, 246, 232), 0.42), light)
        row.putpixel((x, 0), colour)
    surface = row.resize((width, height))
    rings = Image.new("L", (1, height))
    for y in range(height):
        rings.putpixel((0, y), round(7 + 7 * math.sin(y / height * 420)))
    surface.paste(_mix(clay, (40, 24, 20), 0.7), (0, 0), rings.resize((width, height)))
    return surface


def _stems(picture: Image.Image, chance: random.Random, x: float, y: float, height: int, ink: Rgb) -> None:
    """Stems with small oval leaves that lean out of the vase."""
    draw = ImageDraw.Draw(picture)
    for stem in range(7):
        lean = (stem - 3) * 0.16 + chance.uniform(-0.05, 0.05)
        length = height * chance.uniform(0.2, 0.33)
        points = [(x + lean * length * t**1.4, y - length * t + 0.02 * height * (1 - t)) for t in _steps(24)]
        tone = _mix(ink, (236, 214, 178), chance.uniform(0.1, 0.55))
        draw.line(points, fill=tone, width=round(height * 0.0028), joint="curve")
        for index in range(9, 25):
            side = 1 if index % 2 else -1
            px, py = points[index]
            size = height * 0.011 * chance.uniform(0.7, 1.25)
            draw.ellipse(
                (px + side * size * 0.9 - size, py - size * 1.5, px + side * size * 0.9 + size, py + size * 0.4),
                fill=tone,
            )


def _finish(picture: Image.Image, width: int, height: int) -> Image.Image:
    """The picture at its size, with a little grain that keeps its gradients from banding."""
    small = picture.resize((width, height), Image.Resampling.LANCZOS)
    grain = Image.effect_noise((256, 256), 10)
    sheet = Image.new("L", (width, height))
    for x in range(0, width, 256):
        for y in range(0, height, 256):
            sheet.paste(grain, (x, y))
    return ImageChops.overlay(small, Image.blend(Image.new("L", (width, height), 128), sheet, 0.35).convert("RGB"))


def _save(picture: Image.Image, name: str, quality: int) -> None:
    picture.save(ASSETS / name, quality=quality, optimize=True, progressive=True)


if __name__ == "__main__":
    main()
