"""SVG drawings: cleaned of whatever refers outside themselves, then rasterised at the size at which they are drawn.

What people bring is drawn by the sandbox alone (`apart.py`); the bundled illustrations are drawn here.
"""

from __future__ import annotations

import io
import math
import re
import time
from collections.abc import Callable
from xml.etree import ElementTree

from PIL import Image
from PIL.PngImagePlugin import PngImageFile

_LARGEST = 2_000_000  # bytes of markup; designers' files are far smaller
_SMALL = 250_000  # pixels that are drawn without asking what they take
_PROBES = (1 / 32, 1 / 16, 1 / 8, 1 / 4)  # of both sides: a twelfth of the whole together
_BY_FAR = 0.25
_OF_THE_TIME = 0.6
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
        _refuse_declarations(data)
        root = ElementTree.fromstring(data)  # noqa: S314
        if root.tag != "{http://www.w3.org/2000/svg}svg":
            raise ValueError("not an SVG")
        _clean(root)
        self.size = _natural_size(root)
        for key, value in (("width", self.size[0]), ("height", self.size[1]), ("x", 0), ("y", 0)):
            root.set(key, str(value))
        self._markup = ElementTree.tostring(root, encoding="unicode")

    def render(
        self, crop: tuple[float, float, float, float], size: tuple[int, int], seconds: float = math.inf
    ) -> tuple[Image.Image, bool]:
        """The part `crop` (left, top, right, bottom in fractions), as "RGBA" of `size`, and whether it is all of that.

        A drawing that would take longer than `seconds` is drawn smaller and made larger. Raises ValueError where it
        can't be drawn.
        """
        share = _affordable(lambda share: self._drawn(crop, _times(size, share)), size, seconds)
        image = self._drawn(crop, _times(size, share))
        return (image, True) if image.size == size else (image.resize(size, Image.Resampling.BICUBIC), False)

    def _drawn(self, crop: tuple[float, float, float, float], size: tuple[int, int]) -> Image.Image:
        across, down = self.size
        left, top, right, bottom = crop
        view = f"{left * across:f} {top * down:f} {(right - left) * across:f} {(bottom - top) * down:f}"
        sides = f'width="{size[0]}" height="{size[1]}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {sides} viewBox="{view}" preserveAspectRatio="none">'
        data = _rasterised(f"{head}{self._markup}</svg>")
        return PngImageFile(io.BytesIO(data)).convert("RGBA")


def _times(size: tuple[int, int], share: float) -> tuple[int, int]:
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _affordable(draw: Callable[[float], object], size: tuple[int, int], seconds: float) -> float:
    """The share of `size`, 1 at the most, at which drawing takes no longer than `seconds`.

    What drawing takes can't be told from the markup: the rasteriser takes seconds for a pattern, a filter or a stroke
    of the wrong size. So it is timed at ever larger sizes, and their difference tells what is paid by the pixel, until
    the whole is known to be affordable by far, or the next size known not to be.
    """
    if size[0] * size[1] <= _SMALL or seconds == math.inf:
        return 1.0
    until = time.perf_counter() + _OF_THE_TIME * seconds
    before, area_before, affordable = 0.0, 0.0, 1.0
    for share in _PROBES:
        begun = time.perf_counter()
        draw(share)
        taken, area = time.perf_counter() - begun, share * share
        by_area = max(0.0, (taken - before) / (area - area_before))
        left = until - time.perf_counter() - max(0.0, taken - by_area * area)
        affordable = 1.0 if by_area <= left else max(_PROBES[0], math.sqrt(max(0.0, left) / by_area))
        if area_before and (affordable < 2 * share or by_area <= _BY_FAR * left):
            break
        before, area_before = taken, area
    return affordable


def _rasterised(markup: str) -> bytes:
    """The PNG of a drawing. Raises ValueError where it can't be drawn."""
    import resvg_py  # noqa: PLC0415  most pictures are not drawings

    try:
        data: bytes = resvg_py.svg_to_bytes(svg_string=markup, skip_system_fonts=True)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a bug of the rasteriser ends in; no Exception
            raise
        raise ValueError("the rasteriser gave up") from error
    return data


def _refuse_declarations(data: bytes) -> None:
    """Raises ValueError where the document declares something of its own, or is not well-formed.

    What it could declare are entities, of which a few bytes become gigabytes. A bare type, as older programs write
    it, declares nothing. The parser is asked, and not a pattern, because it alone knows in which encoding it reads.
    """
    from xml.parsers import expat  # noqa: PLC0415

    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ValueError("an SVG with declarations of its own")

    def doctype(_name: str, _system: str | None, _public: str | None, has_subset: bool) -> None:
        if has_subset:
            refuse()

    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError("not well-formed") from error


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
    """True where a reference stays in the drawing: a part of it, or a picture (not another SVG) that it carries."""
    if reference.startswith("#"):
        return True
    carried = ("data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/gif", "data:image/webp")
    return tag in ("image", "feImage") and reference.lower().startswith(carried)


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
