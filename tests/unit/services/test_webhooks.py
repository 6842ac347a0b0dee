"""Signatures and attempts of webhooks, without anybody who receives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from abyssale.webhooks import verify_webhook_signature
from hypothesis import given
from hypothesis import strategies as st

from tintype.model.jobs import Delivery, WebhookSecret
from tintype.net.errors import FetchError
from tintype.services.webhooks.delivery import deliver, signature_of

DELAYS = (5, 30, 120, 600, 900)


@given(st.binary(max_size=50), st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_the_sdk_accepts_signatures_of_both_secrets_until_one_ends(body: bytes, new: str, old: str) -> None:
    secret = WebhookSecret(new, 0, 100, old, 200)
    for now, accepts_old in ((150, True), (199, True), (200, new == old)):
        header = signature_of(body, secret, now)
        assert verify_webhook_signature(body, header, new, now=now)
        assert verify_webhook_signature(body, header, old, now=now) is accepts_old


class Deliveries:
    def __init__(self) -> None:
        self.state = "pending"

    def put(self, delivery: Delivery) -> None:
        raise AssertionError

    def find(self, id_: str) -> Delivery | None:
        return Delivery(id_, "https://example.com/hook", "{}", 0, self.state)  # type: ignore[arg-type]

    def end(self, delivery_id: str, state: str) -> None:
        self.state = state


class NoSecret:
    def find(self) -> None:
        return None

    def make(self, now: int) -> WebhookSecret:
        raise AssertionError

    def replace(self, old: WebhookSecret, new: WebhookSecret) -> bool:
        raise AssertionError


def attempts(outcomes: list[int | FetchError]) -> tuple[list[str], list[int], str]:
    """What each attempt came to, the pauses between them, and how the delivery ended."""
    deliveries, pauses, said = Deliveries(), [], []
    queued: list[Mapping[str, Any]] = [{"attempt": 1}]
    left = iter(outcomes)

    def post(*_: object) -> int:
        outcome = next(left)
        if isinstance(outcome, FetchError):
            raise outcome
        return outcome

    def send(job: Mapping[str, Any], delay: int) -> None:
        queued.append(job)
        pauses.append(delay)

    while queued:
        attempt = queued.pop()["attempt"]
        said.append(deliver("d", attempt, deliveries, NoSecret(), post, send, DELAYS, 0))
    return said, pauses, deliveries.state


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_2xx_is_an_answer(status: int) -> None:
    assert attempts([status]) == (["delivered"], [], "delivered")


@pytest.mark.parametrize("failure", [100, 301, 404, 410, 500, FetchError("timeout"), FetchError("tls")])
def test_what_fails_is_tried_five_times_more_with_growing_pauses(failure: int | FetchError) -> None:
    assert attempts([failure] * 6) == (["again"] * 5 + ["given_up"], list(DELAYS), "given_up")
    assert attempts([failure, failure, 200]) == (["again", "again", "delivered"], [5, 30], "delivered")


@pytest.mark.parametrize("reason", ["forbidden_address", "forbidden_port", "invalid_url"])
def test_a_url_that_is_wrong_is_not_tried_again(reason: str) -> None:
    assert attempts([FetchError(reason)]) == (["given_up"], [], "given_up")


def test_what_was_delivered_is_not_sent_again() -> None:
    deliveries = Deliveries()
    deliveries.state = "delivered"

    def post(*_: object) -> int:
        raise AssertionError

    assert deliver("d", 1, deliveries, NoSecret(), post, lambda *_: None, DELAYS, 0) == "known"
