"""AWS Signature Version 4, as far as a request without a query string needs it."""

from __future__ import annotations

import hmac
import time
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import quote

from tintype.base.record import Record, field


class Credentials(Record):
    """Credentials to sign with. `token` belongs to temporary credentials, such as a Lambda's."""

    access_key: str
    secret_key: str = field(repr=False)
    token: str | None = field(default=None, repr=False)


def wire_path(path: str) -> str:
    """`path`, as a key or a URL path in plain characters, the way it goes over the wire."""
    return quote(path, safe="/-_.~")


def signed_headers(
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    service: str,
    region: str,
    credentials: Credentials,
    now: float,
) -> dict[str, str]:
    """The headers to send: `headers` (which must name the host) with date, token and signature added.

    `path` is in plain characters; `now` is in epoch seconds. S3 signs the path as it travels and wants the body's
    digest as a header; every other service signs the path quoted once more.
    """
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    digest = sha256(body).hexdigest()
    headers = {name.lower(): value.strip() for name, value in headers.items()} | {"x-amz-date": stamp}
    if credentials.token:
        headers["x-amz-security-token"] = credentials.token
    if service == "s3":
        headers["x-amz-content-sha256"] = digest
    names = ";".join(sorted(headers))
    travelling = wire_path(path)
    canonical = "\n".join(
        (
            method,
            travelling if service == "s3" else quote(travelling, safe="/-_.~"),
            "",  # the query string
            *(f"{name}:{headers[name]}" for name in sorted(headers)),
            "",
            names,
            digest,
        )
    )
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{credentials.secret_key}".encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credentials.access_key}/{scope}, "
        f"SignedHeaders={names}, Signature={_hmac(key, to_sign).hex()}"
    )
    return headers


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
