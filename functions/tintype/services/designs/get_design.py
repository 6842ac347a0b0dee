"""A design as the REST API shows it: formats, elements with their attributes per format, variables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Protocol

from tintype.base.errors import NotFoundError
from tintype.document.compile import box_in, values_in
from tintype.document.document import Document, Layer
from tintype.engine.plate.fill import variables_of
from tintype.engine.properties.elements import ELEMENTS
from tintype.engine.properties.show import shown
from tintype.model.ids import as_uuid
from tintype.model.records import Card, FormatCard, Project
from tintype.services.images.create_dynamic_image import format_body


class ReadsDesigns(Protocol):
    """What this flow needs of the store."""

    def card(self, design_id: str) -> Card | None:
        """The design's card, or None."""

    def document(self, design_id: str) -> bytes | None:
        """The design's document as it was put, or None."""


class ReadsProjects(Protocol):
    """What this flow needs to know of projects."""

    def project(self, project_id: str) -> Project | None:
        """The project with this id, or None."""


def get_document(design_id: str, designs: ReadsDesigns) -> bytes:
    """Exactly what was put. Raises NotFoundError."""
    known = as_uuid(design_id)
    document = designs.document(known) if known else None
    if document is None:
        raise NotFoundError("template_not_found", "there is no design with this id")
    return document


def get_design(design_id: str, designs: ReadsDesigns, projects: ReadsProjects, image_base_url: str) -> dict[str, Any]:
    """The design's full specification, as the SDK's ``DesignDetail`` reads it. Raises NotFoundError."""
    card, document = card_and_document(design_id, designs)
    return {
        **summary_body(card, project_of(card, projects)),
        "template_id": card.design_id,
        "revision": card.revision,
        "formats": [shown_format(card, one, image_base_url) for one in card.formats],
        "elements": elements_of(document),
        "variables": variables_of(texts_of(document)),
    }


def card_and_document(design_id: str, designs: ReadsDesigns) -> tuple[Card, Document]:
    """A design's card and document as they are now. Raises NotFoundError."""
    document = Document.model_validate(json.loads(get_document(design_id, designs)))
    card = designs.card(str(as_uuid(design_id)))
    if card is None:
        raise NotFoundError("template_not_found", "there is no design with this id")
    return card, document


def project_of(card: Card, projects: ReadsProjects) -> Project:
    """The design's project."""
    project = projects.project(card.project_id)
    if project is None:
        raise LookupError(f"the project {card.project_id} of a design is gone")
    return project


def summary_body(card: Card, project: Project) -> dict[str, Any]:
    """What every listing says of a design."""
    return {
        "id": card.design_id,
        "name": card.name,
        "type": card.type,
        "created_at": card.created_at,
        "updated_at": card.updated_at,
        "project_id": project.id,
        "project_name": project.name,
        "category_id": project.id,
        "category_name": project.name,
    }


def shown_format(card: Card, one: FormatCard, image_base_url: str) -> dict[str, Any]:
    """One format of a design, with its URLs where the dynamic image has been created."""
    body = format_body(one, card.image_id, image_base_url)
    if card.image is None:
        del body["dynamic_image_url"]
    return {**body, **preview_of(card, one, image_base_url)}


def preview_of(card: Card, one: FormatCard, image_base_url: str) -> dict[str, str]:
    """The field that shows a format: its dynamic image as the design has it; none where that isn't created yet."""
    if card.image is None:
        return {}
    return {"preview_url": str(format_body(one, card.image_id, image_base_url)["dynamic_image_url"])}


def elements_of(document: Document) -> list[dict[str, Any]]:
    """Root and the layers in painting order, with box and attributes by format."""
    return [_root(document), *(_element(layer, document) for layer in document.layers)]


def texts_of(document: Document) -> Iterator[str]:
    """Every text that a format of the design shows."""
    for layer in document.layers:
        for one in document.formats:
            text = values_in(layer, one.name).get("payload")
            if isinstance(text, str):
                yield text


def _root(document: Document) -> dict[str, Any]:
    colours = {one.name: one.background_color for one in document.formats}
    help_ = ELEMENTS["root"].properties["background_color"].help
    boxes = {one.name: {"x": 0, "y": 0, "width": one.width, "height": one.height} for one in document.formats}
    attribute = {"id": "background_color", "help": help_, "values": colours}
    return {"name": "root", "type": "container", "layout": boxes, "attributes": [attribute]}


def _element(layer: Layer, document: Document) -> dict[str, Any]:
    names = [one.name for one in document.formats]
    values = {name: values_in(layer, name) for name in names}
    boxes = {name: box_in(layer, name) for name in names}
    return {
        "name": layer.name,
        "type": layer.type,
        "settings": {"is_mandatory": False},
        "layout": {
            name: dict(zip(("x", "y", "width", "height"), map(shown, box), strict=True)) for name, box in boxes.items()
        },
        "attributes": list(_attributes(layer.type, values)),
    }


def _attributes(type_: str, values: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every property of the type with its value in each format; one without any value has no entry there."""
    for name, property_ in ELEMENTS[type_].properties.items():
        default = shown(property_.default)
        in_formats = {format_: own.get(name, default) for format_, own in values.items()}
        known = {format_: value for format_, value in in_formats.items() if value is not None}
        yield {"id": name, "help": property_.help, "values": known}
