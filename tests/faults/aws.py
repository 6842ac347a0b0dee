"""A proxy between the service and moto that answers as AWS does on a bad day."""

from __future__ import annotations

import http.client
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

SLOW = 0.3  # seconds by which a slow service answers later: thirty times what DynamoDB takes
_TYPE = "com.amazonaws.dynamodb.v20120810#"
_DYNAMODB = {
    "throttled": (400, f'{{"__type":"{_TYPE}ProvisionedThroughputExceededException","message":"slow down"}}'),
    "denied": (400, f'{{"__type":"{_TYPE}AccessDeniedException","message":"not authorized: secret-resource"}}'),
    "failing": (500, f'{{"__type":"{_TYPE}InternalServerError","message":"internal"}}'),
}
_S3 = {
    "throttled": (503, "<Error><Code>SlowDown</Code></Error>"),
    "denied": (403, "<Error><Code>AccessDenied</Code><Message>secret-resource</Message></Error>"),
    "failing": (500, "<Error><Code>InternalError</Code></Error>"),
}


class AwsProxy:
    """One AWS service at `url`; `become` breaks and heals it.

    Modes: ``well``, ``slow``, ``throttled``, ``denied``, ``failing``, ``silent`` (no answer ever), ``gone`` (hangs up
    without an answer), ``garbled`` (an answer that isn't HTTP), ``cut`` (half an answer). `lose` is another thing: what
    was asked is done, and who asked isn't told.
    """

    def __init__(self, service: str, name: str = "127.0.0.1") -> None:
        self.mode = "well"
        self.upstream = ""
        self.healed = threading.Event()
        self.answers = {"dynamodb": _DYNAMODB, "s3": _S3}[service]
        self.asked: list[str] = []  # the operations that were forwarded since the last `lose`
        self._is_lost: Callable[[int], bool] = lambda _: False
        self._meanwhile: Callable[[], object] = lambda: None
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.proxy = self  # type: ignore[attr-defined]
        self.url = f"http://{name}:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def become(self, mode: str) -> None:
        """Answer in another way from now on; whoever waits in silence is hung up on."""
        self.mode = mode
        self.healed.set()
        self.healed = threading.Event()

    def lose(self, is_lost: Callable[[int], bool], meanwhile: Callable[[], object] = lambda: None) -> None:
        """Hang up on every request whose number, from 1 on, `is_lost`, once it was done and `meanwhile` called."""
        with self._lock:
            self.asked, self._is_lost, self._meanwhile = [], is_lost, meanwhile

    def loses(self, operation: str) -> bool:
        """Whether the answer to a request that was done just now gets lost."""
        with self._lock:
            self.asked.append(operation)
            lost, meanwhile = self._is_lost(len(self.asked)), self._meanwhile
        if lost:
            meanwhile()
        return lost

    def close(self) -> None:
        self.become("gone")
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024  # connections that may wait: hundreds come at once

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is no news."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _answer(self) -> None:
        proxy: AwsProxy = self.server.proxy  # type: ignore[attr-defined]
        healed, mode = proxy.healed, proxy.mode
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        if mode in proxy.answers:
            status, text = proxy.answers[mode]
            self._write(status, text.encode())
        elif mode == "garbled":
            self.wfile.write(b"\x16\x03\x01 this is not HTTP\r\n\r\n")
            self.close_connection = True
        elif mode in ("silent", "gone"):
            if mode == "silent":
                healed.wait()
            self.close_connection = True
        else:
            if mode == "slow":
                time.sleep(SLOW)
            self._forward(proxy.upstream, body, cut=mode == "cut")

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815  the base class's words

    def _forward(self, upstream: str, body: bytes, cut: bool) -> None:
        connection = http.client.HTTPConnection(urlsplit(upstream).netloc, timeout=60)
        connection.request(self.command, self.path, body, dict(self.headers.items()))
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        proxy: AwsProxy = self.server.proxy  # type: ignore[attr-defined]
        if proxy.loses(self.headers.get("x-amz-target", "").rpartition(".")[2]):
            self.close_connection = True
            return
        self._write(answer.status, data, answer.getheader("content-type", "application/json"), cut)

    def _write(self, status: int, data: bytes, content_type: str = "application/json", cut: bool = False) -> None:
        self.send_response_only(status)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.close_connection = cut
        try:
            self.wfile.write(data[: len(data) // 2] if cut else data)
        except (BrokenPipeError, ConnectionResetError):  # who asked has no time left
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass
