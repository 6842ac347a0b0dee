"""The create endpoint through its door."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from abyssale.models import DynamicImageResponse

from tests.integration.doors.conftest import Call
from tests.integration.doors.test_designs import DESIGN


@pytest.fixture
def path(call: Call) -> str:
    path = f"/designs/{uuid4()}"
    assert call("manage", "PUT", path, DESIGN).status == 201
    return path


def test_the_first_call_creates_and_every_later_one_gives_the_same(call: Call, path: str) -> None:
    first, second = (call("create", "POST", f"{path}/dynamic-image-url") for _ in range(2))
    assert (first.status, second.status) == (201, 200)
    assert first.body == second.body
    image = DynamicImageResponse.model_validate(first.body)
    assert path.endswith(str(image.design_id))
    assert [(one.id, one.unit) for one in image.formats] == [("og", "px"), ("story", "px")]
    uids = [one.uid for one in image.formats]
    urls = [str(one.dynamic_image_url) for one in image.formats]
    assert urls == [f"https://img.example.com/{image.id}/{uid}" for uid in uids]


def test_later_flags_change_nothing(call: Call, doors: Any, path: str) -> None:
    call("create", "POST", f"{path}/dynamic-image-url", {"enable_rate_limit": True})
    call("create", "POST", f"{path}/dynamic-image-url", {"enable_production_mode": True})
    image = doors.create._designs.card(path.removeprefix("/designs/")).image
    assert (image.enable_rate_limit, image.enable_production_mode) == (True, False)


def test_a_format_added_later_appears_with_its_own_url(call: Call, path: str) -> None:
    call("create", "POST", f"{path}/dynamic-image-url")
    square = {"name": "square", "width": 100, "height": 100}
    call("manage", "PUT", path, DESIGN | {"formats": [*DESIGN["formats"], square]})
    again = call("create", "POST", f"{path}/dynamic-image-url")
    assert (again.status, [one["id"] for one in again.body["formats"]]) == (200, ["og", "story", "square"])
    shown = call("manage", "GET", path).body["formats"]
    assert [one["dynamic_image_url"] for one in shown] == [one["dynamic_image_url"] for one in again.body["formats"]]


@pytest.mark.parametrize("design_id", [str(uuid4()), "no-uuid"])
def test_an_unknown_design_is_404(call: Call, design_id: str) -> None:
    answer = call("create", "POST", f"/designs/{design_id}/dynamic-image-url")
    assert (answer.status, answer.body["id"]) == (404, "template_not_found")


@pytest.mark.parametrize(
    ("body", "id_"),
    [
        (b"{", "invalid_json"),
        ([], "wrong_type"),
        ("text", "wrong_type"),
        ({"enable_rate_limit": "yes"}, "invalid_payload"),
        ({"enable_rate_limit": 1, "enable_production_mode": None}, "invalid_payload"),
    ],
)
def test_a_bad_body_is_400_in_the_contracts_shape(call: Call, path: str, body: object, id_: str) -> None:
    answer = call("create", "POST", f"{path}/dynamic-image-url", body)
    assert (answer.status, answer.body["id"]) == (400, id_)
    assert answer.body["message"]


def test_unknown_fields_of_the_body_are_ignored(call: Call, path: str) -> None:
    assert call("create", "POST", f"{path}/dynamic-image-url", {"later": 1}).status == 201


def test_no_key_is_401(call: Call, path: str) -> None:
    assert call("create", "POST", f"{path}/dynamic-image-url", x_api_key="").status == 401
