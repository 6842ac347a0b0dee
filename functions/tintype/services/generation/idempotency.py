"""Doing something once for each idempotency key, whoever asks again and however often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from tintype.base.errors import ConflictError, InvalidInputError, NotFoundError
from tintype.store.idempotency import IdempotencyRecord

MAX_KEY = 255  # characters


class KeepsIdempotencyRecords(Protocol):
    """What this flow needs of the table."""

    def claim(self, id_: str, fingerprint: str, now: int, seconds: int) -> IdempotencyRecord:
        """The record: mine where it is new, or where its first holder has not kept it within `seconds`."""

    def keep(self, id_: str, answer: dict[str, Any]) -> None:
        """Remember what it came to."""

    def release(self, id_: str) -> None:
        """Let the next one do it, with the same seed."""

    def forget(self, id_: str) -> None:
        """Forget it: nothing came of it."""


def once(
    id_: str,
    fingerprint: str,
    idempotency: KeepsIdempotencyRecords,
    now: int,
    seconds: int,
    make: Callable[[str], dict[str, Any]],
) -> dict[str, Any]:
    """What `make` answers, called once for all requests that `id_` names; `make` takes a seed for ids and names.

    A request that was refused may be sent again, corrected. Raises InvalidInputError (``idempotency_key_reused``)
    where the same key comes with another request, ConflictError (``request_in_progress``) while the first is at it:
    for `seconds` at most, then the next one takes over.
    """
    record = idempotency.claim(id_, fingerprint, now, seconds)
    if record.fingerprint != fingerprint:
        raise InvalidInputError("idempotency_key_reused", "this Idempotency-Key came with another request before")
    if record.answer is not None:
        return record.answer
    if not record.is_mine:
        raise ConflictError("request_in_progress", "a request with this Idempotency-Key is being worked on")
    try:
        answer = make(record.seed)
    except (InvalidInputError, NotFoundError):
        idempotency.forget(id_)
        raise
    except BaseException:
        idempotency.release(id_)
        raise
    idempotency.keep(id_, answer)
    return answer
