"""A filled plate to a scene: each element by the function of its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tintype.base.record import Record
from tintype.engine.layout.button import arrange_button
from tintype.engine.layout.illustration import arrange_illustration
from tintype.engine.layout.image import Size, arrange_image, arrange_logo
from tintype.engine.layout.rating import arrange_rating
from tintype.engine.layout.shadow import shadow_of
from tintype.engine.layout.shape import arrange_shape
from tintype.engine.plate import Element, Plate
from tintype.engine.scene import Content, Item, Scene
from tintype.engine.text import Typesetter, set_text


class Resources(Record):
    """What arranging needs beside the plate: the pixel sizes of pictures by source, and a typesetter."""

    sizes: Mapping[str, Size]
    typesetter: Typesetter


NOTHING: Mapping[int, Item | None] = {}


def arrange(
    plate: Plate,
    sizes: Mapping[str, Size],
    typesetter: Typesetter,
    arranged: Mapping[int, Item | None] = NOTHING,
    in_time: Callable[[str], bool] = lambda _: True,
) -> Scene:
    """The scene that the plate describes.

    `sizes` maps the source of each picture (the element's image_url) to its pixels; an element whose picture is not
    among them is left out, as are hidden ones. `arranged` has the items of elements that were arranged before, by
    their place in the plate. `in_time` says of an element's name whether it may still be arranged; else it is left out.
    """
    resources = Resources(sizes, typesetter)
    items = (
        arranged[index] if index in arranged else arrange_element(element, resources) if in_time(element.name) else None
        for index, element in enumerate(plate.elements)
    )
    return Scene(
        plate.width,
        plate.height,
        plate.root.values["background_color"],
        tuple(item for item in items if item is not None),
        plate.root.static,
    )


def _text(element: Element, resources: Resources) -> tuple[Content, ...]:
    return (set_text(element.values, element.box, resources.typesetter),)


def _image(element: Element, resources: Resources) -> tuple[Content, ...]:
    size = resources.sizes.get(element.values["image_url"])
    return arrange_image(element.values, element.box, size) if size else ()


def _logo(element: Element, resources: Resources) -> tuple[Content, ...]:
    size = resources.sizes.get(element.values["image_url"])
    return arrange_logo(element.values, element.box, size) if size else ()


def _shape(element: Element, _: Resources) -> tuple[Content, ...]:
    return arrange_shape(element.values, element.box)


def _button(element: Element, resources: Resources) -> tuple[Content, ...]:
    icon = resources.sizes.get(element.values["icon_url"])
    return arrange_button(element.values, element.box, resources.typesetter, icon)


def _illustration(element: Element, _: Resources) -> tuple[Content, ...]:
    return arrange_illustration(element.values, element.box)


def _rating(element: Element, _: Resources) -> tuple[Content, ...]:
    return arrange_rating(element.values, element.box)


def _qrcode(element: Element, resources: Resources) -> tuple[Content, ...]:
    from tintype.engine.layout.qrcode import arrange_qrcode  # noqa: PLC0415  few designs have a QR code

    icon = None if element.values["hide_icon"] else resources.sizes.get(element.values["image_url"])
    return arrange_qrcode(element.values, element.box, icon)


ARRANGERS: Mapping[str, Callable[[Element, Resources], tuple[Content, ...]]] = {
    "text": _text,
    "image": _image,
    "logo": _logo,
    "shape": _shape,
    "button": _button,
    "illustration": _illustration,
    "rating": _rating,
    "qrcode": _qrcode,
}
_OWN_SHADOWS = frozenset({"button"})  # types whose parts throw shadows of their own


def arrange_element(element: Element, resources: Resources) -> Item | None:
    """The element's item, or None where it shows nothing."""
    values = element.values
    if values["hidden"] or values["opacity"] == 0 or element.box.width <= 0 or element.box.height <= 0:
        return None
    contents = ARRANGERS[element.type](element, resources)
    if not contents:
        return None
    return Item(
        element.name,
        element.box,
        contents,
        opacity=values["opacity"] / 100,
        rotation=values["rotation"],
        shadow=None if element.type in _OWN_SHADOWS else shadow_of(values),
        static=element.static,
    )
