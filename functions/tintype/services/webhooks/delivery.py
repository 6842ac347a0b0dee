"""Webhooks: signed, delivered, and tried again; and the secret that they are signed with."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol
from uuid import NAMESPACE_URL, uuid5

from tintype.base.errors import ConflictError, UnavailableError
from tintype.model.jobs import Delivery, WebhookSecret
from tintype.net.errors import FetchError

OVERLAP = 86_400  # seconds that a secret counts after it was replaced
# Nobody's network gets better about these: the URL itself is wrong.
_HOPELESS = {"invalid_url", "forbidden_port", "forbidden_address"}

Post = Callable[[str, Mapping[str, str], bytes], int]
Send = Callable[[Mapping[str, Any], int], None]


class KeepsDeliveries(Protocol):
    """What deliveries need of the table."""

    def put(self, delivery: Delivery) -> None:
        """Remember a delivery; one that is known already stays as it is."""

    def find(self, id_: str) -> Delivery | None:
        """The delivery with this id, or None."""

    def end(self, delivery_id: str, state: str) -> None:
        """Remember how the delivery ended."""


class KeepsSecret(Protocol):
    """What the secret needs of the table."""

    def find(self) -> WebhookSecret | None:
        """The secret, or None while nobody has asked for one."""

    def make(self, now: int) -> WebhookSecret:
        """The secret, made where there is none."""

    def replace(self, old: WebhookSecret, new: WebhookSecret) -> bool:
        """True where `new` is in the place of `old` now."""


def announce(name: str, url: str, body: str, now: int, deliveries: KeepsDeliveries, send: Send) -> None:
    """Have `body` posted to `url`. The same `name` is the same delivery, with one id for who receives it twice."""
    delivery = Delivery(str(uuid5(NAMESPACE_URL, f"delivery:{name}")), url, body, now)
    deliveries.put(delivery)
    send({"job": "webhook", "id": delivery.id, "attempt": 1}, 0)


def deliver(
    delivery_id: str,
    attempt: int,
    deliveries: KeepsDeliveries,
    secrets: KeepsSecret,
    post: Post,
    send: Send,
    delays: Sequence[int],
    now: int,
) -> str:
    """Try a delivery for the `attempt`-th time; what came of it: delivered, again, given_up or known.

    Any 2xx means delivered. What fails is tried again after each of `delays` (seconds), and then given up.
    """
    delivery = deliveries.find(delivery_id)
    if delivery is None or delivery.state != "pending":
        return "known"
    headers = {"Content-Type": "application/json", "X-Abyssale-Delivery-Id": delivery.id}
    if secret := secrets.find():
        headers["X-Abyssale-Signature"] = signature_of(delivery.body.encode(), secret, now)
    reason = ""
    try:
        delivered = 200 <= post(delivery.url, headers, delivery.body.encode()) < 300
    except FetchError as error:
        delivered, reason = False, error.reason
    if delivered:
        deliveries.end(delivery_id, "delivered")
        return "delivered"
    if attempt > len(delays) or reason in _HOPELESS:
        deliveries.end(delivery_id, "given_up")
        return "given_up"
    send({"job": "webhook", "id": delivery_id, "attempt": attempt + 1}, delays[attempt - 1])
    return "again"


def signature_of(body: bytes, secret: WebhookSecret, now: int) -> str:
    """The signature header for `body`: one ``v1`` for each secret that counts now."""
    signed = f"v1:webhook:{now}.".encode() + body
    hashes = [hmac.digest(key.encode(), signed, "sha256").hex() for key in _counting(secret, now)]
    return ",".join((f"t={now}", *(f"v1={each}" for each in hashes)))


def get_secret(secrets: KeepsSecret, now: int) -> dict[str, Any]:
    """The secret, made when it is first asked for: from then on webhooks are signed."""
    return _body(secrets.find() or secrets.make(now), now)


def rotate_secret(force: bool, secrets: KeepsSecret, now: int) -> dict[str, Any]:
    """Replace the secret; the one before it counts for another day.

    Raises ConflictError (``previous_secret_still_active``) while there is one that counts, unless `force` drops it.
    """
    old = secrets.find()
    if old is None:
        return _body(secrets.make(now), now)
    if len(_counting(old, now)) > 1 and not force:
        message = "the previous secret still counts; wait, revoke it, or force the rotation"
        raise ConflictError("previous_secret_still_active", message)
    return _replaced(old, _new(old, now), secrets, now)


def revoke_secret(secrets: KeepsSecret, now: int) -> dict[str, Any]:
    """Drop the previous secret at once; the current one stays."""
    secret = secrets.find() or secrets.make(now)
    if secret.previous is None:
        return _body(secret, now)
    return _replaced(secret, replace(secret, previous=None, previous_expires_at=None), secrets, now)


def _new(old: WebhookSecret, now: int) -> WebhookSecret:
    from secrets import token_hex  # noqa: PLC0415

    return WebhookSecret(f"whsec_{token_hex(32)}", old.created_at, now, old.secret, now + OVERLAP)


def _replaced(old: WebhookSecret, new: WebhookSecret, secrets: KeepsSecret, now: int) -> dict[str, Any]:
    if not secrets.replace(old, new):
        raise UnavailableError("the secret is being changed by another call; try again")
    return _body(new, now)


def _counting(secret: WebhookSecret, now: int) -> list[str]:
    overlaps = secret.previous and secret.previous_expires_at and now < secret.previous_expires_at
    return [secret.secret, secret.previous] if overlaps and secret.previous else [secret.secret]


def _body(secret: WebhookSecret, now: int) -> dict[str, Any]:
    overlaps = len(_counting(secret, now)) > 1
    return {
        "secret": secret.secret,
        "created_at_ts": secret.created_at,
        "rotated_at_ts": secret.rotated_at,
        "previous_secret_expires_at_ts": secret.previous_expires_at if overlaps else None,
    }
