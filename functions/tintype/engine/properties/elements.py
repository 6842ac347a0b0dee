"""The table: every element type, its properties, and for each its kind, default and help."""

from __future__ import annotations

from collections.abc import Mapping

from tintype.base.record import Record
from tintype.engine.properties.kinds import (
    Boolean,
    Choice,
    Colour,
    ColourKind,
    Encoded,
    FillKind,
    FontName,
    Kind,
    Language,
    Number,
    Padding,
    PictureUrl,
    Text,
    Value,
)


class Property(Record):
    """One property: its dotted name, kind, default value (already parsed) and one-line help."""

    name: str
    kind: Kind
    default: Value
    help: str


class ElementType(Record):
    """One element type: its properties by name, and `content`, the one that ``layer=value`` resources."""

    name: str
    content: str
    properties: Mapping[str, Property]


# Properties that name a picture, and those that may carry one in their stead.
CARRIED = {"image_url": "image_encoded", "icon_url": "icon_encoded"}

# Of Abyssale's properties those that take a model that knows what is in a picture; with those inside them.
UNSUPPORTED = (
    "remove_bg", "remove_bg_properties", "auto_focus_model", "auto_focus_properties", "focus_objects", "focus_framing",
    "focus_zoom", "focus_target",
)  # fmt: skip

BLACK = Colour(0, 0, 0)
WHITE = Colour(255, 255, 255)
CLEAR = Colour(0, 0, 0, 0)

PLACES = ("top", "middle", "bottom", "custom")
SIDES = ("left", "center", "right", "custom")
ALIGNMENTS = (
    *PLACES[:3], *SIDES[:3], *(f"{place} {side}" for place in PLACES[:3] for side in SIDES),
    *(f"custom {side}" for side in SIDES),
)  # fmt: skip
JUSTIFIED = ("justify", "justify-left", "justify-center", "justify-right")
TEXT_ALIGNMENTS = (
    *ALIGNMENTS,
    *JUSTIFIED,
    *(f"{place} {side}" for place in PLACES[:3] for side in JUSTIFIED),
)
DUOTONES = (
    "blue_green", "blue_orange", "deep_green_light_green", "BrightRed_light_yellow", "brown_pale_green", "brown_beige",
    "deep_blue_green", "deep_blue_red", "deep_purple_orange", "deep_purple_beige", "deep_purple_pale_green",
    "deep_blue_pale_green",
)  # fmt: skip
PATTERNS = (
    "bubbles", "cage", "cross", "doubleCircle", "drops", "parkay", "pills", "plus", "star", "ticTac", "ticTacFilled",
    "triangle", "wiggle",
)  # fmt: skip
MASKS = ("circle", "rounded_corners", "blob", "squircle", "pentagon", "hexagon", "parallelogram", "window")


def _pixels(minimum: float | None = None, maximum: float | None = None, above: float | None = None) -> Number:
    return Number(minimum, maximum, above, pixels=True)


def _properties(*rows: tuple[str, Kind, Value, str]) -> dict[str, Property]:
    return {row[0]: Property(*row) for row in rows}


_SHARED = _properties(
    ("hidden", Boolean(), False, "Whether the element is left out"),
    ("opacity", Number(0, 100), 100.0, "Opacity in percent (i.e. 60)"),
    ("rotation", Number(-3600, 3600), 0.0, "Rotation clockwise in degrees around the centre of the box"),
    ("shadow_color", ColourKind(), CLEAR, "Colour of the shadow (i.e. #00000080)"),
    ("shadow_blur", _pixels(0, 400), 0.0, "Blur of the shadow in pixels"),
    ("shadow_offset_x", _pixels(-200, 200), 0.0, "Horizontal offset of the shadow in pixels"),
    ("shadow_offset_y", _pixels(-200, 200), 0.0, "Vertical offset of the shadow in pixels"),
)

_FONT = _properties(
    ("font", FontName(), "Inter", "Font family by name or id, or asset:NAME for an uploaded font"),
    ("font_size", _pixels(1, 2000), 16.0, "Font size in pixels (i.e. 20)"),
    (
        "font_weight",
        Number(100, 900, whole=True),
        400.0,
        "Font weight, 100 to 900; the nearest that exists is used",
    ),
    ("line_height", Number(1, 1000), 120.0, "Line height in percent of the font size (i.e. 130)"),
    (
        "auto_resize",
        Boolean(),
        False,
        "Whether the text shrinks, down to min_font_size, until it fits its box",
    ),
    ("min_font_size", _pixels(0, 2000), 8.0, "Smallest font size in pixels that auto_resize may use"),
    (
        "text_transform",
        Choice(("none", "uppercase", "lowercase", "titlecase", "capitalize")),
        "none",
        "Case that the text is shown in",
    ),
    ("letter_spacing", _pixels(-100, 400), 0.0, "Space added after every character in pixels"),
    ("lang", Language(), None, "Language of the text (i.e. ja), for letter case and Chinese, Japanese or Korean forms"),
    ("stroke_width", _pixels(0, 40), 0.0, "Width of the stroke around the glyphs in pixels"),
    ("stroke_color", ColourKind(), BLACK, "Colour of the stroke"),
)

