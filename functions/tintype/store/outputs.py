"""What is generated, in the bucket: public files under unguessable names, and the rows and results of batches."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from tintype.base.errors import NotFoundError
from tintype.store.aws import answering

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

PART_BYTES = 8 << 20  # S3 takes parts from 5 MB up, 10,000 of them: 80 GB
_FOREVER = "public, max-age=31536000, immutable"


class Outputs:
    """The outputs in the bucket called `bucket`. Every method raises UnavailableError when it doesn't answer."""

    def __init__(self, bucket: str, client: S3Client) -> None:
        self._bucket = bucket
        self._client = client

    def put_file(self, name: str, data: bytes, media_type: str) -> None:
        """Store a public file; the same name again replaces it."""
        with answering("the bucket"):
            self._client.put_object(
                Bucket=self._bucket, Key=file_key(name), Body=data, ContentType=media_type, CacheControl=_FOREVER
            )

    def read_file(self, name: str) -> bytes:
        """A public file. Raises NotFoundError (``visual_not_found``)."""
        return self.read(file_key(name))

    def put(self, key: str, data: bytes, media_type: str) -> None:
        """Store something that only we read."""
        with answering("the bucket"):
            self._client.put_object(Bucket=self._bucket, Key=key, Body=data, ContentType=media_type)

    def read(self, key: str, start: int = 0, end: int | None = None) -> bytes:
        """The bytes from `start` up to `end`. Raises NotFoundError (``visual_not_found``)."""
        if end is not None and end <= start:
            return b""
        span = f"bytes={start}-{'' if end is None else end - 1}"
        with answering("the bucket"):
            try:
                return self._client.get_object(Bucket=self._bucket, Key=key, Range=span)["Body"].read()
            except self._client.exceptions.NoSuchKey as error:
                raise NotFoundError("visual_not_found", "there is no such file") from error

    def stream(self, key: str) -> Iterator[bytes]:
        """The content in pieces. Raises NotFoundError (``visual_not_found``)."""
        with answering("the bucket"):
            try:
                yield from self._client.get_object(Bucket=self._bucket, Key=key)["Body"].iter_chunks(1 << 20)
            except self._client.exceptions.NoSuchKey as error:
                raise NotFoundError("visual_not_found", "there is no such file") from error

    def upload_url(self, key: str, seconds: int) -> str:
        """Where whoever has this URL may put the object `key` within `seconds`."""
        return self._client.generate_presigned_url(
            "put_object", Params={"Bucket": self._bucket, "Key": key}, ExpiresIn=seconds
        )

    @contextmanager
    def writing(self, name: str, media_type: str) -> Iterator[io.RawIOBase]:
        """A public file to be written front to back, sent on in parts: it is there whole at the end, or not at all."""
        upload = _Upload(self._bucket, self._client, file_key(name), media_type)
        with answering("the bucket"), upload:
            yield upload


def file_key(name: str) -> str:
    """The bucket's key of a public file; CloudFront has the same path."""
    return f"files/{name}"


class _Upload(io.RawIOBase):
    """A multipart upload as a stream that can't be sought."""

    def __init__(self, bucket: str, client: S3Client, key: str, media_type: str) -> None:
        self._client = client
        self._bucket, self._key = bucket, key
        self._id = client.create_multipart_upload(
            Bucket=bucket, Key=key, ContentType=media_type, CacheControl=_FOREVER
        )["UploadId"]
        self._parts: list[CompletedPartTypeDef] = []
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # nobody writes anything else here
        self._kept += data
        while len(self._kept) >= PART_BYTES:
            self._send(bytes(self._kept[:PART_BYTES]))
            del self._kept[:PART_BYTES]
        return len(data)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        where = {"Bucket": self._bucket, "Key": self._key, "UploadId": self._id}
        if error is not None:
            self._client.abort_multipart_upload(**where)  # type: ignore[arg-type]
            return
        if self._kept or not self._parts:
            self._send(bytes(self._kept))
        self._client.complete_multipart_upload(**where, MultipartUpload={"Parts": self._parts})  # type: ignore[arg-type]

    def _send(self, data: bytes) -> None:
        number = len(self._parts) + 1
        answer = self._client.upload_part(
            Bucket=self._bucket, Key=self._key, UploadId=self._id, PartNumber=number, Body=data
        )
        self._parts.append({"ETag": answer["ETag"], "PartNumber": number})
