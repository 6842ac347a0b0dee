"""API keys: made, remembered as digests only, found, counted and listed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tintype.base.errors import UnavailableError
from tintype.model.records import ApiKey
from tintype.store.aws import answering, attempts
from tintype.store.decide import new_token, refused_by
from tintype.store.items import Item, api_key_from, api_key_key, plain, written

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_ACTIVE = "attribute_exists(pk) AND attribute_not_exists(revoked_at)"
KNOWN = 1000  # keys, some 150 bytes each: whoever is among them is counted without being looked up first


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
        self._known: dict[str, None] = {}  # digests of keys that were good when last looked at
        self._free: list[str] = []  # seats that nobody counts in just now

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
        each. None when the key is unknown or revoked. One write tells all of it, and no two uses get the same count:
        also where an answer gets lost, because who counts leaves a token in a seat of its own among the counts.
        """
        digest = digest_of(key)
        if digest not in self._known:
            item = self._item(digest)  # a read, so that who has no key costs no write
            if item is None or "revoked_at" in item:
                return None
            if len(self._known) >= KNOWN:
                self._known.clear()
            self._known[digest] = None
        try:
            seat = self._free.pop()
        except IndexError:
            seat = new_token()[:8]
        used = self._count(digest, window, day, seat)
        self._free.append(seat)  # but not where the table didn't answer: what was asked may yet be done
        if used is None:
            self._known.pop(digest, None)
        return used

    def _count(self, digest: str, window: int, day: str, seat: str) -> tuple[ApiKey, int] | None:
        """Count a use by whoever has `seat` to itself."""
        token = new_token()[:8]
        # Clocks differ a little: whoever still is in the window before counts in the one that others have begun.
        again = (
            "SET uses = uses + :one, tokens.#seat = :token, counts.#seat = uses + :one",
            f"{_ACTIVE} AND use_window >= :window AND attribute_exists(tokens)"
            " AND (attribute_not_exists(tokens.#seat) OR tokens.#seat <> :token)",
            {":one": 1, ":window": window, ":token": token},
        )
        first = (
            "SET uses = :one, use_window = :window, last_used = :day, tokens = :tokens, counts = :counts",
            f"{_ACTIVE} AND (attribute_not_exists(tokens) OR use_window < :window)",
            {":one": 1, ":window": window, ":day": day, ":tokens": {seat: token}, ":counts": {seat: 1}},
        )
        for _ in attempts():
            for update, condition, values in (again, first):
                item, _ = self._update(digest, update, condition, values, {"#seat": seat} if "#seat" in update else {})
                if item is None or "revoked_at" in item:
                    return None
                found = plain(item)
                if found.get("tokens", {}).get(seat) == token:
                    return api_key_from(item), found["counts"][seat]
        raise UnavailableError("the key is being used by too many at once; try again")

    def all(self) -> list[ApiKey]:
        """Every key that was ever made, the revoked ones too, the newest first."""
        partitions = [
            self._client.get_paginator("query").paginate(
                TableName=self._table,
                ConsistentRead=True,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": api_key_key(digit)["pk"]},
            )
            for digit in "0123456789abcdef"
        ]
        with answering("the table"):
            keys = [api_key_from(item) for pages in partitions for page in pages for item in page["Items"]]
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

    def _update(
        self,
        digest: str,
        update: str,
        condition: str,
        values: Mapping[str, Any],
        names: Mapping[str, str] | None = None,
    ) -> tuple[Item | None, bool]:
        """The key's item (None: there is none) and whether the condition held, so that the update was made."""
        named: Any = {"ExpressionAttributeNames": names} if names else {}
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
                    **named,
                )
            except self._client.exceptions.ConditionalCheckFailedException as error:
                # No item: no such key, or an implementation of DynamoDB that doesn't give it back.
                return refused_by(error) or self._item(digest), False
        return answer["Attributes"], True
