"""Doing something once for each idempotency key, whoever asks again and however often."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from tintype.base.errors import ConflictError, InvalidInputError, NotFoundError
from tintype.model.jobs import IdempotencyRecord

MAX_KEY = 255  # characters


class KeepsIdempotencyRecords(Protocol):
    """What this flow needs of the table."""

    def begin(self, id_: str, record: IdempotencyRecord, now: int) -> IdempotencyRecord | None:
        """Put `record` under `id_` where there is none, and return None; else the record that is there."""

    def take_over(self, id_: str, expired: IdempotencyRecord, record: IdempotencyRecord) -> bool:
        """Put the holder of `record`, and its time, into a record that expired; False where somebody else did."""

    def complete(self, id_: str, record: IdempotencyRecord, answer: dict[str, Any]) -> None:
        """Remember what it came to, unless somebody else has taken the record over."""

    def release(self, id_: str, record: IdempotencyRecord) -> None:
        """Have the record expired from now on, unless somebody else has taken it over."""

    def forget(self, id_: str, record: IdempotencyRecord) -> None:
        """Drop the record, unless somebody else has taken it over."""


def once(
    id_: str,
    fingerprint: str,
    records: KeepsIdempotencyRecords,
    now: int,
    seconds: int,
    make: Callable[[str], dict[str, Any]],
) -> dict[str, Any]:
    """What `make` answers, called once for all requests that `id_` names; `make` takes a seed for ids and names.

    A request that was refused may be sent again, corrected. Raises InvalidInputError (``idempotency_key_reused``)
    where the same key comes with another request, ConflictError (``request_in_progress``) while the first is at it:
    for `seconds` at most, then the next one takes over.
    """
    record = IdempotencyRecord(new_seed(), fingerprint, now + seconds, holder=new_seed())
    there = records.begin(id_, record, now)
    if there is not None:
        if there.fingerprint != fingerprint:
            raise InvalidInputError("idempotency_key_reused", "this Idempotency-Key came with another request before")
        if there.answer is not None:
            return there.answer
        record = replace(record, seed=there.seed)
        if there.state(now) == "in_progress" or not records.take_over(id_, there, record):
            raise ConflictError("request_in_progress", "a request with this Idempotency-Key is being worked on")
    try:
        answer = make(record.seed)
    except (InvalidInputError, NotFoundError):
        records.forget(id_, record)
        raise
    except BaseException:
        records.release(id_, record)
        raise
    records.complete(id_, record, answer)
    return answer


def new_seed() -> str:
    """128 random bits: names of files come of it."""
    return secrets.token_hex(16)
