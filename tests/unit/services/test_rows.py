"""A batch's rows: the same however the bytes come, whatever is quoted."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.base.errors import InvalidInputError
from tintype.services.batches.rows import MAX_ROW, columns_in, parts, read_rows, records

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=12), st.integers(1, 7), st.integers(1, 5))
def test_a_csv_is_read_as_the_csv_module_reads_it(rows: list[list[str]], size: int, together: int) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    data = text.getvalue().encode()
    found = []
    for part in parts(records(pieces(data, size), "csv"), together):
        read = read_rows(data[part.start : part.end], "csv", ("a", "b"), part.first)
        assert [row.number for row in read] == list(range(part.first, part.first + part.rows))
        assert part.rows <= together
        found += [[row.values.get("a", ""), row.values.get("b", "")] for row in read]
    assert found == rows


@given(st.lists(st.dictionaries(CELL.filter(bool), CELL, max_size=3), max_size=12), st.integers(1, 9))
def test_json_lines_are_read_one_by_one(rows: list[dict[str, str]], size: int) -> None:
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    spans = list(records(pieces(data, size), "jsonl"))
    assert [dict(read_rows(data[start:end], "jsonl", (), 1)[0].values) for start, end in spans] == rows


def test_blank_lines_are_no_rows() -> None:
    data = b"\n{}\n\r\n  \n{}"
    assert [data[start:end].strip() for start, end in records([data], "jsonl")] == [b"{}", b"{}"]


def test_a_row_goes_on_over_line_breaks_in_quotes() -> None:
    data = b'a,"x\n\ny"\r\nb,"say ""hi"""\n'
    assert [row.values for row in read_rows(data, "csv", ("p", "q"), 1)] == [
        {"p": "a", "q": "x\n\ny"},
        {"p": "b", "q": 'say "hi"'},
    ]


@pytest.mark.parametrize("media", ["csv", "jsonl"])
def test_a_row_that_never_ends_is_refused_before_it_is_kept(media: str) -> None:
    taken = 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield b'"' + b"x" * 65_536

    with pytest.raises(InvalidInputError) as caught:
        list(records(endless(), media))  # type: ignore[arg-type]
    assert caught.value.id == "row_too_long"
    assert taken <= MAX_ROW // 65_536 + 2


def test_a_csv_of_open_quotes_and_short_lines_is_refused() -> None:
    with pytest.raises(InvalidInputError):
        list(records([b'"\n' + b"x\n" * MAX_ROW], "csv"))


@pytest.mark.parametrize("header", [b"", b"\n", b"a,a\n", b" , \n"])
def test_columns_have_names_each_once(header: bytes) -> None:
    with pytest.raises(InvalidInputError):
        columns_in(header)


def test_columns_may_have_a_byte_order_mark_and_spaces() -> None:
    assert columns_in("\ufefftitle , vars.name\r\n".encode()) == ("title", "vars.name")


def test_values_are_those_of_a_query() -> None:
    (row,) = read_rows(b'{"a": {"b": {"c": 1.5}}, "d": true, "e": null, "f": "x"}', "jsonl", (), 1)
    assert row.values == {"a.b.c": "1.5", "d": "true", "f": "x"}
