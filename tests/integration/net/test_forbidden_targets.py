"""No way in: every spelling of an inner address is refused, asked for directly or by a redirect.

Two proofs for each: nothing tried to open a connection, and a listener on loopback that would have been reached by
those that mean loopback saw none but the test's own. `test_without_the_check_the_listener_is_reached` shows that the
listener would have told. Names are resolved by the machine's own resolver where they are numeric, and by a table
where not: nothing leaves the machine.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.net.conftest import Hosts
from tintype.net import connect as connecting
from tintype.net import dial
from tintype.net.client import Fetcher
from tintype.net.errors import FetchError
from tintype.net.url import PORTS

LOOPBACK = [
    *("127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "127.0.0.01", "127.00.00.01", "127.0.0.1.."),
    *("2130706433", "017700000001", "0017700000001", "0x7f000001", "0X7F000001", "0x000000007f000001"),
    *("0177.0.0.1", "0177.1", "0177.0.1", "0177.00.00.01", "0x7f.1", "0x7f.0.0.1", "0x7f.0.1", "0x7f.0x0.0x0.0x1"),
    *("127.0x0.0.0x1", "0177.0x0.0.1", "0x7f.0.01", "127.0.0.0x1", "127.0.1.", "127.65536", "127.16777215"),
    *("127.0.0.2", "127.1.2.3", "127.127.127.127", "127.255.255.254", "2130706434", "0x7f7f7f7f"),
    *("0", "0.0.0.0", "0.0.0.0.", "00", "0x0", "0.0", "0.0.0", "00000000", "0x00000000", "0.0.0.1", "0.1.2.3"),
    *(
        "127。0。0。1",
        "127.0.0。1",
        "127．0．0．1",
        "127｡0｡0｡1",
        "①②⑦.⓪.⓪.①",
        "１２７.0.0.1",
        "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
        "²¹³⁰⁷⁰⁶⁴³³",
    ),
    *("[::1]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::0:1]", "[0::1]", "[::0.0.0.1]"),
    *("[::]", "[0:0:0:0:0:0:0:0]", "[::0]", "[0::]", "[::0.0.0.0]"),
    *("[::ffff:127.0.0.1]", "[::FFFF:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::ffff:0:1]"),
    *("[0000:0000:0000:0000:0000:ffff:7f00:0001]", "[::ffff:0.0.0.0]", "[::ffff:127.1.2.3]", "[::127.0.0.1]"),
    *("[::7f00:1]", "[::ffff:0:127.0.0.1]", "[0:0:0:0:ffff:0:7f00:1]"),
    *("[::1%lo]", "[::1%251]", "[::1%1]", "::1", "[127.0.0.1]", "[::ffff:127.0.0.1%25lo]", "[::ffff:127.1]"),
]
METADATA = [
    *("169.254.169.254", "169.254.169.254.", "2852039166", "0xa9fea9fe", "0xA9FEA9FE", "025177524776", "169.254.43518"),
    *("169.16689662", "0251.0376.0251.0376", "0xa9.0xfe.0xa9.0xfe", "0251.254.169.254", "0xa9.254.0251.254"),
    *("169。254。169。254", "①⑥⑨.②⑤④.①⑥⑨.②⑤④", "１６９.２５４.１６９.２５４", "169.254.170.2", "169.254.169.253"),
    *("169.254.169.123", "[fd00:ec2::254]", "[fd00:ec2::253]", "[fd00:ec2::123]", "[fd00:0ec2:0:0:0:0:0:254]"),
    *("[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[::169.254.169.254]", "[64:ff9b::169.254.169.254]"),
    *("[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]", "100.100.100.200", "0x646464c8", "1684301000", "[fd20:ce::254]"),
    *("192.0.0.192", "168.63.129.16", "2822734096"),
]
PRIVATE = [
    *("10.0.0.0", "10.0.0.1", "10.1", "10.255.255.255", "167772161", "0xa000001", "012.0.0.1", "0xa.1", "0x0a.0.0.1"),
    *("172.16.0.1", "172.31.255.255", "2886729729", "0xac100001", "0254.020.0.1", "172.16.1", "172.1048577"),
    *("192.168.0.1", "192.168.1", "192.168.255.255", "3232235521", "0xc0a80001", "0300.0250.0.1", "192.11010049"),
    *("100.64.0.1", "100.127.255.254", "1681915905", "169.254.0.1", "169.254.255.255", "169.254.100.1"),
    *("[fc00::1]", "[fd00::1]", "[fdff:ffff::1]", "[fe80::1]", "[fe80::1%25eth0]", "[febf::1]", "[fec0::1]"),
    *("[::ffff:10.0.0.1]", "[::ffff:a00:1]", "[::10.0.0.1]", "[::ffff:192.168.0.1]", "[::ffff:172.16.0.1]"),
]
OTHERS = [
    *(
        "224.0.0.1",
        "239.255.255.255",
        "[ff02::1]",
        "[ff0e::1]",
        "255.255.255.255",
        "4294967295",
        "0xffffffff",
        "240.0.0.1",
    ),
    *("192.0.0.1", "192.0.2.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "192.88.99.1"),
    *("[2002:7f00:1::]", "[2002:7f00:0001:0:0:0:0:1]", "[2002:a00:1::1]", "[2002:c0a8:1::]", "[2002:808:808::]"),
    *("[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::1]", "[64:ff9b:1:ffff::7f00:1]"),
    *("[2001::1]", "[2001:0:7f00:1::]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[2001:db8::1]", "[3fff::1]"),
    *(
        "[100::1]",
        "[2001:2::1]",
        "[2001:10::1]",
        "[2001:20::1]",
        "[3ffe::1]",
        "[4000::1]",
        "[5f00::1]",
        "[::ffff:8.8.8.8]",
    ),
]
# What a name resolves to, in the order of the answers: one inner address among public ones is enough.
NAMES = {
    "localhost": ["127.0.0.1", "::1"],
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ": ["127.0.0.1"],
    "LOCALHOST": ["127.0.0.1"],
    "localhost.": ["127.0.0.1"],
    "ip6-localhost": ["::1"],
    "a.localhost": ["127.0.0.1"],
    "localhost.localdomain": ["127.0.0.1"],
    "127.0.0.1.wildcard.test": ["127.0.0.1"],
    "7f000001.wildcard.test": ["127.0.0.1"],
    "loopback.test": ["127.0.0.1"],
    "zero.test": ["0.0.0.0"],
    "loopback6.test": ["::1"],
    "mapped.test": ["::ffff:127.0.0.1"],
    "metadata.internal.test": ["169.254.169.254"],
    "metadata6.test": ["fd00:ec2::254"],
    "private.test": ["10.0.0.5"],
    "cgnat.test": ["100.64.0.1"],
    "sixtofour.test": ["2002:7f00:1::"],
    "nat64.test": ["64:ff9b::7f00:1"],
    "teredo.test": ["2001:0:1::"],
    "zone.test": ["fe80::1%eth0"],
    "last.test": ["93.184.215.14", "127.0.0.1"],
    "first.test": ["127.0.0.1", "93.184.215.14"],
    "middle.test": ["93.184.215.14", "1.1.1.1", "10.0.0.1", "8.8.8.8"],
    "either.test": ["93.184.215.14", "::1"],
    "hidden.test": [*(f"93.184.215.{last}" for last in range(1, 60)), "127.0.0.1"],
    "xn--lcalhost-54a.test": ["127.0.0.1"],
    "under_score.test": ["127.0.0.1"],
}
# Around the host: {} is a listener's port.
URLS = [
    *("http://127.0.0.1:{}\\@example.com/", "http://example.com\\@127.0.0.1:{}/", "http:\\\\127.0.0.1:{}/"),
    *("http://user:password@127.0.0.1:{}/", "http://example.com@127.0.0.1:{}/", "http://127.0.0.1:{}@127.0.0.1:{}/"),
    *("http://127%2e0%2e0%2e1:{}/", "http://%31%32%37.0.0.1:{}/", "http://localhost%00.example.com:{}/"),
    *("http://127.0.0.1\t:{}/", "http://127.0.\n0.1:{}/", "\x00http://127.0.0.1:{}/", "http://127.0.0.1 :{}/"),
    *("http:127.0.0.1:{}/", "http:/127.0.0.1:{}/", "//127.0.0.1:{}/", "127.0.0.1:{}/", "http:///127.0.0.1:{}/"),
    *("gopher://127.0.0.1:{}/_GET", "ftp://127.0.0.1:{}/", "dict://127.0.0.1:{}/", "file://127.0.0.1:{}/etc/passwd"),
    *(
        "HTTP://127.0.0.1:{}/",
        "http://127.0.0.1:0{}/",
        "http://127.0.0.1:{}#@example.com/",
        "http://127.0.0.1:{}?@example.com/",
    ),
    *("  http://127.0.0.1:{}/", "https://127.0.0.1:{}/", "https://localhost:{}/", "http://127.0.0.1:{}/../../?a#b"),
]
SPELLINGS = [f"http://{host}:{{}}/" for host in [*LOOPBACK, *METADATA, *PRIVATE, *OTHERS, *NAMES]] + URLS
REFUSALS = {"forbidden_address", "invalid_url", "unreachable"}  # unreachable: the resolver knows no such name


class Listener:
    """A port on 127.0.0.1 and ::1, and whether anybody came."""

    def __init__(self) -> None:
        self._sockets = [socket.create_server(("127.0.0.1", 0))]
        self.port: int = self._sockets[0].getsockname()[1]
        with contextlib.suppress(OSError):  # a machine without IPv6, or a port that is taken there
            self._sockets.append(socket.create_server(("::1", self.port), family=socket.AF_INET6))

    def visitors(self) -> int:
        """How many have connected: accepted are those that wait, up to a connection of our own on each address."""
        count = 0
        for listening in self._sockets:
            with socket.socket(listening.family) as ours:
                ours.connect(listening.getsockname())
                while True:
                    connection, address = listening.accept()
                    connection.close()
                    if address == ours.getsockname():
                        break
                    count += 1
        return count

    def close(self) -> None:
        for listening in self._sockets:
            listening.close()


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    """A listener whose port counts as one of the usual ones, so that only the address can be what is refused."""
    listening = Listener()
    monkeypatch.setitem(PORTS, "test", listening.port)
    yield listening
    listening.close()


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a connection was tried to; those beyond loopback are not let through."""
    tried: list[str] = []
    really = dial.open_socket

    def record(family: socket.AddressFamily, address: str, port: int, timeout: float) -> socket.socket:
        tried.append(address)
        if not (address.startswith(("127.", "0.")) or address in ("::1", "::", "::ffff:127.0.0.1")):
            raise OSError("tests do not leave the machine")
        return really(family, address, port, timeout)

    monkeypatch.setattr(dial, "open_socket", record)
    return tried


