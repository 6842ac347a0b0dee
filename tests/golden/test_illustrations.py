"""What bundled illustrations look like, and how they are found."""

import pytest

from tests.golden.build import drawn, element, picture, plate
from tests.golden.compare import assert_golden
from tintype.base.record import replace
from tintype.engine.images.decode import WHOLE, open_picture
from tintype.engine.images.illustrations import SETS, illustration, names
from tintype.engine.pipeline.illustrations import with_known_illustrations


def drawing(set_, name, left, **given):
    return element("illustration", (left, 10, 50, 60), illustration_type=set_, illustration_file=name, **given)


def test_each_set_and_its_colours():
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
def test_names_may_be_written_as_people_write_them(set_, name, same):
    assert illustration(set_, name) == illustration(set_, same) is not None


@pytest.mark.parametrize("name", ["", " ", "no such thing", "a\nb", "\t", "../x", "1f600\t"])
def test_an_unknown_name_is_none(name):
    assert [illustration(set_, name) for set_ in SETS[:2]] == [None, None]


def test_an_unknown_illustration_gives_way_to_the_designs_own():
    own = plate((80, 80), "#FFFFFF", [drawing("feather", "star", 10)])
    for unknown in (("feather", "no such thing"), ("twemoji", "star")):
        asked = plate((80, 80), "#FFFFFF", [replace(drawing(*unknown, 10), name=own.elements[0].name)])
        problems = []
        shown = with_known_illustrations(asked, own, problems)
        assert [problem.code for problem in problems] == ["unknown_illustration"]
        assert shown.elements[0].values["illustration_file"] == "star"
        assert drawn(shown).painted.image == drawn(own).painted.image


def test_names_are_found_by_words():
    assert "arrow-up" in names("feather", "up arrow")
    assert "1f680" in names("twemoji", "rocket")


@pytest.mark.parametrize("set_", SETS)
def test_every_drawing_is_square_and_can_be_opened(set_):
    for name in names(set_)[::40]:
        width, height = open_picture(illustration(set_, name)).size
        assert width == height
    open_picture(illustration(set_, names(set_)[0])).at(WHOLE, (8, 8))
