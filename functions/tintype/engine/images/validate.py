"""What an uploaded file is, a picture or a font: the sandbox finds out by using it, before it is stored."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Literal

from tintype.base.errors import InvalidInputError
from tintype.base.record import Record
from tintype.engine.images.errors import PictureError
from tintype.engine.images.sandbox import Sandbox
from tintype.engine.images.wire import MAX_DATA

SECONDS = 8.0  # until an answer; the sandbox itself takes no more than two of a processor


class ValidFile(Record):
    """What a file turned out to be: `width` and `height` are pixels as it is shown, None for a font."""

    sha256: str
    media_type: str
    kind: Literal["picture", "font"]
    width: int | None = None
    height: int | None = None


def validate(data: bytes, sandbox: Sandbox) -> ValidFile:
    """What the file in `data` is.

    Raises InvalidInputError (``invalid_asset``) unless all of it can be used: a picture of at most 16 megapixels (a
    JPEG of four times as many) is decoded, characters from all over a font are shaped and drawn.
    """
    if len(data) > MAX_DATA:
        raise _invalid(f"a file may have {MAX_DATA >> 20} MB at most; this one has {len(data) >> 20}")
    try:
        answer = sandbox.examine(data, SECONDS)
    except PictureError as error:
        raise _invalid("to use the file takes too long, or too much memory") from error
    found = _FOUND.fullmatch(answer)
    if found is None:
        raise _invalid(answer.removeprefix("! "))
    digest, media_type = sha256(data).hexdigest(), found[1]
    if media_type.startswith("font/"):
        return ValidFile(digest, media_type, "font")
    return ValidFile(digest, media_type, "picture", int(found[2]), int(found[3]))


_FOUND = re.compile(r"((?:image|font)/[a-z0-9+]{1,20}) (\d{1,8}) (\d{1,8})")


def _invalid(message: str) -> InvalidInputError:
    return InvalidInputError("invalid_asset", message)
