"""Routes of designs: their documents and assets, listing and changing them, their dynamic images."""

from __future__ import annotations

from uuid import uuid4

from tintype.document.document import Document
from tintype.edge.requests import json_object
from tintype.edge.responses import CREATED, INVALID, NOT_FOUND, OK, TOO_LARGE, Response, json_response, listing_response
from tintype.model.ids import image_id_of
from tintype.rest import design_answers as answers
from tintype.rest.bodies import CreateDynamicImage, MoveDesign, RenameDesign
from tintype.rest.proof import GLANCE_SECONDS, warnings
from tintype.rest.queries import GetDesign, ListDesigns
from tintype.rest.route import Call, Group, Problems, Route
from tintype.services.designs.change_design import delete_design, move_design, rename_design
from tintype.services.designs.delete_asset import delete_asset
from tintype.services.designs.get_design import get_design, get_document
from tintype.services.designs.get_design_format import get_design_format
from tintype.services.designs.list_designs import list_designs
from tintype.services.designs.put_asset import put_asset
from tintype.services.designs.put_design import put_design

group = Group("Designs")
UNKNOWN: Problems = ((NOT_FOUND, "template_not_found"),)
DOCUMENT: Problems = (
    *UNKNOWN,
    (INVALID, "invalid_json"),
    (INVALID, "invalid_payload"),
    (TOO_LARGE, "document_too_large"),
)


@group.add("GET", "/designs", "listDesigns", "read", query=ListDesigns, answers={OK: list[answers.ListedDesign]})
def _list(call: Call) -> Response:
    """List designs.

    All of them, by name, unless the query says otherwise. Every filter that is given has to fit.
    """
    services = call.services
    found = list_designs(call.query.filter, call.query.part, services.workspace, services.image_base_url)
    return listing_response(*found)


@group.add(
    "POST", "/designs", "createDesign", "write", body=Document, raw_body=True, answers={CREATED: answers.PutDesign},
    problems=DOCUMENT[1:],
)  # fmt: skip
def _create(call: Call) -> Response:
    """Put a new design under an id that is picked for it."""
    return _put(call, str(uuid4()))


@group.add("GET", "/designs/{designId}", "getDesign", "read", query=GetDesign, answers={OK: answers.Design},
           problems=UNKNOWN)  # fmt: skip
def _get(call: Call) -> Response:
    """Get a design: its formats, its elements with every property, its variables."""
    services = call.services
    found = get_design(call.parameters["designId"], services.designs, services.workspace, services.image_base_url)
    return json_response(OK, found)


@group.add(
    "PUT", "/designs/{designId}", "putDesign", "write", body=Document, raw_body=True,
    answers={OK: answers.PutDesign, CREATED: answers.PutDesign}, problems=DOCUMENT,
)  # fmt: skip
def _put_under(call: Call) -> Response:
    """Put a design: a whole document, new under this id or in place of the one before.

    It is checked completely: every problem is listed, and nothing is stored unless all of it is right. Each put makes
    a new revision.
    """
    return _put(call, call.parameters["designId"])


@group.add("DELETE", "/designs/{designId}", "deleteDesign", "write", answers={OK: answers.DesignName},
           problems=UNKNOWN)  # fmt: skip
def _delete(call: Call) -> Response:
    """Delete a design.

    There is no restore. Its image URLs answer 410 with a neutral picture; files that were made of it stay. Putting a
    design under the same id again brings the URLs back.
    """
    deleted = delete_design(call.parameters["designId"], call.services.designs, call.now)
    call.services.purge(image_id_of(call.parameters["designId"]))
    return json_response(OK, deleted)


@group.add("GET", "/designs/{designId}/document", "getDocument", "read", answers={OK: Document}, problems=UNKNOWN)
def _document(call: Call) -> Response:
    """Get a design's document, byte for byte as it was put."""
    document = get_document(call.parameters["designId"], call.services.designs)
    return {**json_response(OK, {}), "body": document.decode()}


