"""Routes of the starter gallery: workspace templates, their categories, and copies of them."""

from __future__ import annotations

from tintype.edge.responses import GONE, INVALID, NOT_FOUND, OK, Response, json_response
from tintype.rest import answers
from tintype.rest.bodies import DuplicateTemplate
from tintype.rest.queries import ListTemplates
from tintype.rest.route import Call, Group
from tintype.services.workspace.gallery import duplicate_template, get_duplication, list_categories, list_templates

group = Group("Starter gallery")


@group.add("GET", "/workspace-templates", "listWorkspaceTemplates", "read", query=ListTemplates,
           answers={OK: list[answers.Template]})  # fmt: skip
def _templates(call: Call) -> Response:
    """List the designs that ship with Tintype, to be duplicated into a project."""
    return json_response(OK, list_templates(call.query.category_id, call.query.type))


@group.add("GET", "/workspace-template-categories", "listWorkspaceTemplateCategories", "read",
           answers={OK: list[answers.TemplateCategory]})  # fmt: skip
def _categories(_: Call) -> Response:
    """List the gallery's categories."""
    return json_response(OK, list_categories())


@group.add("POST", "/workspace-templates/{companyTemplateId}/use", "duplicateWorkspaceTemplate", "write",
           body=DuplicateTemplate, answers={OK: answers.DuplicationRequest},
           problems=((NOT_FOUND, "workspace_template_not_found"), (INVALID, "project_not_found")))  # fmt: skip
def _duplicate(call: Call) -> Response:
    """Duplicate a template into a project, with its assets.

    The copy is complete when the answer comes: ask for the new design's id by the request's.
    """
    services = call.services
    found = duplicate_template(
        call.parameters["companyTemplateId"],
        str(call.body.project_id),
        call.body.name,
        validate=services.validate,
        keep=services.files.put,
        designs=services.designs,
        projects=services.workspace,
        requests=services.duplications,
        fonts=services.fonts,
        now=call.now,
    )
    return json_response(OK, found)


@group.add("GET", "/design-duplication-requests/{duplicateRequestId}", "getDuplicationRequest", "read",
           answers={OK: answers.Duplication},
           problems=((NOT_FOUND, "duplication_request_not_found"), (GONE, "duplication_request_gone")))  # fmt: skip
def _duplication(call: Call) -> Response:
    """Get how a duplication went, and the new design's id. Kept for seven days."""
    services, request_id = call.services, call.parameters["duplicateRequestId"]
    return json_response(OK, get_duplication(request_id, services.duplications, services.workspace, call.now))
