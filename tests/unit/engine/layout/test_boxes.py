"""Boxes are aligned, fitted and put on the pixel grid."""

import pytest

from tintype.engine.layout.boxes import aligned, fractions, snapped
from tintype.engine.layout.image import contain, cover
from tintype.engine.plate import Box
from tintype.engine.properties.elements import ALIGNMENTS


@pytest.mark.parametrize(
    ("alignment", "expected"),
    [("top left", (0, 0)), ("middle center", (0.5, 0.5)), ("bottom right", (1, 1)), ("left", (0, 0.5)),
     ("top", (0.5, 0)), ("custom right", (1, 0.5)), ("custom custom", (0.5, 0.5)), ("bottom custom", (0.5, 1))],
)  # fmt: skip
def test_alignments_are_fractions_and_custom_is_the_centre(alignment: str, expected: tuple[float, float]) -> None:
    assert fractions(alignment) == expected


def test_every_alignment_of_the_vocabulary_has_a_place() -> None:
    assert {fractions(alignment) for alignment in ALIGNMENTS} == {(x / 2, y / 2) for x in range(3) for y in range(3)}


def test_boxes_that_touch_still_touch_on_the_pixel_grid() -> None:
    one, other = snapped(Box(0.3, 0, 10.2, 5)), snapped(Box(10.5, 0, 7.25, 5))
    assert one.x + one.width == other.x


def test_a_hairline_keeps_a_pixel() -> None:
    assert snapped(Box(10.4, 3, 0.2, 8)).width == 1


def test_cover_crops_the_longer_side_at_the_focus() -> None:
    assert cover((200, 100), Box(0, 0, 50, 50), (0, 0)) == (0, 0, 0.5, 1)
    assert cover((200, 100), Box(0, 0, 50, 50), (0.5, 0.5)) == (0.25, 0, 0.75, 1)
    assert cover((100, 200), Box(0, 0, 50, 50), (1, 1)) == (0, 0.5, 1, 1)


def test_contain_shows_everything_where_it_is_aligned() -> None:
    assert contain((200, 100), Box(10, 10, 50, 50), "bottom right") == Box(10, 35, 50, 25)
    assert aligned(10, 20, Box(0, 0, 30, 30), "top right") == Box(20, 0, 10, 20)
