"""Cases without text: shapes, gradients, shadows, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.reference.case import Box, Case, Layer, Node, placed

BOX: Box = (40, 30, 240, 140)
SQUARE: Box = (90, 30, 140, 140)


def shape(name: str, properties: dict[str, Any], css: dict[str, Any], box: Box = BOX, **options: Any) -> Case:
    """One shape beside one ``div``."""
    return Case(name, [Layer("shape", box, properties)], [Node(placed(box, **css))], **options)


def picture(name: str, properties: dict[str, Any], css: dict[str, Any], box: Box = BOX, **options: Any) -> Case:
    """One picture beside one ``img``."""
    source = options.pop("source", "photo")
    fit = {"objectFit": "cover", "objectPosition": "50% 50%"} | css
    layer = Layer("image", box, {"image_url": f"asset:{source}.png", **properties})
    return Case(name, [layer], [Node(placed(box, **fit), picture=source)], **options)


def cases() -> Iterator[Case]:
    """Every case without text."""
    yield from _plain()
    yield from _gradients()
    yield from _effects()
    yield from _pictures()


def _plain() -> Iterator[Case]:
    yield shape("rectangle", {"background_color": "#2563EB"}, {"backgroundColor": "#2563EB"})
    yield shape("rectangle with alpha", {"background_color": "#2563EB80"}, {"backgroundColor": "#2563EB80"},
                background="#FDE68A")  # fmt: skip
    half: Box = (40.5, 30.5, 239, 139)
    yield shape("edges on half pixels", {"background_color": "#111827"}, {"backgroundColor": "#111827"}, half)  # fmt: skip
    yield shape("rounded corners", {"background_color": "#DB2777", "corner_radius": 28},
                {"backgroundColor": "#DB2777", "borderRadius": 28})  # fmt: skip
    yield shape("four different corners",
                {"background_color": "#0D9488", "corner_radius": {"tl": 0, "tr": 60, "br": 20, "bl": 40}},
                {"backgroundColor": "#0D9488", "borderRadius": "0px 60px 20px 40px"})  # fmt: skip
    yield shape("pill", {"background_color": "#F97316", "corner_radius": 400},
                {"backgroundColor": "#F97316", "borderRadius": 400})  # fmt: skip
    yield shape("ellipse", {"background_color": "#7C3AED", "shape_name": "ellipse"},
                {"backgroundColor": "#7C3AED", "borderRadius": "50%"})  # fmt: skip
    yield shape("circle", {"background_color": "#16A34A", "shape_name": "ellipse"},
                {"backgroundColor": "#16A34A", "borderRadius": "50%"}, SQUARE)  # fmt: skip


def _gradients() -> Iterator[Case]:
    def both(name: str, ours: str, css: str, box: Box = BOX, **options: Any) -> Case:
        return shape(name, {"background_color": ours}, {"backgroundImage": css}, box, **options)

    yield both("gradient from left to right", "linear-gradient(0% 50% 100% 50%,0% #1A47FF 1,100% #F43F5E 1)",
               "linear-gradient(90deg, #1A47FF 0%, #F43F5E 100%)")  # fmt: skip
    yield both("gradient from top to bottom, three stops",
               "linear-gradient(50% 0% 50% 100%,0% #FDE68A 1,35% #F97316 1,100% #7C2D12 1)",
               "linear-gradient(180deg, #FDE68A 0%, #F97316 35%, #7C2D12 100%)")  # fmt: skip
    yield both("diagonal gradient", "linear-gradient(0% 0% 100% 100%,0% #0EA5E9 1,100% #1E1B4B 1)",
               "linear-gradient(135deg, #0EA5E9 0%, #1E1B4B 100%)", SQUARE)  # fmt: skip
    yield both("gradient to transparent", "linear-gradient(0% 50% 100% 50%,0% #000000 0.9,100% #000000 0)",
               "linear-gradient(90deg, rgba(0,0,0,0.9) 0%, rgba(0,0,0,0) 100%)", background="#FCA5A5")  # fmt: skip
    yield both("gradient between colours of other alpha",
               "linear-gradient(0% 50% 100% 50%,0% #FF0000 1,100% #0000FF 0.1)",
               "linear-gradient(90deg, rgba(255,0,0,1) 0%, rgba(0,0,255,0.1) 100%)", background="#E5E7EB")  # fmt: skip
    yield both("radial gradient", "radial-gradient(50% 50% 71%,0% #FEF9C3 1,100% #B45309 1)",
               "radial-gradient(ellipse 71% 71% at 50% 50%, #FEF9C3 0%, #B45309 100%)", SQUARE, satori=False)  # fmt: skip
    yield both("radial gradient off centre, elliptical", "radial-gradient(30% 20% 80%,0% #A7F3D0 1,60% #059669 1,100% #022C22 1)",
               "radial-gradient(ellipse 80% 80% at 30% 20%, #A7F3D0 0%, #059669 60%, #022C22 100%)", satori=False)  # fmt: skip


def _effects() -> Iterator[Case]:
    blue = {"background_color": "#2563EB"}
    css = {"backgroundColor": "#2563EB"}
    shadow = {"shadow_color": "#00000080", "shadow_blur": 24, "shadow_offset_x": 8, "shadow_offset_y": 12}
    small: Box = (80, 50, 150, 90)
    yield shape("shadow", blue | shadow, css | {"boxShadow": "8px 12px 24px rgba(0,0,0,0.502)"}, small)
    yield shape("shadow of rounded corners", blue | shadow | {"corner_radius": 20},
                css | {"boxShadow": "8px 12px 24px rgba(0,0,0,0.502)", "borderRadius": 20}, small)  # fmt: skip
    yield shape("hard shadow", blue | {"shadow_color": "#F59E0B", "shadow_offset_x": 10, "shadow_offset_y": 10},
                css | {"boxShadow": "10px 10px 0px #F59E0B"}, small)  # fmt: skip
    yield shape("opacity", blue | {"opacity": 40}, css | {"opacity": 0.4}, background="#FDE68A")
    yield shape("rotation", blue | {"rotation": 20}, css | {"transform": "rotate(20deg)"}, small)
    yield shape("rotation of rounded corners", blue | {"rotation": -33, "corner_radius": 24},
                css | {"transform": "rotate(-33deg)", "borderRadius": 24}, small)  # fmt: skip
    yield Case("layers one over the other",
               [Layer("shape", (40, 30, 140, 100), {"background_color": "#EF4444CC"}),
                Layer("shape", (120, 70, 160, 100), {"background_color": "#3B82F6CC", "corner_radius": 16})],
               [Node(placed((40, 30, 140, 100), backgroundColor="#EF4444CC")),
                Node(placed((120, 70, 160, 100), backgroundColor="#3B82F6CC", borderRadius=16))])  # fmt: skip


def _pictures() -> Iterator[Case]:
    yield picture("picture, cover", {"fitting_type": "cover"}, {})
    yield picture("picture, cover, narrow box", {"fitting_type": "cover"}, {}, (110, 20, 100, 160))
    yield picture("picture, cover, top left", {"fitting_type": "cover", "alignment": "top left"},
                  {"objectPosition": "0% 0%"}, (110, 20, 100, 160))  # fmt: skip
    yield picture("picture, whole", {"fitting_type": "fill"}, {"objectFit": "contain"})
    yield picture("picture, whole, bottom right", {"fitting_type": "fill", "alignment": "bottom right"},
                  {"objectFit": "contain", "objectPosition": "100% 100%"}, (20, 20, 280, 100))  # fmt: skip
    yield picture("picture in a circle", {"mask_name": "circle"}, {"borderRadius": "50%"}, SQUARE)
    yield picture("picture with rounded corners", {"mask_name": "rounded_corners", "mask_properties": {"radius": 24}},
                  {"borderRadius": 24})  # fmt: skip
    yield picture("picture, opacity", {"opacity": 50}, {"opacity": 0.5}, background="#1E3A8A")
    yield picture("picture, rotated", {"rotation": 12}, {"transform": "rotate(12deg)"}, (80, 50, 160, 100))
    yield picture("picture, grey", {"filter_name": "grayscale"}, {"filter": "grayscale(1)"}, satori=False)  # fmt: skip
    yield picture("picture, much smaller", {}, {}, (140, 80, 48, 32))
    yield picture("picture, much larger", {}, {}, (10, 10, 300, 180), source="small")
    yield picture("cut-out", {"fitting_type": "fill"}, {"objectFit": "contain"}, source="mark", background="#FEF3C7")
    yield picture("picture with a shadow",
                  {"shadow_color": "#00000099", "shadow_blur": 20, "shadow_offset_y": 10},
                  {"boxShadow": "0px 10px 20px rgba(0,0,0,0.6)"}, (80, 40, 160, 100))  # fmt: skip
    frame = {
        "stroke_width": 6,
        "stroke_color": "#111827",
        "mask_name": "rounded_corners",
        "mask_properties": {"radius": 20},
    }
    yield picture("picture in a frame", frame, {"borderRadius": 20, "boxShadow": "0px 0px 0px 6px #111827"},
                  (80, 40, 160, 100))  # fmt: skip
