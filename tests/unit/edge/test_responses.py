"""Proxy events to requests, results to proxy responses."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import Any

import pytest

from tintype.base.errors import (
    GoneError,
    InvalidInputError,
    MethodNotAllowedError,
    NotFoundError,
    Problem,
    RateLimitedError,
    TintypeError,
    UnauthorizedError,
    UnavailableError,
)
from tintype.edge.pictures import PictureAnswer, picture_response
from tintype.edge.requests import api_key_in, json_object, request_from
from tintype.edge.responses import API_VERSION, error_response, json_response


def test_a_request_has_its_body_decoded_and_its_query_as_sent() -> None:
    event = {
        "rawPath": "/img/x",
        "rawQueryString": "title=a%20b",
        "headers": {"Accept": "image/webp"},
        "requestContext": {"http": {"method": "PUT"}, "requestId": "r"},
        "body": b64encode(b"\x00\x01").decode(),
        "isBase64Encoded": True,
    }
    request = request_from(event)
    assert (request.method, request.query, request.body) == ("PUT", "title=a%20b", b"\x00\x01")
    assert request.headers == {"accept": "image/webp"}


def test_a_body_that_is_not_the_base64_it_claims_to_be_is_refused() -> None:
    with pytest.raises(InvalidInputError):
        request_from({"body": "%%%", "isBase64Encoded": True})


@pytest.mark.parametrize(
    ("headers", "key"),
    [
        ({"x-api-key": "k"}, "k"),
        ({"authorization": "Bearer k"}, "k"),
        ({"authorization": "bearer  k "}, "k"),
        ({"authorization": "Basic k"}, None),
        ({"authorization": "Bearer"}, None),
        ({"x-api-key": " "}, None),
        ({}, None),
    ],
)
def test_the_api_key_is_found_in_either_header(headers: dict[str, str], key: str | None) -> None:
    assert api_key_in(headers) == key


@pytest.mark.parametrize(
    ("body", "id_"),
    [
        (b"{", "invalid_json"),
        (b"NaN", "invalid_json"),
        (b"\xff", "invalid_json"),
        (b"[1]", "wrong_type"),
        (b"null", "wrong_type"),
        (b"[" * 100_000, "invalid_json"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(body: bytes, id_: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        json_object(body)
    assert caught.value.id == id_


def test_an_empty_body_is_an_empty_object() -> None:
    assert json_object(b" ") == {}


def test_objects_are_stamped_and_arrays_and_own_versions_are_not() -> None:
    assert json.loads(json_response(200, {"a": 1})["body"]) == {"a": 1, "version": API_VERSION}
    assert json.loads(json_response(200, {"version": 3})["body"]) == {"version": 3}
    assert json.loads(json_response(200, [])["body"]) == []


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidInputError("invalid_payload", "m"), 400),
        (UnauthorizedError("m"), 401),
        (NotFoundError("template_not_found", "m"), 404),
        (MethodNotAllowedError(["GET", "HEAD"]), 405),
        (UnavailableError("m"), 503),
        (TintypeError("m"), 500),
    ],
)
def test_every_error_has_its_status_and_the_contracts_body(error: TintypeError, status: int) -> None:
    response = error_response(error)
    body = json.loads(response["body"])
    assert (response["statusCode"], body["id"], body["version"]) == (status, error.id, API_VERSION)
    assert body["message"]
    assert "errors" not in body


def test_a_method_that_is_not_allowed_is_told_which_are() -> None:
    assert error_response(MethodNotAllowedError(["GET", "HEAD"]))["headers"]["allow"] == "GET, HEAD"


def test_problems_are_listed_with_what_was_expected_and_what_came() -> None:
    error = InvalidInputError.of([Problem("title.font_size", "out_of_range", "must be at least 1", {"min": 1}, 0)])
    assert json.loads(error_response(error)["body"]) == {
        "id": "invalid_payload",
        "message": "title.font_size: must be at least 1",
        "errors": [
            {
                "path": "title.font_size",
                "code": "out_of_range",
                "message": "must be at least 1",
                "expected": {"min": 1},
                "received": 0,
            }
        ],
        "version": API_VERSION,
    }


PICTURE = PictureAnswer(b"picture", "image/png", '"tag"', cache_seconds=60)


def answer(method: str = "GET", picture: PictureAnswer = PICTURE, **headers: str) -> dict[str, Any]:
    return picture_response(picture, method, {name.replace("_", "-"): value for name, value in headers.items()})


def test_a_picture_is_base64_with_the_contracts_headers() -> None:
    response = answer()
    assert (response["statusCode"], b64decode(response["body"])) == (200, b"picture")
    assert response["headers"] == {
        "content-type": "image/png",
        "content-length": "7",
        "etag": '"tag"',
        "cache-control": "public, max-age=60",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "cross-origin",
        "access-control-allow-origin": "*",
    }


@pytest.mark.parametrize("tag", ['"tag"', 'W/"tag"', '"other", "tag"', "*"])
def test_who_has_these_bytes_gets_304_without_a_body(tag: str) -> None:
    response = answer(if_none_match=tag)
    assert (response["statusCode"], response["body"], response["headers"]["etag"]) == (304, "", '"tag"')


@pytest.mark.parametrize(
    ("error", "status"),
    [(UnauthorizedError, 401), (NotFoundError, 404), (GoneError, 410), (RateLimitedError, 429)],
)
def test_another_picture_than_was_asked_for_has_the_status_of_its_error(error: type[TintypeError], status: int) -> None:
    other = PictureAnswer(b"other", "image/png", '"tag"', error=error)
    # Also to who has these bytes: 304 would say that they are what was asked for.
    response = answer(picture=other, if_none_match='"tag"')
    assert (response["statusCode"], b64decode(response["body"])) == (status, b"other")


def test_who_has_other_bytes_gets_the_picture() -> None:
    assert answer(if_none_match='"old"')["statusCode"] == 200


def test_head_has_the_length_and_no_body() -> None:
    response = answer("HEAD")
    assert (response["body"], response["headers"]["content-length"], response["isBase64Encoded"]) == ("", "7", False)


def test_problems_are_named_without_their_values() -> None:
    problem = Problem("photo.image_url", "unreachable", "m", None, "https://secret")
    degraded = PictureAnswer(
        b"x", "image/png", '"t"', problems=(problem, problem, Problem("Übung.color", "invalid_colour", "m"))
    )
    listed = answer(picture=degraded)["headers"]["x-image-problems"]
    assert listed == "photo.image_url:unreachable, %C3%9Cbung.color:invalid_colour"


def test_a_header_of_problems_stays_within_what_a_cdn_passes_on() -> None:
    many = PictureAnswer(
        b"x", "image/png", '"t"', problems=[Problem(f"layer{i}.color", "invalid_colour", "m") for i in range(500)]
    )
    listed = answer(picture=many)["headers"]["x-image-problems"]
    assert len(listed) < 2100
    assert listed.endswith(", more")


def test_vary_is_said_only_where_the_type_was_negotiated() -> None:
    assert "vary" not in answer()["headers"]
    assert answer(picture=PictureAnswer(b"x", "image/png", '"t"', negotiated=True))["headers"]["vary"] == "Accept"
