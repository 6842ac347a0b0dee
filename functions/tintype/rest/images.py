"""Routes of dynamic images after they were created: settings, signing keys, deletion."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt

from tintype.edge.responses import CONFLICT, INVALID, NOT_FOUND, OK, Response, json_response
from tintype.rest.answers import Answer, Seconds, Stamped
from tintype.rest.design_answers import DynamicImageFormat
from tintype.rest.route import Call, Group, Problems
from tintype.rest.values import FROM_JSON
from tintype.services.images.change_image import (
    change_image,
    delete_image,
    get_image,
    revoke_signing_key,
    rotate_signing_key,
    signing_keys,
)

group = Group("Dynamic images")
UNKNOWN: Problems = ((NOT_FOUND, "dynamic_image_not_found"),)
NEEDS_KEY: Problems = ((CONFLICT, "signing_key_missing"),)
Signatures = Literal["none", "any", "exact", "policy"]
REQUIRED = (
    "Which URLs are drawn: `none` needs no signature, `exact` one that fixes the whole URL, `policy` one that leaves "
    "some parameters open, `any` either."
)
FALLBACK = (
    "What is shown where the picture that was asked for isn't to be: `asset:NAME`, a query string, or null for the "
    "design as it is."
)


class ChangeDynamicImage(BaseModel):
    """What is to change; what isn't sent stays. Null takes a limit, an expiry or a fallback away again."""

    model_config = ConfigDict(extra="ignore")
    paused: Annotated[StrictBool, Field(description="New variants show the fallback; cached ones stay.")] = False
    enable_production_mode: Annotated[StrictBool, Field(description="Lifts the limit of renders a second.")] = False
    enable_rate_limit: Annotated[StrictBool, Field(description="Whether new variants of a viewer are limited.")] = False
    max_renders_per_second: Annotated[
        Annotated[StrictInt, Field(ge=1, le=500), FROM_JSON] | None, Field(description="In test mode.")
    ] = None
    max_new_variants: Annotated[
        Annotated[StrictInt, Field(ge=1, le=1000), FROM_JSON] | None, Field(description="Of a viewer in 24 hours.")
    ] = None
    expires_at: Annotated[
        Annotated[StrictInt, Field(ge=0, le=2**40), FROM_JSON] | None, Field(description="Epoch seconds.")
    ] = None
    fallback: Annotated[str | None, Field(max_length=2000, description=FALLBACK)] = None
    require_signature: Annotated[Signatures, Field(description=REQUIRED)] = "none"


class ImageSettings(Stamped):
    """A dynamic image with its settings."""

    id: UUID
    design_id: UUID
    enable_rate_limit: bool
    enable_production_mode: bool
    created_at: Seconds
    paused: bool
    expires_at: Annotated[int | None, Field(description="Epoch seconds.")]
    fallback: Annotated[str | None, Field(description=FALLBACK)]
    max_renders_per_second: int | None
    max_new_variants: int | None
    require_signature: Annotated[Signatures, Field(description=REQUIRED)]
    formats: list[DynamicImageFormat]


class DeletedImage(Stamped):
    """A dynamic image that was deleted."""

    id: UUID
    design_id: UUID


class SigningKey(Answer):
    """A key to sign image URLs with."""

    id: str
    secret: str
    created_at: Seconds


class SigningKeys(Stamped):
    """The keys that hold, the newest first: sign with that one."""

    keys: list[SigningKey]


@group.add("GET", "/dynamic-images/{imageId}", "getDynamicImage", "read", answers={OK: ImageSettings},
           problems=UNKNOWN)  # fmt: skip
def _get(call: Call) -> Response:
    """Get a dynamic image: its settings and its URLs."""
    found = get_image(call.parameters["imageId"], call.services.images, call.services.image_base_url)
    return json_response(OK, found)


@group.add("PATCH", "/dynamic-images/{imageId}", "changeDynamicImage", "write", body=ChangeDynamicImage,
           answers={OK: ImageSettings}, problems=(*UNKNOWN, *NEEDS_KEY, (INVALID, "invalid_payload")))  # fmt: skip
def _change(call: Call) -> Response:
    """Change a dynamic image: pause it, its mode and limits, its expiry, its fallback, who may sign.

    Its pictures are taken out of the CDN, unless all that changed is `paused`.
    """
    services, changes = call.services, call.body.model_dump(exclude_unset=True)
    body, differs = change_image(
        call.parameters["imageId"], changes, services.images, services.designs.assets, services.image_base_url
    )
    if differs:
        services.purge(body["id"])
    return json_response(OK, body)


@group.add("DELETE", "/dynamic-images/{imageId}", "deleteDynamicImage", "write", answers={OK: DeletedImage},
           problems=UNKNOWN)  # fmt: skip
def _delete(call: Call) -> Response:
    """Delete a dynamic image, with its settings and signing keys.

    Its URLs answer 410 with a neutral picture. Creating the design's dynamic image again brings the same URLs back,
    with new settings; what was signed before stays unsigned.
    """
    deleted = delete_image(call.parameters["imageId"], call.services.images, call.now)
    call.services.purge(deleted["id"])
    return json_response(OK, deleted)


@group.add("GET", "/dynamic-images/{imageId}/signing-keys", "getSigningKeys", "write", answers={OK: SigningKeys},
           problems=UNKNOWN)  # fmt: skip
def _keys(call: Call) -> Response:
    """Get the keys that sign this image's URLs, the newest first. There is none before the first rotation."""
    return json_response(OK, signing_keys(call.parameters["imageId"], call.services.images))


@group.add("POST", "/dynamic-images/{imageId}/signing-keys/rotate", "rotateSigningKey", "write",
           answers={OK: SigningKeys}, problems=UNKNOWN)  # fmt: skip
def _rotate(call: Call) -> Response:
    """Make a new signing key. The one before holds on until the next rotation; older ones don't."""
    image_id = call.parameters["imageId"]
    body = rotate_signing_key(image_id, call.services.images, call.now)
    call.services.purge(image_id)
    return json_response(OK, body)


@group.add("DELETE", "/dynamic-images/{imageId}/signing-keys/{keyId}", "revokeSigningKey", "write",
           answers={OK: SigningKeys},
           problems=(*UNKNOWN, (NOT_FOUND, "signing_key_not_found"), *NEEDS_KEY))  # fmt: skip
def _revoke(call: Call) -> Response:
    """Revoke a signing key: what it signed is unsigned from now on, also in the CDN."""
    image_id = call.parameters["imageId"]
    body = revoke_signing_key(image_id, call.parameters["keyId"], call.services.images)
    call.services.purge(image_id)
    return json_response(OK, body)
