"""Pictures whose URL says nothing of what is in them: the data stays here, the picture is made when it is looked at."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from tintype.errors import InvalidInputError, Problem
from tintype.flow.changes import changes_in, try_changes
from tintype.flow.generate import FindPlate, find_plate, name_of
from tintype.plate import Plate
from tintype.store.work_records import HiddenPicture
from tintype.vocabulary.elements import ELEMENTS

PREFIX = "img_"  # no UUID begins so
# OKZest's words for what a layer shows, where they are not ours; a colour is a property of nearly everything.
_CONTENT = {"text": "payload", "src": "image_url"}


class KeepsPictures(Protocol):
    """What this flow needs of the table."""

    def put(self, picture: HiddenPicture) -> None:
        """Remember a picture."""


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
) -> dict[str, Any]:
    """A new hidden picture, as OKZest answers. Raises InvalidInputError with everything that can't be used.

    Without a format the design's first one is meant: there is nobody to ask.
    """
    found = find(design_id, None, deadline)
    first = found.card.formats[0].uid if found else None
    card, plate = find_plate(design_id, format_ or first, find, deadline)
    elements = _elements(modifications, plate)
    picture = HiddenPicture(PREFIX + name_of(seed), card.design_id, plate.uid, elements, type_, now)
    pictures.put(picture)
    return {
        "success": True,
        "id": picture.id,
        "url": f"{image_base_url}/{picture.id}.{'jpg' if type_ == 'jpeg' else type_}",
        "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)),
    }


def _elements(modifications: Sequence[Mapping[str, Any]], plate: Plate) -> dict[str, dict[str, Any]]:
    types = {"root": "root", **{element.name: element.type for element in plate.elements}}
    elements: dict[str, dict[str, Any]] = {}
    places: dict[str, int] = {}
    problems: list[Problem] = []
    for index, modification in enumerate(modifications):
        name = modification.get("name")
        if not isinstance(name, str) or name not in types:
            message = "must be the name of one of the design's layers"
            received = name[:100] if isinstance(name, str) else None
            problems.append(Problem(f"modifications[{index}].name", "unknown_layer", message, sorted(types), received))
            continue
        places.setdefault(name, index)
        for key, value in modification.items():
            if key != "name" and value is not None:
                elements.setdefault(name, {})[_property(key, types[name])] = value
    _, unusable = try_changes(changes_in(elements), plate)
    problems += (_placed(problem, places) for problem in unusable)
    if problems:
        raise InvalidInputError.of(problems)
    return elements


def _property(key: str, type_: str) -> str:
    """Our name of a property that a modification names."""
    key = _CONTENT.get(key, key)
    if key == "color" and "color" not in ELEMENTS[type_].properties:
        return "background_color"
    return key


def _placed(problem: Problem, places: Mapping[str, int]) -> Problem:
    """The problem where the modification stands that it comes from."""
    for name, index in places.items():
        if problem.path.startswith(f"elements.{name}."):
            path = problem.path.replace(f"elements.{name}", f"modifications[{index}]", 1)
            return Problem(path, problem.code, problem.message, problem.expected, problem.received)
    return problem
