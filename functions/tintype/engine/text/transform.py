"""text_transform: upper and lower case, title case and capitalised, by Unicode's rules and those of a language."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import combining, normalize

from tintype.base.expressions import expression

_WORD: Final = expression(r"[^\W_](?:[\w'’\u0300-\u036f])*")
_TURKIC: Final = {"tr", "az"}  # a dotted and a dotless i
_GREEK: Final = expression(
    "[\u0370-\u0373\u0376\u0377\u037b-\u037d\u0386\u0388-\u03ff\u1f00-\u1fbc\u1fbe\u1fc2-\u1fcc\u1fd0-\u1fdb\u1fe0-\u1fec"
    "\u1ff2-\u1ffc][\u0300-\u0304\u0306\u0308\u0311\u0313\u0314\u0342-\u0345]*"
)
_ACCENTS: Final = frozenset("\u0300\u0301\u0302\u0303\u0311\u0342")
_VOWELS: Final = frozenset("ΑΕΗΙΟΥΩ")
_BELOW: Final = "[\u0316-\u0319\u031c-\u0320\u0323-\u0326\u0328-\u0333\u0339-\u033c\u0347-\u0349]*"  # marks not above
# A dot that letters keep under an accent, in Lithuanian: of small letters, and where capitals have that accent.
_DOTTED: Final = expression(f"(?<=[ij\u012f])({_BELOW})\u0307|(?<=[\u1e2d\u1ecb])\u0307")
_ACCENTED: Final = expression(f"([IJ\u012e]{_BELOW})(?=[\u0300-\u0314\u033d-\u0344\u0346])|[ÌÍĨ]")
_DUTCH_IJ: Final = expression("(?:i\u0301?|í)j")


def transformed(text: str, how: str | None, lang: str = "") -> str:
    """`text` in another case: ``uppercase lowercase titlecase capitalize``, or as it is.

    Where `lang`, a BCP 47 tag, says so: Turkish and Azeri have a dotted and a dotless i, Greek capitals have no
    accents, Lithuanian letters keep their dot under an accent, and a Dutch word begins with IJ.
    """
    if not how or how == "none":
        return text
    language = lang.replace("_", "-").partition("-")[0].lower()
    if how == "uppercase":
        return _upper(text, language)
    if how == "lowercase":
        return _lower(text, language)
    if how == "titlecase":
        return _WORD.sub(lambda match: _initial(match[0], language), text)
    first = next((index for index, character in enumerate(text) if character.isalpha()), len(text))
    return text[:first] + _initial(text[first:], language)


def _upper(text: str, language: str) -> str:
    if language in _TURKIC:
        text = text.replace("i", "İ")
    elif language == "lt":
        text = _DOTTED.sub(lambda match: match[1] or "", text)
    elif language == "el":
        text = _greek_capitals(text)
    return text.upper()


def _lower(text: str, language: str) -> str:
    if language in _TURKIC:
        text = text.replace("I\u0307", "i").replace("I", "ı").replace("İ", "i")
    elif language == "lt":
        text = _ACCENTED.sub(lambda match: f"{match[1]}\u0307" if match[1] else _dotted(match[0]), text)
    return text.lower()


def _dotted(letter: str) -> str:
    apart = normalize("NFD", letter)
    return f"{apart[0]}\u0307{apart[1:]}"


def _initial(word: str, language: str) -> str:
    """`word` with its first letter in title case (ǆ becomes ǅ, not Ǆ) and the rest as it was."""
    if language in _TURKIC and word[:1] == "i":
        return f"İ{word[1:]}"
    if language == "nl" and (match := _DUTCH_IJ.match(word)):
        return match[0].upper() + word[match.end() :]
    if language == "lt":
        return _upper(word[:1], language) + (word[2:] if _DOTTED.match(word, 1) else word[1:])
    return word[:1].title() + word[1:]


def _greek_capitals(text: str) -> str:
    """`text` with its Greek letters as capitals without accents, as ICU writes them.

    An iota or ypsilon after a vowel that lost its accent gets a dialytika, so that it is still read by itself; and the
    word ή ("or") keeps its accent, which tells it from the article.
    """
    written: list[str] = []
    end, accented = -1, False  # where the letter before ends, and whether it lost an accent and has no dialytika
    for match in _GREEK.finditer(text):
        written.append(text[max(end, 0) : match.start()])
        apart = normalize("NFD", match[0])
        capital, marks = apart[0].upper(), apart[1:]
        after_accent = accented and match.start() == end and capital in {"Ι", "Υ"}
        has_accent = not _ACCENTS.isdisjoint(marks)
        dialytika = "\u0308" in marks or after_accent
        accented = capital in _VOWELS and has_accent and not dialytika
        subscript = "Ι" * marks.count("\u0345")
        if capital == "Η" and has_accent and not subscript and _is_word(text, match):
            capital = "Ή"
        elif dialytika:
            capital = normalize("NFC", f"{capital}\u0308")
        written.append(capital + subscript)
        end = match.end()
    return "".join(written) + text[max(end, 0) :]


def _is_word(text: str, match: re.Match[str]) -> bool:
    """True where no letter stands beside the match, but for marks between them."""
    start = match.start()
    while start and combining(text[start - 1]):
        start -= 1
    return not text[:start][-1:].isalpha() and not text[match.end() :][:1].isalpha()
