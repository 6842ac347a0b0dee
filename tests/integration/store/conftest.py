"""A table and a bucket: in this process (moto), behind HTTP (moto's server), and dynalite's table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

TABLE = "tintype-test"
BUCKET = "tintype-test-files"
REGION = "eu-central-1"
CREDENTIALS = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}


def client_of(service: str, endpoint: str | None = None) -> Any:
    return boto3.client(
        service,
        region_name=REGION,
        endpoint_url=endpoint,
        config=Config(max_pool_connections=220, retries={"mode": "standard"}),
        **CREDENTIALS,
    )


def create_table(client: Any, table: str = TABLE) -> None:
    client.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
    )


@pytest.fixture
def dynamodb() -> Iterator[Any]:
    with mock_aws():
        client = client_of("dynamodb")
        create_table(client)
        yield client


@pytest.fixture
def s3() -> Iterator[Any]:
    with mock_aws():
        client = client_of("s3")
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield client
