"""Things done side by side: each once, each with its own result, and nobody waited for longer than there is time."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable

from tintype.base.parallel import Parallel

LONG = 60.0


def results(keys: str, run: Callable[[str], str], seconds: float = LONG, together: int = 8) -> dict[str, str]:
    """What comes of `run` for each letter, with the name of the exception where one was raised."""
    return Parallel(keys, run, lambda error: type(error).__name__, seconds, together).results()


def test_no_keys_are_nothing_to_do() -> None:
    assert results("", str.upper) == {}


def test_results_come_in_the_order_of_the_keys() -> None:
    first = threading.Event()

    def run(key: str) -> str:
        if key == "a":
            first.wait(LONG)
        elif key == "b":
            first.set()
        return key.upper()

    assert list(results("ab", run).items()) == [("a", "A"), ("b", "B")]


def test_equal_keys_are_run_once() -> None:
    asked: list[str] = []

    def run(key: str) -> str:
        asked.append(key)
        return key

    assert results("aba", run) == {"a": "a", "b": "b"}
    assert sorted(asked) == ["a", "b"]


def test_keys_are_run_side_by_side() -> None:
    meeting = threading.Barrier(4)  # breaks unless all four are under way together

    def meet(key: str) -> str:
        meeting.wait(LONG)
        return key

    assert set(results("abcd", meet).values()) == set("abcd")


def test_no_more_than_so_many_are_run_together() -> None:
    meeting, lock = threading.Barrier(3), threading.Lock()
    running, most = 0, 0

    def run(key: str) -> str:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        meeting.wait(LONG)  # until three are under way
        with lock:
            running -= 1
        return key

    keys = "".join(map(chr, range(100, 160)))
    assert set(results(keys, run, together=3).values()) == set(keys)
    assert most == 3


def test_what_is_raised_costs_one_result() -> None:
    def run(key: str) -> str:
        raise {"a": ZeroDivisionError, "b": SystemExit}.get(key, KeyError)

    assert results("abc", run, together=1) == {"a": "ZeroDivisionError", "b": "SystemExit", "c": "KeyError"}


def test_what_is_late_holds_nobody_up() -> None:
    go_on, finished = threading.Event(), threading.Event()

    def run(key: str) -> str:
        if key == "b":
            go_on.wait(LONG)
            finished.set()
        return key

    # "b" hangs until after the answer: were it waited for, it would be there.
    found = results("ab", run, seconds=0.2)
    go_on.set()
    assert found == {"a": "a", "b": "TimeoutError"}
    assert finished.wait(LONG)
    assert found == {"a": "a", "b": "TimeoutError"}


def test_nothing_is_begun_without_time() -> None:
    asked: list[str] = []

    def run(key: str) -> str:
        asked.append(key)
        return key

    assert results("ab", run, seconds=-1) == dict.fromkeys("ab", "TimeoutError")
    assert asked == []


def test_what_waits_in_the_queue_when_time_is_up_is_never_begun() -> None:
    go_on = threading.Event()
    asked: list[str] = []

    def run(key: str) -> str:
        asked.append(key)
        go_on.wait(LONG)
        return key

    found = Parallel("ab", run, lambda error: type(error).__name__, 0.05, together=1)
    assert found.results() == dict.fromkeys("ab", "TimeoutError")
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "tintype-parallel":
            thread.join(LONG)
    assert asked == ["a"]


def test_all_the_time_there_is_may_be_given() -> None:
    assert results("a", str.upper, seconds=math.inf) == {"a": "A"}


def test_more_begins_at_once_than_is_waited_for() -> None:
    begun = threading.Event()

    def run(key: str) -> str:
        begun.set()
        return key

    pending = Parallel("a", run, repr, LONG)
    assert begun.wait(LONG)  # nobody has asked for results yet
    assert pending.results() == {"a": "a"}
