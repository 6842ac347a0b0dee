"""The gateway with functions that are written here: what they are told, and what becomes of their answers."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import sys
import threading
import types
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from local.functions import Door
from local.gateway import MAX_BODY, Gateway
from local.template import Function, Route
from tests.e2e.viewer import Answer, ask

Handler = Callable[[dict[str, Any], Any], Any]


class Client:
    """Speaks HTTP to a gateway whose one function is `handler`."""

    def __init__(self, handler: Handler) -> None:
        module = types.ModuleType("toy_function")
        module.handler = handler  # type: ignore[attr-defined]
        sys.modules["toy_function"] = module
        door = Door(Function("Toy", "toy_function.handler", {}, 512, 9))
        self.gateway = Gateway(0)
        self.gateway.open([Route("POST /things/{id}", "Toy"), Route("$default", "Toy")], {"Toy": door})
        self.gateway.start()

    def ask(self, method: str, target: str, body: bytes | None = None, /, **headers: str) -> Answer:
        return ask(f"{self.gateway.url}{target}", method, body, **headers)

    def raw(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.gateway.server_port)) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def close(self) -> None:
        self.gateway.shutdown()
        self.gateway.server_close()
        del sys.modules["toy_function"]


@pytest.fixture
def serve() -> Iterator[Callable[[Handler], Client]]:
    clients: list[Client] = []

    def start(handler: Handler) -> Client:
        clients.append(Client(handler))
        return clients[-1]

    yield start
    for client in clients:
        client.close()


def echo(event: dict[str, Any], context: Any) -> Any:
    return {"event": event, "function": context.function_name, "left": context.get_remaining_time_in_millis()}


@pytest.fixture
def told(serve: Callable[[Handler], Client]) -> Callable[..., dict[str, Any]]:
    client = serve(echo)

    def event(*arguments: Any, **headers: str) -> dict[str, Any]:
        event_: dict[str, Any] = client.ask(*arguments, **headers).json["event"]
        return event_

    return event


def test_the_query_string_arrives_as_sent_and_also_decoded_and_joined(told: Callable[..., dict[str, Any]]) -> None:
    event = told("GET", "/a?x=1%2C2&y=%C3%A9+b&x=3&empty=&flag")
    assert event["rawQueryString"] == "x=1%2C2&y=%C3%A9+b&x=3&empty=&flag"
    assert event["queryStringParameters"] == {"x": "1,2,3", "y": "é b", "empty": "", "flag": ""}


def test_the_path_arrives_decoded_as_http_apis_do_it(told: Callable[..., dict[str, Any]]) -> None:
    event = told("POST", "/things/a%20b%C3%A9")
    assert event["rawPath"] == "/things/a bé"
    assert event["pathParameters"] == {"id": "a bé"}
    assert event["routeKey"] == event["requestContext"]["routeKey"] == "POST /things/{id}"


def test_without_query_cookies_or_path_parameters_their_keys_are_absent(told: Callable[..., dict[str, Any]]) -> None:
    event = told("GET", "/")
    assert not {"queryStringParameters", "cookies", "pathParameters", "body"} & event.keys()
    assert event["version"] == "2.0"
    assert event["requestContext"]["stage"] == "$default"


def test_headers_are_lower_case_and_repeated_ones_joined_while_cookies_stand_apart(
    serve: Callable[[Handler], Client],
) -> None:
    answer = serve(echo).raw(
        b"GET / HTTP/1.1\r\nHost: h\r\nX-Thing: 1\r\nx-thing: 2\r\nCookie: a=1; b=2\r\nUser-Agent: me\r\n\r\n"
    )
    event = json.loads(answer.partition(b"\r\n\r\n")[2])["event"]
    assert event["headers"] == {"host": "h", "x-thing": "1,2", "user-agent": "me"}
    assert event["cookies"] == ["a=1", "b=2"]
    http_ = event["requestContext"]["http"]
    assert (http_["method"], http_["protocol"], http_["sourceIp"], http_["userAgent"]) == (
        "GET", "HTTP/1.1", "127.0.0.1", "me",
    )  # fmt: skip


@pytest.mark.parametrize("content_type", ["application/json", "text/plain; charset=utf-8", "application/geo+json"])
def test_a_text_body_arrives_as_text(told: Callable[..., dict[str, Any]], content_type: str) -> None:
    event = told("POST", "/", '{"é": 1}'.encode(), content_type=content_type)
    assert (event["body"], event["isBase64Encoded"]) == ('{"é": 1}', False)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"text", "image/png"), (b"\xff\xfe", "text/plain"), (b"a=1", "application/x-www-form-urlencoded")],
)
def test_any_other_body_arrives_as_base64(told: Callable[..., dict[str, Any]], body: bytes, content_type: str) -> None:
    event = told("POST", "/", body, content_type=content_type)
    assert (base64.b64decode(event["body"]), event["isBase64Encoded"]) == (body, True)


def test_the_context_knows_its_function_and_the_time_left(serve: Callable[[Handler], Client]) -> None:
    answer = serve(echo).ask("GET", "/").json
    assert answer["function"] == "Toy"
    assert 0 < answer["left"] <= 9000


def test_a_base64_body_leaves_as_bytes_with_status_headers_and_cookies(serve: Callable[[Handler], Client]) -> None:
    def handler(event: dict[str, Any], context: Any) -> Any:
        return {
            "statusCode": 201,
            "headers": {"Content-Type": "image/png", "X-Number": 5, "content-length": "999"},
            "cookies": ["a=1", "b=2"],
            "body": base64.b64encode(b"\x00\xff").decode(),
            "isBase64Encoded": True,
        }

    response = serve(handler).ask("GET", "/")
    assert (response.status, response.body) == (201, b"\x00\xff")
    assert (response.headers["content-type"], response.headers["x-number"], response.headers["content-length"]) == (
        "image/png",
        "5",
        "2",
    )
    assert response.headers.get_all("set-cookie") == ["a=1", "b=2"]


def test_head_keeps_the_length_that_the_function_gave_and_sends_no_body(serve: Callable[[Handler], Client]) -> None:
    def handler(event: dict[str, Any], context: Any) -> Any:
        return {"statusCode": 200, "headers": {"content-length": "1234"}, "body": "ignored"}

    answer = serve(handler).raw(b"HEAD / HTTP/1.1\r\nHost: h\r\n\r\n")
    assert b"content-length: 1234\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


def test_not_modified_has_neither_body_nor_length(serve: Callable[[Handler], Client]) -> None:
    answer = serve(lambda event, context: {"statusCode": 304, "headers": {"etag": '"x"'}}).raw(
        b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"
    )
    assert answer.startswith(b"HTTP/1.1 304 ")
    assert b"content-length" not in answer


def test_a_plain_result_is_the_body_of_a_json_200(serve: Callable[[Handler], Client]) -> None:
    response = serve(lambda event, context: {"plain": True}).ask("GET", "/")
    assert (response.status, response.headers["content-type"]) == (200, "application/json")
    assert response.json == {"plain": True}


def test_a_connection_is_kept_for_the_next_request(serve: Callable[[Handler], Client]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", serve(echo).gateway.server_port)
    connection.request("POST", "/a", b"x" * 1000)
    connection.getresponse().read()
    used = connection.sock
    connection.request("GET", "/b")
    assert json.loads(connection.getresponse().read())["event"]["rawPath"] == "/b"
    assert connection.sock is used
    connection.close()


def test_a_body_that_waits_for_leave_to_come_is_given_it(serve: Callable[[Handler], Client]) -> None:
    with socket.create_connection(("127.0.0.1", serve(echo).gateway.server_port)) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"ok")
        assert b'"body": "ok"' in connection.recv(65536)


def failing(event: dict[str, Any], context: Any) -> Any:
    if event["rawPath"] == "/unserialisable":
        return {"statusCode": 200, "body": object()}
    if event["rawPath"] == "/large":
        return {"statusCode": 200, "body": "x" * (6 * 1024 * 1024)}
    raise ValueError("secret")


@pytest.mark.parametrize("path", ["/raises", "/unserialisable", "/large"])
def test_a_function_that_fails_is_an_internal_error_that_tells_nothing(
    serve: Callable[[Handler], Client], path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    response = serve(failing).ask("GET", path)
    assert_error(response.status, response.body, 500, "internal_server_error")
    assert b"secret" not in response.body
    assert "Traceback" in capfd.readouterr().err


def test_an_event_larger_than_lambda_takes_is_refused(serve: Callable[[Handler], Client]) -> None:
    response = serve(echo).ask("POST", "/", b"\xff" * (5 * 1024 * 1024), content_type="image/png")
    assert response.status == 413


REFUSED = {
    "a length that is no number": (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
    "a body larger than the gateway takes": (
        b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (MAX_BODY + 1),
        413,
    ),
    "a length of many digits": (b"POST / HTTP/1.1\r\nContent-Length: %s1\r\n\r\n" % (b"0" * 30), 413),
    "a body of unknown length": (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n", 411),
    "a request line that is not HTTP": (b"hello\r\n\r\n", 400),
    "a version that is not HTTP": (b"GET / HTTP/9.x\r\n\r\n", 400),
    "a target that is too long": (b"GET /%s HTTP/1.1\r\n\r\n" % (b"x" * 70000), 414),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_gateways_own_refusals_have_the_contracts_body(serve: Callable[[Handler], Client], case: str) -> None:
    request, status = REFUSED[case]
    head, _, body = serve(echo).raw(request).partition(b"\r\n\r\n")
    assert_error(int(head.split()[1]), body, status)
    assert b"content-type: application/json" in head


def assert_error(status: int, body: bytes, expected: int, id_: str | None = None) -> None:
    answer = json.loads(body)
    assert status == expected
    assert answer.keys() == {"id", "message", "version"}
    assert id_ in (None, answer["id"])


def test_a_function_with_a_resolver_gets_one_event_at_a_time(serve: Callable[[Handler], Client]) -> None:
    from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

    app = APIGatewayHttpResolver()
    inside, most = [0], [0]

    @app.get("/who/<name>")
    def who(name: str) -> dict[str, str]:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        event = app.current_event.raw_event
        threading.Event().wait(0.01)
        inside[0] -= 1
        return {"name": name, "path": event["rawPath"]}

    client = serve(lambda event, context: None)
    module = sys.modules["toy_function"]
    module.handler, module.app = app.resolve, app  # type: ignore[attr-defined]
    door = Door(Function("Toy", "toy_function.handler", {}, 512, 9))
    client.gateway.open([Route("$default", "Toy")], {"Toy": door})
    answers: list[Any] = []

    def ask(name: int) -> None:
        answers.append(client.ask("GET", f"/who/{name}").json)

    threads = [threading.Thread(target=ask, args=(name,)) for name in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    assert sorted(answer["name"] for answer in answers) == sorted(map(str, range(12)))
    assert all(answer["path"] == f"/who/{answer['name']}" for answer in answers)
