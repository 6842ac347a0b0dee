"""Projects, by which designs are grouped: listing them, making one."""

from __future__ import annotations

from typing import Any, Protocol

from tintype.base.errors import InvalidInputError, Problem
from tintype.model.records import Project
from tintype.services.paging import Page, folded, paged


class KeepsProjects(Protocol):
    """What these flows need of the store."""

    def projects(self) -> list[Project]:
        """All projects."""

    def add_project(self, name: str, now: int) -> Project | None:
        """Make a project; None where there is one of that name already."""


def list_projects(name: str | None, page: Page, workspace: KeepsProjects) -> tuple[list[dict[str, Any]], int | None]:
    """The projects whose name has the phrase `name` in it, by name; and how many in all where paging is on."""
    found = [project for project in workspace.projects() if folded(name or "") in folded(project.name)]
    part, total = paged(sorted(found, key=lambda one: (folded(one.name), one.id)), page)
    return [{**project_body(project), "category_name": project.name} for project in part], total


def create_project(name: str, workspace: KeepsProjects, now: int) -> dict[str, Any]:
    """Make a project called `name`. Raises InvalidInputError (``project_already_exists``)."""
    project = workspace.add_project(name, now)
    if project is None:
        problem = Problem("name", "project_already_exists", "there is a project of this name already", None, name)
        raise InvalidInputError.of([problem], "project_already_exists")
    return project_body(project)


def project_body(project: Project) -> dict[str, Any]:
    """A project as the API shows it."""
    return {"id": project.id, "name": project.name, "created_at_ts": project.created_at}
