"""Which route of the HTTP API takes a request: the most specific one, as API Gateway chooses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from local.template import Route

Match = tuple[Route, Mapping[str, str]]


def match_route(routes: Iterable[Route], method: str, path: str) -> Match | None:
    """The most specific of `routes` for a request, with its path parameters; None where not even ``$default`` is.

    Whole paths come before greedy ones, literal segments before variables, a method before ``ANY``.
    """
    matches: list[tuple[tuple[object, ...], Match]] = []
    for route in routes:
        if route.key == "$default":
            matches.append(((3,), (route, {})))
            continue
        verb, _, pattern = route.key.partition(" ")
        parameters = _parameters(pattern, path)
        if parameters is not None and verb in ("ANY", method):
            literal = [part.startswith("{") for part in _segments(pattern)]
            rank = (2 if pattern.endswith("+}") else 1, literal, verb == "ANY")
            matches.append((rank, (route, parameters)))
    return min(matches, key=lambda ranked: ranked[0])[1] if matches else None


def _segments(path: str) -> list[str]:
    return path.split("/")[1:]


def _parameters(pattern: str, path: str) -> dict[str, str] | None:
    """The path parameters where `path` fits `pattern`, else None. An empty segment is not a value."""
    wanted, given = _segments(pattern), _segments(path)
    if wanted and wanted[-1].endswith("+}"):
        if len(given) < len(wanted):
            return None
        given[len(wanted) - 1 :] = ["/".join(given[len(wanted) - 1 :])]
    if len(wanted) != len(given):
        return None
    parameters = {}
    for want, value in zip(wanted, given, strict=True):
        if want.startswith("{") and value:
            parameters[want.strip("{+}")] = unquote(value)
        elif want != value:
            return None
    return parameters
