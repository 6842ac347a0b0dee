"""The door of the REST API: designs, their documents and assets, and every path that is nobody else's."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from tintype.edge import responses
from tintype.edge.requests import Request, api_key_in, json_object, request_from
from tintype.errors import MethodNotAllowedError, NotFoundError, TintypeError
from tintype.flow.authorize import authorize
from tintype.flow.get_design import get_design, get_document
from tintype.flow.put_asset import put_asset
from tintype.flow.put_design import put_design
from tintype.settings import read_settings
from tintype.store.check import check_asset
from tintype.store.designs import Designs
from tintype.store.files import Files
from tintype.store.keys import Keys
from tintype.store.workspace import Workspace

logger = Logger()
settings = read_settings()
_dynamodb = boto3.client("dynamodb")
_designs = Designs(settings.table, _dynamodb)
_keys = Keys(settings.table, _dynamodb)
_workspace = Workspace(settings.table, _dynamodb)
_files = Files(settings.bucket, boto3.client("s3"))
app = APIGatewayHttpResolver()

Answer = Response[str]
# Every path there is, with its methods: those that the other doors answer too, so that a wrong method is a 405.
_METHODS: dict[str, list[str]] = {"/designs/<id>/dynamic-image-url": ["POST"], "/img/<image>": ["GET", "HEAD"]}
_OPEN = ("/ready",)


def handler(event: dict[str, Any], context: object) -> responses.Response:
    """The proxy response to any request that no other door takes."""
    started = time.perf_counter()
    response = _respond(event, context)
    http = event.get("requestContext", {}).get("http", {})
    fields = {
        "route": f"{http.get('method')} {_route_of(event.get('rawPath', ''))}",
        "status": response["statusCode"],
        "ms": round((time.perf_counter() - started) * 1000, 1),
        "request_id": getattr(context, "aws_request_id", None),
    }
    logger.info("manage", extra=fields)
    return response


def _respond(event: dict[str, Any], context: object) -> responses.Response:
    try:
        request = request_from(event)
        if request.path not in _OPEN:
            authorize(api_key_in(request.headers), None, _keys.use, settings.rate_limit, time.time())
        app.append_context(request=request)  # type: ignore[no-untyped-call]
        return app.resolve(event, context)  # type: ignore[arg-type]  # it reads no more of the context than we do
    except TintypeError as error:
        return responses.error_response(error)
    except Exception:
        logger.exception("manage failed")
        return responses.internal_error_response()


def _fonts(folder: Path) -> frozenset[str]:
    """The names and ids of the bundled font families, lower-cased."""
    catalogue = json.loads((folder / "catalogue.json").read_text())
    return frozenset(family[key].lower() for family in catalogue["families"] for key in ("name", "id"))


_bundled = _fonts(settings.fonts)


def _route(method: str, path: str) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Register a route, and its method for the Allow header."""
    _METHODS.setdefault(path, []).append(method)
    return app.route(path, method=method)


def _route_of(path: str) -> str:
    """The route that a path belongs to, for the log: the path itself could carry anything."""
    matches = (
        route for route in _METHODS if re.fullmatch(re.sub("<[a-z]+>", "[^/]+", route.replace("<image>", ".+")), path)
    )
    return next(matches, "unknown")


def _json(status: int, body: Mapping[str, Any] | list[Any]) -> Answer:
    return _answered(responses.json_response(status, body))


def _answered(response: responses.Response) -> Answer:
    return Response(response["statusCode"], body=response["body"], headers=response["headers"])


def _request() -> Request:
    request: Request = app.context["request"]
    return request


@app.not_found
def _unknown(_: Exception) -> Answer:
    path = _request().path
    allowed = _METHODS.get(_route_of(path))
    error = MethodNotAllowedError(allowed) if allowed else NotFoundError("not_found", "there is nothing at this path")
    return _answered(responses.error_response(error))


@_route("GET", "/ready")
def _ready() -> Answer:
    return _json(200, {"status": "ready"})


@_route("POST", "/designs")
def _post_design() -> Answer:
    return _put(str(uuid4()))


@_route("PUT", "/designs/<id>")
def _put_design(id: str) -> Answer:  # noqa: A002  the path's own word
    return _put(id)


def _put(design_id: str) -> Answer:
    body = _request().body
    raw = json_object(body)
    card, created = put_design(design_id, body, raw, _designs, _bundled, int(time.time()))
    return _json(201 if created else 200, get_design(card.design_id, _designs, _workspace, settings.image_base_url))


@_route("GET", "/designs/<id>")
def _get_design(id: str) -> Answer:  # noqa: A002
    return _json(200, get_design(id, _designs, _workspace, settings.image_base_url))


@_route("GET", "/designs/<id>/document")
def _get_document(id: str) -> Answer:  # noqa: A002
    document = get_document(id, _designs)
    return _answered({**responses.json_response(200, {}), "body": document.decode()})


@_route("PUT", "/designs/<id>/assets/<name>")
def _put_asset(id: str, name: str) -> Answer:  # noqa: A002
    now = int(time.time())
    created, body = put_asset(id, name, _request().body, check_asset, _files.put, _designs, _bundled, now)
    return _json(201 if created else 200, body)
