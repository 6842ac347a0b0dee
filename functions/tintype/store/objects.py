"""The content of assets in the bucket: the reading side, one signed request each. No botocore."""

from __future__ import annotations

import os
from collections.abc import Mapping

from tintype.base.errors import NotFoundError, UnavailableError
from tintype.store.items import object_key
from tintype.store.signed import Request, SignedClient, local_endpoint


def bucket_client(bucket: str, environ: Mapping[str, str] = os.environ) -> SignedClient:
    """The client for one bucket in the region that the environment names.

    At Amazon the bucket is part of the host name; a local endpoint has it in the path.
    """
    if endpoint := local_endpoint("s3", environ):
        environ = {**environ, "AWS_ENDPOINT_URL_S3": f"{endpoint.rstrip('/')}/{bucket}"}
    region = environ["AWS_REGION"]
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return SignedClient.from_environment("s3", f"{bucket}.s3.{region}.{suffix}", environ)


class Objects:
    """The contents in the bucket that `client` speaks to."""

    def __init__(self, bucket: str, client: SignedClient) -> None:
        self._bucket = bucket
        self._client = client

    def read(self, sha256: str, deadline: float) -> bytes:
        """The content with this digest. `deadline` is an instant of `time.monotonic`.

        Raises NotFoundError (``asset_not_found``), and UnavailableError when the bucket doesn't answer before it.
        """
        answer = self._client.send(Request("GET", f"/{object_key(sha256)}", {}), deadline)
        if answer.status == 404:
            raise NotFoundError("asset_not_found", f"no content has the digest {sha256}")
        if answer.status != 200:
            raise UnavailableError(f"the bucket {self._bucket} refused: status {answer.status}")
        return answer.body
