"""What buttons, ratings and QR codes look like."""

from typing import Any

import pytest
import zxingcpp

from tests.golden.build import element, picture
from tests.golden.compare import assert_golden

BLUE: dict[str, Any] = {"background_color": "#1A47FF", "corner_radius": 12, "font_weight": 700, "font_size": 18}


def test_a_label_stands_in_the_middle_of_its_button() -> None:
    buttons = [
        element("button", (10, 10, 180, 44), payload="Read more", **BLUE),
        element("button", (10, 64, 85, 44), payload="Left", text_align="left", background_padding="0 12",
                auto_resize=True, **BLUE),
        element("button", (105, 64, 85, 44), payload="A label that shrinks", auto_resize=True, **BLUE),
    ]  # fmt: skip
    assert_golden(picture(buttons), "button-label")


def test_a_button_with_a_padding_is_as_large_as_its_label_asks_for() -> None:
    buttons = [
        element("button", (10, 10, 180, 44), payload="Go", background_padding="6 16", alignment="middle left", **BLUE),
        element("button", (10, 64, 180, 44), payload="Go on", background_padding="6 16", alignment="bottom right",
                **BLUE),
    ]  # fmt: skip
    assert_golden(picture(buttons), "button-padding")


def test_box_and_label_throw_shadows_of_their_own() -> None:
    buttons = [
        element("button", (20, 15, 160, 40), payload="Shadow", shadow_color="#000000A0", shadow_blur=10,
                shadow_offset_y=6, **BLUE),
        element("button", (20, 70, 160, 40), payload="Shadow", text_shadow_color="#000000", text_shadow_offset_x=2,
                text_shadow_offset_y=3, text_shadow_blur=2, **BLUE),
    ]  # fmt: skip
    assert_golden(picture(buttons), "button-shadows")


def test_an_icon_stands_left_of_the_label_and_both_in_the_middle() -> None:
    buttons = [
        element("button", (10, 10, 180, 44), payload="Photo", icon_url="asset:photo", **BLUE),
        element("button", (10, 64, 180, 44), payload="Photo", icon_url="asset:photo", text_align="right",
                background_padding="0 10", auto_resize=True, rotation=5, **BLUE),
    ]  # fmt: skip
    assert_golden(picture(buttons), "button-icon")


@pytest.mark.parametrize("score", [0, 50, 87, 100])
def test_ratings_fill_stars_in_part(score: int) -> None:
    stars = element("rating", (10, 10, 180, 40), rating_score=score, star_dimension=28, star_margin=6)
    assert_golden(picture([stars], (200, 60)), f"rating-{score}")


def test_ratings_have_a_place_and_colours() -> None:
    stars = element("rating", (10, 10, 180, 100), rating_score=70, star_dimension=20, star_margin=0,
                    star_color="#D7263D", background_color="#1B998B40", alignment="bottom right")  # fmt: skip
    assert_golden(picture([stars]), "rating-place")


URL = "https://example.com/offers/2026?customer=8812&source=mail"


@pytest.mark.parametrize(
    "look",
    [{}, {"image_url": "asset:photo"}, {"foreground_color": "#2E294E", "background_color": "#F4D35E"},
     {"foreground_color": "#F0F0F0"}, {"foreground_color": "#303030", "background_color": "#202020"},
     {"background_color": "#FFFFFF00", "image_url": "asset:photo"}],
)  # fmt: skip
@pytest.mark.parametrize("side", [90, 140, 333])
def test_a_scanner_reads_every_qr_code(look: dict[str, Any], side: int) -> None:
    code = element("qrcode", (20, 20, side, side), payload=URL, **look)
    image = picture([code], (side + 40, side + 40))
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [URL]


def test_a_scanner_reads_a_turned_qr_code() -> None:
    image = picture([element("qrcode", (20, 20, 200, 200), payload=URL, rotation=12)], (240, 240))
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [URL]


def test_an_icon_can_be_hidden() -> None:
    shown = element("qrcode", (5, 5, 140, 140), payload=URL, image_url="asset:photo")
    hidden = element("qrcode", (5, 5, 140, 140), payload=URL, image_url="asset:photo", hide_icon=True)
    plain = element("qrcode", (5, 5, 140, 140), payload=URL)
    assert picture([hidden], (150, 150)) == picture([plain], (150, 150)) != picture([shown], (150, 150))


def test_qr_codes() -> None:
    codes = [
        element("qrcode", (10, 10, 150, 150), payload=URL),
        element("qrcode", (170, 10, 150, 150), payload=URL, image_url="asset:photo", foreground_color="#2E294E",
                background_color="#F4D35E"),
    ]  # fmt: skip
    assert_golden(picture(codes, (330, 170)), "qrcode")
