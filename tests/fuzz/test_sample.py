"""A small sample of `make fuzz`, the same in every run."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.fuzz.door import Door
from tests.fuzz.runs import Tick, fuzz_fonts, fuzz_pictures, fuzz_requests

Fuzz = Callable[[Door, int, int, Tick], None]


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    running = Door()
    yield running
    running.close()


def nothing() -> None:
    pass


@pytest.mark.parametrize(("fuzz", "cases"), [(fuzz_requests, 200), (fuzz_pictures, 150), (fuzz_fonts, 15)])
def test_every_answer_is_a_picture_or_an_error_of_the_contract(door: Door, fuzz: Fuzz, cases: int) -> None:
    before = door.calls
    fuzz(door, cases, 1, nothing)
    assert door.calls - before >= cases
