"""docs/url.md says what the vocabulary says."""

from __future__ import annotations

from local.url_reference import PAGE, with_tables
from tintype.engine.properties.elements import ELEMENTS


def test_the_page_has_the_tables_of_todays_vocabulary() -> None:
    page = PAGE.read_text()
    assert page == with_tables(page), "run: python -m local.url_reference"


def test_every_property_of_every_element_is_on_the_page() -> None:
    page = PAGE.read_text()
    for element in ELEMENTS.values():
        assert f"### {element.name}\n" in page
        assert all(f"| `{name}` |" in page for name in element.properties)
