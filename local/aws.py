"""DynamoDB, S3 and SQS in this process: moto's server on a loopback port, with what the template has of them."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import boto3
from botocore.config import Config
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

from local.intrinsics import REGION
from local.queue import create_queues
from local.tables import mend
from local.template import Template

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TOKEN_SECONDS = 600  # for which DynamoDB remembers a ClientRequestToken


class LocalAws:
    """A running moto server; `environment` leads every AWS client of this machine to it. Data lives in memory."""

    def __init__(self, port: int = 0, host: str = "127.0.0.1") -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        mend()
        app = _OneAtATime(OncePerToken(DomainDispatcherApplication(create_backend_app)))
        self._server = make_server(host, port, app, threaded=True, request_handler=_Handler)
        self.url = f"http://{host}:{self._server.server_port}"
        self.environment = {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name="moto", daemon=True).start()
        self._empty()

    def create(self, template: Template) -> None:
        """Make the template's tables, buckets and queues, as a deployment does."""
        dynamodb, s3 = self.client("dynamodb"), self.client("s3")
        for table in template.tables:
            dynamodb.create_table(**table.definition)
            if table.ttl:
                ttl = {"Enabled": True, "AttributeName": table.ttl}
                dynamodb.update_time_to_live(TableName=table.name, TimeToLiveSpecification=ttl)
        create_queues(template.queues, self.client("sqs"))
        for bucket in template.buckets:
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})

    def client(self, service: str) -> Any:
        """A boto3 client of this server, whatever the environment says."""
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(s3={"addressing_style": "path"}),
        )

    def _empty(self) -> None:
        """Begin or end without data: moto keeps it for the whole process, whoever serves it."""
        urlopen(Request(f"{self.url}/moto-api/reset", method="POST")).close()

    def close(self) -> None:
        """End the server, and all data with it."""
        self._empty()
        self._server.shutdown()
        self._server.server_close()


class _OneAtATime:
    """A WSGI application that answers one request after the other.

    moto checks a condition and then writes, without a lock between the two; the real DynamoDB does both at once.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with self._lock:
            return list(self._app(environ, start_response))


class OncePerToken:
    """A WSGI application that makes a transaction once for each ``ClientRequestToken``, as DynamoDB does.

    moto takes no notice of the token: a transaction that is sent again because its answer got lost would meet its own
    writes, and be refused. `clock` is in seconds. Not safe to be called by several threads at once.
    """

    def __init__(self, app: WSGIApplication, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._clock = clock
        self._made: dict[str, tuple[float, bytes]] = {}  # by token, the oldest first: when, and a digest of what

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not environ.get("HTTP_X_AMZ_TARGET", "").endswith(".TransactWriteItems"):
            return self._app(environ, start_response)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)
        token, digest, now = json.loads(body).get("ClientRequestToken"), sha256(body).digest(), self._clock()
        while self._made and now - next(iter(self._made.values()))[0] >= TOKEN_SECONDS:
            del self._made[next(iter(self._made))]
        if token in self._made:
            return _answer_again(self._made[token][1] == digest, start_response)
        statuses: list[str] = []

        def starting(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            statuses.append(status)
            return start_response(status, headers, *rest)

        answer = list(self._app(environ, starting))
        if token and statuses == ["200 OK"]:
            self._made[token] = (now, digest)
        return answer


def _answer_again(is_the_same: bool, start_response: StartResponse) -> list[bytes]:
    """DynamoDB's answer to a token that it knows already: nothing is written, whatever comes with it."""
    name = "com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException"
    body = b"{}" if is_the_same else json.dumps({"__type": name, "message": "another request had this token"}).encode()
    headers = [("content-type", "application/x-amz-json-1.0"), ("content-length", str(len(body)))]
    start_response("200 OK" if is_the_same else "400 Bad Request", headers)
    return [body]


class _Handler(WSGIRequestHandler):
    """Keeps connections open between requests, as AWS does, and logs nothing."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  the base class's word
        pass
