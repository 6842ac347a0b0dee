"""The protocol of timing a render: it is told which stage begins, and what is counted on the way."""

from __future__ import annotations

from typing import Protocol


class Watch(Protocol):
    """What a flow tells while it works; it never learns what comes of it."""

    def stage(self, name: str) -> None:
        """The stage `name` begins now, and the one before it ends."""

    def count(self, name: str) -> None:
        """One more of `name`."""


class Unwatched:
    """Nobody watches."""

    def stage(self, name: str) -> None:
        pass

    def count(self, name: str) -> None:
        pass


UNWATCHED = Unwatched()