_TEXT = _FONT | _properties(
    ("payload", Text(10_000, 1), " ", "Text content (i.e. Lorem ipsum)"),
    ("color", FillKind(), BLACK, "Text colour or gradient (i.e. #EAEAEA)"),
    (
        "alignment",
        Choice(TEXT_ALIGNMENTS),
        "top left",
        "Where the text stands in its box (i.e. middle center)",
    ),
    ("max_lines", Number(1, 1000, whole=True), None, "Largest number of lines"),
    ("text_truncation", Boolean(), False, "Whether text that does not fit ends in an ellipsis"),
    ("text_harmony", Boolean(), False, "Whether lines are broken so that they are alike in length"),
    ("skew_y", Number(-20, 20), 0.0, "Slant of the text along the y axis in degrees"),
    ("background_color", FillKind(), CLEAR, "Colour or gradient behind the lines"),
    ("background_padding", Padding(), (0.0, 0.0), "Space around the lines in pixels: both, or vertical and horizontal"),
    (
        "side_border",
        Choice(("left", "right", "top", "bottom", "none")),
        "none",
        "Side of the text that has a border",
    ),
    ("side_border_thickness", _pixels(0, 1000), 0.0, "Thickness of the side border in pixels"),
    ("side_border_color", ColourKind(), BLACK, "Colour of the side border"),
    ("side_border_rounded", Boolean(), False, "Whether the side border has round ends"),
    ("side_border_padding", _pixels(0, 4096), 0.0, "Distance between text and side border in pixels"),
    ("side_border_offset", _pixels(-4096, 4096), 0.0, "How far the side border is moved along its length in pixels"),
    (
        "side_border_spread",
        _pixels(0, 4096),
        0.0,
        "How far the side border goes beyond the text at both ends in pixels",
    ),
)

_PICTURE = _properties(
    ("image_url", PictureUrl(), None, "HTTP(S) URL of the picture, or asset:NAME"),
    ("image_encoded", Encoded(), None, "The picture itself as base64; of no effect where image_url is given, too"),
    ("alignment", Choice(ALIGNMENTS), "middle center", "Which part of the picture stays when it is fitted"),
)

_CORNERS = _properties(
    ("corner_radius", _pixels(0, 4096), 0.0, "Radius of the corners in pixels"),
    ("corner_radius.tl", _pixels(0, 4096), None, "Radius of the top left corner, where it differs"),
    ("corner_radius.tr", _pixels(0, 4096), None, "Radius of the top right corner, where it differs"),
    ("corner_radius.br", _pixels(0, 4096), None, "Radius of the bottom right corner, where it differs"),
    ("corner_radius.bl", _pixels(0, 4096), None, "Radius of the bottom left corner, where it differs"),
)

_STROKE = _properties(
    ("stroke_width", _pixels(0, 60), 0.0, "Width of the stroke in pixels: inside a shape, around an image"),
    ("stroke_color", ColourKind(), BLACK, "Colour of the stroke; invisible without a stroke_width (i.e. #FF0000)"),
)

_IMAGE = _PICTURE | _STROKE | _properties(
    ("fitting_type", Choice(("cover", "fill")), "cover", "cover fills the box and crops, fill shows the whole picture"),
    ("focus_x", Number(0, 100), None, "Where the subject is, in percent from the left; cover keeps it in the middle"),
    ("focus_y", Number(0, 100), None, "Where the subject is, in percent from the top; cover keeps it in the middle"),
    ("auto_focus", Boolean(), False, "Whether cover keeps the part of the picture where most is to be seen"),
    ("mask_name", Choice(MASKS), None, "Shape that the picture is cut to (i.e. circle)"),
    ("mask_properties.radius", _pixels(0, 4096), 0.0, "Radius of rounded_corners in pixels"),
    ("mask_properties.radius.tl", _pixels(0, 4096), None, "Radius of the top left corner, where it differs"),
    ("mask_properties.radius.tr", _pixels(0, 4096), None, "Radius of the top right corner, where it differs"),
    ("mask_properties.radius.br", _pixels(0, 4096), None, "Radius of the bottom right corner, where it differs"),
    ("mask_properties.radius.bl", _pixels(0, 4096), None, "Radius of the bottom left corner, where it differs"),
    ("mask_properties.skew_y", Number(-22, 22), 0.0, "Slant of the mask in degrees, down to the right"),
    ("filter_name", Choice(("grayscale", "duotone")), None, "Colour filter of the picture (i.e. grayscale)"),
    ("filter_properties.name", Choice(DUOTONES), DUOTONES[0], "Which duotone (i.e. blue_orange)"),
    ("overlay_direction", Choice(("horizontal", "vertical", "diagonal")), "vertical", "Where the overlay runs"),
    ("overlay_color_1", ColourKind(), None, "Colour at the start of the overlay (i.e. #00000000)"),
    ("overlay_color_2", ColourKind(), None, "Colour at the end of the overlay (i.e. #000000CC)"),
)  # fmt: skip

