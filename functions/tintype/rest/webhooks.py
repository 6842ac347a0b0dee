"""Routes of the secret that webhooks are signed with. Only a key of the scope ``all`` opens them."""

from __future__ import annotations

from tintype.edge.responses import CONFLICT, OK, Response, json_response
from tintype.rest import generation_answers as answers
from tintype.rest.generation_bodies import RotateSecret
from tintype.rest.route import Call, Group
from tintype.services.webhooks.delivery import get_secret, revoke_secret, rotate_secret

group = Group("Webhooks")


@group.add("GET", "/signing-secret", "getSigningSecret", "all", answers={OK: answers.SigningSecret})
def _get(call: Call) -> Response:
    """Get the secret that webhooks are signed with. It is made at the first call, and they are signed from then on."""
    return json_response(OK, get_secret(call.services.work.secrets, call.now))


@group.add(
    "POST", "/signing-secret/rotate", "rotateSigningSecret", "all", query=RotateSecret,
    answers={OK: answers.SigningSecret}, problems=((CONFLICT, "previous_secret_still_active"),),
)  # fmt: skip
def _rotate(call: Call) -> Response:
    """Replace the secret. For 24 hours webhooks are signed with the previous one as well."""
    return json_response(OK, rotate_secret(call.query.force, call.services.work.secrets, call.now))


@group.add("POST", "/signing-secret/revoke", "revokeSigningSecret", "all", answers={OK: answers.SigningSecret})
def _revoke(call: Call) -> Response:
    """Drop the previous secret at once. The current one stays."""
    return json_response(OK, revoke_secret(call.services.work.secrets, call.now))
