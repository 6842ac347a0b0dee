"""The OpenAPI 3.1 document, from the table of routes and their models."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from tintype.document.document import FORMAT_NAME
from tintype.document.schema import layer_schemas
from tintype.edge.responses import (
    API_VERSION,
    CONFLICT,
    GONE,
    INVALID,
    LIMITED,
    NOT_FOUND,
    TOO_LARGE,
    UNAUTHORIZED,
    UNAVAILABLE,
)
from tintype.model.ids import HIDDEN_PICTURE
from tintype.rest.answers import Answer, Error
from tintype.rest.route import Problems, Route
from tintype.services.designs.put_asset import ASSET_NAME

Schema = dict[str, Any]
REF = "#/components/schemas/{model}"
TEXT = """Designs in, image URLs out. The field names are Abyssale's published vocabulary, so that its SDKs work by
changing their base URL. How an image URL is changed by its query string is described in docs/url.md."""
_MEANINGS = {
    INVALID: "The request is wrong",
    UNAUTHORIZED: "No key, or not one that opens this",
    NOT_FOUND: "There is no such thing",
    CONFLICT: "It doesn't go with how things are",
    GONE: "It is kept no longer",
    TOO_LARGE: "Too large to be kept",
    LIMITED: "Too many requests with this key in this minute",
    UNAVAILABLE: "The service can't reach its data; try again",
}
_LIMITS = {
    "X-RateLimit-Limit": "Requests that a key has a minute.",
    "X-RateLimit-Remaining": "How many of them are left.",
    "X-RateLimit-Reset": "Seconds until there are new ones.",
}


def openapi(routes: Sequence[Route]) -> Schema:
    """The document that describes `routes`."""
    paths: dict[str, Schema] = defaultdict(dict)
    for route in routes:
        paths[route.path][route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tintype",
            "version": API_VERSION,
            "description": " ".join(TEXT.split()),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "tags": [{"name": tag} for tag in dict.fromkeys(route.tag for route in routes)],
        "security": [{"key": []}, {"bearer": []}],
        "paths": dict(paths),
        "components": {
            "schemas": _schemas(routes),
            "headers": {
                name: {"description": text, "schema": {"type": "integer", "minimum": 0}}
                for name, text in (*_LIMITS.items(), ("Retry-After", "Seconds to wait."))
            },
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "x-api-key"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _operation(route: Route) -> Schema:
    summary, _, description = route.text.partition("\n\n")
    operation: Schema = {
        "operationId": route.operation,
        "tags": [route.tag],
        "summary": " ".join(summary.split()).removesuffix("."),
        "description": " ".join((description or summary).split()) + _scope_text(route),
        "parameters": [*_path_parameters(route), *_query_parameters(route)],
        "responses": {str(status): body for status, body in sorted(_responses(route))},
    }
    if route.scope == "open":
        operation["security"] = []
    if route.body or route.raw_body:
        content = {"application/json": {"schema": _ref(route.body)}} if route.body else _BYTES
        operation["requestBody"] = {"required": not route.body_optional, "content": content}
    return operation


# The path parameters that are no UUIDs.
_PATHS: Schema = {
    "name": {"type": "string", "pattern": f"^{ASSET_NAME.pattern}$"},
    "formatSpecifier": {"type": "string", "pattern": FORMAT_NAME, "description": "The format's name, or its uid."},
    "apiKeyId": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "keyId": {"type": "string", "minLength": 1},
    "pictureId": {"type": "string", "pattern": f"^{HIDDEN_PICTURE}[0-9a-f]{{32}}$"},
}
_BYTES: Schema = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


def _scope_text(route: Route) -> str:
    return "" if route.scope in ("open", "any") else f" Needs the scope `{route.scope}`."


def _path_parameters(route: Route) -> Iterator[Schema]:
    for name in re.findall(r"{(\w+)}", route.path):
        schema = _PATHS.get(name, {"type": "string", "format": "uuid"})
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(route: Route) -> Iterator[Schema]:
    if route.query is None:
        return
    for name, found in route.query.model_json_schema()["properties"].items():
        schema = _plain(found)
        description = schema.pop("description", None)
        parameter: Schema = {"name": name, "in": "query", "schema": schema}
        if description:
            parameter["description"] = description
        if schema.get("type") == "array":
            parameter |= {"style": "form", "explode": False}
        yield parameter


def _responses(route: Route) -> Iterator[tuple[int, Schema]]:
    for status, model in route.answers.items():
        content = {route.media.partition(";")[0]: {"schema": _ref(model)}}
        yield status, {"description": _described(model), "headers": _headers(route), "content": content}
    ids: dict[int, dict[str, None]] = defaultdict(dict)
    for status, id_ in (*route.problems, *_shared_problems(route)):
        ids[status][f"`{id_}`"] = None
    for status, known in ids.items():
        waits = (
            {"Retry-After": {"$ref": "#/components/headers/Retry-After"}} if status in (LIMITED, UNAVAILABLE) else {}
        )
        content = {"application/json": {"schema": _ref(Error)}}
        yield status, {"description": f"{_MEANINGS[status]}: {', '.join(known)}.", "headers": waits, "content": content}


def _headers(route: Route) -> Schema:
    """What a good answer says beside its body."""
    headers: Schema = {}
    if route.scope != "open":
        headers |= {name: {"$ref": f"#/components/headers/{name}"} for name in _LIMITS}
    if route.query and "per_page" in route.query.model_fields:
        text = "How many there are in all; only where paging is on."
        headers["X-Total-Count"] = {"description": text, "schema": {"type": "integer", "minimum": 0}}
    return headers


def _shared_problems(route: Route) -> Problems:
    """What any route of this kind may answer."""
    problems: list[tuple[int, str]] = []
    if route.query:
        problems.append((INVALID, "invalid_query_param"))
    if route.body:
        problems += [(INVALID, "invalid_json"), (INVALID, "wrong_type"), (INVALID, "invalid_payload")]
    if route.body and not route.raw_body:
        problems += [(INVALID, "missing_required"), (INVALID, "out_of_range")]
    if route.scope != "open":
        problems += [(UNAUTHORIZED, "unauthorized"), (LIMITED, "request_rate_limited"), (UNAVAILABLE, "unavailable")]
    if route.scope not in ("open", "any"):
        problems.append((UNAUTHORIZED, "insufficient_scope"))
    return tuple(problems)


def _ref(model: Any) -> Schema:
    """The schema of a model, of a list of them, or of a plain type."""
    if arguments := get_args(model):
        return {"type": "array", "items": _ref(arguments[0])}
    if model in (dict, str):
        return {"type": "object" if model is dict else "string"}
    return {"$ref": REF.format(model=model.__name__)}


def _described(model: Any) -> str:
    arguments = get_args(model)
    if arguments:
        return f"A list. Each entry: {_described(arguments[0])}"
    text = (model.__doc__ or "") if isinstance(model, type) and issubclass(model, BaseModel) else "The document."
    return " ".join(text.split())


def _schemas(routes: Sequence[Route]) -> Schema:
    """Every model's schema by name; layers with what the vocabulary knows of their properties.

    Answers are open to fields that they may get later: clients are not to refuse them.
    """
    named = [Error, *(each for route in routes for each in (route.body, *route.answers.values()))]
    ones = [get_args(each)[0] if get_args(each) else each for each in named]
    models = {one.__name__: one for one in ones if isinstance(one, type) and issubclass(one, BaseModel)}
    answers = _definitions([one for one in models.values() if issubclass(one, Answer)], "serialization")
    for schema in answers.values():
        del schema["additionalProperties"]
    bodies = _definitions([one for one in models.values() if not issubclass(one, Answer)], "validation")
    if twice := answers.keys() & bodies.keys():
        raise ValueError(f"two models are called {', '.join(sorted(twice))}")
    return dict(sorted((answers | bodies | _plain(layer_schemas(bodies, REF.format(model="")))).items()))


def _definitions(models: Sequence[type[BaseModel]], mode: JsonSchemaMode) -> Schema:
    _, found = models_json_schema([(model, mode) for model in models], ref_template=REF)
    return {name: _plain(schema) for name, schema in found["$defs"].items()}


def _plain(schema: Any) -> Any:
    """Without titles and without ``null`` beside one other type."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    plain = {key: _plain(each) for key, each in schema.items() if key != "title" or not isinstance(each, str)}
    options = [each for each in plain.get("anyOf", ()) if each != {"type": "null"}]
    if "anyOf" in plain and len(options) == 1 and "default" in plain and plain["default"] is None:
        del plain["anyOf"], plain["default"]
        plain = {**options[0], **plain}
    return plain
