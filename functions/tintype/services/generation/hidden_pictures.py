"""Pictures whose URL says nothing of what is in them: the data stays here, the picture is made when it is looked at."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import quote

from tintype import query
from tintype.base.errors import GoneError, InvalidInputError, NotFoundError, Problem
from tintype.base.record import replace
from tintype.engine.plate import Plate
from tintype.engine.plate.fill import fill
from tintype.engine.properties.elements import ELEMENTS
from tintype.model.ids import HIDDEN_PICTURE
from tintype.model.jobs import HiddenPicture
from tintype.model.records import FindPlate
from tintype.services.generation.changes import flat
from tintype.services.generation.generate import find_plate, name_of

_HALF = re.compile("[\ud800-\udfff]")  # half a character, as JSON can spell it
_ID = re.compile(f"{HIDDEN_PICTURE}[0-9a-f]{{32}}")
# OKZest's words for what a layer shows, where they are not ours; a colour is a property of nearly everything.
_CONTENT = {"text": "payload", "src": "image_url"}


class KeepsPictures(Protocol):
    """What this flow needs of the table."""

    def put(self, picture: HiddenPicture) -> None:
        """Remember a picture."""

    def find(self, id_: str) -> HiddenPicture | None:
        """The picture with this id, or None."""

    def delete(self, picture_id: str, now: int) -> bool:
        """Forget what it shows; False where there is none, or it was deleted before."""


def create_picture(
    design_id: str,
    format_: str | None,
    modifications: Sequence[Mapping[str, Any]],
    type_: str,
    find: FindPlate,
    pictures: KeepsPictures,
    image_base_url: str,
    seed: str,
    deadline: float,
    now: int,
    expires_at: int | None = None,
) -> dict[str, Any]:
    """A new hidden picture, as OKZest answers. Raises InvalidInputError with everything that can't be used.

    Without a format the design's first one is meant: there is nobody to ask. From `expires_at` on, in epoch seconds,
    there is no such picture any more.
    """
    if expires_at is not None and expires_at <= now:
        message = "must be in the future"
        raise InvalidInputError.of([Problem("expires_at", "out_of_range", message, {"min": now + 1}, expires_at)])
    found = find(design_id, None, deadline)
    first = found.card.formats[0].uid if found else None
    card, plate = find_plate(design_id, format_ or first, find, deadline)
    id_, query_ = HIDDEN_PICTURE + name_of(seed), _query(modifications, plate)
    picture = HiddenPicture(id_, card.design_id, plate.uid, query_, type_, now, expires_at)
    pictures.put(picture)
    return {
        "success": True,
        "id": picture.id,
        "url": f"{image_base_url}/{picture.id}.{'jpg' if type_ == 'jpeg' else type_}",
        "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)),
        **({} if expires_at is None else {"expires_at": expires_at}),
    }


def delete_picture(picture_id: str, pictures: KeepsPictures, now: int) -> dict[str, Any]:
    """Forget what the picture shows. Raises NotFoundError (``picture_not_found``), GoneError (``picture_gone``)."""
    is_id = _ID.fullmatch(picture_id) is not None
    if is_id and pictures.delete(picture_id, now):
        return {"id": picture_id}
    if not is_id or pictures.find(picture_id) is None:
        raise NotFoundError("picture_not_found", "there is no hidden picture with this id")
    raise GoneError("picture_gone", "this picture was deleted before")


def _query(modifications: Sequence[Mapping[str, Any]], plate: Plate) -> str:
    """The modifications as an image URL's query has them. Raises InvalidInputError with all that can't be used."""
    types = {"root": "root", **{element.name: element.type for element in plate.elements}}
    pairs: dict[str, str] = {}
    places: dict[str, str] = {}
    problems: list[Problem] = []
    for index, modification in enumerate(modifications):
        name = modification.get("name")
        place = f"modifications[{index}]"
        if not isinstance(name, str) or name not in types:
            message = "must be the name of one of the design's layers"
            received = name[:100] if isinstance(name, str) else None
            problems.append(Problem(f"{place}.name", "unknown_layer", message, sorted(types), received))
            continue
        for key, value in flat({key: value for key, value in modification.items() if key != "name"}):
            path = f"{name}.{_property(key, types[name])}"
            places[path] = f"{place}.{key[:100]}"
            if not isinstance(value, str | int | float):
                message = "expected a string, a number or a boolean"
                problems.append(Problem(places[path], "wrong_type", message))
            elif _HALF.search(f"{key}{value}"):
                problems.append(Problem(places[path], "invalid_text", "must be valid Unicode"))
            else:
                pairs[path] = value if isinstance(value, str) else json.dumps(value)
    text = "&".join(f"{quote(path, safe='.')}={quote(value, safe='')}" for path, value in pairs.items())
    asked = query.parse(text)
    unusable = (*asked.problems, *fill(plate, asked.overrides, asked.variables).problems)
    problems += (replace(problem, path=places.get(problem.path, problem.path)) for problem in unusable)
    if problems:
        raise InvalidInputError.of(problems)
    return text


def _property(key: str, type_: str) -> str:
    """Our name of a property that a modification names."""
    key = _CONTENT.get(key, key)
    if key == "color" and "color" not in ELEMENTS[type_].properties:
        return "background_color"
    return key
