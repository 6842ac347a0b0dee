"""Generating one file while its caller waits."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from tests.integration.services.conftest import BASE, Call, Receiver


def test_a_file_is_made_stored_and_described(call: Call, design: str, file: Callable[[str], bytes]) -> None:
    body = {"template_format_name": "wide", "elements": {"title": {"payload": "Summer", "color": "#FF0000"}}}
    answer = call("POST", f"/banner-builder/{design}/generate", body)
    assert answer.status == 200, answer.raw
    banner = answer.body
    assert banner["version"] == 1
    assert banner["format"] == {"id": "wide", "unit": "px", "width": 60, "height": 30}
    assert banner["template"] == {"id": design, "name": "Card"}
    assert banner["file"]["url"] == banner["file"]["cdn_url"] == f"{BASE}/files/{banner['file']['filename']}"
    assert banner["id"] not in banner["file"]["url"]
    picture = Image.open(io.BytesIO(file(banner["file"]["url"])))
    assert (picture.format, picture.size) == ("JPEG", (60, 30))
    assert call("GET", f"/banners/{banner['id']}").body == banner


@pytest.mark.parametrize(
    ("format_", "asked", "type_"),
    [
        ("wide", None, "JPEG"), ("tall", None, "PNG"), ("tall", "auto", "PNG"), ("wide", "png", "PNG"),
        ("wide", "jpg", "JPEG"), ("wide", "webp", "WEBP"), ("wide", "avif", "AVIF"), ("wide", "gif", "GIF"),
    ],
)  # fmt: skip
def test_a_file_is_of_the_type_that_was_asked_for(
    call: Call, design: str, file: Callable[[str], bytes], format_: str, asked: str | None, type_: str
) -> None:
    body = {"template_format_name": format_, "image_file_type": asked}
    banner = call("POST", f"/banner-builder/{design}/generate", body).body
    assert Image.open(io.BytesIO(file(banner["file"]["url"]))).format == type_
    assert banner["file"]["filename"].endswith(banner["file"]["type"])


def test_changes_are_seen_and_the_same_as_by_url(call: Call, design: str, file: Callable[[str], bytes]) -> None:
    call("PUT", f"/designs/{design}", {**_plain(), "layers": []})
    body = {"elements": {"root": {"background_color": "#FF0000"}}, "image_file_type": "png"}
    banner = call("POST", f"/banner-builder/{design}/generate", body).body
    picture = Image.open(io.BytesIO(file(banner["file"]["url"]))).convert("RGB")
    assert picture.getpixel((5, 5)) == (255, 0, 0)


def test_quality_makes_a_file_smaller(call: Call, design: str, file: Callable[[str], bytes]) -> None:
    sizes = []
    for quality in (100, 20):
        body = {"template_format_name": "wide", "file_compression_level": quality}
        banner = call("POST", f"/banner-builder/{design}/generate", body).body
        sizes.append(len(file(banner["file"]["url"])))
    assert sizes[0] > sizes[1]


def test_everything_that_cannot_be_used_is_listed(call: Call, design: str, receiver: Receiver) -> None:
    elements = {
        "title": {"font_size": 0, "payload": "x", "colour": "red"},
        "titel": {"payload": "x"},
        "photo": {"mask_properties": {"radius": "round"}},
        "vars": {"name": {}},
        "root": [],
    }
    answer = call("POST", f"/banner-builder/{design}/generate", {"template_format_name": "wide", "elements": elements})
    assert (answer.status, answer.body["id"]) == (400, "invalid_payload")
    assert {(problem["path"], problem["code"]) for problem in answer.body["errors"]} == {
        ("elements.title.font_size", "out_of_range"),
        ("elements.title.colour", "unknown_property"),
        ("elements.titel", "unknown_layer"),
        ("elements.photo.mask_properties.radius", "wrong_type"),
        ("elements.vars.name", "wrong_type"),
        ("elements.root", "wrong_type"),
    }


def test_a_picture_that_cannot_be_had_is_an_error(call: Call, design: str, receiver: Receiver) -> None:
    elements = {"photo": {"image_url": f"{receiver.url}/missing.png"}}
    answer = call("POST", f"/banner-builder/{design}/generate", {"template_format_name": "wide", "elements": elements})
    assert (answer.status, answer.body["id"]) == (400, "image_fetching_error")
    (problem,) = answer.body["errors"]
    assert (problem["path"], problem["code"]) == ("elements.photo.image_url", "status")


@pytest.mark.parametrize(
    ("body", "status", "id_"),
    [
        ({}, 400, "more_than_one_format"),
        ({"template_format_name": "round"}, 404, "format_not_found"),
        ({"image_file_type": "pdf"}, 400, "unknown_enum_value"),
        ({"file_compression_level": 0}, 400, "out_of_range"),
        ({"elements": []}, 400, "wrong_type"),
        ([], 400, "wrong_type"),
    ],
)
def test_a_request_that_is_wrong_is_refused(call: Call, design: str, body: Any, status: int, id_: str) -> None:
    answer = call("POST", f"/banner-builder/{design}/generate", body)
    assert (answer.status, answer.body["id"]) == (status, id_)


@pytest.mark.parametrize("design_id", ["nothing", str(uuid4())])
def test_an_unknown_design_is_not_found(call: Call, design_id: str) -> None:
    answer = call("POST", f"/banner-builder/{design_id}/generate", {})
    assert (answer.status, answer.body["id"]) == (404, "template_not_found")


def test_a_request_sent_again_makes_no_second_file(call: Call, design: str, files: Callable[[], set[str]]) -> None:
    body, path = {"template_format_name": "wide"}, f"/banner-builder/{design}/generate"
    before = files()
    answers = [call("POST", path, body, idempotency_key="order 7") for _ in range(3)]
    assert [answer.status for answer in answers] == [200] * 3
    assert answers[0].body == answers[1].body == answers[2].body
    assert len(files() - before) == 1
    other = call("POST", path, {"template_format_name": "tall"}, idempotency_key="order 7")
    assert (other.status, other.body["id"]) == (400, "idempotency_key_reused")
    assert call("POST", path, body, idempotency_key="order 8").body["id"] != answers[0].body["id"]


def test_a_refused_request_may_be_corrected_under_its_key(call: Call, design: str) -> None:
    path = f"/banner-builder/{design}/generate"
    assert call("POST", path, {"template_format_name": "round"}, idempotency_key="order 9").status == 404
    assert call("POST", path, {"template_format_name": "wide"}, idempotency_key="order 9").status == 200


def test_whoever_goes_on_after_a_death_makes_the_same_file(
    call: Call, design: str, doors: Any, files: Callable[[], set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    body, path = {"template_format_name": "wide"}, f"/banner-builder/{design}/generate"
    before = files()

    def die(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("tintype.store.banners.Banners.put", die)
        with pytest.raises(SystemExit):
            call("POST", path, body, idempotency_key="order 10")
    assert len(files() - before) == 1
    answer = call("POST", path, body, idempotency_key="order 10")
    assert answer.status == 200
    assert files() - before == {answer.body["file"]["filename"]}


def _plain() -> dict[str, Any]:
    return {"name": "Plain", "formats": [{"name": "only", "width": 10, "height": 10}]}
