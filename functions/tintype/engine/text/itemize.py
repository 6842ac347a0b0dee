"""Text cut into pieces, each measured in the faces that draw it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise, zip_longest

from tintype.base.caches import ByteCache
from tintype.base.expressions import expression
from tintype.engine.text.bidi import base_level, has_rtl, levels
from tintype.engine.text.faces import FaceChooser
from tintype.engine.text.font_protocol import Typesetter
from tintype.engine.text.opportunities import clings, opportunities
from tintype.engine.text.pieces import Fragment, Paragraph, Piece, Style, Unit, stripped, units_of
from tintype.engine.text.unicode import IGNORABLE, grapheme_starts, graphemes_of, is_wide

_LONGEST = 40  # characters in a grapheme; what piles up more marks than that loses them
# Letters that need no more than one glyph after the other, and marks around which no line breaks.
_SIMPLE = expression(r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2013\u2014\u2018-\u201e"
                     r"\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2116\u2122\u2212]*")  # fmt: skip
_WORD = expression(r"[^ ]+ *| +")
# Pairs of such characters between which a line may break, and some more; what isn't found here never breaks.
_INNER_BREAK = expression(r"[^\w'’.,:;\"“”() ][^ ]|[.,:;\")][^\w'’.,:;\"“”) ]|[^ ][—´\u02c8\u02cc\u02df\u1ffd]")
_KANA = expression("[\u3041-\u3096\u30a1-\u30fc]+")
_CURSIVE = expression("[\u0600-\u08ff\u1800-\u18af\ua840-\ua87f\ufb50-\ufdff\ufe70-\ufefc\U00010ac0-\U00010aff]")


_JOINERS = frozenset("\u200c\u200d")  # they say how what is beside them joins
_MOST_KERNED = 80  # characters on both sides of a place where a line may break
_PieceKey = tuple[str, float, float, int]  # a word, its advance, the gap after it, and its spaces
_MOST_PIECES = 1000
_PIECE_BYTES = 700
_PIECES: ByteCache[tuple[Style, float, bool], dict[_PieceKey, Piece]] = ByteCache(8 * _MOST_PIECES * _PIECE_BYTES)


class Setting:
    """One text's measuring: the typesetter, the language that picks among CJK faces, and what no face had.

    Text that is `spaced` has space between its letters, and so no ligatures.
    """

    def __init__(self, typesetter: Typesetter, lang: str, spaced: bool = False) -> None:
        self.typesetter, self.spaced = typesetter, spaced
        self._faces = FaceChooser(typesetter, lang)

    @property
    def missing(self) -> tuple[str, ...]:
        """The graphemes that no face had."""
        return tuple(self._faces.missing)

    def paragraph(self, spans: Sequence[tuple[str, Style]]) -> Paragraph:
        """The pieces of a paragraph given as spans of one style each, without line separators."""
        if len(spans) == 1:
            text, style = spans[0]
            if _is_simple(text) and self.typesetter.covers(style.face, text):
                return Paragraph(self._simple(text, style), 0, True)
        return self._rich(spans)

    def _simple(self, text: str, style: Style) -> tuple[Piece, ...]:
        """The quick way for plain Latin, Greek and Cyrillic: words are pieces."""
        words = text.split(" ") if "  " not in text and text[:1] != " " else None
        if words is None:
            chunks = _WORD.findall(text)
            words = [chunk.rstrip(" ") for chunk in chunks]
            counts = [len(chunk) - len(word) for chunk, word in zip(chunks, words, strict=True)]
        else:
            counts = [1] * (len(words) - 1) + [0]
            if not words[-1] and text:  # what stands after the last word vanishes
                del words[-1], counts[-1]
        broken = _INNER_BREAK.search(text)
        if broken:
            words, counts = _broken(words, counts)
        widths = self._advances(style.face, words)
        spaces = self.typesetter.gaps(style.face, words)
        if not counts[-1]:
            spaces[-1] = 0.0
        if broken:
            for index, (left, right) in enumerate(pairwise(words)):
                if not counts[index]:
                    (both,) = self._advances(style.face, (left + right,))
                    spaces[index] = both - widths[index] - widths[index + 1]
        (single,) = self.typesetter.gaps(style.face, ("",))
        known = _pieces_known(style, single, self.spaced)
        pieces = []
        for key in zip(words, widths, spaces, counts, strict=True):
            piece = known.get(key)
            if piece is None:
                piece = _plain_piece(style, single, *key)
                if len(key[0]) <= _LONGEST and len(known) < _MOST_PIECES:
                    known[key] = piece
            pieces.append(piece)
        return tuple(pieces)

    def _advances(self, face: str, words: Sequence[str], rtl: bool = False) -> list[float]:
        """The widths of words in ems of the face, as they will be drawn, but for the space between letters."""
        if not self.spaced:
            return self.typesetter.advances(face, words, rtl)
        return self.typesetter.spaced_advances(face, [graphemes_of(word) for word in words], rtl)

    def _rich(self, spans: Sequence[tuple[str, Style]]) -> Paragraph:
        """The general way: graphemes, their faces and levels, line break opportunities."""
        text = "".join(part for part, _ in spans)
        level = base_level(text) if has_rtl(text) else 0
        embedding = levels(text, level) if has_rtl(text) else [0] * len(text)
        starts = grapheme_starts(text)
        breaks = opportunities(text)
        style_at = [style for part, style in spans for _ in part]
        pieces: list[Piece] = []
        body: list[Unit] = []
        tail: list[Unit] = []
        hyphen = False
        for start, stop in pairwise(starts):
            if start in breaks and (body or tail):
                pieces.append(self.piece(body, tail, hyphen))
                body, tail, hyphen = [], [], False
            grapheme, style = text[start:stop][:_LONGEST], style_at[start]
            if ord(grapheme[0]) in IGNORABLE and _is_hidden(grapheme):
                hyphen = grapheme == "\u00ad"
                continue
            if grapheme[0] == " " and len(grapheme) > 1:  # a mark on a space, which is no space between words then
                grapheme = "\u00a0" + grapheme[1:]
            hyphen = False
            if grapheme != " ":
                body.extend(tail)
                tail = []
            face = self._faces.whole(grapheme, style.face)
            parts = self._faces.parts(grapheme, style.face) if face is None else ((grapheme, face),)
            for part, own in parts:
                (tail if grapheme == " " else body).append((part, own, style, embedding[start]))
        pieces.append(self.piece(body, tail))
        return Paragraph(tuple(self._kerned(pieces)), level, False)

    def _kerned(self, pieces: Sequence[Piece]) -> Iterator[Piece]:
        """The pieces, kerned with what follows, across spaces and without them, where all are in one face."""
        for piece, following in zip_longest(pieces, pieces[1:]):
            left = piece.fragments[-1] if piece.fragments else None
            right = following.fragments[0] if following and following.fragments else None
            if left is None or right is None or left[1:4] != right[1:4]:
                yield piece
            elif not piece.tail:
                yield piece._replace(space=self._kern(left, right))
            elif len(piece.tail) == 1 and piece.tail[0][1:4] == left[1:4]:
                gap, _ = self.typesetter.gaps(left.face, (left.text, right.text))
                (single,) = self.typesetter.gaps(left.face, ("",))
                space = (gap + (piece.spaces - 1) * single) * left.style.scale
                yield piece._replace(tail=(piece.tail[0]._replace(width=space),), space=space)
            else:
                yield piece

    def _kern(self, left: Fragment, right: Fragment) -> float:
        """By how much the second fragment comes closer to the first where nothing parts them, in ems."""
        pair = left.text[-1] + right.text[0]
        wide = is_wide(pair[0]) and is_wide(pair[1])
        if (wide and not _KANA.fullmatch(pair)) or len(left.text) + len(right.text) > _MOST_KERNED:
            return 0.0
        both, first, second = self._advances(left.face, (left.text + right.text, left.text, right.text), _rtl(left))
        return (both - first - second) * left.style.scale

    def piece(self, body: Sequence[Unit], tail: Sequence[Unit], hyphen: bool = False) -> Piece:
        """A piece from its graphemes, each with its face, style and level; and the spaces after it."""
        fragments, spaces = self.fragments(body), self.fragments(tail)
        shown = self.fragments([*body, self.hyphen(body[-1])]) if hyphen and body else ()
        return Piece(
            fragments,
            sum(fragment.width for fragment in fragments),
            sum(fragment.letters for fragment in fragments),
            spaces,
            sum(fragment.width for fragment in spaces),
            len(tail),
            sum(fragment.width for fragment in shown) - sum(fragment.width for fragment in fragments) if shown else 0.0,
        )

    def hyphen(self, last: Unit) -> Unit:
        """The hyphen after a line's last grapheme, in its face."""
        _, face, style, level = last
        return ("-", face, style, level)

    def fragments(self, units: Sequence[Unit]) -> tuple[Fragment, ...]:
        """Neighbouring graphemes of the same face, style and level, measured together."""
        groups: list[tuple[list[str], str, Style, int]] = []
        for grapheme, face, style, level in units:
            if groups and groups[-1][1:] == (face, style, level):
                groups[-1][0].append(grapheme)
            else:
                groups.append(([grapheme], face, style, level))
        found: list[Fragment] = []
        for index, (graphemes, face, style, level) in enumerate(groups):
            text = "".join(graphemes)
            if not text.isascii() and _CURSIVE.search(text):
                text = _joined(text, groups[index - 1][0][-1] if index else "", groups[index + 1 : index + 2])
                letters = 0
            else:
                letters = len(graphemes)
            advances = self._advances if letters else self.typesetter.advances
            (width,) = advances(face, (text,), bool(level & 1))
            fragment = Fragment(text, face, style, level, width * style.scale, letters)
            if found:
                found[-1] = self._kerned_before(found[-1], fragment)
            found.append(fragment)
        return tuple(found)

    def _kerned_before(self, left: Fragment, right: Fragment) -> Fragment:
        """`left`, kerned with what follows it in another style but the same face and size."""
        pair = left.text[-1] + right.text[0]
        alike = (left.face, left.level, left.style.scale) == (right.face, right.level, right.style.scale)
        if not alike or not _is_simple(pair):
            return left
        both, first, second = self._advances(left.face, (pair, *pair))
        kern = (both - first - second) * left.style.scale
        return left._replace(width=left.width + kern, kern=kern)

    def split(self, piece: Piece, limit: float, spacing: float) -> list[Piece]:
        """`piece` cut between graphemes so that each part is at most `limit` wide (ems); at least one each."""
        units = units_of(piece.fragments)
        parts: list[Piece] = []
        start = 0
        while start < len(units):
            stop = _line_start(units, start, start + max(1, self.longest(units[start:], limit, spacing)))
            parts.append(self.piece(units[start:stop], ()))
            start = stop
        parts[-1] = parts[-1]._replace(tail=piece.tail, space=piece.space, spaces=piece.spaces, hyphen=piece.hyphen)
        return parts

    def longest(self, units: Sequence[Unit], limit: float, spacing: float, end: Sequence[Unit] = ()) -> int:
        """The number of graphemes that fit `limit` with `end` after them: found by doubling, then by bisection."""

        def fits(count: int) -> bool:
            part = self.piece([*stripped(units[:count]), *end] if end else units[:count], ())
            return part.width + part.letters * spacing <= limit

        low, step = 0, 8
        while low + step <= len(units) and fits(low + step):
            low, step = low + step, step * 2
        high = min(low + step, len(units))
        while low < high:
            middle = (low + high + 1) // 2
            if fits(middle):
                low = middle
            else:
                high = middle - 1
        return low


