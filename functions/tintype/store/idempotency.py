"""What was promised under an idempotency key: one conditional put decides who does it, and what it came to is kept.

In the manner of Powertools' idempotency store. What differs is the seed: whoever does it again after the first one
died makes the same ids and names of it, and so the same file.
"""

from __future__ import annotations

import json
import secrets
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from tintype.model.jobs import DAY
from tintype.store.aws import answering
from tintype.store.items import Item, plain, record_key, written

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEPT = DAY  # seconds


@dataclass(frozen=True, slots=True)
class IdempotencyRecord:
    """`fingerprint` tells requests apart, `answer` is None until it is kept; `seed` is random and secret."""

    seed: str
    fingerprint: str
    is_mine: bool
    answer: dict[str, Any] | None = None


class IdempotencyRecords:
    """The promises in the table called `table`. Both methods raise UnavailableError when it doesn't answer."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = table
        self._client = client

    def claim(self, id_: str, fingerprint: str, now: int, seconds: int) -> IdempotencyRecord:
        """The promise `id_`: mine where it is new, or where its first holder has not kept it within `seconds`."""
        seed = secrets.token_hex(16)
        values = {"seed": seed, "fingerprint": fingerprint, "until": now + seconds, "expires_at": now + KEPT}
        item = {**record_key("promise", id_), **{name: written(value) for name, value in values.items()}}
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
                return self._taken(id_, cast("Item | None", error.response.get("Item")), now, seconds)
        return IdempotencyRecord(seed, fingerprint, is_mine=True)

    def keep(self, id_: str, answer: dict[str, Any]) -> None:
        """Remember what it came to."""
        content = zlib.compress(json.dumps(answer).encode())
        with answering("the table"):
            self._client.update_item(
                TableName=self._table,
                Key=record_key("promise", id_),
                UpdateExpression="SET answer = :answer REMOVE #until",
                ExpressionAttributeNames={"#until": "until"},
                ExpressionAttributeValues={":answer": written(content)},
            )

    def release(self, id_: str) -> None:
        """Let the next one do it, with the same seed."""
        with answering("the table"):
            self._client.update_item(
                TableName=self._table,
                Key=record_key("promise", id_),
                UpdateExpression="SET #until = :zero",
                ExpressionAttributeNames={"#until": "until"},
                ExpressionAttributeValues={":zero": written(0)},
            )

    def forget(self, id_: str) -> None:
        """Forget it: nothing came of it."""
        with answering("the table"):
            self._client.delete_item(TableName=self._table, Key=record_key("promise", id_))

    def _taken(self, id_: str, item: Item | None, now: int, seconds: int) -> IdempotencyRecord:
        if item is None:  # an implementation of DynamoDB that doesn't give it back
            key = record_key("promise", id_)
            item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)["Item"]
        values = plain(item)
        answer = json.loads(zlib.decompress(values["answer"])) if "answer" in values else None
        is_mine = answer is None and values["until"] < now and self._take_over(id_, values["until"], now + seconds)
        return IdempotencyRecord(values["seed"], values["fingerprint"], is_mine, answer)

    def _take_over(self, id_: str, before: int, until: int) -> bool:
        try:
            self._client.update_item(
                TableName=self._table,
                Key=record_key("promise", id_),
                UpdateExpression="SET #until = :until",
                ConditionExpression="#until = :before",
                ExpressionAttributeNames={"#until": "until"},
                ExpressionAttributeValues={":until": written(until), ":before": written(before)},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True
