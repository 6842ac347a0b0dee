"""Dynamic images after they were created: paused, limited, expired, signed, deleted; through all three doors."""

from __future__ import annotations

import copy
import importlib.util
import io
import threading
import time
from base64 import b64decode
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from PIL import Image

from tests.integration.doors.conftest import Call
from tests.integration.doors.test_designs import DESIGN, picture
from tintype.base.errors import UnavailableError
from tintype.base.record import replace
from tintype.engine import Engine
from tintype.services.images import admission

PHOTO = {
    "name": "photo",
    "type": "image",
    "layout": {"x": 0, "y": 100, "width": 100, "height": 100},
    "properties": {"image_url": "asset:a.png"},
}


class Made:
    """A design with a dynamic image of its own, and how to look at it."""

    def __init__(self, call: Call, flags: dict[str, bool] | None = None) -> None:
        self.call, self.design = call, f"/designs/{uuid4()}"
        call("manage", "PUT", f"{self.design}/assets/a.png", picture())
        self.document = copy.deepcopy(DESIGN) | {"layers": [*DESIGN["layers"], PHOTO]}
        assert call("manage", "PUT", self.design, self.document).status == 201
        self.flags = flags or {}
        self.id = self.create().body["id"]
        self.path = f"/dynamic-images/{self.id}"

    def create(self) -> SimpleNamespace:
        made: SimpleNamespace = self.call("create", "POST", f"{self.design}/dynamic-image-url", self.flags)
        return made

    def look(self, rest: str = ".png", **headers: str) -> SimpleNamespace:
        seen: SimpleNamespace = self.call("render", "GET", f"/img/{self.id}{rest}", **headers)
        return seen

    def patch(self, **changes: object) -> SimpleNamespace:
        answer: SimpleNamespace = self.call("manage", "PATCH", self.path, changes)
        assert answer.status == 200, answer.body
        return answer

    def key(self) -> str:
        keys = self.call("manage", "POST", f"{self.path}/signing-keys/rotate").body["keys"]
        return str(keys[0]["secret"])

    def sign(self, rest: str, key: str, **options: Any) -> str:
        """What follows the image's id in a signed URL."""
        spec = importlib.util.spec_from_file_location("sign", Path(__file__).parents[3] / "helpers" / "sign.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        parts = urlsplit(module.sign(f"https://img.example.com/{self.id}{rest}", key, **options))
        return f"{parts.path}?{parts.query}".removeprefix(f"/{self.id}")


@pytest.fixture
def made(call: Call) -> Made:
    return Made(call)


def says(answer: SimpleNamespace) -> tuple[int, str]:
    return answer.status, answer.headers.get("x-image-problems", "")


def corner(answer: SimpleNamespace) -> tuple[bool, ...]:
    """Which of red, green and blue is there at the bottom left, where the photo is."""
    image = Image.open(io.BytesIO(b64decode(answer.raw))).convert("RGB")
    pixel = image.getpixel((5, image.height - 5))
    assert isinstance(pixel, tuple)
    return tuple(part > 200 for part in pixel)


RED, GREEN, BLUE = (True, False, False), (False, True, False), (False, False, True)


# Settings


def test_an_image_tells_its_settings_and_keeps_what_was_changed(made: Made) -> None:
    before = made.call("manage", "GET", made.path).body
    assert (before["paused"], before["require_signature"], before["fallback"]) == (False, "none", None)
    assert [one["dynamic_image_url"].split("/")[-2] for one in before["formats"]] == [made.id] * 2
    made.patch(enable_production_mode=True, max_new_variants=7)
    made.patch(expires_at=2_000_000_000)
    after = made.call("manage", "GET", made.path).body
    changed = {"enable_production_mode": True, "max_new_variants": 7, "expires_at": 2_000_000_000}
    assert after == before | changed
    assert made.patch(max_new_variants=None).body["max_new_variants"] is None
    assert made.create().status == 200


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"paused": None}, "paused"),
        ({"paused": "yes"}, "paused"),
        ({"max_renders_per_second": 0}, "max_renders_per_second"),
        ({"max_new_variants": 1.5}, "max_new_variants"),
        ({"expires_at": -1}, "expires_at"),
        ({"fallback": "asset:none.png"}, "fallback"),
        ({"fallback": "_quality=500"}, "_quality"),
        ({"fallback": 5}, "fallback"),
        ({"require_signature": "some"}, "require_signature"),
    ],
)
def test_what_can_not_be_is_named_and_changes_nothing(made: Made, changes: dict[str, object], path: str) -> None:
    before = made.call("manage", "GET", made.path).body
    answer = made.call("manage", "PATCH", made.path, {"enable_rate_limit": True, **changes})
    assert (answer.status, [each["path"] for each in answer.body["errors"]]) == (400, [path])
    assert made.call("manage", "GET", made.path).body == before


