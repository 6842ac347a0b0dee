"""Generated files: what is known of each, by its id. Their contents are in the bucket."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from tintype.model.records import Banner
from tintype.store.aws import answering
from tintype.store.items import plain, record_key, written

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Banners:
    """The generated files in the table called `table`. Both methods raise UnavailableError when it doesn't answer."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = table
        self._client = client

    def put(self, banner: Banner) -> None:
        """Remember a file."""
        fields = {name: written(value) for name, value in asdict(banner).items()}
        with answering("the table"):
            self._client.put_item(TableName=self._table, Item=record_key("banner", banner.id) | fields)

    def find(self, banner_id: str) -> Banner | None:
        """The file with this id, or None."""
        with answering("the table"):
            answer = self._client.get_item(
                TableName=self._table, Key=record_key("banner", banner_id), ConsistentRead=True
            )
        if "Item" not in answer:
            return None
        values = plain(answer["Item"])
        return Banner(**{name: value for name, value in values.items() if name not in ("pk", "sk")})
