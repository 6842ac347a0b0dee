"""What breaks, one thing at a time, and what a viewer is served meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from tests.faults.photos import ANSWERS

ASKED, OWN = "the picture as asked", "the design's own photo"
WITHOUT, NEUTRAL = "the picture without the photo", "the neutral picture"


@dataclass(frozen=True)
class Fault:
    """One thing that breaks: `what`, in which `mode`, and in `words` for the table.

    `seen`: the image was looked at before, so that its plate and its own photo are in the container. `photo`: the
    viewer asks for a photo of the photo host. `signed`: the image asks for signatures, and the URL has one. `shows`,
    `problems` and `status` are what is served while it lasts.
    """

    words: str
    what: str
    mode: str
    shows: str
    problems: str = ""
    seen: bool = False
    photo: bool = False
    signed: bool = False
    status: int = 200


def _table(mode: str, words: str) -> tuple[Fault, Fault]:
    name = f"table {words}"
    return (
        Fault(f"{name}; image not seen before", "table", mode, NEUTRAL, "service:unavailable"),
        Fault(f"{name}; image seen before", "table", mode, OWN, seen=True),
    )


def _bucket(mode: str, words: str) -> Fault:
    return Fault(f"bucket {words}", "bucket", mode, WITHOUT, "photo.image_url:unavailable")


def _photos(mode: str, problem: str) -> Fault:
    return Fault(f"photo host: {mode}", "photos", mode, OWN, f"photo.image_url:{problem}", photo=True)


PHOTO_PROBLEMS = {
    "byte by byte": "timeout", "endless": "too_large", "endless head": "invalid_response", "silent": "timeout",
    "hangs up": "incomplete", "not HTTP": "invalid_response", "500": "status", "404": "status",
    "redirects to itself": "too_many_redirects", "redirects in a circle": "too_many_redirects",
    "redirects inside": "forbidden_address", "HTML": "not_a_picture", "HTML called PNG": "not_a_picture",
    "SVG with an external entity": "not_a_picture", "empty": "not_a_picture", "cut": "broken",
    "ends early": "incomplete", "claims 4 GB": "too_large", "a bomb": "too_large", "50,000 pixels wide": "too_large",
    "no pixels": "not_a_picture", "damaged within": "broken",
}  # fmt: skip
assert PHOTO_PROBLEMS.keys() == ANSWERS.keys() - {"well"}

FAULTS = (
    Fault("nothing", "table", "well", OWN),
    *_table("throttled", "throttled"),
    Fault("table slow (0.3 s an answer)", "table", "slow", OWN),
    *_table("silent", "never answers"),
    *_table("gone", "hangs up"),
    *_table("failing", "answers 500"),
    *_table("denied", "denies access"),
    *_table("garbled", "answers what isn't HTTP"),
    *_table("cut", "breaks off its answers"),
    _bucket("denied", "denies access"),
    _bucket("throttled", "throttled"),
    Fault("bucket slow (0.3 s an answer)", "bucket", "slow", OWN),
    _bucket("silent", "never answers"),
    _bucket("gone", "hangs up"),
    _bucket("failing", "answers 500"),
    _bucket("cut", "breaks off its answers"),
    Fault("bucket denies access; photo seen before", "bucket", "denied", OWN, seen=True),
    Fault("names of photo hosts: resolver fails", "names", "fail", OWN, "photo.image_url:unreachable", photo=True),
    Fault("names of photo hosts: resolver hangs", "names", "hang", OWN, "photo.image_url:timeout", photo=True),
    Fault("clock past a signature's expiry", "clock", "late", OWN, "_signature:expired", signed=True, status=401),
    *(_photos(mode, problem) for mode, problem in PHOTO_PROBLEMS.items()),
)
