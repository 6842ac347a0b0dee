"""The dynamic image URL from a viewer's side: what it shows, what changes it, and how it is cached."""

from __future__ import annotations

import re
import threading
import uuid
from urllib.parse import quote

import pytest
from PIL import Image, ImageChops

from tests.e2e.conftest import Run, start, stop
from tests.e2e.viewer import Answer, ask

TITLE_BOX = (72, 214, 832, 366)  # of the social card: left, top, right, bottom
AVATAR_BOX = (73, 497, 155, 579)
BUTTON_BOX = (902, 506, 1128, 572)


def get(run: Run, query: str = "", starter: str = "social-card", suffix: str = ".png", **headers: str) -> Answer:
    """A picture of a starter with the changes in `query`."""
    return ask(f"{run.image(starter)}{suffix}?{query}", **headers)


def rgb(run: Run, query: str = "", starter: str = "social-card") -> Image.Image:
    answer = get(run, query, starter)
    assert (answer.status, answer.headers["x-image-problems"]) == (200, None)
    return answer.picture.convert("RGB")


ROUNDING = 2  # levels of 255: what is blended in one step or in two may differ by as much, and nobody sees it


def changed_box(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    """The smallest box that holds every pixel in which two pictures look different; None where they look alike."""
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return difference.point(lambda level: 255 if level > ROUNDING else 0).getbbox()


def is_within(inner: tuple[int, int, int, int] | None, outer: tuple[int, int, int, int]) -> bool:
    """Whether something changed, and nothing but inside `outer`; glyphs may reach two pixels over their box."""
    return inner is not None and all(
        (inside >= edge - 2) if index < 2 else (inside <= edge + 2)
        for index, (inside, edge) in enumerate(zip(inner, outer, strict=True))
    )


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    """Whether a pixel is as good as `colour`."""
    assert isinstance(pixel, tuple)
    return all(abs(one - other) <= 8 for one, other in zip(pixel, colour, strict=True))


def max_age(answer: Answer) -> int:
    found = re.search(r"max-age=(\d+)", answer.headers["cache-control"])
    assert found
    return int(found[1])


SIZES = {
    "social-card": (1200, 630),
    "email-banner": (1200, 400),
    "product-card": (800, 1000),
}  # the banner's URL: _scale=2


@pytest.mark.parametrize("starter", SIZES)
def test_every_printed_url_shows_its_picture(run: Run, starter: str) -> None:
    answer = ask(run.images[starter])
    assert answer.status == 200
    assert answer.picture.size == SIZES[starter]
    assert answer.headers["x-image-problems"] is None
    colours = answer.picture.convert("RGB").resize((100, 100)).getcolors(10_000)
    assert colours is not None
    assert len(colours) > 100


def test_a_title_in_the_query_changes_the_title_and_nothing_else(run: Run) -> None:
    assert is_within(changed_box(rgb(run), rgb(run, "title=Hello")), TITLE_BOX)


def test_two_different_texts_never_look_alike(run: Run) -> None:
    assert changed_box(rgb(run, "title=Anna"), rgb(run, "title=Hanna")) is not None


def test_the_short_form_means_the_layers_content(run: Run) -> None:
    assert changed_box(rgb(run, "title=Hello"), rgb(run, "title.payload=Hello")) is None


@pytest.mark.parametrize("colour", ["7DD3FC", "%237DD3FC", "7dd3fcff"])
def test_a_colour_is_taken_with_and_without_its_hash(run: Run, colour: str) -> None:
    picture = rgb(run, f"button.background_color={colour}")
    left, top, _, _ = BUTTON_BOX
    assert picture.getpixel((left + 14, top + 33)) == (0x7D, 0xD3, 0xFC)


def test_a_gradient_may_be_given_as_a_background(run: Run) -> None:
    gradient = quote("linear-gradient(0% 0% 100% 0%,0% #FF0000,100% #0000FF)")
    picture = rgb(run, f"root={gradient}", "email-banner")
    left, right = picture.getpixel((2, 195)), picture.getpixel((597, 195))
    assert near(left, (255, 0, 0))
    assert near(right, (0, 0, 255))


def test_an_avatar_comes_from_the_address_given_and_is_cut_round(run: Run, pictures: str) -> None:
    picture = rgb(run, f"avatar={quote(f'http://{pictures}/a.png?colour=ff0000')}")
    left, top, right, bottom = AVATAR_BOX
    assert picture.getpixel(((left + right) // 2, (top + bottom) // 2)) == (255, 0, 0)
    assert picture.getpixel((left + 2, top + 2)) != (255, 0, 0)
    assert is_within(changed_box(rgb(run), picture), AVATAR_BOX)


def test_an_avatar_may_be_another_asset_of_the_design(run: Run) -> None:
    assert is_within(changed_box(rgb(run), rgb(run, "avatar=asset:jonas.jpg")), AVATAR_BOX)


def test_a_hidden_layer_is_not_there(run: Run) -> None:
    assert is_within(changed_box(rgb(run), rgb(run, "button.hidden=true")), BUTTON_BOX)


def test_a_variable_is_put_into_every_text_and_has_its_own_default(run: Run) -> None:
    plain = rgb(run, starter="email-banner")
    assert changed_box(plain, rgb(run, "vars.first_name=Amira", "email-banner")) is not None
    assert changed_box(plain, rgb(run, "vars.first_name=Hello", "email-banner")) is None
    both = rgb(run, "vars.first_name=Amira&vars.ends=tonight", "email-banner")
    assert changed_box(rgb(run, "vars.first_name=Amira", "email-banner"), both) is not None


@pytest.mark.parametrize(
    "value", ["", "%20", "{{first_name}}", "*|FNAME|*", "%25%25name%25%25", "[[name]]", "${name}", "Hi%20{{name}}"]
)
def test_what_a_mail_tool_left_empty_means_the_designs_default(run: Run, value: str) -> None:
    assert get(run, f"title={value}").body == get(run).body


def test_parameters_of_mail_tools_and_ad_networks_change_nothing(run: Run) -> None:
    tagged = get(run, "utm_source=mail&fbclid=abc&nobody.color=red&gclid=1")
    assert tagged.headers["x-image-problems"] is None
    assert tagged.body == get(run).body


def test_a_format_is_chosen_by_name_or_uid(run: Run) -> None:
    image = run.image("social-card").rpartition("/")[0]
    assert ask(f"{image}/square").picture.size == (1080, 1080)
    assert ask(f"{image}").picture.size == (1200, 630)
    assert ask(f"{image}/og.png").body == get(run).body


TYPES = {
    "png": ("PNG", "image/png"),
    "jpg": ("JPEG", "image/jpeg"),
    "jpeg": ("JPEG", "image/jpeg"),
    "webp": ("WEBP", "image/webp"),
    "avif": ("AVIF", "image/avif"),
    "gif": ("GIF", "image/gif"),
}


@pytest.mark.parametrize("extension", TYPES)
def test_the_extension_or_type_decides_the_type_whatever_is_accepted(run: Run, extension: str) -> None:
    by_path = get(run, suffix=f".{extension}", starter="email-banner", accept="image/webp")
    by_query = get(run, f"_type={extension}", suffix="", starter="email-banner")
    for answer in (by_path, by_query):
        assert (answer.picture.format, answer.headers["content-type"]) == TYPES[extension]
        assert answer.headers["vary"] is None


@pytest.mark.parametrize(
    ("accept", "format_"),
    [("image/avif,image/webp,*/*", "WEBP"), ("*/*", "JPEG"), ("image/png,image/*;q=0.8", "JPEG"), ("", "JPEG")],
)
def test_without_an_extension_the_viewer_gets_webp_if_it_says_so_and_else_jpeg(
    run: Run, accept: str, format_: str
) -> None:
    answer = get(run, suffix="", accept=accept)
    assert answer.picture.format == format_
    assert answer.headers["vary"] == "Accept"


def test_a_transparent_background_without_webp_is_a_png(run: Run) -> None:
    answer = get(run, "root=00000000", "email-banner", suffix="")
    assert answer.picture.format == "PNG"
    assert answer.picture.convert("RGBA").getpixel((2, 195)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("scale", "size"), [("1", (600, 200)), ("1.5", (900, 300)), ("2", (1200, 400)), ("3", (1800, 600))]
)
def test_a_scale_makes_the_same_picture_larger(run: Run, scale: str, size: tuple[int, int]) -> None:
    larger = rgb(run, f"_scale={scale}", "email-banner")
    assert larger.size == size
    small = rgb(run, starter="email-banner").resize((60, 20), Image.Resampling.BOX)
    difference = ImageChops.difference(larger.resize((60, 20), Image.Resampling.BOX), small)
    assert max(high for _, high in difference.getextrema()) < 48  # type: ignore[misc]


def test_a_lower_quality_makes_fewer_bytes(run: Run) -> None:
    assert len(get(run, "_quality=30", suffix=".jpg").body) < len(get(run, "_quality=90", suffix=".jpg").body)


def test_a_viewer_that_has_the_picture_is_told_so(run: Run) -> None:
    first = get(run)
    tag = first.headers["etag"]
    assert re.fullmatch(r'"[^"]+"', tag)
    for sent in (tag, f'"other", {tag}', "*", f"W/{tag}"):
        again = get(run, if_none_match=sent)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert get(run, if_none_match='"other"').status == 200
    assert get(run, "title=Other").headers["etag"] != tag


@pytest.mark.parametrize("query", ["", "title=x&button.color=nope"])
def test_head_says_what_get_would(run: Run, query: str) -> None:
    url = f"{run.image('social-card')}.png?{query}"
    head, full = ask(url, "HEAD"), ask(url)
    assert head.body == b""
    assert head.headers["content-length"] == str(len(full.body))
    told = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in told} == {
        k: v for k, v in full.headers.items() if k not in told
    }


def test_every_picture_may_be_shown_anywhere_and_is_never_sniffed(run: Run, pictures: str) -> None:
    unreachable = f"photo={quote(f'http://{pictures}/missing.png')}"
    for answer in (get(run), get(run, unreachable), ask(f"{run.url}/img/{uuid.UUID(int=1)}")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["content-length"] == str(len(answer.body))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "BREW"])
def test_any_other_method_is_405_with_the_ones_that_work(run: Run, method: str) -> None:
    answer = ask(run.image("social-card"), method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert answer.json["id"] == "method_not_allowed"


@pytest.mark.parametrize(
    "path", [str(uuid.UUID(int=1)), "not-an-id", "a/b/c/d.png", "%2e%2e/x", f"{uuid.UUID(int=1)}.webp", "x%00y"]
)
def test_an_unknown_image_is_404_with_a_neutral_picture(run: Run, path: str) -> None:
    answer = ask(f"{run.url}/img/{path}")
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("image/")
    assert min(answer.picture.size) > 0


@pytest.mark.parametrize("spelt", ["%{:02x}", "%{:02X}", "%25{:02x}"])
def test_a_path_with_escapes_is_404_as_behind_the_cdn(run: Run, spelt: str) -> None:
    url = run.image("social-card")
    id_ = url.rsplit("/", 2)[1]
    assert ask(url).status == 200
    assert ask(url.replace(id_, spelt.format(ord(id_[0])) + id_[1:])).status == 404


def test_an_unknown_format_is_404_with_a_picture(run: Run) -> None:
    answer = ask(f"{run.image('social-card').rpartition('/')[0]}/nowhere.png")
    assert answer.status == 404
    assert answer.picture.format == "PNG"


BAD = {
    "button.background_color=nope": "button.background_color:invalid_colour",
    "title.font_size=-1": "title.font_size:out_of_range",
    "title.nonsense=1": "title.nonsense:unknown_property",
    "avatar=ftp://example.com/a.png": "avatar.image_url:invalid_url",
    "_scale=7": "_scale:unknown_enum_value",
}


@pytest.mark.parametrize("query", BAD)
def test_a_bad_value_costs_only_itself_and_is_named(run: Run, query: str) -> None:
    answer = get(run, query)
    assert answer.status == 200
    assert answer.headers["x-image-problems"] == BAD[query]
    assert changed_box(answer.picture, get(run).picture) is None
    assert 0 < max_age(answer) < max_age(get(run))


UNREACHABLE = {
    "http://{pictures}/missing.png": "status",
    "http://127.0.0.1:9/x.png": "forbidden_port",
    "http://169.254.169.254/latest/meta-data": "forbidden_address",
    "http://localhost/x.png": "forbidden_address",
    "http://nobody.invalid/x.png": "unreachable",
}


@pytest.mark.parametrize("address", UNREACHABLE)
def test_a_photo_that_can_not_be_had_is_the_designs_own(run: Run, pictures: str, address: str) -> None:
    answer = get(run, f"photo={quote(address.format(pictures=pictures))}")
    assert answer.status == 200
    assert answer.headers["x-image-problems"] == f"photo.image_url:{UNREACHABLE[address]}"
    assert changed_box(answer.picture, get(run).picture) is None
    assert 0 < max_age(answer) < max_age(get(run))


def test_strict_lists_every_problem_instead(run: Run) -> None:
    answer = get(run, "_strict=1&button.color=nope&title.font_size=x")
    assert answer.status == 400
    assert answer.json.keys() == {"id", "message", "errors", "version"}
    assert {problem["path"] for problem in answer.json["errors"]} == {"button.color", "title.font_size"}
    assert get(run, "_strict=1&title=Fine").status == 200


def test_viewers_at_the_same_time_never_get_each_others_picture(run: Run) -> None:
    seen: dict[int, object] = {}

    def view(number: int) -> None:
        picture = rgb(run, f"root={number:02x}{255 - number:02x}80", "email-banner")
        seen[number] = picture.getpixel((3, 3))

    threads = [threading.Thread(target=view, args=(number * 8,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {number * 8: (number * 8, 255 - number * 8, 128) for number in range(30)}


def test_a_cold_process_draws_the_same_as_a_warm_one(run: Run) -> None:
    rgb(run)
    warm = rgb(run, "title=Five+quiet+valleys+worth+the+walk")
    other = start()
    try:
        assert changed_box(rgb(other), warm) is None
    finally:
        stop(other)
        other.process.stdout.close()  # type: ignore[union-attr]


def test_a_new_revision_is_seen_once_the_plate_is_read_anew(run: Run) -> None:
    path = f"{run.url}/designs/{uuid.uuid4()}"
    document = b'{"name": "n", "formats": [{"name": "f", "width": 8, "height": 8, "background_color": "%s"}]}'
    assert ask(path, "PUT", document % b"#FF0000", x_api_key=run.key).status == 201
    image = ask(f"{path}/dynamic-image-url", "POST", b"", x_api_key=run.key).json["formats"][0]["dynamic_image_url"]
    assert ask(f"{image}.png").picture.convert("RGB").getpixel((4, 4)) == (255, 0, 0)
    assert ask(path, "PUT", document % b"#00FF00", x_api_key=run.key).status == 200
    for _ in range(300):  # a plate is kept for PLATE_SECONDS; a minute is far more than that
        if (colour := ask(f"{image}.png").picture.convert("RGB").getpixel((4, 4))) != (255, 0, 0):
            break
        threading.Event().wait(0.2)
    assert colour == (0, 255, 0)
