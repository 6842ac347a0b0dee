"""A case of the reference run: layers of a design, and beside them the same thing in HTML and CSS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Box = tuple[float, float, float, float]
Style = Mapping[str, str | float]

SIZE = (320, 200)  # pixels of every case


@dataclass(frozen=True)
class Layer:
    """A layer of the design: type, box in pixels, and properties as a document has them."""

    type: str
    box: Box
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class Node:
    """An HTML element: CSS in camel case (numbers are pixels), and text, children or a picture's name as content."""

    style: Style
    content: str | Sequence[Node] = ""
    picture: str | None = None


@dataclass(frozen=True)
class Case:
    """One drawing in both languages. `text` cases are held to another bound, since rasterisers differ by nature.

    `satori` is false where satori can't draw it; `note` explains an exception in the report.
    """

    name: str
    layers: Sequence[Layer]
    nodes: Sequence[Node]
    text: bool = False
    background: str = "#FFFFFF"
    satori: bool = True
    note: str = ""
    least: float | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def placed(box: Box, **style: str | float) -> dict[str, str | float]:
    """CSS for an element that fills `box`."""
    left, top, width, height = box
    return {"position": "absolute", "left": left, "top": top, "width": width, "height": height, **style}
