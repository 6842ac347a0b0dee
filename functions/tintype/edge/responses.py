"""A result, or an error, to an API Gateway proxy response; the only table of statuses stands here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tintype.base.errors import (
    ConflictError,
    GoneError,
    InvalidInputError,
    MethodNotAllowedError,
    NotFoundError,
    RateLimitedError,
    TintypeError,
    TooLargeError,
    UnauthorizedError,
    UnavailableError,
)

API_VERSION = "v2026-11-21"

Response = dict[str, Any]

# Every status that is answered. Who isn't of this package says it by these names, or by the kind of an error.
OK, CREATED, ACCEPTED, NOT_MODIFIED = 200, 201, 202, 304
INVALID, UNAUTHORIZED, NOT_FOUND, NOT_ALLOWED, CONFLICT = 400, 401, 404, 405, 409
GONE, TOO_LARGE, LIMITED = 410, 413, 429
INTERNAL, UNAVAILABLE = 500, 503

_STATUSES: tuple[tuple[type[TintypeError], int], ...] = (
    (TooLargeError, TOO_LARGE),
    (InvalidInputError, INVALID),
    (UnauthorizedError, UNAUTHORIZED),
    (NotFoundError, NOT_FOUND),
    (MethodNotAllowedError, NOT_ALLOWED),
    (ConflictError, CONFLICT),
    (GoneError, GONE),
    (RateLimitedError, LIMITED),
    (UnavailableError, UNAVAILABLE),
)


def status_of(error: type[TintypeError] | None) -> int:
    """The HTTP status that answers a kind of error: 200 for none, 500 for what nobody foresaw."""
    if error is None:
        return OK
    return next((status for kind, status in _STATUSES if issubclass(error, kind)), INTERNAL)


def json_response(
    status: int, body: Mapping[str, Any] | list[Any], headers: Mapping[str, str] | None = None
) -> Response:
    """A JSON answer. An object is stamped with the API version unless it carries a ``version`` of its own."""
    stamped = body if isinstance(body, list) or "version" in body else {**body, "version": API_VERSION}
    return {
        "statusCode": status,
        "headers": {
            "content-type": "application/json",
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            **(headers or {}),
        },
        # What a caller sent may hold half a character (a lone surrogate), and comes back in errors.
        "body": json.dumps(stamped, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode(),
        "isBase64Encoded": False,
    }


def listing_response(entries: list[Any], total: int | None) -> Response:
    """An array; where paging is on, `total` says how many entries there are in all."""
    return json_response(OK, entries, {} if total is None else {"x-total-count": str(total)})


def page_response(media_type: str, text: str) -> Response:
    """A page for people, or a description for their tools: the same for everybody, loading nothing from outside."""
    headers = {
        "content-type": media_type,
        "cache-control": "public, max-age=300",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
        "connect-src 'self'; img-src * data:; base-uri 'none'; frame-ancestors 'none'",
    }
    return {"statusCode": OK, "headers": headers, "body": text, "isBase64Encoded": False}


def error_response(error: TintypeError) -> Response:
    """The contract's error body for an error, with the headers that its status asks for."""
    body: dict[str, Any] = {"id": error.id, "message": error.message}
    if error.problems:
        body["errors"] = [problem.body() for problem in error.problems]
    headers = {}
    if isinstance(error, MethodNotAllowedError):
        headers["allow"] = ", ".join(error.allowed)
    if isinstance(error, UnavailableError):
        headers["retry-after"] = "1"
    if isinstance(error, RateLimitedError):
        headers["retry-after"] = str(error.retry_after)
        headers |= limit_headers(error.limit, 0, error.retry_after)
    return json_response(status_of(type(error)), body, headers)


def limit_headers(limit: int, remaining: int, reset: int) -> dict[str, str]:
    """A key's requests a minute, those that are left, and the seconds until there are new ones."""
    return {
        "x-ratelimit-limit": str(limit),
        "x-ratelimit-remaining": str(remaining),
        "x-ratelimit-reset": str(reset),
    }


def internal_error_response() -> Response:
    """The answer to an exception that nobody foresaw: nothing of it is shown."""
    return error_response(TintypeError("something went wrong on our side; the request id is in the logs"))
