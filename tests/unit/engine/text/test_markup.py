"""Inline markup."""

from __future__ import annotations

import pytest

from tintype.engine.properties.kinds import Colour
from tintype.engine.text.markup import PLAIN, Look, spans


def test_text_without_tags_is_one_plain_span() -> None:
    assert spans("1 < 2 & 3 > 2") == [("1 < 2 & 3 > 2", PLAIN)]


@pytest.mark.parametrize(
    ("tag", "look"),
    [
        ("b", Look(weight=700)),
        ("i", Look(italic=True)),
        ("u", Look(underline=True)),
        ("s", Look(strike=True)),
        ("B", Look(weight=700)),
    ],
)
def test_a_tag_changes_the_look_of_what_it_encloses(tag: str, look: Look) -> None:
    assert spans(f"x<{tag}>y</{tag}>z") == [("x", PLAIN), ("y", look), ("z", PLAIN)]


@pytest.mark.parametrize(
    ("opening", "closing", "look"),
    [
        ("<c=#ff0000>", "</c>", Look(colour=Colour(255, 0, 0))),
        ("<c=0f08>", "</c>", Look(colour=Colour(0, 255, 0, 136))),
        ("<w=900>", "</w>", Look(weight=900)),
        ("<size=150%>", "</size>", Look(scale=1.5)),
    ],
)
def test_tags_with_a_value(opening: str, closing: str, look: Look) -> None:
    assert spans(f"{opening}y{closing}") == [("y", look)]


def test_tags_nest() -> None:
    assert spans("<b>a<i>b</i></b>") == [("a", Look(weight=700)), ("b", Look(weight=700, italic=True))]


@pytest.mark.parametrize(
    "text",
    [
        "<b>open",
        "closed</b>",
        "<x>a</x>",
        "<c=nonsense>a</c>",
        "<w=5000>a</w>",
        "<size=0%>a</size>",
        "<b >a</b >",
        "<>",
    ],
)
def test_what_is_not_markup_stays_text(text: str) -> None:
    assert "".join(part for part, _ in spans(text)) == text
    assert all(look == PLAIN for _, look in spans(text))


def test_crossed_tags_keep_the_outer_pair() -> None:
    assert spans("<b>a<i>b</b>c</i>") == [("a<i>b", Look(weight=700)), ("c</i>", PLAIN)]


@pytest.mark.parametrize("tag", ["<br>", "<br/>", "<br />", "<BR>"])
def test_br_breaks_the_line(tag: str) -> None:
    assert "".join(part for part, _ in spans(f"a{tag}b")) == "a\nb"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("AT&amp;T", "AT&T"),
        ("&lt;b>", "<b>"),
        ("&amp;lt;", "&lt;"),
        ("a &lt; b &amp;&amp; c", "a < b && c"),
        ("&amp", "&amp"),
        ("&gt; &nbsp; &copy;", "&gt; &nbsp; &copy;"),
        ("Q&A", "Q&A"),
    ],
)
def test_escapes_are_the_characters_that_they_stand_for(text: str, shown: str) -> None:
    assert spans(text) == [(shown, PLAIN)]
    assert spans(f"<b>{text}</b>{text}") == [(shown, Look(weight=700)), (shown, PLAIN)]
