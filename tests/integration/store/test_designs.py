"""Designs in the table: what was put comes back, whole or not at all."""

from __future__ import annotations

import json
import os
from typing import Any
from uuid import uuid4

import pytest

from tintype.base.errors import InvalidInputError, UnavailableError
from tintype.model.ids import format_uid, image_id_of
from tintype.model.records import Asset, Card, DynamicImage, FormatCard
from tintype.store.designs import Designs
from tintype.store.items import unpacked

DESIGN = "2f1c7a52-6f0f-4d2c-8a5d-9f5f6b1f3f10"
IMAGE = image_id_of(DESIGN)


@pytest.fixture
def designs(dynamodb: Any, table: str) -> Designs:
    return Designs(table, dynamodb)


def formats(*names: str) -> tuple[FormatCard, ...]:
    return tuple(FormatCard(name, format_uid(IMAGE, name), 1200, 630) for name in names)


def put(designs: Designs, *names: str, document: bytes = b"{}", now: int = 100) -> tuple[Card, bool]:
    plates = {one.uid: {"format": one.name, "revision": 0} for one in formats(*names)}
    return designs.put(DESIGN, "Launch card", "static", formats(*names), document=document, plates=plates, now=now)


def plates_in(dynamodb: Any, table: str) -> dict[str, dict[str, Any]]:
    """Each stored plate's record by its sort key."""
    items = dynamodb.scan(TableName=table, ConsistentRead=True)["Items"]
    return {item["sk"]["S"]: unpacked(item["content"]["B"]) for item in items if item["sk"]["S"].startswith("plate#")}


def test_a_first_put_is_revision_1_of_a_new_design(designs: Designs) -> None:
    card, created = put(designs, "og", "story", now=100)
    assert created
    assert card == Card(DESIGN, IMAGE, "Launch card", "static", 1, 100, 100, formats("og", "story"))
    assert designs.card(DESIGN) == card


def test_another_put_is_the_next_revision_and_keeps_the_creation_time(designs: Designs) -> None:
    put(designs, "og", now=100)
    card, created = put(designs, "og", now=200)
    assert not created
    assert (card.revision, card.created_at, card.updated_at) == (2, 100, 200)
    assert designs.card(DESIGN) == card


def test_the_document_comes_back_byte_for_byte(designs: Designs) -> None:
    document = b'{"name" :\t"\xc3\xa9"}\n'
    put(designs, "og", document=document)
    assert designs.document(DESIGN) == document


def test_an_unknown_design_has_no_card_document_or_assets(designs: Designs) -> None:
    assert designs.card(DESIGN) is None
    assert designs.document(DESIGN) is None
    assert designs.assets(DESIGN) == {}


def test_plates_carry_the_revision_and_the_first_formats_is_there_twice(
    designs: Designs, dynamodb: Any, table: str
) -> None:
    put(designs, "og", "story")
    put(designs, "story", "og")
    og, story = ({"format": name, "revision": 2} for name in ("og", "story"))
    assert plates_in(dynamodb, table) == {
        "plate#": story,
        f"plate#{format_uid(IMAGE, 'og')}": og,
        f"plate#{format_uid(IMAGE, 'story')}": story,
    }


def test_the_plate_of_a_format_that_went_away_goes_away(designs: Designs, dynamodb: Any, table: str) -> None:
    put(designs, "og", "story")
    put(designs, "og")
    assert set(plates_in(dynamodb, table)) == {"plate#", f"plate#{format_uid(IMAGE, 'og')}"}


