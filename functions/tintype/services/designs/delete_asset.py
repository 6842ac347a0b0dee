"""Deleting a file of a design: whatever shows it shows its default from then on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, Protocol

from tintype.base.errors import NotFoundError
from tintype.model.ids import as_uuid, image_id_of
from tintype.model.records import Card, DynamicImage
from tintype.services.designs.put_asset import ASSET_NAME, KeepsAssets, uses_of
from tintype.services.designs.put_design import compile_again


class DeletesAssets(KeepsAssets, Protocol):
    """What this flow needs of the store beside assets and designs."""

    def delete_asset(self, design_id: str, name: str) -> bool:
        """Forget the asset of this name; False where there is none."""


class ChangesImages(Protocol):
    """What this flow needs of dynamic images."""

    def change(self, image_id: str, change: Callable[[DynamicImage], DynamicImage]) -> Card | None:
        """Make the image what `change` makes of it: the card then, or None."""


def delete_asset(
    design_id: str, name: str, designs: DeletesAssets, images: ChangesImages, fonts: Collection[str], now: int
) -> dict[str, Any]:
    """Delete the asset `name`: the answer's body, with every place that showed it. Raises NotFoundError.

    A dynamic image whose fallback it was falls back to the design as it is.
    """
    known = as_uuid(design_id)
    if known is None or not ASSET_NAME.fullmatch(name) or not designs.delete_asset(known, name):
        raise NotFoundError("asset_not_found", "the design has no asset of this name")
    uses = uses_of(name, known, designs, fonts)
    card = compile_again(known, designs, now)
    if card and card.image and card.image.fallback == f"asset:{name}":
        uses.append("fallback")
        images.change(image_id_of(known), lambda image: _without_fallback(image, name))
    return {"name": name, "uses": uses}


def _without_fallback(image: DynamicImage, name: str) -> DynamicImage:
    if image.fallback != f"asset:{name}":
        return image  # another was chosen meanwhile
    return replace(image, fallback=None, fallback_sha256=None)
