"""What of an ``Accept`` header has a say in a picture's type, as the CDN's function reads it, too."""

from __future__ import annotations

from tintype.base.expressions import expression

WEBP = "image/webp"
_REFUSED = expression(r"q\s*=\s*0(\.0*)?")


def folded(accept: str) -> str:
    """``image/webp`` where the header names that type and does not refuse it (``q=0``), in any case; else nothing.

    Wildcards name nothing: programs that send them alone often draw no WebP.
    """
    accept = accept.lower()
    return WEBP if WEBP in accept and any(map(_takes_webp, accept.split(","))) else ""


def _takes_webp(media_range: str) -> bool:
    type_, *parameters = (part.strip() for part in media_range.split(";"))
    return type_ == WEBP and not any(map(_REFUSED.fullmatch, parameters))
