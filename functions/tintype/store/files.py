"""The content of assets in the bucket, named by its SHA-256: the writing side, over a boto3 client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tintype.base.errors import NotFoundError
from tintype.store.aws import answering
from tintype.store.items import object_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class Files:
    """The contents in the bucket called `bucket`. Both methods raise UnavailableError when it doesn't answer."""

    def __init__(self, bucket: str, client: S3Client) -> None:
        self._bucket = bucket
        self._client = client

    def put(self, sha256: str, data: bytes, media_type: str) -> None:
        """Store `data`, whose digest is `sha256`. The same content again changes nothing."""
        with answering("the bucket"):
            self._client.put_object(
                Bucket=self._bucket,
                Key=object_key(sha256),
                Body=data,
                ContentType=media_type,
                CacheControl="public, max-age=31536000, immutable",
            )

    def get(self, sha256: str) -> bytes:
        """The content with this digest. Raises NotFoundError (``asset_not_found``)."""
        with answering("the bucket"):
            try:
                return self._client.get_object(Bucket=self._bucket, Key=object_key(sha256))["Body"].read()
            except self._client.exceptions.NoSuchKey as error:
                raise NotFoundError("asset_not_found", f"no content has the digest {sha256}") from error
