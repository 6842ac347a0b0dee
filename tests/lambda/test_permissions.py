"""What each built function asks of AWS while it answers the events is what its role allows: moto checks no policies."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.architecture.template import allowed
from tests.lambda_machine import EVENTS, Calls, Lambda, event
from tests.policies import allows

DOORS = {"POST /designs/{designId}/dynamic-image-url": "CreateFunction", "ANY /img/{image+}": "RenderFunction"}
FIRST = ("put-asset", "put-design", "create-first")


@pytest.fixture(scope="module")
def asked(functions: Mapping[str, Lambda], calls: Calls) -> Mapping[str, set[str]]:
    """The actions that each function has needed for all the events."""
    for name in (*FIRST, *(path.stem for path in sorted(EVENTS.glob("*.json")))):
        sent = event(name)
        functions[DOORS.get(sent["routeKey"], "ManageFunction")](sent)
    return calls.actions


@pytest.mark.parametrize("function", ["CreateFunction", "RenderFunction", "ManageFunction"])
def test_a_function_needs_no_more_than_its_role_allows(asked: Mapping[str, set[str]], function: str) -> None:
    assert asked[function]
    assert asked[function] <= allowed(function)


@pytest.mark.parametrize("function", ["CreateFunction", "RenderFunction", "ManageFunction"])
def test_what_a_function_asks_for_its_role_allows_on_that_very_item(
    asked: Mapping[str, set[str]], calls: Calls, function: str
) -> None:
    assert [each for each in calls.asked[function] if not allows(function, each)] == []


@pytest.mark.parametrize("function", ["CreateFunction", "RenderFunction"])
def test_a_role_allows_no_more_than_its_function_needs(asked: Mapping[str, set[str]], function: str) -> None:
    assert allowed(function) <= asked[function]


def test_the_bucket_is_only_asked_for_assets(asked: Mapping[str, set[str]], calls: Calls) -> None:
    keys = calls.keys["RenderFunction"] | calls.keys["ManageFunction"]
    assert keys
    assert [key for key in keys if not key.startswith("assets/")] == []
