"""Where a line may break: UAX #14, without dictionaries."""

from __future__ import annotations

import unicodedata

from tintype.engine.text.unicode import is_pictographic, line_class

_MANDATORY = {"BK", "CR", "LF", "NL"}
_NO_BREAK_BEFORE = {"CL", "CP", "EX", "SY"}
_ALPHABETIC = {"AL", "HL"}
_IDEOGRAPHIC = {"ID", "EB", "EM"}
_HANGUL = {"JL", "JV", "JT", "H2", "H3"}
_AKSARA = {"AK", "AS"}
_THAI_LEADING = frozenset("เแโใไເແໂໃໄ")


def break_points(text: str) -> set[int]:
    """The indices at which a new line may start. Line separators must have been taken out before."""
    classes = _resolved(text)
    count = len(text)
    points: set[int] = set()
    regional = 0
    for index in range(1, count):
        regional = regional + 1 if classes[index - 1] == "RI" else 0
        if _allowed(text, classes, index, regional):
            points.add(index)
    return points


def _resolved(text: str) -> list[str]:
    """Line break classes with LB1 (unknown, ambiguous, South East Asian), LB9 and LB10 applied: "" joins its base."""
    classes: list[str] = []
    base = "SP"
    for character in text:
        name = line_class(character)
        if name in {"AI", "SG", "XX"}:
            name = "AL"
        elif name == "SA":
            name = "CM" if unicodedata.category(character) in {"Mn", "Mc"} else "AL"
        elif name == "CJ":
            name = "NS"
        if name in {"CM", "ZWJ"}:
            if base in {"SP", "ZW"} or base in _MANDATORY:
                name = "AL" if name == "CM" else "ZWJ"
            else:
                classes.append("+" if name == "CM" else "+Z")
                continue
        base = name
        classes.append(name)
    return classes


def _before(classes: list[str], index: int) -> int:
    """The index of the base character before `index`, past joined marks."""
    index -= 1
    while index > 0 and classes[index].startswith("+"):
        index -= 1
    return index


def _past_spaces(classes: list[str], index: int) -> int:
    """The index of the last base before `index` that is not a space, or -1."""
    place = _before(classes, index)
    while place >= 0 and classes[place] == "SP":
        place = _before(classes, place) if place else -1
    return place


def _allowed(text: str, classes: list[str], index: int, regional: int) -> bool:  # noqa: PLR0911  the rules, in order
    after = classes[index]
    if after.startswith("+") or after in {"SP", "ZW"}:  # LB9, LB7
        return False
    at = _before(classes, index)
    before = classes[at]
    spaced = before == "SP"
    solid_at = _past_spaces(classes, index)
    solid = classes[solid_at] if solid_at >= 0 else "SP"
    if solid == "ZW":  # LB8
        return True
    if classes[index - 1] in {"+Z", "ZWJ"}:  # LB8a
        return False
    if after == "WJ" or before in {"WJ", "GL"}:  # LB11, LB12
        return False
    if after == "GL" and before not in {"SP", "BA", "HY", "HH"}:  # LB12a
        return False
    if after in _NO_BREAK_BEFORE or solid == "OP":  # LB13, LB14
        return False
    if after == "IS":  # LB15c, LB15d
        return spaced and index + 1 < len(classes) and classes[index + 1] == "NU"
    if _initial_quote(text, classes, solid_at) or (after == "QU" and _final_quote(text, classes, index)):
        return False  # LB15a, LB15b
    if (solid in {"CL", "CP"} and after == "NS") or (solid == "B2" and after == "B2"):  # LB16, LB17
        return False
    if spaced:  # LB18
        return True
    if before == "CB" or after == "CB":  # LB20
        return True
    return _pair(text, classes, at, index, regional)


def _initial_quote(text: str, classes: list[str], at: int) -> bool:
    """LB15a: after an opening quotation mark that itself starts something, even past spaces."""
    if at < 0 or classes[at] != "QU" or unicodedata.category(text[at]) != "Pi":
        return False
    return at == 0 or classes[_before(classes, at)] in {"OP", "QU", "GL", "SP", "ZW", "CB"}


def _final_quote(text: str, classes: list[str], index: int) -> bool:
    """LB15b: before a closing quotation mark that ends something."""
    if unicodedata.category(text[index]) != "Pf":
        return False
    following = index + 1
    while following < len(classes) and classes[following].startswith("+"):
        following += 1
    enders = {"SP", "GL", "WJ", "CL", "QU", "CP", "EX", "IS", "SY", "ZW"}
    return following >= len(classes) or classes[following] in enders


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "FWH"