@pytest.mark.parametrize(
    ("method", "rest"),
    [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("GET", "/signing-keys"),
        ("POST", "/signing-keys/rotate"),
        ("DELETE", "/signing-keys/x"),
    ],
)
@pytest.mark.parametrize("image", ["x", str(uuid4())])
def test_an_unknown_image_is_404(call: Call, image: str, method: str, rest: str) -> None:
    answer = call("manage", method, f"/dynamic-images/{image}{rest}", {} if method == "PATCH" else b"")
    assert (answer.status, answer.body["id"]) == (404, "dynamic_image_not_found")


# Paused, expired, deleted


def test_a_paused_image_shows_the_design_as_it_is(made: Made) -> None:
    clean, asked = made.look(), made.look(".png?title=Sale")
    made.patch(paused=True)
    paused = made.look(".png?title=Sale")
    assert says(paused) == (200, "image:paused")
    assert (paused.raw == clean.raw, paused.headers["cache-control"]) == (True, "public, max-age=60")
    made.patch(paused=False)
    assert made.look(".png?title=Sale").raw == asked.raw


def test_an_image_expires_and_nobody_keeps_it_longer(made: Made) -> None:
    made.patch(expires_at=int(time.time()) + 500)
    kept = int(made.look().headers["cache-control"].removeprefix("public, max-age="))
    assert 400 < kept <= 500
    made.patch(expires_at=int(time.time()) - 1)
    assert says(made.look(".png?title=Sale")) == (200, "image:expired")


def test_a_url_expires_by_itself(made: Made) -> None:
    soon, past = int(time.time()) + 500, int(time.time()) - 1
    assert made.look(f".png?_expires={soon}").raw == made.look().raw
    assert int(made.look(f".png?_expires={soon}").headers["cache-control"].partition("=")[2]) <= 500
    assert says(made.look(f".png?title=Sale&_expires={past}")) == (200, "_expires:expired")
    assert says(made.look(".png?_expires=soon")) == (200, "_expires:wrong_type")


def test_a_chosen_picture_takes_the_place_of_what_is_not_to_be_seen(made: Made) -> None:
    made.call("manage", "PUT", f"{made.design}/assets/soon.png", picture("lime"))
    made.patch(fallback="asset:soon.png", paused=True)
    assert corner(made.look(".png?title=Sale")) == corner(made.look("/story.webp")) == GREEN
    made.patch(fallback="photo.hidden=1&root=0000FF")
    assert corner(made.look()) == BLUE
    made.patch(fallback=None)
    assert corner(made.look()) == RED


def test_a_chosen_picture_that_can_not_be_had_gives_way_to_the_design(made: Made, doors: Any, monkeypatch: Any) -> None:
    lost = made.call("manage", "PUT", f"{made.design}/assets/soon.png", picture("#12ff34")).body["sha256"]
    made.patch(fallback="asset:soon.png", paused=True)
    door = doors.render

    def read(digest: str, deadline: float) -> bytes:
        if digest == lost:
            raise UnavailableError("the bucket is out")
        return bytes(door._objects.read(digest, deadline))

    broken = Engine(door.settings.fonts, read)
    monkeypatch.setattr(door, "_renderer", replace(door._renderer, engine=broken))
    answer = made.look()
    assert (corner(answer), says(answer)) == (RED, (200, "image:paused"))


def test_a_deleted_image_is_gone_and_comes_back_when_it_is_created_again(made: Made) -> None:
    key = made.key()
    made.patch(require_signature="any", paused=True)
    deleted = made.call("manage", "DELETE", made.path)
    assert (deleted.status, deleted.body["id"]) == (200, made.id)
    gone = made.look()
    assert says(gone) == (410, "url:dynamic_image_gone")
    assert gone.headers["content-type"] == "image/png"
    assert made.call("manage", "GET", made.path).status == 404
    assert made.call("manage", "DELETE", made.path).status == 404
    again = made.create()
    assert (again.status, again.body["id"]) == (201, made.id)
    assert says(made.look()) == (200, "")
    made.key()
    made.patch(require_signature="any")
    assert says(made.look(made.sign(".png", key))) == (401, "_signature:invalid")


# Limits


def test_in_test_mode_so_many_renders_a_second_and_no_more(made: Made, at: Callable[[float], None]) -> None:
    made.patch(max_renders_per_second=3)
    at(2_000_000_000.2)
    answers = [made.look(f".png?title={number}") for number in range(5)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429, 429]
    refused = answers[-1]
    assert (refused.headers["retry-after"], refused.headers["cache-control"]) == ("1", "no-store")
    assert says(refused) == (429, "image:rate_limited")
    at(2_000_000_001.2)
    assert made.look().raw == refused.raw


