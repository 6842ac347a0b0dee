"""The CloudFront Function of template.yaml, run under node: one spelling for every spelling of a request."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.architecture.edge_function import IMAGE, Node
from tests.architecture.template import properties
from tintype import query


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    if not shutil.which("node"):
        pytest.skip("node is not installed")
    running = Node()
    yield running
    running.close()


def test_the_function_is_small_enough_for_cloudfront() -> None:
    assert len(properties("ViewerRequestFunction")["FunctionCode"].encode()) < 10_240


def test_parameters_are_sorted_and_the_last_of_a_name_counts(node: Node) -> None:
    assert node.query("title=One&cta.color=fff&title=Two") == "cta.color=fff&title=Two"


@pytest.mark.parametrize("spelling", ["title=Hello%20you", "title=Hello+you", "%74itle=Hell%6f%20you"])
def test_every_spelling_of_a_value_becomes_the_same(node: Node, spelling: str) -> None:
    assert node.query(spelling) == "title=Hello%20you"


@pytest.mark.parametrize(
    "foreign",
    ["utm_source=mail", "gclid=x", "fbclid=x", "mc_cid=1", "mc_eid=2", "msclkid=3", "_ga=1.2", "_gl=x", "_hsenc=y",
     "hsCtaTracking=z", "UTM_Medium=m", "_unknown=1", "a/b=1", "a.b c=1", "=1", "%E0%A4=1", ".x=1"],
)  # fmt: skip
def test_parameters_that_are_not_ours_are_dropped(node: Node, foreign: str) -> None:
    assert node.query(f"{foreign}&title=Hi") == "title=Hi"


@pytest.mark.parametrize(
    "ours",
    ["photo.mask_properties.radius=24", "vars.first%20name=Alex", "_quality=80", "_scale=2", "_strict=1",
     "_type=png", "_expires=1", "_signature=abc", "_policy=title", "%C3%9Cberschrift=x", "my%20layer.color=fff",
     "root=000", "vars.utm_source=x"],
)  # fmt: skip
def test_parameters_that_are_ours_stay(node: Node, ours: str) -> None:
    assert node.query(ours) == ours


def test_an_empty_value_is_as_good_as_none(node: Node) -> None:
    assert node.query("title=&cta=%20&subtitle&x=1") == "x=1"
    assert node.query("title=Hi&title=") == ""


def test_what_cannot_be_decoded_is_passed_on(node: Node) -> None:
    assert node.query("title=100%&x=%FF") == "title=100%&x=%FF"


@pytest.mark.parametrize("nothing", ["", None, "&&", "?"])
def test_no_query_stays_no_query(node: Node, nothing: str | None) -> None:
    assert node.query(nothing) == ""


_NAMES = st.sampled_from(["title", "cta.color", "my layer", "vars.name", "_type", "_quality", "root", "Größe"])
_VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(_NAMES, _VALUES, st.sampled_from([quote, quote_plus])), max_size=6))
def test_render_understands_the_same_request_after_as_before(node: Node, pairs: list[tuple[str, str, Any]]) -> None:
    raw = "&".join(f"{spelt(name)}={spelt(value)}" for name, value, spelt in pairs)
    before, after = query.parse(raw), query.parse(node.query(raw))
    assert sorted(after.overrides, key=str) == sorted(before.overrides, key=str)
    assert (after.variables, after.type, after.quality) == (before.variables, before.type, before.quality)
    assert after.sent == before.sent


@settings(max_examples=300, deadline=None)
@given(st.text("ab_=&%+. 41é{}|/", max_size=40))
def test_normalising_twice_changes_nothing_more(node: Node, raw: str) -> None:
    once = node.query(raw)
    assert node.query(once) == once


@pytest.mark.parametrize(
    ("accept", "folded"),
    [
        ("image/avif,image/webp,image/apng,image/*,*/*;q=0.8", "image/webp"),
        ("IMAGE/WEBP;q=0.5", "image/webp"),
        ("image/webp;q=0, image/jpeg", None),
        ("image/*,*/*", None),
        ("text/html", None),
    ],
)
def test_accept_is_folded_to_what_is_served(node: Node, accept: str, folded: str | None) -> None:
    assert node.accept(accept) == folded


def test_accept_in_several_headers_is_read_as_one(node: Node) -> None:
    several = {"value": "text/html", "multiValue": [{"value": "text/html"}, {"value": "image/webp"}]}
    assert node.ask("", several)["headers"]["accept"] == {"value": "image/webp"}


@pytest.mark.parametrize(("uri", "raw"), [(f"{IMAGE}.png", ""), (f"{IMAGE}/og.JPG", ""), (f"{IMAGE}/og", "_type=avif")])
def test_accept_has_no_say_where_the_url_names_the_type(node: Node, uri: str, raw: str) -> None:
    assert node.accept("image/webp", uri, raw) is None


@pytest.mark.parametrize(("uri", "raw"), [(f"{IMAGE}/v1.5", ""), (IMAGE, "_type=bmp")])
def test_accept_has_a_say_where_the_url_names_no_type_of_ours(node: Node, uri: str, raw: str) -> None:
    assert node.accept("image/webp", uri, raw) == "image/webp"


def test_other_headers_and_the_path_are_left_alone(node: Node) -> None:
    answer = node.ask("title=Hi", {"value": "image/webp"}, f"{IMAGE}/og")
    assert answer["headers"]["host"] == {"value": "img.example"}
    assert answer["uri"] == f"{IMAGE}/og"
