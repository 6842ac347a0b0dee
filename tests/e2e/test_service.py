"""The service from outside: coming up, the REST API's errors, and the official SDK."""

from __future__ import annotations

import json
import signal
import threading
import uuid
from collections import Counter
from typing import Any

import pytest

from tests.e2e.conftest import Run, start, stop
from tests.e2e.viewer import Answer, ask

CARD = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
PLAIN = {"name": "Plain", "formats": [{"name": "small", "width": 40, "height": 20, "background_color": "#336699"}]}


def call(run: Run, method: str, path: str, body: object = None) -> Answer:
    data = None if body is None else json.dumps(body).encode()
    return ask(f"{run.url}{path}", method, data, x_api_key=run.key, content_type="application/json")


def assert_error(answer: Answer, status: int, id_: str) -> None:
    """The contract's one error body."""
    assert answer.status == status
    assert answer.headers["content-type"] == "application/json"
    body = answer.json
    assert body.keys() - {"errors"} == {"id", "message", "version"}
    assert body["id"] == id_
    assert "errors" not in body or body["errors"]


def test_it_says_where_it_is_and_that_its_data_is_not_kept(run: Run) -> None:
    printed = "".join(run.output)
    assert run.url in printed
    assert run.key in printed
    assert "in memory" in printed
    assert run.images.keys() == {"social-card", "email-banner", "product-card"}


def test_ready_needs_no_key(run: Run) -> None:
    answer = ask(f"{run.url}/ready")
    assert answer.status == 200
    assert answer.json["version"].startswith("v20")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(number: int) -> None:
    running = start()
    assert ask(f"{running.url}/ready").status == 200
    assert stop(running, number) == 0
    assert "Traceback" not in "".join(running.output)
    running.process.stdout.close()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "headers", [{}, {"x_api_key": "wrong"}, {"authorization": "Bearer wrong"}, {"authorization": "Basic a-key"}]
)
@pytest.mark.parametrize(("method", "path"), [("GET", "/designs/1"), ("POST", f"/designs/{CARD}/dynamic-image-url")])
def test_without_a_known_key_the_answer_is_401(run: Run, method: str, path: str, headers: dict[str, str]) -> None:
    assert_error(ask(f"{run.url}{path}", method, **headers), 401, "unauthorized")


def test_the_key_may_come_as_a_bearer_token(run: Run) -> None:
    assert ask(f"{run.url}/designs/{CARD}", authorization=f"Bearer {run.key}").status == 200


@pytest.mark.parametrize("path", ["/", "/nowhere", "/img", "/img/", "/designs/x/y/z", "//", "/%00", "/designs/%F0%9F"])
def test_an_unknown_path_is_404_in_the_contracts_shape(run: Run, path: str) -> None:
    answer = call(run, "GET", path)
    assert answer.status == 404
    assert answer.json.keys() == {"id", "message", "version"}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", f"/designs/{CARD}/dynamic-image-url", {"POST"}),
        ("DELETE", "/ready", {"GET"}),
        ("BREW", f"/designs/{CARD}/document", {"GET"}),
        ("POST", f"/designs/{CARD}/assets/a.png", {"PUT"}),
    ],
)
def test_a_wrong_method_is_405_and_says_which_are_right(run: Run, method: str, path: str, allowed: set[str]) -> None:
    answer = call(run, method, path)
    assert_error(answer, 405, "method_not_allowed")
    assert allowed <= set(answer.headers["allow"].split(", "))


@pytest.mark.parametrize("design", ["not-a-uuid", str(uuid.UUID(int=1))])
def test_an_unknown_design_is_404(run: Run, design: str) -> None:
    assert_error(call(run, "POST", f"/designs/{design}/dynamic-image-url"), 404, "template_not_found")
    assert_error(call(run, "GET", f"/designs/{design}"), 404, "template_not_found")


@pytest.mark.parametrize(
    ("body", "id_"),
    [
        (b"{", "invalid_json"),
        (b"\xff", "invalid_json"),
        (b"[]", "wrong_type"),
        (b'{"enable_rate_limit": "yes"}', "invalid_payload"),
    ],
)
def test_a_bad_create_body_is_400(run: Run, body: bytes, id_: str) -> None:
    answer = ask(f"{run.url}/designs/{CARD}/dynamic-image-url", "POST", body, x_api_key=run.key)
    assert_error(answer, 400, id_)


