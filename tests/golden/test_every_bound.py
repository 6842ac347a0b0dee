"""Every property at the bounds of its kind is drawn, in little time and without a problem."""

from urllib.parse import quote

import pytest

from tests.golden.test_every_property import BASE, CASES, drawn, engine, plate_of
from tests.unit.engine.properties.test_every_value import taken
from tintype.engine import Engine
from tintype.engine.properties.elements import ELEMENTS
from tintype.engine.properties.kinds import FillKind, Number, Padding, Text

__all__ = ["engine"]
MEASURED = (Number, Padding, Text, FillKind)  # kinds whose bounds take something of the painter
PROPERTIES = [
    (type_, name)
    for type_, cases in CASES.items()
    for name in cases
    if isinstance(ELEMENTS[type_].properties[name].kind, MEASURED) and name != "illustration_file"
]


@pytest.mark.parametrize(("type_", "name"), PROPERTIES)
def test_bounds_are_drawn(type_: str, name: str, engine: Engine) -> None:
    needed, _ = CASES[type_][name]
    plate = plate_of(type_, {**BASE[type_], **needed})
    layer = "root" if type_ == "root" else "layer"
    for value in taken(ELEMENTS[type_].properties[name].kind):
        mode, pixels = drawn(plate, f"{layer}.{name}={quote(value)}", engine)
        assert len(pixels) == 150 * 120 * len(mode)
