"""Designs through the manage door."""

from __future__ import annotations

import copy
import io
import json
from typing import Any
from uuid import uuid4

import pytest
from abyssale.models import DesignDetail
from PIL import Image

from local.service import FONTS
from tests.integration.doors.conftest import KEY, Call

DESIGN: dict[str, Any] = {
    "name": "Launch card",
    "type": "static",
    "formats": [
        {"name": "og", "width": 300, "height": 200, "background_color": "#0B1020"},
        {"name": "story", "width": 200, "height": 300, "background_color": "#0B1020"},
    ],
    "layers": [
        {
            "name": "title",
            "type": "text",
            "layout": {"x": 10, "y": 10, "width": 280, "height": 80},
            "properties": {"payload": "Hello {name|there}", "font": "Inter", "color": "#FFFFFF"},
            "formats": {"story": {"layout": {"width": 180}, "properties": {"color": "#FF0000"}}},
        }
    ],
}


def picture(colour: str = "red") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(data, "PNG")
    return data.getvalue()


def test_a_design_is_new_once_and_then_replaced_with_a_new_revision(call: Call) -> None:
    path = f"/designs/{uuid4()}"
    first, second = call("manage", "PUT", path, DESIGN), call("manage", "PUT", path, DESIGN | {"name": "Other"})
    assert (first.status, first.body["revision"], second.status, second.body["revision"]) == (201, 1, 200, 2)
    assert (call("manage", "GET", path).body["name"], second.body["created_at"]) == ("Other", first.body["created_at"])


def test_post_picks_the_id(call: Call) -> None:
    posted = call("manage", "POST", "/designs", DESIGN)
    assert (posted.status, call("manage", "GET", f"/designs/{posted.body['id']}").status) == (201, 200)


def test_a_design_is_as_the_sdks_model_expects(call: Call) -> None:
    design_id = str(uuid4())
    call("manage", "PUT", f"/designs/{design_id}", DESIGN)
    detail = DesignDetail.model_validate(call("manage", "GET", f"/designs/{design_id}").body)
    assert detail.formats is not None
    assert detail.elements is not None
    assert detail.variables is not None
    assert [one.id for one in detail.formats] == ["og", "story"]
    assert detail.formats[0].dynamic_image_url is None
    title = detail.elements[1]
    colours = next(each.values for each in title.attributes if each.id == "color")
    assert colours == {"og": "#FFFFFF", "story": "#FF0000"}
    assert title.layout is not None
    assert (title.layout["og"].width, title.layout["story"].width) == (280, 180)
    assert detail.variables.root == {"name": "{name|there}"}


def test_the_document_comes_back_byte_for_byte(call: Call) -> None:
    path, document = f"/designs/{uuid4()}", json.dumps(DESIGN, indent=3).encode() + b"\n"
    call("manage", "PUT", path, document)
    assert call("manage", "GET", f"{path}/document").raw == document.decode()


def test_a_bad_document_lists_every_problem_and_stores_nothing(call: Call) -> None:
    path, document = f"/designs/{uuid4()}", copy.deepcopy(DESIGN)
    document["formats"][0]["width"] = 0
    document["layers"][0]["properties"]["color"] = "blueish"
    answer = call("manage", "PUT", path, document)
    assert (answer.status, answer.body["id"]) == (400, "invalid_payload")
    assert {problem["path"] for problem in answer.body["errors"]} == {
        "formats[0].width",
        "layers[0].properties.color",
    }
    assert call("manage", "GET", path).status == 404


@pytest.mark.parametrize(
    ("method", "target", "status", "id_"),
    [
        ("GET", f"/designs/{uuid4()}", 404, "template_not_found"),
        ("GET", "/designs/no-uuid", 404, "template_not_found"),
        ("PUT", "/designs/no-uuid", 404, "template_not_found"),
        ("GET", "/nothing/here", 404, "not_found"),
        ("DELETE", "/ready", 405, "method_not_allowed"),
        ("GET", f"/designs/{uuid4()}/dynamic-image-url", 405, "method_not_allowed"),
    ],
)
def test_what_does_not_exist_has_the_contracts_error(
    call: Call, method: str, target: str, status: int, id_: str
) -> None:
    answer = call("manage", method, target, DESIGN if method == "PUT" else b"")
    assert (answer.status, answer.body["id"]) == (status, id_)
    assert answer.body["version"].startswith("v20")


@pytest.mark.parametrize("key", ["", "wrong", KEY + "x"])
def test_without_a_good_key_there_is_401_and_nothing_else(call: Call, key: str) -> None:
    answer = call("manage", "GET", "/designs/x", x_api_key=key)
    assert (answer.status, answer.body["id"]) == (401, "unauthorized")


def test_ready_needs_no_key(call: Call) -> None:
    assert call("manage", "GET", "/ready", x_api_key="").status == 200


def test_an_asset_is_proved_by_decoding_and_then_may_be_used(call: Call) -> None:
    path = f"/designs/{uuid4()}"
    document = copy.deepcopy(DESIGN)
    layout = {"x": 0, "y": 0, "width": 50, "height": 50}
    layer = {"name": "photo", "type": "image", "layout": layout, "properties": {"image_url": "asset:a.png"}}
    document["layers"].append(layer)
    missing = call("manage", "PUT", path, document)
    assert (missing.status, missing.body["errors"][0]["code"]) == (400, "missing_assets")
    put = call("manage", "PUT", f"{path}/assets/a.png", picture())
    assert (put.status, put.body["width"], put.body["height"], put.body["kind"]) == (201, 8, 6, "picture")
    assert call("manage", "PUT", path, document).status == 201


