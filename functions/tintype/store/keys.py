"""API keys: made, remembered as digests only, and found again."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from tintype.store.aws import answering
from tintype.store.items import api_key_from, api_key_key, written
from tintype.store.records import ApiKey

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def new_key() -> str:
    """A key that nobody has: ``tt_`` and 256 random bits, which is why a plain digest keeps it safely."""
    return f"tt_{secrets.token_urlsafe(32)}"


def digest_of(key: str) -> str:
    """What the table knows a key by."""
    return sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


class Keys:
    """The API keys in the table called `table`. Every method raises UnavailableError when it doesn't answer."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = table
        self._client = client

    def add(self, key: str, label: str, scope: str, now: int) -> ApiKey:
        """Let `key` in from now on; adding it again renews its label and scope and lifts a revocation."""
        digest = digest_of(key)
        fields = {"label": label, "scope": scope, "created_at": now}
        item = api_key_key(digest) | {name: written(value) for name, value in fields.items()}
        with answering("the table"):
            self._client.put_item(TableName=self._table, Item=item)
        return ApiKey(digest, label, scope, now)

    def find(self, key: str) -> ApiKey | None:
        """What is known about `key`, or None when it is unknown or revoked."""
        with answering("the table"):
            answer = self._client.get_item(TableName=self._table, Key=api_key_key(digest_of(key)), ConsistentRead=True)
        item = answer.get("Item")
        return api_key_from(item) if item and "revoked" not in item else None

    def revoke(self, key_id: str, now: int) -> bool:
        """Shut out the key with this id (its digest); False when there is no such key."""
        with answering("the table"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=api_key_key(key_id),
                    UpdateExpression="SET revoked = :now",
                    ConditionExpression="attribute_exists(pk)",
                    ExpressionAttributeValues={":now": written(now)},
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True
