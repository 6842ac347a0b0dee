"""Gradients are mixed premultiplied, pixel by pixel from their middles."""

import pytest

from tests.pixels import pixel
from tintype.engine.plate import Box
from tintype.engine.properties.kinds import Colour, FillKind
from tintype.engine.raster.fill import fill_image

parse = FillKind().parse


def test_opaque_fills_are_rgb_and_others_straight_rgba() -> None:
    assert fill_image(Colour(1, 2, 3), (2, 2)).mode == "RGB"
    half = fill_image(Colour(10, 20, 30, 128), (2, 2))
    assert half.mode == "RGBA"
    assert half.getpixel((0, 0)) == (10, 20, 30, 128)


def row(stops: str, width: int = 100, direction: str = "0% 0% 100% 0%") -> list[tuple[int, ...]]:
    image = fill_image(parse(f"linear-gradient({direction},{stops})"), (width, 1))
    return [pixel(image, (x, 0)) for x in range(width)]


def test_colours_between_stops_are_mixed_premultiplied() -> None:
    pixels = row("0% #FF0000 1,100% #0000FF 0", 101)
    assert pixels[50] == (255, 0, 0, 128)
    assert row("0% #FF0000 1,100% #0000FF 0.5", 101)[50] == (170, 0, 85, 192)


def test_two_stops_at_one_place_make_a_hard_edge() -> None:
    pixels = row("0% #000000 1,50% #000000 1,50% #FFFFFF 1,100% #FFFFFF 1")
    assert [pixels[x][0] for x in (0, 49, 50, 99)] == [0, 0, 255, 255]


def test_colours_go_on_beyond_the_outer_stops() -> None:
    pixels = row("30% #FF0000 1,60% #0000FF 1")
    assert set(pixels[:30]) == {(255, 0, 0)}
    assert set(pixels[60:]) == {(0, 0, 255)}


@pytest.mark.parametrize("stops", ["0% #FF0000 1,20% #00FF00 0.2,100% #0000FF 1", "10% #FF0000 1,90% #FFFF00 1"])
def test_a_gradient_that_runs_backwards_is_the_mirror_image(stops: str) -> None:
    forwards, backwards = row(stops), row(stops, direction="100% 0% 0% 0%")
    for one, other in zip(forwards, reversed(backwards), strict=True):
        assert one == pytest.approx(other, abs=1)


@pytest.mark.parametrize(
    ("gradient", "first", "last"),
    [("linear-gradient(0% 0% 100% 0%,0% #000000 1,100% #FFFFFF 1)", (0, 5), (99, 5)),
     ("linear-gradient(0% 0% 0% 100%,0% #000000 1,100% #FFFFFF 1)", (5, 0), (5, 99)),
     ("linear-gradient(0% 0% 100% 100%,0% #000000 1,100% #FFFFFF 1)", (0, 0), (99, 99)),
     ("radial-gradient(0% 0% 100%,0% #000000 1,100% #FFFFFF 1)", (0, 0), (99, 0))],
)  # fmt: skip
def test_gradients_run_from_their_first_point_to_their_last(
    gradient: str, first: tuple[int, int], last: tuple[int, int]
) -> None:
    image = fill_image(parse(gradient), (100, 100))
    assert pixel(image, first)[0] <= 3
    assert pixel(image, last)[0] >= 252


def test_a_gradient_without_length_is_its_last_colour() -> None:
    image = fill_image(parse("linear-gradient(50% 50% 50% 50%,0% #000000 1,100% #FFFFFF 1)"), (3, 3))
    assert set(image.getdata() if not hasattr(image, "get_flattened_data") else image.get_flattened_data()) == {
        (255, 255, 255)
    }


@pytest.mark.parametrize("kind", ["linear-gradient(10% 20% 90% 70%", "radial-gradient(40% 30% 80%"])
def test_a_part_of_a_box_shows_that_part_of_its_gradient(kind: str) -> None:
    fill = parse(f"{kind},0% #000000 1,40% #F46036 0.5,100% #FFFFFF 1)")
    whole = fill_image(fill, (120, 80))
    part = fill_image(fill, (50, 30), Box(-40, -20, 120, 80))
    differences = [
        abs(one - other)
        for x in range(50) for y in range(30)
        for one, other in zip(pixel(part, (x, y)), pixel(whole, (x + 40, y + 20)), strict=True)
    ]  # fmt: skip
    assert max(differences) <= 3
