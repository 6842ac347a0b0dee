"""A file that is put or deleted while its design is put, renamed or deleted: neither undoes the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest

from local.aws import LocalAws
from tests.integration.store.conftest import client_of, create_table
from tintype.base.errors import UnavailableError
from tintype.engine.images.validate import ValidFile
from tintype.services.designs.put_asset import put_asset
from tintype.services.designs.put_design import put_design
from tintype.store import decide
from tintype.store.aws import ATTEMPTS
from tintype.store.decide import Outcome
from tintype.store.designs import Designs
from tintype.store.edits import Edits
from tintype.store.plates import Plates, table_client

ROUNDS = 12


class Table:
    """The designs in moto, and what a picture's URL leads to."""

    def __init__(self, aws: LocalAws, table: str) -> None:
        client = client_of("dynamodb", aws.url)
        self.designs, self.edits = Designs(table, client), Edits(table, client)
        self._signed = table_client(aws.environment)
        self._plates = Plates(table, self._signed)

    def put(self, design: str, name: str) -> bool:
        """Put a design of this name that shows ``hero.png``: whether it is new."""
        document = {
            "name": name,
            "formats": [{"name": "og", "width": 60, "height": 30}],
            "layers": [
                {
                    "name": "photo",
                    "type": "image",
                    "layout": {"x": 0, "y": 0, "width": 60, "height": 30},
                    "properties": {"image_url": "asset:hero.png"},
                }
            ],
        }
        return put_design(design, json.dumps(document).encode(), document, self.designs, (), 10)[1]

    def put_file(self, design: str, content: str, name: str = "hero.png") -> bool:
        """Put a file with the design: whether it is new."""
        return put_asset(design, name, content.encode(), validate, lambda *_: None, self.designs, (), 10)[0]

    def name(self, design: str) -> str | None:
        """What the design is called."""
        card = self.designs.card(design)
        return card.name if card else None

    def document(self, design: str) -> str | None:
        """What its document calls it."""
        found = self.designs.document(design)
        return str(json.loads(found)["name"]) if found else None

    def shown(self, design: str) -> dict[str, str]:
        """The digests of the files that its pictures show."""
        created = self.designs.create_dynamic_image(design, False, False, 10)
        assert created
        found = self._plates.find(created[0].image_id, None, float("inf"))
        assert found
        assert found.plate
        assert found.plate["revision"] == found.card.revision
        return dict(found.plate["assets"])

    def files(self, design: str) -> dict[str, str]:
        """The digests of the files that were put with it."""
        return {name: asset.sha256 for name, asset in self.designs.assets(design).items()}

    def close(self) -> None:
        self._signed.close()


def validate(data: bytes) -> ValidFile:
    """Whatever it is, it is a picture, and its content its digest."""
    return ValidFile(data.decode(), "image/png", "picture", 1, 1)


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    made = LocalAws()
    yield made
    made.close()


@pytest.fixture
def table(aws: LocalAws) -> Iterator[Table]:
    name = f"table-{uuid4()}"
    create_table(client_of("dynamodb", aws.url), name)
    made = Table(aws, name)
    yield made
    made.close()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What the calls return that are made at the same moment, in a thread each."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def ready(table: Table) -> str:
    """A new design that shows its file."""
    design = str(uuid4())
    assert table.put_file(design, "a")
    assert table.put(design, "First")
    return design


def test_a_file_and_a_design_that_are_put_at_once_are_both_there(table: Table) -> None:
    for number in range(ROUNDS):
        design = ready(table)
        at_once(partial(table.put_file, design, f"b{number}"), partial(table.put, design, f"Second {number}"))
        assert table.document(design) == table.name(design) == f"Second {number}"
        assert table.shown(design) == table.files(design) == {"hero.png": f"b{number}"}


def test_a_file_that_is_put_while_its_design_is_deleted_brings_nothing_back(table: Table) -> None:
    for number in range(ROUNDS):
        design = ready(table)
        at_once(partial(table.put_file, design, f"b{number}"), partial(table.designs.delete, design, 20))
        assert table.designs.card(design) is None
        assert table.document(design) is None


def test_a_file_that_is_put_while_its_design_is_renamed_leaves_it_its_name(table: Table) -> None:
    for number in range(ROUNDS):
        design = ready(table)
        at_once(partial(table.put_file, design, f"b{number}"), partial(table.edits.rename, design, "Renamed", 20))
        assert table.name(design) == "Renamed"
        assert table.shown(design) == {"hero.png": f"b{number}"}


