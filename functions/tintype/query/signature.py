"""Signatures of image URLs: what one covers, and whether it holds. An open parameter may be filled in by anybody."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from urllib.parse import quote, unquote

from tintype.base.record import Record, field

MAX_OPEN = 30  # parameters that one policy may leave open
DEFAULT_LENGTH = 100  # characters of an open parameter whose policy names no length
RESERVED = ("_type", "_quality", "_scale", "_strict", "_expires", "_policy")
_NOT_COVERED = "_signature"
_POLICY = "_policy"


class OpenParameter(Record):
    """The bounds of a parameter that a signature leaves open: its characters, and the hosts of a picture.

    A host that begins with ``*.`` stands for all names below it.
    """

    length: int = DEFAULT_LENGTH
    hosts: tuple[str, ...] = ()


class Signed(Record):
    """What a good signature leaves open, by parameter; nothing where it covers the exact URL."""

    kind: str = "exact"
    open: Mapping[str, OpenParameter] = field(default_factory=lambda: MappingProxyType({}))


def signature_of(path: str, parameters: Mapping[str, str], key: str) -> str:
    """The signature of a URL with `key`: HMAC-SHA256 in base64url, without padding.

    `path` begins at the image id and is decoded, as are the `parameters`, of which those are given that the signature
    covers: all but ``_signature`` itself and the open ones.
    """
    return _signature(_message(path, parameters), key)


def _message(path: str, parameters: Mapping[str, str]) -> bytes:
    pairs = sorted(f"{_encoded(name)}={_encoded(value)}" for name, value in parameters.items())
    return f"{path}\n{'&'.join(pairs)}".encode("utf-8", "surrogatepass")


def _signature(message: bytes, key: str) -> str:
    return urlsafe_b64encode(hmac.digest(key.encode(), message, "sha256")).rstrip(b"=").decode()


def verified(path: str, sent: Mapping[str, str], layers: Collection[str], keys: Sequence[str]) -> Signed | None:
    """What the signature among the parameters `sent` allows; None where no key of `keys` made it, or it is no policy.

    Parameters that name none of `layers` change no picture. Mail tools append some after signing, and a design may
    lose a layer: the signature holds when it covers all that was sent, or all that has an effect.
    """
    try:
        policy = read_policy(sent[_POLICY]) if _POLICY in sent else {}
    except ValueError:
        return None
    covered = {name: value for name, value in sent.items() if name != _NOT_COVERED and name not in policy}
    effective = {name: value for name, value in covered.items() if _has_effect(name, layers)}
    given = sent.get(_NOT_COVERED, "").encode("utf-8", "surrogatepass")
    messages = [_message(path, covered)]
    if effective != covered:
        messages.append(_message(path, effective))
    holds = False
    for key in keys:
        for message in messages:
            # Every comparison is made, whatever the others said.
            holds |= hmac.compare_digest(_signature(message, key).encode(), given)
    return Signed("policy" if _POLICY in sent else "exact", policy) if holds else None


def read_policy(text: str) -> dict[str, OpenParameter]:
    """The policy in ``name[:length][@host|host…],…``, names percent-encoded. Raises ValueError."""
    entries = text.split(",")
    if len(entries) > MAX_OPEN:
        raise ValueError("too many open parameters")
    policy = {}
    for entry in entries:
        rest, _, hosts = entry.partition("@")
        name, _, length = rest.partition(":")
        name = unquote(name)
        if not name or name.startswith("_") or (length and not (length.isascii() and length.isdigit())):
            raise ValueError("not a policy")
        policy[name] = OpenParameter(
            min(int(length[:6]), 10_000) if length else DEFAULT_LENGTH,
            tuple(host.lower() for host in hosts.split("|") if host),
        )
    return policy


def signed_path(path: str) -> str:
    """The part of a request's path that is signed: from the image id on, decoded."""
    return unquote(path).strip("/")


def _has_effect(name: str, layers: Collection[str]) -> bool:
    return name.startswith("vars.") or name in RESERVED or name.partition(".")[0] in layers


def _encoded(text: str) -> str:
    """Percent-encoded, all but letters, digits and ``-._~``; the same in every language."""
    return quote(text, safe="", errors="surrogatepass")
