"""What a deleted design leaves behind: its image URLs, gone with a neutral picture; its revisions, never used again."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from types import SimpleNamespace
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from PIL import Image

from tests.integration.doors.conftest import Call
from tests.integration.doors.test_designs import DESIGN, picture


@pytest.fixture
def path(call: Call) -> str:
    path = f"/designs/{uuid4()}"
    assert call("manage", "PUT", path, DESIGN).status == 201
    return path


@pytest.fixture
def image(call: Call, path: str) -> str:
    created = call("create", "POST", f"{path}/dynamic-image-url").body
    return f"/img{urlsplit(created['formats'][0]['dynamic_image_url']).path}"


def test_its_image_answers_410_with_a_neutral_picture(call: Call, path: str, image: str) -> None:
    assert call("render", "GET", image).status == 200
    assert call("manage", "DELETE", path).status == 200
    for target in (image, f"{image}.png", f"{image.rpartition('/')[0]}/story.jpg"):
        answer = call("render", "GET", target)
        assert (answer.status, answer.headers["x-image-problems"]) == (410, "url:dynamic_image_gone")
        assert answer.headers["content-type"].startswith("image/")
        assert Image.open(BytesIO(b64decode(answer.raw))).size == (1200, 630)


def test_an_image_that_was_never_created_stays_unknown(call: Call, doors: SimpleNamespace, path: str) -> None:
    image_id = doors.create._designs.card(path.removeprefix("/designs/")).image_id
    call("manage", "DELETE", path)
    assert call("render", "GET", f"/img/{image_id}").status == 404


def test_nothing_of_it_is_left_but_its_card(call: Call, path: str) -> None:
    call("manage", "PUT", f"{path}/assets/a.png", picture())
    call("manage", "DELETE", path)
    for method, target in (("GET", path), ("GET", f"{path}/document"), ("DELETE", path), ("GET", f"{path}/formats/og")):
        assert call("manage", method, target).body["id"] == "template_not_found"
    assert call("create", "POST", f"{path}/dynamic-image-url").body["id"] == "template_not_found"
    assert path.removeprefix("/designs/") not in [one["id"] for one in call("manage", "GET", "/designs").body]
    # An asset that is still there would be replaced (200).
    assert call("manage", "PUT", f"{path}/assets/a.png", picture()).status == 201


def test_put_again_it_is_new_with_the_next_revision_and_its_urls_come_back(call: Call, path: str, image: str) -> None:
    call("manage", "PUT", path, DESIGN)
    before = call("render", "GET", f"{image}.png")
    call("manage", "DELETE", path)
    again = call("manage", "PUT", path, DESIGN)
    assert (again.status, again.body["revision"]) == (201, 3)
    assert next(one["dynamic_image_url"] for one in again.body["formats"]).endswith(image.removeprefix("/img"))
    after = call("render", "GET", f"{image}.png")
    assert (after.status, after.raw) == (200, before.raw)
    assert after.headers["etag"] != before.headers["etag"]
    assert call("create", "POST", f"{path}/dynamic-image-url").status == 200
    assert call("manage", "DELETE", path).status == 200
    assert call("manage", "PUT", path, DESIGN).body["revision"] == 4
