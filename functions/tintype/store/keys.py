"""API keys: made, remembered as digests only, found, counted and listed."""

from __future__ import annotations

import secrets
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from tintype.base.errors import UnavailableError
from tintype.model.records import ApiKey
from tintype.store.aws import answering, attempts
from tintype.store.items import Item, api_key_from, api_key_key, plain, written

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_ACTIVE = "attribute_exists(pk) AND attribute_not_exists(revoked_at)"


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
        item = self._item(digest_of(key))
        return api_key_from(item) if item and "revoked_at" not in item else None

    def use(self, key: str, window: int, day: str) -> tuple[ApiKey, int] | None:
        """Count a use of `key`: what is known about it, and how many times it was used in this window so far.

        `window` numbers the stretches of time in which uses are counted, `day` is written down at the first use in
        each. None when the key is unknown or revoked. One write tells all of it, and no two uses get the same count.
        """
        digest = digest_of(key)
        # Clocks differ a little: whoever still is in the window before counts in the one that others have begun.
        again = ("ADD uses :one", f"{_ACTIVE} AND use_window >= :window", {":one": 1, ":window": window})
        first = (
            "SET uses = :one, use_window = :window, last_used = :day",
            f"{_ACTIVE} AND (attribute_not_exists(use_window) OR use_window < :window)",
            {":one": 1, ":window": window, ":day": day},
        )
        for _ in attempts():
            for update, condition, values in (again, first):
                item, held = self._update(digest, update, condition, values)
                if item is None or "revoked_at" in item:
                    return None
                if held:
                    return api_key_from(item), plain(item)["uses"]
        raise UnavailableError("the key is being used by too many at once; try again")

    def all(self) -> list[ApiKey]:
        """Every key that was ever made, the revoked ones too, the newest first."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            ConsistentRead=True,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": api_key_key("")["pk"]},
        )
        with answering("the table"):
            keys = [api_key_from(item) for page in pages for item in page["Items"]]
        return sorted(keys, key=lambda one: (one.created_at, one.id), reverse=True)

    def revoke(self, key_id: str, now: int) -> ApiKey | None:
        """Shut out the key with this id (its digest): what is known about it; None when there is no such key."""
        item, held = self._update(key_id, "SET revoked_at = :now", _ACTIVE, {":now": now})
        if item is None:
            return None
        found = api_key_from(item)
        return replace(found, revoked_at=now) if held else found

    def _item(self, digest: str) -> Item | None:
        with answering("the table"):
            answer = self._client.get_item(TableName=self._table, Key=api_key_key(digest), ConsistentRead=True)
        return answer.get("Item")

    def _update(self, digest: str, update: str, condition: str, values: dict[str, Any]) -> tuple[Item | None, bool]:
        """The key's item (None: there is none) and whether the condition held, so that the update was made."""
        with answering("the table"):
            try:
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=api_key_key(digest),
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ExpressionAttributeValues={name: written(value) for name, value in values.items()},
                    ReturnValues="ALL_NEW",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except self._client.exceptions.ConditionalCheckFailedException as error:
                # No item: no such key, or an implementation of DynamoDB that doesn't give it back.
                return cast("Item | None", error.response.get("Item")) or self._item(digest), False
        return answer["Attributes"], True
