"""PNG: whatever is painted, a decoder gives back exactly that."""

from __future__ import annotations

import io
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from tintype.engine.encode import StripCache, encode
from tintype.engine.encode.scanlines import NONE, UP, best_filter, scanlines

CHANNELS = {"L": 1, "P": 1, "RGB": 3, "RGBA": 4}


def decoded(data: bytes) -> Image.Image:
    """The picture as Pillow reads it, every checksum verified."""
    with Image.open(io.BytesIO(data)) as image:
        image.verify()
    image = Image.open(io.BytesIO(data))
    assert image.format == "PNG"
    image.load()
    return image


def assert_exact(data: bytes, painted: Image.Image) -> None:
    image = decoded(data)
    assert image.size == painted.size
    assert image.convert("RGBA").tobytes() == painted.convert("RGBA").tobytes()


@st.composite
def pictures(draw: st.DrawFn) -> Image.Image:
    mode = draw(st.sampled_from(["L", "P", "RGB", "RGBA"]))
    size = draw(st.tuples(st.integers(1, 70), st.integers(1, 70)))
    seed = random.Random(draw(st.integers(0, 2**32)))
    # From two byte values (few colours, so a palette) to all of them (many).
    levels = seed.sample(range(256), draw(st.sampled_from([1, 2, 5, 256])))
    image = Image.frombytes(mode, size, bytes(seed.choices(levels, k=size[0] * size[1] * CHANNELS[mode])))
    if mode == "P":
        if draw(st.booleans()):
            image.putpalette(seed.randbytes(1024), "RGBA")
        else:
            image.putpalette(seed.randbytes(768))
            image.info["transparency"] = draw(st.sampled_from([3, b"\x00\x80\xff\x01"]))
    if mode == "RGBA" and draw(st.booleans()):
        image.putalpha(255)
    return image


@given(pictures())
def test_any_picture_decodes_to_exactly_what_was_painted(image: Image.Image) -> None:
    assert_exact(encode(image, "png"), image)


@given(pictures(), st.data())
def test_strips_never_change_a_pixel_however_rows_and_damage_fall(image: Image.Image, data: st.DataObject) -> None:
    rows = st.integers(-5, image.height + 5)
    strips = StripCache(1 << 20).of("key")
    for _ in range(3):
        damage = data.draw(st.lists(st.tuples(rows, rows), max_size=3))
        changed = image.copy()
        for top, bottom in damage:
            box = (0, max(0, top), image.width, min(image.height, bottom))
            if box[1] < box[3]:
                changed.paste(data.draw(st.integers(0, 255)), box)
        assert_exact(encode(changed, "png", strips=strips, damage=damage), changed)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (4096, 1), (1200, 630)])
def test_extreme_sizes_are_exact_with_either_filter(mode: str, size: tuple[int, int]) -> None:
    noise = random.Random(7).randbytes(size[0] * size[1] * CHANNELS[mode])
    image = Image.frombytes(mode, size, noise)
    assert_exact(encode(image, "png"), image)
    for filter_type in (NONE, UP):
        lines = b"".join(scanlines(image, mode, filter_type, 0, image.height))
        stride = len(lines) // image.height
        assert set(lines[::stride]) == {filter_type}


def test_an_opaque_picture_is_stored_without_alpha() -> None:
    image = Image.merge(
        "RGBA", [Image.effect_noise((600, 500), 90) for _ in range(3)] + [Image.new("L", (600, 500), 255)]
    )
    assert decoded(encode(image, "png")).mode == "RGB"


def test_a_grey_picture_is_stored_as_grey() -> None:
    image = Image.linear_gradient("L").resize((600, 500)).convert("RGB")
    data = encode(image, "png")
    assert decoded(data).mode == "L"
    assert_exact(data, image)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_flat_page_is_stored_with_a_palette(mode: str) -> None:
    image = Image.new(mode, (800, 600), "#0f766e")
    draw = ImageDraw.Draw(image)
    for x in range(0, 800, 40):
        draw.rectangle((x, x // 2, x + 20, x // 2 + 20), fill=(x % 256, 99, 200, 128 + x % 100))
    data = encode(image, "png")
    assert decoded(data).mode == "P"
    assert_exact(data, image)


@pytest.mark.parametrize(("colours", "depth"), [(2, 1), (4, 2), (16, 4), (17, 8)])
def test_few_colours_share_bytes(colours: int, depth: int) -> None:
    image = Image.frombytes("P", (61, 9), bytes(n % colours for n in range(61 * 9)))
    image.putpalette(bytes(range(3 * colours)))
    data = encode(image, "png")
    assert data[24] == depth
    assert_exact(data, image)


def test_colours_under_full_transparency_are_kept() -> None:
    image = Image.frombytes("RGBA", (16, 16), random.Random(1).randbytes(1024))
    image.putalpha(0)
    assert decoded(encode(image, "png")).convert("RGBA").tobytes() == image.tobytes()


def test_photographs_are_filtered_with_up_and_flat_art_is_not() -> None:
    photo = Image.effect_noise((64, 64), 60).resize((640, 480), Image.Resampling.BICUBIC).convert("RGB")
    assert best_filter(photo, "RGB") == UP
    flat = Image.new("RGB", (640, 480), "#fafaf9")
    ImageDraw.Draw(flat).text((20, 20), "Plain text\n" * 40, fill="#1c1917")
    assert best_filter(flat, "RGB") == NONE


def test_the_stream_is_plain_zlib_that_any_decoder_reads() -> None:
    image = Image.effect_noise((100, 100), 50).convert("RGB")
    strips = StripCache(1 << 20).of("key")
    data = encode(image, "png", strips=strips, damage=[(40, 41)])
    start = data.index(b"IDAT") + 4
    length = int.from_bytes(data[start - 8 : start - 4], "big")
    assert len(zlib.decompress(data[start : start + length])) == 100 * 301
