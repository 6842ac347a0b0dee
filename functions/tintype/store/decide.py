"""Writes that decide something: whoever made one is told so, also where the answer got lost and it was sent again.

boto3 sends a request again that nobody answered, and a condition that was true before the write isn't after it. A
transaction has a token by which DynamoDB knows it for ten minutes, whatever else was written meanwhile. A put under a
condition has one in the item, for half the price and without getting in others' way: it serves where nothing puts
another item in its place.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

from tintype.base.errors import UnavailableError
from tintype.store.aws import answering, attempts
from tintype.store.items import AttributeValue, Item, written

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Outcome = Literal["made", "refused", "crossed"]
TOKEN = "token"  # noqa: S105  an item's attribute: whose put it was
NEW, THERE = "attribute_not_exists(pk)", "attribute_exists(pk)"


def transact(client: DynamoDBClient, writes: Sequence[Any]) -> Outcome:
    """Make all of `writes`, or none: ``refused`` where a condition didn't hold, ``crossed`` where others were at it.

    What crossed others may be tried again, as another call. Raises UnavailableError.
    """
    with answering("the table"):
        try:
            client.transact_write_items(TransactItems=writes, ClientRequestToken=new_token())
        except client.exceptions.TransactionCanceledException as error:
            codes = {reason.get("Code", "None") for reason in error.response["CancellationReasons"]} - {"None"}
            if codes == {"TransactionConflict"}:
                return "crossed"
            if codes <= {"TransactionConflict", "ConditionalCheckFailed"}:
                return "refused"
            raise
    return "made"


def put_first(
    client: DynamoDBClient,
    table: str,
    item: Item,
    condition: str = NEW,
    values: Mapping[str, AttributeValue] | None = None,
) -> Item | None:
    """Put `item` where `condition`, with `values` in it, holds: None where this call did, else the item that is there.

    The condition may not hold for what was just put. Raises UnavailableError.
    """
    token = written(new_token())
    request: dict[str, Any] = {
        "TableName": table,
        "Item": {**item, TOKEN: token},
        "ConditionExpression": condition,
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    if values:
        request["ExpressionAttributeValues"] = values
    for _ in attempts():
        with answering("the table"):
            try:
                client.put_item(**request)
            except client.exceptions.ConditionalCheckFailedException as error:
                there = refused_by(error) or _read(client, table, item)
                if there is None:
                    continue  # it is gone again
                return there if there.get(TOKEN) != token else None
        return None
    raise UnavailableError("the item is being put and deleted by many at once; try again")


def new_token() -> str:
    """What nobody else's write has: 128 random bits."""
    return secrets.token_hex(16)


def refused_by(error: Any) -> Item | None:
    """The item that a condition didn't hold for, where there is one and this implementation of DynamoDB shows it."""
    return cast("Item | None", error.response.get("Item"))


def _read(client: DynamoDBClient, table: str, item: Item) -> Item | None:
    key: Any = {"pk": item["pk"], "sk": item["sk"]}
    return client.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
