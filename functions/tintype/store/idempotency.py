"""Idempotency records in the table: one conditional put decides who begins, one conditional update who takes over."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, cast

from tintype.model.jobs import DAY, IdempotencyRecord
from tintype.store.aws import answering
from tintype.store.items import AttributeValue, Item, plain, record_key, written

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEPT = DAY  # seconds


class IdempotencyRecords:
    """The records in the table called `table`. All methods raise UnavailableError when it doesn't answer."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = table
        self._client = client

    def begin(self, id_: str, record: IdempotencyRecord, now: int) -> IdempotencyRecord | None:
        """Put `record` where there is none, or one that is older than a day, and return None; else what is there.

        A record with the same seed is the one that this call put itself, whose answer got lost on the way.
        """
        values = {
            "seed": record.seed, "fingerprint": record.fingerprint, "until": record.until, "expires_at": now + KEPT,
        }  # fmt: skip
        item = {**_key(id_), **{name: written(value) for name, value in values.items()}}
        with answering("the table"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=item,
                    ConditionExpression="attribute_not_exists(pk) OR expires_at < :now",
                    ExpressionAttributeValues={":now": written(now)},
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except self._client.exceptions.ConditionalCheckFailedException as error:
                there = self._record(id_, cast("Item | None", error.response.get("Item")))
                return there if there.seed != record.seed else None
        return None

    def take_over(self, id_: str, expired: IdempotencyRecord, until: int) -> bool:
        """Give the record until `until`, unless somebody changed it since it was read as `expired`."""
        with answering("the table"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=_key(id_),
                    UpdateExpression="SET #until = :until",
                    ConditionExpression="#until = :before",
                    ExpressionAttributeNames={"#until": "until"},
                    ExpressionAttributeValues={":until": written(until), ":before": written(expired.until)},
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def complete(self, id_: str, answer: dict[str, Any]) -> None:
        """Remember what it came to."""
        content = zlib.compress(json.dumps(answer).encode())
        with answering("the table"):
            self._client.update_item(
                TableName=self._table,
                Key=_key(id_),
                UpdateExpression="SET answer = :answer REMOVE #until",
                ExpressionAttributeNames={"#until": "until"},
                ExpressionAttributeValues={":answer": written(content)},
            )

    def release(self, id_: str) -> None:
        """Have the record expired from now on: the next one does it, with the same seed."""
        with answering("the table"):
            self._client.update_item(
                TableName=self._table,
                Key=_key(id_),
                UpdateExpression="SET #until = :zero",
                ExpressionAttributeNames={"#until": "until"},
                ExpressionAttributeValues={":zero": written(0)},
            )

    def forget(self, id_: str) -> None:
        """Drop the record: nothing came of it."""
        with answering("the table"):
            self._client.delete_item(TableName=self._table, Key=_key(id_))

    def _record(self, id_: str, item: Item | None) -> IdempotencyRecord:
        """The record in `item`, which not every implementation of DynamoDB hands over with the refusal."""
        if item is None:
            item = self._client.get_item(TableName=self._table, Key=_key(id_), ConsistentRead=True)["Item"]
        values = plain(item)
        answer = json.loads(zlib.decompress(values["answer"])) if "answer" in values else None
        return IdempotencyRecord(values["seed"], values["fingerprint"], values.get("until", 0), answer)


def _key(id_: str) -> dict[str, AttributeValue]:
    return record_key("promise", id_)  # the word that the first of them were stored under