def test_a_put_that_another_overtook_takes_the_revision_after_it(
    designs: Designs, dynamodb: Any, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(designs, "og")
    read_card = designs._last_card
    overtaken: list[int] = []

    def card_then_overtake(design_id: str) -> Card | None:
        card = read_card(design_id)
        if not overtaken:
            overtaken.append(1)
            put(Designs(table, dynamodb), "story", now=200)
        return card

    monkeypatch.setattr(designs, "_last_card", card_then_overtake)
    card, created = put(designs, "og", now=300)
    assert (card.revision, created) == (3, False)
    assert {record["revision"] for record in plates_in(dynamodb, table).values()} == {3}
    assert set(plates_in(dynamodb, table)) == {"plate#", f"plate#{format_uid(IMAGE, 'og')}"}


@pytest.mark.parametrize("size", [500_000, 5_000_000])
def test_a_document_that_the_table_cannot_hold_is_refused_and_changes_nothing(designs: Designs, size: int) -> None:
    card, _ = put(designs, "og")
    with pytest.raises(InvalidInputError) as caught:
        put(designs, "og", document=os.urandom(size))
    assert caught.value.id == "document_too_large"
    assert designs.card(DESIGN) == card
    assert designs.document(DESIGN) == b"{}"


def test_plates_that_only_together_are_too_large_are_refused(designs: Designs) -> None:
    many = formats(*(f"f{number}" for number in range(20)))
    plates = {one.uid: {"noise": os.urandom(190_000).hex()} for one in many}
    with pytest.raises(InvalidInputError) as caught:
        designs.put(DESIGN, "Big", "static", many, document=b"{}", plates=plates, now=1)
    assert caught.value.id == "document_too_large"
    assert designs.card(DESIGN) is None


def test_the_largest_design_that_the_contract_allows_is_stored(designs: Designs) -> None:
    """100 layers in 20 formats, each with its own words: as large as a document in the contract's bounds gets."""
    many = formats(*(f"f{number}" for number in range(20)))
    layers = [["layer", "text", [0, 0, 1, 1], {"payload": str(uuid4()) * 5}] for _ in range(100)]
    plates = {one.uid: {"elements": layers} for one in many}
    document = json.dumps({"layers": layers}).encode()
    card, _ = designs.put(DESIGN, "Big", "static", many, document=document, plates=plates, now=1)
    put(designs, "og")
    assert card.formats == many


def test_the_first_create_call_creates_and_its_flags_stay(designs: Designs) -> None:
    put(designs, "og")
    card, created = designs.create_dynamic_image(DESIGN, True, False, 300) or pytest.fail("unknown design")
    assert created
    assert card.image == DynamicImage(True, False, 300)
    assert designs.create_dynamic_image(DESIGN, False, True, 400) == (card, False)
    assert designs.card(DESIGN) == card


def test_a_dynamic_image_outlives_puts(designs: Designs) -> None:
    put(designs, "og")
    designs.create_dynamic_image(DESIGN, True, True, 300)
    card, _ = put(designs, "og", "story", now=400)
    assert card.image == DynamicImage(True, True, 300)
    assert designs.card(DESIGN) == card


def test_an_unknown_design_gets_no_dynamic_image(designs: Designs) -> None:
    assert designs.create_dynamic_image(DESIGN, False, False, 1) is None
    assert designs.card(DESIGN) is None


def test_assets_come_back_by_name_and_the_latest_of_a_name_stays(designs: Designs) -> None:
    photo = Asset("hero.jpg", "a" * 64, "image/jpeg", "picture", 1000, 640, 480, 1)
    font = Asset("brand.ttf", "b" * 64, "font/ttf", "font", 2000, None, None, 2)
    newer = Asset("hero.jpg", "c" * 64, "image/png", "picture", 3000, 64, 48, 3)
    for asset in (photo, font, newer):
        designs.put_asset(DESIGN, asset)
    assert designs.assets(DESIGN) == {"hero.jpg": newer, "brand.ttf": font}


def test_assets_put_before_the_design_do_not_make_it_exist(designs: Designs) -> None:
    designs.put_asset(DESIGN, Asset("hero.jpg", "a" * 64, "image/jpeg", "picture", 1, 1, 1, 1))
    assert designs.create_dynamic_image(DESIGN, False, False, 1) is None
    _, created = put(designs, "og")
    assert created


def test_a_table_that_refuses_is_unavailable(dynamodb: Any) -> None:
    designs = Designs("no-such-table", dynamodb)
    with pytest.raises(UnavailableError, match="ResourceNotFoundException"):
        designs.card(DESIGN)
    with pytest.raises(UnavailableError, match="ResourceNotFoundException"):
        designs.create_dynamic_image(DESIGN, False, False, 1)
    with pytest.raises(UnavailableError, match="ResourceNotFoundException"):
        designs.assets(DESIGN)
