"""The pictures that the designs show, drawn from static seeds, and the fonts for the peers: our own files."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from bench.places import ASSETS, AVATARS, FONTS, WIDE_PHOTOS
from bench.values import EMOJI

_FONT_FILES = {
    "Inter-400.ttf": "inter/400.ttf",
    "Inter-700.ttf": "inter/700.ttf",
    "Arabic-700.ttf": "noto/noto-sans-arabic-700.ttf",
    "Emoji-400.ttf": "noto/noto-color-emoji-400.ttf",
}
_STAMP = "made 2"  # to be changed whenever what is drawn here changes


def make_assets() -> None:
    """Draw what isn't there yet."""
    stamp = ASSETS / "stamp"
    if stamp.exists() and stamp.read_text() == _STAMP:
        return
    print("drawing assets", flush=True)
    shutil.rmtree(ASSETS, ignore_errors=True)
    for folder in ("fonts", "emoji"):
        (ASSETS / folder).mkdir(parents=True)
    for name, source in _FONT_FILES.items():
        shutil.copy2(FONTS / source, ASSETS / "fonts" / name)
    _save(_photo(1200, 630, 1), "photo.jpg")
    _save(_photo(1080, 1920, 2), "tall.jpg")
    for number in range(WIDE_PHOTOS):
        _save(_photo(1200, 630, 1000 + number), f"wide{number}.jpg")
    for number in range(AVATARS):
        _save(_avatar(number), f"avatar{number}.jpg")
    _logo().save(ASSETS / "logo.png")
    _square().save(ASSETS / "square.png")
    for emoji in EMOJI:
        _emoji(emoji)
    stamp.write_text(_STAMP)


def _save(picture: Image.Image, name: str) -> None:
    picture.save(ASSETS / name, quality=82)


def _photo(width: int, height: int, seed: int) -> Image.Image:
    """Something as hard to encode as a photograph: smooth noise in eight octaves over a sky, with grain."""
    source = random.Random(seed)
    light = Image.new("L", (width, height), 128)
    for octave in range(2, 10):
        size = (max(2, width >> (10 - octave)), max(2, height >> (10 - octave)))
        noise = Image.frombytes("L", size, source.randbytes(size[0] * size[1]))
        light = _added(light, noise.resize((width, height), Image.Resampling.BICUBIC), 0.7 / 1.75 ** (octave - 2))
    grain = Image.frombytes("L", (width, height), source.randbytes(width * height))
    light = _added(light, grain, 0.04)
    colours = Image.frombytes("RGB", (6, 4), source.randbytes(72)).resize((width, height), Image.Resampling.BICUBIC)
    return Image.merge("RGB", [_added(light, band, 0.4) for band in colours.split()])


def _added(picture: Image.Image, noise: Image.Image, share: float) -> Image.Image:
    """The noise around its middle grey, weakened to `share`, added."""
    weaker = noise.point([int(value * share) for value in range(256)])
    return ImageChops.add(picture, weaker, 1, int(-128 * share))


def _avatar(number: int) -> Image.Image:
    picture = _photo(400, 400, 100 + number)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((120, 70, 280, 230), fill=(225 - number, 180, 150))
    draw.ellipse((60, 250, 340, 560), fill=(40 + number * 2, 60, 120))
    return picture.filter(ImageFilter.GaussianBlur(1))


def _logo() -> Image.Image:
    logo = Image.new("RGBA", (640, 240))
    draw = ImageDraw.Draw(logo)
    draw.rounded_rectangle((8, 8, 232, 232), 48, fill=(255, 90, 60, 255))
    draw.ellipse((70, 70, 170, 170), fill=(255, 255, 255, 230))
    font = ImageFont.truetype(ASSETS / "fonts" / "Inter-700.ttf", 138)
    draw.text((262, 120), "acme", font=font, anchor="lm", fill=(255, 255, 255, 255))
    return logo.resize((160, 60), Image.Resampling.LANCZOS)


def _square() -> Image.Image:
    square = Image.new("RGBA", (320, 320))
    draw = ImageDraw.Draw(square)
    draw.rounded_rectangle((8, 8, 312, 312), 70, fill=(255, 200, 60, 255))
    draw.ellipse((90, 90, 230, 230), fill=(20, 90, 80, 255))
    return square.resize((80, 80), Image.Resampling.LANCZOS)


def _emoji(emoji: str) -> Path:
    """The picture of an emoji, for satori, which draws no colour fonts."""
    font = ImageFont.truetype(ASSETS / "fonts" / "Emoji-400.ttf", 109)
    picture = Image.new("RGBA", (136, 128))
    ImageDraw.Draw(picture).text((0, 0), emoji, font=font, embedded_color=True)
    box = picture.getbbox()
    if box is None:
        raise ValueError(f"the font draws nothing for {emoji!r}")
    name = "-".join(f"{ord(character):x}" for character in emoji if character != "\ufe0f")
    path = ASSETS / "emoji" / f"{name}.png"
    picture.crop((0, box[1], 136, box[3])).save(path)
    return path
