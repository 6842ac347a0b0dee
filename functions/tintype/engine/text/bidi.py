"""Bidirectional text: the embedding level of each character (UAX #9) and the visual order of runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tintype.base.expressions import expression
from tintype.engine.text.unicode import bidi_class

_RIGHT_TO_LEFT = expression(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATES = {"LRI", "RLI", "FSI"}
_REMOVED = {"LRE", "RLE", "LRO", "RLO", "PDF", "BN"}
_NEUTRAL = {"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"}
_SPACES = {"WS"} | _REMOVED | _ISOLATES | {"PDI"}  # what L1 calls white space, and what is between it
_DEEPEST = 125
_MOST_BRACKETS = 63  # as BD16 says
# Opening and closing brackets in turn, as BidiBrackets.txt has them.
_BRACKETS: Final = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜\u2e62\u2e63"
    "〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)
_CLOSING: Final = dict(zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True))
_CANONICAL: Final = {"\u2329": "\u3008", "\u232a": "\u3009"}  # BD16: equivalents pair with each other


def has_rtl(text: str) -> bool:
    """True where anything in `text` runs from right to left; without, every level is 0."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def base_level(text: str) -> int:
    """0 or 1, as the first strong character outside isolates says (P2, P3)."""
    depth = 0
    for character in text:
        kind = bidi_class(character)
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind in {"L", "R", "AL"}:
            return 0 if kind == "L" else 1
    return 0


def levels(text: str, base: int) -> list[int]:
    """The level of each character before lines are broken (rules X1-I2, and L1 for the paragraph's own end)."""
    original = [bidi_class(character) for character in text]
    kinds, result = _explicit(original, base)
    kept = [index for index, kind in enumerate(original) if kind not in _REMOVED]
    for sequence, start, end in _sequences(kept, original, result, base):
        _weak(kinds, sequence, start)
        _brackets(text, original, kinds, sequence, result[sequence[0]], start)
        _neutral(kinds, sequence, result[sequence[0]], start, end)
        for index in sequence:
            odd = result[index] & 1
            if kinds[index] == ("L" if odd else "R") or (odd and kinds[index] in {"AN", "EN"}):
                result[index] += 1
            elif not odd and kinds[index] in {"AN", "EN"}:
                result[index] += 2
    previous = base
    for index, kind in enumerate(original):
        if kind in _REMOVED:
            result[index] = previous
        previous = result[index]
    _separate(original, result, base)
    return result


def _separate(original: list[str], result: list[int], base: int) -> None:
    """L1: separators, and the white space before them and at the end, are at the paragraph's level."""
    trailing = True
    for index in range(len(original) - 1, -1, -1):
        kind = original[index]
        if kind in {"B", "S"}:
            trailing = True
        elif kind not in _SPACES:
            trailing = False
        if trailing:
            result[index] = base


def _explicit(original: list[str], base: int) -> tuple[list[str], list[int]]:  # noqa: PLR0912  the rules, in order
    """X1-X8: levels from embeddings, overrides and isolates."""
    kinds, result = list(original), [base] * len(original)
    isolated = _isolated_levels(original) if "FSI" in original else {}
    stack: list[tuple[int, str, bool]] = [(base, "", False)]
    overflow_isolates = overflow_embeddings = 0
    for index, kind in enumerate(original):
        level, override, _ = stack[-1]
        if kind in {"LRE", "RLE", "LRO", "RLO"} | _ISOLATES:
            isolate = kind in _ISOLATES
            right = kind[0] == "R" or (kind == "FSI" and isolated.get(index) == 1)
            deeper = (level + 1) | 1 if right else (level + 2) & ~1
            result[index] = level
            if isolate and override:
                kinds[index] = override
            if deeper <= _DEEPEST and not overflow_isolates and not overflow_embeddings:
                stack.append((deeper, kind[0] if kind[2] == "O" else "", isolate))
            elif isolate:
                overflow_isolates += 1
            elif not overflow_isolates:
                overflow_embeddings += 1
        elif kind == "PDI":
            if overflow_isolates:
                overflow_isolates -= 1
            elif any(entry[2] for entry in stack):
                overflow_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
            result[index] = stack[-1][0]
            kinds[index] = stack[-1][1] or kind
        elif kind == "PDF":
            if overflow_embeddings and not overflow_isolates:
                overflow_embeddings -= 1
            elif not overflow_isolates and len(stack) > 1 and not stack[-1][2]:
                stack.pop()
        elif kind not in {"BN", "B"}:  # a paragraph's end is at the paragraph's level
            result[index] = level
            kinds[index] = override or kind
    return kinds, result


def _isolated_levels(original: list[str]) -> dict[int, int]:
    """The base level of what lies between each isolate's start and its PDI, where anything strong does (P2, P3)."""
    found: dict[int, int] = {}
    open_: list[int] = []
    for index, kind in enumerate(original):
        if kind in _ISOLATES:
            open_.append(index)
        elif kind == "PDI":
            if open_:
                open_.pop()
        elif open_ and kind in {"L", "R", "AL"}:
            found.setdefault(open_[-1], 0 if kind == "L" else 1)
    return found


