"""Pictures over https: the certificate has to be the host's."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tintype.net.client import Fetcher
from tintype.net.errors import FetchError

PICTURE = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\npicture"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for photos.test and 127.0.0.1, signed by its own key: (file of both, file of the certificate)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "photos.test")])
    now = datetime.datetime.now(datetime.UTC)
    addresses = [x509.DNSName("photos.test"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(addresses), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    public = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "both.pem").write_bytes(private + public)
    (folder / "public.pem").write_bytes(public)
    return folder / "both.pem", folder / "public.pem"


@pytest.fixture
def secure_host(certificate: tuple[Path, Path]) -> Iterator[tuple[int, list[str | None]]]:
    """A host that serves a picture over TLS, and the names that its clients asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[0])
    names: list[str | None] = []
    context.sni_callback = lambda connection, name, _: names.append(name)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(connection, server_side=True) as secured:
                    secured.recv(65536)
                    secured.sendall(PICTURE)
            except OSError:  # a client that does not trust this certificate
                connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1], names
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


@pytest.fixture
def everything_on_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name resolves to 127.0.0.1."""
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, **_: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))],
    )


def fetch(host: str, port: int, seconds: float = 60) -> bytes:
    fetcher = Fetcher(frozenset({f"{host}:{port}"}))
    return fetcher.fetch(f"https://{host}:{port}/photo.png", time.monotonic() + seconds)


def reason(host: str, port: int, seconds: float = 60) -> str:
    with pytest.raises(FetchError) as refused:
        fetch(host, port, seconds)
    return refused.value.reason


@pytest.mark.usefixtures("everything_on_loopback")
def test_a_picture_is_fetched_from_a_host_with_a_valid_certificate(
    secure_host: tuple[int, list[str | None]], certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    port, names = secure_host
    assert fetch("photos.test", port) == b"picture"
    assert names == ["photos.test"]


def test_a_certificate_may_name_an_address(
    secure_host: tuple[int, list[str | None]], certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    assert fetch("127.0.0.1", secure_host[0]) == b"picture"


@pytest.mark.usefixtures("everything_on_loopback")
def test_a_certificate_for_another_name_is_refused(
    secure_host: tuple[int, list[str | None]], certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    port, names = secure_host
    assert reason("other.test", port) == "tls"
    assert names == ["other.test"]


@pytest.mark.usefixtures("everything_on_loopback")
def test_a_certificate_that_nobody_vouches_for_is_refused(secure_host: tuple[int, list[str | None]]) -> None:
    assert reason("photos.test", secure_host[0]) == "tls"


def test_a_host_that_speaks_no_tls_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain:

        def serve() -> None:
            connection, _ = plain.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(PICTURE)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        assert reason("127.0.0.1", plain.getsockname()[1]) == "tls"
        thread.join()


def test_a_host_that_never_finishes_the_handshake_is_left_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert reason("127.0.0.1", silent.getsockname()[1], seconds=0.3) == "timeout"
