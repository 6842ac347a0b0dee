"""What routes that make files answer with: documentation, which tests hold the answers against."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AnyUrl, Field

from tintype.rest.answers import Answer, Banner, Problem, Seconds, Stamped


class GenerationAccepted(Stamped):
    """The request was taken in."""

    generation_request_id: UUID


class FormatError(Answer):
    """A format of which no file was made."""

    template_format_name: str
    reason: str


class GenerationStatus(Stamped):
    """The progress of a request."""

    id: UUID
    is_finalized: Annotated[bool, Field(description="Whether every format has its file or its error.")]
    banners: list[Banner]
    errors: list[FormatError]


class ExportAccepted(Stamped):
    """The export was taken in."""

    export_id: UUID


class ExportStatus(Stamped):
    """The progress of an export."""

    export_id: UUID
    archive_url: Annotated[AnyUrl | None, Field(description="Where the ZIP archive is, once it is made.")]
    requested_at: Seconds
    generated_at: Seconds | None
    error: Annotated[str | None, Field(description="Why there is none.")] = None


class SigningSecret(Stamped):
    """What webhooks are signed with."""

    secret: str
    created_at_ts: Seconds
    rotated_at_ts: Seconds | None
    previous_secret_expires_at_ts: Annotated[
        int | None,
        Field(description="Until when the previous one signs webhooks as well, in epoch seconds."),
    ]


class Picture(Stamped):
    """A picture that is made when it is first looked at."""

    success: Literal[True]
    id: str
    url: AnyUrl
    created_at: Annotated[str, Field(description="ISO 8601, in UTC.")]
    expires_at: Annotated[int | None, Field(description="Epoch seconds.")] = None


class DeletedPicture(Stamped):
    """A hidden picture that was deleted."""

    id: str


class RowResult(Answer):
    """What a row came to: a URL, or everything that could not be used."""

    row: Annotated[int, Field(ge=1, description="The row's number; a CSV's first row names the columns.")]
    url: AnyUrl | None = None
    errors: list[Problem] | None = None


class Batch(Stamped):
    """A batch, and how far it is."""

    id: UUID
    design_id: UUID
    output: Literal["urls", "files"]
    status: Literal["waiting", "running", "completed", "failed"]
    total: Annotated[int | None, Field(description="Rows; null until they are counted.")]
    done: Annotated[int, Field(description="Rows that have a result.")]
    failed: Annotated[int, Field(description="Rows whose result is an error.")]
    parts: Annotated[int | None, Field(description="In how many parts the results come.")]
    created_at_ts: Seconds
    error: Annotated[str | None, Field(description="Why nothing comes of the whole batch.")] = None
    upload_url: Annotated[AnyUrl | None, Field(description="Where to PUT the rows, within an hour.")] = None


class BatchAtOnce(Stamped):
    """A batch that was done while its caller waited."""

    design_id: UUID
    output: Literal["urls"]
    status: Literal["completed"]
    total: int
    done: int
    failed: int
    ignored: Annotated[list[str], Field(description="Names that no layer has; they are left out.")]
    results: list[RowResult]


Anything = dict[str, Any]
