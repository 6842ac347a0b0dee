"""Compiling a document: one plate record per format, with each format's own layout and properties flattened in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tintype.document.check import flattened
from tintype.document.document import Document, Format, Layer
from tintype.engine.plate import VISIBLE_IF

PlateRecord = dict[str, Any]


def compile_plate(
    document: Document, format_: Format, design_id: str, uid: str, assets: Mapping[str, str]
) -> PlateRecord:
    """The plate record of one format, as `tintype.engine.plate.plate_from` reads it, but for the revision.

    `assets` maps asset names to the SHA-256 of their content. Only values that a person wrote are stored; the
    vocabulary's defaults come in when the record is read, so that a plate never freezes a default.
    """
    return {
        "design_id": design_id,
        "format": format_.name,
        "uid": uid,
        "width": format_.width,
        "height": format_.height,
        "root": {"background_color": format_.background_color},
        "elements": [
            [
                layer.name,
                layer.type,
                box_in(layer, format_.name),
                values_in(layer, format_.name) | _condition_in(layer, format_.name),
            ]
            for layer in document.layers
        ],
        "assets": dict(assets),
    }


def box_in(layer: Layer, format_name: str) -> list[float]:
    """The layer's box in a format: x, y, width, height in pixels."""
    change = layer.formats.get(format_name)
    own = change.layout if change else None
    sides = ("x", "y", "width", "height")
    return [
        value if own is not None and (value := getattr(own, side)) is not None else getattr(layer.layout, side)
        for side in sides
    ]


def values_in(layer: Layer, format_name: str) -> dict[str, Any]:
    """The layer's raw property values in a format, by dotted name."""
    change = layer.formats.get(format_name)
    values = dict(flattened(layer.properties))
    hidden = layer.hidden
    if change:
        values.update(flattened(change.properties or {}))
        hidden = hidden if change.hidden is None else change.hidden
    if hidden:
        values["hidden"] = True
    return values


def _condition_in(layer: Layer, format_name: str) -> dict[str, Any]:
    """The condition on which the layer is shown in a format, where there is one."""
    change = layer.formats.get(format_name)
    condition = change.visible_if if change and change.visible_if is not None else layer.visible_if
    return {} if condition is None else {VISIBLE_IF: condition}
