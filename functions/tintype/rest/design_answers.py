"""What the API says of designs: documentation, which tests hold the answers against."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AnyUrl, Field

from tintype.rest.answers import Answer, DesignType, Seconds, Stamped


class ListedDesign(Answer):
    """A design in a listing."""

    id: UUID
    name: str
    type: DesignType
    created_at: Seconds
    updated_at: Seconds
    project_id: UUID
    project_name: str
    category_id: Annotated[UUID, Field(deprecated=True, description="The same as `project_id`.")]
    category_name: Annotated[str, Field(deprecated=True, description="The same as `project_name`.")]
    preview_url: Annotated[
        AnyUrl | None, Field(description="The first format as it is designed, once the dynamic image is created.")
    ] = None


class DesignFormat(Answer):
    """One format of a design."""

    id: Annotated[str, Field(description="Its name.")]
    uid: UUID
    width: int
    height: int
    unit: Literal["px"]
    preview_url: Annotated[
        AnyUrl | None, Field(description="The format as it is designed, once the dynamic image is created.")
    ] = None
    dynamic_image_url: Annotated[AnyUrl | None, Field(description="Once the dynamic image is created.")] = None


class Box(Answer):
    """A box in pixels, from the format's top left corner."""

    x: float
    y: float
    width: float
    height: float


class Settings(Answer):
    """What holds for an element."""

    is_mandatory: bool


class Attribute(Answer):
    """One property of an element, with its value in each format that has one."""

    id: str
    help: str
    values: dict[str, str | float | bool]


class FormatAttribute(Answer):
    """One property of an element in one format."""

    id: str
    help: str
    value: str | float | bool


class Element(Answer):
    """A layer, or `root`, with its box in each format."""

    name: str
    type: str
    settings: Settings | None = None
    layout: dict[str, Box]
    attributes: list[Attribute]


class FormatElement(Answer):
    """A layer, or `root`, in one format."""

    name: str
    type: str
    settings: Settings | None = None
    layout: Box
    attributes: list[FormatAttribute]


class Design(ListedDesign, Stamped):
    """A design: its formats, its elements in painting order, the variables in its texts."""

    template_id: Annotated[UUID, Field(deprecated=True, description="The same as `id`.")]
    revision: Annotated[int, Field(ge=1, description="Counts the times that the design was put.")]
    formats: list[DesignFormat]
    elements: list[Element]
    variables: dict[str, str]


class Warned(Answer):
    """What would go wrong with a text of a design."""

    format: Annotated[str, Field(description="The format's name.")]
    layer: str
    sample: Annotated[
        Literal["missing", "german", "arabic", "japanese", "emoji"],
        Field(description="The text that it was tried with; `missing` is the design's own, with no variable filled."),
    ]
    code: Literal["overflows", "truncated", "missing_glyph", "low_contrast", "not_proved"]
    message: str


class Proof(Stamped):
    """What would go wrong with the texts of a design; nothing, where the list is empty."""

    warnings: list[Warned]


class PutDesign(Design):
    """A design as it was put, with what would go wrong with its texts, as far as could be seen at a glance."""

    warnings: list[Warned]


class DesignOfFormat(Answer):
    """The design that a format belongs to."""

    id: UUID
    name: str
    type: DesignType
    created_at: Seconds
    updated_at: Seconds
    category_name: Annotated[str, Field(deprecated=True, description="The project's name.")]


class FormatDetail(DesignFormat, Stamped):
    """One format with all that it shows."""

    design: DesignOfFormat
    elements: list[FormatElement]
    variables: dict[str, str]


class DesignName(Stamped):
    """The design that was renamed or deleted."""

    id: UUID
    name: str


class MovedDesign(DesignName):
    """The design that was moved, and where it is now."""

    project_id: UUID


class Asset(Stamped):
    """A file put with a design."""

    name: str
    url: Annotated[str, Field(description="How documents and query strings name it: `asset:NAME`.")]
    kind: Literal["picture", "font"]
    media_type: str
    size: Annotated[int, Field(description="Bytes.")]
    sha256: str
    width: Annotated[int | None, Field(description="Pixels, of a picture.")] = None
    height: Annotated[int | None, Field(description="Pixels, of a picture.")] = None


class DeletedAsset(Stamped):
    """A file of a design that was deleted."""

    name: str
    uses: Annotated[
        list[str],
        Field(description="Where the document names it, as in errors; `fallback` is that of the dynamic image."),
    ]


class DynamicImageFormat(Answer):
    """One format of a dynamic image."""

    id: Annotated[str, Field(description="The format's name.")]
    uid: UUID
    width: int
    height: int
    unit: Literal["px"]
    dynamic_image_url: AnyUrl


class DynamicImage(Stamped):
    """A design's one dynamic image."""

    id: UUID
    design_id: UUID
    formats: list[DynamicImageFormat]
