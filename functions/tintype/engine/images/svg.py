"""SVG drawings: cleaned of whatever refers outside themselves, then rasterised at the size at which they are drawn."""

from __future__ import annotations

import io
import math
import re
from xml.etree import ElementTree

from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from tintype.engine.images.rasterise import rasterised, rasterised_apart

_LARGEST = 2_000_000  # bytes of markup; designers' files are far smaller
_SIMPLE_ELEMENTS, _SIMPLE_BYTES = 200, 50_000
_PLAIN = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "linearGradient",
    "radialGradient", "stop", "title", "desc", "metadata", "",
})  # fmt: skip
# What needs a surface of its own, or takes a path to a million pieces. Opacity of a fill or a stroke does neither.
_COSTLY = re.compile(r"(?<!fill-)(?<!stroke-)(?<!stop-)opacity|mask|clip-path|filter|marker|dash|blend-mode|isolation")
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_LENGTH = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*(px|pt|pc|mm|cm|in|)\s*")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?", re.IGNORECASE)
_OUTWARD = re.compile(r"@import|url\(\s*['\"]?\s*(?!['\"#\s])(?!data:image/)", re.IGNORECASE)
_DROPPED = frozenset({"script", "foreignObject", "iframe", "audio", "video"})


class Drawing:
    """A cleaned SVG. `size` is its natural size in pixels, at least one by one."""

    def __init__(self, data: bytes) -> None:
        """Raises ValueError or ElementTree.ParseError (a SyntaxError) where `data` is not an SVG that can be drawn."""
        if len(data) > _LARGEST:
            raise ValueError("an SVG of more than 2 MB")
        root = ElementTree.fromstring(data)  # noqa: S314
        if root.tag != "{http://www.w3.org/2000/svg}svg":
            raise ValueError("not an SVG")
        _clean(root)
        self._is_simple = len(data) <= _SIMPLE_BYTES and _is_simple(root)
        self.size = _natural_size(root)
        for key, value in (("width", self.size[0]), ("height", self.size[1]), ("x", 0), ("y", 0)):
            root.set(key, str(value))
        self._markup = ElementTree.tostring(root, encoding="unicode")

    def render(
        self, crop: tuple[float, float, float, float], size: tuple[int, int], seconds: float = math.inf
    ) -> Image.Image:
        """The part `crop` (left, top, right, bottom in fractions), as "RGBA" of `size`.

        Raises ValueError where it can't be drawn, or not within `seconds`.
        """
        across, down = self.size
        left, top, right, bottom = crop
        view = f"{left * across:f} {top * down:f} {(right - left) * across:f} {(bottom - top) * down:f}"
        sides = f'width="{size[0]}" height="{size[1]}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {sides} viewBox="{view}" preserveAspectRatio="none">'
        markup = f"{head}{self._markup}</svg>"
        data = rasterised(markup) if self._is_simple else rasterised_apart(markup, seconds)
        return PngImageFile(io.BytesIO(data)).convert("RGBA")


def _name(tag: object) -> str:
    """A tag or an attribute without its namespace; comments and the like have none."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _clean(root: ElementTree.Element) -> None:
    """Takes out what would run, or read a file or the network: only references within the drawing are left."""
    for parent in root.iter():
        for child in list(parent):
            if _name(child.tag) in _DROPPED or (_name(child.tag) == "style" and _OUTWARD.search(child.text or "")):
                parent.remove(child)
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            outward = _OUTWARD.search(value) is not None
            if _name(key) == "href":
                outward = not _is_inward(value.strip(), _name(element.tag))
            if outward or key.lower().startswith("on"):
                del element.attrib[key]


def _is_inward(reference: str, tag: str) -> bool:
    """Whether a reference stays in the drawing: a part of it, or a picture (not another SVG) that it carries."""
    if reference.startswith("#"):
        return True
    carried = ("data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/gif", "data:image/webp")
    return tag in ("image", "feImage") and reference.lower().startswith(carried)


def _is_simple(root: ElementTree.Element) -> bool:
    """Whether drawing it takes milliseconds for certain: few plain shapes, as in an icon or a plain logo."""
    elements = list(root.iter())
    return len(elements) <= _SIMPLE_ELEMENTS and all(
        _name(element.tag) in _PLAIN and not any(_COSTLY.search(f"{key}:{value}") for key, value in element.items())
        for element in elements
    )


def _natural_size(root: ElementTree.Element) -> tuple[int, int]:
    view = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))]
    across, down = (view[2], view[3]) if len(view) == 4 and min(view[2:]) > 0 else (100.0, 100.0)
    width, height = _length(root.get("width")), _length(root.get("height"))
    if width is None:
        width = across if height is None else height * across / down
    if height is None:
        height = width * down / across
    if not (0 < width < 1e6 and 0 < height < 1e6 and math.isfinite(width * height)):
        raise ValueError("an SVG without a size")
    return max(1, round(width)), max(1, round(height))


def _length(text: str | None) -> float | None:
    match = _LENGTH.fullmatch(text or "")
    return float(match[1]) * _UNITS[match[2]] if match else None