@group.add("GET", "/designs/{designId}/formats/{formatSpecifier}", "getDesignFormat", "read",
           answers={OK: answers.FormatDetail}, problems=(*UNKNOWN, (NOT_FOUND, "format_not_found")))  # fmt: skip
def _format(call: Call) -> Response:
    """Get one format of a design, by its name or uid."""
    services = call.services
    found = get_design_format(
        call.parameters["designId"], call.parameters["formatSpecifier"], services.designs, services.workspace,
        services.image_base_url,
    )  # fmt: skip
    return json_response(OK, found)


@group.add("PUT", "/designs/{designId}/name", "renameDesign", "write", body=RenameDesign,
           answers={OK: answers.DesignName}, problems=UNKNOWN)  # fmt: skip
def _rename(call: Call) -> Response:
    """Rename a design.

    Names need not be unique. The document stays as it was put: its next put brings its own name back.
    """
    found = rename_design(call.parameters["designId"], call.body.name, call.services.edits, call.now)
    return json_response(OK, found)


@group.add("PUT", "/designs/{designId}/project", "moveDesign", "write", body=MoveDesign,
           answers={OK: answers.MovedDesign}, problems=(*UNKNOWN, (INVALID, "project_not_found")))  # fmt: skip
def _move(call: Call) -> Response:
    """Move a design to another project."""
    services, project_id = call.services, str(call.body.project_id)
    found = move_design(call.parameters["designId"], project_id, services.edits, services.workspace, call.now)
    return json_response(OK, found)


@group.add(
    "PUT", "/designs/{designId}/assets/{name}", "putAsset", "write", raw_body=True,
    answers={OK: answers.Asset, CREATED: answers.Asset}, problems=(*UNKNOWN, (INVALID, "invalid_asset")),
)  # fmt: skip
def _put_asset(call: Call) -> Response:
    """Put a file with a design: a picture or a font, checked by decoding it.

    It may come before the design. Documents and query strings name it `asset:NAME`; a design that shows it already is
    drawn anew.
    """
    services = call.services
    created, body = put_asset(
        call.parameters["designId"], call.parameters["name"], call.request.body, services.validate,
        services.files.put, services.designs, services.fonts, call.now,
    )  # fmt: skip
    if not created:  # a file that was there may be to be seen
        services.purge(image_id_of(call.parameters["designId"]))
    return json_response(CREATED if created else OK, body)


@group.add(
    "DELETE", "/designs/{designId}/assets/{name}", "deleteAsset", "write", answers={OK: answers.DeletedAsset},
    problems=((NOT_FOUND, "asset_not_found"),),
)  # fmt: skip
def _delete_asset(call: Call) -> Response:
    """Delete a file of a design. What shows it, `uses` says, shows its default from then on.

    A document that names it can't be put again until the file is there or the name is not.
    """
    services, design_id = call.services, call.parameters["designId"]
    deleted = delete_asset(
        design_id, call.parameters["name"], services.designs, services.images, services.fonts, call.now
    )
    services.purge(image_id_of(design_id))
    return json_response(OK, deleted)


def _put(call: Call, design_id: str) -> Response:
    services, data = call.services, call.request.body
    card, created = put_design(design_id, data, json_object(data), services.designs, services.fonts, call.now)
    if card.image is not None:
        services.purge(card.image_id)
    body = get_design(card.design_id, services.designs, services.workspace, services.image_base_url)
    return json_response(CREATED if created else OK, body | {"warnings": warnings(call, card, GLANCE_SECONDS)})


# The create door answers this one; it stands here for the documentation, and for the methods that it does not have.
group.routes.append(
    Route(
        "POST",
        "/designs/{designId}/dynamic-image-url",
        "createDynamicImageUrl",
        group.tag,
        "render",
        "Create a design's dynamic image, or get it.\n\n"
        "The first call answers 201, every later one 200 with the same id; the flags of the first count.",
        None,
        {OK: answers.DynamicImage, CREATED: answers.DynamicImage},
        body=CreateDynamicImage,
        body_optional=True,
        problems=(*UNKNOWN, (INVALID, "template_not_static"), (INVALID, "invalid_json")),
    )
)