_SHAPE = _CORNERS | _STROKE | _properties(
    ("background_color", FillKind(), CLEAR, "Colour or gradient of the shape (i.e. #F3F3F3)"),
    ("shape_name", Choice(("rectangle", "ellipse", "line")), "rectangle", "What is drawn; a line is all stroke"),
    ("pattern_name", Choice(PATTERNS), None, "Pattern over the background (i.e. bubbles)"),
    ("pattern_color", ColourKind(), BLACK, "Colour of the pattern; nothing without a pattern_name"),
    ("pattern_size", _pixels(4, 400), 40.0, "Side of the pattern's tile in pixels"),
)  # fmt: skip

_BUTTON = _FONT | _CORNERS | _properties(
    ("payload", Text(2048, 1), " ", "Label of the button"),
    ("color", FillKind(), WHITE, "Colour or gradient of the label"),
    ("background_color", FillKind(), BLACK, "Colour or gradient of the button"),
    ("background_padding", Padding(), (0.0, 0.0), "Space around the label in pixels: both, or vertical and horizontal"),
    ("alignment", Choice(ALIGNMENTS), "middle center", "Where the button stands in its box when it fits its label"),
    ("text_align", Choice(("left", "center", "right")), "center", "Where the label stands in the button"),
    ("text_shadow_color", ColourKind(), CLEAR, "Colour of the label's shadow (i.e. #00000080)"),
    ("text_shadow_blur", _pixels(0, 400), 0.0, "Blur of the label's shadow in pixels"),
    ("text_shadow_offset_x", _pixels(-200, 200), 0.0, "Horizontal offset of the label's shadow in pixels"),
    ("text_shadow_offset_y", _pixels(-200, 200), 0.0, "Vertical offset of the label's shadow in pixels"),
    ("icon_url", PictureUrl(), None, "HTTP(S) URL of the icon left of the label, or asset:NAME"),
    ("icon_encoded", Encoded(), None, "The icon itself as base64; of no effect where icon_url is given, too"),
    ("icon_color", ColourKind(), None, "Colour of the icon, where it is an SVG"),
)  # fmt: skip

_RATING = _properties(
    ("rating_score", Number(0, 100), 100.0, "Score out of 100: 50 is two and a half stars"),
    ("star_dimension", _pixels(None, 400, 0), 32.0, "Size of a star in pixels"),
    ("star_margin", _pixels(0, 100), 8.0, "Distance between stars in pixels"),
    ("star_color", ColourKind(), Colour(255, 180, 0), "Colour of the filled stars"),
    ("background_color", ColourKind(), Colour(0, 0, 0, 38), "Colour of what is not filled of the stars"),
    ("alignment", Choice(ALIGNMENTS), "middle left", "Where the stars stand in their box"),
)

_QRCODE = _properties(
    # 730 characters of four bytes each are what the largest QR code holds.
    ("payload", Text(730, 1), " ", "What the QR code says"),
    ("foreground_color", ColourKind(), BLACK, "Colour of the squares, made darker or lighter until it can be scanned"),
    ("background_color", ColourKind(), WHITE, "Colour behind the QR code and its quiet zone"),
    ("image_url", PictureUrl(), None, "HTTP(S) URL of the icon in the middle, or asset:NAME"),
    ("hide_icon", Boolean(), False, "Whether the icon is left out"),
)

_ILLUSTRATION = _properties(
    ("illustration_type", Choice(("feather", "material_icons", "twemoji")), "feather",
     "Set that the drawing is of; undraw may not be redistributed, so it is not here"),
    ("illustration_file", Text(100, 1), "star", "Name of the drawing (i.e. arrow-up, thumb_up, or an emoji)"),
    ("illustration_properties.primary_color", ColourKind(), BLACK, "Colour of a feather or material_icons drawing"),
    ("alignment", Choice(ALIGNMENTS), "middle center", "Where the drawing stands in its box"),
)  # fmt: skip

_ROOT = _properties(("background_color", FillKind(), WHITE, "Colour or gradient of the background (i.e. #F3F3F3)"))


def _type(name: str, content: str, properties: dict[str, Property]) -> ElementType:
    return ElementType(name, content, properties if name == "root" else properties | _SHARED)


ELEMENTS: Mapping[str, ElementType] = {
    element.name: element
    for element in (
        _type("root", "background_color", _ROOT),
        _type("text", "payload", _TEXT),
        _type("image", "image_url", _IMAGE),
        _type("logo", "image_url", _PICTURE),
        _type("shape", "background_color", _SHAPE),
        _type("button", "payload", _BUTTON),
        _type("illustration", "illustration_file", _ILLUSTRATION),
        _type("rating", "rating_score", _RATING),
        _type("qrcode", "payload", _QRCODE),
    )
}
