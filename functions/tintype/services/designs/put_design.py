"""Putting a design: a complete validation, one plate for each format, and all of it stored at once or not at all."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from tintype.base.errors import NotFoundError, TooLargeError
from tintype.document.check import check_document
from tintype.document.compile import PlateRecord, compile_plate
from tintype.model.ids import DEFAULT_PROJECT, as_uuid, format_uid, image_id_of
from tintype.model.records import Asset, Card, FormatCard

MAX_DOCUMENT = 1_000_000  # bytes of JSON


class KeepsDesigns(Protocol):
    """What this flow needs of the store."""

    def assets(self, design_id: str) -> Mapping[str, Asset]:
        """The design's assets by name."""

    def put(
        self,
        design_id: str,
        name: str,
        type: str,  # noqa: A002  the contract's word
        formats: Sequence[FormatCard],
        *,
        document: bytes,
        plates: Mapping[str, PlateRecord],
        now: int,
        project_id: str,
    ) -> tuple[Card, bool]:
        """Store all of it at once; the new card, and whether the design is new."""


def put_design(
    design_id: str,
    document: bytes,
    raw: Any,
    designs: KeepsDesigns,
    fonts: Collection[str],
    now: int,
    project_id: str = DEFAULT_PROJECT,
) -> tuple[Card, bool]:
    """Store the design in `document` (the body as it came; `raw` is its JSON value), a new one in `project_id`.

    Returns its card and whether it is new. Raises NotFoundError for an id that is no UUID, and InvalidInputError
    with every problem of the document; then nothing is stored.
    """
    known = as_uuid(design_id)
    if known is None:
        raise NotFoundError("template_not_found", "a design's id is a UUID")
    if len(document) > MAX_DOCUMENT:
        raise TooLargeError("document_too_large", f"a document has at most {MAX_DOCUMENT} bytes of JSON")
    assets = designs.assets(known)
    design = check_document(raw, {name: asset.kind for name, asset in assets.items()}, fonts)
    image_id = image_id_of(known)
    cards = [FormatCard(one.name, format_uid(image_id, one.name), one.width, one.height) for one in design.formats]
    digests = {name: asset.sha256 for name, asset in assets.items()}
    plates = {
        card.uid: compile_plate(design, format_, known, card.uid, digests)
        for card, format_ in zip(cards, design.formats, strict=True)
    }
    return designs.put(
        known, design.name, design.type, cards, document=document, plates=plates, now=now, project_id=project_id
    )


def put_again(
    design_id: str, document: bytes, designs: KeepsDesigns, fonts: Collection[str], now: int
) -> tuple[Card, bool]:
    """Compile a stored document anew, because something that it refers to has changed."""
    return put_design(design_id, document, json.loads(document), designs, fonts, now)
