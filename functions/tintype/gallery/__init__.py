"""The starter gallery: designs that ship with Tintype, to be duplicated into a project and made one's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

_HERE = Path(__file__).parent
_NAMESPACE = UUID("f0b2b0a4-4d0c-4f0e-8d6a-2f4e1f8c3a57")
ADDED = 1795219200  # 2026-11-21, in epoch seconds: when the gallery was made


@dataclass(frozen=True)
class Category:
    """What starters are grouped by; `color` and `icon` are for pages that show the gallery."""

    name: str
    color: str
    icon: str

    @cached_property
    def id(self) -> str:
        return str(uuid5(_NAMESPACE, f"category:{self.name}"))


@dataclass(frozen=True)
class Template:
    """One starter: its document, and the assets that it shows or that suit it."""

    slug: str
    category: Category
    assets: tuple[str, ...] = ()

    @cached_property
    def id(self) -> str:
        return str(uuid5(_NAMESPACE, f"template:{self.slug}"))

    @cached_property
    def document(self) -> dict[str, Any]:
        import json  # noqa: PLC0415  only whoever opens the gallery needs it

        parsed: dict[str, Any] = json.loads((_HERE / f"{self.slug}.json").read_bytes())
        return parsed

    def asset(self, name: str) -> bytes:
        """The content of one of `assets`."""
        return (_HERE / "assets" / name).read_bytes()


SOCIAL = Category("Social cards", "#4F46E5", "share")
EMAIL = Category("E-mail", "#B4532F", "envelope")
SHOP = Category("Shop", "#0F766E", "bag")
EVENTS = Category("Events", "#BE185D", "calendar")
PEOPLE = Category("People", "#1D4ED8", "user")
CATEGORIES = (SOCIAL, EMAIL, SHOP, EVENTS, PEOPLE)

TEMPLATES = (
    Template("social-card", SOCIAL, ("mark-light.png", "mountains.jpg", "dunes.jpg", "maya.jpg", "jonas.jpg")),
    Template("article-card", SOCIAL),
    Template("quote-card", SOCIAL, ("maya.jpg", "jonas.jpg")),
    Template("email-banner", EMAIL, ("mark-dark.png", "vase-clay.jpg", "vase-sage.jpg")),
    Template("email-countdown", EMAIL),
    Template("product-card", SHOP, ("vase-clay.jpg", "vase-sage.jpg")),
    Template("sale-banner", SHOP, ("vase-sage.jpg", "vase-clay.jpg")),
    Template("event-invitation", EVENTS, ("dunes.jpg", "mountains.jpg")),
    Template("name-badge", EVENTS, ("maya.jpg", "jonas.jpg", "mark-dark.png")),
    Template("team-welcome", PEOPLE, ("maya.jpg", "jonas.jpg", "mark-light.png")),
)
