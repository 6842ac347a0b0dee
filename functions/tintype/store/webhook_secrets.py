"""The workspace's webhook secret in the table: made when it is first asked for, rotated under a condition."""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from tintype.model.jobs import WebhookSecret
from tintype.store.aws import answering
from tintype.store.items import plain, record_key, written

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEY = record_key("webhook-secret", "workspace")


def new_secret() -> str:
    """A secret that nobody has: 256 random bits, recognisable by its prefix."""
    return f"whsec_{secrets.token_hex(32)}"


class WebhookSecrets:
    """The one secret in the table called `table`. Every method raises UnavailableError when it doesn't answer."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = table
        self._client = client

    def find(self) -> WebhookSecret | None:
        """The secret, or None while nobody has asked for one."""
        with answering("the table"):
            answer = self._client.get_item(TableName=self._table, Key=_KEY, ConsistentRead=True)
        if "Item" not in answer:
            return None
        values = plain(answer["Item"])
        return WebhookSecret(**{name: value for name, value in values.items() if name not in ("pk", "sk")})

    def make(self, now: int) -> WebhookSecret:
        """The secret, made now where there is none. Of any number of calls at once one makes it."""
        item = {**_KEY, "secret": written(new_secret()), "created_at": written(now)}
        with answering("the table"), suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.put_item(TableName=self._table, Item=item, ConditionExpression="attribute_not_exists(pk)")
        found = self.find()
        assert found is not None, "nothing deletes it"
        return found

    def replace(self, old: WebhookSecret, new: WebhookSecret) -> bool:
        """Whether `new` is in the place of `old` now; False where another call came between."""
        values = {"secret": new.secret, "created_at": new.created_at, "rotated_at": new.rotated_at}
        values |= {"previous": new.previous, "previous_expires_at": new.previous_expires_at}
        with answering("the table"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item={**_KEY, **{name: written(value) for name, value in values.items()}},
                    ConditionExpression="secret = :old",
                    ExpressionAttributeValues={":old": written(old.secret)},
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True
