"""The path of a dynamic image URL: which image, which format, which type of file."""

from __future__ import annotations

from tintype.base.expressions import expression
from tintype.base.record import Record
from tintype.query import TYPES

# The one spelling of a path that leads to a picture, from the image's id on. The CDN's function has it, too, so that
# it stays with what Python and JavaScript read alike (local/edge_function.py).
CANONICAL = (
    r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|img_[0-9a-f]{32})"
    r"(?:/([A-Za-z0-9][A-Za-z0-9_-]{0,99}))?(?:[.]([A-Za-z]{3,4}))?"
)
_CANONICAL = expression(CANONICAL)


class Address(Record):
    """`format` is a uid or a name, None for the first; `type` None where it is negotiated."""

    image_id: str
    format: str | None
    type: str | None


NOWHERE = Address("", None, None)  # nothing is found under it


def address_from(path: str, type_: str | None) -> Address:
    """The address in ``{dynamicImageId}[/{format}][.{extension}]``; ``_type`` in the query wins over the extension.

    Any other path is `NOWHERE`, also one that would mean the same (the id in capitals, ``//``, an escape, a dot at the
    end): the CDN keeps a picture by its path as it was written, and purging takes out what begins with the id.
    """
    match = _CANONICAL.fullmatch(path)
    extension = (match[3] or "").lower() if match else ""
    if match is None or (extension and extension not in TYPES):
        return NOWHERE
    type_ = type_ or extension or None
    return Address(match[1], match[2], "jpeg" if type_ == "jpg" else type_)
