"""Every property, given by URL: its kind's bounds are taken, and what lies beyond them leaves the design's own."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tintype import query
from tintype.engine.plate import Box, Plate, element_from
from tintype.engine.plate.fill import Override, fill
from tintype.engine.properties.elements import ELEMENTS
from tintype.engine.properties.kinds import (
    Boolean,
    Choice,
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
)

COLOURS = ("#1a4", "1A47", "#1A47FF", "1A47FF80", "cmyk(0,100,100,0)", "cmyka(0%, 0%, 0%, 100%, 50%)")
NO_COLOURS = ("#12", "#12345", "#1A47FF800", "#GGGGGG", "red", "cmyk(1,2,3)", "cmyk(101,0,0,0)", "cmyk(1,2,3,4,5)")
STOP = "{}% #1A47FF 1"


def gradient(stops: int, place: str = "0% 0% 100% 0%", name: str = "linear") -> str:
    listed = ",".join(STOP.format(100 * index // max(stops - 1, 1)) for index in range(stops))
    return f"{name}-gradient({place},{listed})"


GRADIENTS = (gradient(2), gradient(8), gradient(2, "50% 50% 0.1%", "radial"), gradient(2, "-9999% 0% 9999% 0%"))
NO_GRADIENTS = (
    gradient(1), gradient(9), gradient(2, "50% 50% 0%", "radial"), gradient(2, "0% 0% 1%"), gradient(2, "0% 0%"),
    gradient(2, name="conic"), gradient(2).replace("100% #", "101% #"), gradient(2).replace("FF 1,", "FF 1.1,"),
    gradient(2).replace("FF 1,", "FF ...,"), "linear-gradient()",
)  # fmt: skip
NO_NUMBERS = ("nan", "inf", "1e5", "ten", "1,5", "0x10", "1_0", "--1", "٣", "9" * 40)


def taken(kind: Kind) -> Iterator[str]:
    """Values that a kind takes, its bounds among them."""
    if isinstance(kind, Number):
        step = 1 if kind.whole else 0.001
        low = kind.minimum if kind.above is None else kind.above + step
        yield from (f"{bound:g}" for bound in (low, kind.maximum) if bound is not None)
    elif isinstance(kind, Choice):
        yield from kind.choices
    elif isinstance(kind, Text):
        yield from ("x" * kind.min_length, "x" * kind.max_length)
    else:
        yield from SOME[type(kind)][0]


def refused(kind: Kind) -> Iterator[str]:
    """Values just beyond a kind's bounds, and nonsense."""
    if isinstance(kind, Number):
        yield from NO_NUMBERS
        yield from (f"{bound:g}" for bound in (_less(kind), _more(kind)) if bound is not None)
        yield from ["1.5"] if kind.whole else []
    elif isinstance(kind, Choice):
        yield from ("nonsense", kind.choices[0].swapcase(), kind.choices[0] + "\0")
    elif isinstance(kind, Text):
        yield from ("x" * (kind.max_length + 1), "a\0b", "\udcff")
    else:
        yield from SOME[type(kind)][1]


def _less(kind: Number) -> float | None:
    return kind.above if kind.minimum is None else kind.minimum - 1


def _more(kind: Number) -> float | None:
    return None if kind.maximum is None else kind.maximum + 1


SOME: dict[type, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Boolean: (("true", "false", "1", "0", "TRUE"), ("yes", "2", "on", "tru")),
    PictureUrl: (
        ("http://a", "https://example.com/a.jpg?b=c#d", "asset:a", "https://e/" + "x" * 8182,
         "HTTP://A_b.example/ö ä.png"),
        ("https://e/" + "x" * 8183, "ftp://a/b", "//a/b", "asset:", "asset:../x", "javascript:alert(1)", "https://",
         "https://a b/", "data:image/png;base64,iVBO", "inline:iVBO"),
    ),
    FontName: (("Inter", "asset:brand.ttf", "x" * 100), ("x" * 101, "asset:", "a/b", "a;b")),
    Language: (("ja", "zh-Hant-HK"), ("x", "12", "en_GB", "e" * 9)),
    Padding: (("0", "4096 4096", "1.5 2"), ("-1", "4097", "1 2 3", "1px", "1 4097")),
    ColourKind: (COLOURS, NO_COLOURS + GRADIENTS),
    FillKind: (COLOURS + GRADIENTS, NO_COLOURS + NO_GRADIENTS),
    Encoded: (("iVBORw0KGgo", "iVBORw0KGgo=", "data:image/png;base64,iVBORw0KGgo=", "a-_/", "A" * 4_000_000),
              ("?", "a", "iVBO=Rw0", "data:image/png,iVBO", "é", "A" * 4_000_001)),
}  # fmt: skip
PROPERTIES = [(type_, name) for type_, element in ELEMENTS.items() for name in element.properties]


def plate_of(type_: str) -> Plate:
    box = Box(0, 0, 100, 100)
    elements = () if type_ == "root" else (element_from("layer", type_, box, {}),)
    return Plate("key", "design", 1, "format", "uid", 100, 100, element_from("root", "root", box, {}), elements, {})


def asked(type_: str, name: str, value: str) -> tuple[Override, ...]:
    """The override as a URL's query brings it; longer values come in the body of a generation."""
    layer = "root" if type_ == "root" else "layer"
    if len(value) > 12_000:
        return (Override(layer, name, value),)
    parsed = query.parse(f"{layer}.{name}={quote(value, safe='', errors='surrogateescape')}")
    assert parsed.problems == ()
    return parsed.overrides


@pytest.mark.parametrize(("type_", "name"), PROPERTIES)
def test_a_value_at_the_bounds_is_taken(type_: str, name: str) -> None:
    plate, kind = plate_of(type_), ELEMENTS[type_].properties[name].kind
    for value in taken(kind):
        filled = fill(plate, asked(type_, name, value), {})
        element = filled.plate.root if type_ == "root" else filled.plate.elements[0]
        assert filled.problems == (), value[:50]
        assert (element.values[name], element.static) == (kind.parse(value), False)


@pytest.mark.parametrize(("type_", "name"), PROPERTIES)
def test_a_value_beyond_the_bounds_or_without_sense_leaves_the_designs_own_and_is_named(type_: str, name: str) -> None:
    plate = plate_of(type_)
    path = f"{'root' if type_ == 'root' else 'layer'}.{name}"
    for value in refused(ELEMENTS[type_].properties[name].kind):
        filled = fill(plate, asked(type_, name, value), {})
        assert filled.plate == plate, value[:50]
        assert [problem.path for problem in filled.problems] == [path], value[:50]
        assert len(repr(filled.problems[0].received)) < 2000


@pytest.mark.parametrize(("type_", "name"), PROPERTIES)
def test_nothing_and_a_merge_tag_that_nobody_replaced_leave_the_designs_own(type_: str, name: str) -> None:
    plate = plate_of(type_)
    for nothing in ("", " ", "\n", "{{first_name}}", "*|FNAME|*", "%%name%%", "[[name]]", "${name}"):
        filled = fill(plate, asked(type_, name, nothing), {})
        assert (filled.plate, filled.problems) == (plate, ()), nothing
