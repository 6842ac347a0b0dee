"""What each trick of the encoders gains: median processor times on this machine, interleaved, and sizes.

    PYTHONPATH=functions taskset -c 1 .venv/bin/python bench/encoding.py [rounds]

Prints one Markdown table a picture; the first line of each is the divisor of the ratios.
"""

from __future__ import annotations

import io
import random
import statistics
import sys
import time
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from tintype.engine.encode import StripCache, encode
from tintype.engine.encode.palette import indexed
from tintype.engine.encode.scanlines import UP, scanlines

Case = Callable[[], bytes]


def photo(width: int, height: int) -> Image.Image:
    """Something with the statistics of a photograph: noise at many scales, and grain."""
    seed = random.Random(7)
    image = Image.new("RGB", (width, height), (128, 110, 100))
    for octave in range(2, 9):
        size = (2**octave, max(1, 2**octave * height // width))
        layer = Image.frombytes("RGB", size, seed.randbytes(3 * size[0] * size[1]))
        image = Image.blend(image, layer.resize((width, height), Image.Resampling.BICUBIC), 0.3 / (octave - 1))
    grain = Image.frombytes("L", (width, height), seed.randbytes(width * height)).convert("RGB")
    return Image.blend(image, grain, 0.03)


def card() -> Image.Image:
    """W1: a photo of 1200x630 with two lines of text and a button in rows 180-402 and 470-542."""
    image = photo(1200, 630)
    draw = ImageDraw.Draw(image)
    draw.text((60, 180), "Building a faster image\nrenderer for the cloud", "white", ImageFont.load_default(64))
    draw.rounded_rectangle((60, 470, 320, 542), 16, "#2563eb")
    return image


def banner() -> Image.Image:
    """W2: a flat banner of 600x200 with a logo in three colours and one line of text in rows 74-128."""
    image = Image.new("RGB", (2400, 800), "#0f766e")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((160, 240, 480, 560), 70, "#ffc83c")
    draw.ellipse((250, 330, 390, 470), "#145a50")
    draw.text((600, 300), "Eleanor, 20% off", "white", ImageFont.load_default(160))
    return image.resize((600, 200), Image.Resampling.BOX)


def page(mode: str) -> Image.Image:
    """W3: a page of 1080x1350 full of text, in mode RGB, or in mode P as a coverage with a ramp of colours."""
    seed = random.Random(3)
    words = ["the", "quick", "renderer", "paints", "every", "glyph", "with", "care", "while", "caches", "hold"]
    lines = "\n".join(" ".join(seed.choices(words, k=13)) for _ in range(36))
    image = Image.new("L", (1080, 1350))
    ImageDraw.Draw(image).multiline_text((40, 20), lines, 255, ImageFont.load_default(28), spacing=6)
    ground, ink = (250, 250, 249), (28, 25, 23)
    ramp = [round(g + (i - g) * n / 255) for n in range(256) for g, i in zip(ground, ink, strict=True)]
    image.putpalette(ramp)
    return image.convert(mode)


def pillow(image: Image.Image, type_: str, **options: Any) -> Case:
    def case() -> bytes:
        file = io.BytesIO()
        image.save(file, type_, **options)
        return file.getvalue()

    return case


def png_cases(image: Image.Image, damage: list[tuple[int, int]]) -> dict[str, Case]:
    strips = StripCache(1 << 26).of("bench")
    rgb = image.convert("RGB")

    def up_and_zlib() -> bytes:
        deflater = zlib.compressobj(1)
        rows = scanlines(rgb, "RGB", UP, 0, rgb.height)
        return b"".join([*map(deflater.compress, rows), deflater.flush()])

    return {
        "Pillow, save": pillow(image, "PNG"),
        "Pillow, compress_level=1": pillow(image, "PNG", compress_level=1),
        "filter Up by ImageChops, zlib level 1": up_and_zlib,
        "ours, no strips (isal, chosen filter and pixel format)": lambda: encode(image, "png"),
        "ours, first picture of its strips": lambda: encode(
            image, "png", strips=StripCache(1 << 26).of("first"), damage=damage
        ),
        "ours, with warm strips": lambda: encode(image, "png", strips=strips, damage=damage),
        "of it: looking for an exact palette": lambda: b"" if image.mode == "P" else bytes(bool(indexed(image))),
    }


def lossy_cases(image: Image.Image) -> dict[str, Case]:
    return {
        "Pillow, JPEG 80": pillow(image.convert("RGB"), "JPEG", quality=80),
        "ours, JPEG": lambda: encode(image, "jpeg"),
        "Pillow, JPEG 80, optimize": pillow(image.convert("RGB"), "JPEG", quality=80, optimize=True),
        "Pillow, WebP 80 (method 4)": pillow(image.convert("RGB"), "WEBP", quality=80),
        "Pillow, WebP 80, method 1": pillow(image.convert("RGB"), "WEBP", quality=80, method=1),
        "ours, WebP": lambda: encode(image, "webp"),
        "ours, AVIF": lambda: encode(image, "avif"),
        "ours, GIF": lambda: encode(image, "gif"),
    }


def measured(cases: dict[str, Case], rounds: int) -> dict[str, tuple[float, int]]:
    """For each case its median processor time in milliseconds and its size in bytes; rounds interleave the cases."""
    sizes = {name: len(case()) for name, case in cases.items()}
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            start = time.process_time()
            case()
            times[name].append((time.process_time() - start) * 1000)
    return {name: (statistics.median(times[name]), sizes[name]) for name in cases}


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    pictures = {
        "W1, photo card 1200x630": (card(), [(180, 402), (470, 542)]),
        "W2, flat banner 600x200": (banner(), [(74, 128)]),
        "W3, text page 1080x1350, mode P": (page("P"), [(0, 1350)]),
        "W3, text page 1080x1350, mode RGB": (page("RGB"), [(0, 1350)]),
    }
    for title, (image, damage) in pictures.items():
        for kind, cases in (("PNG", png_cases(image, damage)), ("the others", lossy_cases(image))):
            print(f"\n### {title}: {kind}\n\n| | ms | ratio | kB |\n|---|---|---|---|")
            figures = measured(cases, rounds)
            divisor = next(iter(figures.values()))[0]
            for name, (milliseconds, size) in figures.items():
                print(f"| {name} | {milliseconds:.2f} | {milliseconds / divisor:.3f} | {size / 1000:.1f} |")


if __name__ == "__main__":
    main()