def test_of_files_that_are_put_at_once_the_one_that_stays_is_shown_and_one_is_new(table: Table) -> None:
    for _ in range(ROUNDS):
        design = ready(table)
        told = at_once(*(partial(table.put_file, design, content, "b.png") for content in "bcd"))
        assert table.shown(design) == table.files(design)
        assert sorted(told) == [False, False, True]


def test_a_design_that_was_renamed_keeps_its_name_when_a_file_is_put(table: Table) -> None:
    design = ready(table)
    table.edits.rename(design, "Renamed", 20)
    assert not table.put_file(design, "b")
    assert (table.name(design), table.document(design)) == ("Renamed", "First")


def test_a_file_that_comes_after_its_design_can_be_named_at_once(table: Table) -> None:
    design = ready(table)
    assert table.put_file(design, "b", "late.png")
    assert table.shown(design) == {"hero.png": "a", "late.png": "b"}


@pytest.fixture
def before_the_write(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], list[str]]:
    """Have a rival do something between the reads of the next call and its transaction; how the transactions ended."""

    def have(rival: Callable[[], Any]) -> list[str]:
        outcomes: list[str] = []
        waiting = [rival]

        def transact(client: Any, writes: Any) -> Outcome:
            if len(writes) == 1:  # a file's: what is meant are those of designs
                return decide.transact(client, writes)
            if waiting:
                waiting.pop()()
            outcome = decide.transact(client, writes)
            outcomes.append(outcome)
            return outcome

        monkeypatch.setattr("tintype.store.designs.transact", transact)
        return outcomes

    return have


Before = Callable[[Callable[[], Any]], list[str]]


def test_a_design_put_between_is_compiled_with_the_file(table: Table, before_the_write: Before) -> None:
    design = ready(table)
    outcomes = before_the_write(lambda: table.put(design, "Rival"))
    table.put_file(design, "b")
    assert outcomes == ["made", "refused", "made"]
    assert (table.name(design), table.document(design)) == ("Rival", "Rival")
    assert table.shown(design) == {"hero.png": "b"}


def test_a_name_given_between_stays(table: Table, before_the_write: Before) -> None:
    design = ready(table)
    outcomes = before_the_write(lambda: table.edits.rename(design, "Rival", 20))
    table.put_file(design, "b")
    assert outcomes == ["made"]
    assert (table.name(design), table.document(design)) == ("Rival", "First")
    assert table.shown(design) == {"hero.png": "b"}


def test_a_design_deleted_between_stays_deleted(table: Table, before_the_write: Before) -> None:
    design = ready(table)
    outcomes = before_the_write(lambda: table.designs.delete(design, 20))
    assert not table.put_file(design, "b")
    assert outcomes == ["made", "refused"]
    assert (table.name(design), table.document(design)) == (None, None)


def test_a_file_put_while_a_design_is_put_is_shown(table: Table, before_the_write: Before) -> None:
    design = str(uuid4())
    table.put_file(design, "a")
    before_the_write(lambda: table.put_file(design, "b"))  # there is no design yet that it could compile
    assert table.put(design, "First")
    assert table.shown(design) == table.files(design) == {"hero.png": "b"}


def test_a_file_put_after_its_design_was_deleted_stays(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    design = ready(table)
    drop = table.designs._drop_asset

    def dropping(item: Any) -> None:
        table.put_file(design, "b")
        drop(item)

    monkeypatch.setattr(table.designs, "_drop_asset", dropping)
    table.designs.delete(design, 20)
    assert table.files(design) == {"hero.png": "b"}


def test_changes_without_an_end_are_given_up(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    design = ready(table)
    asked: list[Any] = []

    def refuse(client: Any, writes: Any) -> Outcome:
        if len(writes) == 1:
            return decide.transact(client, writes)
        asked.append(writes)
        return "refused"

    monkeypatch.setattr("tintype.store.aws.time.sleep", lambda _: None)
    monkeypatch.setattr("tintype.store.designs.transact", refuse)
    with pytest.raises(UnavailableError, match="many at once"):
        table.put_file(design, "b")
    assert len(asked) == ATTEMPTS
