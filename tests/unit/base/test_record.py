"""Records: what a frozen dataclass with slots does, without compiling anything when the class is made."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest

from tintype.base.record import Record, field, field_names, replace


class Point(Record):
    """Two numbers and some notes."""

    x: int
    y: int = 2
    notes: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def sum(self) -> int:
        return self.x + self.y


class Named(Point):
    name: str = "here"


class Secret(Record):
    key: str = field(repr=False)
    id: int


class Empty(Record):
    pass


def test_fields_come_by_place_and_by_name_and_have_defaults() -> None:
    assert (Point(1).x, Point(1).y, Point(1).notes) == (1, 2, {})
    assert Point(1, y=5).sum == 6
    assert Point(1).notes is not Point(1).notes


def test_a_missing_and_an_unknown_field_are_type_errors_that_name_the_class() -> None:
    with pytest.raises(TypeError, match=r"Point\.__init__.*'x'"):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="z"):
        Point(1, z=3)  # type: ignore[call-arg]


def test_nothing_can_be_set_added_or_deleted() -> None:
    point = Point(1)
    with pytest.raises(AttributeError, match=r"Point\.x"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match=r"Point\.z"):
        point.z = 2
    with pytest.raises(AttributeError, match=r"Point\.x"):
        del point.x


def test_records_are_equal_when_class_and_compared_fields_are() -> None:
    assert Point(1, 2, {"a": "b"}) == Point(1)
    assert Point(1) != Point(2)
    assert Point(1) != Named(1)
    assert Point(1) != (1, 2, {})
    assert Empty() == Empty()


def test_equal_records_are_one_key() -> None:
    assert {Point(1, 2, {"a": "b"}): "found"}[Point(1)] == "found"


def test_a_subclass_has_its_parents_fields_first() -> None:
    assert field_names(Named) == ("x", "y", "notes", "name")
    assert Named(1, 2, {}, "there").name == "there"


def test_replace_makes_another_of_the_same_class() -> None:
    assert replace(Named(1, name="there"), x=3) == Named(3, name="there")
    with pytest.raises(TypeError, match="z"):
        replace(Point(1), z=3)


def test_a_secret_is_not_shown() -> None:
    assert repr(Secret("hidden", 7)) == "Secret(id=7)"


def test_a_required_field_may_follow_one_with_options() -> None:
    assert field_names(Secret) == ("key", "id")


def test_the_functions_of_dataclasses_take_records() -> None:
    assert dataclasses.asdict(Point(1, 2, {"a": "b"})) == {"x": 1, "y": 2, "notes": {"a": "b"}}
    assert dataclasses.replace(Point(1), y=9) == Point(1, 9)
    assert [one.name for one in dataclasses.fields(Secret)] == ["key", "id"]


def test_match_statements_read_records() -> None:
    match Point(1, 5):
        case Point(x=1, y=found):
            assert found == 5
        case _:
            pytest.fail("a record is matched by its fields' names")
