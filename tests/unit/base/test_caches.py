"""Caches keep to their bytes, and what belongs to somebody goes with him."""

from __future__ import annotations

import threading

from tintype.base.caches import ByteCache, Memo, MemoPool


class Owner:
    """Somebody with a dictionary."""

    def __init__(self, pool: MemoPool) -> None:
        self.memo: Memo[int, str] = pool.memo()


def test_what_was_used_longest_ago_gives_way() -> None:
    cache: ByteCache[str, int] = ByteCache(30)
    for key in ("a", "b", "a", "c", "d"):
        if cache.get(key) is None:
            cache.put(key, 1, 10)
    assert [key for key in "abcd" if cache.get(key)] == ["a", "c", "d"]
    assert (len(cache), cache.size) == (3, 30)


def test_what_alone_passes_the_bound_is_not_kept_and_drives_nothing_out() -> None:
    cache: ByteCache[str, int] = ByteCache(30)
    cache.put("a", 1, 10)
    cache.put("b", 1, 31)
    assert (cache.get("a"), cache.get("b"), cache.size) == (1, None, 10)


def test_some_may_stay_whatever_they_take() -> None:
    cache: ByteCache[str, int] = ByteCache(30, least=2)
    for key in ("a", "b", "c"):
        cache.put(key, 1, 100)
    assert [key for key in "abc" if cache.get(key)] == ["b", "c"]
    cache.put("d", 1, 1)
    cache.put("e", 1, 1)
    assert ([key for key in "bcde" if cache.get(key)], cache.size) == (["d", "e"], 2)


def test_all_keys_of_a_kind_are_dropped() -> None:
    cache: ByteCache[tuple[str, int], int] = ByteCache(100)
    for number in range(5):
        cache.put(("a", number), number, 10)
        cache.put(("b", number), number, 10)
    cache.drop_where(lambda key: key[0] == "a")
    assert (len(cache), cache.size, cache.get(("b", 4))) == (5, 50, 4)


def test_a_memo_goes_with_whoever_asked_for_it() -> None:
    pool = MemoPool(1000)
    stays = Owner(pool)
    for number in range(3000):
        pool.remember(Owner(pool).memo, number, "x", 10)
    assert (len(pool), pool.size) == (1, 0)
    assert not stays.memo


def test_those_that_are_gone_take_no_room_from_those_that_live() -> None:
    pool = MemoPool(1000)
    lives = Owner(pool)
    for number in range(40):
        pool.remember(lives.memo, number, "x", 10)
    for number in range(3000):
        pool.remember(Owner(pool).memo, number, "x", 10)
    assert (len(lives.memo), pool.size) == (40, 400)


def test_all_memos_are_emptied_when_together_they_pass_the_bound() -> None:
    pool = MemoPool(1000)
    one, other = Owner(pool), Owner(pool)
    for number in range(100):
        pool.remember((one, other)[number % 2].memo, number, "x", 10)
    pool.remember(one.memo, 100, "x", 10)
    assert (list(one.memo), list(other.memo), pool.size) == ([100], [], 10)


def test_memos_are_asked_for_while_others_are_emptied() -> None:
    pool = MemoPool(100)
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            for number in range(2000):
                pool.remember(Owner(pool).memo, number, "x", 30)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