def _quotation(text: str, classes: list[str], at: int, index: int) -> bool | None:
    """LB19, LB19a: no break around quotation marks, but East Asian text may break outside them."""
    before, after = classes[at], classes[index]
    if after == "QU":
        if unicodedata.category(text[index]) != "Pi" or not _wide(text[at]):
            return False
        if index + 1 >= len(text) or not _wide(text[index + 1]):
            return False
    if before == "QU":
        if unicodedata.category(text[at]) != "Pf" or not _wide(text[index]):
            return False
        if at == 0 or not _wide(text[at - 1]):
            return False
    return None


def _pair(text: str, classes: list[str], at: int, index: int, regional: int) -> bool:
    before, after = classes[at], classes[index]
    if "QU" in {before, after} and _quotation(text, classes, at, index) is False:
        return False
    start = at == 0 or classes[_before(classes, at)] in {"SP", "ZW", "CB", "GL"}
    if before in {"HY", "HH"} and after in _ALPHABETIC and start:  # LB20a
        return False
    if after in {"BA", "HY", "NS", "HH"} or before == "BB":  # LB21
        return False
    if before in {"HY", "BA", "HH"} and after != "HL" and at and classes[_before(classes, at)] == "HL":  # LB21a
        return False
    if (before == "SY" and after == "HL") or after == "IN":  # LB21b, LB22
        return False
    return not (
        _letters_and_numbers(classes, at, index)
        or _hangul(before, after)
        or _alphabetic(text, at, index, before, after)
        or _aksara(text, classes, at, index)
        or (before == "RI" and after == "RI" and regional % 2)  # LB30a
        or (
            after == "EM" and (before == "EB" or (is_pictographic(text[at]) and unicodedata.category(text[at]) == "Cn"))
        )  # LB30b
    )


def _letters_and_numbers(classes: list[str], at: int, index: int) -> bool:
    """LB23-LB25: what keeps numbers, their signs and letters together."""
    before, after = classes[at], classes[index]
    if (before in _ALPHABETIC and after == "NU") or (before == "NU" and after in _ALPHABETIC):
        return True
    if (before == "PR" and after in _IDEOGRAPHIC) or (before in _IDEOGRAPHIC and after == "PO"):
        return True
    if (before in {"PR", "PO"} and after in _ALPHABETIC) or (before in _ALPHABETIC and after in {"PR", "PO"}):
        return True
    if after == "NU":
        return before in {"PO", "PR", "HY", "NU", "IS"} or (before == "SY" and _after_number(classes, at))
    if after in {"PO", "PR"}:
        return _after_number(classes, index) if before not in {"CL", "CP"} else _after_number(classes, at)
    following = [name for name in classes[index + 1 : index + 9] if not name.startswith("+")][:2]
    return before in {"PO", "PR"} and after == "OP" and (following[:1] == ["NU"] or following == ["IS", "NU"])


def _after_number(classes: list[str], index: int) -> bool:
    """Whether a number, perhaps followed by separators, ends before `index`."""
    place = _before(classes, index)
    while place > 0 and classes[place] in {"SY", "IS"}:
        place = _before(classes, place)
    return place >= 0 and classes[place] == "NU"


def _hangul(before: str, after: str) -> bool:
    """LB26, LB27."""
    if before == "JL":
        return after in {"JL", "JV", "H2", "H3", "PO"}
    if before in {"JV", "H2"}:
        return after in {"JV", "JT", "PO"}
    if before in {"JT", "H3"}:
        return after in {"JT", "PO"}
    return before == "PR" and after in _HANGUL


def _alphabetic(text: str, at: int, index: int, before: str, after: str) -> bool:
    """LB28-LB30. Thai and Lao words have no spaces: a leading vowel starts a syllable, and a line may."""
    if before in _ALPHABETIC and after in _ALPHABETIC:
        return text[index] not in _THAI_LEADING
    if before == "IS" and after in _ALPHABETIC:
        return True
    if before in {"AL", "HL", "NU"} and after == "OP":
        return not _wide(text[index])
    return before == "CP" and after in {"AL", "HL", "NU"} and not _wide(text[at])


def _aksara(text: str, classes: list[str], at: int, index: int) -> bool:
    """LB28a: orthographic syllables of Brahmic scripts stay whole."""
    before, after = classes[at], classes[index]
    if before == "AP" and (after in _AKSARA or text[index] == "\u25cc"):
        return True
    base = before in _AKSARA or text[at] == "\u25cc"
    if base and after in {"VF", "VI"}:
        return True
    if before == "VI" and at and (classes[_before(classes, at)] in _AKSARA or text[at - 1] == "\u25cc"):
        return after == "AK" or text[index] == "\u25cc"
    following = classes[index + 1] if index + 1 < len(classes) else ""
    return base and (after in _AKSARA or text[index] == "\u25cc") and following == "VF"
