"""Every property of the vocabulary changes the picture when it is overridden where it matters (text: its own test)."""

import pytest

from tests.golden.build import element, picture
from tintype.vocabulary.elements import ELEMENTS

BOX = (30, 30, 100, 50)


# For each type what is needed for the property to matter, and a value that changes it.
SHARED = {
    "hidden": ({}, "true"),
    "opacity": ({}, "40"),
    "rotation": ({}, "15"),
    "shadow_color": ({"shadow_blur": "6", "shadow_offset_x": "3"}, "#D7263D"),
    "shadow_blur": ({"shadow_color": "#D7263D", "shadow_offset_x": "3"}, "9"),
    "shadow_offset_x": ({"shadow_color": "#D7263D"}, "9"),
    "shadow_offset_y": ({"shadow_color": "#D7263D"}, "9"),
}
CORNERS = {f"corner_radius{corner}": ({}, "20") for corner in ("", ".tl", ".tr", ".br", ".bl")}
STROKE = {"stroke_width": ({}, "6"), "stroke_color": ({"stroke_width": "6"}, "#D7263D")}
MASKED = {"mask_name": "rounded_corners"}
CASES = {
    "root": {"background_color": ({}, "#D7263D")},
    "shape": {
        **SHARED, **CORNERS, **STROKE,
        "background_color": ({}, "#D7263D"),
        "shape_name": ({}, "ellipse"),
        "pattern_name": ({}, "star"),
        "pattern_color": ({"pattern_name": "star"}, "#D7263D"),
        "pattern_size": ({"pattern_name": "star"}, "20"),
    },
    "logo": {**SHARED, "image_url": ({}, "asset:other"), "alignment": ({}, "top left")},
    "image": {
        **SHARED, **STROKE,
        "image_url": ({}, "asset:other"),
        "alignment": ({}, "top left"),
        "fitting_type": ({}, "fill"),
        "focus_x": ({"image_url": "asset:spot"}, "10"),
        "focus_y": ({}, "90"),
        "auto_focus": ({"image_url": "asset:spot"}, "true"),
        "mask_name": ({}, "blob"),
        **{f"mask_properties.radius{corner}": (MASKED, "20") for corner in ("", ".tl", ".tr", ".br", ".bl")},
        "mask_properties.skew_y": (MASKED, "12"),
        "filter_name": ({}, "grayscale"),
        "filter_properties.name": ({"filter_name": "duotone"}, "brown_beige"),
        "overlay_direction": ({"overlay_color_1": "#D7263D", "overlay_color_2": "#1A47FF"}, "diagonal"),
        "overlay_color_1": ({}, "#D7263D80"),
        "overlay_color_2": ({}, "#D7263D80"),
    },
    "button": {
        **SHARED, **CORNERS, **STROKE,
        "payload": ({}, "Other"),
        "color": ({}, "#D7263D"),
        "background_color": ({}, "#D7263D"),
        "background_padding": ({}, "4 8"),
        "alignment": ({"background_padding": "4 8"}, "top left"),
        "text_align": ({}, "right"),
        "font": ({}, "Lato"),
        "font_size": ({}, "24"),
        "font_weight": ({}, "800"),
        "line_height": ({"payload": "Two\nlines"}, "200"),
        "auto_resize": ({"font_size": "60"}, "true"),
        "min_font_size": ({"font_size": "60", "auto_resize": "true"}, "50"),
        "text_transform": ({}, "uppercase"),
        "letter_spacing": ({}, "4"),
        "lang": ({"payload": "骨直"}, "ja"),
        "text_shadow_color": ({"text_shadow_offset_x": "2"}, "#D7263D"),
        "text_shadow_blur": ({"text_shadow_offset_x": "2", "text_shadow_color": "#D7263D"}, "4"),
        "text_shadow_offset_x": ({"text_shadow_color": "#D7263D"}, "4"),
        "text_shadow_offset_y": ({"text_shadow_color": "#D7263D"}, "4"),
        "icon_url": ({}, "asset:photo"),
        "icon_color": ({"icon_url": "asset:drawing"}, "#D7263D"),
    },
    "illustration": {
        **SHARED,
        "illustration_type": ({}, "material_icons"),
        "illustration_file": ({}, "arrow-up"),
        "illustration_properties.primary_color": ({}, "#D7263D"),
        "alignment": ({}, "top left"),
    },
    "rating": {
        **SHARED,
        "rating_score": ({}, "30"),
        "star_dimension": ({}, "8"),
        "star_margin": ({}, "2"),
        "star_color": ({}, "#D7263D"),
        "background_color": ({}, "#D7263D"),
        "alignment": ({}, "top left"),
    },
    "qrcode": {
        **SHARED,
        "payload": ({}, "another"),
        "foreground_color": ({}, "#D7263D"),
        "background_color": ({}, "#F4D35E"),
        "image_url": ({}, "asset:photo"),
        "hide_icon": ({"image_url": "asset:photo"}, "true"),
    },
}  # fmt: skip
BASE = {
    "shape": {"background_color": "#F4D35E"},
    "image": {"image_url": "asset:photo"},
    "logo": {"image_url": "asset:photo"},
    "button": {"payload": "Words", "background_color": "#2E294E"},
    "rating": {"rating_score": "50", "star_dimension": "14", "star_margin": "4"},
    "illustration": {},
    "qrcode": {"payload": "something"},
    "root": {},
}


def test_every_property_has_a_case():
    for type_, cases in CASES.items():
        assert cases.keys() == ELEMENTS[type_].properties.keys(), type_


@pytest.mark.parametrize(("type_", "name"), [(type_, name) for type_, cases in CASES.items() for name in cases])
def test_overriding_a_property_changes_the_picture(type_, name, pictures):
    needed, value = CASES[type_][name]
    before = {**BASE[type_], **needed}
    assert draw(type_, before, pictures).tobytes() != draw(type_, {**before, name: value}, pictures).tobytes()


def draw(type_, values, pictures):
    if type_ == "root":
        return picture([], (150, 120), **({"background": values["background_color"]} if values else {}))
    return picture([element(type_, BOX, **values)], (150, 120), pictures=pictures)


@pytest.fixture(scope="module")
def pictures():
    import io

    from PIL import Image, ImageDraw

    from tests.golden.build import photo

    spot = Image.new("RGB", (300, 60), "#888888")
    ImageDraw.Draw(spot).ellipse((10, 10, 50, 50), fill="#D7263D")
    data = io.BytesIO()
    spot.save(data, "PNG")
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'
    return {
        "asset:photo": photo(),
        "asset:other": photo(160, 240),
        "asset:spot": data.getvalue(),
        "asset:drawing": drawing,
    }
