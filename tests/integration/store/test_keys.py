"""API keys: stored as digests, found until revoked; and the command that makes them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local import key as command
from tintype.errors import UnavailableError
from tintype.store.keys import Keys, digest_of, new_key
from tintype.store.records import ApiKey


@pytest.fixture
def keys(dynamodb: Any, table: str) -> Keys:
    return Keys(table, dynamodb)


def test_an_added_key_is_found(keys: Keys) -> None:
    key = new_key()
    added = keys.add(key, "mail tool", "all", 100)
    assert added == ApiKey(digest_of(key), "mail tool", "all", 100)
    assert keys.find(key) == added


def test_an_unknown_key_is_not_found(keys: Keys) -> None:
    keys.add(new_key(), "mail tool", "all", 100)
    assert keys.find(new_key()) is None
    assert keys.find("") is None
    assert keys.find("\udcff") is None


def test_a_revoked_key_is_not_found_until_it_is_added_again(keys: Keys) -> None:
    key = new_key()
    added = keys.add(key, "mail tool", "all", 100)
    assert keys.revoke(added.id, 200)
    assert keys.find(key) is None
    keys.add(key, "mail tool", "all", 300)
    assert keys.find(key) is not None


def test_an_unknown_key_cannot_be_revoked(keys: Keys) -> None:
    assert not keys.revoke(digest_of("nobody's"), 100)
    assert keys.find("nobody's") is None


def test_the_table_never_holds_the_key_itself(keys: Keys, dynamodb: Any, table: str) -> None:
    key = new_key()
    keys.add(key, "mail tool", "all", 100)
    assert key not in json.dumps(dynamodb.scan(TableName=table)["Items"])


def test_new_keys_differ_and_say_whose_they_are() -> None:
    assert new_key() != new_key()
    assert new_key().startswith("tt_")
    assert len(new_key()) >= 43


def test_a_table_that_refuses_is_unavailable(dynamodb: Any) -> None:
    with pytest.raises(UnavailableError):
        Keys("no-such-table", dynamodb).find("key")


def test_the_command_prints_a_key_that_opens_the_api_and_can_revoke_it(
    keys: Keys, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--table", table, "--region", "eu-central-1"]
    assert command.main([*options, "--label", "mail tool"]) == 0
    key = capsys.readouterr().out.strip()
    found = keys.find(key)
    assert found is not None
    assert (found.label, found.scope) == ("mail tool", "all")
    assert command.main([*options, "--revoke", found.id]) == 0
    assert keys.find(key) is None
    assert command.main([*options, "--revoke", "tt_unknown"]) == 1


def test_the_command_says_what_went_wrong(keys: Keys, table: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--table", "no-such-table", "--region", "eu-central-1"]) == 1
    assert "ResourceNotFoundException" in capsys.readouterr().err
