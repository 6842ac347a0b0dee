"""Asset contents in the bucket, named by their digests."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from tintype.base.errors import NotFoundError, UnavailableError
from tintype.store.files import Files


def test_what_was_put_comes_back(s3: Any, bucket: str) -> None:
    files = Files(bucket, s3)
    digest = sha256(b"picture").hexdigest()
    files.put(digest, b"picture", "image/png")
    files.put(digest, b"picture", "image/png")
    assert files.get(digest) == b"picture"
    assert s3.head_object(Bucket=bucket, Key=f"assets/{digest}")["ContentType"] == "image/png"


def test_content_that_nobody_put_is_not_found(s3: Any, bucket: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        Files(bucket, s3).get("0" * 64)
    assert caught.value.id == "asset_not_found"


def test_a_bucket_that_refuses_is_unavailable(s3: Any, bucket: str) -> None:
    with pytest.raises(UnavailableError, match="NoSuchBucket"):
        Files("no-such-bucket", s3).put("0" * 64, b"", "image/png")
