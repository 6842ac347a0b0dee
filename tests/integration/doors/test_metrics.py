"""What the doors log: metrics for CloudWatch, the request's id, and nothing of what anybody asked for."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.doors.conftest import Call
from tests.integration.doors.test_designs import DESIGN

STAGES = {"find_ms", "admit_ms", "resolve_ms", "layout_ms", "paint_ms", "encode_ms", "duration_ms"}


@pytest.fixture
def image(call: Call) -> str:
    """The path of a new dynamic image."""
    path = f"/designs/{uuid4()}"
    assert call("manage", "PUT", path, DESIGN).status == 201
    return f"/img/{call('create', 'POST', f'{path}/dynamic-image-url').body['id']}"


def records(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def metrics(record: dict[str, Any]) -> dict[str, Any]:
    (directive,) = record["_aws"]["CloudWatchMetrics"]
    return {metric["Name"]: record[metric["Name"]] for metric in directive["Metrics"]}


def test_a_render_is_one_line_with_its_stages(call: Call, image: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    answer = call("render", "GET", f"{image}.png")
    (record,) = records(capsys)
    measured = metrics(record)
    assert (record["status"], record["request_id"], record["door"]) == (200, "r", "render")
    assert measured.keys() == STAGES | {"renders", "degraded", "bytes", "plate_read"}
    assert (measured["renders"], measured["degraded"]) == (1, 0)
    assert measured["bytes"] == int(answer.headers["content-length"])
    stages = STAGES - {"duration_ms"}
    assert sum(measured[stage] for stage in stages) <= measured["duration_ms"] + 0.01 * len(stages)


def test_problems_are_counted_by_kind_and_values_are_nowhere(
    call: Call, image: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    call("render", "GET", f"{image}?title=secret-name&title.color=secret-colour&vars.name=secret-guest")
    (record,) = records(capsys)
    measured = metrics(record)
    assert (measured["degraded"], measured["problem_invalid_colour"]) == (1, 1)
    assert "secret" not in json.dumps(record)


def test_what_is_refused_is_no_render(call: Call, image: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    call("render", "GET", f"{image}?title.color=nope&_strict=1")
    (record,) = records(capsys)
    assert metrics(record)["refused"] == 1
    assert "renders" not in metrics(record)


@pytest.mark.parametrize(
    ("door", "method", "path", "refused"),
    [
        ("manage", "GET", "/designs", 0),
        ("manage", "GET", "/nothing", 1),
        ("create", "POST", "/designs/x/dynamic-image-url", 1),
    ],
)
def test_an_api_call_is_one_line_with_its_outcome(
    door: str, method: str, path: str, refused: int, call: Call, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.clear()
    call(door, method, path)
    (record,) = (vars(each) for each in caplog.records if each.message == door)
    measured = metrics(record)
    assert (record["door"], measured["requests"], measured["refused"], measured["failures"]) == (door, 1, refused, 0)
    assert measured["duration_ms"] > 0
