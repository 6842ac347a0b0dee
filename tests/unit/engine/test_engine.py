"""The one way in: what the engine's calls have in common, and that it stands on its own."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from PIL import Image

from tests.engines import digest_of, engine_with, with_assets
from tests.golden.build import photo
from tintype.base.errors import TintypeError, UnavailableError
from tintype.engine import CONTENT_TYPES, Engine
from tintype.engine.pipeline import pipeline
from tintype.engine.plate import Plate, plate_from
from tintype.engine.plate.fill import Override

ASSETS = {"photo": photo(), "other": photo(90, 60), "cut": photo(400, 300, "JPEG")[:3000]}


def plate(*layers: tuple[str, str, dict[str, Any]], **root: str) -> Plate:
    elements = [[name, type_, [10, 10, 180, 60], values] for name, type_, values in layers]
    record = {
        "design_id": "d", "revision": 1, "format": "f", "uid": "u", "width": 200, "height": 80,
        "root": root, "elements": elements, "assets": {name: digest_of(data) for name, data in ASSETS.items()},
    }  # fmt: skip
    return plate_from(record)


CARD = plate(
    ("photo", "image", {"image_url": "asset:photo"}),
    ("title", "text", {"payload": "Hello {name|you}", "font_size": 20}),
    ("badge", "shape", {"background_color": "#D7263D", "hidden": True, "rotation": 30}),
)


@pytest.fixture
def engine() -> Engine:
    return engine_with(ASSETS)


@pytest.mark.parametrize("type_", [*CONTENT_TYPES, None])
def test_a_picture_has_the_type_and_the_size_that_were_asked_for(type_: str | None, engine: Engine) -> None:
    picture = engine.render(CARD, type=type_, scale=2)
    assert (picture.type, picture.content_type) == (type_ or "jpeg", CONTENT_TYPES[type_ or "jpeg"])
    assert Image.open(io.BytesIO(picture.data)).size == (picture.width, picture.height) == (400, 160)
    assert picture.problems == ()


def test_the_natural_type_is_png_where_the_background_lets_something_through(engine: Engine) -> None:
    assert engine.render(plate(background_color="#FFFFFF80")).type == "png"
    assert engine.render(CARD, [Override("root", None, "#FFF8")]).type == "png"


def test_quality_and_byte_limit_reach_the_encoder(engine: Engine) -> None:
    sizes = [len(engine.render(CARD, type="jpeg", quality=quality).data) for quality in (20, 60, 95)]
    assert sizes == sorted(sizes)
    assert len(engine.render(CARD, type="jpeg", byte_limit=2000).data) <= 2000


def test_what_can_not_be_used_is_named_and_the_rest_is_drawn(engine: Engine) -> None:
    overrides = [
        Override("photo", None, "asset:cut"),
        Override("title", "font_size", "huge"),
        Override("title", None, "Hi"),
    ]
    picture = engine.render(CARD, overrides, type="png")
    assert [f"{each.path}:{each.code}" for each in picture.problems] == [
        "title.font_size:wrong_type", "photo.image_url:broken",
    ]  # fmt: skip
    assert picture.data == engine.render(CARD, [Override("title", None, "Hi")], type="png").data


def test_drawing_and_encoding_are_the_two_halves_of_rendering(engine: Engine) -> None:
    overrides, variables = [Override("title", "color", "#FF0000")], {"name": "Ada"}
    drawing = engine.draw(CARD, overrides, variables, "png", 1.5)
    whole = engine.render(CARD, overrides, variables, "png", scale=1.5)
    assert engine.encode(drawing).data == whole.data
    decoded = Image.open(io.BytesIO(whole.data)).convert(drawing.painted.image.mode)
    assert decoded.tobytes() == drawing.painted.image.tobytes()


def test_boxes_tell_where_each_layer_lies(engine: Engine) -> None:
    photo_, title, badge = engine.layout(CARD, variables={"name": "Ada"}, scale=2).boxes
    assert (photo_.name, photo_.type, photo_.shown) == ("photo", "image", True)
    assert (photo_.x, photo_.y, photo_.width, photo_.height) == (20, 20, 360, 120)
    assert (title.font_size, [line.text for line in title.lines]) == (40, ["Hello Ada"])
    assert title.lines[0].width > 0
    assert (badge.shown, badge.rotation, badge.lines) == (False, 30, ())
    assert engine.render(CARD).boxes == engine.layout(CARD).boxes


def test_layout_paints_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "paint", lambda *_: pytest.fail("painted"))
    assert engine.layout(CARD).scene.items


def test_stages_come_in_their_order_and_once(engine: Engine) -> None:
    class Watching:
        def __init__(self) -> None:
            self.stages: list[str] = []

        def stage(self, name: str) -> None:
            self.stages.append(name)

        def count(self, name: str) -> None:
            pytest.fail(name)

    watch = Watching()
    engine.render(CARD, [Override("photo", None, "asset:cut")], watch=watch)
    assert watch.stages == ["resolve", "layout", "paint", "encode"]


def test_a_placeholder_has_any_size_and_type(engine: Engine) -> None:
    for type_ in CONTENT_TYPES:
        picture = engine.placeholder(30, 20, type_)
        assert Image.open(io.BytesIO(picture.data)).size == (30, 20)
        assert picture.boxes == ()


class Web:
    def __init__(self, pictures: Mapping[str, bytes | TintypeError]) -> None:
        self.pictures, self.forgotten = pictures, [""]

    def fetch(self, urls: Iterable[str], _: float) -> Mapping[str, bytes | TintypeError]:
        return {url: self.pictures[url] for url in urls}

    def forget(self, url: str) -> None:
        self.forgotten.append(url)


def test_a_remote_picture_that_does_not_decode_is_forgotten_before_anything_is_laid_out() -> None:
    urls: dict[str, bytes | TintypeError] = {
        "https://a/cut": ASSETS["cut"],
        "https://a/good": ASSETS["other"],
        "https://a/out": UnavailableError("out"),
    }
    web = Web(urls)
    engine = engine_with(ASSETS, web)
    codes = {url: [each.code for each in engine.render(CARD, [Override("photo", None, url)]).problems] for url in urls}
    assert codes == {"https://a/cut": ["broken"], "https://a/good": [], "https://a/out": ["unavailable"]}
    assert web.forgotten == ["", "https://a/cut"]


def test_without_a_network_urls_give_way_to_the_designs_own(engine: Engine) -> None:
    picture = engine.render(CARD, [Override("photo", None, "https://a/b.png")], type="png")
    assert [each.code for each in picture.problems] == ["unavailable"]
    assert picture.data == engine.render(CARD, type="png").data


def test_a_picture_is_decoded_once_and_a_static_one_not_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from tintype.engine.images import decode

    decoded: list[tuple[int, int]] = []
    real = decode._scaled

    def scaled(image: Image.Image, crop: decode.Crop, size: tuple[int, int]) -> Image.Image:
        decoded.append(size)
        return real(image, crop, size)

    monkeypatch.setattr(decode, "_scaled", scaled)
    # Contents of their own: what was decoded often is kept for the whole process.
    assets = {"photo": photo(241, 160), "other": photo(91, 60)}
    engine, card = engine_with(assets), with_assets(CARD, assets)
    for _ in range(3):
        engine.render(card, [Override("title", None, "Hi")])
    assert decoded == [(180, 60)]
    engine.render(card, [Override("photo", None, "asset:other")])
    assert len(decoded) == 2


def test_the_clock_is_handed_in() -> None:
    asked: list[float] = []

    def read(digest: str, deadline: float) -> bytes:
        asked.append(deadline)
        raise UnavailableError(digest)

    from tests.engines import FONTS

    engine = Engine(FONTS, read, clock=lambda: 1000.0)
    engine.render(CARD, deadline=1010.0)
    assert 1009 < asked[0] < 1010


def test_it_is_safe_among_threads(engine: Engine) -> None:
    wanted = {name: engine_with(ASSETS).render(CARD, variables={"name": name}, type="png").data for name in "ABCD"}
    wrong: list[str] = []

    def draw(name: str) -> None:
        for _ in range(5):
            if engine.render(CARD, variables={"name": name}, type="png").data != wanted[name]:
                wrong.append(name)

    threads = [threading.Thread(target=draw, args=(name,)) for name in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
