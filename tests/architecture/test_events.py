"""The events are whole, agree with themselves and with the template's routes, and name the design's own image."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.architecture.template import ROOT, resources_of
from tintype.model.ids import image_id_of

DESIGN = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
EVENTS = sorted((ROOT / "events").glob("*.json"))


@pytest.fixture(params=EVENTS, ids=[path.stem for path in EVENTS])
def event(request: pytest.FixtureRequest) -> dict[str, Any]:
    path: Path = request.param
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


def parameters_of(route_key: str, method: str, path: str) -> dict[str, str]:
    """The path parameters that the gateway finds with a route."""
    if route_key == "$default":
        return {}
    route_method, _, pattern = route_key.partition(" ")
    assert route_method in ("ANY", method)
    expression = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", re.sub(r"\{(\w+)\+\}", r"(?P<\1>.+)", pattern))
    found = re.fullmatch(expression, path)
    assert found
    return found.groupdict()


def test_the_route_is_one_of_the_templates_and_fits_the_path(event: dict[str, Any]) -> None:
    http = event["requestContext"]["http"]
    assert event["routeKey"] in {route["RouteKey"] for route in resources_of("AWS::ApiGatewayV2::Route").values()}
    assert event["routeKey"] == event["requestContext"]["routeKey"]
    assert event.get("pathParameters", {}) == parameters_of(event["routeKey"], http["method"], event["rawPath"])


def test_it_agrees_with_itself(event: dict[str, Any]) -> None:
    context = event["requestContext"]
    assert (event["version"], context["stage"]) == ("2.0", "$default")
    assert event["rawPath"] == context["http"]["path"]
    assert event["headers"]["host"] == context["domainName"]
    assert event["headers"]["user-agent"] == context["http"]["userAgent"]
    names = [unquote(part.partition("=")[0]) for part in event["rawQueryString"].split("&") if part]
    assert list(event.get("queryStringParameters", {})) == names
    if "body" in event:
        body = b64decode(event["body"]) if event["isBase64Encoded"] else event["body"].encode()
        assert event["headers"]["content-length"] == str(len(body))


def test_it_is_about_the_events_design_or_an_unknown_one(event: dict[str, Any]) -> None:
    unknown = ("00000000-0000-4000-8000-000000000000", "00000000-0000-5000-8000-000000000000")
    ids = re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", event["rawPath"])
    assert set(ids) <= {DESIGN, image_id_of(DESIGN), *unknown}
