"""What requests carry as JSON. Unknown fields are ignored."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from tintype.services.workspace.keys import SCOPES

# Not only spaces: what is left when the ends are trimmed has to be long enough.
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"\S")]
LongerName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100, pattern=r"\S.*\S")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore")


class RenameDesign(_Body):
    """A design's new name."""

    name: Annotated[Name, Field(description="Trimmed, then 1 to 100 characters.", examples=["Summer sale"])]


class MoveDesign(_Body):
    """Where a design goes."""

    project_id: Annotated[UUID, Field(description="A project's id, from `GET /projects`.")]


class CreateDynamicImage(_Body):
    """The flags of a dynamic image; they count in the first call for a design only."""

    enable_rate_limit: Annotated[
        StrictBool, Field(description="Each viewer gets at most 5 new variants in 24 hours.")
    ] = False
    enable_production_mode: Annotated[StrictBool, Field(description="Lifts the limit of 10 renders a second.")] = False


class CreateProject(_Body):
    """A new project."""

    name: Annotated[LongerName, Field(description="Trimmed, then 2 to 100 characters.", examples=["Summer 2027"])]


class DuplicateTemplate(_Body):
    """Where the copy of a template goes."""

    project_id: Annotated[UUID, Field(description="A project's id, from `GET /projects`.")]
    name: Annotated[LongerName | None, Field(description="The copy's name; the template's where it is not sent.")] = (
        None
    )


class CreateKey(_Body):
    """A new API key."""

    label: Annotated[Name, Field(description="What the key is for, in your words.", examples=["mail tool"])]
    scopes: Annotated[
        list[Literal[SCOPES]],  # type: ignore[valid-type]
        Field(
            min_length=1,
            description="What the key may do: `read`, `write` (designs, assets, projects), `render` (dynamic images "
            "and files), or `all`, which also manages keys. None of them includes another but `all`.",
        ),
    ]
