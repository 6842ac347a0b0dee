"""An API Gateway proxy event (HTTP API, payload version 2.0) to a request."""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from typing import Any

from tintype.base.errors import InvalidInputError, Problem
from tintype.base.record import Record


class Request(Record):
    """One HTTP request. Header names are lower-case; `path` is still percent-encoded, `query` is exactly as sent.

    `viewer` is the IP address that the request comes from.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    parameters: Mapping[str, str]
    body: bytes
    id: str
    viewer: str = ""


def request_from(event: Mapping[str, Any]) -> Request:
    """The request in a proxy event. A body that claims to be base64 and isn't is InvalidInputError."""
    context = event.get("requestContext", {})
    http = context.get("http", {})
    body = event.get("body") or ""
    try:
        data = b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
    except (Base64Error, UnicodeEncodeError) as error:
        raise InvalidInputError("invalid_payload", "the body can't be decoded") from error
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return Request(
        method=http.get("method", "GET").upper(),
        path=event.get("rawPath", "/"),
        query=event.get("rawQueryString", ""),
        headers=headers,
        parameters=event.get("pathParameters") or {},
        body=data,
        id=context.get("requestId", ""),
        viewer=_viewer(headers, http),
    )


def _viewer(headers: Mapping[str, str], http: Mapping[str, Any]) -> str:
    """The viewer's address: as CloudFront saw it, else as the gateway did.

    Never from X-Forwarded-For, whose beginning is whatever the viewer wrote there. CloudFront puts the port behind
    the address with a colon, for IPv6 too, and without brackets.
    """
    seen, _, _ = headers.get("cloudfront-viewer-address", "").rpartition(":")
    return seen.strip("[]") or str(http.get("sourceIp", ""))


def api_key_in(headers: Mapping[str, str]) -> str | None:
    """The API key that a request carries, in ``x-api-key`` or as a bearer token."""
    if key := headers.get("x-api-key", "").strip():
        return key
    scheme, _, token = headers.get("authorization", "").strip().partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def json_body(data: bytes) -> Any:
    """The JSON value in a body; an empty body is an empty object. Raises InvalidInputError ``invalid_json``."""
    if not data.strip():
        return {}
    try:
        return json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise InvalidInputError("invalid_json", f"the body is not valid JSON{where}") from error


def json_object(data: bytes) -> dict[str, Any]:
    """The JSON object in a body; another JSON value is InvalidInputError ``wrong_type``."""
    value = json_body(data)
    if isinstance(value, dict):
        return value
    names = {list: "array", str: "string", bool: "boolean", int: "number", float: "number", type(None): "null"}
    problem = Problem("body", "wrong_type", "expected an object", "object", names[type(value)])
    raise InvalidInputError.of([problem], "wrong_type")


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
