"""Text in one ink on plain ground is painted in sixteen shades of a palette; everything else is not."""

import io

import pytest
from PIL import Image, ImageChops

from tests.golden.build import element, painted, plate
from tintype.engine.encode import encode
from tintype.engine.raster.scene import BaseCache

INK, GROUND = "#1C1917", "#FAFAF9"


def text(static=False, box=(4, 4, 190, 40), **given):
    return element("text", box, static, **({"payload": "Waving fjords", "font_size": 24, "color": INK} | given))


def shape(**given):
    return element("shape", (150, 60, 20, 20), **({"background_color": INK, "corner_radius": 6} | given))


def page(*elements, background=GROUND):
    return plate((200, 120), background, elements)


def test_the_palette_has_sixteen_shades_from_the_ground_to_the_ink():
    image = painted(page(text(), shape())).image
    assert image.mode == "P"
    palette = image.getpalette()
    assert len(palette) == 48
    assert (palette[:3], palette[45:]) == ([250, 250, 249], [28, 25, 23])


def test_no_pixel_is_further_than_half_a_shade_from_all_shades():
    few = painted(page(text(), shape())).image.convert("RGB")
    # One pixel of another colour, and all shades are painted.
    speck = element("shape", (199, 119, 1, 1), background_color="#FF0000")
    all_ = painted(page(text(), shape(), speck)).image
    assert all_.mode == "RGB"
    difference = ImageChops.difference(few, all_).crop((0, 0, 200, 119))
    assert max(high for _, high in difference.getextrema()) <= 10


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
def test_whatever_is_more_than_one_ink_keeps_all_its_shades(elements):
    assert painted(page(*elements)).image.mode == "RGB"


def test_a_clear_ground_keeps_all_its_shades():
    assert painted(page(text(), background="#FFFFFF00")).image.mode == "RGBA"


def test_the_picture_is_the_same_with_a_warm_cache_and_after_a_request_in_another_colour():
    bases = BaseCache(1 << 20)
    filled = page(shape(), text(True, (4, 60, 140, 40), payload="Fixed"), text())
    plain = painted(filled).image.convert("RGB").tobytes()
    for other in (INK, "#FF0000", INK):
        changed = page(*filled.elements[:2], text(color=other))
        image = painted(changed, bases=bases, key="k").image
        assert image.mode == ("P" if other == INK else "RGB")
        assert (image.convert("RGB").tobytes() == plain) == (other == INK)


@pytest.mark.parametrize("type_", ["png", "jpeg", "webp", "gif"])
def test_every_type_shows_the_same(type_):
    image = painted(page(text(), shape())).image
    with Image.open(io.BytesIO(encode(image, type_, None if type_ in ("png", "gif") else 100))) as opened:
        difference = ImageChops.difference(opened.convert("RGB"), image.convert("RGB"))
    worst = max(high for _, high in difference.getextrema())
    assert worst <= (30 if type_ == "jpeg" else 0)
