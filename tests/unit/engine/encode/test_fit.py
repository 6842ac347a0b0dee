"""Fitting an answer into a number of bytes."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from tintype.engine.encode import encode
from tintype.engine.encode.fit import encode_within


def noise(mode: str = "RGB", side: int = 200) -> Image.Image:
    bands = {"L": 1, "RGB": 3, "RGBA": 4}[mode]
    return Image.frombytes(mode, (side, side), random.Random(3).randbytes(side * side * bands))


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_what_fits_is_left_alone() -> None:
    assert encode_within(noise(), "png") == (encode(noise(), "png"), "png")


def test_a_png_first_loses_colours_and_stays_a_png() -> None:
    data, type_ = encode_within(noise(), "png", limit=60_000)
    assert (type_, opened(data).format, opened(data).mode) == ("png", "PNG", "P")
    assert len(data) <= 60_000


@pytest.mark.parametrize(("mode", "becomes"), [("RGB", "jpeg"), ("RGBA", "webp")])
def test_then_it_becomes_lossy_and_keeps_its_alpha(mode: str, becomes: str) -> None:
    image = noise(side=20).resize((300, 300), Image.Resampling.BICUBIC)
    if mode == "RGBA":
        image.putalpha(Image.linear_gradient("L").resize((300, 300)))
    limit = len(encode(image, becomes, 60))
    data, type_ = encode_within(image, "png", limit=limit)
    assert (type_, opened(data).size) == (becomes, (300, 300))
    assert opened(data).mode == mode
    assert len(data) <= limit


@pytest.mark.parametrize("type_", ["jpeg", "webp", "avif"])
def test_a_lossy_type_lowers_its_quality_before_its_size(type_: str) -> None:
    image = noise()
    limit = len(encode(image, type_, 40))
    data, got = encode_within(image, type_, limit=limit)
    assert (got, opened(data).size) == (type_, (200, 200))
    assert len(data) <= limit


def test_a_quality_that_was_asked_for_is_never_raised() -> None:
    image = noise()
    limit = len(encode(image, "jpeg", 10)) - 1
    data, _ = encode_within(image, "jpeg", 10, limit=limit)
    assert len(data) <= limit
    assert opened(data).size == (100, 100)


@pytest.mark.parametrize("type_", ["png", "jpeg", "webp", "avif", "gif"])
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_a_limit_out_of_reach_gives_the_smallest_picture_there_is(type_: str, mode: str) -> None:
    data, _ = encode_within(noise(mode, 40), type_, limit=1)
    assert opened(data).size == (1, 1)
