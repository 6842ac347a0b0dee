"""boto3's clients as the doors have them: how long they go on asking, and what they raise when they give up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.store.scripted import HANG_UP, ScriptedServer, answer
from tintype.base.errors import UnavailableError
from tintype.store import aws
from tintype.store.aws import answering, client

TYPE = b"com.amazonaws.dynamodb.v20120810#"
FAILING = answer(500, b'{"__type":"' + TYPE + b'InternalServerError"}')
DENIED = answer(400, b'{"__type":"' + TYPE + b'AccessDeniedException"}')
CUT = b'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"Item"'  # in small letters the server hangs up behind it
NOT_HTTP = b"220 mail.example ESMTP\r\n"
WELL = answer(200, b'{"Item": {"pk": {"S": "a"}}}')


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"AWS_DEFAULT_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def asked(answers: list[bytes], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, int]:
    """What comes of a read where the table answers so, and how many requests it took."""
    server = ScriptedServer(answers)
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", server.url)
    table = client("dynamodb")
    try:
        with answering("the table"):
            found = table.get_item(TableName="t", Key={"pk": {"S": "a"}})
        return found["Item"], len(server.seen)
    except UnavailableError as error:
        return str(error), len(server.seen)
    finally:
        table.close()
        server.close()


@pytest.mark.parametrize("lost", [HANG_UP, FAILING, CUT, NOT_HTTP], ids=["hangs up", "fails", "cut", "not HTTP"])
def test_the_table_is_asked_again_while_nobody_answers(
    environment: None, monkeypatch: pytest.MonkeyPatch, lost: bytes
) -> None:
    assert asked([*([lost] * 5), WELL], monkeypatch) == ({"pk": {"S": "a"}}, 6)


def test_what_is_refused_is_not_asked_again(environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked([DENIED], monkeypatch) == ("the table refused: AccessDeniedException", 1)


@pytest.mark.parametrize("lost", [HANG_UP, CUT], ids=["hangs up", "cut"])
def test_there_is_an_end_to_patience(environment: None, monkeypatch: pytest.MonkeyPatch, lost: bytes) -> None:
    monkeypatch.setattr(aws, "PATIENCE", 0)
    monkeypatch.setattr(aws, "TRIES", {"dynamodb": 1})
    assert asked([lost], monkeypatch) == ("the table did not answer: ConnectionClosedError", 1)
