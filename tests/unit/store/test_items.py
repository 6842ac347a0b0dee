"""Records as DynamoDB's attribute values, and back."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest
from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from tintype.store.items import packed, read, unpacked, written

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text() | st.binary(),
    lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts),
)


@given(VALUES)
def test_what_is_written_is_read_again(value: Any) -> None:
    assert read(written(value)) == value


@given(VALUES)
def test_values_are_written_as_boto3_writes_them(value: Any) -> None:
    assert written(value) == TypeSerializer().serialize(value)


def test_values_that_boto3_wrote_are_read() -> None:
    value = {"label": "og", "size": 1200, "data": b"\x00", "list": [True, None]}
    assert read(TypeSerializer().serialize(value)) == value
    as_boto3: Any = written(value)  # the stubs have a TypedDict for each kind of value
    assert TypeDeserializer().deserialize(as_boto3)["data"] == Binary(b"\x00")


def test_binary_is_read_from_the_wire_as_base64() -> None:
    assert read({"B": b64encode(b"\x00\xff").decode()}) == b"\x00\xff"


@pytest.mark.parametrize("value", [1.5, {1, 2}, object()])
def test_a_type_that_the_table_lacks_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="the table has no type"):
        written(value)


def test_a_plate_is_packed_without_loss() -> None:
    record = {"format": "ög", "elements": [["title", "text", [0.5, 1, 2, 3], {"payload": "☕\n"}]], "revision": 3}
    assert unpacked(packed(record)) == record
    assert len(packed({"elements": [record] * 100})) < len(json.dumps([record] * 100)) / 10
