"""Dynamic images after they were created."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from local.aws import LocalAws
from tests.integration.store.test_concurrency import at_once
from tintype.base.record import replace
from tintype.model.ids import format_uid, image_id_of
from tintype.model.records import DynamicImage, FormatCard, SigningKey
from tintype.store.designs import Designs
from tintype.store.images import Images
from tintype.store.plates import Plates, table_client

DESIGN = str(uuid4())
IMAGE = image_id_of(DESIGN)
OG = FormatCard("og", format_uid(IMAGE, "og"), 1200, 630)


@pytest.fixture
def designs(dynamodb: Any, table: str) -> Designs:
    designs = Designs(table, dynamodb)
    designs.put(DESIGN, "Card", "static", [OG], b"{}", {OG.uid: {}}, 1)
    designs.create_dynamic_image(DESIGN, True, False, 2)
    return designs


def test_a_change_is_kept_whole(designs: Designs, dynamodb: Any, table: str) -> None:
    keys = (SigningKey("a", "secret", 5), SigningKey("b", "older", 4))
    images = Images(table, dynamodb)
    changed = images.change(
        IMAGE, lambda image: replace(image, paused=True, fallback="title=Soon", expires_at=9, signing_keys=keys)
    )
    expected = DynamicImage(True, False, 2, True, 9, "title=Soon", signing_keys=keys)
    found = images.card(IMAGE)
    assert changed is not None
    assert found is not None
    assert changed.image == found.image == expected
    assert "secret" not in repr(found)


def test_the_salt_is_random_and_outlives_changes(designs: Designs, dynamodb: Any, table: str) -> None:
    images = Images(table, dynamodb)
    before = images.card(IMAGE)
    changed = images.change(IMAGE, lambda image: replace(image, paused=True))
    assert before is not None
    assert before.image is not None
    assert changed is not None
    assert changed.image is not None
    assert changed.image.salt == before.image.salt
    assert len(before.image.salt) == 32


def test_what_is_not_there_is_not_changed(designs: Designs, dynamodb: Any, table: str) -> None:
    images = Images(table, dynamodb)
    assert images.card(str(uuid4())) is None
    assert images.change(str(uuid4()), lambda image: image) is None
    assert images.delete(str(uuid4()), 3) is False


def test_changes_at_once_are_all_made(local_aws: LocalAws, table: str) -> None:
    client = local_aws.client("dynamodb")
    designs, images = Designs(table, client), Images(table, client)
    designs.put(DESIGN, "Card", "static", [OG], b"{}", {OG.uid: {}}, 1)
    designs.create_dynamic_image(DESIGN, False, False, 2)

    def add(number: int) -> None:
        key = SigningKey(str(number), "s", number)
        images.change(IMAGE, lambda image: replace(image, signing_keys=(*image.signing_keys, key)))

    at_once(6, add)
    card = images.card(IMAGE)
    assert card is not None
    assert card.image is not None
    assert {key.id for key in card.image.signing_keys} == set("012345")


def test_a_deleted_image_is_gone_until_it_is_created_again(local_aws: LocalAws, table: str) -> None:
    images = Images(table, local_aws.client("dynamodb"))
    designs = Designs(table, local_aws.client("dynamodb"))
    designs.put(DESIGN, "Card", "static", [OG], b"{}", {OG.uid: {"format": "og"}}, 1)
    designs.create_dynamic_image(DESIGN, True, False, 2)
    assert (images.delete(IMAGE, 3), images.delete(IMAGE, 4)) == (True, False)
    client = table_client(local_aws.environment)
    plates = Plates(table, client)
    gone = plates.find(IMAGE, None, float("inf"))
    assert gone is not None
    assert (gone.card.image, gone.card.image_deleted_at) == (None, 3)
    again = designs.create_dynamic_image(DESIGN, False, True, 5)
    assert again is not None
    card, created = again
    assert (created, card.image, card.image_deleted_at) == (True, DynamicImage(False, True, 5), None)
    client.close()
