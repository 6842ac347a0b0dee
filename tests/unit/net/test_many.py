"""Several pictures side by side: each with its own reason, all of them within a number of bytes."""

import threading
import time
from collections.abc import Callable, Mapping

from tintype.net.errors import FetchError
from tintype.net.many import fetch_all

SOON = 60.0


class Fake:
    """A fetcher that answers from a table: bytes, an exception to raise, or a function to call."""

    def __init__(self, answers: Mapping[str, bytes | Exception | Callable[[], bytes]]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def fetch(self, url: str, deadline: float, spend: Callable[[int], None]) -> bytes:
        self.asked.append(url)
        answer = self.answers[url]
        if callable(answer):
            answer = answer()
        if isinstance(answer, Exception):
            raise answer
        spend(len(answer))
        return answer


def reasons(results: Mapping[str, bytes | FetchError]) -> dict[str, bytes | str]:
    return {url: result.reason if isinstance(result, FetchError) else result for url, result in results.items()}


def test_no_pictures_are_nothing_to_do() -> None:
    assert fetch_all([], Fake({}), time.monotonic() + SOON) == {}


def test_each_url_gets_its_picture_or_its_own_reason() -> None:
    fake = Fake({"a": b"A", "b": FetchError("status"), "c": b"", "d": ZeroDivisionError()})
    results = fetch_all("abcd", fake, time.monotonic() + SOON)
    assert reasons(results) == {"a": b"A", "b": "status", "c": b"", "d": "failed"}
    failed = results["d"]
    assert isinstance(failed, FetchError)
    assert isinstance(failed.__cause__, ZeroDivisionError)


def test_equal_urls_are_fetched_once() -> None:
    fake = Fake({"a": b"A", "b": b"B"})
    assert fetch_all(["a", "b", "a", "a"], fake, time.monotonic() + SOON) == {"a": b"A", "b": b"B"}
    assert sorted(fake.asked) == ["a", "b"]


def test_what_has_not_come_by_the_deadline_does_not_hold_the_answer_back() -> None:
    go_on = threading.Event()

    def hang() -> bytes:
        go_on.wait()
        return b"late"

    # "b" hangs until after the answer: were it waited for, this test would not end.
    results = fetch_all("ab", Fake({"a": b"A", "b": hang}), time.monotonic() + 0.2)
    go_on.set()
    assert reasons(results) == {"a": b"A", "b": "timeout"}


def test_nothing_is_begun_after_the_deadline() -> None:
    fake = Fake({"a": b"A"})
    assert reasons(fetch_all("a", fake, time.monotonic() - 1)) == {"a": "timeout"}
    assert fake.asked == []


def test_the_bytes_of_all_pictures_together_are_bounded() -> None:
    fake = Fake({"a": b"1" * 60, "b": b"2" * 60})
    results = fetch_all("ab", fake, time.monotonic() + SOON, together=1, max_total=100)
    assert reasons(results) == {"a": b"1" * 60, "b": "too_large"}


def test_a_picture_that_was_refused_leaves_its_room_to_the_others() -> None:
    class Refuses(Fake):
        def fetch(self, url: str, deadline: float, spend: Callable[[int], None]) -> bytes:
            spend(80)
            if url == "a":
                raise FetchError("incomplete")
            return b"B" * 80

    results = fetch_all("ab", Refuses({}), time.monotonic() + SOON, together=1, max_total=100)
    assert reasons(results) == {"a": "incomplete", "b": b"B" * 80}
