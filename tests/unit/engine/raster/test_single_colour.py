"""Text in one colour on a plain background is painted with a palette of as many shades as were asked for."""

import io
from typing import Any

import pytest
from PIL import Image, ImageChops

from tests.golden.build import element, plate
from tests.pixels import highest
from tests.unit.engine.raster.painting import painted
from tintype.engine.encode import encode
from tintype.engine.plate import Element, Plate
from tintype.engine.raster.scene import BaseCache

INK, GROUND = "#1C1917", "#FAFAF9"


def text(static: bool = False, box: tuple[int, int, int, int] = (4, 4, 190, 40), **given: Any) -> Element:
    return element("text", box, static, **({"payload": "Waving fjords", "font_size": 24, "color": INK} | given))


def shape(**given: Any) -> Element:
    values: dict[str, Any] = {"background_color": INK, "corner_radius": 6}
    return element("shape", (150, 60, 20, 20), **(values | given))


def page(*elements: Element, background: str = GROUND) -> Plate:
    return plate((200, 120), background, elements)


@pytest.mark.parametrize("shades", [16, 256])
def test_the_palette_leads_from_the_background_to_the_colour(shades: int) -> None:
    image = painted(page(text(), shape()), shades=shades).image
    assert image.mode == "P"
    palette = image.getpalette()
    assert palette is not None
    assert len(palette) == 3 * shades
    assert (palette[:3], palette[-3:]) == ([250, 250, 249], [28, 25, 23])


@pytest.mark.parametrize(("shades", "furthest"), [(16, 10), (256, 0)])
def test_no_pixel_is_further_than_half_a_shade_from_painting_in_colour(shades: int, furthest: int) -> None:
    few = painted(page(text(), shape()), shades=shades).image.convert("RGB")
    # One pixel of another colour, and everything is painted in colour.
    speck = element("shape", (199, 119, 1, 1), background_color="#FF0000")
    all_ = painted(page(text(), shape(), speck)).image
    assert all_.mode == "RGB"
    difference = ImageChops.difference(few, all_).crop((0, 0, 200, 119))
    assert highest(difference) <= furthest


def test_what_was_painted_once_in_some_shades_is_not_taken_for_others() -> None:
    bases = BaseCache(1 << 20)
    filled = page(shape(), text(True, (4, 60, 140, 40), payload="Fixed"), text())
    for shades in (16, 256, 16):
        image = painted(filled, bases=bases, key="k", shades=shades).image
        assert image.tobytes() == painted(filled, shades=shades).image.tobytes()


@pytest.mark.parametrize(
    "elements",
    [
        [shape()],
        [text(), shape(background_color="#FF0000")],
        [text(), shape(opacity=50)],
        [text(), shape(rotation=20)],
        [text(), shape(pattern_name="plus")],
        [text(color="#1C191780")],
        [text(payload="Waving \N{WAVING HAND SIGN}")],
        [text(shadow_color="#000000", shadow_blur=4)],
        [text(), element("image", (100, 60, 40, 40), image_url="asset:photo")],
    ],
    ids=["no text", "another colour", "opacity", "rotation", "pattern", "alpha", "emoji", "shadow", "picture"],
)
def test_whatever_is_more_than_one_colour_is_painted_in_colour(elements: list[Element]) -> None:
    assert painted(page(*elements)).image.mode == "RGB"


def test_a_clear_background_is_painted_in_colour() -> None:
    assert painted(page(text(), background="#FFFFFF00")).image.mode == "RGBA"


def test_the_picture_is_the_same_with_a_warm_cache_and_after_a_request_in_another_colour() -> None:
    bases = BaseCache(1 << 20)
    filled = page(shape(), text(True, (4, 60, 140, 40), payload="Fixed"), text())
    plain = painted(filled).image.convert("RGB").tobytes()
    for other in (INK, "#FF0000", INK):
        changed = page(*filled.elements[:2], text(color=other))
        image = painted(changed, bases=bases, key="k").image
        assert image.mode == ("P" if other == INK else "RGB")
        assert (image.convert("RGB").tobytes() == plain) == (other == INK)


@pytest.mark.parametrize("type_", ["png", "jpeg", "webp", "gif"])
def test_every_type_shows_the_same(type_: str) -> None:
    image = painted(page(text(), shape())).image
    with Image.open(io.BytesIO(encode(image, type_, None if type_ in ("png", "gif") else 100))) as opened:
        difference = ImageChops.difference(opened.convert("RGB"), image.convert("RGB"))
    assert highest(difference) <= (30 if type_ == "jpeg" else 0)
