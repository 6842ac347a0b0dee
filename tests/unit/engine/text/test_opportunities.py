"""Where lines may break, held against Chromium's own answers (`python -m bench.reference.lines` asks for them anew)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tintype.engine.text.opportunities import clings, opportunities

CHROMIUM = json.loads((Path(__file__).parent / "chromium_lines.json").read_text(encoding="utf-8"))
BREAK = "¦"


def marked(text: str) -> str:
    found = opportunities(text)
    return "".join(BREAK * (index in found) + character for index, character in enumerate(text))


@pytest.mark.parametrize("text", CHROMIUM["texts"])
def test_lines_break_where_chromium_breaks_them(text: str) -> None:
    assert marked(text.replace(BREAK, "")) == text


def test_every_pair_of_ascii_characters_breaks_as_in_chromium() -> None:
    printable = [chr(point) for point in range(0x21, 0x7F)]
    found = {left: "".join(right for right in printable if opportunities(left + right)) for left in printable}
    assert {left: right for left, right in found.items() if right} == CHROMIUM["pairs"]


@pytest.mark.parametrize(
    "text",
    [
        "มนุษย์ทั้งหลาย¦เกิดมามีอิสระ¦และ¦เสมอภาค",
        "ซื้อวันนี้ ¦ลดทันที ¦50% ¦เฉพาะสมาชิก¦เท่านั้น",
        "abcเ",  # no dictionary is asked where Latin meets Thai
        "แโใ",
        "ມະນຸດທຸກຄົນ¦ເກີດມາມີ",
        "တူ¦ညီ¦လွတ်¦လပ်¦သော",
        "သိက္ခာ",  # a stack
        "ကျွန်ုပ်¦တို့",
        "၁၂၃",
        "សេរីភាព ¦និងសមភាព",
    ],
)
def test_scripts_without_spaces_break_where_a_syllable_surely_begins(text: str) -> None:
    assert marked(text.replace(BREAK, "")) == text


@pytest.mark.parametrize(
    ("before", "grapheme"),
    [
        ("ก", "า"), ("ม", "ะ"), ("น", "ำ"), ("เ", "ก"), ("ໂ", "ລ"), ("ທ", "າ"), ("ສ", "ຽ"), ("ក\u17d2", "រ"),
        ("က", "\u102c"), ("က\u1039", "ခ"), ("လ", "တ်"), ("ᨠ\u1a60", "ᨠ"), ("ๆ", "ๆ"), ("x", "\u0301"), ("ख", "\u0903"),
    ],
)  # fmt: skip
def test_no_line_begins_with_what_is_written_behind_something(before: str, grapheme: str) -> None:
    assert clings(grapheme, before)


@pytest.mark.parametrize(
    ("before", "grapheme"), [("า", "ก"), ("ก", "เ"), ("က", "ခ"), ("ক", "খ"), ("a", "b"), ("日", "本"), ("é", "!")]
)
def test_other_words_may_be_broken_anywhere(before: str, grapheme: str) -> None:
    assert not clings(grapheme, before)


def test_breaks_do_not_depend_on_what_was_asked_before() -> None:
    texts = [re.sub(BREAK, "", text) for text in CHROMIUM["texts"]]
    assert [opportunities(text) for text in texts] == [opportunities(text) for text in reversed(texts)][::-1]
