"""URLs taken apart: what is normalised, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.net.errors import FetchError
from tintype.net.url import Target, parse, redirected

NORMALISED = {
    "http://example.com": "http://example.com/",
    " https://example.com/a.png ": "https://example.com/a.png",
    "\thttps://example.com/a.png\r\n": "https://example.com/a.png",
    "hTTps://example.com/a b.png?c=d e": "https://example.com/a%20b.png?c=d%20e",
    "HTTPS://EXAMPLE.com:443/A?b=C": "https://example.com/A?b=C",
    "http://example.com:80/": "http://example.com/",
    "http://example.com:/": "http://example.com/",
    "http://example.com:8080/": "http://example.com:8080/",
    "http://example.com./a": "http://example.com/a",
    "http://example.com?q=1": "http://example.com/?q=1",
    "http://example.com/a#b?c": "http://example.com/a",
    "http://example.com#b": "http://example.com/",
    "http://my_bucket.example.com/": "http://my_bucket.example.com/",
    "http://bücher.example/": "http://xn--bcher-kva.example/",
    "http://BÜCHER。example/": "http://xn--bcher-kva.example/",
    "http://example.com/ä ö.png?x=ü": "http://example.com/%C3%A4%20%C3%B6.png?x=%C3%BC",
    "http://example.com/a%20b%2Fc": "http://example.com/a%20b%2Fc",
    "http://example.com/@user:1": "http://example.com/@user:1",
    "http://example.com/?u=http://a:b@c/": "http://example.com/?u=http://a:b@c/",
    "http://[2606:4700:0:0::1111]/": "http://[2606:4700::1111]/",
    "http://[::FFFF:127.0.0.1]:80/": "http://[::ffff:127.0.0.1]/",
    "http://①②⑦.0.0.1/": "http://127.0.0.1/",
    'http://example.com/"<>{}^`': "http://example.com/%22%3C%3E%7B%7D%5E%60",
}

REFUSED = [
    *("", " ", "a", "/a.png", "//example.com/a.png", "example.com/a.png", "http:", "http:/", "http://", "http:///a"),
    *("http:example.com", "http:/example.com", "https:///example.com", "http://?a", "http://#a"),
    *("ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "data:image/png;base64,AAAA", "dict://a/"),
    *("javascript:alert(1)", "s3://bucket/key", "ldap://a/", "httpx://a/", "url:http://example.com/", "jar:http://a/"),
    *("http://user@example.com/", "http://user:password@example.com/", "http://@example.com/", "http://a@b@c/"),
    *("http://example.com:0/", "http://example.com:65536/", "http://example.com:99999/", "http://example.com:-1/"),
    *("http://example.com:8o/", "http://example.com:80:80/", "http://example.com:+80/", "http://example.com: 80/"),
    *("http://example.com:٨٠/", "http://[::1]80/", "http://[::1", "http://::1/", "http://[]/", "http://[1.2.3.4]/"),
    *("http://[fe80::1%eth0]/", "http://[fe80::1%25eth0]/", "http://[::1%251]/", "http://[v1.a]/", "http://[:::1]/"),
    *("http://127%2e0.0.1/", "http://%6cocalhost/", "http://exa mple.com/", "http://exa\tmple.com/", "http://.a/"),
    *("http://example.com\\@127.0.0.1/", "http:\\\\example.com/", "http://example.com/\\a", "http://example..com/"),
    *("http://example.com/\r\nX: y", "http://example.com/\0a", "http://example.com/\x7f", "http://example.com/\n?"),
    *("http://example.com../", "http://./", "http://-a.com/", "http://a-.com/", f"http://{'a' * 64}.com/"),
    *(
        f"http://{'a.' * 127}com/",
        f"http://{'ä' * 300}.com/",
        f"http://example.com/{'a' * 8200}",
        "http://exa／mple.com/",
    ),
    *("http://a＠b/", "http://a：80/", "http://a,b/", "http://a;b/", "http://a*b/", "http://example.com/\ud800"),
    *("http://\ud800.com/", "http://a\u200b\u202e/", "http://\u00ad/"),
]


@pytest.mark.parametrize("url", NORMALISED)
def test_a_url_is_normalised(url: str) -> None:
    assert parse(url).url == NORMALISED[url]


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_not_plainly_an_http_url_is_refused(url: str) -> None:
    with pytest.raises(FetchError) as refused:
        parse(url)
    assert refused.value.reason == "invalid_url"


def test_a_target_names_its_host_and_port_in_full_and_its_authority_in_short() -> None:
    target = parse("https://Example.com/a?b")
    assert target == Target("https", "example.com", 443, "/a?b")
    assert (target.host_and_port, target.authority) == ("example.com:443", "example.com")
    target = parse("http://[0:0::1]:8080/")
    assert (target.host_and_port, target.authority) == ("[::1]:8080", "[::1]:8080")
    assert parse("http://example.com:443/").authority == "example.com:443"


REDIRECTS = {
    "/b": "http://example.com/b",
    "b?c#d": "http://example.com/dir/b?c",
    "../b": "http://example.com/b",
    "//other.example/b": "http://other.example/b",
    "https://other.example": "https://other.example/",
    "": "http://example.com/dir/a",
}


@pytest.mark.parametrize("location", REDIRECTS)
def test_a_redirect_is_resolved_against_where_it_came_from(location: str) -> None:
    assert redirected(parse("http://example.com/dir/a"), location).url == REDIRECTS[location]


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://u:p@a/", "http://[::1/", "ftp://a/", "data:,a"])
def test_a_redirect_to_something_else_than_http_is_refused(location: str) -> None:
    with pytest.raises(FetchError, match="not an http"):
        redirected(parse("http://example.com/"), location)


_PIECES = st.sampled_from([*"/:@?#[]%.\\ 0aé①\r\n\t", "http://", "HTTPS://", "127.0.0.1", "::1", "localhost", ":80"])


@given(
    st.lists(_PIECES, max_size=12).map("".join) | st.text(max_size=40) | st.text(max_size=40).map("http://{}".format)
)
def test_any_text_is_refused_or_becomes_a_request_that_says_the_same_again(text: str) -> None:
    try:
        target = parse(text)
    except FetchError:
        return
    assert parse(target.url) == target
    assert target.url.isascii()
    assert target.url.isprintable()
    assert " " not in target.url
    assert "@" not in target.authority
