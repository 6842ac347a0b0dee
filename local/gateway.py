"""An HTTP server in the place of API Gateway: each request becomes a proxy event for the function of its route."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Thread
from typing import Any

from local.events import HttpRequest, HttpResponse, event_from, response_from
from local.functions import Door, EventTooLargeError
from local.routes import match_route
from local.template import Route
from tintype.edge.responses import json_response

MAX_BODY = 10 * 1024 * 1024  # bytes: API Gateway's limit for a request


Files = Callable[[HttpRequest], HttpResponse | None]


def _no_files(_: HttpRequest) -> None:
    return None


class Gateway(ThreadingHTTPServer):
    """Serves routes with their doors on a loopback port, one thread a connection, once it is opened."""

    daemon_threads = True
    request_queue_size = 1024  # connections that may wait; a burst of new ones must not be refused

    def __init__(self, port: int) -> None:
        """Listen on `port` (0: any free one); viewers wait until `open`. Raises OSError where it is taken."""
        super().__init__(("127.0.0.1", port), _Connection)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self._routes: Sequence[Route] = ()
        self._doors: Mapping[str, Door] = {}
        self._files: Files = _no_files

    def open(self, routes: Sequence[Route], doors: Mapping[str, Door], files: Files | None = None) -> None:
        """Take `routes`, each to the door of its function's name; `files` answers what the CDN would by itself."""
        self._routes, self._doors, self._files = routes, doors, files or _no_files

    def start(self) -> None:
        """Serve in a thread of its own, until `shutdown`."""
        Thread(target=self.serve_forever, args=(0.05,), name="gateway", daemon=True).start()

    def server_bind(self) -> None:
        """Bind without HTTPServer's look-up of the machine's name, which may ask a DNS server."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A viewer that went away is no news; anything else is."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The response to one request; whatever fails on the way has the contract's error body."""
        if (file := self._files(request)) is not None:
            return file
        request = _as_the_cdn_passes_it_on(request)
        match = match_route(self._routes, request.method, request.target.partition("?")[0])
        if match is None:
            return problem(HTTPStatus.NOT_FOUND, "no route for this path")
        route, parameters = match
        try:
            return response_from(self._doors[route.function](event_from(request, route.key, parameters)))
        except EventTooLargeError as error:
            return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error))
        except Exception:
            traceback.print_exc()
            message = "the function failed; its traceback is in the terminal"
            return problem(HTTPStatus.INTERNAL_SERVER_ERROR, message)


def _as_the_cdn_passes_it_on(request: HttpRequest) -> HttpRequest:
    """`request`, or one for no image where an image's path has escapes.

    A gateway decodes paths for its functions; the CDN's function, which is not here, has turned such a one away before.
    """
    path, mark, query = request.target.partition("?")
    return replace(request, target=f"/img/-{mark}{query}") if path.startswith("/img/") and "%" in path else request


def problem(status: HTTPStatus, message: str) -> HttpResponse:
    """The gateway's own error, in the contract's shape; its id is the status in words."""
    body = {"id": status.phrase.lower().replace(" ", "_").replace("-", "_"), "message": message}
    return response_from(json_response(status.value, body))


class _Connection(BaseHTTPRequestHandler):
    """One connection of a viewer, kept open between requests."""

    server: Gateway
    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.0"  # so that even what is not HTTP is answered with a head
    server_version = "tintype-local"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together
    timeout = 60

    def __getattr__(self, name: str) -> Any:
        """Every method is answered alike: which of them a path takes is for its function to say."""
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        body = self._body()
        if body is None:
            return
        request = HttpRequest(
            method=self.command,
            target=self.path,
            protocol=self.request_version,
            headers=tuple(self.headers.items()),
            body=body,
            source_ip=self.client_address[0],
        )
        self._write(self.server.answer(request))

    def _body(self) -> bytes | None:
        """The request's body, or None where it was refused: the connection can't be used after that."""
        length = self.headers.get("content-length", "0")
        if "transfer-encoding" in self.headers:
            self.send_error(HTTPStatus.LENGTH_REQUIRED, "send the body with a Content-Length")
        elif not (length.isascii() and length.isdigit()):
            self.send_error(HTTPStatus.BAD_REQUEST, "Content-Length must be a whole number")
        elif len(length) > 12 or int(length) > MAX_BODY:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a body has at most {MAX_BODY} bytes")
        else:
            return self.rfile.read(int(length))
        return None

    def _write(self, response: HttpResponse) -> None:
        self.send_response_only(response.status)
        self.send_header("date", self.date_time_string())
        named = dict(response.headers)
        for name, value in response.headers:
            if name != "content-length" or self.command == "HEAD":
                self.send_header(name, value.encode().decode("latin-1").translate(_NO_BREAKS))
        has_body = response.status >= 200 and response.status not in (204, 304)
        if has_body and (self.command != "HEAD" or "content-length" not in named):
            self.send_header("content-length", str(len(response.body)))
        self.end_headers()
        if has_body and self.command != "HEAD":
            self.wfile.write(response.body)

    def handle_expect_100(self) -> bool:
        """Say that the body may come, now: the base class leaves it in the buffer."""
        go_on = super().handle_expect_100()
        self.wfile.flush()
        return go_on

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The server's own refusals (a request that is not HTTP, a body too large) have the contract's body too."""
        status = HTTPStatus(code)
        self.close_connection = True
        self._write(problem(status, message or explain or status.description or status.phrase))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's word
        pass


_NO_BREAKS = {ord("\r"): " ", ord("\n"): " "}
