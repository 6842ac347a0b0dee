"""Idempotency records in the table: who begins is decided by one conditional write, attributes stay as stored."""

from __future__ import annotations

import json
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest

from tintype.model.jobs import DAY, IdempotencyRecord
from tintype.store.idempotency import IdempotencyRecords

MINE = IdempotencyRecord("seed", "print", until=160, holder="me")
OTHER = IdempotencyRecord("other", "print", until=999, holder="other")


@pytest.fixture
def records(dynamodb: Any, table: str) -> IdempotencyRecords:
    return IdempotencyRecords(table, dynamodb)


def stored(dynamodb: Any, table: str, id_: str) -> dict[str, Any]:
    """The item as it lies in the table."""
    item: dict[str, Any] = dynamodb.get_item(TableName=table, Key=key(id_))["Item"]
    return item


def key(id_: str) -> dict[str, Any]:
    return {"pk": {"S": f"promise#{id_}"}, "sk": {"S": "promise"}}


def test_who_comes_second_gets_the_record_of_the_first(records: IdempotencyRecords) -> None:
    assert records.begin("a", MINE, 100) is None
    assert records.begin("a", OTHER, 100) == MINE


def test_of_many_who_begin_at_once_one_does(any_dynamodb: Any, table: str) -> None:
    records = IdempotencyRecords(table, any_dynamodb)
    barrier = Barrier(20)

    def begin(number: int) -> IdempotencyRecord | None:
        barrier.wait()
        return records.begin("a", IdempotencyRecord(f"seed {number}", "print", 160, holder=str(number)), 100)

    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(begin, range(20)))
    assert found.count(None) == 1
    assert len({each for each in found if each}) == 1


def test_of_many_who_take_over_one_does(any_dynamodb: Any, table: str) -> None:
    records = IdempotencyRecords(table, any_dynamodb)
    records.begin("a", MINE, 100)
    with ThreadPoolExecutor(20) as pool:
        new = [replace(MINE, until=300 + number, holder=str(number)) for number in range(20)]
        took = list(pool.map(lambda record: records.take_over("a", MINE, record), new))
    assert took.count(True) == 1
    found = records.begin("a", OTHER, 200)
    assert found == new[took.index(True)]
    assert found.holder == new[took.index(True)].holder


def test_a_completed_record_has_its_answer(records: IdempotencyRecords) -> None:
    records.begin("a", MINE, 100)
    records.complete("a", MINE, {"id": "ä"})
    found = records.begin("a", OTHER, 100)
    assert found == IdempotencyRecord("seed", "print", until=0, answer={"id": "ä"})


def test_a_released_record_is_expired_at_once(records: IdempotencyRecords) -> None:
    records.begin("a", MINE, 100)
    records.release("a", MINE)
    found = records.begin("a", OTHER, 100)
    assert found is not None
    assert found.state(100) == "expired"


def test_a_forgotten_record_is_gone(records: IdempotencyRecords) -> None:
    records.begin("a", MINE, 100)
    records.forget("a", MINE)
    assert records.begin("a", OTHER, 100) is None


def test_who_was_taken_over_changes_nothing_any_more(records: IdempotencyRecords) -> None:
    records.begin("a", MINE, 100)
    theirs = replace(MINE, until=300, holder="they")
    assert records.take_over("a", MINE, theirs)
    records.complete("a", MINE, {"id": 1})
    records.release("a", MINE)
    records.forget("a", MINE)
    found = records.begin("a", OTHER, 200)
    assert found == theirs
    records.complete("a", theirs, {"id": 2})
    records.release("a", MINE)
    assert records.begin("a", OTHER, 200) == replace(theirs, until=0, answer={"id": 2})


def test_a_record_is_begun_anew_after_its_day(records: IdempotencyRecords) -> None:
    records.begin("a", MINE, 100)
    later = IdempotencyRecord("later", "print", until=DAY + 200, holder="later")
    assert records.begin("a", later, 100 + DAY) == MINE
    assert records.begin("a", later, 101 + DAY) is None


def test_attributes_are_stored_as_they_always_were(records: IdempotencyRecords, dynamodb: Any, table: str) -> None:
    records.begin("a", MINE, 100)
    own = {"seed": {"S": "seed"}, "fingerprint": {"S": "print"}, "expires_at": {"N": str(100 + DAY)}}
    own |= {"holder": {"S": "me"}, "token": stored(dynamodb, table, "a")["token"]}
    assert stored(dynamodb, table, "a") == {**key("a"), **own, "until": {"N": "160"}}
    records.complete("a", MINE, {"id": 1})
    found = stored(dynamodb, table, "a")
    assert json.loads(zlib.decompress(found.pop("answer")["B"])) == {"id": 1}
    assert found == {**key("a"), **own}
