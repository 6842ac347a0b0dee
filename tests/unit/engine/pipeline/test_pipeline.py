"""From a query to pixels: what can't be had or drawn gives way to the design's own and is named."""

from __future__ import annotations

import time
from base64 import b64encode
from typing import Any
from urllib.parse import quote

import pytest

from tests.golden.build import faces, photo
from tintype import query
from tintype.base.caches import ByteCache
from tintype.engine.encode import StripCache
from tintype.engine.pipeline.context import Easel
from tintype.engine.pipeline.pipeline import draw
from tintype.engine.pipeline.resolve import PictureSources, ResolvedPlate
from tintype.engine.plate import VISIBLE_IF, Plate, plate_from
from tintype.engine.plate.fill import fill
from tintype.engine.raster.scene import BaseCache

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#D7263D"/></svg>'
ASSETS = {"photo": photo(), "cut": photo()[:200], "junk": b"not a font"}


@pytest.fixture
def easel() -> Easel:
    sources = PictureSources(lambda name, _: ASSETS[name], lambda *_: {}, lambda _: None, ByteCache(1 << 20))
    return Easel(sources, faces(), BaseCache(8 << 20), StripCache(1 << 20), lambda _: None)


def plate(*layers: tuple[str, str, dict[str, Any]]) -> Plate:
    elements = [[name, type_, [10, 10, 180, 60], values] for name, type_, values in layers]
    record = {
        "design_id": "d", "revision": 1, "format": "f", "uid": "u", "width": 200, "height": 80,
        "root": {}, "elements": elements, "assets": {name: name for name in ASSETS},
    }  # fmt: skip
    return plate_from(record)


def drawn(design: Plate, asked: str, easel: Easel) -> tuple[bytes, list[str], ResolvedPlate]:
    """The pixels, the problems, and what was resolved."""
    parsed = query.parse(asked)
    filled = fill(design, parsed.overrides, parsed.variables)
    resolved, painted = draw(filled.plate, design, easel, time.monotonic() + 60)
    problems = (*parsed.problems, *filled.problems, *resolved.problems)
    return painted.image.tobytes(), [f"{each.path}:{each.code}" for each in problems], resolved


class TestPicturesAsBase64:
    design = plate(("photo", "image", {"image_url": "asset:photo"}))

    def test_a_request_may_carry_a_picture(self, easel: Easel) -> None:
        pixels, problems, _ = drawn(self.design, f"photo.image_encoded={b64encode(SVG).decode()}", easel)
        assert (pixels[(40 * 200 + 100) * 3 :][:3], problems) == (b"\xd7\x26\x3d", [])

    def test_a_plus_sign_that_became_a_space_does_no_harm(self, easel: Easel) -> None:
        encoded = b64encode(b"<!-- \xfb\xef -->".replace(b"\xfb\xef", b"~~?>~?>") + SVG).decode()
        assert "+" in encoded
        pixels, problems, _ = drawn(self.design, f"photo.image_encoded={encoded}", easel)
        assert (pixels, problems) == drawn(self.design, f"photo.image_encoded={quote(encoded)}", easel)[:2]

    @pytest.mark.parametrize(
        ("data", "code"), [(b"junk", "not_a_picture"), (photo()[:200], "broken"), (photo()[:20], "not_a_picture")]
    )
    def test_one_that_can_not_be_drawn_gives_way_to_the_designs_own(self, data: bytes, code: str, easel: Easel) -> None:
        pixels, problems, _ = drawn(self.design, f"photo.image_encoded={quote(b64encode(data))}", easel)
        assert (pixels, problems) == (drawn(self.design, "", easel)[0], [f"photo.image_encoded:{code}"])

    def test_a_design_may_carry_a_picture_and_a_url_replaces_it(self, easel: Easel) -> None:
        carried = plate(("photo", "image", {"image_encoded": b64encode(photo()).decode()}))
        assert drawn(carried, "", easel)[:2] == drawn(self.design, "", easel)[:2]
        pixels, problems, _ = drawn(carried, "photo=asset:cut", easel)
        assert (pixels, problems) == (drawn(carried, "", easel)[0], ["photo.image_url:broken"])

    def test_a_button_takes_its_icon_so(self, easel: Easel) -> None:
        button = plate(("go", "button", {"payload": "Go"}))
        pixels, problems, _ = drawn(button, f"go.icon_encoded={quote(b64encode(SVG))}", easel)
        assert (pixels != drawn(button, "", easel)[0], problems) == (True, [])
        pixels, problems, _ = drawn(button, "go.icon_encoded=anVuaw", easel)
        assert (pixels, problems) == (drawn(button, "", easel)[0], ["go.icon_encoded:not_a_picture"])


class TestCharactersThatNoFontHas:
    @pytest.mark.parametrize("type_", ["text", "button"])
    def test_they_are_named_once_for_each_element(self, type_: str, easel: Easel) -> None:
        shadow = {"text_shadow_color": "#F00", "text_shadow_offset_x": 3} if type_ == "button" else {}
        design = plate(("title", type_, {"payload": "Hi", **shadow}))
        asked = quote("Hi \U000e1234\U000e1234 \U000e1235")
        pixels, problems, resolved = drawn(design, f"title={asked}", easel)
        assert problems == ["title.payload:missing_glyph"]
        assert resolved.problems[0].received == "\U000e1234 \U000e1235"
        assert resolved.failures == ()
        assert pixels != drawn(design, "title=Hi", easel)[0]


class TestFonts:
    design = plate(("title", "text", {"payload": "Hamburg", "font": "Lato", "font_size": 30}))

    @pytest.mark.parametrize(
        ("font", "code"),
        [("No Such Font", "unknown_font"), ("asset:none", "missing_asset"), ("asset:junk", "broken_font"),
         ("asset:photo", "broken_font")],
    )  # fmt: skip
    def test_one_that_can_not_be_used_gives_way_to_the_designs_own(self, font: str, code: str, easel: Easel) -> None:
        pixels, problems, _ = drawn(self.design, f"title.font={quote(font)}", easel)
        assert (pixels, problems) == (drawn(self.design, "", easel)[0], [f"title.font:{code}"])

    def test_where_the_designs_own_can_not_be_used_either_the_default_is_drawn(self, easel: Easel) -> None:
        broken = plate(("title", "text", {"payload": "Hamburg", "font": "asset:junk", "font_size": 30}))
        plain = plate(("title", "text", {"payload": "Hamburg", "font_size": 30}))
        pixels, problems, resolved = drawn(broken, "", easel)
        assert (pixels, problems) == (drawn(plain, "", easel)[0], ["title.font:broken_font"])
        assert not resolved.plate.elements[0].static
        assert drawn(broken, "title.font=x", easel)[1] == ["title.font:unknown_font"]


def test_a_condition_shows_and_hides_though_everything_else_is_painted_once(easel: Easel) -> None:
    design = plate(
        ("ground", "shape", {"background_color": "#F4D35E"}),
        ("badge", "shape", {"background_color": "#D7263D", VISIBLE_IF: {"var": "tier", "in": ["gold"]}}),
        ("title", "text", {"payload": "Hi {name}"}),
    )
    for asked in ("vars.tier=gold", "vars.tier=tin", "", "vars.name=A&vars.tier=gold", "vars.name=A", "vars.tier=gold"):
        fresh = Easel(easel.sources, easel.faces, BaseCache(0), StripCache(0), lambda _: None)
        assert drawn(design, asked, easel) == drawn(design, asked, fresh), asked
    gold, tin = (drawn(design, f"vars.tier={tier}", easel)[0] for tier in ("gold", "tin"))
    assert gold != tin
