"""Bounded sets in the table: who is in is in, and once a set is full nobody else gets in. No botocore.

A set, and not a number, because a request that is sent again after its answer got lost must not count twice.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from math import ceil
from typing import Any

from tintype.base.caches import ByteCache
from tintype.base.errors import UnavailableError
from tintype.store.plates import error_type, is_transient
from tintype.store.signed import Request, SignedClient

_ENTRY_BYTES = 400  # what an entry of the two caches takes, roughly
# Each an update and its condition.
_JOIN = (
    "ADD members :member SET expires_at = if_not_exists(expires_at, :end)",
    "(attribute_not_exists(members) OR size(members) < :limit OR contains(members, :one))"
    " AND (attribute_not_exists(expires_at) OR expires_at > :now)",
)
_BEGIN = ("SET members = :member, expires_at = :end", "expires_at <= :now")


class Limits:
    """The sets in the table called `table`. `clock` is in epoch seconds.

    What is certain without asking the table is kept: who is in, and until when a set is full.
    """

    def __init__(self, table: str, client: SignedClient, clock: Callable[[], float] = time.time) -> None:
        self._table = table
        self._client = client
        self._clock = clock
        self._in: ByteCache[tuple[str, str, str], float] = ByteCache(1 << 20)
        self._full: ByteCache[tuple[str, str], float] = ByteCache(1 << 20)

    def admit(self, image_id: str, name: str, member: str | None, limit: int, seconds: int, deadline: float) -> int:
        """0 where `member` is in the set `name` of the image; else the seconds until the set ends.

        A set lives for `seconds` from its first member on, and has at most `limit`; None is a new member each time.
        `deadline` is an instant of `time.monotonic`. Raises UnavailableError when the table doesn't answer before it.
        """
        now = self._clock()
        if member is not None and (self._in.get((image_id, name, member)) or 0) > now:
            return 0
        until = self._full.get((image_id, name)) or 0
        if until <= now:
            is_in, until = self._ask(image_id, name, member or os.urandom(9).hex(), limit, seconds, deadline)
            if is_in:
                if member is not None:
                    self._in.put((image_id, name, member), until, _ENTRY_BYTES)
                return 0
            self._full.put((image_id, name), until, _ENTRY_BYTES)
        return max(1, ceil(until - now))

    def _ask(
        self, image_id: str, name: str, member: str, limit: int, seconds: int, deadline: float
    ) -> tuple[bool, float]:
        """True where the member is in, and until when the set lives."""
        now = int(self._clock())
        values = {
            ":member": {"SS": [member]},
            ":one": {"S": member},
            ":limit": {"N": str(limit)},
            ":now": {"N": str(now)},
            ":end": {"N": str(now + seconds)},
        }
        until = now
        # The table forgets what has expired days late: such a set is begun anew. Of several who find it so one does,
        # and the others come round once more to join it.
        for _ in range(2):
            joined, item = self._update(image_id, name, _JOIN, values, deadline)
            until = _end(item)
            if joined or until > now:
                return joined, until
            begun, item = self._update(image_id, name, _BEGIN, values, deadline)
            if begun:
                return True, _end(item)
        return False, until or now + 1  # a table that doesn't tell what it has, as some local ones

    def _update(
        self, image_id: str, name: str, how: tuple[str, str], values: Mapping[str, Any], deadline: float
    ) -> tuple[bool, Mapping[str, Any]]:
        """True where the condition held, and the item as it is then, as far as the table gives it."""
        expression, condition = how
        wanted = {
            "TableName": self._table,
            "Key": {"pk": {"S": f"limit#{image_id}"}, "sk": {"S": name}},
            "UpdateExpression": expression,
            "ConditionExpression": condition,
            "ExpressionAttributeValues": {key: value for key, value in values.items() if key in f"{how} "},
            "ReturnValues": "ALL_NEW",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        headers = {"content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.UpdateItem"}
        answer = self._client.send(Request("POST", "/", headers, json.dumps(wanted).encode()), deadline, is_transient)
        if answer.status == 200:
            return True, json.loads(answer.body).get("Attributes", {})
        if error_type(answer) != "ConditionalCheckFailedException":
            raise UnavailableError(f"the table refused: {error_type(answer)}")
        return False, json.loads(answer.body).get("Item", {})


def _end(item: Mapping[str, Any]) -> int:
    return int(item["expires_at"]["N"]) if "expires_at" in item else 0
