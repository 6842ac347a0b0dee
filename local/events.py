"""HTTP to and from Lambda as an API Gateway HTTP API does it: the proxy event, payload version 2.0, and its answer."""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from local.intrinsics import ACCOUNT

_TEXT = ("application/json", "application/xml", "application/javascript")


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request as it came: `target` is the path and query string, `headers` in the order sent, repeats included."""

    method: str
    target: str
    protocol: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    source_ip: str


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """One response, ready to be written."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def event_from(request: HttpRequest, route_key: str, path_parameters: Mapping[str, str]) -> dict[str, Any]:
    """The proxy event of a request that the route `route_key` took.

    As the real gateway, it decodes the path, leaves the query string as it was sent, and passes as base64 every body
    that is not of a text type.
    """
    path, _, query = request.target.partition("?")
    headers = _joined((name.lower(), value) for name, value in request.headers)
    cookies = headers.pop("cookie", "")
    now = time.time()
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": unquote(path),
        "rawQueryString": query,
        "headers": headers,
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": "local",
            "domainName": headers.get("host", "localhost"),
            "domainPrefix": "local",
            "http": {
                "method": request.method,
                "path": unquote(path),
                "protocol": request.protocol,
                "sourceIp": request.source_ip,
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": str(uuid.uuid4()),
            "routeKey": route_key,
            "stage": "$default",
            "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
            "timeEpoch": int(now * 1000),
        },
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = [cookie.strip() for cookie in cookies.split(";") if cookie.strip()]
    if query:
        event["queryStringParameters"] = _joined(parse_qsl(query, keep_blank_values=True))
    if path_parameters:
        event["pathParameters"] = dict(path_parameters)
    if request.body:
        event["body"], event["isBase64Encoded"] = _body_from(request.body, headers.get("content-type"))
    return event


def response_from(result: Any) -> HttpResponse:
    """The HTTP response that a function's result stands for.

    A result without ``statusCode`` is the shorthand of payload version 2.0: the body of a JSON 200. Raises ValueError
    or TypeError for what the gateway would refuse.
    """
    if not isinstance(result, Mapping) or "statusCode" not in result:
        result = {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(result)}
    body = result.get("body") or ""
    data = base64.b64decode(body, validate=True) if result.get("isBase64Encoded") else body.encode()
    headers = [(name.lower(), _word(value)) for name, value in (result.get("headers") or {}).items()]
    headers += [("set-cookie", str(cookie)) for cookie in result.get("cookies") or ()]
    if data and not any(name == "content-type" for name, _ in headers):
        headers.append(("content-type", "text/plain;charset=utf-8"))
    return HttpResponse(int(result["statusCode"]), tuple(headers), data)


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """One value a name; repeated names have theirs joined by commas."""
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _body_from(body: bytes, content_type: str | None) -> tuple[str, bool]:
    kind = (content_type or "text/plain").partition(";")[0].strip().lower()
    if kind.startswith("text/") or kind in _TEXT or kind.endswith(("+json", "+xml")):
        try:
            return body.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(body).decode("ascii"), True


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
