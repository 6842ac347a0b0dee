"""What shapes look like."""

from typing import Any

from tests.golden.build import element, picture
from tests.golden.compare import assert_golden
from tintype.engine.plate import Element
from tintype.engine.properties.elements import PATTERNS

RED, GLASS = "#D7263D", "#1B998B80"
LINEAR = "linear-gradient(0% 0% 100% 100%,0% #1A47FF 1,50% #F4D35E 1,100% #D7263D 1)"
FADING = "linear-gradient(0% 0% 100% 0%,0% #D7263D 1,100% #1A47FF 0)"
RADIAL = "radial-gradient(50% 50% 50%,0% #FFFFFF 1,60% #F46036 1,100% #2E294E 1)"


def row(**properties: Any) -> list[Element]:
    """The same shape three times: wide, square and tall."""
    return [element("shape", box, **properties) for box in ((10, 20, 80, 40), (110, 10, 60, 60), (190, 10, 30, 100))]


def test_plain_shapes_over_each_other() -> None:
    shapes = [
        element("shape", (10, 10, 100, 60), background_color=RED),
        element("shape", (60, 40, 100, 60), background_color=GLASS),
    ]
    assert_golden(picture(shapes), "shape-plain")


def test_corners_alike_each_its_own_and_too_large_for_the_box() -> None:
    shapes = [
        element("shape", (10, 10, 80, 40), background_color=RED, corner_radius=12),
        element("shape", (110, 10, 80, 40), background_color=RED, corner_radius=400),
        element("shape", (10, 65, 80, 45), background_color=RED, corner_radius=4, corner_radius__br=30),
        element("shape", (110, 65, 80, 45), background_color=GLASS, corner_radius__tl=20, corner_radius__tr=8),
    ]
    assert_golden(picture(shapes), "shape-corners")


def test_linear_gradients() -> None:
    assert_golden(picture(row(background_color=LINEAR), (240, 120)), "shape-linear")


def test_gradients_that_fade_are_mixed_premultiplied() -> None:
    assert_golden(picture(row(background_color=FADING, corner_radius=10), (240, 120)), "shape-fading")


def test_radial_gradients_are_ellipses() -> None:
    assert_golden(picture(row(background_color=RADIAL), (240, 120)), "shape-radial")


def test_opacity_rotation_and_shadow_apply_to_the_whole() -> None:
    shapes = [
        element("shape", (20, 25, 60, 40), background_color=LINEAR, opacity=40, corner_radius=8),
        element("shape", (100, 25, 60, 40), background_color=RED, rotation=30),
        element(
            "shape", (180, 25, 60, 40), background_color=RED, corner_radius=8,
            shadow_color="#000000C0", shadow_blur=12, shadow_offset_x=6, shadow_offset_y=10,
        ),
        element(
            "shape", (110, 95, 80, 30), background_color=LINEAR, rotation=-15, opacity=80,
            shadow_color="#1A47FF", shadow_offset_x=8, shadow_offset_y=8,
        ),
    ]  # fmt: skip
    assert_golden(picture(shapes, (260, 150)), "shape-layers")


def test_a_transparent_background_stays_transparent() -> None:
    shapes = [
        element("shape", (10, 10, 80, 60), background_color=GLASS, corner_radius=20),
        element("shape", (50, 30, 80, 60), background_color=FADING, rotation=10),
    ]
    image = picture(shapes, (140, 100), "#FFFFFF00")
    assert image.mode == "RGBA"
    assert_golden(image, "shape-transparent")


def test_shapes_may_leave_the_picture_on_every_side() -> None:
    boxes = ((-30, -20, 60, 50), (170, -20, 60, 50), (-30, 90, 60, 50), (170, 90, 60, 50))
    shapes = [
        element("shape", box, background_color=LINEAR, corner_radius=20, rotation=angle, shadow_color="#000000",
                shadow_blur=10)
        for box, angle in zip(boxes, (0, 20, 0, 45), strict=True)
    ]  # fmt: skip
    assert_golden(picture(shapes), "shape-edges")


def test_ellipses_and_lines() -> None:
    shapes = [
        element("shape", (10, 10, 80, 50), shape_name="ellipse", background_color=LINEAR),
        element("shape", (110, 10, 50, 50), shape_name="ellipse", background_color=GLASS, stroke_width=6,
                stroke_color=RED),
        element("shape", (10, 70, 150, 20), shape_name="line", stroke_width=3, stroke_color=RED),
        element("shape", (10, 95, 150, 20), shape_name="line", stroke_width=8, stroke_color="#1A47FF",
                corner_radius=4),
        element("shape", (170, 10, 20, 100), shape_name="line", stroke_width=5, stroke_color="#1B998B", rotation=8),
    ]  # fmt: skip
    assert_golden(picture(shapes), "shape-ellipse-line")


def test_strokes_lie_inside_the_shape() -> None:
    shapes = [
        element("shape", (10, 10, 50, 45), background_color="#F4D35E", stroke_width=4, stroke_color=RED),
        element("shape", (70, 10, 50, 45), background_color="#F4D35E", stroke_width=6, stroke_color=RED,
                corner_radius=14),
        element("shape", (130, 10, 60, 45), background_color="#F4D35E", stroke_width=12, stroke_color="#1A47FF80",
                corner_radius=6, corner_radius__br=30),
        element("shape", (20, 70, 60, 30), stroke_width=3, stroke_color="#2E294E", rotation=-12, corner_radius=8),
        element("shape", (110, 68, 60, 40), background_color="#F4D35E", stroke_width=60, stroke_color=RED),
    ]  # fmt: skip
    assert_golden(picture(shapes), "shape-stroke")


def test_patterns() -> None:
    shapes = [
        element("shape", (8 + index % 5 * 90, 8 + index // 5 * 90, 82, 82), background_color="#F4D35E",
                pattern_name=name, pattern_color="#2E294EC0", corner_radius=10 if index % 2 else 0)
        for index, name in enumerate(PATTERNS)
    ]  # fmt: skip
    shapes.append(
        element("shape", (290, 200, 60, 60), pattern_name="plus", pattern_color=RED, pattern_size=20, rotation=20)
    )
    assert_golden(picture(shapes, (456, 278)), "shape-patterns")
