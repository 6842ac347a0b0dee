"""Many at once, against two implementations of DynamoDB that have no line in common."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import uuid4

import pytest

from local.aws import LocalAws
from tintype.model.ids import format_uid, image_id_of
from tintype.model.records import Card, DynamicImage, FormatCard
from tintype.store.designs import Designs
from tintype.store.items import CARD, design_key, formats_of, unpacked, written
from tintype.store.plates import Plates, table_client

Result = TypeVar("Result")
DESIGN = str(uuid4())
IMAGE = image_id_of(DESIGN)
OG = FormatCard("og", format_uid(IMAGE, "og"), 1200, 630)
CALLERS = 200


def at_once(count: int, call: Callable[[int], Result]) -> list[Result]:
    """What `count` threads get that make the call at the same moment; each is given its number."""
    start = threading.Barrier(count)

    def caller(number: int) -> Result:
        start.wait()
        return call(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(caller, range(count)))


def seed(client: Any, table: str) -> None:
    """A card as a put leaves it. dynalite knows no transactions, so that it can't be put there."""
    fields = {
        "design_id": DESIGN, "name": "Card", "type": "static", "revision": 1, "created_at": 1, "updated_at": 1,
        "formats": formats_of([OG]),
    }  # fmt: skip
    item = design_key(IMAGE, CARD) | {name: written(value) for name, value in fields.items()}
    client.put_item(TableName=table, Item=item)


@pytest.mark.parametrize("attempt", range(3))
def test_of_200_first_create_calls_one_creates_and_all_get_the_same_image(
    any_dynamodb: Any, table: str, attempt: int
) -> None:
    seed(any_dynamodb, table)
    designs = Designs(table, any_dynamodb)

    def create(number: int) -> tuple[Card, bool]:
        # Everybody's flags and time differ, so that a second winner couldn't hide.
        return designs.create_dynamic_image(DESIGN, number % 2 == 0, number % 3 == 0, number) or pytest.fail("unknown")

    results = at_once(CALLERS, create)
    assert Counter(created for _, created in results) == {True: 1, False: CALLERS - 1}
    winner = next(number for number, (_, created) in enumerate(results) if created)
    image = DynamicImage(winner % 2 == 0, winner % 3 == 0, winner)
    assert {(card.image_id, card.image) for card, _ in results} == {(IMAGE, image)}


def test_an_unknown_design_is_unknown_to_all(any_dynamodb: Any, table: str) -> None:
    designs = Designs(table, any_dynamodb)
    assert at_once(20, lambda _: designs.create_dynamic_image(DESIGN, False, False, 1)) == [None] * 20


def test_puts_at_once_get_a_revision_each_and_leave_one_whole(local_aws: LocalAws, table: str) -> None:
    client = local_aws.client("dynamodb")
    designs = Designs(table, client)

    def put(number: int) -> tuple[int, bool]:
        document, record = f'{{"number": {number}}}'.encode(), {"number": number}
        card, created = designs.put(DESIGN, f"Card {number}", "static", [OG], document, {OG.uid: record}, number)
        return card.revision, created

    results = at_once(8, put)
    assert sorted(results) == [(1, True), *((revision, False) for revision in range(2, 9))]
    last = results.index((8, False))
    card = designs.card(DESIGN)
    assert card is not None
    assert (card.revision, card.name) == (8, f"Card {last}")
    assert designs.document(DESIGN) == f'{{"number": {last}}}'.encode()
    items = client.scan(TableName=table, ConsistentRead=True)["Items"]
    plates = [unpacked(item["content"]["B"]) for item in items if item["sk"]["S"].startswith("plate#")]
    assert plates == [{"number": last, "revision": 8}] * 2


def test_puts_and_creates_at_once_lose_nothing(local_aws: LocalAws, table: str) -> None:
    designs = Designs(table, local_aws.client("dynamodb"))
    designs.put(DESIGN, "Card", "static", [OG], b"{}", {OG.uid: {}}, 1)

    def put_or_create(number: int) -> bool:
        if number % 4 == 0:
            return designs.put(DESIGN, "Card", "static", [OG], b"{}", {OG.uid: {}}, number)[1]
        return (designs.create_dynamic_image(DESIGN, True, True, number) or pytest.fail("unknown"))[1]

    assert sum(at_once(24, put_or_create)) == 1
    card = designs.card(DESIGN)
    assert card is not None
    assert card.image is not None
    assert card.revision == 7


def test_many_readers_share_one_client(local_aws: LocalAws, table: str) -> None:
    designs = Designs(table, local_aws.client("dynamodb"))
    designs.put(DESIGN, "Card", "static", [OG], b"{}", {OG.uid: {"format": "og"}}, 1)
    designs.create_dynamic_image(DESIGN, False, False, 1)
    client = table_client(local_aws.environment)
    plates = Plates(table, client)
    found = at_once(50, lambda _: plates.find(IMAGE, "og", float("inf")))
    assert {one.plate["format"] for one in found if one and one.plate} == {"og"}
    assert None not in found
    client.close()
