"""What requests for files carry as JSON, and the queries beside them. Unknown fields are ignored."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from tintype.base.url import MAX_LENGTH, parse
from tintype.rest.values import FROM_JSON, FROM_QUERY

TYPES = ("png", "jpeg", "jpg", "webp", "avif", "gif", "auto")


def _url(text: str) -> str:
    parse(text)
    return text.strip()


def _chosen(word: Any) -> str | None:
    """The type's own word; None where the design's ground decides."""
    return {"jpg": "jpeg", "auto": None}.get(word, word)


Elements = Annotated[
    dict[str, Any],
    Field(
        description="Changes by layer name: `{layer: {property: value}}`; `root` is the ground, `vars` has the values "
        "of variables in texts. Null means the design's own.",
        examples=[{"title": {"payload": "Summer sale", "color": "#FFFFFF"}, "vars": {"name": "Ada"}}],
    ),
]
FileType = Annotated[
    Literal[TYPES],  # type: ignore[valid-type]
    AfterValidator(_chosen),
    Field(description="`auto`, or nothing: PNG where the design's ground lets something through, else JPEG."),
]
Quality = Annotated[
    StrictInt,
    Field(ge=1, le=100, description="Quality of JPEG, WebP and AVIF: 100 is the best and largest."),
    FROM_JSON,
]
Callback = Annotated[
    str,
    StringConstraints(max_length=MAX_LENGTH),
    Field(
        description="An http(s) URL that is told when it is done.",
        examples=["https://example.com/hook"],
        json_schema_extra={"format": "uri"},
    ),
    AfterValidator(_url),
]


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore")


class GenerateImage(_Body):
    """One file of a design."""

    elements: Elements = {}
    template_format_name: Annotated[
        str | None, Field(description="A format's name or uid; may only be missing where there is one format.")
    ] = None
    image_file_type: FileType | None = None
    file_compression_level: Quality | None = None


class GenerateFormats(_Body):
    """Several formats of a design, one file each."""

    elements: Elements = {}
    template_format_names: Annotated[
        list[str] | None, Field(max_length=100, description="Names or uids of formats; none, or an empty list: all.")
    ] = None
    image_file_type: FileType | None = None
    file_compression_level: Quality | None = None
    callback_url: Callback | None = None


class ExportFiles(_Body):
    """Files for one ZIP archive."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=500, description="Ids of generated files.")]
    callback_url: Callback | None = None


class CreatePicture(_Body):
    """A picture whose URL says nothing of what is in it."""

    template_id: Annotated[str, Field(description="A design's id.")]
    template_format_name: Annotated[
        str | None, Field(description="A format's name or uid; the design's first format where it is not sent.")
    ] = None
    modifications: Annotated[
        list[dict[str, Any]],
        Field(
            max_length=200,
            description="For each layer its `name`, and `text`, `image_url`, `color` or any property by our name.",
            examples=[[{"name": "title", "text": "Hello Ada"}]],
        ),
    ] = []
    format: Annotated[
        Literal["png", "jpg", "jpeg", "webp", "avif", "gif"], AfterValidator(_chosen), Field(description="The type.")
    ] = "png"
    expires_at: Annotated[
        Annotated[StrictInt, Field(ge=0, le=2**40), FROM_JSON] | None,
        Field(description="Epoch seconds, to come: from then on there is no such picture; its data is deleted."),
    ] = None


class RotateSecret(BaseModel):
    """Permission to drop a previous secret that still counts."""

    force: Annotated[bool, Field(description="Drop a previous secret that still counts.")] = False


class PostBatch(BaseModel):
    """What a batch shall be like."""

    output: Annotated[Literal["urls", "files"], Field(description="An image URL or a stored file a row.")] = "urls"
    format: Annotated[str | None, Field(description="A format's name or uid; see `template_format_name`.")] = None
    type: FileType | None = None
    quality: Annotated[
        Annotated[int, Field(ge=1, le=100), FROM_QUERY] | None, Field(description="Of files, 100 is the best.")
    ] = None
    callback_url: Callback | None = None
    wait: Annotated[bool, Field(description="Whether to wait for URLs; `false` always answers 202.")] = True


class GetResults(BaseModel):
    """Which part of the results."""

    part: Annotated[int, Field(ge=1, le=999_999, description="From 1."), FROM_QUERY] = 1
