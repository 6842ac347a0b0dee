"""Making a file of a design in one format: found, changed, drawn, stored. What can't be used is an error here."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Protocol
from uuid import UUID, uuid5

from tintype.base.errors import InvalidInputError, NotFoundError, Problem
from tintype.engine import Engine, Picture
from tintype.engine.plate import Plate, plate_from
from tintype.model.records import Banner, Card, FindPlate
from tintype.services.generation.changes import changes_in, in_elements, require_usable

# What a file may take. S3 and CloudFront would carry more; a picture of 16 megapixels stays below it as it is.
FILE_BYTES = 100 << 20


class KeepsFiles(Protocol):
    """What generating needs of the bucket."""

    def put_file(self, name: str, data: bytes, media_type: str) -> None:
        """Store a public file."""


@dataclass(frozen=True, slots=True)
class FileRenderer:
    """Where files are made: `find` takes a design's id, a format's uid or name, and a deadline.

    `report` is told of what failed and harms nobody.
    """

    find: FindPlate
    engine: Engine
    files: KeepsFiles
    report: Callable[[BaseException], None]


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What a file shall be like: changes, its type (None: as the design's ground asks for), quality 1-100 or None."""

    elements: Mapping[str, Any]
    type: str | None = None
    quality: int | None = None


def find_plate(design_id: str, format_: str | None, find: FindPlate, deadline: float) -> tuple[Card, Plate]:
    """A design's card and its plate in one format; None for a format is right only where there is one.

    Raises NotFoundError (``template_not_found``, ``format_not_found``), InvalidInputError (``more_than_one_format``).
    """
    found = find(design_id, format_, deadline)
    if found is None:
        raise NotFoundError("template_not_found", "there is no design with this id")
    names = [one.name for one in found.card.formats]
    if format_ is None and len(names) > 1:
        message = "the design has several formats: say which one"
        problem = Problem("template_format_name", "more_than_one_format", message, names)
        raise InvalidInputError.of([problem], "more_than_one_format")
    if found.plate is None:
        raise NotFoundError("format_not_found", f"the design has no such format; it has {', '.join(names)}")
    return found.card, plate_from(found.plate)


def make_file(plate: Plate, options: RenderOptions, engine: Engine, deadline: float) -> Picture:
    """The file. Raises InvalidInputError with everything that can't be used or had."""
    changes = changes_in(options.elements)
    require_usable(changes, plate)
    picture = engine.render(
        plate, changes.overrides, changes.variables or {}, options.type, options.quality, deadline=deadline,
        byte_limit=FILE_BYTES,
    )  # fmt: skip
    if picture.failures:
        problems = [in_elements(problem) for problem in picture.failures]
        raise InvalidInputError.of(problems, "image_fetching_error" if len(problems) == 1 else "invalid_payload")
    return picture


def generate(
    card: Card,
    plate: Plate,
    options: RenderOptions,
    renderer: FileRenderer,
    seed: str,
    deadline: float,
    now: float | None = None,
) -> Banner:
    """The file made and stored; it is for the caller to remember. Of the same `seed` come the same id and name.

    Raises InvalidInputError with everything that can't be used.
    """
    picture = make_file(plate, options, renderer.engine, deadline)
    banner = Banner(
        id=str(banner_id_of(seed)),
        name=f"{name_of(seed)}.{picture.type}",
        type=picture.type,
        design_id=card.design_id,
        design_name=card.name,
        project_id=card.project_id,
        format=plate.format,
        width=plate.width,
        height=plate.height,
        created_at=int(time.time() if now is None else now),
    )
    renderer.files.put_file(banner.name, picture.data, picture.content_type)
    return banner


def banner_id_of(seed: str) -> UUID:
    """The id of the file that is made of `seed`."""
    return uuid5(UUID(int=0), f"banner:{seed}")


def name_of(seed: str) -> str:
    """The name, without extension, of the file that is made of `seed`: as hard to guess as the seed, and not its id."""
    return blake2b(seed.encode(), key=b"file name", digest_size=16).hexdigest()
