"""A JPEG's rows of blocks that stay the same are coded once, and the bytes are as if they had not been."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tintype.engine.encode import StripCache, encode


def noise(seed: int, size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    source = random.Random(seed)
    small = Image.frombytes("RGB", (9, 7), source.randbytes(189)).resize(size, Image.Resampling.BICUBIC)
    image = small.convert(mode)
    if mode == "RGBA":
        image.putalpha(Image.linear_gradient("L").resize(size))
    return image


def as_libjpeg_writes_it(image: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image if image.mode == "RGBA" else None)
    (image if image.mode == "L" else flat).save(
        file,
        "JPEG",
        quality=quality,
        subsampling="4:4:4" if quality > 90 else "4:2:0",
        restart_marker_rows=1,
    )
    return file.getvalue()


@given(
    st.sampled_from(["RGB", "RGBA", "L"]),
    st.tuples(st.integers(1, 90), st.integers(1, 200)),
    st.sampled_from([20, 80, 95]),
    st.data(),
)
def test_the_bytes_are_those_of_the_whole_picture(
    mode: str, size: tuple[int, int], quality: int, data: st.DataObject
) -> None:
    strips = StripCache(1 << 20).of("key")
    base = noise(1, size, mode)
    rows = st.integers(-5, size[1] + 5)
    for number in range(4):
        damage = data.draw(st.lists(st.tuples(rows, rows), max_size=3))
        image = base.copy()
        for top, bottom in damage:
            box = (0, max(0, top), size[0], min(size[1], bottom))
            if box[1] < box[3]:
                image.paste(noise(2 + number, (size[0], box[3] - box[1]), mode), box)
        found = encode(image, "jpeg", quality, strips=strips, damage=damage)
        assert found == as_libjpeg_writes_it(image, quality)


def test_only_rows_that_may_have_changed_are_coded_again() -> None:
    strips = StripCache(1 << 20).of("key")
    before = encode(noise(1, (300, 300)), "jpeg", strips=strips, damage=[(0, 20)])
    other = noise(2, (300, 300))
    after = encode(other, "jpeg", strips=strips, damage=[(0, 20)])
    fresh = as_libjpeg_writes_it(other, 80)
    # Decoders smooth colour over the edge between two rows of blocks.
    assert pixels(after, 0, 30) == pixels(fresh, 0, 30)
    assert pixels(after, 34, 300) == pixels(before, 34, 300) != pixels(fresh, 34, 300)


def pixels(data: bytes, top: int, bottom: int) -> bytes:
    return Image.open(io.BytesIO(data)).crop((0, top, 300, bottom)).tobytes()


@pytest.mark.parametrize("quality", [80, 95])
def test_another_quality_or_size_starts_afresh(quality: int) -> None:
    strips = StripCache(1 << 20).of("key")
    for size, wanted in (((100, 90), 80), ((100, 90), quality), ((64, 90), quality)):
        image = noise(3, size)
        for _ in range(2):
            assert encode(image, "jpeg", wanted, strips=strips, damage=[]) == as_libjpeg_writes_it(image, wanted)


def test_the_cache_bounds_these_too() -> None:
    cache = StripCache(20_000)
    for key in "abcdefgh":
        encode(noise(ord(key), (300, 300)), "jpeg", strips=cache.of(key), damage=[])
        assert cache.size <= 20_000


def test_a_palette_and_full_colour_share_nothing() -> None:
    """A page in one ink has sixteen shades in its palette, and all of them when a second ink comes in."""
    strips = StripCache(1 << 20).of("key")
    coarse = noise(4, (64, 64), "L").quantize(4)
    fine = noise(4, (64, 64))
    for image in (coarse, fine, coarse):
        found = encode(image, "jpeg", strips=strips, damage=[(0, 16)])
        assert found == as_libjpeg_writes_it(image.convert("RGB"), 80)
