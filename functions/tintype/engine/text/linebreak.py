"""Where a line may break: UAX #14 of Unicode 18.0.0, rule by rule.

A text becomes a string of letters, one for each character's class, or one for a base and the marks on it. What a rule
asks beyond two neighbours is told by other letters (`_CONTEXTS`); then every pair of neighbours has one answer, which
is found once (`_may_break`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from tintype.base.expressions import expression
from tintype.engine.text.unicode import LINE, is_wide, line_class

# Classes in context, each with the class that it is to rules that don't ask for the context.
_FORMS: Final = {
    "QI<": "QI", "QF>": "QF",  # quotation marks that begin and end something: LB15a, LB15b
    "QIw": "QI", "QFw": "QF",  # quotation marks between East Asian characters: LB19a
    "SP(": "SP", "SP)": "SP", "SP2": "SP", "SPZ": "SP",  # spaces after OP or QI<, CL or CP, B2, ZW
    "IS0": "IS",  # the mark that a decimal fraction begins with: LB15c
    "HY0": "HY", "HH0": "HH", "HYL": "HY", "HHL": "HH",  # hyphens that begin a word, and after HL: LB20a, LB21a
    "SY#": "SY", "IS#": "IS", "CL#": "CL", "CP#": "CP", "CW#": "CW",  # in a number and after one: LB25
    "PO#": "PO", "PR#": "PR",  # before a number in brackets: LB25
    "RI2": "RI",  # the second half of a flag: LB30a
    "VI+": "VI", "AK+": "AK", "AS+": "AS", "DC+": "DC",  # a virama on its base; a base before a final one: LB28a
}  # fmt: skip
_LETTER: Final = {name: chr(0x100 + index) for index, name in enumerate((*LINE, *_FORMS))}
_NAME: Final = {letter: name for name, letter in _LETTER.items()}


def _any(classes: str) -> str:
    """For regular expressions: any of the classes, in whatever context."""
    wanted = {*classes.split()}
    return f"[{''.join(letter for name, letter in _LETTER.items() if _FORMS.get(name, name) in wanted)}]"


def _forms(mark: str) -> dict[int, str]:
    """For str.translate: every class that has a form ending in `mark` becomes that."""
    return {ord(_LETTER[base]): _LETTER[name] for name, base in _FORMS.items() if name == base + mark}


_MOST_LETTERS: Final = 8192
_MANDATORY, _SPACE, _ZW = "BK CR LF NL", _LETTER["SP"], _LETTER["ZW"]
_MARKS: Final = frozenset((_LETTER["CM"], _LETTER["ZWJ"]))
_JOINED: Final = str.maketrans(dict.fromkeys(_MARKS, _LETTER["AL"]))  # LB10
_START: Final = f"(?:^|(?<={_any(f'{_MANDATORY} SP ZW CB GL')}))"
# In this order: where one of the classes is there at all, what is searched for, and the mark of the forms that it, or
# its group, becomes.
_CONTEXTS: Final = [
    ("QI", f"(?:^|(?<={_any(f'{_MANDATORY} OP OW QU QI QF GL SP ZW')})){_any('QI')}", "<"),
    ("QF", f"{_any('QF')}(?={_any(f'{_MANDATORY} SP GL WJ CL QU QI QF CP CW EX IS SY ZW')}|$)", ">"),
    ("IS", f"(?<={_any('SP')}){_any('IS')}(?={_any('NU')})", "0"),
    ("HY HH", f"{_START}{_any('HY HH')}", "0"),
    ("HL", f"(?<={_any('HL')}){_any('HY HH')}", "L"),
    ("NU", f"{_any('NU')}{_any('SY IS')}*{_any('CL CP CW')}?", "#"),
    ("NU", f"{_any('PO PR')}(?={_any('OP OW')}{_any('IS')}?{_any('NU')})", "#"),
    ("RI", f"{_any('RI')}({_any('RI')})", "2"),
    ("VI", f"(?<={_any('AK AS DC')}){_any('VI')}", "+"),
    ("VF", f"(?<={_any('AK AS DC')}){_any('AK AS DC')}(?={_any('VF')})", "+"),
    ("OP OW QI<", f"(?:{_any('OP OW')}|{_LETTER['QI<']})({_any('SP')}+)", "("),
    ("CL CP CW", f"{_any('CL CP CW')}({_any('SP')}+)", ")"),
    ("B2", f"{_any('B2')}({_any('SP')}+)", "2"),
    ("ZW", f"{_any('ZW')}({_any('SP')}+)", "Z"),
]
_COMPILED: Final = [
    ([_LETTER[name] for name in classes.split()], expression(pattern), _forms(mark))
    for classes, pattern, mark in _CONTEXTS
]
_UNIT: Final = expression(f"[^{_LETTER['SP']}{_ZW}{_any(_MANDATORY)[1:-1]}]{_any('CM ZWJ')}*|.")


class Classes(dict[int, str]):
    """For str.translate: the letter of each code point's class; `tailored` has other classes for some of them.

    By default, small kana and the sound mark ー (CJ) are non-starters, as LB1 says.
    """

    def __init__(self, tailored: Mapping[str, str] | None = None) -> None:
        self._tailored = tailored or {"CJ": "NS"}

    def __missing__(self, point: int) -> str:
        if len(self) >= _MOST_LETTERS:
            self.clear()
        name = line_class(chr(point))
        self[point] = letter = _LETTER[self._tailored.get(chr(point)) or self._tailored.get(name, name)]
        return letter


UNICODE: Final = Classes()


def break_points(text: str, classes: Classes = UNICODE) -> set[int]:
    """The indices at which a new line may or must start."""
    units = text.translate(classes)
    if _MARKS.isdisjoint(units):
        starts: list[int] | range = range(len(text))
        joined: list[int] = []
    else:  # LB9: a unit is a base and the marks on it
        matches = list(_UNIT.finditer(units))
        starts = [match.start() for match in matches]
        joined = [match.end() for match in matches if match[0][-1] == _LETTER["ZWJ"]]  # LB8a
        units = "".join([match[0][0] for match in matches]).translate(_JOINED)
    units = _in_context(text, units, starts)
    points = {starts[index] for index, pair in enumerate(pairwise(units), 1) if _may_break[pair]}
    return points.difference(joined) if joined else points


def _in_context(text: str, units: str, starts: Sequence[int]) -> str:
    """The units, those that rules ask about in their forms."""
    for letters, pattern, forms in _COMPILED:
        if any(letter in units for letter in letters):
            units = pattern.sub(partial(_marked, forms), units)
    return _between_wide(text, units, starts) if _LETTER["QI"] in units or _LETTER["QF"] in units else units


def _marked(forms: dict[int, str], match: re.Match[str]) -> str:
    group = match.lastindex or 0
    return match[0][: match.start(group) - match.start()] + match[group].translate(forms)


def _between_wide(text: str, units: str, starts: Sequence[int]) -> str:
    """Quotation marks that have East Asian characters on both sides in their form (LB19a)."""
    found = list(units)
    for index in range(1, len(units) - 1):
        name = _NAME[units[index]]
        if name in {"QI", "QF"} and all(_east_asian(text[starts[index + step]]) for step in (-1, 1)):
            found[index] = _LETTER[f"{name}w"]
    return "".join(found)


def _east_asian(character: str) -> bool:
    """True for wide characters; a mark without a base is as narrow as an A (LB10)."""
    return is_wide(character) and line_class(character) != "CM"


class _Pairs(dict[tuple[str, str], bool]):
    """True where a line may break between two letters: decided once for each pair."""

    def __missing__(self, pair: tuple[str, str]) -> bool:
        before, after = (_NAME[letter] for letter in pair)
        self[pair] = answer = _between(before, after, _FORMS.get(before, before), _FORMS.get(after, after))
        return answer


_may_break = _Pairs()
_LETTERS: Final = {"AL", "DC", "HL", "SA"}
_IDEOGRAPHS: Final = {"ID", "EB", "EM", "XP"}
_HANGUL: Final = {"JL", "JV", "JT", "H2", "H3"}
_QUOTES: Final = {"QU", "QI", "QF"}
_AKSARA: Final = {"AK", "AS", "DC"}
_OPENING, _CLOSING = {"OP", "OW"}, {"CL", "CP", "CW"}


def _between(left: str, right: str, before: str, after: str) -> bool:  # noqa: PLR0911, PLR0912  the rules, in their order
    """True where a line may break between the classes `left` and `right`, in context; `before`, `after` are without.

    Line separators have been dealt with wherever text comes in lines; for a text that has them, a line may break after
    each of them, as it must.
    """
    if before in _MANDATORY.split() or after in _MANDATORY.split():  # LB4-LB6
        return before in _MANDATORY.split() and (before, after) != ("CR", "LF")
    if after in {"SP", "ZW"}:  # LB7
        return False
    if before == "ZW" or left == "SPZ":  # LB8
        return True
    if "WJ" in {before, after} or before == "GL":  # LB11, LB12
        return False
    if after == "GL" and before not in {"SP", "BA", "HY", "HH"}:  # LB12a
        return False
    if after in _CLOSING | {"EX", "SY"} or before in _OPENING or left in {"SP(", "QI<"} or right == "QF>":  # LB13-LB15b
        return False
    if after == "IS":  # LB15c, LB15d
        return right == "IS0"
    if after == "NS" and (before in _CLOSING or left == "SP)"):  # LB16
        return False
    if after == "B2" and (before == "B2" or left == "SP2"):  # LB17
        return False
    if before == "SP":  # LB18
        return True
    if (after in _QUOTES and right != "QIw") or (before in _QUOTES and left != "QFw"):  # LB19, LB19a
        return False
    if "CB" in {before, after}:  # LB20
        return True
    if left in {"HY0", "HH0"} and after in _LETTERS:  # LB20a
        return False
    if after in {"BA", "HH", "HY", "NS"} or before == "BB" or (left in {"HYL", "HHL"} and after != "HL"):  # LB21, LB21a
        return False
    if (before == "SY" and after == "HL") or after == "IN":  # LB21b, LB22
        return False
    return not (
        _with_numbers(left, before, after) or _within_syllables(left, right, before, after)
        or (before in _LETTERS and after in _LETTERS)  # LB28
        or (before == "IS" and after in _LETTERS)  # LB29
        or (before in _LETTERS | {"NU"} and after == "OP") or (before == "CP" and after in _LETTERS | {"NU"})  # LB30
        or right == "RI2"  # LB30a
        or (before in {"EB", "XP"} and after == "EM")  # LB30b
    )  # fmt: skip


def _with_numbers(left: str, before: str, after: str) -> bool:
    """LB23-LB25: what keeps numbers, their signs and letters together."""
    signs = {"PR", "PO"}
    if (before in _LETTERS and after in {"NU", *signs}) or (before in {"NU", *signs} and after in _LETTERS):
        return True
    if (before == "PR" and after in _IDEOGRAPHS) or (before in _IDEOGRAPHS and after == "PO"):
        return True
    number = before == "NU" or left.endswith("#")  # PO# and PR# are followed by brackets
    if (number and after in signs) or (left in {"PO#", "PR#"} and after in _OPENING):
        return True
    return after == "NU" and (before in {"PO", "PR", "HY", "IS", "NU"} or left == "SY#")


def _within_syllables(left: str, right: str, before: str, after: str) -> bool:
    """LB26-LB28a: Korean syllables, and orthographic syllables of Brahmic scripts."""
    if before in _HANGUL or after in _HANGUL:
        follow = {"JL": {"JL", "JV", "H2", "H3"}, "JV": {"JV", "JT"}, "H2": {"JV", "JT"}, "JT": {"JT"}, "H3": {"JT"}}
        return after in follow.get(before, ()) or (before in _HANGUL and after == "PO") or before == "PR"
    if before == "AP":
        return after in _AKSARA
    if before in _AKSARA:
        return after in {"VF", "VI"} or right in {"AK+", "AS+", "DC+"}
    return left == "VI+" and after in {"AK", "DC"}
