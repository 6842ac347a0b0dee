"""The table of all routes, and the two that tell what is in it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from tintype.edge.responses import OK, Response, page_response
from tintype.rest import (
    batches,
    designs,
    gallery,
    generation,
    images,
    keys,
    pictures,
    proof,
    schemas,
    webhooks,
    workspace,
)
from tintype.rest.openapi import openapi
from tintype.rest.route import Call, Group, Table

about = Group("Documentation")


@about.add("GET", "/openapi.json", "getOpenApi", "open", answers={OK: dict})
def _openapi(_: Call) -> Response:
    """Get this description of the API. Needs no key."""
    return page_response("application/json", _description())


@about.add("GET", "/docs", "getDocs", "open", answers={OK: str}, media="text/html; charset=utf-8")
def _docs(_: Call) -> Response:
    """Get a page on which to read and try the API. Needs no key, and no other site."""
    return page_response("text/html; charset=utf-8", _page())


TABLE = Table(
    (
        designs.group, proof.group, schemas.group, images.group, generation.group, batches.group, pictures.group,
        webhooks.group, workspace.group, gallery.group, keys.group, about,
    )
)  # fmt: skip


@cache
def _description() -> str:
    return json.dumps(openapi(TABLE.routes), ensure_ascii=False, separators=(",", ":"))


@cache
def _page() -> str:
    return (Path(__file__).parent / "docs.html").read_text()
