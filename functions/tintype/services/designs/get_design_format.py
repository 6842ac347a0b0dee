"""One format of a design by itself: what `get_design` says of all of them, flattened to one."""

from __future__ import annotations

from typing import Any

from tintype.base.errors import NotFoundError
from tintype.engine.plate.fill import variables_of
from tintype.services.designs.get_design import (
    ReadsDesigns,
    ReadsProjects,
    card_and_document,
    elements_of,
    project_of,
    shown_format,
    texts_of,
)


def get_design_format(
    design_id: str, format_: str, designs: ReadsDesigns, projects: ReadsProjects, image_base_url: str
) -> dict[str, Any]:
    """The format with this uid or name, as the SDK's ``DesignFormatDetail`` reads it. Raises NotFoundError."""
    card, document = card_and_document(design_id, designs)
    one = next((one for one in card.formats if format_ in (one.name, one.uid)), None)
    if one is None:
        raise NotFoundError("format_not_found", "the design has no format of this name or uid")
    return {
        **shown_format(card, one, image_base_url),
        "design": {
            "id": card.design_id,
            "name": card.name,
            "type": card.type,
            "created_at": card.created_at,
            "updated_at": card.updated_at,
            "category_name": project_of(card, projects).name,
        },
        "elements": [_in_format(element, one.name) for element in elements_of(document)],
        "variables": variables_of(texts_of(document)),
    }


def _in_format(element: dict[str, Any], name: str) -> dict[str, Any]:
    """The element with its one box, and with the attributes that have a value in this format."""
    attributes = [
        {"id": each["id"], "help": each["help"], "value": each["values"][name]}
        for each in element["attributes"]
        if name in each["values"]
    ]
    return {**element, "layout": element["layout"][name], "attributes": attributes}
