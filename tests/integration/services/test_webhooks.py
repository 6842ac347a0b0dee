"""Webhooks: what they say, how they are signed, and how often they are tried."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from abyssale.webhooks import verify_webhook_signature

from tests.integration.services.conftest import Call, Queued, Receiver
from tests.integration.services.test_generate_formats import ask
from tintype.net import dial

SIGNATURE, DELIVERY = "x-abyssale-signature", "x-abyssale-delivery-id"


@pytest.fixture(autouse=True)
def no_secret(doors: SimpleNamespace) -> None:
    key = {"pk": {"S": "webhook-secret#workspace"}, "sk": {"S": "webhook-secret"}}
    doors.aws.client("dynamodb").delete_item(TableName=doors.table, Key=key)


def hook(call: Call, design: str, queue: Queued, receiver: Receiver) -> Any:
    """The one webhook of a new generation."""
    receiver.got.clear()
    ask(call, design, template_format_names=["wide"], callback_url=f"{receiver.url}/hook?x=1")
    queue.drain()
    (got,) = receiver.got
    return got


def verified(got: Any, secret: str) -> bool:
    return verify_webhook_signature(got.body, got.headers.get(SIGNATURE), secret)


def test_a_webhook_says_what_asking_says(call: Call, design: str, queue: Queued, receiver: Receiver) -> None:
    request = ask(call, design, callback_url=f"{receiver.url}/hook?x=1")
    queue.drain()
    (got,) = receiver.got
    assert (got.path, got.headers["content-type"]) == ("/hook?x=1", "application/json")
    done = call("GET", f"/generation-request/{request}").body
    assert json.loads(got.body) == {name: done[name] for name in ("id", "banners", "errors")}
    assert got.headers[DELIVERY]


def test_webhooks_are_unsigned_until_somebody_asks_for_the_secret(
    call: Call, design: str, queue: Queued, receiver: Receiver
) -> None:
    assert SIGNATURE not in hook(call, design, queue, receiver).headers
    secret = call("GET", "/signing-secret").body["secret"]
    got = hook(call, design, queue, receiver)
    assert verified(got, secret)
    assert not verified(got, "whsec_another")
    assert not verify_webhook_signature(got.body + b" ", got.headers[SIGNATURE], secret)


def test_both_secrets_count_during_a_rotation(call: Call, design: str, queue: Queued, receiver: Receiver) -> None:
    old = call("GET", "/signing-secret").body
    assert (old["rotated_at_ts"], old["previous_secret_expires_at_ts"]) == (None, None)
    assert old["secret"].startswith("whsec_")
    new = call("POST", "/signing-secret/rotate").body
    assert new["secret"] != old["secret"]
    assert new["created_at_ts"] == old["created_at_ts"]
    assert new["previous_secret_expires_at_ts"] == new["rotated_at_ts"] + 86_400
    got = hook(call, design, queue, receiver)
    assert got.headers[SIGNATURE].count("v1=") == 2
    assert verified(got, old["secret"])
    assert verified(got, new["secret"])
    again = call("POST", "/signing-secret/rotate")
    assert (again.status, again.body["id"]) == (409, "previous_secret_still_active")
    assert call("GET", "/signing-secret").body == new
    revoked = call("POST", "/signing-secret/revoke").body
    assert (revoked["secret"], revoked["previous_secret_expires_at_ts"]) == (new["secret"], None)
    got = hook(call, design, queue, receiver)
    assert got.headers[SIGNATURE].count("v1=") == 1
    assert verified(got, new["secret"])
    assert not verified(got, old["secret"])


def test_a_forced_rotation_drops_the_oldest_secret(call: Call, design: str, queue: Queued, receiver: Receiver) -> None:
    secrets = [call("GET", "/signing-secret").body["secret"]]
    secrets += [call("POST", "/signing-secret/rotate?force=true").body["secret"] for _ in range(2)]
    got = hook(call, design, queue, receiver)
    assert [verified(got, secret) for secret in secrets] == [False, True, True]


def test_the_previous_secret_ends_by_itself(
    call: Call, doors: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    call("GET", "/signing-secret")
    call("POST", "/signing-secret/rotate")
    now = time.time()
    monkeypatch.setattr(doors.manage.time, "time", lambda: now + 86_401)
    assert call("GET", "/signing-secret").body["previous_secret_expires_at_ts"] is None
    assert call("POST", "/signing-secret/rotate").status == 200


def test_a_webhook_that_fails_is_tried_again_with_the_same_id(
    call: Call, design: str, queue: Queued, receiver: Receiver
) -> None:
    receiver.answers += [500, 302, 404]
    ask(call, design, template_format_names=["wide"], callback_url=f"{receiver.url}/hook")
    queue.drain()
    assert len(receiver.got) == 4
    assert len({got.headers[DELIVERY] for got in receiver.got}) == 1
    assert len({got.body for got in receiver.got}) == 1


def test_a_webhook_is_given_up_after_five_retries(call: Call, design: str, queue: Queued, receiver: Receiver) -> None:
    receiver.answers += [500] * 20
    ask(call, design, template_format_names=["wide"], callback_url=f"{receiver.url}/hook")
    queue.drain()
    assert len(receiver.got) == 6
    assert queue.receive("DeadLetterQueue") == []


@pytest.mark.parametrize(
    "url",
    ["HTTP://my_service.example/hook", " https://bücher.example/a b?c=d\n", "https://a.example/%20?x={y}", "http://b"],
)
def test_a_webhooks_url_is_what_can_be_fetched(call: Call, design: str, url: str) -> None:
    ask(call, design, template_format_names=["wide"], callback_url=url)


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "https://", "a.example/hook", "https://u:p@a.example/", "http://a b/"]
)
def test_what_is_no_url_is_refused_in_words(call: Call, design: str, url: str) -> None:
    answer = call("POST", f"/async/banner-builder/{design}/generate", {"callback_url": url})
    assert (answer.status, answer.body["id"]) == (400, "invalid_payload")
    assert answer.body["message"] == "callback_url: must be an http(s) URL with a host, and without a user name"


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/hook", "http://169.254.169.254/latest", "http://10.0.0.1/hook"])
def test_a_webhook_goes_nowhere_inside(
    call: Call, design: str, queue: Queued, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ports: list[int] = []

    def record(addresses: Sequence[dial.Address], port: int, deadline: float) -> socket.socket:
        ports.append(port)
        return open_first(addresses, port, deadline)

    open_first = dial.open_first
    monkeypatch.setattr(dial, "open_first", record)
    ask(call, design, template_format_names=["wide"], callback_url=url)
    assert queue.drain() == 2
    assert not {9, 80} & set(ports)  # the table and the bucket are connected to as well


def test_a_worker_killed_after_a_delivery_sends_the_same_once_more(
    call: Call, design: str, queue: Queued, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(call, design, template_format_names=["wide"], callback_url=f"{receiver.url}/hook")
    queue.work(queue.receive())

    def die(*_: object) -> None:
        raise SystemExit("killed")

    messages = queue.receive()
    with monkeypatch.context() as patch:
        patch.setattr("tintype.store.exports.Deliveries.end", die)
        with pytest.raises(SystemExit):
            queue.work(messages)
    queue.settle(messages[0], failed=True)
    queue.drain()
    first, second = receiver.got
    assert (first.body, first.headers[DELIVERY]) == (second.body, second.headers[DELIVERY])
