"""What text from a URL may do to the text around it: directions are kept inside it, stacks of marks are kept low."""

from __future__ import annotations

import unicodedata

from tintype.base.expressions import expression

MAX_MARKS = 8  # on one base; Vietnamese needs 2, Hebrew with cantillation 4, Tibetan 6
MAX_DEPTH = 4  # isolates within isolates; resolving a deep nest costs its depth times its length
_EMBEDDINGS = expression("[\u202a-\u202e]")
_OPENING, _CLOSING = "\u2066\u2067\u2068", "\u2069"
_JOINERS = "\u200c\u200d"


def tamed(text: str) -> str:
    """`text` without what would reorder or cover its neighbours.

    Embeddings and overrides (U+202A to U+202E) are taken out, as are isolates that nothing closes or that lie deeper
    than `MAX_DEPTH`; of the combining marks on one base the first `MAX_MARKS` stay.
    """
    if text.isascii():
        return text
    text = _EMBEDDINGS.sub("", text)
    if any(character in text for character in _OPENING + _CLOSING):
        text = _balanced(text)
    return _low(text)


def _balanced(text: str) -> str:
    """`text` with those isolates alone that are closed, at most `MAX_DEPTH` deep."""
    kept = list(text)
    opened: list[int] = []
    for index, character in enumerate(text):
        if character in _OPENING:
            opened.append(index)
        elif character == _CLOSING:
            if not opened:
                kept[index] = ""
            else:
                start = opened.pop()
                if len(opened) >= MAX_DEPTH:
                    kept[start] = kept[index] = ""
    for index in opened:
        kept[index] = ""
    return "".join(kept)


def _low(text: str) -> str:
    """`text` with at most `MAX_MARKS` combining marks on a base; joiners between them don't start a new one."""
    kept: list[str] = []
    marks = 0
    for character in text:
        if character < "\u0300":
            marks = 0
        elif unicodedata.category(character)[0] == "M":
            marks += 1
            if marks > MAX_MARKS:
                continue
        elif character not in _JOINERS:
            marks = 0
        kept.append(character)
    return "".join(kept)
