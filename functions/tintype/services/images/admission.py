"""Admission of a request to its picture: the image not paused or expired, the URL signed, within limits."""

from __future__ import annotations

import socket
from collections.abc import Callable
from hashlib import blake2b
from typing import NamedTuple, Protocol

from tintype import query
from tintype.base.errors import Problem, RateLimitedError, TintypeError, UnauthorizedError, UnavailableError
from tintype.base.record import Record
from tintype.engine.plate import Plate
from tintype.model.records import DynamicImage
from tintype.query import Query
from tintype.query.signature import verified
from tintype.services.images.signature_policy import within

DAY = 86_400  # seconds
COUNTING = 0.5  # seconds that counting may take; a table that can't count holds up no picture
_SECOND_KEPT = 60  # seconds that the count of one second is kept


class Admits(Protocol):
    """What keeps count."""

    def admit(self, image_id: str, name: str, member: str | None, limit: int, seconds: int, deadline: float) -> int:
        """0 where `member` is in the set `name`, which lives for `seconds` and holds `limit`; else seconds to wait."""


class Viewer(NamedTuple):
    """The viewer, as far as the request tells: an IP address and a user agent."""

    address: str = ""
    agent: str = ""


NOBODY = Viewer()


class Admission(Record):
    """What admission needs: who counts, the limits of images that have none of their own, and two clocks in seconds.

    `clock` is in epoch seconds, `monotonic` that of deadlines. `report` is told why something could not be counted.
    """

    limits: Admits
    renders_per_second: int
    variants_per_viewer: int
    clock: Callable[[], float]
    monotonic: Callable[[], float]
    report: Callable[[BaseException], None]


class Refusal(Record):
    """The reason for which a request gets the image's fallback: what is said of it, and when to come again (s).

    `error` is its kind, None where it is the image's own setting and nothing that the request is to blame for.
    """

    error: type[TintypeError] | None
    problem: Problem
    retry_after: int = 0


def check_signature(
    path: str, asked: Query, image: DynamicImage, plate: Plate, admission: Admission
) -> Query | Refusal:
    """What may be drawn of `asked` by the image's own settings and the signature; `path` is as it was signed."""
    now = admission.clock()
    if image.paused:
        return _refused(None, "image", "paused", "the image is paused")
    if image.expires_at is not None and image.expires_at <= now:
        return _refused(None, "image", "expired", "the image has expired")
    if image.require_signature != "none":
        return _signed(path, asked, image, plate, now)
    return _refused(None, "_expires", "expired", "the URL has expired") if _has_expired(asked, now) else asked


def _signed(path: str, asked: Query, image: DynamicImage, plate: Plate, now: float) -> Query | Refusal:
    if "_signature" not in asked.sent:
        return _refused(UnauthorizedError, "_signature", "missing", "the image needs a signed URL")
    layers = {"root", *(element.name for element in plate.elements)}
    signed = verified(path, asked.sent, layers, [key.secret for key in image.signing_keys])
    unreadable = "_expires" in asked.sent and asked.expires is None
    if signed is None or unreadable or image.require_signature not in ("any", signed.kind):
        return _refused(UnauthorizedError, "_signature", "invalid", "the signature is not good for this URL")
    if _has_expired(asked, now):
        return _refused(UnauthorizedError, "_signature", "expired", "the signature has expired")
    return within(signed.open, asked, plate)


def _has_expired(asked: Query, now: float) -> bool:
    return asked.expires is not None and asked.expires <= now


def count_render(
    image_id: str,
    asked: Query,
    image: DynamicImage,
    plate: Plate,
    viewer: Viewer,
    admission: Admission,
    deadline: float,
) -> Refusal | None:
    """Count a render that is about to be made; the refusal where that is one too many.

    Production mode without a limit on variants counts nothing and asks nobody. Who can't be counted is let in.
    """
    until = min(deadline, admission.monotonic() + COUNTING)
    try:
        if not image.enable_production_mode:
            name, limit = (
                f"second#{int(admission.clock())}",
                image.max_renders_per_second or admission.renders_per_second,
            )
            if admission.limits.admit(image_id, name, None, limit, _SECOND_KEPT, until):
                return _limited(1, f"the image is in test mode: {limit} renders a second")
        variant = query.canonical(asked, plate) if image.enable_rate_limit else ""
        if variant:
            limit = image.max_new_variants or admission.variants_per_viewer
            member = _digest(image, image_id, variant)
            who = f"viewer#{_digest(image, image_id, f'{network(viewer.address)} {viewer.agent}')}"
            if wait := admission.limits.admit(image_id, who, member, limit, DAY, until):
                return _limited(wait, f"a viewer gets {limit} new variants in 24 hours")
    except UnavailableError as error:
        admission.report(error)
    return None


def network(address: str) -> str:
    """The part of an IP address that one viewer keeps: all of IPv4, the first 64 bits of IPv6."""
    try:
        packed = socket.inet_pton(socket.AF_INET6, address)
    except (OSError, ValueError):
        return address
    return packed[:8].hex()


def _digest(image: DynamicImage, image_id: str, text: str) -> str:
    """What stands for `text` in the counts of this image; without the image's salt it leads back to nothing."""
    key = (image.salt or image_id).encode()[:64]
    return blake2b(text.encode("utf-8", "replace"), key=key, digest_size=12).hexdigest()


def _limited(seconds: int, message: str) -> Refusal:
    return Refusal(RateLimitedError, Problem("image", "rate_limited", message), seconds)


def _refused(error: type[TintypeError] | None, path: str, code: str, message: str) -> Refusal:
    return Refusal(error, Problem(path, code, message))


def until_when(asked: Query, image: DynamicImage) -> int | None:
    """When the picture ceases to be right, in epoch seconds; None for never."""
    return min((each for each in (asked.expires, image.expires_at) if each is not None), default=None)
