"""Strips: rows that stay the same are encoded once, in bounded memory."""

from __future__ import annotations

import io
import random
import threading
import zlib

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tintype.engine.encode import StripCache, encode
from tintype.engine.encode.png_stream import combined_adler


def noise(seed: int = 1, size: tuple[int, int] = (900, 300)) -> Image.Image:
    return Image.frombytes("RGB", size, random.Random(seed).randbytes(size[0] * size[1] * 3))


def pixels(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).convert("RGB").tobytes()


@given(st.binary(max_size=200), st.binary(max_size=70000))
def test_checksums_of_two_parts_combine_to_that_of_the_whole(first: bytes, second: bytes) -> None:
    combined = combined_adler(zlib.adler32(first), zlib.adler32(second), len(second))
    assert combined == zlib.adler32(first + second)


def test_only_damaged_rows_are_encoded_again() -> None:
    strips = StripCache(1 << 22).of("key")
    before = noise()
    encode(before, "png", strips=strips, damage=[])
    after = noise(2)
    after.paste(before.crop((0, 150, 900, 300)), (0, 150))
    data = encode(after, "png", strips=strips, damage=[(0, 150)])
    assert pixels(data) == after.tobytes()
    # What is not declared damage comes from the strips: the proof that they are used at all.
    stale = encode(after, "png", strips=strips, damage=[(0, 10)])
    assert pixels(stale)[900 * 3 * 200 :] == after.tobytes()[900 * 3 * 200 :]
    assert pixels(stale) != after.tobytes()


def test_the_row_below_a_damaged_one_is_encoded_again_too() -> None:
    smooth = Image.linear_gradient("L").resize((900, 300)).convert("RGB")
    smooth.paste(noise(3, (900, 20)).resize((900, 300), Image.Resampling.BICUBIC), (0, 0))
    strips = StripCache(1 << 22).of("key")
    for bottom in range(40, 60):
        changed = smooth.copy()
        changed.paste(noise(bottom, (900, bottom)), (0, 0))
        assert pixels(encode(changed, "png", strips=strips, damage=[(0, bottom)])) == changed.tobytes()


def test_another_size_or_pixel_format_under_the_same_key_starts_afresh() -> None:
    strips = StripCache(1 << 22).of("key")
    for image in (noise(), noise(2, (700, 300)), noise().convert("RGBA"), noise()):
        see_through = image.copy()
        if image.mode == "RGBA":
            see_through.putalpha(Image.effect_noise(image.size, 80))
        data = encode(see_through, "png", strips=strips, damage=[])
        assert Image.open(io.BytesIO(data)).convert("RGBA").tobytes() == see_through.convert("RGBA").tobytes()


def test_the_cache_stays_within_its_bytes_and_forgets_the_longest_unused() -> None:
    cache = StripCache(2_000_000)
    first = cache.of("first")
    for key in ("first", "second", "first", "third"):
        encode(noise(len(key)), "png", strips=cache.of(key), damage=[])
        assert cache.size <= 2_000_000
    assert cache.of("first") is first
    assert cache.of("second").size == 0


def test_a_picture_that_exceeds_the_bound_alone_is_not_kept() -> None:
    cache = StripCache(1000)
    image = noise()
    assert pixels(encode(image, "png", strips=cache.of("key"), damage=[])) == image.tobytes()
    assert cache.size == 0


def test_threads_may_share_strips() -> None:
    cache = StripCache(1 << 22)
    base = noise()
    wrong: list[int] = []

    def render(seed: int) -> None:
        image = base.copy()
        image.paste(noise(seed, (900, 40)), (0, 100))
        data = encode(image, "png", strips=cache.of("key"), damage=[(100, 140)])
        if pixels(data) != image.tobytes():
            wrong.append(seed)

    threads = [threading.Thread(target=render, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
