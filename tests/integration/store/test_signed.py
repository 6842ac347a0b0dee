"""The signed client on a real connection: kept open, dropped, slow, broken, encrypted."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.integration.store.scripted import HANG_UP, ScriptedServer, answer
from tintype.base.errors import UnavailableError
from tintype.net import aws_wire
from tintype.net.aws_wire import Answer
from tintype.net.dial import Dialer
from tintype.store import signed
from tintype.store.signed import Request, SignedClient
from tintype.store.sigv4 import Credentials

Serve = Callable[..., tuple[ScriptedServer, SignedClient]]
READ = Request("GET", "/assets/abc", {})


def soon(seconds: float = 30) -> float:
    return time.monotonic() + seconds


@pytest.fixture
def serve() -> Iterator[Serve]:
    opened: list[tuple[ScriptedServer, SignedClient]] = []

    def start(*answers: bytes, tls: ssl.SSLContext | None = None) -> tuple[ScriptedServer, SignedClient]:
        server = ScriptedServer(answers, tls)
        client = SignedClient("s3", "eu-west-1", server.url, Credentials("AKID", "secret", "token"))
        opened.append((server, client))
        return server, client

    yield start
    for server, client in opened:
        client.close()
        server.close()


def test_a_request_goes_out_signed_and_complete(serve: Serve) -> None:
    server, client = serve(answer(200, b"picture"))
    request = Request("POST", "/a b", {"X-Amz-Target": "Read"}, b"body")
    assert client.send(request, soon()) == Answer(200, b"picture")
    head, _, body = server.seen[0][1].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /a%20b HTTP/1.1\r\n")
    assert b"\r\nhost: 127.0.0.1:%d\r\n" % server.port in head
    assert b"\r\nx-amz-security-token: token\r\n" in head
    assert b"\r\nauthorization: AWS4-HMAC-SHA256 Credential=AKID/" in head
    assert body == b"body"


def test_requests_share_a_connection(serve: Serve) -> None:
    server, client = serve(answer(200, b"picture"))
    for _ in range(5):
        client.send(READ, soon())
    assert [number for number, _ in server.seen] == [1] * 5


def test_threads_have_a_connection_each_at_a_time(serve: Serve) -> None:
    server, client = serve(answer(200, b"x" * 100_000))
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda _: client.send(READ, soon()), range(200)))
    assert answers == [Answer(200, b"x" * 100_000)] * 200
    assert server.connections <= 64


def test_a_connection_that_was_closed_while_it_idled_is_not_used_again(serve: Serve) -> None:
    server, client = serve(answer(200, b"picture"))
    client.send(READ, soon())
    server.hang_up()
    assert client.send(READ, soon()).status == 200
    assert [number for number, _ in server.seen] == [1, 2]


def test_a_connection_that_ends_as_the_request_arrives_is_replaced_at_once(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, client = serve(answer(), HANG_UP, answer(200, b"picture"))
    client.send(READ, soon())
    monkeypatch.setattr("tintype.store.signed.time.sleep", lambda _: pytest.fail("waited"))
    assert client.send(READ, soon()) == Answer(200, b"picture")
    assert [number for number, _ in server.seen] == [1, 1, 2]


@pytest.mark.parametrize("kind", ["Connection: close", "connection: Close"])
def test_a_server_that_closes_is_taken_at_its_word(serve: Serve, kind: str) -> None:
    server, client = serve(answer(200, b"picture", kind))
    client.send(READ, soon())
    client.send(READ, soon())
    assert [number for number, _ in server.seen] == [1, 2]


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\npict\r\n3\r\nure\r\n0\r\nTrailer: 1\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\npicture",
        b"HTTP/1.1 200\nContent-Length: 7\n\npicture",
    ],
    ids=["chunked", "until the end", "bare newlines"],
)
def test_every_framing_of_a_body_is_understood(serve: Serve, data: bytes) -> None:
    _, client = serve(data)
    assert client.send(READ, soon()) == Answer(200, b"picture")
    assert client.send(READ, soon()) == Answer(200, b"picture")


@pytest.mark.parametrize(
    "failing",
    [
        answer(500),
        answer(503, b"SlowDown"),
        answer(429),
        HANG_UP,
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
    ],
)
def test_a_failure_that_passes_is_not_noticed(serve: Serve, failing: bytes) -> None:
    _, client = serve(failing, failing, answer(200, b"picture"))
    assert client.send(READ, soon()) == Answer(200, b"picture")


@pytest.mark.parametrize("end", [b"X-Cut", b"\r\npict"], ids=["in its head", "in its body"])
def test_an_answer_that_is_cut_short_is_read_again(serve: Serve, monkeypatch: pytest.MonkeyPatch, end: bytes) -> None:
    monkeypatch.setattr(signed, "SILENCE", 0.05)
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n" + end
    _, client = serve(cut, answer(200, b"picture"))
    assert client.send(READ, soon()) == Answer(200, b"picture")


def test_an_error_of_the_request_is_given_back(serve: Serve) -> None:
    server, client = serve(answer(404, b"<Code>NoSuchKey</Code>"))
    assert client.send(READ, soon()) == Answer(404, b"<Code>NoSuchKey</Code>")
    assert len(server.seen) == 1


@pytest.mark.parametrize("failing", [answer(503), HANG_UP, b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"])
def test_a_failure_that_stays_is_unavailability(serve: Serve, failing: bytes) -> None:
    _, client = serve(failing)
    with pytest.raises(UnavailableError, match="s3 is unavailable"):
        client.send(READ, soon(0.3))


def test_a_deadline_that_is_over_costs_no_request(serve: Serve) -> None:
    server, client = serve(answer())
    with pytest.raises(UnavailableError, match="no answer in time"):
        client.send(READ, time.monotonic())
    assert server.seen == []


def test_nobody_listening_is_unavailability() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    client = SignedClient("s3", "eu-west-1", url, Credentials("AKID", "secret"))
    client.warm()
    with pytest.raises(UnavailableError, match="ConnectionRefusedError"):
        client.send(READ, soon(0.1))


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost that nobody's roots lead to, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "localhost.pem"
    path.write_bytes(
        made.public_bytes(Encoding.PEM) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return path


@pytest.fixture
def tls(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    # With no context yet: what one of them trusts is nothing that another test is to know.
    monkeypatch.setattr(aws_wire, "_dialer", Dialer(8, aws_wire.AMAZON_ROOTS))
    return context


def test_a_certificate_that_no_root_leads_to_is_not_trusted(serve: Serve, tls: ssl.SSLContext) -> None:
    server, client = serve(answer(), tls=tls)
    with pytest.raises(UnavailableError, match="SSLCertVerificationError"):
        client.send(READ, soon(0.3))
    assert server.seen == []


def test_a_certificate_that_the_system_trusts_is_trusted_where_amazons_roots_do_not_lead_to_it(
    serve: Serve, tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    _, client = serve(answer(200, b"picture"), tls=tls)
    assert client.send(READ, soon()) == Answer(200, b"picture")


def test_a_certificate_for_another_host_is_not_trusted(
    serve: Serve, tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server, _ = serve(answer(), tls=tls)
    other = SignedClient("s3", "eu-west-1", f"https://127.0.0.1:{server.port}", Credentials("AKID", "secret"))
    with pytest.raises(UnavailableError, match="SSLCertVerificationError"):
        other.send(READ, soon(0.3))


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_connection_that_was_warmed_serves_the_first_request(
    serve: Serve,
    tls: ssl.SSLContext,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: ssl.TLSVersion,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls.maximum_version = version
    server, client = serve(answer(200, b"picture"), tls=tls)
    aws_wire._dialer._context().load_default_certs()
    client.warm()
    for _ in range(3):
        assert client.send(READ, soon()) == Answer(200, b"picture")
    assert server.connections == 1
    server.hang_up()
    assert client.send(READ, soon()) == Answer(200, b"picture")
    assert server.connections == 2
