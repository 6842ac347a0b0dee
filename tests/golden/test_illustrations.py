"""What bundled illustrations look like, and how they are found."""

from typing import Any

import pytest

from tests.golden.build import drawn, element, picture, plate
from tests.golden.compare import assert_golden
from tintype.base.errors import Problem
from tintype.base.record import replace
from tintype.engine.images.decode import WHOLE, open_picture
from tintype.engine.images.illustrations import SETS, illustration, names
from tintype.engine.pipeline.illustrations import with_known_illustrations
from tintype.engine.plate import Element


def drawing(set_: str, name: str, left: int, **given: Any) -> Element:
    return element("illustration", (left, 10, 50, 60), illustration_type=set_, illustration_file=name, **given)


def test_each_set_and_its_colours() -> None:
    drawings = [
        drawing("feather", "heart", 10),
        drawing("feather", "arrow-up", 70, illustration_properties__primary_color="#D7263D"),
        drawing("material_icons", "thumb_up", 130, illustration_properties__primary_color="#1A47FF"),
        drawing("twemoji", "🚀", 190, illustration_properties__primary_color="#1A47FF"),
        drawing("twemoji", "grinning face", 250, opacity=50, alignment="bottom center", rotation=20),
    ]
    assert_golden(picture(drawings, (310, 80)), "illustration")


@pytest.mark.parametrize(
    ("set_", "name", "same"),
    [("feather", "Arrow Up", "arrow-up"), ("material_icons", "thumb-up", "thumb_up"), ("twemoji", "😀", "1f600"),
     ("twemoji", "Grinning Face", "1f600"), ("twemoji", "❤️", "2764")],
)  # fmt: skip
def test_names_may_be_written_as_people_write_them(set_: str, name: str, same: str) -> None:
    assert illustration(set_, name) == illustration(set_, same) is not None


@pytest.mark.parametrize("name", ["", " ", "no such thing", "a\nb", "\t", "../x", "1f600\t"])
def test_an_unknown_name_is_none(name: str) -> None:
    assert [illustration(set_, name) for set_ in SETS[:2]] == [None, None]


def test_an_unknown_illustration_gives_way_to_the_designs_own() -> None:
    own = plate((80, 80), "#FFFFFF", [drawing("feather", "star", 10)])
    for unknown in (("feather", "no such thing"), ("twemoji", "star")):
        asked = plate((80, 80), "#FFFFFF", [replace(drawing(*unknown, 10), name=own.elements[0].name)])
        problems: list[Problem] = []
        shown = with_known_illustrations(asked, own, problems)
        assert [problem.code for problem in problems] == ["unknown_illustration"]
        assert shown.elements[0].values["illustration_file"] == "star"
        assert drawn(shown).painted.image == drawn(own).painted.image


def test_names_are_found_by_words() -> None:
    assert "arrow-up" in names("feather", "up arrow")
    assert "1f680" in names("twemoji", "rocket")


@pytest.mark.parametrize("set_", SETS)
def test_every_drawing_is_square_and_can_be_opened(set_: str) -> None:
    for name in names(set_)[::40]:
        markup = illustration(set_, name)
        assert markup is not None
        width, height = open_picture(markup).size
        assert width == height
    assert markup is not None
    open_picture(markup).at(WHOLE, (8, 8))
