"""One thing breaks at a time: a picture is served by the deadline whatever it is, and all is well again by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.faults.cases import ASKED, FAULTS, NEUTRAL, OWN, Fault
from tests.faults.world import DEADLINE, World

SLACK = 20.0  # seconds; what breaks here breaks without an end, so any bound tells a deadline from none


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    running = World()
    yield running
    running.close()


def max_age(cache_control: str) -> int:
    found = re.fullmatch(r"public, max-age=(\d+)", cache_control)
    assert found, cache_control
    return int(found[1])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.words)
def test_a_picture_is_served_whatever_breaks(world: World, fault: Fault) -> None:
    image = world.new_signed_image() if fault.signed else world.new_image()
    if fault.seen:
        assert world.view(image).shows == OWN
    if fault.photo:
        image += f"?photo={quote(world.new_photo(), safe='')}"
    world.break_(fault.what, fault.mode)
    try:
        served = world.view(image)
    finally:
        world.break_(fault.what, "well")
    assert (served.answer.status, served.shows, served.problems) == (fault.status, fault.shows, fault.problems)
    assert served.took < 1000 * (DEADLINE + SLACK)
    if fault.problems:
        assert 0 < max_age(served.answer.headers["cache-control"]) <= 60
    healed = world.view(image)
    assert (healed.answer.status, healed.shows, healed.problems) == (200, ASKED if fault.photo else OWN, "")
    assert max_age(healed.answer.headers["cache-control"]) > 60


def test_a_resolver_that_hangs_holds_up_no_reading_of_the_table(world: World) -> None:
    """Connections that are open go on; a new one needs a name, which does not come."""
    image = world.new_image()
    world.table.become("gone")  # from here on every connection is a new one
    world.order(names="hang")
    try:
        served = world.view(image)
    finally:
        world.order(names="well")
        world.table.become("well")
    assert (served.answer.status, served.shows, served.problems) == (200, NEUTRAL, "service:unavailable")
    assert served.took < 1000 * (DEADLINE + SLACK)
    assert world.view(image).shows == OWN


def test_nothing_of_what_a_broken_service_said_is_shown(world: World) -> None:
    image = world.new_image()
    world.table.become("denied")
    world.bucket.become("denied")
    try:
        answer = world.view(image).answer
        listed = world.view(f"{image}?_strict=1").answer
    finally:
        world.table.become("well")
        world.bucket.become("well")
    for each in (answer, listed):
        assert b"secret" not in each.body
        assert "secret" not in str(each.headers)
