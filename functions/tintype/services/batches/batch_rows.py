"""One row of a batch to its result: an image URL, or a file."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from tintype import query
from tintype.base.errors import InvalidInputError, Problem, UnavailableError
from tintype.engine.plate import Plate
from tintype.engine.plate.fill import fill
from tintype.model.jobs import Batch
from tintype.model.records import Card
from tintype.query.signature import signature_of
from tintype.services.batches.rows import Row
from tintype.services.generation.generate import FILE_BYTES, FileRenderer, name_of

PICTURE_SECONDS = 10.0  # for all the pictures of one row
MAX_URL = 8_000  # characters; CloudFront takes 8,192
Outcome = str | tuple[Problem, ...]


class UrlMaker:
    """Makes the image URLs of rows; `ignored` names the columns that no layer is called by.

    They are signed where the dynamic image asks for it. Raises InvalidInputError (``signature_policy_required``) where
    it takes nothing but policies: those leave something open, and here everything is said.
    """

    def __init__(self, plate: Plate, card: Card, image_base_url: str, type_: str | None) -> None:
        extension = f".{type_}" if type_ else ""
        self._plate, self._base = plate, image_base_url
        self._path = f"{card.image_id}/{plate.uid}{extension}"
        self._key = _key_of(card)
        self.ignored: set[str] = set()

    def __call__(self, row: Row) -> Outcome:
        """The URL of the row's picture, or everything that can't be used. Pictures that it names are not fetched."""
        if row.problem:
            return (row.problem,)
        asked = _asked(row.values, self._plate, self.ignored)
        problems = (*asked.problems, *fill(self._plate, asked.overrides, asked.variables).problems)
        sent = dict(asked.sent)
        if self._key:
            sent["_signature"] = signature_of(self._path, sent, self._key)
        parts = (f"{quote(name, safe='.')}={quote(value, safe='')}" for name, value in sent.items())
        url = "?".join(filter(None, (f"{self._base}/{self._path}", "&".join(parts))))
        if len(url) > MAX_URL:
            problems = (*problems, Problem("url", "too_long", f"would have {len(url)} characters; {MAX_URL} is most"))
        return problems or url


class FileMaker:
    """Makes the files of a batch's rows; the same row has the same file name every time."""

    def __init__(self, plate: Plate, batch: Batch, renderer: FileRenderer, file_base_url: str, deadline: float) -> None:
        """`deadline`, of `time.monotonic`, is when no more rows are begun."""
        self._plate, self._batch, self._renderer = plate, batch, renderer
        self._base, self._deadline = file_base_url, deadline
        self.ignored: set[str] = set()

    def __call__(self, row: Row) -> Outcome:
        """The URL of the row's file, which is stored, or everything that can't be used or had."""
        now = time.monotonic()
        if now >= self._deadline:
            raise UnavailableError("there is no time left in this run")
        if row.problem:
            return (row.problem,)
        asked = _asked(row.values, self._plate, self.ignored)
        filled = fill(self._plate, asked.overrides, asked.variables)
        if problems := (*asked.problems, *filled.problems):
            return problems
        batch = self._batch
        picture = self._renderer.engine.render(
            self._plate, asked.overrides, asked.variables, batch.type, batch.quality, deadline=now + PICTURE_SECONDS,
            byte_limit=FILE_BYTES,
        )  # fmt: skip
        if picture.failures:
            return picture.failures
        name = f"{name_of(f'{batch.seed}/{row.number}')}.{picture.type}"
        self._renderer.files.put_file(name, picture.data, picture.content_type)
        return f"{self._base}/{name}"


def result_line(number: int, outcome: Outcome) -> dict[str, Any]:
    """What a row came to, as the API shows it."""
    if isinstance(outcome, str):
        return {"row": number, "url": outcome}
    return {"row": number, "errors": [problem.body() for problem in outcome]}


def _key_of(card: Card) -> str | None:
    """The key that URLs are signed with; None where they need no signature."""
    image = card.image
    if image is None or image.require_signature == "none" or not image.signing_keys:
        return None
    if image.require_signature == "policy":
        message = "this dynamic image takes only URLs whose signature is a policy; make files, or let it take any"
        raise InvalidInputError("signature_policy_required", message)
    return image.signing_keys[0].secret


def _asked(values: Mapping[str, str], plate: Plate, ignored: set[str]) -> query.Query:
    """The row as a query asks for it, without what belongs to no layer: files of people have columns of their own."""
    known = {"root", "vars", *(element.name for element in plate.elements)}
    strange = {name for name in values if name.partition(".")[0] not in known}
    ignored |= strange
    parts = (f"{quote(name)}={quote(value, safe='')}" for name, value in values.items() if name not in strange)
    return query.parse("&".join(parts))
