"""Masks hold the exact share of each pixel that a polygon covers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.engine.raster.coverage import coverage

SQUARE = [(1.25, 1.5), (5.5, 1.5), (5.5, 3.0), (1.25, 3.0)]


def test_a_rectangle_between_pixels_covers_shares_of_them() -> None:
    mask = coverage([SQUARE], (0, 0, 7, 4))
    rows = [[mask.getpixel((x, y)) for x in range(7)] for y in range(4)]
    assert rows == [[0] * 7, [0, 96, 128, 128, 128, 64, 0], [0, 191, 255, 255, 255, 128, 0], [0] * 7]


def test_a_polygon_that_runs_the_other_way_cuts_a_hole() -> None:
    outer = [(0, 0), (6, 0), (6, 6), (0, 6)]
    inner = [(2, 2), (2, 4), (4, 4), (4, 2)]
    mask = coverage([outer, inner], (0, 0, 6, 6))
    assert [mask.getpixel((x, 3)) for x in range(6)] == [255, 255, 0, 0, 255, 255]


def test_a_region_shows_its_part_of_a_larger_polygon() -> None:
    disc = [(40 * math.cos(i / 50 * math.pi), 40 * math.sin(i / 50 * math.pi)) for i in range(100)]
    whole = coverage([disc], (-41, -41, 41, 41))
    for region in ((-41, -41, 0, 0), (5, -30, 41, 12), (-10, -10, 10, 10), (30, 30, 60, 60)):
        part = whole.crop((region[0] + 41, region[1] + 41, region[2] + 41, region[3] + 41))
        assert coverage([disc], region).tobytes() == part.tobytes()


coordinate = st.floats(-20, 40, allow_nan=False, width=32)


@given(st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=3))
def test_a_triangle_covers_its_own_area(corners: list[tuple[float, float]]) -> None:
    (ax, ay), (bx, by), (cx, cy) = corners
    area = abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
    mask = coverage([corners], (-20, -20, 41, 41))
    covered = sum(value * count for value, count in enumerate(mask.histogram())) / 255
    pixels = sum(1 for value in mask.tobytes() if 0 < value < 255)
    assert covered == pytest.approx(area, abs=0.01 + pixels * 0.51 / 255 + 0.51 / 255 * 200)
