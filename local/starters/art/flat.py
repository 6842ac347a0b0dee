"""Flat drawings: portraits for avatars, and the mark of a made-up brand."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw

from local.starters.art.brush import Rgb, mix, vertical


def portrait(side: int, skin: Rgb, hair: Rgb, shirt: Rgb, wall: Rgb, long_hair: bool) -> Image.Image:
    """A flat portrait for a round avatar."""
    scale = side * 4 / 100  # drawn on a canvas of 100 units

    def oval(draw: ImageDraw.ImageDraw, x: float, y: float, rx: float, ry: float, fill: Rgb) -> None:
        draw.ellipse(((x - rx) * scale, (y - ry) * scale, (x + rx) * scale, (y + ry) * scale), fill=fill)

    picture = vertical(side * 4, side * 4, ((0, mix(wall, (255, 255, 255), 0.35)), (1, wall)))
    draw = ImageDraw.Draw(picture)
    shade = mix(skin, (150, 70, 50), 0.22)
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
        draw.chord((35 * scale, 46 * scale, 65 * scale, 70 * scale), 16, 164, fill=mix(hair, skin, 0.1))
    for x in (43, 57):
        oval(draw, x, 47.5, 1.9, 2.4, (38, 30, 34))
        oval(draw, x * 1.0 + (3 if x > 50 else -3), 54, 3.2, 2.2, mix(skin, (236, 110, 96), 0.28))
    draw.arc(
        (44 * scale, 50 * scale, 56 * scale, 60 * scale),
        25,
        155,
        fill=mix(skin, (140, 40, 40), 0.75),
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
    mask = mask.resize((side, side), Image.Resampling.LANCZOS)
    picture = Image.new("RGBA", mask.size, (*ink, 255))
    picture.putalpha(mask)
    return picture
