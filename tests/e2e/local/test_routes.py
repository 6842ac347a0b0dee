"""Which route takes a request."""

from __future__ import annotations

import pytest

from local.routes import match_route
from local.template import Route

ROUTES = [
    Route(key, key)
    for key in (
        "$default",
        "ANY /img/{image+}",
        "GET /designs/{id}",
        "ANY /designs/{id}",
        "GET /designs/new",
        "POST /designs/{id}/url",
    )
]


@pytest.mark.parametrize(
    ("method", "path", "key", "parameters"),
    [
        ("GET", "/designs/1", "GET /designs/{id}", {"id": "1"}),
        ("PUT", "/designs/1", "ANY /designs/{id}", {"id": "1"}),
        ("GET", "/designs/new", "GET /designs/new", {}),
        ("GET", "/designs/a%2Fb%20c", "GET /designs/{id}", {"id": "a/b c"}),
        ("GET", "/designs/", "$default", {}),
        ("GET", "/designs/1/url", "$default", {}),
        ("POST", "/designs/1/url", "POST /designs/{id}/url", {"id": "1"}),
        ("POST", "/designs/1/url/", "$default", {}),
        ("HEAD", "/img/a/b.png", "ANY /img/{image+}", {"image": "a/b.png"}),
        ("GET", "/img/", "$default", {}),
        ("GET", "/img", "$default", {}),
        ("GET", "/", "$default", {}),
    ],
)
def test_the_most_specific_route_takes_the_request(method: str, path: str, key: str, parameters: object) -> None:
    match = match_route(ROUTES, method, path)
    assert match is not None
    assert (match[0].key, match[1]) == (key, parameters)


def test_without_a_default_route_a_path_may_have_none() -> None:
    assert match_route(ROUTES[1:], "GET", "/nowhere") is None
