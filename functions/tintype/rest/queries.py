"""The query parameters of listings."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from tintype.model.ids import as_uuid
from tintype.rest.answers import DesignType
from tintype.rest.values import FROM_QUERY
from tintype.services.designs.list_designs import DesignFilter
from tintype.services.paging import Page
from tintype.services.workspace.list_fonts import FontFilter


def _list(raw: str) -> list[str]:
    return raw.split(",") if raw else []


def _since(raw: Any) -> Any:
    """Epoch seconds of an ISO 8601 date (its midnight) or date and time; UTC where it names no zone."""
    try:
        if not re.match(r"\d{4}-\d\d-\d\d", raw):
            raise ValueError
        moment = datetime.fromisoformat(raw)
    except ValueError:
        raise ValueError("must be an ISO 8601 date, or date and time") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _id(raw: Any) -> Any:
    known = as_uuid(raw)
    if known is None:
        raise ValueError("must be a UUID")
    return known


PageNumber = Annotated[int, Field(ge=1, le=1_000_000), FROM_QUERY]
PerPage = Annotated[int, Field(ge=1, le=100), FROM_QUERY]
Weight = Annotated[int, Field(ge=100, le=900, multiple_of=100), FROM_QUERY]
Id = Annotated[str, BeforeValidator(_id), WithJsonSchema({"type": "string", "format": "uuid"})]
Size = Annotated[str, StringConstraints(pattern=r"^\d{1,5}(\.\d{1,3})?x\d{1,5}(\.\d{1,3})?$")]
Since = Annotated[
    float,
    BeforeValidator(_since),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}),
]


class Paged(BaseModel):
    """Which part of a listing; without either of them all of it."""

    model_config = ConfigDict(extra="ignore")

    page: Annotated[PageNumber | None, Field(description="Turns paging on: which page, from 1.")] = None
    per_page: Annotated[
        PerPage | None, Field(description="Turns paging on: how many a page; 25 where it is not sent.")
    ] = None

    @property
    def part(self) -> Page:
        return Page(self.page, self.per_page)


class ListDesigns(Paged):
    """Which designs, in which order. Whatever is given has to fit."""

    project_id: Annotated[Id | None, Field(description="Designs of this project.")] = None
    type: Annotated[
        Annotated[list[DesignType], BeforeValidator(_list)] | None,
        Field(description="Designs of these types, with commas between them. Designs here are `static`."),
    ] = None
    query: Annotated[str | None, Field(description="Words, each in the design's or its project's name.")] = None
    name: Annotated[str | None, Field(description="A phrase in the design's name.")] = None
    project: Annotated[str | None, Field(description="A phrase in the project's name.")] = None
    orientation: Annotated[
        Literal["portrait", "landscape", "square"] | None,
        Field(description="Of one of the formats; the same one as `size` and `format`."),
    ] = None
    size: Annotated[
        Annotated[list[Size], BeforeValidator(_list)] | None,
        Field(description="Width and height of one of the formats, such as `1080x1920`; several with commas."),
    ] = None
    format: Annotated[
        Annotated[list[str], BeforeValidator(_list)] | None,
        Field(description="The name of one of the formats; several with commas."),
    ] = None
    updated_since: Annotated[Since | None, Field(description="Changed then or later.")] = None
    created_since: Annotated[Since | None, Field(description="Made then or later.")] = None
    sort: Annotated[Literal["name", "updated", "created"], Field(description="What the order goes by.")] = "name"
    order: Annotated[
        Literal["asc", "desc"] | None,
        Field(description="Names go up and times go down (the newest first) where nothing is said."),
    ] = None

    @property
    def filter(self) -> DesignFilter:
        values = self.model_dump(exclude={"page", "per_page", "type", "size", "format"})
        sizes = [size.split("x") for size in self.size or ()]
        return DesignFilter(
            **values,
            type=self.type or (),
            size=[(float(width), float(height)) for width, height in sizes],
            format=self.format or (),
        )


class GetDesign(BaseModel):
    """The parts of a design to answer with."""

    i: Annotated[
        Literal["advanced"] | None,
        Field(description="Accepted, and of no effect: designs here have no groups, and always show every property."),
    ] = None


class ListFonts(Paged):
    """Which fonts."""

    name: Annotated[
        str | None, Field(description="Part of the name, whatever its case, accents and spaces; whole names first.")
    ] = None
    category: Literal["serif", "sans-serif", "display", "handwriting", "monospace"] | None = None
    weight: Annotated[Weight | None, Field(description="`400` is regular, `700` bold.")] = None
    style: Annotated[
        Literal["normal", "italic"] | None, Field(description="With `weight`: of a face that has both.")
    ] = None

    @property
    def filter(self) -> FontFilter:
        return FontFilter(self.name, self.category, self.weight, self.style)


class ListProjects(Paged):
    """Which projects."""

    name: Annotated[str | None, Field(description="A phrase in the project's name.")] = None


class ListTemplates(BaseModel):
    """Which templates of the gallery."""

    category_id: Annotated[Id | None, Field(description="Templates of this category.")] = None
    type: DesignType | None = None
