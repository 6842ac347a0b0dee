"""Derived ids: what is known from a design's id alone needs no index to be found, and no coordination to be unique."""

from __future__ import annotations

from uuid import UUID, uuid5

# Changing this constant breaks every dynamic image URL that was ever handed out.
NAMESPACE = UUID("6c2f4f5e-0b0e-4d55-9d53-5b6f2b1f7a90")

HIDDEN_PICTURE = "img_"  # what the ids of hidden pictures begin with: no UUID does


def project_id_of(name: str) -> str:
    """The id of the project called `name`: two of one name can't be, however many are made at once."""
    return str(uuid5(NAMESPACE, f"project:{name}"))


# The project of every design that was not put into another.
DEFAULT_PROJECT = project_id_of("Default")


def image_id_of(design_id: str) -> str:
    """The id of the one dynamic image of a design. The design's id can't be had back from it.

    `design_id` is a UUID in any spelling that `uuid.UUID` reads; anything else is a ValueError.
    """
    return str(uuid5(NAMESPACE, str(UUID(design_id))))


def format_uid(image_id: str, name: str) -> str:
    """The uid of the format called `name`: the same for every revision of the design, another in every design."""
    return str(uuid5(UUID(image_id), name))


def as_uuid(text: str) -> str | None:
    """`text` in the canonical spelling when it is a UUID written with hyphens, else None."""
    try:
        canonical = str(UUID(text))
    except ValueError:
        return None
    return canonical if canonical == text.lower() else None
