"""What the functions' roles allow, held against what is asked of moto, which checks no policies by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tests.architecture.template import properties

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_TRANSACTIONS = {"ConditionCheck": "ConditionCheckItem"}
_OBJECTS = {"GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject", "POST": "PutObject", "DELETE": "DeleteObject"}

# An action of IAM, and the partition key of the item, or the key of the object, that it is done to.
Asked = tuple[str, str]


def asked_in(environ: WSGIEnvironment, body: bytes) -> list[Asked]:
    """What has to be allowed for a request."""
    service, _, operation = environ.get("HTTP_X_AMZ_TARGET", "").partition(".")
    if service == "AmazonSQS":
        return [(f"sqs:{operation.removesuffix('Batch')}", "")]
    if operation:
        return [(f"dynamodb:{action}", key) for action, key in _items(operation, json.loads(body))]
    _, _, key = environ["PATH_INFO"].lstrip("/").partition("/")
    if not key:
        return [("s3:ListBucket", "")]
    aborts = environ["REQUEST_METHOD"] == "DELETE" and "uploadId=" in environ.get("QUERY_STRING", "")
    return [(f"s3:{'AbortMultipartUpload' if aborts else _OBJECTS[environ['REQUEST_METHOD']]}", key)]


def _items(operation: str, request: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each item that a request to the table is about, by its partition key, with the action."""
    if operation == "TransactWriteItems":
        for write in request["TransactItems"]:
            for kind, one in write.items():
                yield _TRANSACTIONS.get(kind, f"{kind}Item"), _partition(one.get("Key") or one["Item"])
    elif operation == "BatchGetItem":
        for table in request["RequestItems"].values():
            yield from ((operation, _partition(key)) for key in table["Keys"])
    elif operation == "Query":
        yield operation, request["ExpressionAttributeValues"][":pk"]["S"]
    else:
        yield operation, _partition(request.get("Key") or request["Item"])


def _partition(key: Mapping[str, Any]) -> str:
    return str(key["pk"]["S"])


def allows(function: str, asked: Asked) -> bool:
    """Whether the role of `function` allows it."""
    return any(_allows(statement, *asked) for statement in _statements(function))


@cache
def _statements(function: str) -> list[dict[str, Any]]:
    (policy,) = properties(function.replace("Function", "Role"))["Policies"]
    return list(policy["PolicyDocument"]["Statement"])


def _allows(statement: Mapping[str, Any], action: str, key: str) -> bool:
    actions, resource = statement["Action"], statement["Resource"]
    if action not in ([actions] if isinstance(actions, str) else actions):
        return False
    if action.startswith("dynamodb:"):
        patterns = statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", ["*"])
        return any(fnmatchcase(key, pattern) for pattern in patterns)
    if action.startswith("s3:") and key:
        return fnmatchcase(key, str(resource["Fn::Sub"]).removeprefix("${Bucket.Arn}/"))
    return True


class Policed:
    """A WSGI application in front of moto's that refuses what the role of who asks does not allow.

    Who asks is a function where the access key has its name; everybody else may do everything. `denied` lists what was
    refused, with the function.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self.denied: list[tuple[str, Asked]] = []
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        who = signed_by(environ)
        if not who.endswith("Function"):
            return self._app(environ, start_response)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)
        denied = [(who, asked) for asked in asked_in(environ, body) if not allows(who, asked)]
        if not denied:
            return self._app(environ, start_response)
        self.denied += denied
        answer = json.dumps({"__type": "com.amazonaws#AccessDeniedException", "message": str(denied)}).encode()
        start_response("400 Bad Request", [("content-type", "application/json"), ("content-length", str(len(answer)))])
        return [answer]


def signed_by(environ: WSGIEnvironment) -> str:
    """The access key that a request is signed with, "" for none."""
    found = re.search(r"Credential=(\w+)/", environ.get("HTTP_AUTHORIZATION", ""))
    return found[1] if found else ""
