"""Routes of API keys. Only a key of the scope ``all`` opens them."""

from __future__ import annotations

from tintype.edge.responses import CONFLICT, CREATED, NOT_FOUND, OK, Response, json_response
from tintype.rest import answers
from tintype.rest.bodies import CreateKey
from tintype.rest.route import Call, Group
from tintype.services.workspace.keys import create_key, list_keys, revoke_key
from tintype.store.keys import new_key

group = Group("API keys")


@group.add("GET", "/keys", "listKeys", "all", answers={OK: list[answers.Key]})
def _list(call: Call) -> Response:
    """List every key that was ever made, the newest first. The keys themselves are not known, only their hashes."""
    return json_response(OK, list_keys(call.services.keys))


@group.add("POST", "/keys", "createKey", "all", body=CreateKey, answers={CREATED: answers.NewKey})
def _create(call: Call) -> Response:
    """Make a key. This answer is the only place where it is ever shown."""
    found = create_key(new_key(), call.body.label, call.body.scopes, call.services.keys, call.now)
    return json_response(CREATED, found)


@group.add("DELETE", "/keys/{apiKeyId}", "revokeKey", "all", answers={OK: answers.StampedKey},
           problems=((NOT_FOUND, "key_not_found"), (CONFLICT, "key_in_use")))  # fmt: skip
def _revoke(call: Call) -> Response:
    """Revoke a key: from the next request on it opens nothing.

    A key can't revoke itself, so that nobody is left outside.
    """
    return json_response(OK, revoke_key(call.parameters["apiKeyId"], call.key_id, call.services.keys, call.now))
