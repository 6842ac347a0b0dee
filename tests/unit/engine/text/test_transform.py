"""text_transform."""

from __future__ import annotations

from unicodedata import normalize

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


@pytest.mark.parametrize("lang", ["tr", "az-Latn", "TR_tr"])
def test_a_combining_dot_is_the_dot_of_a_turkish_i(lang: str) -> None:
    assert transformed("I\u0307stanbul", "lowercase", lang) == "istanbul"


@pytest.mark.parametrize("lang", ["trv", "aze", "", "en"])
def test_other_languages_are_not_turkish(lang: str) -> None:
    assert transformed("isi", "uppercase", lang) == "ISI"


# As Chromium writes them (ICU).
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Άδης άνθρωπος", "ΑΔΗΣ ΑΝΘΡΩΠΟΣ"),
        ("μαΐου προϊόν ΰ", "ΜΑΪΟΥ ΠΡΟΪΟΝ Ϋ"),
        ("άυλος ρωμέϊκα Άι", "ΑΫΛΟΣ ΡΩΜΕΪΚΑ ΑΪ"),
        ("αυτός ή εκείνος, η ή; ἤ", "ΑΥΤΟΣ Ή ΕΚΕΙΝΟΣ, Η Ή; Ή"),
        ("ή\u0301δη ηή", "ΗΔΗ ΗΗ"),
        ("ᾳ ᾅ ῇ ὦ", "ΑΙ ΑΙ ΗΙ Ω"),
        ("Ευρωπαϊκή Ένωση café", "ΕΥΡΩΠΑΪΚΗ ΕΝΩΣΗ CAFÉ"),
        ("α\u0301υ\u0301 ι\u0308\u0301", "ΑΫ Ϊ"),
        ("΄ ά", "΄ Α"),
    ],
)
def test_greek_capitals_have_no_accents(text: str, shown: str) -> None:
    assert normalize("NFC", transformed(text, "uppercase", "el-GR")) == shown
    assert transformed("ΟΔΌΣ", "lowercase", "el") == "οδός"


def test_greek_in_another_language_keeps_them() -> None:
    assert transformed("Άδης ή", "uppercase", "en") == "ΆΔΗΣ Ή"


@pytest.mark.parametrize(
    ("how", "text", "shown"),
    [
        ("uppercase", "i\u0307\u0301 j\u0307 \u012f\u0307\u0303", "Í J Į\u0303"),
        ("uppercase", "ì \u1ecb\u0307x", "Ì ỊX"),
        ("lowercase", "ÌÍĨ", "i\u0307\u0300i\u0307\u0301i\u0307\u0303"),
        ("lowercase", "J\u0301 I\u0328\u0301 I J", "j\u0307\u0301 i\u0328\u0307\u0301 i j"),
        ("titlecase", "i\u0307\u0301 ilgas", "I\u0301 Ilgas"),
        ("capitalize", "i\u0307\u0301 ilgas", "I\u0301 ilgas"),
    ],
)
def test_lithuanian_letters_keep_their_dot_under_an_accent(how: str, text: str, shown: str) -> None:
    assert normalize("NFC", transformed(text, how, "lt")) == normalize("NFC", shown)


@pytest.mark.parametrize(
    ("how", "text", "shown"),
    [
        ("titlecase", "ijsland het ijs bij", "IJsland Het IJs Bij"),
        ("titlecase", "íj\u0301s ĳs IJs", "ÍJ\u0301s Ĳs IJs"),
        ("capitalize", "«ijs» ijs", "«IJs» ijs"),
        ("uppercase", "ijs", "IJS"),
        ("lowercase", "IJS", "ijs"),
    ],
)
def test_a_dutch_word_begins_with_ij(how: str, text: str, shown: str) -> None:
    assert transformed(text, how, "nl-BE") == shown
    assert transformed("ijs", "titlecase", "de") == "Ijs"


def test_greek_final_sigma() -> None:
    assert transformed("ΟΔΟΣ", "lowercase") == "οδος"
