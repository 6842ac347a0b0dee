"""Rendering a hidden picture: what its URL doesn't say is looked up, and rendered as any dynamic image is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tintype.base.errors import GoneError, NotFoundError, TintypeError
from tintype.base.record import replace
from tintype.engine import UNWATCHED, Watch
from tintype.engine.plate import plate_from
from tintype.model.records import DynamicImage, FindPlate
from tintype.services.images.address import NOWHERE, address_from
from tintype.services.images.plate_cache import CachedPlate, PlateCache
from tintype.services.images.render_image import ImageRenderer, ImageRequest, Rendered, render_image

if TYPE_CHECKING:
    from tintype.model.jobs import HiddenPicture

Hidden = Callable[[str, float], "HiddenPicture | None"]


def render_hidden(request: ImageRequest, hidden: Hidden, find: FindPlate, renderer: ImageRenderer) -> Rendered:
    """The picture at ``img_….png``; the extension may be another one. The query of `request` says nothing here.

    As a dynamic image it comes whatever happens: an unknown one is the neutral picture with NotFoundError for `error`,
    one that was deleted or has expired with GoneError.
    """
    address = address_from(request.path, None)
    plates = _HiddenPlates(address.image_id, hidden, find)
    now = renderer.admission.clock()
    picture = None if address == NOWHERE or address.format else plates.look_up(request.deadline, now)
    path = f"{address.image_id}/{picture.format}.{address.type or picture.type}" if picture else request.path
    inside = ImageRequest(
        path, picture.query if picture else "", request.accept, request.deadline, request.watch, request.viewer
    )
    return render_image(inside, replace(renderer, plates=plates))


class _HiddenPlates(PlateCache):
    """The plates of one hidden picture: its design's plate, though nobody created the design's dynamic image."""

    def __init__(self, picture_id: str, hidden: Hidden, find: FindPlate) -> None:
        self._id, self._hidden, self._read = picture_id, hidden, find
        self._picture: HiddenPicture | None = None
        self._failure: TintypeError = NotFoundError("picture_not_found", "there is no picture with this id")

    def look_up(self, deadline: float, now: float) -> HiddenPicture | None:
        """The picture as it is `now`; None where there is none (any more), or where the table can't be read."""
        try:
            picture = self._hidden(self._id, deadline)
        except TintypeError as error:
            self._failure = error
            return None
        if picture and (picture.deleted_at is not None or (picture.expires_at or now + 1) <= now):
            self._failure = GoneError("picture_gone", "this picture was deleted, or has expired")
            return None
        self._picture = picture
        return picture

    def find(self, _: str, __: str | None, deadline: float, watch: Watch = UNWATCHED) -> CachedPlate:
        """The design's plate. Raises NotFoundError where the picture, its design or its format is not there."""
        if self._picture is None:
            raise self._failure
        found = self._read(self._picture.design_id, self._picture.format, deadline)
        watch.count("plate_read")
        if found is None or found.plate is None:
            raise NotFoundError("dynamic_image_gone", "the design of this picture is not there any more")
        image = _stopped_as(found.card.image, self._picture)
        return CachedPlate(replace(found.card, image=image), plate_from(found.plate))


def _stopped_as(image: DynamicImage | None, picture: HiddenPicture) -> DynamicImage | None:
    """What stops the picture: its own end, and what the dynamic image of its design is stopped by, if that was created.

    Limits and signatures are for URLs that anybody can change.
    """
    if image is None and picture.expires_at is None:
        return None
    own = image or DynamicImage(False, True, picture.created_at)
    ends = [each for each in (own.expires_at, picture.expires_at) if each is not None]
    return replace(
        own,
        enable_rate_limit=False,
        enable_production_mode=True,
        expires_at=min(ends, default=None),
        require_signature="none",
        signing_keys=(),
    )
