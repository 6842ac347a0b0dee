"""Creating the one dynamic image of a design: the first call decides, every later one is told what it decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tintype.base.errors import InvalidInputError, NotFoundError, Problem
from tintype.model.ids import as_uuid
from tintype.model.records import Card, FormatCard


class CreatesDynamicImages(Protocol):
    """What this flow needs of the store."""

    def create_dynamic_image(
        self, design_id: str, enable_rate_limit: bool, enable_production_mode: bool, now: int
    ) -> tuple[Card, bool] | None:
        """The design's card and whether this call created the image; None where there is no such design."""


def create_dynamic_image(
    design_id: str, body: Mapping[str, Any], designs: CreatesDynamicImages, image_base_url: str, now: int
) -> tuple[bool, dict[str, Any]]:
    """True where the image is new, and the contract's answer. Unknown fields of `body` are ignored."""
    flags = _flags(body)
    known = as_uuid(design_id)
    outcome = known and designs.create_dynamic_image(known, *flags, now)
    if not outcome:
        raise NotFoundError("template_not_found", "there is no design with this id")
    card, created = outcome
    if card.type != "static":
        raise InvalidInputError(
            "template_not_static", f"a dynamic image needs a static design, this one is {card.type}"
        )
    return created, {
        "id": card.image_id,
        "design_id": card.design_id,
        "formats": [format_body(one, card.image_id, image_base_url) for one in card.formats],
    }


def format_body(format_: FormatCard, image_id: str, image_base_url: str) -> dict[str, Any]:
    """One format as the contract lists it, with its URL."""
    return {
        "id": format_.name,
        "uid": format_.uid,
        "width": format_.width,
        "height": format_.height,
        "unit": "px",
        "dynamic_image_url": f"{image_base_url}/{image_id}/{format_.uid}",
    }


def _flags(body: Mapping[str, Any]) -> tuple[bool, bool]:
    names = ("enable_rate_limit", "enable_production_mode")
    values = [body.get(name, False) for name in names]
    problems = [
        Problem(
            name, "wrong_type", "expected true or false", "boolean", value if isinstance(value, str | int) else None
        )
        for name, value in zip(names, values, strict=True)
        if not isinstance(value, bool)
    ]
    if problems:
        raise InvalidInputError.of(problems)
    return values[0], values[1]
