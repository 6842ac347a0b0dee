"""Plates in the table: the reading side, one signed request for all that a picture's URL needs. No botocore."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from tintype.base.errors import UnavailableError
from tintype.model.ids import as_uuid, format_uid
from tintype.model.records import Found
from tintype.net.aws_wire import Answer
from tintype.store.items import CARD, PLATE, Item, card_from, design_key, read, unpacked
from tintype.store.signed import Request, SignedClient

_THROTTLED = (
    b"ProvisionedThroughputExceededException",
    b"ThrottlingException",
    b"RequestLimitExceeded",
    b"InternalServerError",
)


def table_client(environ: Mapping[str, str] = os.environ) -> SignedClient:
    """The client for DynamoDB in the region that the environment names."""
    region = environ["AWS_REGION"]
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return SignedClient.from_environment("dynamodb", f"dynamodb.{region}.{suffix}", environ)


class Plates:
    """The plates in the table called `table`."""

    def __init__(self, table: str, client: SignedClient) -> None:
        self._table = table
        self._client = client

    def find(self, image_id: str, token: str | None, deadline: float) -> Found | None:
        """What a dynamic image URL leads to: the design's card and one format's plate, as they are now.

        `token` is a format's uid or name, None for the first format. None where there never was such a dynamic image;
        a Found without a plate where the design has no such format. `deadline` is an instant of `time.monotonic`.
        Raises UnavailableError when the table doesn't answer before it.
        """
        canonical = as_uuid(image_id)
        if canonical is None:
            return None
        keys = [design_key(canonical, CARD), design_key(canonical, _plate_sort(canonical, token))]
        items = self._get(keys, deadline)
        if CARD not in items:
            return None
        card = card_from(items.pop(CARD), canonical)
        if card.image is None and card.image_deleted_at is None:
            return None
        plate = next((unpacked(read(item["content"])) for item in items.values()), None)
        return Found(card, plate)

    def _get(self, keys: list[dict[str, Mapping[str, Any]]], deadline: float) -> dict[str, Item]:
        """The items with these keys that exist, by sort key, read consistently in one request."""
        wanted = {"RequestItems": {self._table: {"Keys": keys, "ConsistentRead": True}}}
        headers = {
            "content-type": "application/x-amz-json-1.0",
            "x-amz-target": "DynamoDB_20120810.BatchGetItem",
        }
        request = Request("POST", "/", headers, json.dumps(wanted).encode())
        answer = self._client.send(request, deadline, is_transient)
        if answer.status != 200:
            raise UnavailableError(f"the table refused: {error_type(answer)}")
        items = json.loads(answer.body)["Responses"].get(self._table, [])
        return {item["sk"]["S"]: item for item in items}


def _plate_sort(image_id: str, token: str | None) -> str:
    if token is None:
        return PLATE
    return PLATE + (as_uuid(token) or format_uid(image_id, token))


def is_transient(answer: Answer) -> bool:
    """True where asking again may help: an outage, throttling, or an answer that left something out for throttling."""
    if answer.status == 200:
        return bool(json.loads(answer.body).get("UnprocessedKeys"))
    return answer.status >= 500 or any(name in answer.body for name in _THROTTLED)


def error_type(answer: Answer) -> str:
    """What the table calls the error that it answered with."""
    try:
        return str(json.loads(answer.body)["__type"]).rpartition("#")[2]
    except (ValueError, LookupError, TypeError):
        return f"status {answer.status}"
