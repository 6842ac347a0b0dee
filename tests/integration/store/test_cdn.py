"""Taking an image's pictures out of the CDN."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tintype.base.errors import UnavailableError
from tintype.store.cdn import Cdn

IMAGE = "6f9619ff-8b86-5d01-b42d-00cf4fc964ff"


@pytest.fixture
def cloudfront() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("cloudfront", "us-east-1", aws_access_key_id="testing", aws_secret_access_key="testing")


@pytest.fixture
def distribution(cloudfront: Any) -> str:
    custom = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}
    origin = {"Id": "api", "DomainName": "api.example.com", "CustomOriginConfig": custom}
    config = {
        "CallerReference": "1",
        "Comment": "",
        "Enabled": True,
        "DefaultCacheBehavior": {"TargetOriginId": "api", "ViewerProtocolPolicy": "https-only"},
        "Origins": {"Quantity": 1, "Items": [origin]},
    }
    return str(cloudfront.create_distribution(DistributionConfig=config)["Distribution"]["Id"])


def invalidations(cloudfront: Any, distribution: str) -> list[Any]:
    listed = cloudfront.list_invalidations(DistributionId=distribution)["InvalidationList"].get("Items", [])
    batches = [cloudfront.get_invalidation(DistributionId=distribution, Id=each["Id"]) for each in listed]
    return [each["Invalidation"]["InvalidationBatch"] for each in batches]


def test_one_path_takes_out_every_format_and_variant(cloudfront: Any, distribution: str) -> None:
    waited: list[float] = []
    cdn = Cdn(distribution, lambda: cloudfront, 2.0, waited.append)
    cdn.purge(IMAGE)
    cdn.purge(IMAGE)
    batches = invalidations(cloudfront, distribution)
    assert [batch["Paths"]["Items"] for batch in batches] == [[f"/{IMAGE}*"]] * 2
    assert len({batch["CallerReference"] for batch in batches}) == 2
    assert waited == [2.0, 2.0]


def test_where_there_is_no_cdn_nothing_is_done() -> None:
    def fail(*_: object) -> Any:
        pytest.fail("nothing to connect to, nothing to wait for")

    Cdn("", fail, 2.0, fail).purge(IMAGE)


def test_a_cdn_that_refuses_is_unavailable(cloudfront: Any) -> None:
    with pytest.raises(UnavailableError, match="NoSuchDistribution"):
        Cdn("E123", lambda: cloudfront, 0.0, lambda _: None).purge(IMAGE)
