"""What changes from call to call: one numbered set of values after the other, never the same twice."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from bench.places import AVATARS, WIDE_PHOTOS

Values = dict[str, str]  # "layer" or "layer.property" to value, as in a dynamic image URL

# Short enough for two lines in every engine: each truncates in its own way.
_BEGINNINGS = ("Building", "Designing", "Shipping", "Measuring", "Learning", "Rewriting", "Painting", "Testing")
_SUBJECTS = (
    "a faster renderer",
    "reliable banners",
    "social cards",
    "made graphics",
    "small services",
    "a quiet cache",
)
_SUBTITLES = (
    "A practical guide",
    "Measured on one slow core",
    "Notes from the team",
    "For the curious",
    "What we learnt",
)
_NAMES = ("Alexandra", "Benjamin", "Charlotte", "Dominic", "Eleanor", "Frederick", "Gabriella", "Harrison")
_COLOURS = ("2563EB", "DC2626", "16A34A", "9333EA", "EA580C", "0891B2", "DB2777", "65A30D")
_PRODUCTS = ("Alba vase", "Sage bowl", "Clay carafe", "Terra plate", "Luna cup", "Dune pitcher")
_ARABIC = "مرحبا بكم في رحلة جديدة نحو الجمال والضوء مع أصدقاء الصباح الهادئ على شاطئ البحر الأزرق".split()  # noqa: SIM905
EMOJI = ("🎉", "🔥", "✨", "🚀", "🌍", "💡", "🎨", "🙌", "☕", "🌸")
_SENTENCE = (
    "the quick renderer paints every glyph with care while caches hold shapes ready for reuse and buffers move between "
    "stages without copies because memory bandwidth is scarce on small machines where each millisecond counts toward "
    "the bill so engineers measure first then change one thing at a time keeping notes about what helped and what did "
    "not until the numbers settle into a pattern they can trust"
)
_WORDS = _SENTENCE.split()


class Stream:
    """The values of one run, by workload. `photos` is where remote pictures are served: ``http://host:port``."""

    def __init__(self, photos: str = "") -> None:
        self._photos = photos
        self._numbers = dict.fromkeys(_MAKERS, 0)

    def take(self, workload: str, count: int) -> list[Values]:
        """The next `count` sets for a workload."""
        first = self._numbers[workload]
        self._numbers[workload] += count
        return [self._values(workload, number) for number in range(first, first + count)]

    def _values(self, workload: str, number: int) -> Values:
        return _MAKERS[workload](number, random.Random(f"{workload}/{number}"), self._photos)


def words(source: random.Random, length: int) -> str:
    """A sentence of about `length` characters and never more."""
    text = ""
    while len(text) + len(word := source.choice(_WORDS)) + 2 <= length:
        text += f" {word}" if text else word.capitalize()
    return text + "."


def mixed() -> Iterator[str]:
    """The workloads over and over, for a process that has to bear everything."""
    while True:
        yield from _MAKERS


def _title(number: int, source: random.Random) -> str:
    return f"{source.choice(_BEGINNINGS)} {source.choice(_SUBJECTS)}, take {number}"


def _card(number: int, source: random.Random, _: str) -> Values:
    return {
        "avatar": f"asset:avatar{number % AVATARS}.jpg",
        "title": _title(number, source),
        "subtitle": f"{source.choice(_SUBTITLES)}, part {number}",
        "button.background_color": f"#{source.choice(_COLOURS)}",
    }


def _banner(number: int, source: random.Random, _: str) -> Values:
    return {"title": f"{source.choice(_NAMES)}, {number % 90 + 5}% off"[:18] + f" {number}"}


def _page(_: int, source: random.Random, __: str) -> Values:
    return {f"p{row}": words(source, 184) for row in range(12)}


def _photo_card(number: int, source: random.Random, photos: str) -> Values:
    return {"photo": f"asset:wide{number % WIDE_PHOTOS}.jpg", **_card(number, source, photos)}


def _story(number: int, source: random.Random, _: str) -> Values:
    return {
        "avatar": f"asset:avatar{number % AVATARS}.jpg",
        "handle": f"@{source.choice(_NAMES).lower()}{number}",
        "title": " ".join(source.sample(_ARABIC, 7)),
        "message": f"{_title(number, source)} {source.choice(EMOJI)} {words(source, 40)}",
        "mood": "".join(source.sample(EMOJI, 5)),
        "button.background_color": f"#{source.choice(_COLOURS)}",
    }


def _product(number: int, source: random.Random, photos: str) -> Values:
    return {
        **{
            layer: f"{photos}/avatar{(number * 3 + place) % AVATARS}.jpg?view={number}"
            for place, layer in enumerate(("main", "second", "third"))
        },
        "title": f"{source.choice(_PRODUCTS)} No. {number}",
        "stars": str(source.randrange(20, 101)),
        "price": f"€ {20 + number}.{source.randrange(10, 100)}",
        "code": f"https://shop.example/{number:04d}",
    }


def _wide_banner(number: int, source: random.Random, _: str) -> Values:
    return {
        "title": _title(number, source),
        "subtitle": f"{source.choice(_SUBTITLES)}, {words(source, 40)}",
        "button.background_color": f"#{source.choice(_COLOURS)}",
    }


_MAKERS: dict[str, Callable[[int, random.Random, str], Values]] = {
    "W1": _card,
    "W2": _banner,
    "W3": _page,
    "W4": _photo_card,
    "W5": _story,
    "W6": _product,
    "W7": _wide_banner,
}
