"""The create endpoint against Abyssale's published shape of it, written down by hand in schemas/."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from jsonschema import Draft202012Validator

from tests.integration.doors.conftest import Call
from tests.integration.doors.test_designs import DESIGN

SCHEMAS = Path(__file__).parent / "schemas"
REQUEST, RESPONSE, ERROR = (
    Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text()))
    for name in ("create-request", "create-response", "error")
)
BODIES = [{}, {"enable_rate_limit": True}, {"enable_rate_limit": False, "enable_production_mode": True}]


@pytest.fixture
def path(call: Call) -> str:
    path = f"/designs/{uuid4()}"
    assert call("manage", "PUT", path, DESIGN).status == 201
    return f"{path}/dynamic-image-url"


@pytest.mark.parametrize("body", [b"", *BODIES])
def test_201_and_200_are_of_the_published_shape(call: Call, path: str, body: object) -> None:
    for status in (201, 200, 200):
        answer = call("create", "POST", path, body)
        assert answer.status == status
        RESPONSE.validate(answer.body)
        urls = [urlsplit(each["dynamic_image_url"]).path.split("/") for each in answer.body["formats"]]
        assert urls == [["", answer.body["id"], each["uid"]] for each in answer.body["formats"]]


@pytest.mark.parametrize("body", BODIES)
def test_bodies_that_are_taken_fit_the_published_request(body: object) -> None:
    REQUEST.validate(body)


@pytest.mark.parametrize("body", [[], {"enable_rate_limit": "true"}, {"enable_production_mode": 1}])
def test_bodies_that_do_not_fit_it_are_refused(call: Call, path: str, body: object) -> None:
    assert not REQUEST.is_valid(body)
    answer = call("create", "POST", path, body)
    assert answer.status == 400
    ERROR.validate(answer.body)


@pytest.mark.parametrize("design_id", ["unknown", str(uuid4())])
def test_404_is_of_the_published_shape(call: Call, design_id: str) -> None:
    answer = call("create", "POST", f"/designs/{design_id}/dynamic-image-url")
    assert (answer.status, answer.body["id"]) == (404, "template_not_found")
    ERROR.validate(answer.body)
    assert "errors" not in answer.body


@pytest.mark.parametrize("key", ["", "wrong"])
def test_401_is_of_the_published_shape(call: Call, path: str, key: str) -> None:
    answer = call("create", "POST", path, x_api_key=key)
    assert answer.status == 401
    ERROR.validate(answer.body)
