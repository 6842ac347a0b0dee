"""Bounded sets in the table, exact however many come at once, on two implementations of DynamoDB."""

from __future__ import annotations

import socket
import time
from collections import Counter
from collections.abc import Iterator
from uuid import uuid4

import pytest

from local.aws import LocalAws
from tests.integration.store.conftest import client_of, create_table
from tests.integration.store.scripted import HANG_UP, ScriptedServer, answer
from tests.integration.store.test_concurrency import at_once
from tintype.base.errors import UnavailableError
from tintype.store.limits import Limits
from tintype.store.plates import table_client
from tintype.store.signed import SignedClient
from tintype.store.sigv4 import Credentials

IMAGE = str(uuid4())
DAY = 86_400


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.5

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["moto", "dynalite"])
def endpoint(request: pytest.FixtureRequest, table: str) -> str:
    """The URL of either implementation, with an empty table."""
    if request.param == "moto":
        return str(request.getfixturevalue("local_aws").url)
    url = str(request.getfixturevalue("dynalite"))
    create_table(client_of("dynamodb", url), table)
    return url


@pytest.fixture
def client(endpoint: str) -> Iterator[SignedClient]:
    client = SignedClient("dynamodb", "eu-central-1", endpoint, Credentials("local", "local", None))
    yield client
    client.close()


def nobody() -> SignedClient:
    """A client of a table that nobody answers for."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    return SignedClient("dynamodb", "eu-central-1", f"http://127.0.0.1:{port}", Credentials("local", "local", None))


def soon() -> float:
    return time.monotonic() + 30


def test_of_many_at_once_exactly_so_many_get_in(client: SignedClient, table: str, clock: Clock) -> None:
    def ask(_: int) -> int:
        # Everybody on a container of his own, so that nobody profits from what another knows.
        return Limits(table, client, clock).admit(IMAGE, "second#1", None, 10, 60, soon())

    results = Counter(wait == 0 for wait in at_once(60, ask))
    assert results == {True: 10, False: 50}


def test_who_is_in_stays_in_and_is_not_counted_again(client: SignedClient, table: str, clock: Clock) -> None:
    for each in ("a", "b", "a", "c", "b"):
        assert Limits(table, client, clock).admit(IMAGE, "viewer#x", each, 3, DAY, soon()) == 0
    assert Limits(table, client, clock).admit(IMAGE, "viewer#x", "d", 3, DAY, soon()) > 0
    assert Limits(table, client, clock).admit(IMAGE, "viewer#x", "a", 3, DAY, soon()) == 0
    assert Limits(table, client, clock).admit(IMAGE, "viewer#y", "d", 3, DAY, soon()) == 0
    assert Limits(table, client, clock).admit(str(uuid4()), "viewer#x", "d", 3, DAY, soon()) == 0


def test_a_set_ends_and_is_begun_anew_by_one(client: SignedClient, table: str, clock: Clock) -> None:
    for each in "abc":
        Limits(table, client, clock).admit(IMAGE, "viewer#x", each, 3, DAY, soon())
    clock.now += DAY - 2
    assert Limits(table, client, clock).admit(IMAGE, "viewer#x", "d", 3, DAY, soon()) in (1, 2)
    clock.now += 2
    results = at_once(
        20, lambda number: Limits(table, client, clock).admit(IMAGE, "viewer#x", str(number), 3, DAY, soon())
    )
    assert Counter(wait == 0 for wait in results) == {True: 3, False: 17}


def test_what_is_certain_is_not_asked_again(local_aws: LocalAws, table: str, clock: Clock) -> None:
    client = table_client(local_aws.environment)
    limits = Limits(table, client, clock)
    assert [limits.admit(IMAGE, "viewer#x", each, 2, DAY, soon()) for each in "abc"] == [0, 0, DAY]
    client.close()
    limits._client = client = nobody()
    assert [limits.admit(IMAGE, "viewer#x", each, 2, DAY, soon()) for each in "abcd"] == [0, 0, DAY, DAY]
    clock.now += DAY
    with pytest.raises(UnavailableError):
        limits.admit(IMAGE, "viewer#x", "a", 2, DAY, time.monotonic() + 0.2)
    client.close()


def test_nothing_but_a_hash_is_kept_and_not_for_ever(local_aws: LocalAws, table: str, clock: Clock) -> None:
    client = table_client(local_aws.environment)
    Limits(table, client, clock).admit(IMAGE, "viewer#x", "a", 2, DAY, soon())
    (item,) = local_aws.client("dynamodb").scan(TableName=table)["Items"]
    assert item == {
        "pk": {"S": f"limit#{IMAGE}"},
        "sk": {"S": "viewer#x"},
        "members": {"SS": ["a"]},
        "expires_at": {"N": str(int(clock.now) + DAY)},
    }
    client.close()


def test_a_request_whose_answer_got_lost_is_the_same_request_when_sent_again(clock: Clock) -> None:
    server = ScriptedServer([HANG_UP, answer(200, b'{"Attributes": {"expires_at": {"N": "1800000060"}}}')], None)
    client = SignedClient("dynamodb", "eu-central-1", server.url, Credentials("local", "local", None))
    assert Limits("t", client, clock).admit(IMAGE, "second#1", None, 10, 60, soon()) == 0
    bodies = {seen[1].partition(b"\r\n\r\n")[2] for seen in server.seen}
    assert (len(server.seen), len(bodies)) == (2, 1)
    client.close()
    server.close()


def test_a_table_that_refuses_is_unavailable(clock: Clock) -> None:
    body = b'{"__type": "com.amazonaws#AccessDeniedException"}'
    server = ScriptedServer([answer(400, body)], None)
    client = SignedClient("dynamodb", "eu-central-1", server.url, Credentials("local", "local", None))
    with pytest.raises(UnavailableError, match="AccessDenied"):
        Limits("t", client, clock).admit(IMAGE, "second#1", None, 10, 60, soon())
    client.close()
    server.close()
