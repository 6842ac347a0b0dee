"""The shape of a design document; what its properties may hold is the vocabulary's matter (see `check`)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

LAYER_NAME = r"^(?!_)(?!vars$)(?!root$)[^\s.&=?#%/\\+\x00-\x1f][^.&=?#%/\\\x00-\x1f]{0,99}(?<!\s)$(?!\n)"
FORMAT_NAME = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$"
MAX_SIDE = 4096
MAX_PIXELS = 16_000_000
MAX_FORMATS = 20
MAX_LAYERS = 100


def _whole(raw: Any) -> Any:
    """JSON knows one kind of number: 1200.0 is as whole as 1200."""
    return int(raw) if isinstance(raw, float) and raw.is_integer() else raw


LayerName = Annotated[str, StringConstraints(max_length=100)]
FormatName = Annotated[str, StringConstraints(pattern=FORMAT_NAME)]
Pixels = Annotated[float, Field(ge=-16384, le=16384, allow_inf_nan=False)]
Side = Annotated[float, Field(gt=0, le=16384, allow_inf_nan=False)]
WholePixels = Annotated[int, Field(ge=1, le=MAX_SIDE), BeforeValidator(_whole)]
Properties = dict[str, Any]
VisibleIf = Annotated[
    dict[str, Any],
    Field(
        description="Condition on which the layer is shown: `layer` or `var`, with `is` (filled, empty), `equals` or "
        '`in`; or `all`, `any`, `not` of conditions. For example {"layer": "discount", "is": "filled"}.'
    ),
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Layout(_Model):
    """A box in pixels from the format's top left corner; it may reach beyond the picture."""

    x: Pixels = 0
    y: Pixels = 0
    width: Side
    height: Side


class PartialLayout(_Model):
    """What a format changes of a layer's box."""

    x: Pixels | None = None
    y: Pixels | None = None
    width: Side | None = None
    height: Side | None = None


class LayerFormat(_Model):
    """What one format changes of a layer."""

    layout: PartialLayout | None = None
    properties: Properties | None = None
    hidden: bool | None = None
    visible_if: VisibleIf | None = None


class Layer(_Model):
    """One element of the design."""

    name: LayerName
    type: str
    layout: Layout
    properties: Properties = {}
    hidden: bool = False
    visible_if: VisibleIf | None = None
    formats: dict[str, LayerFormat] = {}


class Format(_Model):
    """One size that the design comes in, and what is behind its layers there."""

    name: FormatName
    width: WholePixels
    height: WholePixels
    background_color: Any = "#FFFFFF"


class Document(_Model):
    """A whole design."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    type: Literal["static"] = "static"
    formats: Annotated[list[Format], Field(min_length=1, max_length=MAX_FORMATS)]
    layers: Annotated[list[Layer], Field(max_length=MAX_LAYERS)] = []
