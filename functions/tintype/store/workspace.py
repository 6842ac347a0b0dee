"""What the workspace lists: its designs and its projects, always as they are now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tintype.base.errors import UnavailableError
from tintype.model.ids import DEFAULT_PROJECT, project_id_of
from tintype.model.records import Card, Project
from tintype.store.aws import answering, attempts
from tintype.store.decide import put_first
from tintype.store.items import CARD, LISTED, PROJECT, Item, card_from, design_key, project_from, workspace_key, written

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BATCH = 100  # items: DynamoDB's limit for one BatchGetItem
# The project of every design that was not put into another; it needs no item.
DEFAULT = Project(DEFAULT_PROJECT, "Default", 0)


class Workspace:
    """The listings in the table called `table`. Every method raises UnavailableError when it doesn't answer."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = table
        self._client = client

    def cards(self) -> list[Card]:
        """The cards of all designs, in no order."""
        image_ids = [item["sk"]["S"].removeprefix(LISTED) for item in self._listed(LISTED)]
        cards: list[Card] = []
        for start in range(0, len(image_ids), BATCH):
            keys = [design_key(image_id, CARD) for image_id in image_ids[start : start + BATCH]]
            cards += [card_from(item, item["pk"]["S"].removeprefix("design#")) for item in self._batch(keys)]
        return [card for card in cards if card.deleted_at is None]  # one may have gone between the two reads

    def projects(self) -> list[Project]:
        """All projects, in no order."""
        return [DEFAULT, *map(project_from, self._listed(PROJECT))]

    def project(self, project_id: str) -> Project | None:
        """The project with this id, or None."""
        if project_id == DEFAULT_PROJECT:
            return DEFAULT
        with answering("the table"):
            answer = self._client.get_item(
                TableName=self._table, Key=workspace_key(PROJECT + project_id), ConsistentRead=True
            )
        item = answer.get("Item")
        return project_from(item) if item else None

    def add_project(self, name: str, now: int) -> Project | None:
        """Make a project; None where there is one of that name already. Of many calls at once one makes it."""
        project = Project(project_id_of(name), name, now)
        if project.id == DEFAULT_PROJECT:
            return None
        item = {**workspace_key(PROJECT + project.id), "name": written(name), "created_at": written(now)}
        return project if put_first(self._client, self._table, item) is None else None

    def _listed(self, prefix: str) -> Iterator[Item]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            ConsistentRead=True,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :prefix)",
            ExpressionAttributeValues={":pk": workspace_key("")["pk"], ":prefix": {"S": prefix}},
        )
        with answering("the table"):
            for page in pages:
                yield from page["Items"]

    def _batch(self, keys: Sequence[Any]) -> Iterator[Item]:
        """The items with these keys, read consistently; what throttling left out is asked for again."""
        wanted: Any = {self._table: {"Keys": keys, "ConsistentRead": True}}
        for _ in attempts():
            with answering("the table"):
                answer = self._client.batch_get_item(RequestItems=wanted)
            yield from answer["Responses"].get(self._table, [])
            wanted = answer["UnprocessedKeys"]
            if not wanted:
                return
        raise UnavailableError("the table is busy; try again")
