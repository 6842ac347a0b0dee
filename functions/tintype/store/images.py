"""Dynamic images after they were created: their settings and signing keys, over a boto3 client."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from tintype.base.errors import UnavailableError
from tintype.model.records import Card, DynamicImage
from tintype.store.aws import answering, attempts
from tintype.store.decide import transact
from tintype.store.items import CARD, AttributeValue, card_from, design_key, written
from tintype.store.writes import LIVE

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef


class Images:
    """The dynamic images in the table called `table`. Every method raises UnavailableError when it doesn't answer."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = table
        self._client = client

    def card(self, image_id: str) -> Card | None:
        """The card of the design whose dynamic image has this id (a UUID), as it is now; None for an unknown one."""
        found = self._read(image_id)
        return found[0] if found else None

    def change(self, image_id: str, change: Callable[[DynamicImage], DynamicImage]) -> Card | None:
        """Make the image what `change` makes of it: the card then, or None where there is no such image.

        Changes that cross each other are made one after the other; `change` may be called several times.
        """
        for _ in attempts():
            found = self._read(image_id)
            if found is None or found[0].image is None or found[0].deleted_at is not None:
                return None
            card, before = found
            image = change(found[0].image)
            if self._update(image_id, before, "SET image = :image", {":image": written(asdict(image))}):
                return replace(card, image=image)
        raise UnavailableError("the image is being changed by many at once; try again")

    def delete(self, image_id: str, now: int) -> bool:
        """Delete the image with its settings and keys; False where there is none. The design may be given a new one."""
        for _ in attempts():
            found = self._read(image_id)
            if found is None or found[0].image is None or found[0].deleted_at is not None:
                return False
            if self._update(image_id, found[1], "SET image_deleted_at = :now REMOVE image", {":now": written(now)}):
                return True
        raise UnavailableError("the image is being changed by many at once; try again")

    def _read(self, image_id: str) -> tuple[Card, AttributeValueTypeDef] | None:
        with answering("the table"):
            answer = self._client.get_item(TableName=self._table, Key=design_key(image_id, CARD), ConsistentRead=True)
        item = answer.get("Item")
        return (card_from(item, image_id), item.get("image", {"NULL": True})) if item else None

    def _update(
        self,
        image_id: str,
        before: AttributeValueTypeDef,
        expression: str,
        values: Mapping[str, AttributeValue],
    ) -> bool:
        """Update the card where the image still is as it was read; False where it isn't."""
        update = {
            "TableName": self._table,
            "Key": design_key(image_id, CARD),
            "UpdateExpression": expression,
            "ConditionExpression": f"image = :before AND {LIVE}",
            "ExpressionAttributeValues": {":before": before, **values},
        }
        return transact(self._client, [{"Update": update}]) == "made"
