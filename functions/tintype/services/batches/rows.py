"""A batch's rows: found in a stream of bytes, cut into parts, and read one by one."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tintype.base.errors import InvalidInputError, Problem
from tintype.services.generation.changes import flat

MAX_ROW = 256 * 1024  # bytes
PART_BYTES = 512 * 1024
_HALF = re.compile("[\ud800-\udfff]")  # half a character, as JSON can spell it


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that are worked on together: bytes from `start` up to `end`; `first` is the first row's number, from 1."""

    number: int
    start: int
    end: int
    first: int
    rows: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row: names and values as an image URL has them, or what is wrong with it."""

    number: int
    values: Mapping[str, str] = field(default_factory=dict)
    problem: Problem | None = None


def records(pieces: Iterable[bytes], media: str) -> Iterator[tuple[int, int]]:
    """Where each record starts and ends, its line break included. Blank lines are no records.

    A CSV's record goes on over line breaks inside quotes. Raises InvalidInputError for one that is too long.
    """
    start = position = quotes = 0
    for line in _lines(pieces):
        position += len(line)
        quotes += line.count(b'"') if media == "csv" else 0
        if position - start > MAX_ROW:
            raise InvalidInputError("row_too_long", f"the row at byte {start} has more than {MAX_ROW} bytes")
        if quotes % 2:
            continue
        if line.strip() or position - start > len(line):
            yield start, position
        start, quotes = position, 0
    if start < position:
        yield start, position


def parts(spans: Iterable[tuple[int, int]], rows: int) -> Iterator[Part]:
    """The records in parts of at most so many rows, and of about `PART_BYTES`."""
    number, first, count, start, end = 1, 1, 0, 0, 0
    for span in spans:
        if count and (count == rows or span[1] - start > PART_BYTES):
            yield Part(number, start, end, first, count)
            number, first, count = number + 1, first + count, 0
        start = start if count else span[0]
        end = span[1]
        count += 1
    if count:
        yield Part(number, start, end, first, count)


def columns_in(header: bytes) -> tuple[str, ...]:
    """The columns that a CSV's first record names. Raises InvalidInputError."""
    names = tuple(name.strip() for name in next(csv.reader([header.decode("utf-8-sig", "replace")]), []))
    if not any(names) or len(set(names)) < len(names):
        raise InvalidInputError("invalid_csv", "the first row must name the columns, each once")
    return names


def read_rows(data: bytes, media: str, columns: Sequence[str], first: int) -> list[Row]:
    """The rows in a part's bytes; `first` is the number of the first one."""
    reader = _csv_row if media == "csv" else _json_row
    spans = records([data], media)
    return [reader(number, data[start:end], columns) for number, (start, end) in enumerate(spans, first)]


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Lines with their ends. Only a line feed ends one: ``splitlines`` would also break at a carriage return."""
    rest = b""
    for piece in pieces:
        lines = io.BytesIO(rest + piece).readlines()
        rest = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        yield from lines
        if len(rest) > MAX_ROW:
            raise InvalidInputError("row_too_long", f"a row has more than {MAX_ROW} bytes")
    if rest:
        yield rest


def _csv_row(number: int, data: bytes, columns: Sequence[str]) -> Row:
    try:
        cells = next(csv.reader(io.StringIO(data.decode(), newline="")), [])
    except (UnicodeDecodeError, csv.Error):
        return Row(number, problem=Problem("row", "invalid_csv", "is not a row of CSV in UTF-8"))
    if len(cells) > len(columns):
        message = f"has {len(cells)} cells, there are {len(columns)} columns"
        return Row(number, problem=Problem("row", "invalid_csv", message))
    return Row(number, {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell})


def _json_row(number: int, data: bytes, _: Sequence[str]) -> Row:
    try:
        given = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Row(number, problem=Problem("row", "invalid_json", "is not a line of JSON in UTF-8"))
    if not isinstance(given, dict):
        return Row(number, problem=Problem("row", "wrong_type", "expected an object", "object"))
    values = dict(flat(given))
    for name, value in values.items():
        if not isinstance(value, str | int | float):
            return Row(number, problem=Problem(name[:100], "wrong_type", "expected a string, a number or a boolean"))
        if _HALF.search(f"{name}{value}"):
            return Row(number, problem=Problem("row", "invalid_text", "must be valid Unicode"))
    return Row(number, {name: _text(value) for name, value in values.items()})


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
