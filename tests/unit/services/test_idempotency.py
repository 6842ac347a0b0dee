"""Doing something once for an idempotency key: what each state of its record means for who comes with the key."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tintype.base.errors import ConflictError, InvalidInputError, NotFoundError
from tintype.model.jobs import IdempotencyRecord
from tintype.services.generation.idempotency import once

SECONDS = 60


class Records:
    """The records in memory; `rival` takes an expired record over first."""

    def __init__(self, rival: bool = False) -> None:
        self.kept: dict[str, IdempotencyRecord] = {}
        self.rival = rival

    def begin(self, id_: str, record: IdempotencyRecord, now: int) -> IdempotencyRecord | None:
        there = self.kept.get(id_)
        if there is None:
            self.kept[id_] = record
        return there

    def take_over(self, id_: str, expired: IdempotencyRecord, record: IdempotencyRecord) -> bool:
        if not self.rival:
            self.kept[id_] = replace(expired, until=record.until, holder=record.holder)
        return not self.rival

    def complete(self, id_: str, record: IdempotencyRecord, answer: dict[str, Any]) -> None:
        self._check(id_, record)
        self.kept[id_] = replace(self.kept[id_], answer=answer, until=0)

    def release(self, id_: str, record: IdempotencyRecord) -> None:
        self._check(id_, record)
        self.kept[id_] = replace(self.kept[id_], until=0)

    def forget(self, id_: str, record: IdempotencyRecord) -> None:
        self._check(id_, record)
        del self.kept[id_]

    def _check(self, id_: str, record: IdempotencyRecord) -> None:
        assert record.holder
        assert self.kept[id_].holder == record.holder
        assert self.kept[id_].seed == record.seed


def echo(seed: str) -> dict[str, Any]:
    """An answer that shows the seed."""
    return {"seed": seed}


def refuse(_: str) -> dict[str, Any]:
    """Somebody else is at it, or was: nothing is to be made now."""
    raise AssertionError("it was made again")


def failing(error: Exception) -> Any:
    """Something that fails while it is made."""

    def make(_: str) -> dict[str, Any]:
        raise error

    return make


@pytest.fixture
def records() -> Records:
    return Records()


def test_a_completed_record_answers_for_all_who_come_later(records: Records) -> None:
    first = once("a", "print", records, 100, SECONDS, echo)
    assert records.kept["a"].state(100) == "completed"
    assert [once("a", "print", records, now, SECONDS, refuse) for now in (100, 10_000)] == [first, first]
    assert once("b", "print", records, 100, SECONDS, echo) != first


def test_a_record_in_progress_lets_nobody_else_begin(records: Records) -> None:
    records.kept["a"] = IdempotencyRecord("seed", "print", until=160)
    assert records.kept["a"].state(160) == "in_progress"
    with pytest.raises(ConflictError) as caught:
        once("a", "print", records, 160, SECONDS, refuse)
    assert caught.value.id == "request_in_progress"


def test_an_expired_record_is_taken_over_with_its_seed(records: Records) -> None:
    records.kept["a"] = IdempotencyRecord("seed", "print", until=160)
    assert records.kept["a"].state(161) == "expired"
    assert once("a", "print", records, 161, SECONDS, echo) == {"seed": "seed"}


def test_of_two_who_take_an_expired_record_over_the_later_is_told_to_wait() -> None:
    records = Records(rival=True)
    records.kept["a"] = IdempotencyRecord("seed", "print", until=160)
    with pytest.raises(ConflictError):
        once("a", "print", records, 161, SECONDS, refuse)


@pytest.mark.parametrize("now", [100, 200])
def test_another_request_under_the_same_key_is_refused_and_changes_nothing(records: Records, now: int) -> None:
    record = records.kept["a"] = IdempotencyRecord("seed", "print", until=160)
    with pytest.raises(InvalidInputError) as caught:
        once("a", "another", records, now, SECONDS, refuse)
    assert caught.value.id == "idempotency_key_reused"
    assert records.kept["a"] == record


@pytest.mark.parametrize("error", [InvalidInputError("invalid_payload", "no"), NotFoundError("gone", "no")])
def test_a_refused_request_may_be_sent_again_corrected(records: Records, error: Exception) -> None:
    with pytest.raises(type(error)):
        once("a", "print", records, 100, SECONDS, failing(error))
    assert once("a", "corrected", records, 100, SECONDS, echo)


def test_who_fails_leaves_the_record_expired_for_the_next_one(records: Records) -> None:
    with pytest.raises(RuntimeError):
        once("a", "print", records, 100, SECONDS, failing(RuntimeError()))
    assert records.kept["a"].state(100) == "expired"
    seed = records.kept["a"].seed
    assert once("a", "print", records, 100, SECONDS, echo) == {"seed": seed}


def test_a_seed_is_not_shown(records: Records) -> None:
    once("a", "print", records, 100, SECONDS, lambda _: {})
    assert records.kept["a"].seed not in repr(records.kept["a"])
