"""One route of the API, and the table of them: who answers a request, what is documented, what a key has to be for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl

from pydantic import BaseModel

from tintype.base.errors import InvalidInputError, MethodNotAllowedError, NotFoundError, Problem
from tintype.edge.requests import Request, json_object
from tintype.edge.responses import Response
from tintype.rest.check import checked
from tintype.rest.services import Services

# ``open`` needs no key, ``any`` one that may do anything at all; the others are scopes of keys.
Scope = Literal["open", "any", "read", "write", "render", "all"]
Problems = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One request on its way to its route: `query` and `body` are values of the route's models, checked.

    `key_id` is the id of the API key that it came with; None where none is needed.
    """

    request: Request
    parameters: Mapping[str, str]
    query: Any
    body: Any
    services: Services
    now: int
    key_id: str | None = None


Handler = Callable[[Call], Response]


@dataclass(frozen=True, slots=True)
class Route:
    """What a route takes and answers. `answers` has a model for each good status, `problems` the errors of its own.

    `handler` is None where another door answers: the route stands here to be documented, and for 405s. A body that
    is no JSON has its `media` type and no model; `media` of an answer is ``application/json`` where nothing is said.
    """

    method: str
    path: str
    operation: str
    tag: str
    scope: Scope
    text: str
    handler: Handler | None
    answers: Mapping[int, Any] = field(default_factory=dict)
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    body_optional: bool = False
    raw_body: bool = False
    media: str = "application/json"
    problems: Problems = ()

    def match(self, path: str) -> dict[str, str] | None:
        """The path parameters where `path` is this route's, else None. A parameter is never empty."""
        wanted, given = self.path.split("/"), path.split("/")
        if len(wanted) != len(given):
            return None
        found = {}
        for want, value in zip(wanted, given, strict=True):
            if want.startswith("{") and value:
                found[want.strip("{}")] = value
            elif want != value:
                return None
        return found

    def answer(
        self,
        request: Request,
        parameters: Mapping[str, str],
        services: Services,
        now: int,
        key_id: str | None = None,
    ) -> Response:
        """The response to a request that this route takes. Raises TintypeError."""
        if self.handler is None:
            raise NotFoundError("not_found", "another function answers this path")
        query = checked(self.query, dict(_pairs(request.query)), "invalid_query_param") if self.query else None
        if (self.body or self.raw_body) and not self.body_optional and not request.body.strip():
            raise InvalidInputError.of([Problem("body", "missing_required", "there is none")], "missing_required")
        body = checked(self.body, json_object(request.body)) if self.body and not self.raw_body else None
        return self.handler(Call(request, parameters, query, body, services, now, key_id))


class Group:
    """Routes that belong together: `tag` is their heading in the documentation."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.routes: list[Route] = []

    def add(self, method: str, path: str, operation: str, scope: Scope, **more: Any) -> Callable[[Handler], Handler]:
        """Register the decorated function; its docstring is the route's text. `more`: see `Route`."""

        def register(handler: Handler) -> Handler:
            text = (handler.__doc__ or "").strip()
            self.routes.append(Route(method, path, operation, self.tag, scope, text, handler, **more))
            return handler

        return register


class Table:
    """All routes."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.routes = [route for group in groups for route in group.routes]

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """The route for a request, and its path parameters. Raises NotFoundError or MethodNotAllowedError."""
        matches = [(route, found) for route in self.routes if (found := route.match(path)) is not None]
        if not matches:
            raise NotFoundError("not_found", "there is nothing at this path")
        # A path that is spelt out comes before one that has a parameter in its place.
        fewest = min(len(parameters) for _, parameters in matches)
        matches = [(route, parameters) for route, parameters in matches if len(parameters) == fewest]
        for route, parameters in matches:
            if route.method == method:
                return route, parameters
        raise MethodNotAllowedError([route.method for route, _ in matches])


def _pairs(query: str) -> list[tuple[str, str]]:
    """The query's parameters; of those that come twice the last counts."""
    return parse_qsl(query, keep_blank_values=True)
