"""The byte-bounded cache forgets what was used longest ago."""

from tintype.paint.cache import ByteCache


def test_what_was_used_longest_ago_goes_first():
    cache = ByteCache(10)
    for key in "abc":
        cache.put(key, key.upper(), 4 if key != "c" else 2)
    assert cache.get("a") == "A"
    cache.put("d", "D", 3)
    assert [cache.get(key) for key in "abcd"] == ["A", None, "C", "D"]
    assert cache.size == 9


def test_a_value_larger_than_the_bound_is_not_kept_and_drops_nothing():
    cache = ByteCache(10)
    cache.put("a", "A", 6)
    cache.put("b", "B", 11)
    assert cache.get("a") == "A"
    assert cache.get("b") is None


def test_putting_again_replaces():
    cache = ByteCache(10)
    cache.put("a", "A", 6)
    cache.put("a", "AA", 8)
    assert (cache.get("a"), cache.size) == ("AA", 8)
