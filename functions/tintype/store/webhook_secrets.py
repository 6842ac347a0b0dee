"""The workspace's webhook secret in the table: made when it is first asked for, rotated under a condition."""

from __future__ import annotations

import secrets
from dataclasses import fields
from typing import TYPE_CHECKING

from tintype.model.jobs import WebhookSecret
from tintype.store.aws import answering
from tintype.store.decide import put_first, transact
from tintype.store.items import Item, plain, record_key, written

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEY = record_key("webhook-secret", "workspace")
_FIELDS = [one.name for one in fields(WebhookSecret)]


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
        return _secret_from(answer["Item"]) if "Item" in answer else None

    def make(self, now: int) -> WebhookSecret:
        """The secret, made now where there is none. Of any number of calls at once one makes it."""
        item = {**_KEY, "secret": written(new_secret()), "created_at": written(now)}
        return _secret_from(put_first(self._client, self._table, item) or item)

    def replace(self, old: WebhookSecret, new: WebhookSecret) -> bool:
        """True where `new` is in the place of `old` now; False where another call came between."""
        values = {"secret": new.secret, "created_at": new.created_at, "rotated_at": new.rotated_at}
        values |= {"previous": new.previous, "previous_expires_at": new.previous_expires_at}
        put = {
            "TableName": self._table,
            "Item": {**_KEY, **{name: written(value) for name, value in values.items()}},
            "ConditionExpression": "secret = :old",
            "ExpressionAttributeValues": {":old": written(old.secret)},
        }
        return transact(self._client, [{"Put": put}]) == "made"


def _secret_from(item: Item) -> WebhookSecret:
    values = plain(item)
    return WebhookSecret(**{name: values[name] for name in _FIELDS if name in values})
