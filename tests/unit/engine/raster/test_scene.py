"""Painting reuses what is static, says which rows may differ, and paints the same pixels either way."""

from typing import Any

import pytest

from tests.golden.build import element, photo, plate
from tests.unit.engine.raster.painting import painted
from tintype.base.record import replace
from tintype.engine.plate import Plate
from tintype.engine.raster.scene import BaseCache, Painted

CARD = (
    element("image", (0, 0, 120, 80), image_url="asset:photo"),
    element("shape", (10, 10, 30, 12), False, background_color="#D7263D"),
    element("shape", (50, 30, 30, 30), rotation=20, background_color="#1B998B",
            shadow_color="#000000", shadow_blur=6),
    element("shape", (60, 40, 40, 9), False, background_color="#2E294E", opacity=50),
    element("image", (90, 50, 24, 24), mask_name="circle", image_url="asset:photo"),
)  # fmt: skip


def card(background: str = "#FFFFFF", **changed: Any) -> Plate:
    one, two = CARD[1], CARD[3]
    values = dict(one.values) | changed
    return plate((120, 80), background, (CARD[0], replace(one, values=values), CARD[2], two, CARD[4]))


@pytest.mark.parametrize("background", ["#FFFFFF", "#FFFFFF00"])
def test_the_pixels_are_the_same_with_a_cold_a_warm_and_no_cache(background: str) -> None:
    bases = BaseCache(1 << 20)
    plain = painted(card(background)).image
    cold = painted(card(background), bases=bases, key="k").image
    warm = painted(card(background), bases=bases, key="k").image
    assert plain.tobytes() == cold.tobytes() == warm.tobytes()


def test_damage_is_the_rows_that_changed_elements_paint() -> None:
    assert painted(card()).damage == ((10, 22), (40, 49))


def test_rows_that_are_not_damaged_do_not_change() -> None:
    from tintype.engine.properties.kinds import Colour

    bases = BaseCache(1 << 20)
    one = painted(card(), bases=bases, key="k")
    other = painted(card(background_color=Colour(0, 0, 255)), bases=bases, key="k")
    assert one.damage is not None
    damage = {row for start, end in one.damage for row in range(start, end)}
    assert one.image.crop((0, 10, 120, 22)).tobytes() != other.image.crop((0, 10, 120, 22)).tobytes()
    for row in set(range(80)) - damage:
        assert one.image.crop((0, row, 120, row + 1)).tobytes() == other.image.crop((0, row, 120, row + 1)).tobytes()


def test_a_changed_background_damages_every_row_and_is_not_kept() -> None:
    filled = card()
    bases = BaseCache(1 << 20)
    for shade in ("#112233", "#445566"):
        changed = replace(filled, root=element("root", (0, 0, 120, 80), False, background_color=shade))
        result = painted(changed, bases=bases, key="k")
        assert result.damage is None
        assert result.image.tobytes() == painted(changed).image.tobytes()


def test_a_full_cache_still_paints() -> None:
    assert painted(card(), bases=BaseCache(10), key="k").image.tobytes() == painted(card()).image.tobytes()


def test_hiding_a_changed_element_does_not_lose_what_lies_above_it() -> None:
    bases = BaseCache(1 << 20)
    painted(card(), bases=bases, key="k")
    hidden = card(hidden=True)
    assert painted(hidden, bases=bases, key="k").image.tobytes() == painted(hidden).image.tobytes()


def test_a_picture_that_cannot_be_decoded_costs_only_itself() -> None:
    half = photo(400, 300, "JPEG")[:3000]
    elements = (element("image", (0, 0, 60, 80), image_url="asset:half"), *CARD[1:4])
    bases = BaseCache(1 << 20)
    for _ in range(2):
        result = painted(plate((120, 80), "#FFFFFF", elements), {"asset:half": half}, bases, "k")
        assert result.broken == ("asset:half",)
    assert result.image.tobytes() == painted(plate((120, 80), "#FFFFFF", elements[1:])).image.tobytes()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"filter_name": "grayscale"},
        {"mask_name": "circle"},
        {"opacity": 50},
        {"rotation": 10},
        {"mask_name": "rounded_corners", "mask_properties__radius__tl": 9},
    ],
)
@pytest.mark.parametrize("box", [(0, 0, 120, 80), (-9, -5, 150, 100), (0, 0, 119, 80)])
def test_a_picture_that_comes_with_the_request_hides_the_ground_only_where_it_covers_it(
    changes: dict[str, Any], box: tuple[int, int, int, int]
) -> None:
    """The static twin is painted the general way: onto the background, in the order of the elements."""
    above = element("shape", (10, 10, 30, 12), False, background_color="#D7263D")
    ground = element("shape", (0, 0, 60, 80), background_color="#2E294E")

    def shown(static: bool) -> Painted:
        picture = element("image", box, static, image_url="asset:photo", **changes)
        return painted(plate((120, 80), "#FFFFFF", (ground, picture, above)))

    assert shown(False).image.tobytes() == shown(True).image.tobytes()
    damage = shown(False).damage
    assert damage is not None
    assert damage[0][1] - damage[0][0] >= 79


def test_a_picture_that_is_painted_upon_stays_as_it_is_for_others() -> None:
    scene = plate(
        (120, 80),
        "#FFFFFF",
        (
            element("image", (0, 0, 120, 80), False, image_url="asset:photo"),
            element("shape", (10, 10, 30, 12), False, background_color="#D7263D"),
            element("image", (0, 40, 120, 80), False, image_url="asset:photo"),
        ),
    )
    first = painted(scene).image.tobytes()
    assert [painted(scene).image.tobytes() for _ in range(3)] == [first] * 3


def test_what_a_file_says_beside_its_pixels_does_not_reach_the_picture_painted_on_it() -> None:
    scene = plate((120, 80), "#FFFFFF", (element("image", (0, 0, 120, 80), False, image_url="asset:photo"),))
    assert painted(scene).image.info == {}
