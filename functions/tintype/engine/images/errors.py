"""What is wrong with a picture that somebody brought."""

from __future__ import annotations


class PictureError(Exception):
    """A picture that can't be used; `reason` is ``not_a_picture``, ``too_large``, ``broken`` or ``too_costly``."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason, self.message = reason, message
