"""Documents to try the schema and the check with: values that a kind takes, and such as it may not take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from tintype.engine.properties.elements import ELEMENTS, Property
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
    ValueProblem,
)

TYPES = [name for name in ELEMENTS if name != "root"]
PERCENT = st.integers(-150, 250).map(lambda percent: f"{percent}%") | st.just("12.5%")
COLOURS = st.sampled_from(
    ["#FFF", "abcd", "#11223344", "#0b1020", "cmyk(0,100,7%, 3)", "cmyka(1,2,3,4,50)", "cmyk(1,2,3)", "cmyk(0,0,0,101)",
     "#FFFFF", "red", "cmyka(1,2,3,4)", "#FFF\n", "cmyk(1,2,3,4,5)"]
)  # fmt: skip
STOPS = st.lists(
    st.tuples(
        st.sampled_from(["0%", "50%", "100%", "100.0%", "101%", "7.25%"]),
        st.sampled_from(["#FFF", "#112233", "cmyk(1,2,3,4)", "abc", "#ffff"]),
        st.sampled_from(["", " 0", " 1", " .5", " 0.25", " 1.5", " 1.0"]),
    ).map(lambda stop: f"{stop[0]} {stop[1]}{stop[2]}"),
    min_size=1, max_size=9,
)  # fmt: skip
GRADIENTS = st.builds(
    lambda kind, numbers, stops: f"{kind}-gradient({' '.join(numbers)},{','.join(stops)})",
    st.sampled_from(["linear", "radial", "conic"]), st.lists(PERCENT, min_size=2, max_size=5), STOPS,
)  # fmt: skip
STRANGE: st.SearchStrategy[Any] = st.sampled_from([None, [], {}, {"a": 1}, [1], True, False, -1, 0, 3.5, 10**6, ""])
WORDS = st.text(st.characters(codec="utf-8"), max_size=12)


def of_kind(kind: Kind) -> st.SearchStrategy[Any]:  # noqa: PLR0911
    """JSON values, most of which the kind takes; numbers and booleans as JSON's own."""
    if isinstance(kind, Number):
        edges = [bound for bound in (kind.minimum, kind.above, kind.maximum) if bound is not None]
        near = [bound + by for bound in edges for by in (-1, -0.5, 0, 0.5, 1)]
        return st.sampled_from([*near, 4, 4.0, 4.25, 99])
    if isinstance(kind, Boolean):
        return st.booleans()
    if isinstance(kind, Choice):
        return st.sampled_from([*kind.choices, "nothing of the sort"])
    if isinstance(kind, Text):
        longest = st.sampled_from([kind.max_length, kind.max_length + 1]).map(lambda length: "x" * length)
        return WORDS | st.sampled_from(["", "\0", 12, 1.5, "a\n"]) | longest
    if isinstance(kind, PictureUrl):
        return st.sampled_from(
            ["asset:a.png", "asset:.png", "https://example.com/a b", "https://example.com/a?b#c", "http://x", "ftp://x",
             "https://", "https:///x", "asset:" + "a" * 101, "https://x/" + "y" * 4090, "https://ü.de/é", "asset:a\n"]
        )  # fmt: skip
    if isinstance(kind, Encoded):
        return st.sampled_from(["QUJD", "QUI=", "QQ==", "data:image/png;base64,QUJD", "Q", "=", "Q*JD", "data:,QUJD"])
    if isinstance(kind, FillKind):
        return COLOURS | GRADIENTS
    if isinstance(kind, ColourKind):
        return COLOURS
    if isinstance(kind, FontName):
        return st.sampled_from(["Inter", "Nowhere Sans", "asset:f.ttf", " x", "", "-", "a" * 101, "O'Neill", "Inter\n"])
    if isinstance(kind, Language):
        return st.sampled_from(["de", "zh-Hant", "x", "de_DE", "a-b-c-d-e-f-g", "de\n"])
    assert isinstance(kind, Padding)
    return st.sampled_from([0, 4096, 4097, -1, "24 32", "4096", "4096.5", "1 2 3", "8.5 0", "a", "4095.999"])


