"""The starter gallery: its categories and templates, and a copy of one of them in a project."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any, Protocol
from uuid import uuid4

from tintype.base.errors import GoneError, NotFoundError
from tintype.gallery import ADDED, CATEGORIES, TEMPLATES, Category, Template
from tintype.model.ids import as_uuid
from tintype.model.records import Duplication
from tintype.services.designs.change_design import project_with
from tintype.services.designs.get_design import ReadsProjects
from tintype.services.designs.put_asset import KeepsAssets, Validate, validated
from tintype.services.designs.put_design import put_design
from tintype.services.workspace.projects import project_body

KEPT = 7 * 24 * 3600  # seconds for which a duplication can be asked after
REMEMBERED = 30 * 24 * 3600  # and for which it is still known that there was one


class KeepsDuplications(Protocol):
    """What these flows need of the store."""

    def put(self, request: Duplication, expires_at: int) -> None:
        """Remember a request."""

    def find(self, request_id: str) -> Duplication | None:
        """The request with this id, or None."""


def list_categories() -> list[dict[str, Any]]:
    """The gallery's categories."""
    return [
        {"id": one.id, "name": one.name, "color": one.color, "icon": one.icon, "created_at": ADDED}
        for one in CATEGORIES
    ]


def list_templates(category_id: str | None, type_: str | None) -> list[dict[str, Any]]:
    """The gallery's templates of a category and type, by name."""
    bodies = [_body(each, each.category) for each in TEMPLATES if category_id in (None, each.category.id)]
    return sorted((body for body in bodies if type_ in (None, body["type"])), key=lambda body: str(body["name"]))


def duplicate_template(
    template_id: str,
    project_id: str,
    name: str | None,
    *,
    validate: Validate,
    keep: Callable[[str, bytes, str], None],
    designs: KeepsAssets,
    projects: ReadsProjects,
    requests: KeepsDuplications,
    fonts: Collection[str],
    now: int,
) -> dict[str, Any]:
    """Put a copy of a template into a project, with its assets; the id by which to ask for the new design.

    The copy is complete when the answer is given. Raises NotFoundError (``workspace_template_not_found``), and
    InvalidInputError (``project_not_found``).
    """
    template = next((each for each in TEMPLATES if each.id == template_id.lower()), None)
    if template is None:
        raise NotFoundError("workspace_template_not_found", "there is no workspace template with this id")
    project = project_with(project_id, projects)
    design_id = str(uuid4())
    for asset in template.assets:
        known = validated(asset, template.asset(asset), validate, now)
        keep(known.sha256, template.asset(asset), known.media_type)
        designs.put_asset(design_id, known)
    document = {**template.document, "name": name or template.document["name"]}
    data = json.dumps(document, indent=2, ensure_ascii=False).encode()
    card, _ = put_design(design_id, data, document, designs, fonts, now, project.id)
    request = Duplication(str(uuid4()), now, now, template.id, card.design_id, card.name, project.id)
    requests.put(request, now + REMEMBERED)
    return {"duplication_request_id": request.id}


def get_duplication(request_id: str, requests: KeepsDuplications, projects: ReadsProjects, now: int) -> dict[str, Any]:
    """The outcome of a duplication. Raises NotFoundError, and GoneError a week after it."""
    known = as_uuid(request_id)
    request = requests.find(known) if known else None
    if request is None:
        raise NotFoundError("duplication_request_not_found", "there is no duplication request with this id")
    if now > request.created_at + KEPT:
        raise GoneError("duplication_request_gone", "this duplication was more than seven days ago")
    project = projects.project(request.project_id)
    if project is None:
        raise LookupError(f"the project {request.project_id} of a duplication is gone")
    design = {
        "original_design_id": request.template_id,
        "target_design_id": request.design_id,
        "target_design_name": request.design_name,
    }
    return {
        "request_id": request.id,
        "status": "COMPLETED",
        "created_at_ts": request.created_at,
        "completed_at_ts": request.completed_at,
        "errored_at_ts": None,
        "target_project": project_body(project),
        "designs": [design],
    }


def _body(template: Template, category: Category) -> dict[str, Any]:
    return {
        "id": template.id,
        "name": template.document["name"],
        "type": template.document["type"],
        "created_at": ADDED,
        "updated_at": ADDED,
        "category_id": category.id,
        "category_name": category.name,
    }
