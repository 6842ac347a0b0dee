"""From a query to pixels: what can't be had or drawn gives way to the design's own and is named."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from urllib.parse import quote

import pytest

from tests.engines import digest_of, engine_with
from tests.golden.build import photo
from tintype import query
from tintype.engine import Drawing, Engine
from tintype.engine.plate import VISIBLE_IF, Plate, plate_from

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#D7263D"/></svg>'
ASSETS = {"photo": photo(), "cut": photo()[:200], "junk": b"not a font"}


@pytest.fixture
def engine() -> Engine:
    return engine_with(ASSETS)


def plate(*layers: tuple[str, str, dict[str, Any]]) -> Plate:
    elements = [[name, type_, [10, 10, 180, 60], values] for name, type_, values in layers]
    record = {
        "design_id": "d", "revision": 1, "format": "f", "uid": "u", "width": 200, "height": 80,
        "root": {}, "elements": elements, "assets": {name: digest_of(data) for name, data in ASSETS.items()},
    }  # fmt: skip
    return plate_from(record)


def drawn(design: Plate, asked: str, engine: Engine) -> tuple[bytes, list[str], Drawing]:
    """The pixels, the problems, and the whole drawing."""
    parsed = query.parse(asked)
    drawing = engine.draw(design, parsed.overrides, parsed.variables)
    problems = (*parsed.problems, *drawing.problems)
    return drawing.painted.image.tobytes(), [f"{each.path}:{each.code}" for each in problems], drawing


class TestPicturesAsBase64:
    design = plate(("photo", "image", {"image_url": "asset:photo"}))

    def test_a_request_may_carry_a_picture(self, engine: Engine) -> None:
        pixels, problems, _ = drawn(self.design, f"photo.image_encoded={b64encode(SVG).decode()}", engine)
        assert (pixels[(40 * 200 + 100) * 3 :][:3], problems) == (b"\xd7\x26\x3d", [])

    def test_a_plus_sign_that_became_a_space_does_no_harm(self, engine: Engine) -> None:
        encoded = b64encode(b"<!-- \xfb\xef -->".replace(b"\xfb\xef", b"~~?>~?>") + SVG).decode()
        assert "+" in encoded
        pixels, problems, _ = drawn(self.design, f"photo.image_encoded={encoded}", engine)
        assert (pixels, problems) == drawn(self.design, f"photo.image_encoded={quote(encoded)}", engine)[:2]

    @pytest.mark.parametrize(
        ("data", "code"), [(b"junk", "not_a_picture"), (photo()[:200], "broken"), (photo()[:20], "not_a_picture")]
    )
    def test_one_that_can_not_be_drawn_gives_way_to_the_designs_own(
        self, data: bytes, code: str, engine: Engine
    ) -> None:
        pixels, problems, _ = drawn(self.design, f"photo.image_encoded={quote(b64encode(data))}", engine)
        assert (pixels, problems) == (drawn(self.design, "", engine)[0], [f"photo.image_encoded:{code}"])

    def test_a_design_may_carry_a_picture_and_a_url_replaces_it(self, engine: Engine) -> None:
        carried = plate(("photo", "image", {"image_encoded": b64encode(photo()).decode()}))
        assert drawn(carried, "", engine)[:2] == drawn(self.design, "", engine)[:2]
        pixels, problems, _ = drawn(carried, "photo=asset:cut", engine)
        assert (pixels, problems) == (drawn(carried, "", engine)[0], ["photo.image_url:broken"])

    def test_a_button_takes_its_icon_so(self, engine: Engine) -> None:
        button = plate(("go", "button", {"payload": "Go"}))
        pixels, problems, _ = drawn(button, f"go.icon_encoded={quote(b64encode(SVG))}", engine)
        assert (pixels != drawn(button, "", engine)[0], problems) == (True, [])
        pixels, problems, _ = drawn(button, "go.icon_encoded=anVuaw", engine)
        assert (pixels, problems) == (drawn(button, "", engine)[0], ["go.icon_encoded:not_a_picture"])


class TestCharactersThatNoFontHas:
    @pytest.mark.parametrize("type_", ["text", "button"])
    def test_they_are_named_once_for_each_element(self, type_: str, engine: Engine) -> None:
        shadow = {"text_shadow_color": "#F00", "text_shadow_offset_x": 3} if type_ == "button" else {}
        design = plate(("title", type_, {"payload": "Hi", **shadow}))
        asked = quote("Hi \U000e1234\U000e1234 \U000e1235")
        pixels, problems, drawing = drawn(design, f"title={asked}", engine)
        assert problems == ["title.payload:missing_glyph"]
        assert drawing.problems[0].received == "\U000e1234 \U000e1235"
        assert engine.encode(drawing).failures == ()
        assert pixels != drawn(design, "title=Hi", engine)[0]


class TestFonts:
    design = plate(("title", "text", {"payload": "Hamburg", "font": "Lato", "font_size": 30}))

    @pytest.mark.parametrize(
        ("font", "code"),
        [("No Such Font", "unknown_font"), ("asset:none", "missing_asset"), ("asset:junk", "broken_font"),
         ("asset:photo", "broken_font")],
    )  # fmt: skip
    def test_one_that_can_not_be_used_gives_way_to_the_designs_own(self, font: str, code: str, engine: Engine) -> None:
        pixels, problems, _ = drawn(self.design, f"title.font={quote(font)}", engine)
        assert (pixels, problems) == (drawn(self.design, "", engine)[0], [f"title.font:{code}"])

    def test_where_the_designs_own_can_not_be_used_either_the_default_is_drawn(self, engine: Engine) -> None:
        broken = plate(("title", "text", {"payload": "Hamburg", "font": "asset:junk", "font_size": 30}))
        plain = plate(("title", "text", {"payload": "Hamburg", "font_size": 30}))
        pixels, problems, drawing = drawn(broken, "", engine)
        assert (pixels, problems) == (drawn(plain, "", engine)[0], ["title.font:broken_font"])
        assert not drawing.laid_out.plate.elements[0].static
        assert drawn(broken, "title.font=x", engine)[1] == ["title.font:unknown_font"]


def test_a_condition_shows_and_hides_though_everything_else_is_painted_once(engine: Engine) -> None:
    design = plate(
        ("ground", "shape", {"background_color": "#F4D35E"}),
        ("badge", "shape", {"background_color": "#D7263D", VISIBLE_IF: {"var": "tier", "in": ["gold"]}}),
        ("title", "text", {"payload": "Hi {name}"}),
    )
    for asked in ("vars.tier=gold", "vars.tier=tin", "", "vars.name=A&vars.tier=gold", "vars.name=A", "vars.tier=gold"):
        assert drawn(design, asked, engine)[:2] == drawn(design, asked, engine_with(ASSETS))[:2], asked
    gold, tin = (drawn(design, f"vars.tier={tier}", engine)[0] for tier in ("gold", "tin"))
    assert gold != tin
