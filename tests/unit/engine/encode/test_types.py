"""Every type from every mode that the painter produces."""

from __future__ import annotations

import io
import random
import zlib
from functools import cache

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from tintype.engine.encode import CONTENT_TYPES, checksum, encode

MODES = ["L", "P", "RGB", "RGBA"]


def photo(mode: str = "RGB", size: tuple[int, int] = (320, 200)) -> Image.Image:
    return _photo(mode, size).copy()


@cache
def _photo(mode: str, size: tuple[int, int]) -> Image.Image:
    small = Image.frombytes("RGBA", (16, 10), random.Random(5).randbytes(640))
    image = small.resize(size, Image.Resampling.BICUBIC)
    return image.convert("RGB").quantize(200) if mode == "P" else image.convert(mode)


def flat() -> Image.Image:
    image = Image.new("RGB", (400, 200), "#fafaf9")
    ImageDraw.Draw(image).text((30, 60), "Flat art", fill="#1c1917", font_size=60)
    return image


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def distance(a: Image.Image, b: Image.Image) -> float:
    """The root mean square difference, 0-255."""
    stat = ImageStat.Stat(ImageChops.difference(a.convert("RGB"), b.convert("RGB")))
    return max(stat.rms)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("type_", sorted(CONTENT_TYPES))
@pytest.mark.parametrize("size", [(1, 1), (320, 200)])
def test_every_mode_encodes_to_every_type(type_: str, mode: str, size: tuple[int, int]) -> None:
    image = opened(encode(photo(mode, size), type_))
    assert image.size == size
    assert Image.MIME[image.format or ""] == CONTENT_TYPES[type_]


@pytest.mark.parametrize("type_", ["jpeg", "webp", "avif"])
def test_default_quality_looks_like_the_picture_and_a_lower_one_is_smaller(type_: str) -> None:
    image = photo()
    data = encode(image, type_)
    assert distance(opened(data), image) < 8
    assert len(encode(image, type_, 20)) < len(data)


@pytest.mark.parametrize("type_", ["jpeg", "webp", "avif"])
@pytest.mark.parametrize("quality", [1, 100])
def test_the_whole_range_of_quality_works(type_: str, quality: int) -> None:
    assert opened(encode(photo(), type_, quality)).size == (320, 200)


def test_jpeg_shows_alpha_as_on_white_paper() -> None:
    image = Image.new("RGBA", (32, 32), (200, 0, 0, 0))
    image.paste((0, 0, 200, 128), (16, 0, 32, 32))
    shown = opened(encode(image, "jpeg", 95)).convert("RGB")
    assert min(shown.getpixel((4, 16))) > 250  # type: ignore[arg-type]
    red, _, blue = shown.getpixel((28, 16))  # type: ignore[misc]
    assert abs(red - 127) < 6
    assert abs(blue - 227) < 6


def test_high_quality_jpeg_keeps_full_colour_resolution() -> None:
    stripes = Image.new("RGB", (64, 64), "blue")
    for x in range(0, 64, 2):
        stripes.paste("red", (x, 0, x + 1, 64))
    assert distance(opened(encode(stripes, "jpeg", 95)), stripes) < 10
    assert distance(opened(encode(stripes, "jpeg", 90)), stripes) > 40


@pytest.mark.parametrize("mode", ["RGB", "P"])
def test_flat_art_is_a_webp_without_loss(mode: str) -> None:
    image = flat() if mode == "RGB" else flat().quantize(64)
    data = encode(image, "webp")
    assert opened(data).convert("RGB").tobytes() == image.convert("RGB").tobytes()
    assert len(data) < len(encode(image, "webp", 79))


def test_a_gradient_is_a_webp_with_loss_though_it_has_few_colours() -> None:
    gradient = Image.radial_gradient("L").convert("RGB")
    assert opened(encode(gradient, "webp")).convert("RGB").tobytes() != gradient.tobytes()


@pytest.mark.parametrize("type_", ["webp", "avif"])
def test_alpha_survives(type_: str) -> None:
    image = photo("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    alpha = opened(encode(image, type_)).convert("RGBA").getchannel("A")
    assert distance(alpha, image.getchannel("A")) < 4


def test_smooth_alpha_costs_little_in_webp() -> None:
    image = photo("RGBA")
    image.putalpha(255)
    opaque = len(encode(image, "webp"))
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    assert len(encode(image, "webp")) < 2 * opaque


def test_a_transparent_palette_keeps_its_alpha_in_webp() -> None:
    image = flat().quantize(8)
    image.info["transparency"] = 0
    corner = opened(encode(image, "webp")).convert("RGBA")
    assert corner.tobytes() == image.convert("RGBA").tobytes()


def test_gif_is_exact_where_it_can_be_and_close_where_not() -> None:
    assert opened(encode(flat(), "gif")).convert("RGB").tobytes() == flat().tobytes()
    assert distance(opened(encode(photo(), "gif")), photo()) < 20


def test_gif_cuts_alpha_at_a_half() -> None:
    image = Image.new("RGBA", (30, 10), (0, 0, 200, 255))
    image.paste((0, 0, 200, 100), (0, 0, 10, 10))
    image.paste((0, 0, 200, 200), (10, 0, 20, 10))
    shown = opened(encode(image, "gif")).convert("RGBA")
    assert [shown.getpixel((x, 5))[3] for x in (5, 15, 25)] == [0, 255, 255]  # type: ignore[index]


def test_encoding_leaves_the_picture_as_it_was() -> None:
    for type_ in CONTENT_TYPES:
        for mode in MODES:
            image = photo(mode)
            before = image.mode, image.tobytes(), dict(image.info)
            encode(image, type_)
            assert (image.mode, image.tobytes(), dict(image.info)) == before


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(KeyError):
        encode(photo(), "tiff")


def test_checksum_is_crc32() -> None:
    assert checksum(b"tintype") == zlib.crc32(b"tintype")
