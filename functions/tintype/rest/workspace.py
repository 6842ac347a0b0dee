"""Routes of the workspace: whose key it is, projects, fonts, credits, files, and what this API does not make."""

from __future__ import annotations

from tintype.base.errors import InvalidInputError
from tintype.edge.responses import INVALID, NOT_FOUND, OK, Response, json_response, listing_response
from tintype.rest import answers
from tintype.rest.bodies import CreateProject
from tintype.rest.queries import ListFonts, ListProjects
from tintype.rest.route import Call, Group
from tintype.services.generation.get_file import get_file
from tintype.services.workspace.list_fonts import list_fonts
from tintype.services.workspace.projects import create_project, list_projects

group = Group("Workspace")
UNLIMITED = 1_000_000_000  # the SDK's models allow no null where a number of credits stands


@group.add("GET", "/ready", "ready", "open", answers={OK: answers.Ready})
def _ready(_: Call) -> Response:
    """Say that the service is up. Needs no key."""
    return json_response(OK, {"status": "ready"})


@group.add("POST", "/auth", "verifyApiKey", "any", answers={OK: answers.Auth})
def _auth(call: Call) -> Response:
    """Verify an API key: whose workspace it opens."""
    return json_response(OK, {"company": call.services.company})


@group.add("GET", "/credits", "getCredits", "read", answers={OK: answers.Credits})
def _credits(_: Call) -> Response:
    """Get what may still be used. There is no limit here but your own bill: the numbers are as large as they get."""
    block = {"available": UNLIMITED, "limit": UNLIMITED, "consumed": 0, "extra": 0}
    return json_response(OK, {"generation_credits": block, "ai_credits": block})


@group.add("GET", "/fonts", "listFonts", "read", query=ListFonts, answers={OK: list[answers.Font]})
def _fonts(call: Call) -> Response:
    """List the bundled fonts.

    A design may carry fonts of its own beside them, as assets.
    """
    return listing_response(*list_fonts(call.query.filter, call.query.part, call.services.families))


@group.add("GET", "/projects", "listProjects", "read", query=ListProjects, answers={OK: list[answers.Project]})
def _projects(call: Call) -> Response:
    """List projects, by name."""
    return listing_response(*list_projects(call.query.name, call.query.part, call.services.workspace))


@group.add("POST", "/projects", "createProject", "write", body=CreateProject, answers={OK: answers.NewProject},
           problems=((INVALID, "project_already_exists"),))  # fmt: skip
def _create_project(call: Call) -> Response:
    """Make a project. No two have the same name."""
    return json_response(OK, create_project(call.body.name, call.services.workspace, call.now))


@group.add("GET", "/banners/{bannerId}", "getFile", "read", answers={OK: answers.Banner},
           problems=((NOT_FOUND, "visual_not_found"),))  # fmt: skip
def _file(call: Call) -> Response:
    """Get a generated file: what it shows, and where it is."""
    services = call.services
    base = f"{services.image_base_url}/files"
    return json_response(OK, get_file(call.parameters["bannerId"], services.banners, services.workspace, base))


@group.add("POST", "/async/banner-builder/{designId}/generate-multipage-pdf", "generateMultiPagePdf", "render",
           problems=((INVALID, "invalid_design_type"),))  # fmt: skip
def _multi_page_pdf(_: Call) -> Response:
    """Refused: designs here are static, and there are no multi-page documents to make a PDF of."""
    raise InvalidInputError("invalid_design_type", "designs here are static: there is no multi-page PDF to be made")
