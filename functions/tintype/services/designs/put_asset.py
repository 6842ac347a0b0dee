"""Putting a file with a design: proved by decoding, stored, and taken up by the design at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from tintype.base.errors import InvalidInputError, NotFoundError, Problem
from tintype.document.check import check_document
from tintype.model.ids import as_uuid
from tintype.model.records import Asset
from tintype.services.designs.put_design import KeepsDesigns, compile_again

if TYPE_CHECKING:
    from tintype.engine.images.validate import ValidFile

ASSET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


Validate = Callable[[bytes], "ValidFile"]
"""Decodes a file and says what it is. Raises InvalidInputError (``invalid_asset``)."""


class KeepsAssets(KeepsDesigns, Protocol):
    """What this flow needs of the store beside designs."""

    def put_asset(self, design_id: str, asset: Asset) -> bool:
        """Remember the asset under its name; whether the name is new."""

    def document(self, design_id: str) -> bytes | None:
        """The design's document as it was put, or None."""


def put_asset(
    design_id: str,
    name: str,
    data: bytes,
    validate: Validate,
    keep: Callable[[str, bytes, str], None],
    designs: KeepsAssets,
    fonts: Collection[str],
    now: int,
) -> tuple[bool, dict[str, Any]]:
    """Store `data` as the asset `name`; whether the name is new, and the answer's body.

    `keep` stores the bytes under their SHA-256. A design that is there already is compiled anew, so that its pictures,
    and what their URLs name, show the new file. Raises NotFoundError, InvalidInputError.
    """
    known = as_uuid(design_id)
    if known is None:
        raise NotFoundError("template_not_found", "a design's id is a UUID")
    if not ASSET_NAME.fullmatch(name):
        message = "must be 1 to 100 letters, digits, '.', '_' or '-', beginning with a letter or digit"
        raise InvalidInputError.of([Problem("name", "invalid_name", message, None, name[:100])])
    asset = validated(name, data, validate, now)
    if problems := _misuses(name, known, designs, fonts, asset.kind):
        raise InvalidInputError.of(problems)
    keep(asset.sha256, data, asset.media_type)
    created = designs.put_asset(known, asset)
    compile_again(known, designs, now)
    return created, asset_body(asset)


def uses_of(name: str, design_id: str, designs: KeepsAssets, fonts: Collection[str], kind: str = "") -> list[str]:
    """The places in the design's document that name the asset, and need another kind of file than `kind`."""
    return [problem.path for problem in _misuses(name, design_id, designs, fonts, kind)]


def _misuses(name: str, design_id: str, designs: KeepsAssets, fonts: Collection[str], kind: str) -> Sequence[Problem]:
    document = designs.document(design_id)
    if document is None or f"asset:{name}".encode() not in document:
        return ()
    kinds = {each.name: each.kind for each in designs.assets(design_id).values()} | {name: kind}
    try:
        check_document(json.loads(document), kinds, fonts)
    except InvalidInputError as error:
        return [problem for problem in error.problems if problem.received == f"asset:{name}"]
    return ()


def validated(name: str, data: bytes, validate: Validate, now: int) -> Asset:
    """The asset that `data` is under `name`, put at `now` (epoch seconds). Raises InvalidInputError."""
    found = validate(data)
    return Asset(name, found.sha256, found.media_type, found.kind, len(data), found.width, found.height, now)


def asset_body(asset: Asset) -> dict[str, Any]:
    """An asset as the API shows it."""
    return {
        "name": asset.name,
        "url": f"asset:{asset.name}",
        "kind": asset.kind,
        "media_type": asset.media_type,
        "size": asset.size,
        "sha256": asset.sha256,
        **({"width": asset.width, "height": asset.height} if asset.kind == "picture" else {}),
    }
