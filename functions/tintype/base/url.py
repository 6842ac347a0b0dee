"""The one grammar of http(s) URLs: each is taken apart and normalised, or refused; nothing is resolved here.

Whoever takes the address of a picture or of a webhook asks here, and so does who connects: what passes one passes the
other. It reads as browsers do (https://url.spec.whatwg.org): blanks around are dropped, blanks and other characters
inside a path are escaped, scheme and host are in any case, names may have underscores and letters of any script. It is
stricter where browsers mend what nobody means and others read differently: user names, backslashes and escapes before
the path, line breaks inside, ``http:host``.
"""

from __future__ import annotations

import re
import socket
from urllib.parse import quote

from tintype.base.record import Record

MAX_LENGTH = 8192  # characters; signed URLs of photo stores reach 2,000
PORTS = {"http": 80, "https": 443}

_URL = re.compile(r"(https?)://([^/?#]*)([^#]*)(?:#.*)?", re.IGNORECASE | re.DOTALL)
# No "@" (user info), no "%" (zones, hidden characters): what does not match is refused, not mended.
_AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:@%\s]+))(?::([0-9]{1,5})?)?")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*")
_AROUND = "".join(map(chr, range(0x21)))  # blanks and control characters, as sheets and mail programs leave them
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\]")
_SENT_AS_IT_IS = "/?%!$&'()*+,;=:@~[]|"


class InvalidUrlError(ValueError):
    """A text that is not an http(s) URL."""

    def __init__(self) -> None:
        super().__init__("must be an http(s) URL with a host, and without a user name")


class Target(Record):
    """Where a request goes. `host` is lower-case ASCII, an IPv6 address without brackets; `path` carries the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_and_port(self) -> str:
        """As an allow-list entry names it: ``photos.test:8080``, ``[::1]:80``."""
        return f"{self._bracketed}:{self.port}"

    @property
    def authority(self) -> str:
        """As the Host header has it: without the scheme's own port."""
        return self._bracketed if self.port == PORTS[self.scheme] else self.host_and_port

    @property
    def url(self) -> str:
        """The normalised URL: two spellings of one request are equal."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def _bracketed(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host


def parse(url: str) -> Target:
    """The target of an absolute http(s) URL. Raises InvalidUrlError.

    Odd spellings of IPv4 addresses (decimal, octal, hexadecimal, full-width) pass as host names: whoever resolves
    them gets an address, and that is checked.
    """
    url = url.strip(_AROUND)
    match = _URL.fullmatch(url)
    if len(url) > MAX_LENGTH or not match or _FORBIDDEN.search(url):
        raise InvalidUrlError
    scheme, authority, path = match[1].lower(), match[2], match[3]
    parts = _AUTHORITY.fullmatch(authority)
    if not parts:
        raise InvalidUrlError
    port = int(parts[3]) if parts[3] else PORTS[scheme]
    if not 0 < port < 65536:
        raise InvalidUrlError
    host = _ipv6(parts[1]) if parts[1] else _host_name(parts[2])
    return Target(scheme, host, port, _path(path))


def _ipv6(text: str) -> str:
    try:
        return socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, text))
    except OSError as error:
        raise InvalidUrlError from error


def _host_name(text: str) -> str:
    # Bounded first: the idna codec takes quadratic time.
    if len(text) > 254:
        raise InvalidUrlError
    try:
        host = (text if text.isascii() else text.encode("idna").decode("ascii")).lower().removesuffix(".")
    except UnicodeError as error:
        raise InvalidUrlError from error
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise InvalidUrlError
    return host


def _path(text: str) -> str:
    try:
        path = quote(text, safe=_SENT_AS_IT_IS)
    except UnicodeError as error:  # a lone surrogate
        raise InvalidUrlError from error
    return path if path.startswith("/") else "/" + path