def _line_start(units: Sequence[Unit], start: int, stop: int) -> int:
    """Where a line may begin, at `stop` or before it but after `start`; else after it."""
    for index in chain(range(stop, start, -1), range(stop + 1, len(units))):
        if index == len(units) or not clings(units[index][0], units[index - 1][0]):
            return index
    return len(units)


def _is_hidden(grapheme: str) -> bool:
    """True where nothing is drawn for it, nor does it change how its neighbours are drawn."""
    return grapheme[0] not in _JOINERS and all(ord(character) in IGNORABLE for character in grapheme)


def _is_simple(text: str) -> bool:
    """True where each character is a glyph of its own, from left to right."""
    return (text.isascii() and text.isprintable()) or _SIMPLE.fullmatch(text) is not None


def _pieces_known(style: Style, single: float, spaced: bool) -> dict[_PieceKey, Piece]:
    """Words that were set in this style before, with their spaces: text repeats its words."""
    known = _PIECES.get((style, single, spaced))
    if known is None or len(known) >= _MOST_PIECES:
        known = {}
        _PIECES.put((style, single, spaced), known, _MOST_PIECES * _PIECE_BYTES)
    return known


def _plain_piece(style: Style, single: float, word: str, advance: float, gap: float, count: int) -> Piece:
    """A word with `count` spaces after it: the first `gap` wide, the others `single` (ems of the face).

    Without spaces, `gap` is by how much the next word comes closer.
    """
    width, letters = advance * style.scale, len(word)
    body = (Fragment(word, style.face, style, 0, width, letters),)
    if not count:
        return Piece(body, width, letters, (), gap * style.scale, 0)
    space = (gap + (count - 1) * single) * style.scale
    return Piece(body, width, letters, (Fragment(" " * count, style.face, style, 0, space, count),), space, count)


def _broken(words: list[str], counts: list[int]) -> tuple[list[str], list[int]]:
    """Words with breaks inside (after a hyphen, for example) cut there; the spaces stay with the last part."""
    new_words, new_counts = [], []
    for word, count in zip(words, counts, strict=True):
        points = sorted(opportunities(word)) if _INNER_BREAK.search(word) else []
        edges = [0, *points, len(word)]
        parts = [word[low:high] for low, high in pairwise(edges)]
        new_words.extend(parts)
        new_counts.extend([0] * (len(parts) - 1) + [count])
    return new_words, new_counts


def _rtl(fragment: Fragment) -> bool:
    return bool(fragment.level & 1)


def _joined(text: str, before: str, after: Sequence[tuple[list[str], str, Style, int]]) -> str:
    """`text` of a joining script with joiners where a change of style, but no space, parts it from its neighbours."""
    head = "\u200d" if before and _CURSIVE.match(before[-1]) and _CURSIVE.match(text) else ""
    tail = "\u200d" if after and _CURSIVE.match(after[0][0][0]) and _CURSIVE.match(text[-1]) else ""
    return f"{head}{text}{tail}"
