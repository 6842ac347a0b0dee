"""A write that was done and whose answer got lost is sent again: its caller is told what he would have been told."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import partial
from operator import eq
from typing import Any

import pytest

from tests.faults.crowds import CROWDS, Crowd, meet
from tests.faults.lossy import Tables, lossy_tables
from tests.faults.writes import READS, STORES, WRITES, Stores, Write
from tintype.store.limits import Limits


@pytest.fixture(scope="module")
def tables() -> Iterator[Tables]:
    with lossy_tables() as made:
        yield made


def done(
    tables: Tables, write: Write, is_lost: Callable[[int], bool], rival: Callable[[Stores], Any] | None = None
) -> tuple[object, object, list[str]]:
    """What the caller is told, what is left, and what was asked of the table meanwhile."""
    stores, others = tables.stores()
    write.before(others)
    did: list[object] = []

    def meanwhile() -> None:
        if rival and not did:
            did.append(rival(others))

    tables.proxy.lose(is_lost, meanwhile)
    told = write.act(stores)
    asked = tables.proxy.asked
    tables.proxy.lose(lambda _: False)
    return told, write.left(others), asked


WRITING = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"}


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.name)
def test_whichever_answer_gets_lost_the_caller_is_told_the_same(tables: Tables, write: Write) -> None:
    told, left, asked = done(tables, write, lambda _: False)
    assert told == write.told
    assert WRITING & {*asked}
    for lost in range(1, len(asked) + 1):
        again = done(tables, write, partial(eq, lost))
        assert again[:2] == (told, left), f"the answer to {asked[lost - 1]} was lost"
        assert len(again[2]) == len(asked) + 1


@pytest.mark.parametrize("write", [each for each in WRITES if each.rival], ids=lambda write: write.name)
def test_what_others_write_meanwhile_makes_no_difference(tables: Tables, write: Write) -> None:
    _, left, asked = done(tables, write, lambda _: False)
    decisive = max(number for number, operation in enumerate(asked, 1) if operation in WRITING)
    told, left_to_rival, _ = done(tables, write, partial(eq, decisive), write.rival)
    assert told == write.told
    assert left_to_rival == (left if write.left_to_rival is None else write.left_to_rival)


def test_no_write_is_left_out() -> None:
    stores: dict[str, Any] = {**STORES, "limits": Limits}
    methods = {
        f"{name}.{method}"
        for name, store in stores.items()
        for method, _ in inspect.getmembers(store, inspect.isfunction)
        if not method.startswith("_")
    }
    reads = {f"{name}.{method}" for name, methods in READS.items() for method in methods}
    assert {write.name.split()[0] for write in WRITES} | reads == methods


@pytest.mark.parametrize("crowd", CROWDS, ids=lambda crowd: crowd.words)
def test_of_a_crowd_whose_every_third_answer_is_lost_each_is_told_what_is_so(tables: Tables, crowd: Crowd) -> None:
    as_it_should_be, lost = meet(tables, crowd)  # `make faults` has fifty rounds
    assert as_it_should_be
    assert lost >= crowd.callers // 3
