"""Pictures kept for a moment."""

import pytest

from tintype.net.cache import PictureCache, seconds_fresh


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that the cache sees; set it by ``clock[0]``."""
    now = [1000.0]
    monkeypatch.setattr("tintype.net.cache.time.monotonic", lambda: now[0])
    return now


def test_a_picture_is_kept_until_its_time_is_over(clock: list[float]) -> None:
    cache = PictureCache(1000, ttl=60)
    cache.put("a", b"picture", 30)
    clock[0] += 29
    assert cache.get("a") == b"picture"
    clock[0] += 1
    assert cache.get("a") is None
    assert cache.size == 0


def test_nothing_is_kept_longer_than_the_cache_s_own_time(clock: list[float]) -> None:
    cache = PictureCache(1000, ttl=60)
    cache.put("a", b"picture", float("inf"))
    clock[0] += 60
    assert cache.get("a") is None


def test_what_was_least_recently_used_goes_first_when_the_bytes_are_full() -> None:
    cache = PictureCache(4 * 500)
    for name in "abcd":
        cache.put(name, b"123", 60)
    assert cache.get("a")
    cache.put("e", b"123", 60)
    assert [name for name in "abcde" if cache.get(name)] == ["a", "c", "d", "e"]
    assert cache.size <= 4 * 500


def test_a_picture_that_is_put_again_replaces_the_first() -> None:
    cache = PictureCache(1000)
    cache.put("a", b"first", 60)
    before = cache.size
    cache.put("a", b"second one", 60)
    assert (cache.get("a"), cache.size - before) == (b"second one", 5)


def test_what_keeping_a_tiny_picture_costs_counts_too() -> None:
    """780,000 pixels of 43 bytes each, as trackers are, fit 32 MB; their addresses don't."""
    cache = PictureCache(1 << 20)
    for number in range(5000):
        cache.put(f"https://tracker.example/{number}?{'x' * 1000}", b"1" * 43, 60)
    assert len(cache) < (1 << 20) / 1400


def test_a_picture_that_would_empty_the_cache_is_not_kept() -> None:
    cache = PictureCache(100)
    cache.put("a", b"1" * 26, 60)
    assert cache.get("a") is None
    assert cache.size == 0


FRESH = {
    "": float("inf"),
    "public": float("inf"),
    "max-age=30": 30,
    "public, max-age = 30, immutable": 30,
    "max-age=30, s-maxage=5": 5,
    'MAX-AGE="7"': 7,
    "max-age=0": 0,
    "no-store": 0,
    "public, No-Store, max-age=30": 0,
    "no-cache": 0,
    'no-cache="set-cookie"': 0,
    "max-age=soon": float("inf"),
    "x-max-age=5": float("inf"),
}


@pytest.mark.parametrize("control", FRESH)
def test_cache_control_says_how_long_an_answer_may_be_kept(control: str) -> None:
    assert seconds_fresh({"cache-control": control}) == FRESH[control]


def test_an_answer_without_cache_control_may_be_kept() -> None:
    assert seconds_fresh({}) == float("inf")


def test_what_must_not_be_kept_is_not_kept() -> None:
    cache = PictureCache(100)
    cache.put("a", b"picture", 0)
    assert cache.get("a") is None
