"""Designs, their dynamic images and their assets in the table: the writing side, over a boto3 client."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from tintype.base.errors import UnavailableError
from tintype.model.ids import DEFAULT_PROJECT, image_id_of
from tintype.model.records import Asset, Card, FormatCard
from tintype.store.aws import answering, attempts
from tintype.store.decide import NEW, THERE, TOKEN, new_token, refused_by, transact
from tintype.store.items import ASSET, CARD, DOCUMENT, Item, asset_from, card_from, design_key, written
from tintype.store.writes import LIVE, removal_of, writes_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Compile = Callable[[bytes], Mapping[str, Mapping[str, Any]]]
"""Makes a document's plates, by the uids of its formats."""


class Designs:
    """The designs in the table called `table`. Every method raises UnavailableError when it doesn't answer."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = table
        self._client = client

    def card(self, design_id: str) -> Card | None:
        """The design's card as it is now, or None for an unknown or deleted design. `design_id` is a UUID."""
        card = self._last_card(design_id)
        return card if card and card.deleted_at is None else None

    def document(self, design_id: str) -> bytes | None:
        """The document, byte for byte as it was put, or None for an unknown design."""
        item = self._item(image_id_of(design_id), DOCUMENT)
        return zlib.decompress(item["content"]["B"]) if item else None

    def put(
        self,
        design_id: str,
        name: str,
        type: str,  # noqa: A002  contract's word
        formats: Sequence[FormatCard],
        document: bytes,
        plates: Mapping[str, Mapping[str, Any]],
        now: int,
        project_id: str = DEFAULT_PROJECT,
    ) -> tuple[Card, bool]:
        """Store a design whole, as its next revision: the new card, and whether the design is new.

        All or nothing, in one transaction. `plates` maps the uid of every format to its plate's record, into which
        the revision is written. Puts that cross each other get a revision each. A dynamic image outlives them, and
        comes back with a design that was deleted. `project_id` is where a new design goes; others stay where they are.
        Raises TooLargeError (``document_too_large``) for what the table can't hold.
        """
        image_id = image_id_of(design_id)
        first = Card(design_id, image_id, name, type, 1, now, now, tuple(formats), project_id=project_id)
        for _ in attempts():
            before = self._last_card(design_id)
            card = _following(first, before) if before else first
            if transact(self._client, writes_of(self._table, card, before, document, plates)) == "made":
                return card, before is None or before.deleted_at is not None
        raise UnavailableError("the design is being changed by many at once; try again")

    def create_dynamic_image(
        self, design_id: str, enable_rate_limit: bool, enable_production_mode: bool, now: int
    ) -> tuple[Card, bool] | None:
        """Create the design's one dynamic image: the card, and whether this call did it. None: no such design.

        One conditional write decides, so that of any number of calls at once exactly one creates; the flags of the
        others have no effect.
        """
        image = {
            "enable_rate_limit": enable_rate_limit,
            "enable_production_mode": enable_production_mode,
            "created_at": now,
            "salt": new_token(),
        }
        for _ in attempts():
            with answering("the table"):
                try:
                    return self._create(image_id_of(design_id), image)
                except self._client.exceptions.TransactionConflictException:
                    continue  # a put of this design is under way; it takes milliseconds
        raise UnavailableError("the design is being changed by many at once; try again")

    def compile_again(self, design_id: str, compile_: Compile, now: int) -> Card | None:
        """Put other plates to the document that the design has, as its next revision; its card then.

        None where there is no such design (any more). `compile_` is called again where the design was put meanwhile;
        its name and its project stay as they are then.
        """
        for _ in attempts():
            item = self._item(image_id_of(design_id), DOCUMENT)
            before = self.card(design_id)
            if before is None:
                return None
            if item is None or int(item["revision"]["N"]) != before.revision:
                continue  # it was put between the two reads
            document = zlib.decompress(item["content"]["B"])
            card = replace(before, revision=before.revision + 1, updated_at=now)
            if (
                transact(self._client, writes_of(self._table, card, before, document, compile_(document), names=False))
                == "made"
            ):
                return card
        raise UnavailableError("the design is being changed by many at once; try again")

    def delete(self, design_id: str, now: int) -> Card | None:
        """Delete the design: the card that it had, or None where there is no such design.

        One transaction takes the document, the plates and its place in the listing; then the assets go that it had.
        """
        for _ in attempts():
            card = self.card(design_id)
            if card is None:
                return None
            assets = list(self._asset_items(design_id))
            if transact(self._client, removal_of(self._table, card, now)) == "made":
                for item in assets:
                    self._drop_asset(item)
                return card
        raise UnavailableError("the design is being changed by many at once; try again")

    def put_asset(self, design_id: str, asset: Asset) -> bool:
        """Remember `asset` as a file of the design; whether there was none of its name. Else it takes its place."""
        fields = asdict(asset)
        key = design_key(image_id_of(design_id), ASSET + fields.pop("name"))
        item = {**key, **{name: written(value) for name, value in fields.items()}, TOKEN: written(new_token())}
        for _ in attempts():
            for condition in (NEW, THERE):
                put = {"TableName": self._table, "Item": item, "ConditionExpression": condition}
                if transact(self._client, [{"Put": put}]) == "made":
                    return condition == NEW
        raise UnavailableError("the file is being put and deleted by many at once; try again")

    def delete_asset(self, design_id: str, name: str) -> bool:
        """Forget the file of this name; False where the design has none."""
        delete = {
            "TableName": self._table,
            "Key": design_key(image_id_of(design_id), ASSET + name),
            "ConditionExpression": THERE,
        }
        for _ in attempts():
            outcome = transact(self._client, [{"Delete": delete}])
            if outcome != "crossed":
                return outcome == "made"
        raise UnavailableError("the file is being put and deleted by many at once; try again")

    def assets(self, design_id: str) -> dict[str, Asset]:
        """The files put with the design, by name; empty for an unknown design."""
        found = map(asset_from, self._asset_items(design_id))
        return {asset.name: asset for asset in found}

    def _asset_items(self, design_id: str) -> Iterator[Item]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            ConsistentRead=True,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :prefix)",
            ExpressionAttributeValues={
                ":pk": design_key(image_id_of(design_id), ASSET)["pk"],
                ":prefix": {"S": ASSET},
            },
        )
        with answering("the table"):
            for page in pages:
                yield from page["Items"]

    def _drop_asset(self, item: Item) -> None:
        """Delete an asset's item, unless another has been put in its place."""
        with answering("the table"), suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.delete_item(
                TableName=self._table,
                Key={"pk": item["pk"], "sk": item["sk"]},
                ConditionExpression="#token = :token OR attribute_not_exists(#token)",
                ExpressionAttributeNames={"#token": TOKEN},
                ExpressionAttributeValues={":token": item.get(TOKEN, written(""))},
            )

    def _last_card(self, design_id: str) -> Card | None:
        """The design's card, that of a deleted design too."""
        image_id = image_id_of(design_id)
        item = self._item(image_id, CARD)
        return card_from(item, image_id) if item else None

    def _item(self, image_id: str, sort: str) -> Item | None:
        with answering("the table"):
            answer = self._client.get_item(TableName=self._table, Key=design_key(image_id, sort), ConsistentRead=True)
        return answer.get("Item")

    def _create(self, image_id: str, image: Mapping[str, Any]) -> tuple[Card, bool] | None:
        try:
            answer = self._client.update_item(
                TableName=self._table,
                Key=design_key(image_id, CARD),
                UpdateExpression="SET image = :image REMOVE image_deleted_at",
                ConditionExpression=f"attribute_exists(pk) AND attribute_not_exists(image) AND {LIVE}",
                ExpressionAttributeValues={":image": written(image)},
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
            return card_from(answer["Attributes"], image_id), True
        except self._client.exceptions.ConditionalCheckFailedException as error:
            # No item: the design is unknown, or this is an implementation of DynamoDB that doesn't give it back.
            item = refused_by(error) or self._item(image_id, CARD)
            if item is None or "deleted_at" in item:
                return None
            card = card_from(item, image_id)
            # The salt is nobody else's: with it there, this very call created the image, and was not told.
            return card, card.image is not None and card.image.salt == image["salt"]


def _following(first: Card, before: Card) -> Card:
    """The card of a put to a design that was as `before` says; `first` is what it would be, were the design new."""
    card = replace(first, revision=before.revision + 1, image=before.image)
    if before.deleted_at is not None:
        return card
    return replace(card, created_at=before.created_at, project_id=before.project_id)
