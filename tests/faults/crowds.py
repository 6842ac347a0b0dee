"""Many callers at once, of whom every third answer gets lost: exactly one is told that he was the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.faults.lossy import Tables
from tests.faults.writes import (
    BATCH,
    IMAGE,
    NEVER,
    Stores,
    add_key,
    counts,
    create,
    image,
    nothing,
    part,
    put,
    use,
)
from tests.integration.store.test_concurrency import at_once
from tintype.model.jobs import IdempotencyRecord

CALLERS = 200
EVERY = 3  # of whose answers one gets lost
LIMIT = 10


@dataclass(frozen=True)
class Crowd:
    """What `callers` do at once, each given its number; `told` is what all of them are told, in any order.

    `left` shows what is in the table then, `what` it is for the report.
    """

    words: str
    act: Callable[[Stores, int], Any]
    told: object
    left: Callable[[Stores], Any] = nothing
    what: object = None
    before: Callable[[Stores], Any] = nothing
    callers: int = CALLERS


def _record(number: int) -> IdempotencyRecord:
    return IdempotencyRecord(f"seed {number}", "print", 100, holder=f"holder {number}")


def _is_theirs(stores: Stores) -> bool:
    found = stores.records.begin("k", _record(-1), 11)
    return found is not None and found.seed.removeprefix("seed") == found.holder.removeprefix("holder")


def _admit(stores: Stores, _: int) -> bool:
    waits: int = stores.limits.admit(IMAGE, "second#1", None, LIMIT, 60, NEVER)
    return waits == 0


def _parts(stores: Stores, number: int) -> bool:
    """Ten parts, each delivered as often as there are callers for it."""
    return part(stores, number % 10 + 1)


ONE = Counter({True: 1, False: CALLERS - 1})
CROWDS = (
    Crowd(
        "create a design's dynamic image", lambda stores, number: create(stores, number)[1], ONE,
        lambda stores: image(stores) is not None, True, put,
    ),
    Crowd("use an API key", lambda stores, _: use(stores), Counter(range(1, CALLERS + 1)), use, CALLERS + 1, add_key),
    Crowd(
        "begin under an Idempotency-Key",
        lambda stores, number: stores.records.begin("k", _record(number), 10) is None, ONE, _is_theirs, True,
    ),
    Crowd(
        "count the parts of a batch", _parts, Counter({True: 10, False: CALLERS - 10}), counts, (50, 20),
        lambda stores: stores.batches.put(BATCH),
    ),
    Crowd("render within a limit of 10", _admit, Counter({True: LIMIT, False: CALLERS - LIMIT})),
    Crowd(
        "put a design", lambda stores, number: put(stores, f"Card {number}"),
        Counter([(1, True), *((revision, False) for revision in range(2, 9))]),
        lambda stores: stores.designs.card(BATCH.design_id).revision, 8, callers=8,
    ),
)  # fmt: skip


def meet(tables: Tables, crowd: Crowd) -> tuple[bool, int]:
    """Let the crowd come to a new table: whether all were told as they should be, and how many answers got lost."""
    stores, others = tables.stores()
    crowd.before(others)
    tables.proxy.lose(lambda number: number % EVERY == 0)
    try:
        told = Counter(at_once(crowd.callers, lambda number: crowd.act(stores, number)))
    finally:
        asked = len(tables.proxy.asked)
        tables.proxy.lose(lambda _: False)
    left = crowd.left(others)
    tables.drop(others)
    return (told, left) == (crowd.told, crowd.what), asked // EVERY
