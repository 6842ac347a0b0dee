"""A table and a bucket: in this process (moto), behind HTTP (moto's server), and in another implementation (dynalite).

Names are new for every test: whatever else runs on moto in this process keeps its data.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from local.aws import LocalAws

REGION = "eu-central-1"
ROOT = Path(__file__).parents[3]
NODE = ROOT / ".cache" / "node"
DYNALITE = "dynalite@4.0.0"
SERVE_DYNALITE = """
const server = require('dynalite')({ createTableMs: 0 })
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
"""


def client_of(service: str, endpoint: str | None = None) -> Any:
    """A client with a connection for each of 200 threads, and one attempt: a retry would hide who won."""
    config = Config(max_pool_connections=220, retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
    return boto3.client(  # type: ignore[call-overload]  # the stubs know literal names only
        service,
        region_name=REGION,
        endpoint_url=endpoint,
        config=config,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )


def create_table(client: Any, table: str) -> None:
    client.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
    )
    client.get_waiter("table_exists").wait(TableName=table, WaiterConfig={"Delay": 1})


def create_bucket(client: Any, bucket: str) -> None:
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})


@pytest.fixture
def table() -> str:
    return f"table-{uuid4()}"


@pytest.fixture
def bucket() -> str:
    return f"bucket-{uuid4()}"


@pytest.fixture
def moto() -> Iterator[None]:
    mock = mock_aws()
    mock.start(reset=False)
    yield
    mock.stop(remove_data=False)


@pytest.fixture
def dynamodb(moto: None, table: str) -> Any:
    """A client of moto in this process, with an empty table."""
    client = client_of("dynamodb")
    create_table(client, table)
    return client


@pytest.fixture
def s3(moto: None, bucket: str) -> Any:
    """A client of moto in this process, with an empty bucket."""
    client = client_of("s3")
    create_bucket(client, bucket)
    return client


@pytest.fixture
def local_aws(table: str, bucket: str) -> Iterator[LocalAws]:
    """moto behind HTTP, with an empty table and bucket."""
    aws = LocalAws()
    create_table(client_of("dynamodb", aws.url), table)
    create_bucket(client_of("s3", aws.url), bucket)
    yield aws
    aws.close()


@pytest.fixture(scope="session")
def dynalite() -> Iterator[str]:
    """The URL of a running dynalite, an implementation of DynamoDB that has no line in common with moto."""
    if not (NODE / "node_modules" / "dynalite").exists():
        install = ["npm", "install", "--prefix", str(NODE), "--no-audit", "--no-fund", "--ignore-scripts", DYNALITE]
        subprocess.run(install, check=True, capture_output=True)
    with subprocess.Popen(["node", "-e", SERVE_DYNALITE], cwd=NODE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.terminate()


@pytest.fixture(params=["moto", "dynalite"])
def any_dynamodb(request: pytest.FixtureRequest, table: str) -> Any:
    """A client of either implementation behind HTTP, with an empty table."""
    if request.param == "moto":
        return client_of("dynamodb", request.getfixturevalue("local_aws").url)
    client = client_of("dynamodb", request.getfixturevalue("dynalite"))
    create_table(client, table)
    return client
