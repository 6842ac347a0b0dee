"""moto with a table of many items: what a call costs, and that it answers as before."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.core.common_models import BaseModel
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import Item
from moto.s3.models import FakeKey

from local.tables import mend

REGION, ACCOUNT, TABLE = "eu-central-1", "123456789012", "mended"
KEYS = {"region_name": REGION, "aws_access_key_id": "testing", "aws_secret_access_key": "testing"}


@pytest.fixture
def table() -> Iterator[Any]:
    """A client of a table of 20 partitions of 10 items; every second item is also in an index, ``by-group``."""
    mend()
    mock = mock_aws()
    mock.start(reset=False)
    client: Any = boto3.client("dynamodb", **KEYS)  # type: ignore[call-overload]
    index = {"IndexName": "by-group", "KeySchema": schema("group", "sk"), "Projection": {"ProjectionType": "ALL"}}
    client.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=schema("pk", "sk"),
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "group")],
        GlobalSecondaryIndexes=[index],
    )
    for number in range(200):
        group = {"group": {"S": f"g{number % 4}"}} if number % 2 else {}
        client.put_item(TableName=TABLE, Item={**key(f"p{number % 20}", f"s{number:03}"), **group})
    yield client
    client.delete_table(TableName=TABLE)
    mock.stop(remove_data=False)


def schema(hash_key: str, range_key: str) -> list[dict[str, str]]:
    return [{"AttributeName": hash_key, "KeyType": "HASH"}, {"AttributeName": range_key, "KeyType": "RANGE"}]


def key(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def living(model: Any) -> int:
    """How many objects of this class moto has."""
    gc.collect()
    return len(model.instances_tracked)


def everything(client: Any) -> list[Any]:
    return sorted(client.scan(TableName=TABLE)["Items"], key=str)


def kept(pk: str) -> Any:
    """What moto has of a partition; None where it has no room for one."""
    items: Any = dynamodb_backends[ACCOUNT][REGION].tables[TABLE].items
    return next((dict(place) for hash_key, place in items.items() if hash_key.value == pk), None)


PUT = {"Put": {"TableName": TABLE, "Item": {**key("new", "1"), "n": {"N": "1"}}}}
PUT_OVER = {"Put": {"TableName": TABLE, "Item": {**key("p1", "s001"), "n": {"N": "1"}}}}
UPDATE = {
    "Update": {
        "TableName": TABLE,
        "Key": key("p2", "s002"),
        "UpdateExpression": "SET n = :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
}
DELETE = {"Delete": {"TableName": TABLE, "Key": key("p3", "s003")}}
FAILS = {"ConditionCheck": {"TableName": TABLE, "Key": key("p4", "s004"), "ConditionExpression": "n = :n",
                            "ExpressionAttributeValues": {":n": {"N": "7"}}}}  # fmt: skip


@pytest.mark.parametrize("last", [FAILS, DELETE], ids=["a condition that fails", "a second write of one item"])
def test_a_transaction_that_fails_leaves_everything_as_it_was(table: Any, last: dict[str, Any]) -> None:
    before = everything(table)
    with pytest.raises(ClientError):
        table.transact_write_items(TransactItems=[PUT, PUT_OVER, UPDATE, DELETE, last])
    assert everything(table) == before
    assert kept("new") is None


def test_a_transaction_that_succeeds_writes_all(table: Any) -> None:
    table.transact_write_items(TransactItems=[PUT, PUT_OVER, UPDATE, DELETE])
    written = [table.get_item(TableName=TABLE, Key=key(*each)).get("Item") for each in
               (("new", "1"), ("p1", "s001"), ("p2", "s002"), ("p3", "s003"))]  # fmt: skip
    assert [item and item.get("n") for item in written] == [{"N": "1"}, {"N": "1"}, {"N": "1"}, None]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[type]:
    """The items that moto makes from now on."""
    found: list[type] = []
    new: Any = BaseModel.__new__

    def counted(cls: Any, *arguments: Any, **named: Any) -> Any:
        if cls is Item:
            found.append(cls)
        return new(cls, *arguments, **named)

    monkeypatch.setattr(BaseModel, "__new__", counted)
    return found


def test_a_transaction_copies_what_it_writes_and_nothing_else(table: Any, made: list[type]) -> None:
    table.transact_write_items(TransactItems=[PUT, PUT_OVER, UPDATE, DELETE])
    assert len(made) < 12


def test_nothing_but_what_is_in_the_table_is_kept(table: Any) -> None:
    before = living(Item)
    for number in range(20):
        table.query(TableName=TABLE, KeyConditionExpression="pk = :pk",
                    ExpressionAttributeValues={":pk": {"S": f"p{number}"}})  # fmt: skip
        table.put_item(TableName=TABLE, Item=key("p1", "s001"))
        table.transact_write_items(TransactItems=[UPDATE])
    assert living(Item) == before


def test_a_query_answers_in_order_and_page_by_page(table: Any) -> None:
    pages = table.get_paginator("query").paginate(
        TableName=TABLE,
        KeyConditionExpression="pk = :pk AND sk > :sk",
        ExpressionAttributeValues={":pk": {"S": "p5"}, ":sk": {"S": "s050"}},
        ScanIndexForward=False,
        PaginationConfig={"PageSize": 3},
    )
    found = [[item["sk"]["S"] for item in page["Items"]] for page in pages]
    assert [len(page) for page in found][:2] == [3, 3]
    assert [each for page in found for each in page] == [f"s{number:03}" for number in range(185, 50, -20)]


def test_a_query_of_an_index_answers_in_order_and_page_by_page(table: Any) -> None:
    pages = table.get_paginator("query").paginate(
        TableName=TABLE,
        IndexName="by-group",
        KeyConditionExpression="#group = :group",
        ExpressionAttributeNames={"#group": "group"},
        ExpressionAttributeValues={":group": {"S": "g3"}},
        PaginationConfig={"PageSize": 20},
    )
    found = [item["sk"]["S"] for page in pages for item in page["Items"]]
    assert found == [f"s{number:03}" for number in range(3, 200, 4)]


def test_asking_for_what_is_not_there_leaves_nothing(table: Any) -> None:
    assert "Item" not in table.get_item(TableName=TABLE, Key=key("nobody", "1"))
    table.delete_item(TableName=TABLE, Key=key("nobody", "1"))
    assert kept("nobody") is None


def test_a_partition_goes_with_its_last_item(table: Any) -> None:
    table.put_item(TableName=TABLE, Item=key("new", "1"))
    table.delete_item(TableName=TABLE, Key=key("new", "1"))
    assert kept("new") is None


def test_files_that_were_replaced_or_deleted_are_gone(table: Any) -> None:
    client: Any = boto3.client("s3", **KEYS)  # type: ignore[call-overload]
    client.create_bucket(Bucket="mended", CreateBucketConfiguration={"LocationConstraint": REGION})
    before = living(FakeKey)
    for number in range(10):
        client.put_object(Bucket="mended", Key=f"{number % 2}", Body=b"x" * 1000)
        client.delete_object(Bucket="mended", Key="0")
    assert living(FakeKey) == before + 1
    client.delete_object(Bucket="mended", Key="1")
    client.delete_bucket(Bucket="mended")
