"""API keys: stored as digests, found until revoked; and the command that makes them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from local import key as command
from tests.integration.store.conftest import client_of
from tintype.base.errors import UnavailableError
from tintype.model.records import ApiKey
from tintype.store.keys import Keys, digest_of, new_key


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


def test_a_revoked_key_is_told_when_it_was_revoked_first(keys: Keys) -> None:
    added = keys.add(new_key(), "mail tool", "all", 100)
    first, second = keys.revoke(added.id, 200), keys.revoke(added.id, 300)
    assert first == second
    assert first is not None
    assert first.revoked_at == 200


def asked(dynamodb: Any) -> list[str]:
    """The operations that the table is asked for from now on."""
    operations: list[str] = []
    dynamodb.meta.events.register("before-call.dynamodb", lambda model, **_: operations.append(model.name))
    return operations


def test_a_bad_key_costs_a_read_and_no_write(keys: Keys, dynamodb: Any) -> None:
    revoked = keys.add("revoked", "mail tool", "all", 100)
    keys.revoke(revoked.id, 200)
    operations = asked(dynamodb)
    assert [keys.use(key, 1, "a") for key in ("nobody's", "nobody's", "revoked", "")] == [None] * 4
    assert operations == ["GetItem"] * 4


def test_a_good_key_is_looked_up_once_and_then_only_counted(
    keys: Keys, dynamodb: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("a", "b"):
        keys.add(key, "mail tool", "all", 100)
    operations = asked(dynamodb)
    for _ in range(3):
        assert keys.use("a", 1, "today")
    assert operations == ["GetItem", *["UpdateItem"] * 4]  # the first of them found no window to count in
    monkeypatch.setattr("tintype.store.keys.KNOWN", 1)
    operations.clear()
    for key in ("b", "a"):
        keys.use(key, 1, "today")
    assert operations.count("GetItem") == 2


def test_a_key_that_was_revoked_elsewhere_is_refused_at_once_and_then_costs_no_write(
    keys: Keys, dynamodb: Any, table: str
) -> None:
    added = keys.add("a", "mail tool", "all", 100)
    assert keys.use("a", 1, "today")
    Keys(table, dynamodb).revoke(added.id, 200)
    assert keys.use("a", 1, "today") is None
    operations = asked(dynamodb)
    assert keys.use("a", 1, "today") is None
    assert operations == ["GetItem"]


def test_keys_are_spread_over_partitions_and_listed_together(keys: Keys, dynamodb: Any, table: str) -> None:
    for number in range(40):
        keys.add(f"key {number}", str(number), "all", number)
    assert [key.label for key in keys.all()] == [str(number) for number in reversed(range(40))]
    partitions = {item["pk"]["S"] for item in dynamodb.scan(TableName=table)["Items"]}
    assert len(partitions) > 10
    assert all(partition.startswith("keys#") for partition in partitions)


def test_who_counts_leaves_only_as_many_seats_as_count_at_once(keys: Keys, dynamodb: Any, table: str) -> None:
    keys.add("a", "mail tool", "all", 100)
    for window in (1, 1, 1, 2, 2):
        keys.use("a", window, "today")
    (item,) = dynamodb.scan(TableName=table)["Items"]
    assert len(item["tokens"]["M"]) == len(item["counts"]["M"]) == 1


def test_uses_are_counted_in_each_window_and_the_day_is_written_down(keys: Keys) -> None:
    key = new_key()
    keys.add(key, "mail tool", "read", 100)
    uses = [keys.use(key, window, day) for window, day in ((1, "a"), (1, "a"), (2, "b"), (2, "b"), (2, "b"))]
    assert [use[1] for use in uses if use] == [1, 2, 1, 2, 3]
    assert [use[0].last_used for use in uses if use] == ["a", "a", "b", "b", "b"]


def test_a_clock_that_is_behind_counts_in_the_window_that_others_have_begun(keys: Keys) -> None:
    key = new_key()
    keys.add(key, "mail tool", "read", 100)
    counts = [use[1] for window in (5, 4, 5, 3) if (use := keys.use(key, window, "a"))]
    assert counts == [1, 2, 3, 4]


def test_a_key_that_is_unknown_or_revoked_cannot_be_used(keys: Keys) -> None:
    key = new_key()
    assert keys.use(key, 1, "a") is None
    keys.revoke(keys.add(key, "mail tool", "read", 100).id, 200)
    assert keys.use(key, 1, "a") is None


def test_no_two_of_many_uses_at_once_get_the_same_count(any_dynamodb: Any, table: str) -> None:
    keys, key = Keys(table, any_dynamodb), new_key()
    keys.add(key, "mail tool", "read", 100)
    with ThreadPoolExecutor(40) as pool:
        uses = list(pool.map(lambda _: keys.use(key, 7, "a"), range(40)))
    assert sorted(use[1] for use in uses if use) == list(range(1, 41))


def test_every_key_is_listed_the_newest_first(keys: Keys) -> None:
    made = [keys.add(new_key(), f"key {number}", "read", 100 + number) for number in range(3)]
    assert keys.all() == made[::-1]


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


def test_the_command_makes_keys_that_may_do_some_things_only(
    keys: Keys, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--table", table, "--region", "eu-central-1", "--scope", "read", "--scope", "render"]
    assert command.main(options) == 0
    found = keys.find(capsys.readouterr().out.strip())
    assert found is not None
    assert [scope for scope in ("read", "write", "render", "all") if found.may(scope)] == ["read", "render"]


@pytest.fixture
def stack(table: str, moto: None) -> str:
    """A stack whose output names the table, as the template's does."""
    name = f"stack-{table}"
    body = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}, "Outputs": {"TableName": {"Value": table}}}
    client_of("cloudformation").create_stack(StackName=name, TemplateBody=json.dumps(body))
    return name


def test_the_command_asks_a_stack_for_its_table(keys: Keys, stack: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--stack", stack, "--region", "eu-central-1"]) == 0
    assert keys.find(capsys.readouterr().out.strip()) is not None


def test_the_command_says_that_there_is_no_such_stack(moto: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--stack", "no-such-stack", "--region", "eu-central-1"]) == 1
    assert "no-such-stack" in capsys.readouterr().err


def test_the_command_says_what_went_wrong(keys: Keys, table: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--table", "no-such-table", "--region", "eu-central-1"]) == 1
    assert "ResourceNotFoundException" in capsys.readouterr().err