def answers(addresses: list[str], port: int) -> list[Any]:
    """What getaddrinfo answers for these addresses."""
    families = [socket.AF_INET6 if ":" in address else socket.AF_INET for address in addresses]
    return [
        (family, socket.SOCK_STREAM, 6, "", (address, port))
        for family, address in zip(families, addresses, strict=True)
    ]


@pytest.fixture(autouse=True)
def resolver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numeric names by the machine's resolver, the others by the table."""
    really = socket.getaddrinfo
    table = {name.encode("idna").decode().lower().removesuffix("."): there for name, there in NAMES.items()}

    def resolve(host: str | bytes, port: int, *args: Any, **options: Any) -> list[Any]:
        name = host.decode() if isinstance(host, bytes) else host
        if name in table:
            return answers(table[name], port)
        return really(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def refusal(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(FetchError) as refused:
        fetcher.fetch(url, time.monotonic() + 20)
    return refused.value.reason


def test_there_are_at_least_150_spellings() -> None:
    assert len(set(SPELLINGS)) >= 150


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_forbidden_target_is_not_connected_to(spelling: str, listener: Listener, attempts: list[str]) -> None:
    assert refusal(Fetcher(), spelling.replace("{}", str(listener.port))) in REFUSALS
    assert attempts == []
    assert listener.visitors() == 0


@pytest.mark.parametrize("spelling", [spelling for spelling in SPELLINGS if "\n" not in spelling])
def test_a_redirect_to_a_forbidden_target_is_not_followed(
    spelling: str, listener: Listener, attempts: list[str], photo_host: Hosts
) -> None:
    location = spelling.replace("{}", str(listener.port))
    head = "HTTP/1.1 302 Found\r\nLocation: "
    host = photo_host(f"{head}{location}\r\n\r\n".encode())
    # A location that is a path of the redirecting host leads to itself until the redirects are used up.
    assert refusal(Fetcher(frozenset({host.name})), host.url()) in REFUSALS | {"too_many_redirects"}
    assert set(attempts) == {"127.0.0.1"}
    assert len(attempts) == len(host.requests)
    assert listener.visitors() == 0


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "①②⑦.⓪.⓪.①", "[::ffff:7f00:1]", "loopback.test"],
)
def test_without_the_check_the_listener_is_reached(
    host: str, listener: Listener, attempts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "is_public_text", lambda address: True)
    with pytest.raises(FetchError):  # the listener does not answer
        Fetcher().fetch(f"http://{host}:{listener.port}/", time.monotonic() + 0.2)
    assert len(attempts) == 1
    assert listener.visitors() == 1


