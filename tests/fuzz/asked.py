"""What anybody may ask of the render door: paths, queries and headers, from nearly right to hostile."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, quote_plus

from hypothesis import strategies as st

from tintype.engine.properties.elements import ELEMENTS

LAYERS = {name: name for name in ELEMENTS if name != "root"}
TYPES = ("png", "jpg", "jpeg", "webp", "avif", "gif", "bmp", "PNG", "")
_NASTY = (
    "", " ", "0", "-1", "1e309", "nan", "-inf", "1_0", "٣", "0x10", "9" * 400, "true", "false", "TRUE", "null", "[]",
    "#", "#12", "red", "ff000080", "rgb(1,2,3)", "cmyk(0,0,0,0)", "linear-gradient(0% 0% 100% 0%,0% #FF0000,100% #00F)",
    "linear-gradient(" * 60, "radial-gradient(50% 50% 0%,0% #000,0% #fff)", "{{name}}", "*|NAME|*", "{name", "{name|",
    "{a|{b|{c}}}", "%", "%zz", "%00", "%ff%fe", "\x00", "\ud800", "\u202eevil", "a\u0300" * 300, "\u200d" * 200,
    "👩‍👩‍👧‍👦" * 50, "ﷺ" * 100, "word " * 900, "w" * 5000, "\n" * 200,
    "**bold *both", "[link](javascript:x)", "<b>" * 300,
    "asset:a.png", "asset:../a.png", "asset:", "http://[::1", "http://127.0.0.1:1/x", "file:///etc/passwd",
    "data:image/png;base64,AA", "https://" + "a" * 3000, "a|b", "a,b,c",
    "8 8 8 8 8", "custom", "center", "💥", "\u061c", "\ufeff", "ar", "ja-JP-x",
)  # fmt: skip
_NAMES = ("hidden", "payload", "image_url", "font", "color", "__proto__", "x" * 300, "", "a.b.c", "ä", "\x00", "=")
_RESERVED = ("_type", "_quality", "_scale", "_strict", "_expires", "_signature", "_unknown", "_")


def _value() -> st.SearchStrategy[str]:
    numbers = st.one_of(st.integers(-5000, 5000), st.floats()).map(str)
    choices = sorted({str(each) for type_ in ELEMENTS.values() for row in type_.properties.values()
                      for each in getattr(row.kind, "values", ())})  # fmt: skip
    return st.one_of(st.sampled_from(_NASTY), numbers, st.sampled_from(choices or _NASTY), st.text(max_size=60))


def _name() -> st.SearchStrategy[str]:
    real = [f"{layer}.{key}" for layer in LAYERS for key in ELEMENTS[layer].properties]
    layers = st.sampled_from([*LAYERS, "root"])
    odd = st.builds(lambda layer, name: f"{layer}.{name}", layers, st.sampled_from(_NAMES) | st.text(max_size=8))
    variables = st.text(max_size=12).map("vars.{}".format)
    return st.one_of(
        st.sampled_from(real), st.sampled_from(real), layers, st.sampled_from(_RESERVED), odd, variables, st.text()
    )


def _spelt(text: str, how: int) -> str:
    """A text in a query: percent-encoded, with plus signs, or just as it is."""
    if how == 2:
        return text
    return (quote, quote_plus)[how](text, safe="", errors="surrogatepass")


def queries() -> st.SearchStrategy[str]:
    """Query strings; names and values are properly encoded two times out of three."""
    ways = st.integers(0, 2)
    part = st.builds(lambda name, value, how: f"{_spelt(name, how)}={_spelt(value, how)}", _name(), _value(), ways)
    return st.lists(part | st.text(max_size=20), max_size=7).map("&".join)


def paths(images: list[str]) -> st.SearchStrategy[str]:
    """Paths, most of them of `images` (ids), with formats and extensions that exist or don't."""
    formats = st.sampled_from(["", "", "", "/small", "/tall", "/none", "/%2e%2e", "/" * 40]) | st.text(max_size=9)
    extensions = st.sampled_from(["", *(f".{type_}" for type_ in TYPES)])
    usual = st.builds(lambda *parts: "/img/" + "".join(parts), st.sampled_from(images), formats, extensions)
    return st.one_of(usual, usual, usual, usual, st.text(max_size=60).map("/img/{}".format))


def events(images: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Proxy events as API Gateway hands them over, and some as it would not."""
    accept = st.sampled_from(["image/webp", "*/*", "", "image/avif,image/webp", "x" * 5000]) | st.text(max_size=20)
    headers = st.fixed_dictionaries(
        {}, optional={"accept": accept, "if-none-match": st.sampled_from(["*", '"x"', ","])}
    )
    methods = st.sampled_from(["GET"] * 12 + ["HEAD", "POST", "OPTIONS", "get", "BREW"])
    return st.builds(
        lambda path, query, sent, method: {
            "version": "2.0",
            "rawPath": path,
            "rawQueryString": query,
            "headers": sent,
            "requestContext": {"http": {"method": method, "path": path, "sourceIp": "192.0.2.1"}, "requestId": "r"},
            "isBase64Encoded": False,
        },
        paths(images),
        queries(),
        headers,
        methods,
    )
