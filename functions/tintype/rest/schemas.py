"""Routes of JSON Schemas: of design documents, and of what one design leaves open."""

from __future__ import annotations

import json
from functools import cache

from pydantic import BaseModel, Field

from tintype.document.schema import document_schema
from tintype.edge.responses import NOT_FOUND, OK, Response
from tintype.rest.route import Call, Group
from tintype.services.designs.fields import get_fields

group = Group("Schemas")
MEDIA = "application/schema+json"


class GetFields(BaseModel):
    """Whose defaults."""

    format: str | None = Field(None, description="A format's name or uid; the first where it is not sent.")


@group.add("GET", "/design.schema.json", "getDesignSchema", "open", answers={OK: dict}, media=MEDIA)
def _schema(_: Call) -> Response:
    """Get the JSON Schema of design documents. Needs no key.

    Each property carries its kind (`x-kind`), help, bounds and default; `x-pixels` marks what is measured in pixels.
    What the whole document decides (names that come twice, assets, fonts) no schema can say: a put or a draft does.
    """
    return _response(_document(), "public, max-age=300")


@group.add("GET", "/designs/{designId}/fields", "getFields", "read", query=GetFields, answers={OK: dict}, media=MEDIA,
           problems=((NOT_FOUND, "template_not_found"), (NOT_FOUND, "format_not_found")))  # fmt: skip
def _fields(call: Call) -> Response:
    """Get a JSON Schema of what may change in a design.

    An object that fits it can be sent as `elements`: layers by name with their properties, by the same dotted names as
    in image URLs, and `vars` with the variables of texts. Defaults are the design's own, in one of its formats.
    """
    schema = get_fields(call.parameters["designId"], call.query.format, call.services.designs)
    return _response(json.dumps(schema, ensure_ascii=False, separators=(",", ":")), "no-store")


def _response(text: str, caching: str) -> Response:
    headers = {"content-type": MEDIA, "cache-control": caching, "x-content-type-options": "nosniff"}
    return {"statusCode": OK, "headers": headers, "body": text, "isBase64Encoded": False}


@cache
def _document() -> str:
    return json.dumps(document_schema(), ensure_ascii=False, separators=(",", ":"))
