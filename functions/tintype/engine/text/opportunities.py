"""Where lines may break in pictures: UAX #14, but for what Chromium does otherwise (decision 0020).

Chromium looks at two neighbours only where both are ASCII, always breaks after spaces, lets small kana begin a line,
and finds the words of Thai, Lao, Burmese and Khmer in dictionaries. There are none here: Burmese may break between
syllables, Thai and Lao before the vowels that stand in front of their consonant, Khmer where it has spaces.
"""

from __future__ import annotations

from typing import Final

from tintype.base.expressions import expression
from tintype.engine.text.linebreak import Classes, break_points
from tintype.engine.text.unicode import line_class

_AFTER_SPACES: Final = "(?<= )(?=[^ ])"
# As measured of Chromium 156 for every pair of printable ASCII characters.
_ASCII: Final = expression(
    _AFTER_SPACES + r"""|(?<=[!"#%&)*+,.:;=>\\\]|}~])(?=[(<[{])"""
    r"""|(?<=-)(?=["#%&'(*+<=>@A-Z[\\^_`a-z{|~-])|(?<=[A-Za-z0-9]-)(?=[0-9])"""
    r"""|(?<=\?)(?=[#$%&(*+0-9<=>@A-Z[\\^_`a-z{|~-])"""
)
_BURMESE: Final = "\u1000-\u102a\u103f\u1050-\u1055\u105a-\u105d\u1061\u1065\u1066\u106e-\u1070\u1075-\u1081\u108e"
_SYLLABLES: Final = expression(
    "(?<=[\u0e01-\u0e3a\u0e45-\u0e4e\u0e81-\u0ebd\u0ec6-\u0ece\u0edc-\u0edf])(?=[\u0e40-\u0e44\u0ec0-\u0ec4])"
    f"|(?<=[\u1000-\u1038\u103a-\u103f\u1050-\u108f\u109a-\u109d])(?=[{_BURMESE}])(?!.\u1037?[\u1039\u103a])"
)
_SOUTH_EAST_ASIAN: Final = expression("[\u0e00-\u0eff\u1000-\u109f]")
# Signs that are letters to Unicode, and yet written behind what they belong to.
_DEPENDENT: Final = frozenset("ะาำๅๆฯະາຳຽໆຯៗ")
_IN_FRONT: Final = frozenset("เแโใไເແໂໃໄ")
_STACKERS: Final = frozenset("\u1039\u17d2\u1a60")
_FINAL: Final = expression(f"[{_BURMESE}]\u1037?[\u1039\u103a]")


# Small kana and ー are ideographs; dashes are hyphens before a word, a soft hyphen isn't one; · is a letter, as it was
# before Unicode 18.
_CLASSES: Final = Classes({"CJ": "ID", "\u2012": "HH", "\u2013": "HH", "\u00ad": "BA", "\u00b7": "AL", "\u0387": "AL"})


def opportunities(text: str) -> set[int]:
    """The indices at which a new line may start. Line separators must have been taken out before."""
    found = {match.start() for match in _ASCII.finditer(text)}
    if text.isascii():
        return found
    points = break_points(text, _CLASSES)
    found |= {index for index in points if not (text[index - 1].isascii() and text[index].isascii())}
    if _SOUTH_EAST_ASIAN.search(text):
        found |= {match.start() for match in _SYLLABLES.finditer(text)}
    return found


def clings(grapheme: str, before: str) -> bool:
    """True where no line may begin with `grapheme`, which follows the grapheme `before`, even if a word is broken."""
    first = grapheme[0]
    if first.isascii():
        return False
    return (
        first in _DEPENDENT
        or line_class(first) == "CM"
        or before[-1] in _IN_FRONT
        or before[-1] in _STACKERS
        or _FINAL.match(grapheme) is not None
    )
