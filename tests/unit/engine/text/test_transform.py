"""text_transform."""

from __future__ import annotations

import pytest

from tintype.engine.text.transform import transformed


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        ("none", "hello wORLD's ǆ straße"),
        ("uppercase", "HELLO WORLD'S Ǆ STRASSE"),
        ("lowercase", "hello world's ǆ straße"),
        ("titlecase", "Hello WORLD's ǅ Straße"),
        ("capitalize", "Hello wORLD's ǆ straße"),
    ],
)
def test_each_transform(how: str, shown: str) -> None:
    assert transformed("hello wORLD's ǆ straße", how) == shown


def test_capitalize_skips_what_has_no_case() -> None:
    assert transformed("«élan» vital", "capitalize") == "«Élan» vital"
    assert transformed("123", "capitalize") == "123"


def test_turkish_keeps_its_two_letters_i() -> None:
    assert transformed("istanbul ılık", "uppercase", "tr") == "İSTANBUL ILIK"
    assert transformed("İI", "lowercase", "tr-TR") == "iı"
    assert transformed("izmir", "titlecase", "az") == "İzmir"


def test_greek_final_sigma() -> None:
    assert transformed("ΟΔΟΣ", "lowercase") == "οδος"
