"""Where a request goes, by the grammar of `base.url`; what is none of its URLs is not fetched."""

from __future__ import annotations

from urllib.parse import urljoin

from tintype.base import url as grammar
from tintype.base.url import MAX_LENGTH, PORTS, Target
from tintype.net.errors import FetchError

__all__ = ["MAX_LENGTH", "PORTS", "Target", "parse", "redirected"]


def parse(url: str) -> Target:
    """The target of an absolute http(s) URL. Raises FetchError ``invalid_url``."""
    try:
        return grammar.parse(url)
    except grammar.InvalidUrlError as error:
        raise FetchError("invalid_url") from error


def redirected(target: Target, location: str) -> Target:
    """Where a redirect from `target` leads. Raises FetchError ``invalid_url``."""
    try:
        return parse(urljoin(target.url, location))
    except ValueError as error:
        raise FetchError("invalid_url") from error
