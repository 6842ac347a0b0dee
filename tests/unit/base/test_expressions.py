"""Regular expressions compiled when they are first needed."""

from __future__ import annotations

import re

import pytest

from tintype.base.expressions import expression


def test_an_expression_does_what_the_compiled_one_does() -> None:
    words = expression(r"[a-z]+", re.IGNORECASE)
    assert words.findall("One two") == re.compile(r"[a-z]+", re.IGNORECASE).findall("One two")
    found = words.fullmatch("One")
    assert found is not None
    assert found[0] == "One"
    assert words.pattern == r"[a-z]+"


def test_it_is_compiled_at_its_first_use() -> None:
    broken = expression("(")
    with pytest.raises(re.error):
        broken.search("")


def test_an_unknown_method_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="matches"):
        _ = expression("a").matches  # type: ignore[attr-defined]
