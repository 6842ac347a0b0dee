"""Whatever its properties and wherever its box, an element is painted: nothing fails, nothing is drawn off its rows."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines import engine_with, with_assets
from tests.golden.build import element, photo, plate
from tintype.engine.plate import Element
from tintype.engine.properties.elements import ELEMENTS
from tintype.engine.properties.kinds import (
    Boolean,
    Choice,
    ColourKind,
    Encoded,
    FillKind,
    Kind,
    Number,
    Padding,
    PictureUrl,
    Text,
)

PICTURES = {
    "asset:photo": photo(),
    "asset:thin": photo(900, 1),
    "asset:dot": photo(1, 1),
    "asset:drawing": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 5"><circle cx="4" cy="3" r="2"/></svg>',
}
COLOURS = ("#D7263D", "#1A47FF80", "#00000000")
FILLS = (
    *COLOURS,
    "linear-gradient(-50% 200% 50% 0%,0% #D7263D 1,50% #F4D35E 0,100% #1A47FF 1)",
    "linear-gradient(50% 50% 50% 50%,0% #D7263D 1,100% #1A47FF 1)",
    "radial-gradient(-50% 200% 1%,0% #D7263D 1,100% #1A47FF 0.3)",
)


CHOICES: dict[type, Sequence[Any]] = {
    PictureUrl: sorted(PICTURES),
    Encoded: ["AAAA"],  # of no effect beside an image_url, which every picture has here
    Boolean: [True, False],
    Padding: ["0", "5 10", "400"],
    ColourKind: COLOURS,
    FillKind: FILLS,
    Text: ["star", "😀 مرحبا", "x" * 40],
}


ASSETS = {source.removeprefix("asset:"): data for source, data in PICTURES.items()}
ENGINE = engine_with(ASSETS)


def values_of(kind: Kind) -> st.SearchStrategy[Any]:
    if isinstance(kind, Number):
        low = kind.minimum if kind.minimum is not None else (kind.above or 0) + 0.01
        high = kind.maximum or 500
        return st.sampled_from([low, high, (low + min(high, low + 30)) // 2 + 1])
    return st.sampled_from(kind.choices if isinstance(kind, Choice) else CHOICES[type(kind)])


@st.composite
def elements(draw: st.DrawFn) -> Element:
    type_ = draw(st.sampled_from(["shape", "image", "logo", "rating", "qrcode", "illustration"]))
    properties = ELEMENTS[type_].properties
    names = draw(st.sets(st.sampled_from(sorted(properties)), max_size=8))
    given_ = {name: draw(values_of(properties[name].kind)) for name in names}
    if "image_url" in properties:
        given_.setdefault("image_url", "asset:photo")
    place, side = st.sampled_from([-300, -0.4, 0, 17.3, 90]), st.sampled_from([0.3, 1, 12, 50.5, 700])
    return element(type_, (draw(place), draw(place), draw(side), draw(side)), False, **given_)


@settings(deadline=None, max_examples=150)
@given(elements(), st.sampled_from(["#FFFFFF", "#FFFFFF00"]))
def test_any_element_is_painted_and_only_on_the_rows_that_it_names(one: Element, background: str) -> None:
    empty = ENGINE.draw(plate((70, 60), background, [])).painted.image
    drawing = ENGINE.draw(with_assets(plate((70, 60), background, [one]), ASSETS))
    assert all(problem.code == "unknown_illustration" for problem in drawing.problems)
    result = drawing.painted
    assert result.damage is not None
    damage = {row for start, end in result.damage for row in range(start, end)}
    for row in set(range(60)) - damage:
        strip = (0, row, 70, row + 1)
        assert result.image.crop(strip).tobytes() == empty.crop(strip).tobytes()
