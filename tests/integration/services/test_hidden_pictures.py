"""OKZest's pictures: the data stays here, the URL says nothing, the picture is made when it is first looked at."""

from __future__ import annotations

import base64
import dataclasses
import io
import re
import time
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from tests.integration.services.conftest import BASE, DESIGN, Call
from tintype.base.record import replace
from tintype.model.ids import image_id_of


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


def test_a_deleted_picture_is_gone_with_all_that_it_showed(call: Call, doors: SimpleNamespace) -> None:
    design = _square(call)
    modifications = [{"name": "root", "color": "#FF0000"}]
    made = call("POST", "/v1/images", {"template_id": design, "modifications": modifications}).body
    assert look(call, made["url"]).status == 200
    deleted = call("DELETE", f"/v1/images/{made['id']}")
    assert (deleted.status, deleted.body["id"]) == (200, made["id"])
    seen = look(call, made["url"])
    assert (seen.status, seen.headers["x-image-problems"]) == (410, "url:picture_gone")
    assert seen.headers["cache-control"] == "public, max-age=60"
    again = call("DELETE", f"/v1/images/{made['id']}")
    assert (again.status, again.body["id"]) == (410, "picture_gone")
    (item,) = [each for each in doors.aws.client("dynamodb").scan(TableName=doors.table)["Items"]
               if each["pk"]["S"] == f"picture#{made['id']}"]  # fmt: skip
    assert "FF0000" not in str(item)
    assert int(item["expires_at"]["N"]) > time.time() + 29 * 86_400


@pytest.mark.parametrize("id_", ["img_", f"img_{'0' * 32}", f"img_{'0' * 3000}", str(uuid4()), "img_%ED%A0%80"])
def test_what_is_no_picture_can_not_be_deleted(call: Call, id_: str) -> None:
    answer = call("DELETE", f"/v1/images/{id_}")
    assert (answer.status, answer.body["id"]) == (404, "picture_not_found")


def test_a_picture_that_was_deleted_is_taken_out_of_the_cdn(
    call: Call, doors: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    purged: list[str] = []
    monkeypatch.setattr(doors.manage, "_services", dataclasses.replace(doors.manage._services, purge=purged.append))
    made = call("POST", "/v1/images", {"template_id": _square(call)}).body
    call("DELETE", f"/v1/images/{made['id']}")
    assert purged == [made["id"]]


def test_a_key_that_only_makes_pictures_can_not_delete_them(call: Call) -> None:
    made = call("POST", "/v1/images", {"template_id": _square(call)}).body
    key = call("POST", "/keys", {"label": "mail tool", "scopes": ["render"]}).body["key"]
    refused = call("DELETE", f"/v1/images/{made['id']}", x_api_key=key)
    assert (refused.status, refused.body["id"]) == (401, "insufficient_scope")
    assert look(call, made["url"]).status == 200


def test_a_picture_ends_when_it_says_so(call: Call, doors: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    end = int(time.time()) + 1000
    made = call("POST", "/v1/images", {"template_id": _square(call), "expires_at": end}).body
    assert made["expires_at"] == end
    seen = look(call, made["url"])
    assert seen.status == 200
    assert "x-image-problems" not in seen.headers
    assert 990 <= int(seen.headers["cache-control"].partition("max-age=")[2]) <= 1000
    renderer = doors.render._renderer
    later = replace(renderer.admission, clock=lambda: end)
    monkeypatch.setattr(doors.render, "_renderer", replace(renderer, admission=later))
    seen = look(call, made["url"])
    assert (seen.status, seen.headers["x-image-problems"]) == (410, "url:picture_gone")


@pytest.mark.parametrize(
    ("end", "id_"),
    [
        (1, "invalid_payload"),
        (-1, "out_of_range"),
        (2**41, "out_of_range"),
        ("soon", "wrong_type"),
        (1.5, "wrong_type"),
    ],
)
def test_an_end_has_to_be_a_time_to_come(call: Call, end: object, id_: str) -> None:
    refused = call("POST", "/v1/images", {"template_id": _square(call), "expires_at": end})
    assert (refused.status, refused.body["id"]) == (400, id_)
    assert refused.body["errors"][0]["path"] == "expires_at"


@pytest.mark.parametrize("stop", [{"paused": True}, {"expires_at": 1}])
def test_a_picture_stops_with_the_dynamic_image_of_its_design(call: Call, doors: SimpleNamespace, stop: object) -> None:
    design = _square(call)
    modifications = [{"name": "root", "color": "#FF0000"}]
    url = call("POST", "/v1/images", {"template_id": design, "modifications": modifications}).body["url"]
    doors.manage._services.designs.create_dynamic_image(design, True, False, 1)
    image = f"/dynamic-images/{image_id_of(design)}"
    assert look(call, url).picture.convert("RGB").getpixel((3, 3)) == (255, 0, 0)
    # What is for URLs that anybody can change is not for this one.
    assert call("POST", f"{image}/signing-keys/rotate").status == 200
    limits = {"require_signature": "any", "max_new_variants": 1, "max_renders_per_second": 1}
    assert call("PATCH", image, limits).status == 200
    assert [look(call, url).status for _ in range(3)] == [200] * 3
    assert "x-image-problems" not in look(call, url).headers
    assert call("PATCH", image, stop).status == 200
    seen = look(call, url)
    assert (seen.status, seen.headers["x-image-problems"]) == (200, f"image:{_word(stop)}")
    assert seen.headers["cache-control"] == "public, max-age=60"
    assert seen.picture.convert("RGB").getpixel((3, 3)) == (0, 0, 255)
    assert call("PATCH", image, {"fallback": "root=00FF00"}).status == 200
    assert look(call, url).picture.convert("RGB").getpixel((3, 3)) == (0, 255, 0)
    assert call("PATCH", image, {"paused": False, "expires_at": None}).status == 200
    assert look(call, url).picture.convert("RGB").getpixel((3, 3)) == (255, 0, 0)


def _word(stop: object) -> str:
    return "paused" if stop == {"paused": True} else "expired"


def _square(call: Call) -> str:
    design = str(uuid4())
    document = {"name": "Square", "formats": [{"name": "only", "width": 8, "height": 8, "background_color": "#0000FF"}]}
    assert call("PUT", f"/designs/{design}", {**document, "layers": []}).status == 201
    return design