def test_of_forty_at_once_exactly_ten_are_drawn(
    made: Made, at: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "COUNTING", 60.0)  # moto answers one after the other: nobody may be let in unasked
    made.patch(max_renders_per_second=10)
    at(2_000_000_000.2)
    start = threading.Barrier(40)

    def look(number: int) -> int:
        start.wait()
        return int(made.look(f".png?title={number}").status)

    with ThreadPoolExecutor(40) as pool:
        assert Counter(pool.map(look, range(40))) == {200: 10, 429: 30}


@pytest.mark.usefixtures("no_counting")
def test_production_mode_has_no_such_limit_and_writes_nothing(call: Call) -> None:
    made = Made(call, {"enable_production_mode": True})
    assert [made.look(f".png?title={number}").status for number in range(30)] == [200] * 30


def test_a_viewer_gets_so_many_new_variants(call: Call) -> None:
    made = Made(call, {"enable_production_mode": True, "enable_rate_limit": True})

    def status(number: int, address: str = "198.51.100.7:4711", agent: str = "Mail/1") -> int:
        headers = {"cloudfront_viewer_address": address, "user_agent": agent}
        return int(made.look(f".png?title={number}&utm_source={number}", **headers).status)

    assert [status(number) for number in range(6)] == [200] * 5 + [429]
    assert [status(number) for number in range(7)] == [200] * 5 + [429] * 2
    assert status(3, "198.51.100.7:9999") == 200
    assert status(9, "198.51.100.7:9999") == 429
    assert (status(9, "198.51.100.8:4711"), status(9, agent="Other/2")) == (200, 200)
    refused = made.look(".png?title=99", cloudfront_viewer_address="198.51.100.7:1", user_agent="Mail/1")
    assert 86_000 < int(refused.headers["retry-after"]) <= 86_400
    plain = made.look(cloudfront_viewer_address="198.51.100.7:1", user_agent="Mail/1")
    assert (plain.status, plain.raw) == (200, refused.raw)


def test_one_ipv6_network_is_one_viewer(call: Call) -> None:
    made = Made(call, {"enable_production_mode": True, "enable_rate_limit": True})
    made.patch(max_new_variants=2)
    addresses = ["[2001:db8:1:2::1]:4711", "2001:db8:1:2:3:4:5:6:4711", "2001:db8:1:2::9:4711", "2001:db8:1:3::1:4711"]
    answers = [made.look(f".png?title={each}", cloudfront_viewer_address=each).status for each in addresses]
    assert answers == [200, 200, 429, 200]


def test_a_table_that_can_not_count_lets_everybody_in(made: Made, doors: Any, monkeypatch: Any, capsys: Any) -> None:
    made.patch(max_renders_per_second=1)

    def fail(*_: object) -> int:
        raise UnavailableError("the table is out")

    admission = replace(doors.render._renderer.admission, limits=SimpleNamespace(admit=fail))
    monkeypatch.setattr(doors.render, "_renderer", replace(doors.render._renderer, admission=admission))
    assert [says(made.look(f".png?title={number}")) for number in range(3)] == [(200, "")] * 3
    assert "UnavailableError" in capsys.readouterr().out


# Signatures


def test_an_image_that_needs_signatures_shows_nothing_else(made: Made) -> None:
    key = made.key()
    unsigned = made.look()
    made.patch(require_signature="exact")
    signed = made.sign("/og.png?title=Hello you", key)
    shown = made.look(signed)
    assert (says(shown), shown.raw != unsigned.raw) == ((200, ""), True)
    for rest, problem in (
        ("/og.png?title=Hello+you", "missing"),
        (signed.replace("Hello", "Bye"), "invalid"),
        (signed.replace("/og", "/story"), "invalid"),
        (made.sign("/og.png?title=x", key, expires=int(time.time()) - 1), "expired"),
        (made.sign("/og.png", key, open={"title": {}}), "invalid"),
    ):
        refused = made.look(rest)
        assert says(refused) == (401, f"_signature:{problem}")
        assert refused.headers["content-type"] == "image/png"


def test_signature_and_expiry_are_no_part_of_what_a_variant_is(made: Made) -> None:
    key = made.key()
    plain = made.look(".png?title=Hi")
    made.patch(require_signature="any")
    later = int(time.time()) + 1000
    for rest in (made.sign(".png?title=Hi", key), made.sign(".png?title=Hi", key, expires=later)):
        assert made.look(rest).headers["etag"] == plain.headers["etag"]


