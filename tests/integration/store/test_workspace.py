"""What the workspace lists, small changes to designs, deleting them, and records that are found by their id."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from local.aws import LocalAws
from tests.integration.store.conftest import client_of
from tintype.base.errors import UnavailableError
from tintype.model.ids import DEFAULT_PROJECT, format_uid, image_id_of
from tintype.model.records import Banner, Card, Duplication, FormatCard
from tintype.store.banners import Banners
from tintype.store.designs import Designs
from tintype.store.duplications import Duplications
from tintype.store.edits import Edits
from tintype.store.workspace import BATCH, DEFAULT, Workspace


@pytest.fixture
def designs(dynamodb: Any, table: str) -> Designs:
    return Designs(table, dynamodb)


@pytest.fixture
def edits(dynamodb: Any, table: str) -> Edits:
    return Edits(table, dynamodb)


@pytest.fixture
def workspace(dynamodb: Any, table: str) -> Workspace:
    return Workspace(table, dynamodb)


def put(designs: Designs, design_id: str, name: str = "Card", now: int = 100, **more: Any) -> Card:
    uid = format_uid(image_id_of(design_id), "og")
    formats = [FormatCard("og", uid, 10, 10)]
    return designs.put(design_id, name, "static", formats, b"{}", {uid: {"format": "og"}}, now, **more)[0]


def test_every_design_is_listed_as_it_is_now_however_many_there_are(designs: Designs, workspace: Workspace) -> None:
    cards = [put(designs, str(uuid4()), f"Card {number}") for number in range(BATCH + 5)]
    assert sorted(workspace.cards(), key=lambda card: card.design_id) == sorted(cards, key=lambda card: card.design_id)
    again = put(designs, cards[0].design_id, "Other", now=200)
    assert again in workspace.cards()
    assert len(workspace.cards()) == BATCH + 5


def test_what_throttling_left_out_is_asked_for_again(
    designs: Designs, workspace: Workspace, dynamodb: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = [put(designs, str(uuid4())) for _ in range(3)]
    whole = dynamodb.batch_get_item

    def one_at_a_time(RequestItems: Any) -> Any:  # noqa: N803  botocore's word
        ((table, wanted),) = RequestItems.items()
        first, rest = wanted["Keys"][:1], wanted["Keys"][1:]
        answer = whole(RequestItems={table: {**wanted, "Keys": first}})
        return {**answer, "UnprocessedKeys": {table: {**wanted, "Keys": rest}} if rest else {}}

    monkeypatch.setattr(dynamodb, "batch_get_item", one_at_a_time)
    assert {card.design_id for card in workspace.cards()} == {card.design_id for card in cards}


def test_a_design_has_the_name_and_project_that_it_was_given_last(
    designs: Designs, edits: Edits, workspace: Workspace
) -> None:
    card, project = put(designs, str(uuid4())), workspace.add_project("Summer", 100)
    assert project is not None
    renamed = edits.rename(card.design_id, "Other", 200)
    moved = edits.move(card.design_id, project.id, 300)
    assert renamed is not None
    assert moved is not None
    assert (renamed.name, renamed.updated_at, renamed.project_id) == ("Other", 200, DEFAULT_PROJECT)
    assert (moved.name, moved.updated_at, moved.project_id, moved.revision) == ("Other", 300, project.id, 1)
    again = put(designs, card.design_id, "Card", now=400)
    assert (again.name, again.project_id, again.revision) == ("Card", project.id, 2)
    assert designs.card(card.design_id) == again


def test_a_new_design_goes_where_it_is_put(designs: Designs) -> None:
    assert put(designs, str(uuid4()), project_id="p").project_id == "p"


def test_an_unknown_design_is_neither_renamed_nor_moved_nor_deleted(
    designs: Designs, edits: Edits, dynamodb: Any, table: str
) -> None:
    unknown = str(uuid4())
    assert edits.rename(unknown, "x", 100) is None
    assert edits.move(unknown, "p", 100) is None
    assert designs.delete(unknown, 100) is None
    assert dynamodb.scan(TableName=table)["Items"] == []


def test_of_a_deleted_design_only_its_card_is_left(
    designs: Designs, edits: Edits, workspace: Workspace, dynamodb: Any, table: str
) -> None:
    card = put(designs, str(uuid4()))
    assert designs.delete(card.design_id, 200) == card
    assert [item["sk"]["S"] for item in dynamodb.scan(TableName=table)["Items"]] == ["card"]
    assert designs.card(card.design_id) is None
    assert designs.document(card.design_id) is None
    assert workspace.cards() == []
    assert edits.rename(card.design_id, "x", 300) is None
    assert designs.create_dynamic_image(card.design_id, False, False, 300) is None
    assert designs.delete(card.design_id, 300) is None


def test_a_deleted_design_that_is_put_again_is_new_but_for_its_revisions_and_its_image(
    designs: Designs, workspace: Workspace
) -> None:
    design_id = str(uuid4())
    put(designs, design_id, project_id="p")
    designs.create_dynamic_image(design_id, True, False, 150)
    designs.delete(design_id, 200)
    again = put(designs, design_id, now=300)
    assert (again.revision, again.created_at, again.project_id) == (2, 300, DEFAULT_PROJECT)
    assert again.image is not None
    assert again.image.enable_rate_limit
    assert workspace.cards() == [again]
    assert designs.card(design_id) == again


def test_puts_and_deletes_at_once_leave_a_design_whole_or_gone(local_aws: LocalAws, table: str) -> None:
    dynamodb = client_of("dynamodb", local_aws.url)
    designs, workspace = Designs(table, dynamodb), Workspace(table, dynamodb)
    design_id = str(uuid4())
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda number: put(designs, design_id) if number % 2 else designs.delete(design_id, 200), range(16)
            )
        )
    card = designs.card(design_id)
    sorts = {item["sk"]["S"] for item in dynamodb.scan(TableName=table)["Items"]}
    assert workspace.cards() == ([card] if card else [])
    assert ("document" in sorts) == ("plate#" in sorts) == (card is not None)
    assert put(designs, design_id).revision > (card.revision if card else 0)


def test_projects_are_listed_and_one_of_each_name_is_made(workspace: Workspace) -> None:
    made = workspace.add_project("Summer", 100)
    assert made is not None
    assert workspace.add_project("Summer", 200) is None
    assert workspace.add_project("Default", 200) is None
    assert workspace.projects() == [DEFAULT, made]
    assert (workspace.project(made.id), workspace.project(DEFAULT.id)) == (made, DEFAULT)
    assert workspace.project(str(uuid4())) is None


def test_of_many_calls_at_once_one_makes_the_project(any_dynamodb: Any, table: str) -> None:
    workspace = Workspace(table, any_dynamodb)
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(lambda number: workspace.add_project("Summer", number), range(20)))
    assert len([project for project in made if project]) == 1


def test_files_and_duplications_are_found_by_their_id(dynamodb: Any, table: str) -> None:
    banners, duplications = Banners(table, dynamodb), Duplications(table, dynamodb)
    banner = Banner("b", "b.png", "png", "d", "Card", "p", "og", 10, 10, 100)
    duplication = Duplication("r", 100, 101, "t", "d", "Card", "p")
    banners.put(banner)
    duplications.put(duplication, 999)
    assert (banners.find("b"), banners.find("r")) == (banner, None)
    assert (duplications.find("r"), duplications.find("b")) == (duplication, None)


def test_a_table_that_refuses_is_unavailable(dynamodb: Any) -> None:
    with pytest.raises(UnavailableError):
        Workspace("no-such-table", dynamodb).cards()
    with pytest.raises(UnavailableError):
        Edits("no-such-table", dynamodb).rename(str(uuid4()), "x", 100)
