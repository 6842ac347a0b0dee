"""OKZest's pictures: the data stays here, the URL says nothing, the picture is made when it is first looked at."""

from __future__ import annotations

import base64
import io
import re
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from tests.integration.services.conftest import BASE, DESIGN, Call


def look(call: Call, url: str, **headers: str) -> Any:
    answer = call("GET", f"/img{url.removeprefix(BASE)}", door="render", **headers)
    if answer.raw:
        answer.picture = Image.open(io.BytesIO(base64.b64decode(answer.raw)))
    return answer


def test_a_picture_is_made_when_it_is_looked_at(call: Call) -> None:
    design = _square(call)
    modifications = [{"name": "root", "color": "#FF0000"}]
    made = call("POST", "/v1/images", {"template_id": design, "modifications": modifications, "format": "png"})
    assert made.status == 200, made.raw
    assert made.body["success"] is True
    assert re.fullmatch(r"img_[0-9a-f]{32}", made.body["id"])
    assert made.body["url"] == f"{BASE}/{made.body['id']}.png"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", made.body["created_at"])
    seen = look(call, made.body["url"])
    assert (seen.status, seen.headers["content-type"]) == (200, "image/png")
    assert seen.picture.convert("RGB").getpixel((3, 3)) == (255, 0, 0)
    assert "x-image-problems" not in seen.headers
    assert seen.headers["cache-control"].startswith("public, max-age=")
    assert look(call, made.body["url"], if_none_match=seen.headers["etag"]).status == 304


def test_it_needs_no_dynamic_image_and_its_query_says_nothing(call: Call) -> None:
    design = _square(call)
    url = call("POST", "/v1/images", {"template_id": design}).body["url"]
    plain = look(call, url)
    changed = look(call, f"{url}?root.background_color=FF0000")
    assert plain.headers["etag"] == changed.headers["etag"]


@pytest.mark.parametrize(("asked", "type_"), [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")])
def test_the_picture_is_of_the_type_that_was_asked_for(call: Call, asked: str, type_: str) -> None:
    url = call("POST", "/v1/images", {"template_id": _square(call), "format": asked}).body["url"]
    assert url.endswith(f".{asked}")
    assert look(call, url).picture.format == type_


def test_okzest_words_mean_ours(call: Call) -> None:
    design = str(uuid4())
    assert call("PUT", f"/designs/{design}", DESIGN).status == 201
    modifications = [
        {"name": "title", "text": "Hello Ada", "color": "#FF0000", "font_size": 12},
        {"name": "root", "color": "#00FF00"},
        {"name": "photo", "image_url": "https://example.com/a.png", "mask_properties": {"radius": 4}},
    ]
    answer = call("POST", "/v1/images", {"template_id": design, "modifications": modifications})
    assert answer.status == 200, answer.raw


def test_everything_that_cannot_be_used_is_listed(call: Call) -> None:
    design = str(uuid4())
    call("PUT", f"/designs/{design}", DESIGN)
    modifications = [
        {"name": "nobody", "text": "x"},
        {"name": "title", "font_size": -1, "text": ["x"]},
        {"text": "x"},
        {"name": "root", "color": "reddish"},
    ]
    answer = call("POST", "/v1/images", {"template_id": design, "modifications": modifications})
    assert answer.status == 400
    assert {(problem["path"], problem["code"]) for problem in answer.body["errors"]} == {
        ("modifications[0].name", "unknown_layer"),
        ("modifications[1].font_size", "out_of_range"),
        ("modifications[1].text", "wrong_type"),
        ("modifications[2].name", "unknown_layer"),
        ("modifications[3].color", "invalid_colour"),
    }


def test_the_same_request_under_a_key_answers_the_same_url(call: Call) -> None:
    body = {"template_id": _square(call), "modifications": [{"name": "root", "color": "#010203"}]}
    urls = {call("POST", "/v1/images", body, idempotency_key="mail 1").body["url"] for _ in range(3)}
    assert len(urls) == 1
    assert call("POST", "/v1/images", body, idempotency_key="mail 2").body["url"] not in urls


@pytest.mark.parametrize("path", ["img_0123.png", "img_", "img_x/y.png", "img_../x"])
def test_an_unknown_picture_is_neutral_and_404(call: Call, path: str) -> None:
    seen = look(call, f"{BASE}/{path}")
    assert seen.status == 404
    assert seen.picture.size == (1200, 630)


def test_a_picture_of_a_deleted_design_is_neutral(call: Call) -> None:
    design = _square(call)
    url = call("POST", "/v1/images", {"template_id": design}).body["url"]
    assert call("DELETE", f"/designs/{design}").status == 200
    assert look(call, url).status == 404


def _square(call: Call) -> str:
    design = str(uuid4())
    document = {"name": "Square", "formats": [{"name": "only", "width": 8, "height": 8, "background_color": "#0000FF"}]}
    assert call("PUT", f"/designs/{design}", {**document, "layers": []}).status == 201
    return design
