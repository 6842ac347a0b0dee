"""Which addresses may be connected to: global unicast, and nothing that could lead back inside.

A table of our own rather than ``ipaddress.is_global``: that one changes between Python versions, calls the tunnels
(6to4, Teredo, NAT64) public although an IPv4 address of anybody's choice hides in them, and costs 2 ms to import.
"""

from __future__ import annotations

import socket

# https://www.iana.org/assignments/iana-ipv4-special-registry, and those that only a machine's neighbours can use.
_FORBIDDEN_V4 = (
    "0.0.0.0/8",  # this network; 0.0.0.0 itself connects to loopback on Linux
    "10.0.0.0/8",  # private
    "100.64.0.0/10",  # carrier-grade NAT; 100.100.100.200 is a metadata address
    "127.0.0.0/8",  # loopback
    "168.63.129.16/32",  # a metadata address that looks public (Azure)
    "169.254.0.0/16",  # link-local; 169.254.169.254, .170.2 and .169.253 are metadata, credentials and DNS on AWS
    "172.16.0.0/12",  # private
    "192.0.0.0/24",  # protocol assignments; 192.0.0.192 is a metadata address
    "192.0.2.0/24",  # documentation
    "192.88.99.0/24",  # 6to4 relays
    "192.168.0.0/16",  # private
    "198.18.0.0/15",  # benchmarking
    "198.51.100.0/24",  # documentation
    "203.0.113.0/24",  # documentation
    "224.0.0.0/4",  # multicast
    "240.0.0.0/4",  # reserved, broadcast
)
# Only 2000::/3 is global unicast: that alone leaves out loopback, mapped and compatible IPv4, NAT64 (64:ff9b::/96,
# 64:ff9b:1::/48), discard (100::/64), unique local, link-local, site-local and multicast. Inside it these are special:
_GLOBAL_V6 = "2000::/3"
_FORBIDDEN_V6 = (
    "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
    "2001:db8::/32",  # documentation
    "2002::/16",  # 6to4
    "3ffe::/16",  # the old 6bone
    "3fff::/20",  # documentation
)

_Network = tuple[int, int]  # prefix bits as a number, and how far an address is shifted right to compare


def is_public(packed: bytes) -> bool:
    """True where an address (4 or 16 bytes in network order, as ``socket.inet_pton`` makes) may be connected to."""
    number = int.from_bytes(packed, "big")
    if len(packed) == 4:
        return not _is_in(number, _V4)
    return len(packed) == 16 and _is_in(number, _V6_GLOBAL) and not _is_in(number, _V6)


def is_public_text(address: str) -> bool:
    """The same for a numeric address as ``getaddrinfo`` prints it; one with a zone (``fe80::1%eth0``) is not public."""
    try:
        return is_public(socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address))
    except (OSError, ValueError):
        return False


def _is_in(number: int, networks: tuple[_Network, ...]) -> bool:
    return any(number >> shift == prefix for prefix, shift in networks)


def _network(text: str) -> _Network:
    address, _, bits = text.partition("/")
    packed = socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address)
    shift = len(packed) * 8 - int(bits)
    return int.from_bytes(packed, "big") >> shift, shift


_V4 = tuple(map(_network, _FORBIDDEN_V4))
_V6 = tuple(map(_network, _FORBIDDEN_V6))
_V6_GLOBAL = (_network(_GLOBAL_V6),)
