"""Which addresses may be connected to."""

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.net.addresses import is_public, is_public_text

PUBLIC = ["1.1.1.1", "8.8.8.8", "52.95.110.1", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0"]
PUBLIC += ["11.0.0.0", "126.255.255.255", "128.0.0.1", "169.253.1.1", "192.0.1.0", "198.20.0.0", "223.255.255.255"]
PUBLIC += ["2606:4700:4700::1111", "2001:4860:4860::8888", "2a00:1450::1", "2600::", "2001:200::1", "2003::1"]

FORBIDDEN = {
    "unspecified": ["0.0.0.0", "0.1.2.3", "::"],
    "loopback": ["127.0.0.1", "127.255.255.255", "::1"],
    "private": ["10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255"],
    "carrier-grade NAT": ["100.64.0.0", "100.127.255.255"],
    "link-local": ["169.254.0.0", "169.254.255.255", "fe80::1", "febf:ffff::"],
    "unique local": ["fc00::", "fdff:ffff::1"],
    "site-local": ["fec0::1", "feff::1"],
    "multicast": ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
    "reserved": ["192.0.0.1", "240.0.0.0", "255.255.255.255", "4000::", "1000::", "e000::1", "100::1", "3ffe::1"],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.255", "2001:db8::1", "3fff::1", "3fff:fff:ffff::"],
    "benchmarking": ["198.18.0.0", "198.19.255.255", "2001:2::1"],
    "metadata": ["169.254.169.254", "169.254.170.2", "fd00:ec2::254", "100.100.100.200", "168.63.129.16"],
    "IPv4 in IPv6": ["::ffff:8.8.8.8", "::ffff:127.0.0.1", "::8.8.8.8", "::127.0.0.1", "::ffff:0:8.8.8.8"],
    "6to4": ["2002::", "2002:7f00:1::", "2002:808:808::1", "192.88.99.1"],
    "NAT64": ["64:ff9b::8.8.8.8", "64:ff9b::127.0.0.1", "64:ff9b:1::1", "64:ff9b:1:ffff::"],
    "Teredo and its like": ["2001::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1", "2001:1ff::"],
}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_global_unicast_address_is_public(address: str) -> None:
    assert is_public_text(address)


@pytest.mark.parametrize(("kind", "address"), [(kind, each) for kind, all_ in FORBIDDEN.items() for each in all_])
def test_an_address_that_could_lead_inside_is_not_public(kind: str, address: str) -> None:
    assert not is_public_text(address)


@pytest.mark.parametrize(
    "text", ["", "localhost", "fe80::1%eth0", "2606:4700::1%1", "127.1", "0x7f000001", "1.2.3", "1\0"]
)
def test_what_is_not_a_plain_numeric_address_is_not_public(text: str) -> None:
    assert not is_public_text(text)


@pytest.mark.parametrize("length", [0, 1, 3, 5, 15, 17])
def test_an_address_of_a_wrong_length_is_not_public(length: int) -> None:
    assert not is_public(b"\x26" * length)


@given(
    st.binary(min_size=4, max_size=4)
    | st.binary(min_size=16, max_size=16).map(lambda b: bytes([b[0] & 0x1F | 0x20]) + b[1:])
)
def test_nothing_is_public_that_the_standard_library_does_not_call_global(packed: bytes) -> None:
    assert not is_public(packed) or ipaddress.ip_address(packed).is_global


@given(st.binary(min_size=4, max_size=4))
def test_an_ipv4_address_is_never_public_when_an_ipv6_address_carries_it(v4: bytes) -> None:
    for prefix in ("::", "::ffff:0:0", "::ffff:0:0:0", "64:ff9b::", "64:ff9b:1::"):
        assert not is_public(socket.inet_pton(socket.AF_INET6, prefix)[:12] + v4)
    assert not is_public(b"\x20\x02" + v4 + bytes(10))
    assert not is_public(b"\x20\x01\x00\x00" + v4 + bytes(8))
