"""Idempotency records in the table: one conditional put decides who begins, one conditional update who takes over."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tintype.model.jobs import DAY, IdempotencyRecord
from tintype.store.aws import answering
from tintype.store.decide import NEW, put_first
from tintype.store.items import AttributeValue, Item, plain, record_key, written

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEPT = DAY  # seconds
_MINE = "holder = :holder"


class IdempotencyRecords:
    """The records in the table called `table`. All methods raise UnavailableError when it doesn't answer."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = table
        self._client = client

    def begin(self, id_: str, record: IdempotencyRecord, now: int) -> IdempotencyRecord | None:
        """Put `record` where there is none, or one that is older than a day, and return None; else what is there."""
        values = {
            "seed": record.seed, "fingerprint": record.fingerprint, "until": record.until, "holder": record.holder,
            "expires_at": now + KEPT,
        }  # fmt: skip
        item = {**_key(id_), **{name: written(value) for name, value in values.items()}}
        condition = f"{NEW} OR expires_at < :now"
        there = put_first(self._client, self._table, item, condition, {":now": written(now)})
        return _record_from(there) if there is not None else None

    def take_over(self, id_: str, expired: IdempotencyRecord, record: IdempotencyRecord) -> bool:
        """Give the record to the holder of `record`, for its time, unless somebody changed it since it `expired`."""
        before = "(#until = :before OR holder = :holder)"
        values = {":before": written(expired.until), ":until": written(record.until)}
        return self._update(id_, record, "SET #until = :until, holder = :holder", before, values)

    def complete(self, id_: str, record: IdempotencyRecord, answer: dict[str, Any]) -> None:
        """Remember what it came to, where the record still is the one of this holder."""
        content = zlib.compress(json.dumps(answer).encode())
        self._update(id_, record, "SET answer = :answer REMOVE #until", _MINE, {":answer": written(content)})

    def release(self, id_: str, record: IdempotencyRecord) -> None:
        """Have the record expired from now on, where it still is the one of this holder: the next one does it."""
        self._update(id_, record, "SET #until = :zero", _MINE, {":zero": written(0)})

    def forget(self, id_: str, record: IdempotencyRecord) -> None:
        """Drop the record, where it still is the one of this holder: nothing came of it."""
        with answering("the table"), suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.delete_item(
                TableName=self._table,
                Key=_key(id_),
                ConditionExpression=_MINE,
                ExpressionAttributeValues={":holder": written(record.holder)},
            )

    def _update(
        self, id_: str, record: IdempotencyRecord, update: str, condition: str, values: Mapping[str, AttributeValue]
    ) -> bool:
        """True where the condition held. One that is left in place by its own update knows its own."""
        with answering("the table"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=_key(id_),
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ExpressionAttributeNames={"#until": "until"},
                    ExpressionAttributeValues={":holder": written(record.holder), **values},
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True


def _record_from(item: Item) -> IdempotencyRecord:
    values = plain(item)
    answer = json.loads(zlib.decompress(values["answer"])) if "answer" in values else None
    return IdempotencyRecord(
        values["seed"], values["fingerprint"], values.get("until", 0), answer, values.get("holder", "")
    )


def _key(id_: str) -> dict[str, AttributeValue]:
    return record_key("promise", id_)  # the word that the first of them were stored under