def seldom(usual: st.SearchStrategy[Any], odd: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """`usual` 29 times in 30, so that much of what is large is right."""
    return st.integers(0, 29).flatmap(lambda number: usual if number else odd)


def taken(kind: Kind) -> st.SearchStrategy[Any]:
    """Values that the kind takes."""

    def parses(value: Any) -> bool:
        try:
            kind.parse(value)
        except ValueProblem:
            return False
        return True

    return of_kind(kind).filter(parses)


def properties(of: Mapping[str, Property]) -> st.SearchStrategy[dict[str, Any]]:
    """Properties by dotted name, some of them nested, a few of them unknown or wrong."""

    def pair(name: str) -> st.SearchStrategy[tuple[str, Any]]:
        kind = of[name].kind
        return st.tuples(st.just(name), seldom(taken(kind), of_kind(kind) | STRANGE))

    strange = st.tuples(st.sampled_from(["colour", "font.size", "mask_properties", "corner_radius"]), STRANGE)
    pairs = st.lists(seldom(st.sampled_from(sorted(of)).flatmap(pair), strange), max_size=3)
    return st.tuples(pairs, st.booleans()).map(lambda drawn: nested(drawn[0]) if drawn[1] else dict(drawn[0]))


def nested(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        first, dot, rest = name.partition(".")
        if dot and isinstance(found.get(first, {}), dict):
            found.setdefault(first, {})[rest] = value
        elif not dot:
            found[name] = value
    return found


COMPARED = st.sampled_from(["a", "", 1, 2.5, True, None, "x" * 10_001, "\0", "#FFF"])
ODD_COMPARISONS = st.dictionaries(
    st.sampled_from(["layer", "var", "is", "equals", "in", "huh"]),
    st.sampled_from(["one", "two", "", "filled", "empty", 7]) | COMPARED | st.lists(COMPARED, max_size=2), max_size=3,
)  # fmt: skip
COMPARISONS = st.sampled_from(
    [{"layer": "one", "is": "filled"}, {"var": "x", "in": ["a", 2]}, {"var": "x", "equals": ""},
     {"layer": "root", "is": "empty"}, {"layer": "one", "equals": "#FFF"}, {"layer": "two", "in": [True, "a"]}]
)  # fmt: skip


def conditions(depth: int = 4) -> st.SearchStrategy[Any]:
    """Conditions up to one deeper than is allowed."""
    one = seldom(COMPARISONS, ODD_COMPARISONS)
    if depth == 0:
        return one
    inner = conditions(depth - 1)
    several = seldom(st.lists(inner, min_size=1, max_size=2), st.lists(inner, max_size=1) | inner)
    return st.one_of(
        one, several.map(lambda each: {"all": each}), several.map(lambda each: {"any": each}),
        inner.map(lambda each: {"not": each}),
    )  # fmt: skip


SIDES = seldom(st.sampled_from([10, 0.5, 16384]), st.sampled_from([0, -1, 16385, True, None, "5"]))
PARTIAL = st.dictionaries(seldom(st.sampled_from(["x", "y", "width", "height"]), st.just("z")), SIDES, max_size=3)
LAYOUTS = seldom(PARTIAL.map(lambda changes: {"width": 10, "height": 20, **changes}), PARTIAL)


@st.composite
def layers(draw: st.DrawFn) -> dict[str, Any]:
    type_ = draw(seldom(st.sampled_from(TYPES), st.sampled_from(["root", "video"])))
    own = properties(ELEMENTS[type_ if type_ in TYPES else "text"].properties)
    format_ = st.fixed_dictionaries(
        {},
        optional={"layout": PARTIAL | st.none(), "properties": own | st.none(), "visible_if": conditions() | st.none(),
                  "hidden": seldom(st.sampled_from([True, None]), st.just("yes"))},
    )  # fmt: skip
    optional: dict[str, st.SearchStrategy[Any]] = {
        "properties": own, "hidden": seldom(st.booleans(), st.sampled_from([None, 1])), "visible_if": conditions(),
        "formats": st.dictionaries(seldom(st.just("og"), st.sampled_from(["no such", "og\n"])), format_, max_size=2),
    }  # fmt: skip
    good, bad = ["one", "two", "a b", "é" * 100], ["_a", "vars", "root", "", " a", "a ", "a\n", "a.b", "é" * 101]
    layer = {"name": draw(seldom(st.sampled_from(good), st.sampled_from(bad))), "type": type_, "layout": draw(LAYOUTS)}
    layer |= {name: draw(values) for name, values in optional.items() if draw(st.booleans())}
    if draw(seldom(st.just(False), st.just(True))):
        layer["colour"] = "x"
    return layer


FORMATS = st.fixed_dictionaries(
    {"name": seldom(st.sampled_from(["story", "og", "a-b"]), st.sampled_from(["-a", "og\n", "0" * 32, "x" * 101])),
     "width": seldom(st.sampled_from([10, 10.0, 4096]), st.sampled_from([0, 4097, 1.5, "10"])),
     "height": st.sampled_from([20, 4096])},
    optional={"background_color": seldom(COLOURS | GRADIENTS, STRANGE)},
)  # fmt: skip
OG = st.just({"name": "og", "width": 10, "height": 20})
DOCUMENTS = st.fixed_dictionaries(
    {"name": seldom(st.just("Card"), WORDS | st.sampled_from(["", " ", "x" * 101, f" {'x' * 100}\n", "\x1c"])),
     "formats": seldom(st.tuples(OG), st.lists(OG | FORMATS, max_size=2)).map(list)},
    optional={"layers": st.lists(layers(), min_size=1, max_size=2),
              "type": seldom(st.just("static"), st.just("animated"))},
)  # fmt: skip
