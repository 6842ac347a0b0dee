"""What viewers ask for: 90 in 100 requests are usual ones, 5 are hostile, 5 name photos of faulty hosts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote, urlencode

NAMES = (
    "Anna",
    "Mehmet",
    "Zoë",
    "李雷",
    "محمد",
    "Bartholomew-Maximilian",
    "Ana María",
    "Ο Γιώργος",
    "{{first_name}}",
    "",
)
TYPES = (".webp", ".webp", ".jpg", ".png", "")
HOSTILE = (
    "photo=http://169.254.169.254/latest/meta-data/iam/", "photo=http://127.0.0.1:22/", "photo=file:///etc/passwd",
    "photo=http://[::ffff:10.0.0.1]/x", "photo=http://0x7f000001/x", "title=" + "%F0%9F%91%A9%E2%80%8D" * 300,
    "title=" + "W" * 6000, "title.font_size=1e309", "title.shadow_blur=999999", "title=%ff%fe%00%ed%a0%80", "%",
    "_scale=3&_quality=100&_type=png", "&" * 3000, "vars.name=" + "{name|" * 300, "title=" + "%CC%81" * 2000,
    "root=linear-gradient(" + "0%25" * 500, "__proto__.x=1&constructor=2", "_strict=1&title.color=nope",
)  # fmt: skip
BAD_PATHS = ("/img/../../etc/passwd", "/img/%00", "/img/00000000-0000-4000-8000-000000000000.png", "/img/" + "a/" * 200)


@dataclass(frozen=True)
class Asked:
    """One request: its kind, for the table, and what is sent."""

    kind: str
    target: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)


class Mix:
    """Requests for `images` (paths). `photos` and `faulty` are ``host:port`` of a sound host and of faulty ones."""

    def __init__(self, images: Sequence[str], photos: str, faulty: Sequence[str], random: Random) -> None:
        self._images, self._photos, self._faulty, self._random = images, photos, faulty, random

    def next(self) -> Asked:
        """The next request."""
        dice = self._random.random()
        if dice < 0.05:
            return self._hostile()
        if dice < 0.10:
            return self._asked("faulty host", photo=f"http://{self._random.choice(self._faulty)}/{self._number()}.png")
        if dice < 0.25:
            return self._asked("photo from elsewhere", photo=f"http://{self._photos}/{self._random.randrange(500)}.jpg")
        if dice < 0.35:
            return self._asked("default picture")
        changes = {"vars.name": self._random.choice(NAMES), "button": f"Offer {self._number()}"}
        return self._asked("text changed", **changes)

    def _asked(self, kind: str, **query: str) -> Asked:
        headers = {"accept": "image/webp,*/*"} if self._random.random() < 0.7 else {}
        return Asked(kind, f"{self._image()}{self._random.choice(TYPES)}?{urlencode(query)}", headers=headers)

    def _hostile(self) -> Asked:
        if self._random.random() < 0.2:
            return Asked("hostile", self._random.choice(BAD_PATHS))
        if self._random.random() < 0.1:
            return Asked("hostile", self._image(), self._random.choice(("POST", "DELETE", "TRACE", "BREW")))
        query = self._random.choice(HOSTILE)
        return Asked("hostile", f"{self._image()}.png?{quote(query, safe='=&%:/.[]{}|+_()')}")

    def _image(self) -> str:
        """A few images are looked at often, most of them seldom."""
        return self._images[min(int(self._random.paretovariate(0.6)) - 1, len(self._images) * 50) % len(self._images)]

    def _number(self) -> int:
        return self._random.getrandbits(30)
