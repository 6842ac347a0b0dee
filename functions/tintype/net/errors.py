"""The errors of fetching a remote picture: a stable reason and its words, never the URL or what was answered."""

from __future__ import annotations

from tintype.base.errors import TintypeError

REASONS = {
    "invalid_url": "is not an http(s) URL that can be fetched",
    "forbidden_port": "names a port other than 80 and 443",
    "forbidden_address": "leads to an address that is not public",
    "unreachable": "could not be reached",
    "tls": "could not be reached over TLS with a valid certificate",
    "timeout": "did not arrive in time",
    "status": "was not answered with status 200",
    "too_many_redirects": "redirects too often",
    "too_large": "is too large",
    "invalid_response": "was not answered in proper HTTP",
    "unsupported_encoding": "was answered with a content encoding that was not asked for",
    "incomplete": "ended too early",
    "failed": "could not be fetched",
}


class FetchError(TintypeError):
    """A remote picture that did not come: `reason`, a key of `REASONS`, is the error's id, `message` its words."""

    def __init__(self, reason: str) -> None:
        super().__init__(REASONS[reason])
        self.id = self.reason = reason