def test_every_problem_of_a_document_is_listed_and_nothing_is_stored(run: Run) -> None:
    design = uuid.uuid4()
    formats = [{"name": "a", "width": 0, "height": 20}, {"name": "a", "width": 10, "height": "x"}]
    layers = [{"name": "t", "type": "text", "layout": {"width": 5, "height": 5}, "properties": {"color": "nope"}}]
    answer = call(run, "PUT", f"/designs/{design}", {"name": "Bad", "formats": formats, "layers": layers})
    assert_error(answer, 400, "invalid_payload")
    paths = {problem["path"] for problem in answer.json["errors"]}
    assert paths >= {"formats[0].width", "formats[1].height", "formats[1].name", "layers[0].properties.color"}
    assert_error(call(run, "GET", f"/designs/{design}"), 404, "template_not_found")


def test_a_document_comes_back_as_it_was_put(run: Run) -> None:
    path = f"/designs/{uuid.uuid4()}"
    assert call(run, "PUT", path, PLAIN).status == 201
    assert call(run, "GET", f"{path}/document").json == PLAIN
    replaced = call(run, "PUT", path, {**PLAIN, "name": "Plainer"})
    assert (replaced.status, replaced.json["name"]) == (200, "Plainer")


def test_of_200_simultaneous_first_create_calls_exactly_one_creates(run: Run) -> None:
    path = f"/designs/{uuid.uuid4()}"
    assert call(run, "PUT", path, PLAIN).status == 201
    together = threading.Barrier(200)
    answers: list[Answer] = []

    def create(number: int) -> None:
        together.wait()
        answers.append(call(run, "POST", f"{path}/dynamic-image-url", {"enable_rate_limit": number % 2 == 0}))

    threads = [threading.Thread(target=create, args=(number,)) for number in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(answer.status for answer in answers) == {200: 199, 201: 1}
    assert len({answer.json["id"] for answer in answers}) == 1


def test_a_format_that_is_added_later_has_its_url_under_the_same_id(run: Run) -> None:
    path = f"/designs/{uuid.uuid4()}"
    call(run, "PUT", path, PLAIN)
    first = call(run, "POST", f"{path}/dynamic-image-url").json
    more = {**PLAIN, "formats": [*PLAIN["formats"], {"name": "tall", "width": 10, "height": 30}]}
    call(run, "PUT", path, more)
    second = call(run, "POST", f"{path}/dynamic-image-url")
    assert (second.status, second.json["id"]) == (200, first["id"])
    assert [(each["id"], each["height"]) for each in second.json["formats"]] == [("small", 20), ("tall", 30)]
    assert ask(second.json["formats"][1]["dynamic_image_url"]).picture.size == (10, 30)


@pytest.fixture
def sdk(run: Run, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("ABYSSALE_BASE_URL", run.url)
    monkeypatch.setenv("ABYSSALE_API_KEY", run.key)
    return pytest.importorskip("abyssale")


def test_the_official_sdk_gets_a_design(sdk: Any, run: Run) -> None:
    with sdk.Abyssale() as client:
        design = client.get_design(CARD)
    assert str(design.id) == CARD
    assert design.name == "Northlight social card"
    assert [(each.id, each.width, each.height) for each in design.formats] == [
        ("og", 1200, 630),
        ("square", 1080, 1080),
    ]
    title = next(element for element in design.elements if element.name == "title")
    payload = next(attribute for attribute in title.attributes if attribute.id == "payload")
    assert payload.values["og"] == "Five quiet valleys worth the walk"


def test_the_official_sdk_creates_a_dynamic_image_url_that_answers_with_a_picture(sdk: Any, run: Run) -> None:
    with sdk.Abyssale() as client:
        created = client.create_dynamic_image_url(CARD)
        again = client.create_dynamic_image_url(CARD, {"enable_rate_limit": True})
    assert created.id == again.id
    for each in created.formats:
        assert ask(str(each.dynamic_image_url)).picture.size == (each.width, each.height)


def test_the_official_sdk_knows_our_errors(sdk: Any, run: Run) -> None:
    with sdk.Abyssale() as client, pytest.raises(sdk.AbyssaleNotFoundError) as caught:
        client.get_design(str(uuid.UUID(int=1)))
    assert caught.value.id == "template_not_found"
    with sdk.Abyssale(api_key="wrong") as client, pytest.raises(sdk.AbyssaleAuthError):
        client.get_design(CARD)
