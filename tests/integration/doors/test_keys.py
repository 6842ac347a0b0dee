"""API keys through the doors: making and revoking them, what their scopes open, how often they may be used."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest

from tests.integration.doors.conftest import Call
from tests.integration.doors.test_designs import DESIGN
from tintype.base.record import replace
from tintype.services.workspace.authorize import WINDOW


def new(call: Call, *scopes: str) -> dict[str, str]:
    made = call("manage", "POST", "/keys", {"label": " mail tool ", "scopes": list(scopes)})
    assert (made.status, made.body["label"], made.body["last_used"]) == (201, "mail tool", None)
    found: dict[str, str] = made.body
    return found


def test_a_new_key_opens_the_api_until_it_is_revoked(call: Call) -> None:
    made = new(call, "read", "write")
    assert made["key"].startswith("tt_")
    assert call("manage", "GET", "/designs", x_api_key=made["key"]).status == 200
    listed = {one["id"]: one for one in call("manage", "GET", "/keys").body}
    assert listed[made["id"]]["scopes"] == ["read", "write"]
    assert listed[made["id"]]["last_used"].startswith("20")
    assert made["key"] not in str(listed)
    revoked = call("manage", "DELETE", f"/keys/{made['id']}")
    assert (revoked.status, revoked.body["id"]) == (200, made["id"])
    assert revoked.body["revoked_at"] is not None
    assert call("manage", "GET", "/designs", x_api_key=made["key"]).body["id"] == "unauthorized"
    assert call("manage", "DELETE", f"/keys/{made['id']}").body["revoked_at"] == revoked.body["revoked_at"]


def test_a_key_cannot_revoke_itself(call: Call) -> None:
    made = new(call, "all")
    answer = call("manage", "DELETE", f"/keys/{made['id']}", x_api_key=made["key"])
    assert (answer.status, answer.body["id"]) == (409, "key_in_use")
    assert call("manage", "GET", "/keys", x_api_key=made["key"]).status == 200


@pytest.mark.parametrize("key_id", ["x", "0" * 64, "é" * 700])
def test_an_unknown_key_is_404(call: Call, key_id: str) -> None:
    answer = call("manage", "DELETE", f"/keys/{key_id}")
    assert (answer.status, answer.body["id"]) == (404, "key_not_found")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"scopes": ["read"]}, "label"),
        ({"label": "x", "scopes": []}, "scopes"),
        ({"label": "x", "scopes": ["admin"]}, "scopes[0]"),
        ({"label": "x" * 101, "scopes": ["read"]}, "label"),
    ],
)
def test_a_key_needs_a_label_and_scopes(call: Call, body: object, path: str) -> None:
    answer = call("manage", "POST", "/keys", body)
    assert (answer.status, answer.body["errors"][0]["path"]) == (400, path)


@pytest.mark.parametrize(
    ("scope", "opens"),
    [("read", {"list", "auth"}), ("write", {"put", "auth"}), ("render", {"create", "auth"}),
     ("all", {"list", "put", "create", "keys", "auth"})],
)  # fmt: skip
def test_a_scope_opens_what_it_says_and_nothing_else(call: Call, scope: str, opens: set[str]) -> None:
    key, path = new(call, scope)["key"], f"/designs/{uuid4()}"
    call("manage", "PUT", path, DESIGN)
    answers = {
        "list": call("manage", "GET", "/designs", x_api_key=key),
        "put": call("manage", "PUT", path, DESIGN, x_api_key=key),
        "create": call("create", "POST", f"{path}/dynamic-image-url", x_api_key=key),
        "keys": call("manage", "GET", "/keys", x_api_key=key),
        "auth": call("manage", "POST", "/auth", x_api_key=key),
    }
    assert {name for name, answer in answers.items() if answer.status < 400} == opens
    shut = [answer for name, answer in answers.items() if name not in opens]
    assert all((answer.status, answer.body["id"]) == (401, "insufficient_scope") for answer in shut)


@pytest.mark.parametrize("door", ["manage", "create"])
def test_past_its_limit_a_key_is_told_when_to_come_back(
    call: Call, doors: SimpleNamespace, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/designs/{uuid4()}"
    call("manage", "PUT", path, DESIGN)
    key = new(call, "all")["key"]
    module = getattr(doors, door)
    clock = [1_800_000_000.0]
    monkeypatch.setattr(module, "settings", replace(module.settings, rate_limit=3))
    monkeypatch.setattr(module.time, "time", lambda: clock[0])

    def ask() -> SimpleNamespace:
        target = ("POST", f"{path}/dynamic-image-url") if door == "create" else ("GET", path)
        answer: SimpleNamespace = call(door, *target, x_api_key=key)
        return answer

    answers = [ask() for _ in range(5)]
    assert [answer.status < 300 for answer in answers] == [True] * 3 + [False] * 2
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0", "0"]
    assert {answer.headers["x-ratelimit-limit"] for answer in answers} == {"3"}
    assert (answers[4].status, answers[4].body["id"]) == (429, "request_rate_limited")
    wait = int(answers[4].headers["retry-after"])
    assert 0 < wait <= WINDOW
    assert answers[4].headers["x-ratelimit-reset"] == str(wait)
    clock[0] += wait
    assert (ask().status < 300, ask().headers["x-ratelimit-remaining"]) == (True, "1")


def test_every_answer_to_a_key_says_what_it_has_left_errors_too(call: Call) -> None:
    for target in ("/designs", "/designs/no-uuid", "/nowhere", "/fonts?weight=1"):
        assert int(call("manage", "GET", target).headers["x-ratelimit-remaining"]) > 0
    assert "x-ratelimit-limit" not in call("manage", "GET", "/ready").headers
