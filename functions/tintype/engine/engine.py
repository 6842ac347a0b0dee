"""The engine's one face: what is had, kept and called for a picture."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tintype.base.errors import TintypeError, UnavailableError
from tintype.engine.encode.fit import LAMBDA_LIMIT
from tintype.engine.fonts.font_set import FontSet
from tintype.engine.pipeline import pipeline
from tintype.engine.pipeline.context import MEGABYTE, ReadAsset, RemotePictures, RenderContext
from tintype.engine.pipeline.pipeline import NO_VARIABLES, Drawing, LaidOut, Picture, RenderJob
from tintype.engine.pipeline.timing import UNWATCHED, Watch
from tintype.engine.plate import Plate
from tintype.engine.plate.fill import Override

if TYPE_CHECKING:
    from tintype.engine.images.decode import OpenedPicture
    from tintype.engine.images.sandbox import Sandbox


class NoRemotePictures:
    """For engines that stay off the network: no URL has a picture."""

    def fetch(self, urls: Iterable[str], deadline: float) -> Mapping[str, bytes | TintypeError]:  # noqa: ARG002
        """An error for each URL."""
        return {url: UnavailableError("this engine fetches no pictures") for url in urls}

    def forget(self, url: str) -> None:
        """Nothing was kept."""


class Engine:
    """Draws plates, and keeps for the next ones what they have in common: decoded fonts, glyphs, backgrounds, strips.

    `fonts` is the folder of the bundled fonts. `read` takes the SHA-256 of an asset and a deadline to its bytes, or
    raises TintypeError; `remote` answers for URLs; `clock`, in seconds, is the one that deadlines are instants of.
    `memory` is how many bytes one picture may take. Safe among threads.
    """

    def __init__(
        self,
        fonts: Path,
        read: ReadAsset,
        remote: RemotePictures | None = None,
        clock: Callable[[], float] = time.monotonic,
        memory: int = 900 * MEGABYTE,
    ) -> None:
        self._context = RenderContext(
            read, remote or NoRemotePictures(), clock, FontSet(fonts, 32 * MEGABYTE), self._open_strange, memory
        )

    def close(self) -> None:
        """End the process that decodes strangers' files, if one was started; the next one to need it starts another."""
        if "_sandbox" in self.__dict__:
            self._sandbox.close()

    @cached_property
    def _sandbox(self) -> Sandbox:
        from tintype.engine.images.sandbox import Sandbox  # noqa: PLC0415  most requests bring no picture

        return Sandbox()

    def _open_strange(self, data: bytes, key: str, seconds_left: Callable[[], float]) -> OpenedPicture:
        from tintype.engine.images.apart import open_anywhere  # noqa: PLC0415

        return open_anywhere(data, lambda: self._sandbox, key, seconds_left)

    @property
    def fonts(self) -> FontSet:
        """The fonts that texts are set in."""
        return self._context.fonts

    def render(
        self,
        plate: Plate,
        overrides: Iterable[Override] = (),
        variables: Mapping[str, str] = NO_VARIABLES,
        type: str | None = None,  # noqa: A002  the contract's word
        quality: int | None = None,
        scale: float = 1.0,
        deadline: float = math.inf,
        *,
        byte_limit: int = LAMBDA_LIMIT,
        watch: Watch = UNWATCHED,
    ) -> Picture:
        """The picture of `plate` with a request's changes in it.

        It comes whatever is asked: what can't be used or had falls back to the design's own and is in the picture's
        problems. The parameters are those of `RenderJob`, which says what they mean.
        """
        job = RenderJob(plate, overrides, variables, type, quality, scale, deadline, byte_limit, watch)
        return pipeline.render(job, self._context)

    def layout(
        self,
        plate: Plate,
        overrides: Iterable[Override] = (),
        variables: Mapping[str, str] = NO_VARIABLES,
        scale: float = 1.0,
        deadline: float = math.inf,
    ) -> LaidOut:
        """Where everything comes to lie, without a pixel painted."""
        job = RenderJob(plate, overrides, variables, scale=scale, deadline=deadline)
        return pipeline.lay_out(pipeline.resolve(job, self._context), job, self._context)

    def draw(
        self,
        plate: Plate,
        overrides: Iterable[Override] = (),
        variables: Mapping[str, str] = NO_VARIABLES,
        type: str | None = None,  # noqa: A002
        scale: float = 1.0,
        deadline: float = math.inf,
    ) -> Drawing:
        """The picture before it is encoded: `painted.image` has the pixels that a file of `type` is made of."""
        job = RenderJob(plate, overrides, variables, type, None, scale, deadline)
        laid_out = pipeline.lay_out(pipeline.resolve(job, self._context), job, self._context)
        return pipeline.draw(laid_out, job, self._context)

    def encode(self, drawing: Drawing, quality: int | None = None, byte_limit: int = LAMBDA_LIMIT) -> Picture:
        """The file of what `draw` drew, in the type that it was drawn for."""
        job = RenderJob(drawing.laid_out.plate, quality=quality, byte_limit=byte_limit)
        return pipeline.encode(drawing, job, self._context)

    def placeholder(self, width: int, height: int, type: str) -> Picture:  # noqa: A002  the contract's word
        """A quiet picture that says nothing, `width` by `height` pixels, for where nothing else can be shown."""
        from tintype.engine.pipeline.placeholder import placeholder  # noqa: PLC0415  seldom needed

        return placeholder(width, height, type, self._context)

    def try_text(self, laid_out: LaidOut, layer: str, text: str) -> list[tuple[str, str]]:
        """What goes wrong when `layer` says `text`: codes (``overflows``, ``truncated``, ``missing_glyph``), words."""
        from tintype.engine.pipeline.trial import try_text  # noqa: PLC0415  only proofs need it

        return [(fault.code, fault.message) for fault in try_text(laid_out, layer, text, self._context)]

    def try_contrast(self, laid_out: LaidOut, layer: str) -> list[tuple[str, str]]:
        """``low_contrast`` and in words how low, for each text of `layer` that hardly stands out from what it is on."""
        from tintype.engine.pipeline.trial import try_contrast  # noqa: PLC0415

        return [(fault.code, fault.message) for fault in try_contrast(laid_out, layer, self._context)]