def test_a_policy_lets_the_mail_tool_fill_in_what_it_leaves_open(made: Made) -> None:
    key = made.key()
    plain = made.look(".png?title=Alex&root=112233")
    made.patch(require_signature="policy")
    opened = {"title": {"length": 6}, "photo": {"hosts": ["photos.example", "*.cdn.example"]}}
    url = made.sign(".png?root=112233", key, open=opened)
    assert made.look(f"{url}&title=Alex&utm_source=mail").raw == plain.raw
    assert says(made.look(f"{url}&title=*|FNAME|*")) == (200, "")
    assert says(made.look(f"{url}&title=Alexander")) == (200, "title:too_long")
    assert says(made.look(f"{url}&title.font_size=9")) == (401, "_signature:invalid")
    for foreign in (
        "https://evil.example/a.png",
        "https://photos.example.evil.example/",
        "https://x@photos.example/",
        "asset:a.png",
        "https://cdn.example/a.png",
        "https://photos.example%252eevil.example/",
    ):
        assert says(made.look(f"{url}&photo={foreign}")) == (200, "photo:forbidden_host")
    assert says(made.look(made.sign(".png", key))) == (401, "_signature:invalid")


def test_two_keys_hold_during_a_rotation(made: Made) -> None:
    first = made.key()
    made.patch(require_signature="any")
    old = made.sign(".png?title=Hi", first)
    second = made.key()
    listed = made.call("manage", "GET", f"{made.path}/signing-keys").body["keys"]
    assert [key["secret"] for key in listed] == [second, first]
    assert says(made.look(old)) == says(made.look(made.sign(".png?title=Hi", second))) == (200, "")
    made.key()
    assert says(made.look(old)) == (401, "_signature:invalid")


def test_a_key_is_revoked_but_not_the_last_one_that_is_needed(made: Made) -> None:
    needed = made.call("manage", "PATCH", made.path, {"require_signature": "any"})
    assert (needed.status, needed.body["id"]) == (409, "signing_key_missing")
    for _ in range(2):
        made.key()
    made.patch(require_signature="any")
    newer, older = made.call("manage", "GET", f"{made.path}/signing-keys").body["keys"]
    left = made.call("manage", "DELETE", f"{made.path}/signing-keys/{newer['id']}")
    assert left.body["keys"] == [older]
    assert made.call("manage", "DELETE", f"{made.path}/signing-keys/{newer['id']}").status == 404
    assert made.call("manage", "DELETE", f"{made.path}/signing-keys/{older['id']}").status == 409
    assert older["secret"] not in str(made.call("manage", "GET", made.path).body)


# The CDN


def test_what_changes_pictures_takes_them_out_of_the_cdn(made: Made, purged: list[str]) -> None:
    made.patch(paused=True)
    assert purged == []
    changes: list[Callable[[], object]] = [
        lambda: made.patch(fallback="title=Soon"),
        lambda: made.call("manage", "PUT", made.design, made.document),
        lambda: made.call("manage", "PUT", f"{made.design}/assets/a.png", picture("blue")),
        made.key,
        lambda: made.call("manage", "DELETE", made.path),
        lambda: made.call("manage", "DELETE", made.design),
    ]
    for number, change in enumerate(changes, 1):
        change()
        assert purged == [made.id] * number


def test_a_design_that_nobody_looks_at_purges_nothing(call: Call, purged: list[str]) -> None:
    call("manage", "PUT", f"/designs/{uuid4()}", DESIGN)
    assert purged == []


def test_a_cdn_that_can_not_purge_holds_up_no_change(made: Made, doors: Any, monkeypatch: Any) -> None:
    def fail(_: str) -> None:
        raise UnavailableError("too many invalidations are under way")

    monkeypatch.setattr(doors.manage, "_cdn", SimpleNamespace(purge=fail))
    assert made.patch(fallback="title=Soon").body["fallback"] == "title=Soon"


@pytest.fixture
def purged(doors: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The images that have been taken out of the CDN."""
    found: list[str] = []
    monkeypatch.setattr(doors.manage, "_cdn", SimpleNamespace(purge=found.append))
    return found


@pytest.fixture
def at(doors: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Set the clock that renders are counted by."""

    def set_(now: float) -> None:
        admission = doors.render._renderer.admission
        limits = type(admission.limits)(admission.limits._table, admission.limits._client, lambda: now)
        renderer = replace(doors.render._renderer, admission=replace(admission, limits=limits, clock=lambda: now))
        monkeypatch.setattr(doors.render, "_renderer", renderer)

    return set_


@pytest.fixture
def no_counting(doors: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever counts fails the test."""

    def fail(*_: object) -> int:
        pytest.fail("counted")

    admission = replace(doors.render._renderer.admission, limits=SimpleNamespace(admit=fail))
    monkeypatch.setattr(doors.render, "_renderer", replace(doors.render._renderer, admission=admission))
