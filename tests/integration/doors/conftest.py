"""The doors with the template's table and bucket in moto, called with proxy events as API Gateway makes them."""

from __future__ import annotations

import importlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from types import ModuleType, SimpleNamespace
from typing import Any
from urllib.parse import unquote

import boto3
import pytest
from pydantic import TypeAdapter

from local.aws import LocalAws
from local.events import HttpRequest, event_from
from local.service import FONTS
from local.template import read_template
from tests.policies import Policed
from tintype.store.keys import Keys

KEY = "tt_a-key-for-these-tests"


@pytest.fixture(scope="package")
def doors() -> Iterator[SimpleNamespace]:
    """The three doors, imported as Lambda imports them: with the environment of the template."""
    local = {"IMAGE_BASE_URL": "https://img.example.com", "FONTS_DIR": str(FONTS)}
    # Many tests look at one image in a second.
    template = read_template(overrides=local | {"DISTRIBUTION_ID": "", "RENDERS_PER_SECOND": "1000"})
    aws = LocalAws()
    before = dict(os.environ)
    environment = {name: value for each in template.functions.values() for name, value in each.environment.items()}
    os.environ.update(aws.environment | environment | {"POWERTOOLS_TRACE_DISABLED": "true", "PLATE_SECONDS": "0"})
    aws.create(template)
    Keys(template.tables[0].name, aws.client("dynamodb")).add(KEY, label="test", scope="all", now=int(time.time()))
    names = ("create", "render", "manage")
    police = policed(aws)
    yield SimpleNamespace(**imported(names))
    assert police.denied == []
    os.environ.clear()
    os.environ.update(before)
    aws.close()


def policed(aws: LocalAws) -> Policed:
    """The table and the bucket that from now on refuse what a door's role does not allow."""
    server = aws._server
    server.app = police = Policed(server.app)
    return police


def imported(names: Iterable[str]) -> dict[str, ModuleType]:
    """The doors of these names, imported anew, each with credentials that have its function's name."""
    doors = {}
    for name in names:
        os.environ["AWS_ACCESS_KEY_ID"] = f"{name.title()}Function"
        boto3.setup_default_session()  # or else the credentials of the door before would stay
        doors[name] = importlib.reload(importlib.import_module(f"tintype.{name}"))
    return doors


Call = Callable[..., Any]


@pytest.fixture
def call(doors: SimpleNamespace) -> Call:
    """Call a door: ``call(door, method, target, body, **headers)`` gives the proxy response, JSON bodies parsed."""

    def call_(door: str, method: str, target: str, body: object = b"", **headers: str) -> SimpleNamespace:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        content_type = "application/octet-stream" if isinstance(body, bytes) and body else "application/json"
        sent = {"x-api-key": KEY, "content-type": content_type} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        request = HttpRequest(method, target, "HTTP/1.1", tuple(sent.items()), data, "127.0.0.1")
        parts = unquote(target.partition("?")[0]).split("/")
        parameters = {"designId": parts[2]} if door == "create" else {}
        context = SimpleNamespace(aws_request_id="r", get_remaining_time_in_millis=lambda: 15_000)
        response = getattr(doors, door).handler(event_from(request, "$default", parameters), context)
        is_json = response["headers"].get("content-type") == "application/json"
        if is_json:
            as_documented(method, parts, response["statusCode"], json.loads(response["body"]))
        return SimpleNamespace(
            status=response["statusCode"],
            headers=response["headers"],
            raw=response["body"],
            base64=response["isBase64Encoded"],
            body=json.loads(response["body"]) if is_json else None,
        )

    return call_


def as_documented(method: str, parts: list[str], status: int, body: object) -> None:
    """Every answer in these tests is held against the model that documents it: no field missing, none more."""
    from tintype.base.errors import TintypeError
    from tintype.rest.answers import Error
    from tintype.rest.table import TABLE

    if status >= 400:
        Error.model_validate(body)
        return
    with suppress(TintypeError):
        route, _ = TABLE.find(method, "/".join(parts))
        TypeAdapter(route.answers[status]).validate_python(body)