def _sequences(kept: list[int], original: list[str], result: list[int], base: int) -> list[tuple[list[int], str, str]]:
    """X10: isolating run sequences, each with the direction at its start and end."""
    runs: list[list[int]] = []
    for position, index in enumerate(kept):
        if position and result[index] == result[kept[position - 1]]:
            runs[-1].append(index)
        else:
            runs.append([index])
    sequences: list[list[int]] = []
    pending: list[list[int]] = []
    for run in runs:
        if original[run[0]] == "PDI" and pending:
            sequence = pending.pop()
            sequence.extend(run)
        else:
            sequence = list(run)
            sequences.append(sequence)
        if original[run[-1]] in _ISOLATES:
            pending.append(sequence)
    at = {index: position for position, index in enumerate(kept)}
    found = []
    for sequence in sequences:
        level = result[sequence[0]]
        first, last = at[sequence[0]], at[sequence[-1]]
        before = result[kept[first - 1]] if first else base
        open_isolate = original[sequence[-1]] in _ISOLATES
        after = result[kept[last + 1]] if last + 1 < len(kept) and not open_isolate else base
        found.append((sequence, _direction(max(level, before)), _direction(max(level, after))))
    return found


def _direction(level: int) -> str:
    return "R" if level & 1 else "L"


def _weak(kinds: list[str], sequence: list[int], start: str) -> None:
    """W1-W7."""
    previous, strong = start, start
    for index in sequence:  # W1-W3
        kind = kinds[index]
        if kind == "NSM":
            kind = "ON" if previous in _ISOLATES | {"PDI"} else previous
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        if kind in {"L", "R", "AL"}:
            strong = kind
        kinds[index] = previous = kind
    for index in sequence:
        if kinds[index] == "AL":
            kinds[index] = "R"
    for position in range(1, len(sequence) - 1):  # W4
        left, middle, right = (kinds[sequence[position + step]] for step in (-1, 0, 1))
        if left == right and ((middle in {"ES", "CS"} and left == "EN") or (middle == "CS" and left == "AN")):
            kinds[sequence[position]] = left
    _terminators(kinds, sequence)
    strong = start
    for index in sequence:  # W6, W7
        if kinds[index] in {"ES", "ET", "CS"}:
            kinds[index] = "ON"
        elif kinds[index] in {"L", "R"}:
            strong = kinds[index]
        elif kinds[index] == "EN" and strong == "L":
            kinds[index] = "L"


def _terminators(kinds: list[str], sequence: list[int]) -> None:
    """W5: signs next to European numbers join them."""
    for order in (sequence, sequence[::-1]):
        number = False
        for index in order:
            if kinds[index] == "ET" and number:
                kinds[index] = "EN"
            number = kinds[index] == "EN"


def _brackets(text: str, original: list[str], kinds: list[str], sequence: list[int], level: int, start: str) -> None:
    """N0: both brackets of a pair take one direction, and the marks after each with it."""
    stack: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for position, index in enumerate(sequence):
        if kinds[index] != "ON":
            continue
        character = _CANONICAL.get(text[index], text[index])
        if character in _CLOSING:
            if len(stack) == _MOST_BRACKETS:
                break
            stack.append((_CLOSING[character], position))
        else:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == character:
                    found.append((stack[depth][1], position))
                    del stack[depth:]
                    break
    own = _direction(level)
    for first, last in sorted(found):
        inside = {_strong(kinds[sequence[position]]) for position in range(first + 1, last)}
        direction = own if own in inside else ""
        if not direction and ("L" if own == "R" else "R") in inside:
            before = (_strong(kinds[sequence[position]]) for position in range(first - 1, -1, -1))
            direction = next(filter(None, before), start)
        if direction:
            for bracket in (first, last):
                kinds[sequence[bracket]] = direction
                position = bracket + 1
                while position < len(sequence) and original[sequence[position]] == "NSM":
                    kinds[sequence[position]] = direction
                    position += 1


def _strong(kind: str) -> str:
    return "R" if kind in {"R", "EN", "AN"} else "L" if kind == "L" else ""


def _neutral(kinds: list[str], sequence: list[int], level: int, start: str, end: str) -> None:
    """N1, N2: neutrals take the direction of what is on both sides, or else the embedding's."""
    position = 0
    while position < len(sequence):
        if kinds[sequence[position]] not in _NEUTRAL:
            position += 1
            continue
        stop = position
        while stop < len(sequence) and kinds[sequence[stop]] in _NEUTRAL:
            stop += 1
        left = _strong(kinds[sequence[position - 1]]) if position else start
        right = _strong(kinds[sequence[stop]]) if stop < len(sequence) else end
        for index in sequence[position:stop]:
            kinds[index] = left if left == right else _direction(level)
        position = stop


def visual_order(run_levels: Sequence[int]) -> list[int]:
    """The indices of runs from left to right, given the level of each (L2)."""
    order = list(range(len(run_levels)))
    if not order or max(run_levels) == 0:
        return order
    lowest_odd = min((level for level in run_levels if level & 1), default=_DEEPEST + 2)
    for level in range(max(run_levels), lowest_odd - 1, -1):
        start = 0
        while start < len(order):
            if run_levels[order[start]] < level:
                start += 1
                continue
            stop = start
            while stop < len(order) and run_levels[order[stop]] >= level:
                stop += 1
            order[start:stop] = order[start:stop][::-1]
            start = stop
    return order
