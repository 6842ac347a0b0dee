"""The proof of a design's texts."""

from __future__ import annotations

import time
from typing import Any

import pytest
from PIL import Image

from local.service import FONTS
from tintype.engine import Engine
from tintype.engine.plate import Box, Plate, plate_from
from tintype.engine.properties.kinds import Colour, LinearGradient, Stop
from tintype.engine.raster.contrast import contrast, ratio
from tintype.services.designs.proof import SAMPLES, Warned, proof


@pytest.fixture(scope="module")
def engine() -> Engine:
    def read(digest: str, deadline: float) -> bytes:
        pytest.fail("no asset is needed")

    return Engine(FONTS, read)


def plate(*elements: Any, ground: str = "#FFFFFF") -> Plate:
    record = {"design_id": "d", "revision": 1, "uid": "u", "format": "og", "width": 400, "height": 200, "assets": {}}
    return plate_from({**record, "root": {"background_color": ground}, "elements": elements})


def text(payload: str, box: tuple[int, int, int, int] = (0, 0, 400, 200), **values: Any) -> Any:
    return ["title", "text", box, {"payload": payload, "font_size": 20, **values}]


def warned(engine: Engine, *plates: Plate) -> set[tuple[str, str]]:
    return {(each.sample, each.code) for each in proof(plates, engine, time.monotonic() + 60)}


def test_a_text_with_room_for_all_of_them_is_well(engine: Engine) -> None:
    assert warned(engine, plate(text("Hello {name|there}"))) == set()


def test_what_is_wider_or_higher_than_its_box_overflows(engine: Engine) -> None:
    assert warned(engine, plate(text("Hi {name}", (0, 0, 60, 26)))) == {(sample, "overflows") for sample in SAMPLES}
    assert warned(engine, plate(text("This is far too much", (0, 0, 60, 26)))) >= {("missing", "overflows")}


def test_lines_that_max_lines_hides_overflow(engine: Engine) -> None:
    (first, *_) = proof([plate(text("Hi {name}", (0, 0, 90, 200), max_lines=1))], engine, time.monotonic() + 60)
    assert (first.code, "max_lines is 1" in first.message) == ("overflows", True)


def test_what_shrinks_until_it_fits_is_well_and_what_can_not_is_truncated(engine: Engine) -> None:
    box = (0, 0, 150, 26)
    shrinks = text("Hi {name}", box, auto_resize=True, min_font_size=4, text_truncation=True)
    stops = text("Hi {name}", box, auto_resize=True, min_font_size=19, text_truncation=True)
    assert warned(engine, plate(shrinks)) == set()
    assert ("german", "truncated") in warned(engine, plate(stops))


def test_a_character_that_no_font_has_is_told(engine: Engine) -> None:
    assert warned(engine, plate(text("Hello \ue123"))) == {("missing", "missing_glyph")}


@pytest.mark.parametrize(
    ("colour", "ground", "readable"),
    [("#000000", "#FFFFFF", True), ("#CCCCCC", "#FFFFFF", False), ("#00000030", "#FFFFFF", False),
     ("#FFFFFF", "linear-gradient(0% 0% 100% 0%,0% #808080,100% #FFFFFF)", False),
     ("#FFFFFF", "#00000000", True), ("#000000", "#00000000", True)],
)  # fmt: skip
def test_text_that_hardly_stands_out_is_told(engine: Engine, colour: str, ground: str, readable: bool) -> None:
    wide = text("Hello hello hello hello hello hello", color=colour)
    assert (("missing", "low_contrast") in warned(engine, plate(wide, ground=ground))) is not readable


def test_what_lies_between_counts_and_so_does_an_outline(engine: Engine) -> None:
    shape = ["panel", "shape", [0, 0, 400, 200], {"background_color": "#000000"}]
    ground = text("Hello", color="#FFFFFF", background_color="#000000", background_padding=8)
    outlined = text("Hello", color="#FFFFFF", stroke_width=2, stroke_color="#000000")
    button = ["cta", "button", [0, 0, 200, 60], {"payload": "Buy", "color": "#FFFFFF", "background_color": "#222222"}]
    for well in ([shape, text("Hello", color="#FFFFFF")], [ground], [outlined], [button]):
        assert not {each for each in warned(engine, plate(*well)) if each[1] == "low_contrast"}
    assert ("missing", "low_contrast") in warned(engine, plate(text("Hello", color="#FFFFFF"), shape))


def test_hidden_texts_and_empty_ones_are_nobodys_concern(engine: Engine) -> None:
    hidden = text("This is far too much", (0, 0, 60, 26), hidden=True)
    assert warned(engine, plate(hidden)) == set()
    assert {sample for sample, _ in warned(engine, plate(text("{name}", (0, 0, 60, 26))))} == set(SAMPLES)


def test_a_proof_ends_in_time(engine: Engine) -> None:
    two = [plate(text("Hello")), plate(text("Hello"))]
    assert [each.code for each in proof(two, engine, time.monotonic() - 1)] == ["not_proved"] * 2
    assert isinstance(proof(two, engine, time.monotonic() - 1)[0], Warned)


def test_contrast_is_that_of_wcag() -> None:
    assert ratio((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert ratio((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
    white = Image.new("RGB", (50, 50), "white")
    grey = Colour(119, 119, 119)
    assert contrast(white, Box(0, 0, 50, 50), grey) == pytest.approx(4.48, abs=0.01)
    fading = LinearGradient(0, 0, 1, 0, (Stop(0, grey), Stop(1, Colour(255, 255, 255))))
    assert contrast(white, Box(0, 0, 50, 50), fading) == 1
    assert contrast(white, Box(80, 0, 5, 5), grey) == 21
