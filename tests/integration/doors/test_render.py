"""Pictures through the render door: the URL grammar, the headers, and what is shown when something is wrong."""

from __future__ import annotations

import copy
import io
from base64 import b64decode
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from tests.integration.doors.conftest import Call
from tests.integration.doors.test_designs import DESIGN, picture

PHOTO = {
    "name": "photo",
    "type": "image",
    "layout": {"x": 0, "y": 100, "width": 100, "height": 100},
    "properties": {"image_url": "asset:a.png", "fitting_type": "cover"},
}


@pytest.fixture(scope="module")
def ids() -> dict[str, str]:
    return {}


@pytest.fixture
def image(call: Call, ids: dict[str, str]) -> str:
    """The path of a created dynamic image, the same for every test here."""
    if not ids:
        path = f"/designs/{uuid4()}"
        call("manage", "PUT", f"{path}/assets/a.png", picture())
        document = copy.deepcopy(DESIGN) | {"layers": [*DESIGN["layers"], PHOTO]}
        assert call("manage", "PUT", path, document).status == 201
        created = call("create", "POST", f"{path}/dynamic-image-url").body
        ids["image"] = f"/img/{created['id']}"
        ids["story"] = created["formats"][1]["uid"]
    return ids["image"]


def opened(answer: SimpleNamespace) -> Image.Image:
    assert answer.base64
    data = b64decode(answer.raw)
    assert int(answer.headers["content-length"]) == len(data)
    shown = Image.open(io.BytesIO(data))
    shown.load()
    return shown


def problems(answer: SimpleNamespace) -> str:
    return str(answer.headers.get("x-image-problems", ""))


def test_the_first_format_comes_without_a_name(call: Call, image: str) -> None:
    answer = call("render", "GET", image)
    assert (answer.status, opened(answer).size, problems(answer)) == (200, (300, 200), "")
    assert answer.headers["cache-control"] == "public, max-age=86400"


def test_a_format_is_found_by_its_uid_and_by_its_name(call: Call, image: str, ids: dict[str, str]) -> None:
    by_uid, by_name = (call("render", "GET", f"{image}/{token}") for token in (ids["story"], "story"))
    assert opened(by_uid).size == (200, 300)
    assert by_uid.raw == by_name.raw


@pytest.mark.parametrize(
    ("suffix", "accept", "format_", "negotiated"),
    [
        (".png", "image/webp", "PNG", False),
        (".jpg", "", "JPEG", False),
        (".jpeg", "", "JPEG", False),
        (".webp", "", "WEBP", False),
        (".avif", "", "AVIF", False),
        (".gif", "", "GIF", False),
        ("/og.png", "", "PNG", False),
        ("?_type=png", "image/webp", "PNG", False),
        ("", "image/avif,image/webp,*/*", "WEBP", True),
        ("", "*/*", "JPEG", True),
        ("?root=ffffff80", "*/*", "PNG", True),
    ],
)
def test_the_type_is_the_extensions_or_negotiated(
    call: Call, image: str, suffix: str, accept: str, format_: str, negotiated: bool
) -> None:
    answer = call("render", "GET", image + suffix, accept=accept)
    shown = opened(answer)
    assert (shown.format, answer.headers["content-type"]) == (format_, f"image/{format_.lower()}")
    assert (answer.headers.get("vary") == "Accept") is negotiated


def test_a_change_of_text_colour_or_picture_changes_the_picture(call: Call, image: str) -> None:
    queries = [
        "",
        "?title=Hi",
        "?vars.name=Alex",
        "?title.color=ff0000",
        "?root=fff",
        "?photo.hidden=1",
        "?_quality=20",
    ]
    pictures = [call("render", "GET", f"{image}.webp{query}").raw for query in queries]
    assert len(set(pictures)) == len(queries)


def test_scale_multiplies_the_size(call: Call, image: str) -> None:
    sizes = [opened(call("render", "GET", f"{image}.png?_scale={scale}")).size for scale in ("1", "1.5", "2", "3")]
    assert sizes == [(300, 200), (450, 300), (600, 400), (900, 600)]


def test_pixels_are_where_the_design_says(call: Call, image: str) -> None:
    shown = opened(call("render", "GET", f"{image}.png?title.hidden=true")).convert("RGB")
    assert (shown.getpixel((50, 150)), shown.getpixel((200, 150))) == ((255, 0, 0), (11, 16, 32))


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("title.color=blueish", "title.color:invalid_colour"),
        ("title.font_size=-3", "title.font_size:out_of_range"),
        ("title.colour=red", "title.colour:unknown_property"),
        ("photo=asset:none.png", "photo.image_url:missing_asset"),
        ("photo=http://127.0.0.1/a.png", "photo.image_url:forbidden_address"),
        ("photo=javascript:alert(1)", "photo.image_url:invalid_url"),
        ("photo=HTTP://Localhost/a%20b.png", "photo.image_url:forbidden_address"),
        ("photo=%20https://127.0.0.1/my%20photo.png%0A", "photo.image_url:forbidden_address"),
        ("_type=bmp", "_type:unknown_enum_value"),
    ],
)
def test_a_bad_value_falls_back_and_is_named(call: Call, image: str, query: str, named: str) -> None:
    clean, degraded = call("render", "GET", f"{image}?"), call("render", "GET", f"{image}?{query}")
    assert (degraded.status, problems(degraded)) == (200, named)
    assert degraded.raw == clean.raw
    assert degraded.headers["cache-control"] == "public, max-age=60"
    strict = call("render", "GET", f"{image}?{query}&_strict=1")
    assert (strict.status, [f"{each['path']}:{each['code']}" for each in strict.body["errors"]]) == (400, [named])


