"""Routes of API keys. Only a key of the scope ``all`` opens them."""

from __future__ import annotations

from tintype.edge.responses import Response, json_response
from tintype.rest import answers
from tintype.rest.bodies import CreateKey
from tintype.rest.route import Call, Group
from tintype.services.workspace.keys import create_key, list_keys, revoke_key
from tintype.store.keys import new_key

group = Group("API keys")


@group.add("GET", "/keys", "listKeys", "all", answers={200: list[answers.Key]})
def _list(call: Call) -> Response:
    """List every key that was ever made, the newest first. The keys themselves are not known, only their hashes."""
    return json_response(200, list_keys(call.services.keys))


@group.add("POST", "/keys", "createKey", "all", body=CreateKey, answers={201: answers.NewKey})
def _create(call: Call) -> Response:
    """Make a key. This answer is the only place where it is ever shown."""
    found = create_key(new_key(), call.body.label, call.body.scopes, call.services.keys, call.now)
    return json_response(201, found)


@group.add("DELETE", "/keys/{apiKeyId}", "revokeKey", "all", answers={200: answers.StampedKey},
           problems=((404, "key_not_found"), (409, "key_in_use")))  # fmt: skip
def _revoke(call: Call) -> Response:
    """Revoke a key: from the next request on it opens nothing.

    A key can't revoke itself, so that nobody is left outside.
    """
    return json_response(200, revoke_key(call.parameters["apiKeyId"], call.key_id, call.services.keys, call.now))
