"""What every picture is made with: mixed colours, gradients, light, shadow and grain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Rgb = tuple[int, int, int]
Stops = Sequence[tuple[float, Rgb]]
SMOOTH = 2  # everything is drawn this many times as large and scaled down, which smooths its edges


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def vertical(width: int, height: int, stops: Stops) -> Image.Image:
    """A vertical gradient; before the first and after the last stop its colour goes on."""
    column = Image.new("RGB", (1, height))
    for y in range(height):
        place = y / height
        after = next((index for index, stop in enumerate(stops) if stop[0] >= place), len(stops) - 1)
        (start, one), (end, other) = stops[max(0, after - 1)], stops[after]
        share = min(1.0, max(0.0, (place - start) / (end - start))) if end > start else 1.0
        column.putpixel((0, y), mix(one, other, share))
    return column.resize((width, height))


def glow(picture: Image.Image, centre: tuple[float, float], radius: float, colour: Rgb, strength: int) -> None:
    """Light around a point, painted into `picture`."""
    light = Image.radial_gradient("L").point(lambda value: round(strength * max(0.0, 1 - value / 181) ** 2))
    side = round(radius * 2)
    light = light.resize((side, side), Image.Resampling.BICUBIC)
    picture.paste(colour, (round(centre[0] - radius), round(centre[1] - radius)), light)


def steps(count: int) -> Iterable[float]:
    return (step / count for step in range(count + 1))


def fill_below(picture: Image.Image, line: list[tuple[float, float]], fill: Image.Image) -> None:
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).polygon([*line, (picture.width, picture.height), (0, picture.height)], fill=255)
    picture.paste(fill, (0, 0), mask)


def shadow(picture: Image.Image, box: tuple[float, float, float, float], strength: int, blur: float) -> None:
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).ellipse(box, fill=strength)
    picture.paste((70, 48, 40), (0, 0), mask.filter(ImageFilter.GaussianBlur(blur)))


def finish(picture: Image.Image, width: int, height: int) -> Image.Image:
    """The picture at its size, with a little grain that keeps its gradients from banding."""
    small = picture.resize((width, height), Image.Resampling.LANCZOS)
    grain = Image.effect_noise((256, 256), 10)
    sheet = Image.new("L", (width, height))
    for x in range(0, width, 256):
        for y in range(0, height, 256):
            sheet.paste(grain, (x, y))
    return ImageChops.overlay(small, Image.blend(Image.new("L", (width, height), 128), sheet, 0.35).convert("RGB"))
