"""Renaming a design, moving it to another project, and deleting it."""

from __future__ import annotations

from typing import Any, Protocol

from tintype.base.errors import InvalidInputError, NotFoundError, Problem
from tintype.model.ids import as_uuid
from tintype.model.records import Card, Project
from tintype.services.designs.get_design import ReadsProjects


class EditsDesigns(Protocol):
    """What renaming and moving need of the store."""

    def rename(self, design_id: str, name: str, now: int) -> Card | None:
        """Give the design another name; None where there is no such design."""

    def move(self, design_id: str, project_id: str, now: int) -> Card | None:
        """Put the design into another project; None where there is no such design."""


class DeletesDesigns(Protocol):
    """What deleting needs of the store."""

    def delete(self, design_id: str, now: int) -> Card | None:
        """Delete the design; None where there is no such design."""


def rename_design(design_id: str, name: str, edits: EditsDesigns, now: int) -> dict[str, Any]:
    """Give the design the name `name`. Raises NotFoundError."""
    known = as_uuid(design_id)
    return _result(edits.rename(known, name, now) if known else None)


def move_design(
    design_id: str, project_id: str, edits: EditsDesigns, projects: ReadsProjects, now: int
) -> dict[str, Any]:
    """Put the design into a project. Raises NotFoundError, and InvalidInputError where there is no such project."""
    project = project_with(project_id, projects)
    known = as_uuid(design_id)
    return {**_result(edits.move(known, project.id, now) if known else None), "project_id": project.id}


def delete_design(design_id: str, designs: DeletesDesigns, now: int) -> dict[str, Any]:
    """Delete the design; its image URLs are gone from then on, files made of it stay. Raises NotFoundError."""
    known = as_uuid(design_id)
    return _result(designs.delete(known, now) if known else None)


def project_with(project_id: str, projects: ReadsProjects) -> Project:
    """The project that a body names. Raises InvalidInputError (``project_not_found``)."""
    project = projects.project(project_id)
    if project is None:
        problem = Problem("project_id", "project_not_found", "there is no project with this id", None, project_id)
        raise InvalidInputError.of([problem], "project_not_found")
    return project


def _result(card: Card | None) -> dict[str, Any]:
    if card is None:
        raise NotFoundError("template_not_found", "there is no design with this id")
    return {"id": card.design_id, "name": card.name}
