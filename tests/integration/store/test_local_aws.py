"""The local table does what DynamoDB does with tokens of transactions, which moto by itself does not."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.aws import TOKEN_SECONDS, LocalAws, OncePerToken

KEY = {"pk": {"S": "a"}, "sk": {"S": "a"}}


def count(client: Any, table: str, token: str, condition: str = "attribute_not_exists(closed)", by: int = 1) -> None:
    """Count in a transaction with this token."""
    update = {
        "TableName": table, "Key": KEY, "UpdateExpression": "ADD counted :by", "ConditionExpression": condition,
        "ExpressionAttributeValues": {":by": {"N": str(by)}},
    }  # fmt: skip
    client.transact_write_items(TransactItems=[{"Update": update}], ClientRequestToken=token)


def counted(client: Any, table: str) -> int:
    return int(client.get_item(TableName=table, Key=KEY)["Item"]["counted"]["N"])


def test_a_transaction_is_made_once_for_each_token(local_aws: LocalAws, table: str) -> None:
    client = local_aws.client("dynamodb")
    for token in ("one", "one", "two", "one"):
        count(client, table, token)
    assert counted(client, table) == 2


def test_a_token_stands_for_one_request(local_aws: LocalAws, table: str) -> None:
    client = local_aws.client("dynamodb")
    count(client, table, "one")
    with pytest.raises(ClientError, match="IdempotentParameterMismatch"):
        count(client, table, "one", by=2)
    assert counted(client, table) == 1


def test_what_was_refused_is_not_remembered(local_aws: LocalAws, table: str) -> None:
    client = local_aws.client("dynamodb")
    count(client, table, "one")
    for _ in range(2):
        with pytest.raises(client.exceptions.TransactionCanceledException):
            count(client, table, "two", "attribute_exists(closed)")
    assert counted(client, table) == 1


def test_a_token_is_forgotten_after_ten_minutes() -> None:
    now, asked = [0.0], []

    def app(environ: Any, start_response: Any) -> list[bytes]:
        asked.append(environ["wsgi.input"].read())
        start_response("200 OK", [])
        return [b"{}"]

    remembering = OncePerToken(app, lambda: now[0])
    for now[0] in (0.0, TOKEN_SECONDS - 1, TOKEN_SECONDS, TOKEN_SECONDS + 1):
        body = b'{"ClientRequestToken": "one"}'
        environ = {
            "HTTP_X_AMZ_TARGET": "DynamoDB_20120810.TransactWriteItems",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
        assert list(remembering(environ, lambda *_: lambda _: None)) == [b"{}"]
    assert len(asked) == 2
