"""Putting a design: a complete validation, one plate for each format, and all of it stored at once or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

from tintype.base.errors import NotFoundError, TooLargeError
from tintype.document.check import check_document
from tintype.document.compile import PlateRecord, compile_plate
from tintype.document.document import Document
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

    def compile_again(
        self, design_id: str, compile_: Callable[[bytes], Mapping[str, PlateRecord]], now: int
    ) -> Card | None:
        """Put other plates to the document that the design has; its card then, or None."""


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
    card, created = designs.put(
        known,
        design.name,
        design.type,
        cards,
        document=document,
        plates=plates_of(design, known, assets),
        now=now,
        project_id=project_id,
    )
    if designs.assets(known) != assets:  # a file came or went meanwhile: its own call may have met the design before
        card = compile_again(known, designs, now) or card
    return card, created


def plates_of(design: Document, design_id: str, assets: Mapping[str, Asset]) -> dict[str, PlateRecord]:
    """The plates of a document by the uids of its formats."""
    image_id, digests = image_id_of(design_id), {name: asset.sha256 for name, asset in assets.items()}
    return {
        (uid := format_uid(image_id, one.name)): compile_plate(design, one, design_id, uid, digests)
        for one in design.formats
    }


def compile_again(design_id: str, designs: KeepsDesigns, now: int) -> Card | None:
    """Compile a stored design with the assets that there are now; its card then, None where there is no such design.

    Whoever changes an asset does so afterwards. What is stored was checked when it was put, and isn't again: an asset
    that is gone costs the layers that show it.
    """

    def compiled(document: bytes) -> dict[str, PlateRecord]:
        design = Document.model_validate(json.loads(document))
        return plates_of(design, design_id, designs.assets(design_id))

    return designs.compile_again(design_id, compiled, now)
