"""A rendered picture to a proxy response: conditional requests, HEAD, caching and the headers of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pybase64 import b64encode_as_string

from tintype.base.errors import Problem, TintypeError
from tintype.base.record import Record
from tintype.edge.responses import NOT_MODIFIED, Response, status_of


class PictureAnswer(Record):
    """A picture as bytes and what is to be said of it. `cache_seconds` is how long anybody may keep it.

    `error` is why it isn't the picture that was asked for, None where the status says nothing of that. `retry_after` is
    when to come again, in seconds; 0 says nothing of it.
    """

    data: bytes
    content_type: str
    etag: str
    error: type[TintypeError] | None = None
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
    if answer.error is None and _matches(headers.get("if-none-match", ""), answer.etag):
        out.pop("content-type")
        return {"statusCode": NOT_MODIFIED, "headers": out, "body": "", "isBase64Encoded": False}
    out["content-length"] = str(len(answer.data))
    body = "" if method == "HEAD" else b64encode_as_string(answer.data)
    return {"statusCode": status_of(answer.error), "headers": out, "body": body, "isBase64Encoded": bool(body)}


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