@pytest.mark.parametrize("port", [22, 25, 3306, 5432, 6379, 8000, 8080, 9001, 11211])
def test_a_port_that_is_not_the_web_s_is_not_connected_to(port: int, attempts: list[str]) -> None:
    assert refusal(Fetcher(), f"http://8.8.8.8:{port}/") == "forbidden_port"
    assert attempts == []


def test_a_public_address_may_be_connected_to(attempts: list[str]) -> None:
    assert refusal(Fetcher(), "http://8.8.8.8/") == "unreachable"
    assert attempts == ["8.8.8.8"]


def test_an_answer_that_changes_after_the_check_gains_nothing(
    listener: Listener, attempts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lookups: list[str] = []

    def rebinds(host: str, port: int, *args: Any, **options: Any) -> list[Any]:
        lookups.append(host)
        return answers(["93.184.215.14"] if len(lookups) == 1 else ["127.0.0.1"], port)

    monkeypatch.setattr(socket, "getaddrinfo", rebinds)
    fetcher = Fetcher()
    assert refusal(fetcher, f"http://rebinding.test:{listener.port}/") == "unreachable"
    assert attempts == ["93.184.215.14"]
    assert len(lookups) == 1
    assert refusal(fetcher, f"http://rebinding.test:{listener.port}/") == "forbidden_address"
    assert attempts == ["93.184.215.14"]
    assert listener.visitors() == 0


def test_a_host_that_is_allowed_by_one_name_is_not_allowed_by_another(listener: Listener, attempts: list[str]) -> None:
    fetcher = Fetcher(frozenset({f"localhost:{listener.port}", "127.0.0.1:1"}))
    for host in ("127.0.0.1", "loopback.test", "a.localhost", "[::1]", "0x7f.1"):
        assert refusal(fetcher, f"http://{host}:{listener.port}/") == "forbidden_address"
    assert attempts == []
    assert listener.visitors() == 0
