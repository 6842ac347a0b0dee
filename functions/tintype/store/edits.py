"""Small changes to a design that is already stored: its name, its project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.base.errors import UnavailableError
from tintype.model.ids import image_id_of
from tintype.model.records import Card
from tintype.store.aws import answering, attempts
from tintype.store.items import CARD, card_from, design_key, written
from tintype.store.writes import LIVE

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Edits:
    """Changes to the cards in the table called `table`. Both methods raise UnavailableError when it doesn't answer."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = table
        self._client = client

    def rename(self, design_id: str, name: str, now: int) -> Card | None:
        """Give the design another name: its card then, or None where there is no such design.

        The document stays as it was put; its next put brings its own name back.
        """
        return self._set(design_id, "name", name, now)

    def move(self, design_id: str, project_id: str, now: int) -> Card | None:
        """Put the design into another project: its card then, or None where there is no such design."""
        return self._set(design_id, "project_id", project_id, now)

    def _set(self, design_id: str, field: str, value: str, now: int) -> Card | None:
        image_id = image_id_of(design_id)
        for _ in attempts():
            with answering("the table"):
                try:
                    answer = self._client.update_item(
                        TableName=self._table,
                        Key=design_key(image_id, CARD),
                        UpdateExpression="SET #field = :value, updated_at = :now",
                        ConditionExpression=f"attribute_exists(pk) AND {LIVE}",
                        ExpressionAttributeNames={"#field": field},
                        ExpressionAttributeValues={":value": written(value), ":now": written(now)},
                        ReturnValues="ALL_NEW",
                    )
                except self._client.exceptions.ConditionalCheckFailedException:
                    return None
                except self._client.exceptions.TransactionConflictException:
                    continue  # a put of this design is under way; it takes milliseconds
                return card_from(answer["Attributes"], image_id)
        raise UnavailableError("the design is being changed by many at once; try again")
