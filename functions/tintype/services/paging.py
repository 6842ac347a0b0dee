"""What all listings have in common: words that match whatever their case and accents, and paging."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a listing is asked for. Without either number all of it is."""

    page: int | None = None
    per_page: int | None = None


def folded(text: str) -> str:
    """`text` without case and accents, to be compared."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))


def paged(entries: Sequence[T], page: Page) -> tuple[Sequence[T], int | None]:
    """The entries of a page, and how many there are in all; None for that where paging is off."""
    if page.page is None and page.per_page is None:
        return entries, None
    size = page.per_page or PER_PAGE
    start = ((page.page or 1) - 1) * size
    return entries[start : start + size], len(entries)