def test_strict_has_nothing_against_a_good_url(call: Call, image: str) -> None:
    assert call("render", "GET", f"{image}?title=Hi&_strict=1").status == 200


@pytest.mark.parametrize(
    "query", ["title=", "title={{first_name}}", "title=*|FNAME|*", "utm_source=x&gclid=y", "other=1"]
)
def test_what_nobody_meant_changes_nothing(call: Call, image: str, query: str) -> None:
    clean, other = call("render", "GET", image), call("render", "GET", f"{image}?{query}")
    assert (other.raw, problems(other)) == (clean.raw, "")


def test_the_same_bytes_are_not_sent_twice(call: Call, image: str) -> None:
    first = call("render", "GET", f"{image}.png")
    again = call("render", "GET", f"{image}.png", if_none_match=first.headers["etag"])
    assert (again.status, again.raw, again.headers["etag"]) == (304, "", first.headers["etag"])
    assert call("render", "GET", f"{image}.png?title=x").headers["etag"] != first.headers["etag"]


def test_head_tells_the_length_and_sends_nothing(call: Call, image: str) -> None:
    got, head = call("render", "GET", f"{image}.png"), call("render", "HEAD", f"{image}.png")
    assert (head.status, head.raw, head.headers) == (200, "", got.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_any_other_method_is_405_with_allow(call: Call, image: str, method: str) -> None:
    answer = call("render", method, image)
    assert (answer.status, answer.headers["allow"], answer.body["id"]) == (405, "GET, HEAD", "method_not_allowed")


@pytest.mark.parametrize("path", [f"/img/{uuid4()}", "/img/x.png", "/img/", "/img//", "/img/a/b/c.webp"])
def test_an_unknown_image_is_404_with_a_neutral_picture(call: Call, image: str, path: str) -> None:
    answer = call("render", "GET", path)
    assert (answer.status, problems(answer)) == (404, "url:dynamic_image_not_found")
    assert opened(answer).size == (1200, 630)


@pytest.mark.parametrize(
    ("accept", "type_"),
    [("image/webp;q=0,*/*", "image/jpeg"), ("IMAGE/WEBP", "image/webp"), ("image/webpx", "image/jpeg")],
)
def test_accept_is_read_and_not_searched(call: Call, image: str, accept: str, type_: str) -> None:
    answer = call("render", "GET", f"{image}/og", accept=accept)
    assert (answer.headers["content-type"], answer.headers["vary"]) == (type_, "Accept")


@pytest.mark.parametrize(
    "spelt", [str.upper, "/{}".format, "{}/".format, "{}.".format, "./{}".format, "{}.png.".format]
)
def test_another_spelling_of_a_path_is_404(call: Call, image: str, spelt: Callable[[str], str]) -> None:
    """It would not be purged with the image: what is purged begins with the image's id as it is."""
    id_ = image.removeprefix("/img/")
    answer = call("render", "GET", f"/img/{spelt(id_)}")
    assert (answer.status, problems(answer)) == (404, "url:dynamic_image_not_found")


def test_an_unknown_format_is_404_with_a_neutral_picture(call: Call, image: str) -> None:
    answer = call("render", "GET", f"{image}/square")
    assert (answer.status, problems(answer)) == (404, "url:format_not_found")
    opened(answer)


def test_a_design_without_a_dynamic_image_shows_nothing(call: Call) -> None:
    from tintype.model.ids import image_id_of

    design_id = str(uuid4())
    call("manage", "PUT", f"/designs/{design_id}", DESIGN)
    assert call("render", "GET", f"/img/{image_id_of(design_id)}").status == 404


def test_a_new_revision_shows_at_once_and_changes_the_etag(call: Call) -> None:
    path = f"/designs/{uuid4()}"
    call("manage", "PUT", path, DESIGN)
    image = "/img/" + call("create", "POST", f"{path}/dynamic-image-url").body["id"]
    before = call("render", "GET", f"{image}.png")
    changed = copy.deepcopy(DESIGN)
    changed["formats"][0]["background_color"] = "#FFFFFF"
    call("manage", "PUT", path, changed)
    after = call("render", "GET", f"{image}.png")
    assert before.headers["etag"] != after.headers["etag"]
    assert opened(after).convert("RGB").getpixel((299, 199)) == (255, 255, 255)


def test_an_uploaded_font_draws_like_a_bundled_one_and_a_lost_one_falls_back(call: Call, doors: Any) -> None:
    path = f"/designs/{uuid4()}"
    from local.service import FONTS

    font = next(FONTS.glob("oswald/*.ttf")).read_bytes()
    assert call("manage", "PUT", f"{path}/assets/brand.ttf", font).status == 201
    document = copy.deepcopy(DESIGN)
    document["layers"][0]["properties"]["font"] = "asset:brand.ttf"
    assert call("manage", "PUT", path, document).status == 201
    image = "/img/" + call("create", "POST", f"{path}/dynamic-image-url").body["id"]
    own, inter = call("render", "GET", f"{image}.png"), call("render", "GET", f"{image}.png?title.font=Inter")
    assert (problems(own), problems(inter)) == ("", "")
    assert own.raw != inter.raw
    lost = call("render", "GET", f"{image}.png?title.font=asset:none.ttf")
    assert problems(lost) == "title.font:missing_asset"
