"""Generated files as CloudFront serves them: from the bucket, under ``/files/`` of the image base."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from botocore.exceptions import ClientError

from local.events import HttpRequest, HttpResponse

PREFIX = "/img/files/"  # there is no CDN here: image URLs lead to the gateway, and files stand among them
_HEADERS = (
    ("x-content-type-options", "nosniff"),
    ("cross-origin-resource-policy", "cross-origin"),
    ("access-control-allow-origin", "*"),
)


def files_of(client: Any, bucket: str) -> Callable[[HttpRequest], HttpResponse | None]:
    """What answers requests for files in `bucket`; None for every other request."""

    def answer(request: HttpRequest) -> HttpResponse | None:
        path = request.target.partition("?")[0]
        if not path.startswith(PREFIX):
            return None
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return HttpResponse(HTTPStatus.FORBIDDEN, _HEADERS, b"")  # as CloudFront answers it
        try:
            found = client.get_object(Bucket=bucket, Key=path.removeprefix("/img/"))
        except ClientError:
            return HttpResponse(HTTPStatus.NOT_FOUND, _HEADERS, b"")
        data = found["Body"].read()
        own = {
            "content-type": found["ContentType"],
            "cache-control": found.get("CacheControl", ""),
            "etag": found["ETag"],
        }
        return HttpResponse(HTTPStatus.OK, (*own.items(), ("content-length", str(len(data))), *_HEADERS), data)

    return answer
