"""Plates and asset contents over the signed client, from what the writing side has put."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from local.aws import LocalAws
from tests.integration.store.scripted import ScriptedServer, answer
from tintype.base.errors import NotFoundError, UnavailableError
from tintype.model.ids import format_uid, image_id_of
from tintype.model.records import Card, FormatCard, Found
from tintype.store.designs import Designs
from tintype.store.files import Files
from tintype.store.objects import Objects, bucket_client
from tintype.store.plates import Plates, table_client
from tintype.store.signed import SignedClient
from tintype.store.sigv4 import Credentials

DESIGN = str(uuid4())
IMAGE = image_id_of(DESIGN)
NAMES = ("og", "Story 9:16", "café")
FORMATS = tuple(FormatCard(name, format_uid(IMAGE, name), 1200, 630) for name in NAMES)


def soon(seconds: float = 30) -> float:
    return time.monotonic() + seconds


def record(name: str) -> dict[str, Any]:
    return {"format": name, "elements": [["title", "text", [0, 0.5, 100, 50], {"payload": "Grüße ☕"}]], "revision": 1}


@pytest.fixture
def plates(local_aws: LocalAws, table: str) -> Iterator[Plates]:
    client = table_client(local_aws.environment)
    yield Plates(table, client)
    client.close()


@pytest.fixture
def design(local_aws: LocalAws, table: str) -> Card:
    """A design with three formats and a dynamic image."""
    designs = Designs(table, local_aws.client("dynamodb"))
    put(designs)
    created = designs.create_dynamic_image(DESIGN, False, True, 200)
    assert created is not None
    return created[0]


def put(designs: Designs) -> Card:
    plates = {one.uid: record(one.name) for one in FORMATS}
    return designs.put(DESIGN, "Card", "static", FORMATS, b"{}", plates, 100)[0]


def test_without_a_format_the_first_one_is_found(plates: Plates, design: Card) -> None:
    assert plates.find(IMAGE, None, soon()) == Found(design, record("og"))


@pytest.mark.parametrize("name", NAMES)
def test_a_format_is_found_by_name_and_by_uid(plates: Plates, design: Card, name: str) -> None:
    found = Found(design, record(name))
    assert plates.find(IMAGE, name, soon()) == found
    assert plates.find(IMAGE, format_uid(IMAGE, name), soon()) == found
    assert plates.find(IMAGE.upper(), format_uid(IMAGE, name).upper(), soon()) == found


@pytest.mark.parametrize("token", ["OG", "", "square", str(uuid4()), "#"])
def test_an_unknown_format_is_told_from_an_unknown_image(plates: Plates, design: Card, token: str) -> None:
    assert plates.find(IMAGE, token, soon()) == Found(design, None)


@pytest.mark.parametrize("image_id", [str(uuid4()), DESIGN, "", "og", "../" + IMAGE])
def test_an_unknown_image_is_not_found(plates: Plates, design: Card, image_id: str) -> None:
    assert plates.find(image_id, None, soon()) is None


def test_a_design_whose_image_was_not_created_is_not_found(plates: Plates, local_aws: LocalAws, table: str) -> None:
    put(Designs(table, local_aws.client("dynamodb")))
    assert plates.find(IMAGE, None, soon()) is None


def test_a_put_shows_at_once(plates: Plates, design: Card, local_aws: LocalAws, table: str) -> None:
    plates.find(IMAGE, None, soon())
    put(Designs(table, local_aws.client("dynamodb")))
    found = plates.find(IMAGE, None, soon())
    assert found is not None
    assert found.plate == record("og") | {"revision": 2}
    assert found.card.revision == 2


def test_a_table_that_is_not_there_is_unavailable(local_aws: LocalAws) -> None:
    with pytest.raises(UnavailableError, match="ResourceNotFoundException"):
        Plates("no-such-table", table_client(local_aws.environment)).find(IMAGE, None, soon())


Scripted = Callable[..., tuple[ScriptedServer, Plates]]


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    """Starts servers of the given answers, each with the Plates that read from it."""
    servers: list[ScriptedServer] = []

    def start(*answers: bytes) -> tuple[ScriptedServer, Plates]:
        servers.append(ScriptedServer(answers))
        client = SignedClient("dynamodb", "eu-west-1", servers[-1].url, Credentials("a", "b"))
        return servers[-1], Plates("t", client)

    yield start
    for server in servers:
        server.close()


NOTHING = answer(200, b'{"Responses": {"t": []}, "UnprocessedKeys": {}}')


@pytest.mark.parametrize(
    "passing",
    [
        answer(400, b'{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}'),
        answer(400, b'{"__type":"com.amazon.coral.availability#ThrottlingException"}'),
        answer(500, b'{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}'),
        answer(503),
        answer(200, json.dumps({"Responses": {"t": []}, "UnprocessedKeys": {"t": {"Keys": []}}}).encode()),
    ],
    ids=["throughput", "throttling", "internal", "unavailable", "left out"],
)
def test_throttling_and_partial_answers_are_asked_again(scripted: Scripted, passing: bytes) -> None:
    server, plates = scripted(passing, passing, NOTHING)
    assert plates.find(IMAGE, None, soon()) is None
    assert len(server.seen) == 3


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (answer(400, b'{"__type":"com.amazon.coral.service#AccessDeniedException"}'), "AccessDeniedException"),
        (answer(403, b"<html>"), "status 403"),
        (answer(400, b"[]"), "status 400"),
    ],
)
def test_a_refusal_is_unavailability_at_once(scripted: Scripted, refusal: bytes, reason: str) -> None:
    server, plates = scripted(refusal)
    with pytest.raises(UnavailableError, match=reason):
        plates.find(IMAGE, None, soon())
    assert len(server.seen) == 1


def test_one_consistent_request_fetches_all_that_a_url_needs(scripted: Scripted) -> None:
    server, plates = scripted(NOTHING)
    plates.find(IMAGE, "og", soon())
    ((_, request),) = server.seen
    head, _, body = request.partition(b"\r\n\r\n")
    assert b"x-amz-target: DynamoDB_20120810.BatchGetItem" in head
    wanted = json.loads(body)["RequestItems"]["t"]
    assert wanted["ConsistentRead"] is True
    assert [key["sk"]["S"] for key in wanted["Keys"]] == ["card", f"plate#{format_uid(IMAGE, 'og')}"]


def test_asset_contents_are_read_as_they_were_put(local_aws: LocalAws, bucket: str) -> None:
    content = bytes(range(256)) * 10_000
    Files(bucket, local_aws.client("s3")).put("ab" * 32, content, "image/png")
    client = bucket_client(bucket, local_aws.environment)
    objects = Objects(bucket, client)
    assert objects.read("ab" * 32, soon()) == content
    assert objects.read("ab" * 32, soon()) == content
    with pytest.raises(NotFoundError) as caught:
        objects.read("cd" * 32, soon())
    assert caught.value.id == "asset_not_found"
    client.close()


def test_a_bucket_that_refuses_is_unavailable() -> None:
    server = ScriptedServer([answer(403, b"<Code>AccessDenied</Code>")])
    client = SignedClient("s3", "eu-west-1", server.url, Credentials("a", "b"))
    with pytest.raises(UnavailableError, match="403"):
        Objects("b", client).read("ab" * 32, soon())
    client.close()
    server.close()
