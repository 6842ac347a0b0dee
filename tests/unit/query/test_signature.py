"""Signatures of image URLs: what they cover, and that both helpers make what the service takes."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tintype.query import parse
from tintype.query.signature import MAX_OPEN, OpenParameter, Signed, read_policy, signed_path, verified

HELPERS = Path(__file__).parents[3] / "helpers"
IMAGE = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
KEY, OTHER = "ts_current", "ts_older"
LAYERS = {"root", "title", "photo"}
SERVER = """
import { sign } from '%s'
import { createInterface } from 'node:readline'
createInterface({ input: process.stdin }).on('line', (line) => {
  const [url, key, options] = JSON.parse(line)
  console.log(JSON.stringify(sign(url, key, options)))
})
"""


def python_sign(url: str, key: str, **options: Any) -> str:
    spec = importlib.util.spec_from_file_location("sign", HELPERS / "sign.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.sign(url, key, **options))


class Node:
    """A node process that signs one URL a line."""

    def __init__(self) -> None:
        code = SERVER % (HELPERS / "sign.mjs").as_uri()
        command = [str(shutil.which("node")), "--input-type=module", "-e", code]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def sign(self, url: str, key: str, **options: Any) -> str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([url, key, options]) + "\n")
        self.process.stdin.flush()
        return str(json.loads(self.process.stdout.readline()))


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    if not shutil.which("node"):
        pytest.skip("node is not installed")
    running = Node()
    yield running
    assert running.process.stdin
    assert running.process.stdout
    running.process.stdin.close()
    running.process.stdout.close()
    running.process.wait()


def image(rest: str = "") -> str:
    return f"https://img.example.com/{IMAGE}{rest}"


def holds(url: str, *keys: str) -> Signed | None:
    """What the service makes of a URL: on the way, the CDN has put /img before the path."""
    parts = urlsplit(url)
    return verified(signed_path(parts.path), parse(parts.query).sent, LAYERS, keys or (KEY,))


def test_an_exact_signature_holds_for_that_url_alone() -> None:
    url = python_sign(image("/og.png?title=Hello you&photo.opacity=50"), KEY, expires=1_900_000_000)
    assert holds(url) == Signed("exact")
    for wrong in (
        url.replace("Hello", "Hullo"),
        url.replace("/og.png", "/story.png"),
        url.replace(".png", ".webp"),
        url.replace("1900000000", "1900000001"),
        url.replace(IMAGE, IMAGE.replace("6", "7", 1)),
        url + "&title=x",
        url + "&title.color=f00",
        url + "&vars.name=x",
        url + "&_quality=1",
        url + "&_policy=title",
        url[:-1] + ("A" if url[-1] != "A" else "B"),
        url[:-1],
        url + "=",
        url.partition("&_signature")[0],
    ):
        assert holds(wrong) is None, wrong


def test_what_mail_tools_append_and_a_layer_that_went_away_break_nothing() -> None:
    url = python_sign(image("?title=Hi"), KEY)
    assert holds(url + "&utm_source=mail&cid=1&_ga=2") == Signed("exact")
    assert holds(python_sign(image("?title=Hi&gone.color=fff"), KEY)) == Signed("exact")


def test_the_spelling_does_not_matter() -> None:
    url = python_sign(image("?title=a+b%2Fc&root=fff&photo="), KEY)
    parts = urlsplit(url)
    shuffled = "&".join(reversed(parts.query.replace("%20", "+").split("&")))
    assert holds(f"{image()}?{shuffled}&photo=") == Signed("exact")


def test_two_keys_hold_during_a_rotation_and_the_dropped_one_no_longer() -> None:
    url = python_sign(image("?title=Hi"), OTHER)
    assert (holds(url, KEY, OTHER), holds(url, OTHER, KEY)) == (Signed("exact"), Signed("exact"))
    assert holds(url, KEY) is None
    assert verified(IMAGE, parse(urlsplit(url).query).sent, LAYERS, ()) is None


def test_a_policy_leaves_open_what_it_names_and_nothing_else() -> None:
    url = python_sign(
        image("/og.png?title=x&root=fff"),
        KEY,
        open={"title": {"length": 40}, "photo": {"hosts": ["a.example", "*.b.example"]}},
    )
    policy = {"title": OpenParameter(40), "photo": OpenParameter(100, ("a.example", "*.b.example"))}
    for filled in ("", "&title=Alex", "&title=Alex&photo=https://a.example/x.png", "&title=*|FNAME|*"):
        assert holds(url + filled) == Signed("policy", policy)
    for wrong in ("&title.color=f00", "&title.payload=x", "&root=000", "&vars.name=x", "&_scale=3", "&photo.opacity=1"):
        assert holds(url + wrong) is None
    assert holds(url.replace("title%3A40", "title%3A400")) is None


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("title", {"title": OpenParameter(100)}),
        ("vars.first%20name:30", {"vars.first name": OpenParameter(30)}),
        ("a%2Cb%3A1%40c:5", {"a,b:1@c": OpenParameter(5)}),
        ("photo@CDN.example|*.b.example", {"photo": OpenParameter(100, ("cdn.example", "*.b.example"))}),
        ("title:99999999999", {"title": OpenParameter(10_000)}),
    ],
)
def test_a_policy_is_read(text: str, policy: dict[str, OpenParameter]) -> None:
    assert read_policy(text) == policy


@pytest.mark.parametrize(
    "text", ["", "title,", "title:x", "title:-1", "title:²", "_expires", "_signature:5", ":5", "@a"]
)
def test_what_is_no_policy_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_policy(text)


def test_a_policy_of_bounded_size_is_read() -> None:
    assert len(read_policy(",".join(f"a{number}" for number in range(MAX_OPEN)))) == MAX_OPEN
    with pytest.raises(ValueError, match="too many"):
        read_policy(",".join(f"a{number}" for number in range(MAX_OPEN + 1)))


@pytest.mark.parametrize("signature", ["", "é", "\ud800", "x" * 5000])
def test_nonsense_is_no_signature(signature: str) -> None:
    assert verified(IMAGE, {"title": "x", "_signature": signature}, LAYERS, (KEY,)) is None


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda text: bool(text.strip().strip("\ufeff").strip())  # JavaScript takes U+FEFF for white space as well
)
_NAMES = st.sampled_from(
    ["title", "photo.opacity", "vars.first name", "root", "Größe", "a!'()*b", "_scale", "constructor"]
)
_OPEN = st.dictionaries(
    st.sampled_from(["title", "vars.x", "a,b", "photo"]),
    st.fixed_dictionaries(
        {}, optional={"length": st.integers(1, 500), "hosts": st.lists(st.just("a.example"), max_size=2)}
    ),
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(_NAMES, _TEXT, max_size=5),
    st.none() | st.integers(1, 2**33),
    _OPEN,
    st.sampled_from(["", "/og.png", "/My%20Größe.webp"]),
)
def test_both_helpers_make_the_same_and_the_service_takes_it(
    node: Node, values: dict[str, str], expires: int | None, open_: dict[str, Any], rest: str
) -> None:
    # A browser's URL drops white space and control characters at the end of what is not encoded.
    url = image(
        quote(rest, safe="/%") + "?" + "&".join(f"{quote(n, safe='')}={quote(v, safe='')}" for n, v in values.items())
    )
    options: dict[str, Any] = {"open": open_} | ({"expires": expires} if expires else {})
    signed = python_sign(url, KEY, **options)
    assert node.sign(url, KEY, **options) == signed
    verdict = holds(signed)
    assert verdict is not None
    assert verdict.kind == ("policy" if open_ else "exact")
    assert set(verdict.open) == set(open_)


def test_the_helpers_are_short() -> None:
    assert all(len(path.read_text().splitlines()) < 30 for path in HELPERS.glob("sign.*"))
