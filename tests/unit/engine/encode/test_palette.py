"""Palettes: a picture of few colours in mode P, without losing any."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from tintype.engine.encode.palette import index_tables, indexed

Rgb = tuple[int, int, int]

levels = st.integers(0, 255)


@given(st.sets(st.tuples(levels, levels, levels), min_size=1, max_size=256))
def test_tables_give_every_colour_its_own_place(colours: set[Rgb]) -> None:
    ordered = sorted(colours)
    tables = index_tables(ordered)
    if tables is not None:
        for place, colour in enumerate(ordered):
            assert sum(table[colour[channel]] for channel, table in tables.items()) % 256 == place


@given(st.tuples(levels, levels, levels), st.tuples(levels, levels, levels))
def test_the_ramp_between_any_two_colours_has_tables(ground: tuple[int, int, int], ink: tuple[int, int, int]) -> None:
    ramp = {tuple(g + (i - g) * n // 255 for g, i in zip(ground, ink, strict=True)) for n in range(256)}
    assert index_tables(sorted(ramp)) is not None


def test_a_closed_mesh_of_colours_has_none_and_stays_as_it_is() -> None:
    cube = [(r, g, b) for r in (0, 90, 200) for g in (0, 90, 200) for b in (0, 90, 200)]
    assert index_tables(cube) is None
    image = Image.new("RGB", (len(cube), 1))
    image.putdata(cube)
    assert indexed(image, worth_pixels=0) is None


@given(st.tuples(levels, levels, levels), st.tuples(levels, levels, levels), st.sampled_from(["RGB", "RGBA"]))
def test_one_ink_painted_through_a_mask_is_exact(ground: Rgb, ink: Rgb, mode: str) -> None:
    coverage = Image.new("L", (240, 240))
    ImageDraw.Draw(coverage).ellipse((20, 20, 220, 220), fill=255)
    image = Image.new(mode, (60, 60), ground)
    image.paste(ink, mask=coverage.resize((60, 60), Image.Resampling.BOX))
    exact = indexed(image, worth_pixels=0)
    assert exact is not None
    assert exact.convert(mode).tobytes() == image.tobytes()


def test_many_colours_have_no_palette() -> None:
    noise = Image.frombytes("RGB", (600, 600), random.Random(1).randbytes(600 * 600 * 3))
    assert indexed(noise) is None


def test_small_pictures_are_left_alone() -> None:
    assert indexed(Image.new("RGB", (100, 100))) is None
