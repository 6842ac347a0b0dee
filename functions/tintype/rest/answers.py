"""What the API answers with: documentation, which tests hold the answers against."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AnyUrl, BaseModel, ConfigDict, Field

Seconds = Annotated[int, Field(description="Epoch seconds.")]
DesignType = Literal["static", "animated", "printer", "printer_multipage"]


class Answer(BaseModel):
    """What every answer is: its fields and no others."""

    # Built when first used: describing the API is the only use outside of tests.
    model_config = ConfigDict(extra="forbid", defer_build=True)


class Stamped(Answer):
    """An object that says which version of the API answered."""

    version: Annotated[str, Field(pattern=r"^v\d{4}-\d\d-\d\d$", description="The version of this API.")]


class Problem(Answer):
    """One thing that is wrong with a request."""

    path: Annotated[str, Field(description="Where: dotted, indices bracketed, as `formats[0].width`.")]
    code: Annotated[str, Field(description="Which kind of thing; stable.")]
    message: str
    expected: Annotated[Any, Field(description="What would have been right: a list of words, or bounds.")] = None
    received: Annotated[Any, Field(description="What came.")] = None


class Error(Stamped):
    """The body of every error."""

    id: Annotated[str, Field(description="Which kind of error; stable.")]
    message: Annotated[str, Field(description="For people. One problem alone speaks for itself.")]
    errors: Annotated[list[Problem] | None, Field(min_length=1)] = None


class Ready(Stamped):
    """The service is up."""

    status: Literal["ready"]


class Auth(Stamped):
    """Whose key it is."""

    company: str


class CreditBlock(Answer):
    """There is no limit: `available` and `limit` are as large as they get."""

    available: int
    limit: int
    consumed: int
    extra: int


class Credits(Stamped):
    """What may still be used."""

    generation_credits: CreditBlock
    ai_credits: CreditBlock


class Font(Answer):
    """A bundled font family."""

    id: UUID
    name: str
    available_weights: Annotated[list[int | str], Field(description="`400`, or `400-italic` for an italic face.")]
    category: Literal["serif", "sans-serif", "display", "handwriting", "monospace"]
    type: Literal["google", "custom"]


class NewProject(Stamped):
    """A project that was made."""

    id: UUID
    name: str
    created_at_ts: Seconds


class Project(Answer):
    """What designs are grouped by."""

    id: UUID
    name: str
    created_at_ts: Seconds
    category_name: Annotated[str, Field(deprecated=True, description="The same as `name`.")]


class File(Answer):
    """Where a generated file is."""

    type: Literal["jpeg", "png", "webp", "avif", "gif", "zip"]
    url: AnyUrl
    cdn_url: AnyUrl
    filename: str


class FileFormat(Answer):
    """The format that a file shows."""

    id: str
    unit: Literal["px"]
    width: float
    height: float


class FileDesign(Answer):
    """The design that a file was made of."""

    id: UUID
    name: str


class FileProject(Answer):
    """The project that a file was made in."""

    id: UUID
    name: str
    created_at_ts: Seconds


class Banner(Answer):
    """A generated file. Its `version` counts versions of the file."""

    id: UUID
    version: int
    file: File
    format: FileFormat
    template: FileDesign
    project: FileProject | None = None


class Template(Answer):
    """A starter design of the gallery."""

    id: UUID
    name: str
    type: DesignType
    created_at: Seconds
    updated_at: Seconds
    category_id: UUID
    category_name: str


class TemplateCategory(Answer):
    """What starter designs are grouped by."""

    id: UUID
    name: str
    color: str
    icon: str
    created_at: Seconds


class DuplicationRequest(Stamped):
    """What to ask for the copy by."""

    duplication_request_id: UUID


class DuplicatedDesign(Answer):
    """A template and its copy."""

    original_design_id: UUID
    target_design_id: UUID
    target_design_name: str


class Duplication(Stamped):
    """The outcome of a duplication."""

    request_id: UUID
    status: Literal["INIT", "IN_PROGRESS", "ERROR", "COMPLETED"]
    created_at_ts: Seconds
    completed_at_ts: int | None
    errored_at_ts: int | None
    target_project: FileProject
    designs: list[DuplicatedDesign]


class _Key(Answer):
    id: Annotated[str, Field(description="The key's SHA-256.")]
    label: str
    scopes: list[Literal["read", "write", "render", "all"]]
    created_at: Seconds
    last_used: Annotated[str | None, Field(description="The day of its last use.", examples=["2026-11-21"])]
    revoked_at: Annotated[int | None, Field(description="Epoch seconds.")]


class Key(_Key):
    """An API key, without the key itself: only its hash is kept."""


class StampedKey(_Key, Stamped):
    """An API key, without the key itself: only its hash is kept."""


class NewKey(_Key, Stamped):
    """An API key that was made."""

    key: Annotated[str, Field(description="The key itself: shown here, and never again.")]