def test_a_replaced_asset_is_taken_up_by_the_design(call: Call) -> None:
    path = f"/designs/{uuid4()}"
    call("manage", "PUT", f"{path}/assets/a.png", picture())
    document = copy.deepcopy(DESIGN)
    layout = {"x": 0, "y": 0, "width": 50, "height": 50}
    layer = {"name": "photo", "type": "image", "layout": layout, "properties": {"image_url": "asset:a.png"}}
    document["layers"].append(layer)
    call("manage", "PUT", path, document)
    assert call("manage", "PUT", f"{path}/assets/a.png", picture("blue")).status == 200
    assert call("manage", "GET", path).body["revision"] == 2
    # A font in the place of the picture is refused before anything is written, a new name is nobody's.
    font = (FONTS / "caveat" / "400.ttf").read_bytes()
    refused = call("manage", "PUT", f"{path}/assets/a.png", font)
    assert (refused.status, refused.body["id"]) == (400, "invalid_payload")
    assert refused.body["errors"][0]["path"] == f"layers[{len(document['layers']) - 1}].properties.image_url"
    assert call("manage", "PUT", path, document).status == 200
    assert call("manage", "PUT", f"{path}/assets/b.ttf", font).status == 201
    assert call("manage", "GET", path).body["revision"] == 4


def test_a_deleted_asset_is_shown_nowhere_any_more(call: Call) -> None:
    path, document = f"/designs/{uuid4()}", copy.deepcopy(DESIGN)
    layout = {"x": 0, "y": 0, "width": 50, "height": 50}
    shown = {"image_url": "asset:a.png"}
    layer = {"name": "photo", "type": "image", "layout": layout, "properties": shown}
    layer["formats"] = {document["formats"][0]["name"]: {"properties": shown}}
    document["layers"].append(layer)
    for name in ("a.png", "b.png"):
        call("manage", "PUT", f"{path}/assets/{name}", picture("red"))
    assert call("manage", "PUT", path, document).status == 201
    created = call("create", "POST", f"{path}/dynamic-image-url").body
    image, url = f"/dynamic-images/{created['id']}", f"/img/{created['id']}.png"
    assert call("manage", "PATCH", image, {"fallback": "asset:a.png"}).status == 200
    before = call("render", "GET", url)
    assert "x-image-problems" not in before.headers
    deleted = call("manage", "DELETE", f"{path}/assets/a.png")
    at = f"layers[{len(document['layers']) - 1}]"
    inside = f"{at}.formats.{document['formats'][0]['name']}.properties.image_url"
    assert (deleted.status, deleted.body["name"]) == (200, "a.png")
    assert deleted.body["uses"] == [f"{at}.properties.image_url", inside, "fallback"]
    after = call("render", "GET", url)
    assert (after.status, after.headers["x-image-problems"]) == (200, "photo.image_url:missing_asset")
    assert after.raw != before.raw
    assert call("manage", "GET", image).body["fallback"] is None
    assert call("manage", "GET", path).body["revision"] == 2
    again = call("manage", "DELETE", f"{path}/assets/a.png")
    assert (again.status, again.body["id"]) == (404, "asset_not_found")
    assert call("manage", "PUT", path, document).body["errors"][0]["code"] == "missing_assets"
    # What nothing shows may go as well, and what is put again is seen again.
    assert call("manage", "DELETE", f"{path}/assets/b.png").body["uses"] == []
    assert call("manage", "PUT", f"{path}/assets/a.png", picture("red")).status == 201
    assert "x-image-problems" not in call("render", "GET", url).headers


def test_an_asset_that_came_before_its_design_can_be_deleted(call: Call) -> None:
    path = f"/designs/{uuid4()}"
    call("manage", "PUT", f"{path}/assets/a.png", picture("red"))
    assert call("manage", "DELETE", f"{path}/assets/a.png").body["uses"] == []
    assert call("manage", "GET", path).status == 404


@pytest.mark.parametrize(
    "path", ["/designs/nobody/assets/a.png", f"/designs/{uuid4()}/assets/a.png", f"/designs/{uuid4()}/assets/.."]
)
def test_an_asset_that_is_not_there_can_not_be_deleted(call: Call, path: str) -> None:
    answer = call("manage", "DELETE", path)
    assert (answer.status, answer.body["id"]) == (404, "asset_not_found")


@pytest.mark.parametrize(("name", "data"), [("a.png", b"no picture"), ("a.png", picture()[:40]), ("..png", b"x")])
def test_a_file_that_is_no_picture_or_font_is_refused(call: Call, name: str, data: bytes) -> None:
    assert call("manage", "PUT", f"/designs/{uuid4()}/assets/{name}", data).status == 400


def test_a_design_is_told_what_would_go_wrong_with_its_texts(call: Call) -> None:
    path, document = f"/designs/{uuid4()}", copy.deepcopy(DESIGN)
    document["layers"][0]["layout"] |= {"width": 60, "height": 30}
    put = call("manage", "PUT", path, document)
    assert ("og", "title", "german", "overflows") in {
        (each["format"], each["layer"], each["sample"], each["code"]) for each in put.body["warnings"]
    }
    proved = call("manage", "POST", f"{path}/proof")
    assert (proved.status, proved.body["warnings"]) == (200, put.body["warnings"])
    assert call("manage", "POST", f"/designs/{uuid4()}/proof").status == 404


def test_a_proof_that_fails_holds_up_no_design(call: Call, doors: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from tintype.rest import proof

    def fail(*_: object) -> Any:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(proof, "proof_of", fail)
    put = call("manage", "PUT", f"/designs/{uuid4()}", DESIGN)
    assert (put.status, put.body["warnings"]) == (201, [])
