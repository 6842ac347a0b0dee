"""Every property, of the vocabulary and of the SDK's models, changes the picture when a URL overrides it."""

from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO
from typing import Any, get_args
from urllib.parse import quote

import abyssale._generated as sdk
import pytest
from PIL import Image, ImageDraw
from pydantic.fields import FieldInfo

from tests.engines import digest_of, engine_with
from tests.golden.build import photo
from tintype import query
from tintype.engine import Engine
from tintype.engine.plate import Box, Plate, element_from
from tintype.engine.plate.fill import fill
from tintype.engine.properties.elements import ELEMENTS, UNSUPPORTED

BOX = (30, 30, 100, 50)


# For each property what is needed for it to matter, and a value that changes it.
Cases = dict[str, tuple[dict[str, str], str]]
SHARED: Cases = {
    "hidden": ({}, "true"),
    "opacity": ({}, "40"),
    "rotation": ({}, "15"),
    "shadow_color": ({"shadow_blur": "6", "shadow_offset_x": "3"}, "#D7263D"),
    "shadow_blur": ({"shadow_color": "#D7263D", "shadow_offset_x": "3"}, "9"),
    "shadow_offset_x": ({"shadow_color": "#D7263D"}, "9"),
    "shadow_offset_y": ({"shadow_color": "#D7263D"}, "9"),
}
CORNERS: Cases = {f"corner_radius{corner}": ({}, "20") for corner in ("", ".tl", ".tr", ".br", ".bl")}
STROKE: Cases = {"stroke_width": ({}, "6"), "stroke_color": ({"stroke_width": "6"}, "#D7263D")}
MASKED = {"mask_name": "rounded_corners"}
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'
FONT: Cases = {
    "payload": ({}, "Other"),
    "color": ({}, "#D7263D"),
    "font": ({}, "Lato"),
    "font_size": ({}, "24"),
    "font_weight": ({}, "800"),
    "line_height": ({"payload": "Two\nlines"}, "200"),
    "auto_resize": ({"font_size": "60"}, "true"),
    "min_font_size": ({"font_size": "60", "auto_resize": "true"}, "50"),
    "text_transform": ({}, "uppercase"),
    "letter_spacing": ({}, "4"),
    "lang": ({"payload": "骨直"}, "ja"),
}
BORDER = {"side_border": "left", "side_border_thickness": "6"}
CASES: dict[str, Cases] = {
    "text": {
        **SHARED, **STROKE, **FONT,
        "alignment": ({}, "bottom right"),
        "max_lines": ({"payload": "Several words on several lines"}, "1"),
        "text_truncation": ({"payload": "Several words on several lines", "font_size": "30"}, "true"),
        "text_harmony": ({"payload": "Several words on two"}, "true"),
        "skew_y": ({}, "10"),
        "background_color": ({}, "#F4D35E"),
        "background_padding": ({"background_color": "#F4D35E"}, "4 8"),
        "side_border": ({"side_border_thickness": "6"}, "left"),
        "side_border_thickness": ({"side_border": "left"}, "6"),
        "side_border_color": (BORDER, "#D7263D"),
        "side_border_rounded": (BORDER, "true"),
        "side_border_padding": (BORDER, "9"),
        "side_border_offset": (BORDER, "9"),
        "side_border_spread": (BORDER, "9"),
    },
    "root": {"background_color": ({}, "#D7263D")},
    "shape": {
        **SHARED, **CORNERS, **STROKE,
        "background_color": ({}, "#D7263D"),
        "shape_name": ({}, "ellipse"),
        "pattern_name": ({}, "star"),
        "pattern_color": ({"pattern_name": "star"}, "#D7263D"),
        "pattern_size": ({"pattern_name": "star"}, "20"),
    },
    "logo": {
        **SHARED,
        "image_url": ({}, "asset:other"),
        "image_encoded": ({}, b64encode(DRAWING).decode()),
        "alignment": ({}, "top left"),
    },
    "image": {
        **SHARED, **STROKE,
        "image_url": ({}, "asset:other"),
        "image_encoded": ({}, b64encode(DRAWING).decode()),
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
        **SHARED, **CORNERS, **STROKE, **FONT,
        "background_color": ({}, "#D7263D"),
        "background_padding": ({}, "4 8"),
        "alignment": ({"background_padding": "4 8"}, "top left"),
        "text_align": ({}, "right"),
        "text_shadow_color": ({"text_shadow_offset_x": "2"}, "#D7263D"),
        "text_shadow_blur": ({"text_shadow_offset_x": "2", "text_shadow_color": "#D7263D"}, "4"),
        "text_shadow_offset_x": ({"text_shadow_color": "#D7263D"}, "4"),
        "text_shadow_offset_y": ({"text_shadow_color": "#D7263D"}, "4"),
        "icon_url": ({}, "asset:photo"),
        "icon_encoded": ({}, f"data:image/svg+xml;base64,{b64encode(DRAWING).decode()}"),
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
BASE: dict[str, dict[str, str]] = {
    "shape": {"background_color": "#F4D35E"},
    "text": {"payload": "Words"},
    "image": {"image_url": "asset:photo"},
    "logo": {"image_url": "asset:photo"},
    "button": {"payload": "Words", "background_color": "#2E294E"},
    "rating": {"rating_score": "50", "star_dimension": "14", "star_margin": "4"},
    "illustration": {},
    "qrcode": {"payload": "something"},
    "root": {},
}


def test_every_property_has_a_case() -> None:
    assert CASES.keys() == ELEMENTS.keys()
    for type_, cases in CASES.items():
        assert cases.keys() == ELEMENTS[type_].properties.keys(), type_


@pytest.mark.parametrize(("type_", "name"), [(type_, name) for type_, cases in CASES.items() for name in cases])
def test_overriding_a_property_in_the_url_changes_the_picture(type_: str, name: str, engine: Engine) -> None:
    needed, value = CASES[type_][name]
    plate = plate_of(type_, {**BASE[type_], **needed})
    layer = "root" if type_ == "root" else "layer"
    plain, changed = (drawn(plate, asked, engine) for asked in ("", f"{layer}.{name}={quote(value, safe='')}"))
    assert plain != changed


MODELS = {
    "root": ["RootElement"],
    "text": ["TextElement", "SharedElementProperties"],
    "button": ["ButtonElement", "SharedElementProperties"],
    "image": ["ImageElement", "SharedElementProperties"],
    "logo": ["LogoElement", "SharedElementProperties"],
    "shape": ["ShapeElement", "SharedElementProperties"],
    "rating": ["RatingElement", "SharedElementProperties"],
    "illustration": ["IllustrationElement", "SharedElementProperties"],
    "qrcode": ["QRCodeElement", "SharedElementProperties"],
}
SDK = [
    (type_, name, field)
    for type_, models in MODELS.items()
    for model in models
    for name, field in getattr(sdk, model).model_fields.items()
]


def test_every_element_of_the_sdk_but_sound_and_film_is_here() -> None:
    pairs = (base for base in sdk.AsyncElement1.__subclasses__() for base in base.__bases__)
    elements = {base.__name__.removeprefix("Async") for base in pairs} - {"Element1"}
    assert elements - {model for models in MODELS.values() for model in models} == {"AudioElement", "VideoElement"}


@pytest.mark.parametrize(("type_", "name"), [row[:2] for row in SDK])
def test_every_property_of_the_sdk_is_drawn_or_known_to_take_a_model(type_: str, name: str) -> None:
    ours = ELEMENTS[type_].properties
    known = name in ours or any(own.startswith(f"{name}.") for own in ours)
    assert known != (name in UNSUPPORTED)


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_what_takes_a_model_is_named_and_changes_nothing(name: str, engine: Engine) -> None:
    plate = plate_of("image", BASE["image"])
    filled = fill(plate, query.parse(f"layer.{name}=true&layer.{name}.model=people").overrides, {})
    paths = [f"layer.{name}:unsupported_property", f"layer.{name}.model:unsupported_property"]
    assert [f"{each.path}:{each.code}" for each in filled.problems] == paths
    assert drawn(plate, "", engine) == drawn(filled.plate, "", engine)


@pytest.mark.parametrize(("type_", "name", "field"), [row for row in SDK if row[1] in ELEMENTS[row[0]].properties])
def test_whatever_the_sdk_takes_as_a_number_or_a_word_is_taken(type_: str, name: str, field: FieldInfo) -> None:
    kind = ELEMENTS[type_].properties[name].kind
    bounds = [getattr(one, side) for one in field.metadata for side in ("ge", "le") if hasattr(one, side)]
    words = [
        member.value for option in get_args(field.annotation) for member in getattr(option, "__members__", {}).values()
    ]
    for value in (*bounds, *words):
        if value != "undraw":  # its licence does not let anybody pass it on
            kind.parse(str(value))


def plate_of(type_: str, values: Mapping[str, Any]) -> Plate:
    root = element_from("root", "root", Box(0, 0, 150, 120), values if type_ == "root" else {})
    elements = [] if type_ == "root" else [element_from("layer", type_, Box(*BOX), values)]
    assets = {name: digest_of(data) for name, data in ASSETS.items()}
    return Plate(f"{type_}:{values}", "d", 1, "format", "u", 150, 120, root, tuple(elements), assets)


def drawn(plate: Plate, asked: str, engine: Engine) -> tuple[str, bytes]:
    """The pixels of the plate as a URL's query asks for it, in which nothing is wrong."""
    parsed = query.parse(asked)
    drawing = engine.draw(plate, parsed.overrides, parsed.variables)
    assert (parsed.problems, drawing.problems) == ((), ())
    return drawing.painted.image.mode, drawing.painted.image.tobytes()


def spot() -> bytes:
    image = Image.new("RGB", (300, 60), "#888888")
    ImageDraw.Draw(image).ellipse((10, 10, 50, 50), fill="#D7263D")
    data = BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


ASSETS = {"photo": photo(), "other": photo(160, 240), "spot": spot(), "drawing": DRAWING}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_with(ASSETS)
