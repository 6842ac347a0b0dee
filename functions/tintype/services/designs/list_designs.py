"""Listing designs: every filter that is given has to fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tintype.model.records import Card, FormatCard, Project
from tintype.services.designs.get_design import preview_of, summary_body
from tintype.services.paging import Page, folded, paged


class ListsDesigns(Protocol):
    """What this flow needs of the store."""

    def cards(self) -> list[Card]:
        """The cards of all designs."""

    def projects(self) -> list[Project]:
        """All projects."""


@dataclass(frozen=True, slots=True)
class DesignFilter:
    """Which designs, and in which order. `size` is width and height in pixels, times are in epoch seconds.

    `query` is words, each in the design's or the project's name; `name` and `project` are one phrase each.
    `orientation`, `size` and `format` have to fit one and the same format. An empty list is no filter.
    """

    project_id: str | None = None
    type: Sequence[str] = ()
    query: str | None = None
    name: str | None = None
    project: str | None = None
    orientation: str | None = None
    size: Sequence[tuple[float, float]] = ()
    format: Sequence[str] = ()
    updated_since: float | None = None
    created_since: float | None = None
    sort: str = "name"
    order: str | None = None


def list_designs(
    wanted: DesignFilter, page: Page, workspace: ListsDesigns, image_base_url: str
) -> tuple[list[dict[str, Any]], int | None]:
    """The designs that fit as a listing shows them, and how many fit in all where paging is on."""
    projects = {project.id: project for project in workspace.projects()}
    found = [card for card in workspace.cards() if _fits(card, projects[card.project_id].name, wanted)]
    descending = wanted.order == "desc" if wanted.order else wanted.sort != "name"
    found.sort(key=_SORTS[wanted.sort], reverse=descending)
    part, total = paged(found, page)
    return [_body(card, projects[card.project_id], image_base_url) for card in part], total


_SORTS: dict[str, Callable[[Card], tuple[Any, ...]]] = {
    "name": lambda card: (folded(card.name), card.design_id),
    "updated": lambda card: (card.updated_at, card.design_id),
    "created": lambda card: (card.created_at, card.design_id),
}


def _fits(card: Card, project: str, wanted: DesignFilter) -> bool:
    name, in_project = folded(card.name), folded(project)
    words = folded(wanted.query or "").split()
    return (
        (wanted.project_id is None or card.project_id == wanted.project_id)
        and (not wanted.type or card.type in wanted.type)
        and all(word in name or word in in_project for word in words)
        and folded(wanted.name or "") in name
        and folded(wanted.project or "") in in_project
        and card.updated_at >= (wanted.updated_since or 0)
        and card.created_at >= (wanted.created_since or 0)
        and any(_format_fits(one, wanted) for one in card.formats)
    )


def _format_fits(one: FormatCard, wanted: DesignFilter) -> bool:
    tall = one.height - one.width
    orientation = "square" if tall == 0 else "portrait" if tall > 0 else "landscape"
    return (
        wanted.orientation in (None, orientation)
        and (not wanted.size or (one.width, one.height) in wanted.size)
        and (not wanted.format or one.name in wanted.format)
    )


def _body(card: Card, project: Project, image_base_url: str) -> dict[str, Any]:
    return {**summary_body(card, project), **preview_of(card, card.formats[0], image_base_url)}
