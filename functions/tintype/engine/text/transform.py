"""text_transform: upper and lower case, title case and capitalised, by Unicode's rules."""

from __future__ import annotations

from tintype.base.expressions import expression

_WORD = expression(r"[^\W_](?:[\w'’\u0300-\u036f])*")


def transformed(text: str, how: str | None, lang: str = "") -> str:
    """`text` in another case. Turkish and Azeri keep their dotted and dotless i apart where `lang` says so."""
    if not how or how == "none":
        return text
    turkic = lang[:2] in {"tr", "az"}
    if how == "uppercase":
        return (text.replace("i", "İ") if turkic else text).upper()
    if how == "lowercase":
        return (text.replace("I", "ı").replace("İ", "i") if turkic else text).lower()
    if how == "titlecase":
        return _WORD.sub(lambda match: _initial(match[0], turkic), text)
    first = next((index for index, character in enumerate(text) if character.isalpha()), len(text))
    return text[:first] + _initial(text[first:], turkic)


def _initial(word: str, turkic: bool) -> str:
    """`word` with its first letter in title case (ǆ becomes ǅ, not Ǆ) and the rest as it was."""
    if turkic and word[:1] == "i":
        return f"İ{word[1:]}"
    return word[:1].title() + word[1:]
