"""Listing the bundled fonts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tintype.services.paging import Page, folded, paged


@dataclass(frozen=True, slots=True)
class FontFilter:
    """Which fonts. `weight` and `style` have to fit one and the same face."""

    name: str | None = None
    category: str | None = None
    weight: int | None = None
    style: str | None = None


def list_fonts(
    wanted: FontFilter, page: Page, families: Iterable[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], int | None]:
    """The families of the fonts' catalogue that fit, and how many in all where paging is on.

    Those whose whole name was asked for come first. Families that only fill gaps of others aren't listed.
    """
    name = _plain(wanted.name or "")
    found = [family for family in families if family.get("listed") and name in _plain(family["name"])]
    found = [family for family in found if _fits(family, wanted)]
    found.sort(key=lambda family: (_plain(family["name"]) != name, folded(family["name"])))
    part, total = paged(found, page)
    return [_body(family) for family in part], total


def _plain(name: str) -> str:
    return "".join(folded(name).split())


def _fits(family: Mapping[str, Any], wanted: FontFilter) -> bool:
    return wanted.category in (None, family["category"]) and any(
        wanted.weight in (None, face["weight"]) and wanted.style in (None, "italic" if face["italic"] else "normal")
        for face in family["faces"]
    )


def _body(family: Mapping[str, Any]) -> dict[str, Any]:
    faces = sorted(family["faces"], key=lambda face: (face["italic"], face["weight"]))
    weights = [f"{face['weight']}-italic" if face["italic"] else face["weight"] for face in faces]
    return {
        "id": family["id"],
        "name": family["name"],
        "available_weights": weights,
        "category": family["category"],
        "type": "google",
    }
