"""Starters that were copied into a project: what is known of each request, for a while."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from tintype.model.records import Duplication
from tintype.store.aws import answering
from tintype.store.items import plain, record_key, written

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Duplications:
    """The requests in the table called `table`. Both methods raise UnavailableError when it doesn't answer."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = table
        self._client = client

    def put(self, request: Duplication, expires_at: int) -> None:
        """Remember a request until `expires_at` (epoch seconds), and a day or two longer."""
        fields = {name: written(value) for name, value in asdict(request).items()}
        item = record_key("duplication", request.id) | fields | {"expires_at": written(expires_at)}
        with answering("the table"):
            self._client.put_item(TableName=self._table, Item=item)

    def find(self, request_id: str) -> Duplication | None:
        """The request with this id, or None."""
        with answering("the table"):
            answer = self._client.get_item(
                TableName=self._table, Key=record_key("duplication", request_id), ConsistentRead=True
            )
        if "Item" not in answer:
            return None
        values = plain(answer["Item"])
        return Duplication(**{name: value for name, value in values.items() if name not in ("pk", "sk", "expires_at")})
