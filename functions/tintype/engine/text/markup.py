"""Inline markup: `<b> <i> <u> <s> <c=#hex> <w=700> <size=150%>` and `<br>`; what is not markup is text."""

from __future__ import annotations

import re
from typing import NamedTuple

from tintype.base.expressions import expression
from tintype.engine.plate.escapes import unescaped
from tintype.engine.properties.kinds import Colour, ColourKind, ValueProblem


class Look(NamedTuple):
    """What makes a span differ from the text around it; `weight` and `colour` are None where they don't."""

    weight: int | None = None
    italic: bool = False
    underline: bool = False
    strike: bool = False
    colour: Colour | None = None
    scale: float = 1.0


PLAIN = Look()
_TAG = expression(r"<(?:(/)(b|i|u|s|c|w|size)|(b|i|u|s|br)|(br) ?/|(c|w|size)=([^<>]{1,20}))>", re.IGNORECASE)


def spans(payload: str) -> list[tuple[str, Look]]:
    """The text cut into stretches of one look. A tag that nothing closes, or that opened nothing, stays text.

    ``&lt;`` and ``&amp;`` are the characters that they stand for.
    """
    if "<" not in payload:
        return [(unescaped(payload), PLAIN)]
    tokens = [(match.start(), match.end(), *_meaning(match)) for match in _TAG.finditer(payload)]
    paired = _paired(tokens)
    found: list[tuple[str, Look]] = []
    looks = [PLAIN]
    position = 0
    for index, (start, end, name, argument) in enumerate(tokens):
        if index not in paired:
            continue
        if start > position:
            found.append((unescaped(payload[position:start]), looks[-1]))
        if name == "br":
            found.append(("\n", looks[-1]))
        elif argument == "/":
            looks.pop()
        else:
            looks.append(_applied(looks[-1], name, argument))
        position = end
    if position < len(payload):
        found.append((unescaped(payload[position:]), looks[-1]))
    return found


def _meaning(match: re.Match[str]) -> tuple[str, str]:
    """A tag's name and its argument; ``/`` for a closing one, an impossible argument makes it no tag (name "")."""
    slash, closed, simple, line_break, valued, argument = match.groups()
    if slash:
        return closed.lower(), "/"
    if simple or line_break:
        return (simple or line_break).lower(), ""
    name = valued.lower()
    return (name, argument) if _applicable(name, argument) else ("", "")


def _applicable(name: str, argument: str) -> bool:
    try:
        _applied(PLAIN, name, argument)
    except (ValueError, ValueProblem):
        return False
    return True


def _paired(tokens: list[tuple[int, int, str, str]]) -> set[int]:
    """Which tags count: line breaks, and each opening tag with the closing one that matches it, well nested."""
    paired: set[int] = set()
    open_: list[int] = []
    for index, (_, _, name, argument) in enumerate(tokens):
        if name == "br":
            paired.add(index)
        elif name and argument != "/":
            open_.append(index)
        elif name:
            for depth in range(len(open_) - 1, -1, -1):
                if tokens[open_[depth]][2] == name:
                    paired |= {open_[depth], index}
                    del open_[depth:]
                    break
    return paired


def _applied(look: Look, name: str, argument: str) -> Look:  # noqa: PLR0911  one for each tag
    """`look` inside the tag. Raises ValueError for an argument that the tag can't take."""
    if name == "b":
        return look._replace(weight=700)
    if name == "i":
        return look._replace(italic=True)
    if name == "u":
        return look._replace(underline=True)
    if name == "s":
        return look._replace(strike=True)
    if name == "c":
        return look._replace(colour=ColourKind().parse(argument))
    number = float(argument.rstrip("%"))
    if name == "w" and number in range(100, 1000, 1) and not argument.endswith("%"):
        return look._replace(weight=int(number))
    if name == "size" and argument.endswith("%") and 10 <= number <= 1000:
        return look._replace(scale=look.scale * number / 100)
    raise ValueError(argument)
