"""The built doors answer the events as the contract says: a design is put, its image created, its picture looked at.

The tests share one table, as deployed functions do; those that need a design ask for the fixture `design`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.lambda_machine import IMAGE_BASE_URL, Lambda, body_of, event
from tintype.model.ids import image_id_of

DESIGN = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
DOORS = {"create": "CreateFunction", "render": "RenderFunction"}

Functions = Mapping[str, Lambda]


def send(functions: Functions, name: str) -> dict[str, Any]:
    """What the door that events/`name`.json is for answers."""
    return functions[DOORS.get(name.partition("-")[0], "ManageFunction")](event(name))


def json_of(result: Mapping[str, Any]) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(body_of(result))
    return parsed


def picture_of(result: Mapping[str, Any]) -> Image.Image:
    assert result["headers"].get("x-image-problems") is None
    picture = Image.open(BytesIO(body_of(result)))
    picture.load()
    return picture


@pytest.fixture(scope="module")
def first_create(functions: Functions) -> dict[str, Any]:
    """The answer to the first create call for the design of the events."""
    assert send(functions, "put-asset")["statusCode"] == 201
    assert send(functions, "put-design")["statusCode"] == 201
    return send(functions, "create-first")


@pytest.fixture(scope="module")
def design(first_create: dict[str, Any]) -> str:
    return DESIGN


def test_the_first_call_creates_the_image(first_create: dict[str, Any]) -> None:
    assert first_create["statusCode"] == 201
    body = json_of(first_create)
    assert (body["id"], body["design_id"]) == (image_id_of(DESIGN), DESIGN)
    assert [(one["id"], one["width"], one["height"]) for one in body["formats"]] == [
        ("og", 600, 315),
        ("square", 320, 320),
    ]
    assert all(one["dynamic_image_url"].startswith(f"{IMAGE_BASE_URL}/{body['id']}/") for one in body["formats"])


@pytest.mark.parametrize("name", ["create-again", "create-flags"])
def test_later_calls_get_the_same_image(functions: Functions, first_create: dict[str, Any], name: str) -> None:
    later = send(functions, name)
    assert later["statusCode"] == 200
    assert json_of(later) == json_of(first_create)


@pytest.mark.parametrize(
    ("name", "status", "id"),
    [
        ("create-bad-body", 400, "invalid_payload"),
        ("create-invalid-json", 400, "invalid_json"),
        ("create-no-key", 401, "unauthorized"),
        ("create-wrong-key", 401, "unauthorized"),
        ("create-unknown-design", 404, "template_not_found"),
        ("put-design-invalid", 400, "invalid_payload"),
        ("get-design-unknown", 404, "template_not_found"),
        ("not-found", 404, "not_found"),
        ("method-not-allowed", 405, "method_not_allowed"),
        ("render-post", 405, "method_not_allowed"),
        ("render-strict", 400, "invalid_payload"),
    ],
)
def test_errors_have_the_contracts_body(functions: Functions, design: str, name: str, status: int, id: str) -> None:  # noqa: A002
    result = send(functions, name)
    body = json_of(result)
    assert (result["statusCode"], body["id"]) == (status, id)
    assert body["message"]
    assert body["version"].startswith("v20")
    assert body.get("errors", "absent")


def test_every_problem_of_a_design_is_listed(functions: Functions, design: str) -> None:
    paths = {problem["path"] for problem in json_of(send(functions, "put-design-invalid"))["errors"]}
    assert {"formats[0].width", "layers[1].properties.font_size", "layers[2].type"} <= paths


def test_a_design_is_read_back(functions: Functions, design: str) -> None:
    assert json_of(send(functions, "get-document")) == json.loads(event("put-design")["body"])
    assert json_of(send(functions, "get-design"))["id"] == design


def test_ready_needs_no_key(functions: Functions) -> None:
    assert send(functions, "ready")["statusCode"] == 200


@pytest.mark.parametrize(
    ("name", "format_", "size"),
    [
        ("render-default", "JPEG", (600, 315)),
        ("render-png", "PNG", (600, 315)),
        ("render-square", "PNG", (320, 320)),
        ("render-accept-webp", "WEBP", (600, 315)),
        ("render-avif", "AVIF", (600, 315)),
        ("render-scaled", "PNG", (1200, 630)),
    ],
)
def test_a_picture_comes_in_the_type_and_size_asked_for(
    functions: Functions, design: str, name: str, format_: str, size: tuple[int, int]
) -> None:
    result = send(functions, name)
    picture = picture_of(result)
    assert (result["statusCode"], picture.format, picture.size) == (200, format_, size)
    assert result["headers"]["content-type"] == f"image/{format_.lower()}"
    assert result["headers"]["content-length"] == str(len(body_of(result)))
    assert result["headers"]["cache-control"] == "public, max-age=86400"
    assert ("vary" in result["headers"]) == (name in ("render-default", "render-accept-webp"))


def pixel(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = picture.convert("RGB").getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def colours_in(picture: Image.Image, box: tuple[int, int, int, int]) -> set[tuple[int, ...]]:
    counted = picture.convert("RGB").crop(box).getcolors(1 << 16)
    assert counted
    return {colour for _, colour in counted if isinstance(colour, tuple)}


TITLE = (40, 60, 380, 180)


def test_the_picture_shows_what_the_design_says(functions: Functions, design: str) -> None:
    picture = picture_of(send(functions, "render-png"))
    assert pixel(picture, 10, 10) == (0x0B, 0x10, 0x20)
    assert pixel(picture, 100, 226) == (0xF9, 0x73, 0x16)
    assert (255, 255, 255) in colours_in(picture, TITLE)
    assert len(colours_in(picture, (400, 0, 600, 315))) > 500  # the photo, from the bucket


def test_the_query_changes_the_picture(functions: Functions, design: str) -> None:
    picture = picture_of(send(functions, "render-overrides"))
    assert pixel(picture, 10, 10) == (0x11, 0x18, 0x27)
    assert pixel(picture, 100, 226) == (0x22, 0xC5, 0x5E)
    assert (0xFF, 0xD4, 0x00) in colours_in(picture, TITLE)


def test_a_variable_is_filled_in(functions: Functions, design: str) -> None:
    plain, filled = picture_of(send(functions, "render-png")), picture_of(send(functions, "render-variable"))
    assert plain.crop(TITLE).tobytes() != filled.crop(TITLE).tobytes()
    assert plain.crop((0, 180, 600, 315)).tobytes() == filled.crop((0, 180, 600, 315)).tobytes()


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("render-bad-value", "title.font_size:wrong_type"),
        ("render-unreachable-photo", "photo.image_url:"),
    ],
)
def test_a_bad_value_costs_no_more_than_itself(functions: Functions, design: str, name: str, problem: str) -> None:
    result = send(functions, name)
    assert result["statusCode"] == 200
    assert problem in result["headers"]["x-image-problems"]
    assert result["headers"]["cache-control"] == "public, max-age=60"
    shown = Image.open(BytesIO(body_of(result)))
    assert shown.tobytes() == picture_of(send(functions, "render-png")).tobytes()


def test_an_unknown_image_is_404_with_a_picture(functions: Functions, design: str) -> None:
    result = send(functions, "render-unknown")
    assert (result["statusCode"], result["headers"]["content-type"]) == (404, "image/png")
    assert Image.open(BytesIO(body_of(result))).format == "PNG"


def test_head_answers_the_headers_of_get(functions: Functions, design: str) -> None:
    got, head = send(functions, "render-png"), send(functions, "render-head")
    assert (head["statusCode"], head["body"]) == (200, "")
    assert head["headers"] == got["headers"]


def test_who_has_the_picture_already_gets_304(functions: Functions, design: str) -> None:
    asked = event("render-png")
    asked["headers"]["if-none-match"] = send(functions, "render-png")["headers"]["etag"]
    result = functions["RenderFunction"](asked)
    assert (result["statusCode"], result["body"]) == (304, "")


def test_no_key_and_no_value_of_a_query_is_logged(functions: Functions, design: str) -> None:
    for name in ("create-again", "render-variable", "render-overrides", "get-design", "create-wrong-key"):
        send(functions, name)
    logs = "".join(function.log.read_text() for function in functions.values())
    assert '"status"' in logs
    assert not [secret for secret in ("local-key", "Alex", "Fresh", "nobody-has-this") if secret in logs]
