"""A rendered picture to a proxy response: conditional requests, HEAD, caching and the headers of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pybase64 import b64encode_as_string

from tintype.base.errors import Problem
from tintype.base.record import Record
from tintype.edge.responses import Response


class PictureAnswer(Record):
    """A picture as bytes and what is to be said of it. `cache_seconds` is how long anybody may keep it.

    `retry_after` is when to come again, in seconds; 0 says nothing of it.
    """

    data: bytes
    content_type: str
    etag: str
    status: int = 200
    cache_seconds: int = 0
    negotiated: bool = False
    problems: Sequence[Problem] = ()
    retry_after: int = 0


_MAX_PROBLEMS_HEADER = 2000  # characters; CloudFront passes on headers of 10,240 bytes in all


def picture_response(answer: PictureAnswer, method: str, headers: Mapping[str, str]) -> Response:
    """The proxy response: 304 where the viewer has these very bytes, no body for HEAD."""
    out = {
        "content-type": answer.content_type,
        "etag": answer.etag,
        "cache-control": _cache_control(answer.cache_seconds),
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "cross-origin",
        "access-control-allow-origin": "*",
    }
    if answer.negotiated:
        out["vary"] = "Accept"
    if answer.retry_after:
        out["retry-after"] = str(answer.retry_after)
    if answer.problems:
        out["x-image-problems"] = _listed(answer.problems)
        out["access-control-expose-headers"] = "x-image-problems"
    if answer.status == 200 and _matches(headers.get("if-none-match", ""), answer.etag):
        out.pop("content-type")
        return {"statusCode": 304, "headers": out, "body": "", "isBase64Encoded": False}
    out["content-length"] = str(len(answer.data))
    body = "" if method == "HEAD" else b64encode_as_string(answer.data)
    return {"statusCode": answer.status, "headers": out, "body": body, "isBase64Encoded": bool(body)}


def _cache_control(seconds: int) -> str:
    return f"public, max-age={seconds}" if seconds > 0 else "no-store"


def _listed(problems: Sequence[Problem]) -> str:
    """``path:code`` of each problem; never its value. What a header can't carry is percent-encoded."""
    from urllib.parse import quote  # noqa: PLC0415  only a degraded answer needs it

    text = ", ".join(dict.fromkeys(f"{quote(problem.path, safe='._-[]@ ')}:{problem.code}" for problem in problems))
    return text if len(text) <= _MAX_PROBLEMS_HEADER else f"{text[:_MAX_PROBLEMS_HEADER].rpartition(', ')[0]}, more"


def _matches(if_none_match: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in tags or if_none_match.strip() == "*"
