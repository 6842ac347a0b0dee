"""Generating formats later: one result each, however often a message comes, whoever dies on the way."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.services.conftest import Call, Queued, Receiver

Files = Callable[[], set[str]]


def ask(call: Call, design: str, **body: Any) -> str:
    answer = call("POST", f"/async/banner-builder/{design}/generate", body)
    assert answer.status == 202, answer.raw
    return str(answer.body["generation_request_id"])


def test_all_formats_are_made_one_message_each(call: Call, design: str, queue: Queued, files: Files) -> None:
    before = files()
    request = ask(call, design, elements={"title": {"payload": "Sale"}})
    waiting = call("GET", f"/generation-request/{request}")
    assert (waiting.status, waiting.body["is_finalized"], waiting.body["banners"]) == (202, False, [])
    assert queue.drain() == 2
    done = call("GET", f"/generation-request/{request}")
    assert (done.status, done.body["is_finalized"], done.body["errors"]) == (200, True, [])
    assert [banner["format"]["id"] for banner in done.body["banners"]] == ["wide", "tall"]
    assert files() - before == {banner["file"]["filename"] for banner in done.body["banners"]}
    for banner in done.body["banners"]:
        assert call("GET", f"/banners/{banner['id']}").body == banner


def test_only_what_was_asked_for_is_made(call: Call, design: str, queue: Queued) -> None:
    request = ask(call, design, template_format_names=["tall", "tall"], image_file_type="webp")
    assert queue.drain() == 1
    (banner,) = call("GET", f"/generation-request/{request}").body["banners"]
    assert (banner["format"]["id"], banner["file"]["type"]) == ("tall", "webp")


@pytest.mark.parametrize(
    ("body", "id_"),
    [
        ({"template_format_names": ["wide", "round"]}, "format_not_found"),
        ({"elements": {"title": {"font_size": 0}}}, "invalid_payload"),
        ({"elements": {"titel": {"payload": ""}}}, "invalid_payload"),
        ({"image_file_type": "mp4"}, "unknown_enum_value"),
        ({"callback_url": "ftp://example.com"}, "invalid_payload"),
    ],
)
def test_what_cannot_be_made_is_refused_at_once(
    call: Call, design: str, queue: Queued, body: dict[str, Any], id_: str
) -> None:
    answer = call("POST", f"/async/banner-builder/{design}/generate", body)
    assert answer.status == 400
    assert answer.body["id"] == id_ or answer.body["errors"]
    assert queue.receive() == []


def test_a_picture_that_cannot_be_had_is_the_error_of_its_format(
    call: Call, design: str, queue: Queued, receiver: Receiver
) -> None:
    request = ask(call, design, elements={"photo": {"image_url": f"{receiver.url}/none.png"}})
    queue.drain()
    done = call("GET", f"/generation-request/{request}")
    assert (done.status, done.body["banners"]) == (200, [])
    assert [error["template_format_name"] for error in done.body["errors"]] == ["wide", "tall"]
    assert "elements.photo.image_url" in done.body["errors"][0]["reason"]


def test_a_message_that_comes_again_changes_nothing(call: Call, design: str, queue: Queued, files: Files) -> None:
    before = files()
    request = ask(call, design)
    messages = queue.receive()
    queue.work(messages)
    first = call("GET", f"/generation-request/{request}").body
    for message in messages:
        queue.send(message["Body"])
    assert queue.drain() == 2
    assert call("GET", f"/generation-request/{request}").body == first
    assert len(files() - before) == 2


def test_a_worker_killed_before_it_recorded_leaves_one_file_and_one_result(
    call: Call, design: str, queue: Queued, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files()
    request = ask(call, design, template_format_names=["wide"])

    def die(*_: object) -> None:
        raise SystemExit("killed")

    with monkeypatch.context() as patch:
        patch.setattr("tintype.store.generations.Generations.record_result", die)
        messages = queue.receive()
        with pytest.raises(SystemExit):
            queue.work(messages)
    assert len(files() - before) == 1
    assert call("GET", f"/generation-request/{request}").status == 202
    queue.settle(messages[0], failed=True)
    assert queue.drain() == 1
    done = call("GET", f"/generation-request/{request}")
    (banner,) = done.body["banners"]
    assert (done.status, files() - before) == (200, {banner["file"]["filename"]})


def test_of_two_workers_with_the_same_message_one_is_recorded(
    call: Call, design: str, queue: Queued, doors: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ask(call, design, template_format_names=["wide"])
    (message,) = queue.receive()
    from tintype.store.generations import Generations

    recorded: list[bool] = []
    record = Generations.record_result

    def meanwhile(self: Generations, *arguments: Any) -> bool:
        # The other one is faster by a moment.
        recorded.append(record(self, *arguments))
        recorded.append(record(self, *arguments))
        return recorded[-1]

    monkeypatch.setattr(Generations, "record_result", meanwhile)
    assert queue.work([message]) == []
    assert recorded == [True, False]
    assert len(call("GET", f"/generation-request/{request}").body["banners"]) == 1


def test_a_poisoned_message_ends_in_the_dead_letter_queue_and_in_errors(
    call: Call, design: str, queue: Queued, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tintype.services.generation import generate

    make = generate.make_file

    def poisoned(plate: Any, *arguments: Any) -> Any:
        if plate.format == "tall":
            raise RuntimeError("poison")
        return make(plate, *arguments)

    monkeypatch.setattr(generate, "make_file", poisoned)
    request = ask(call, design, callback_url=f"{receiver.url}/hook")
    for _ in range(3):
        queue.work(queue.receive())
        assert call("GET", f"/generation-request/{request}").status == 202
    queue.drain()
    done = call("GET", f"/generation-request/{request}")
    assert (done.status, [banner["format"]["id"] for banner in done.body["banners"]]) == (200, ["wide"])
    assert done.body["errors"] == [
        {"template_format_name": "tall", "reason": "it was tried several times, and failed each time"}
    ]
    (dead,) = queue.receive("DeadLetterQueue")
    assert json.loads(dead["Body"])["id"] == request
    (hook,) = receiver.got
    assert [error["template_format_name"] for error in json.loads(hook.body)["errors"]] == ["tall"]


def test_what_is_no_job_ends_in_the_dead_letter_queue(queue: Queued) -> None:
    queue.send("not JSON")
    queue.send('{"job": "unknown", "id": "x"}')
    queue.drain()
    assert {dead["Body"] for dead in queue.receive("DeadLetterQueue")} == {"not JSON", '{"job": "unknown", "id": "x"}'}


def test_one_failure_is_not_the_others(call: Call, design: str, queue: Queued) -> None:
    request = ask(call, design)
    queue.send("not JSON")
    assert queue.work(queue.receive()) == ["not JSON"]
    assert call("GET", f"/generation-request/{request}").status == 200


def test_an_outage_is_tried_again(call: Call, design: str, queue: Queued, monkeypatch: pytest.MonkeyPatch) -> None:
    from tintype.base.errors import UnavailableError

    def out(*_: object) -> None:
        raise UnavailableError("out")

    request = ask(call, design, template_format_names=["wide"])
    with monkeypatch.context() as patch:
        patch.setattr("tintype.store.outputs.Outputs.put_file", out)
        assert len(queue.work(queue.receive())) == 1
    queue.drain()
    done = call("GET", f"/generation-request/{request}")
    assert (done.status, done.body["errors"], len(done.body["banners"])) == (200, [], 1)


def test_a_design_deleted_meanwhile_is_an_error(call: Call, design: str, queue: Queued) -> None:
    request = ask(call, design, template_format_names=["wide"])
    call("DELETE", f"/designs/{design}")
    queue.drain()
    (error,) = call("GET", f"/generation-request/{request}").body["errors"]
    assert error == {"template_format_name": "wide", "reason": "there is no design with this id"}


def test_results_are_gone_after_seven_days(
    call: Call, design: str, queue: Queued, doors: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ask(call, design)
    queue.drain()
    now = time.time()
    monkeypatch.setattr(doors.manage.time, "time", lambda: now + 7 * 86_400 - 60)
    assert call("GET", f"/generation-request/{request}").status == 200
    monkeypatch.setattr(doors.manage.time, "time", lambda: now + 7 * 86_400)
    gone = call("GET", f"/generation-request/{request}")
    assert (gone.status, gone.body["id"]) == (410, "generation_request_gone")


@pytest.mark.parametrize("request_id", ["x", str(uuid4())])
def test_an_unknown_request_is_not_found(call: Call, request_id: str) -> None:
    answer = call("GET", f"/generation-request/{request_id}")
    assert (answer.status, answer.body["id"]) == (404, "generation_request_not_found")


def test_the_same_request_under_a_key_is_one(call: Call, design: str, queue: Queued) -> None:
    path, body = f"/async/banner-builder/{design}/generate", {"template_format_names": ["wide"]}
    answers = [call("POST", path, body, idempotency_key="a") for _ in range(2)]
    assert answers[0].body == answers[1].body
    assert queue.drain() == 1
