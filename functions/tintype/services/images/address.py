"""The path of a dynamic image URL: which image, which format, which type of file."""

from __future__ import annotations

from urllib.parse import unquote

from tintype.base.record import Record
from tintype.query import TYPES


class Address(Record):
    """`image_id` as written; `format` is a uid or a name, None for the first; `type` None where it is negotiated."""

    image_id: str
    format: str | None
    type: str | None


def address_from(path: str, type_: str | None) -> Address:
    """The address in ``/{dynamicImageId}[/{format}][.{extension}]``; ``_type`` in the query wins over the extension.

    A path that is no such thing gives an address that nothing is found under.
    """
    path = unquote(path).strip("/")
    rest, dot, extension = path.rpartition(".")
    if dot and extension.lower() in TYPES:
        path, type_ = rest, type_ or extension.lower()
    image_id, _, format_ = path.partition("/")
    return Address(image_id.lower(), format_ or None, "jpeg" if type_ == "jpg" else type_)
