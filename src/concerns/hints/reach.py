"""Which addresses may be told: those on the open internet, so that nobody sends us about inside.

The name is resolved once, here, and what is connected to is the number that was judged.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

IP = IPv4Address | IPv6Address
LONGEST_URL = 2_000
_VISIBLE = re.compile(r"[\x21-\x7e]+")
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS = {"https": 443, "http": 80}
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
"""Looks public, and answers a machine in Azure about itself."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_WITHIN = ipaddress.ip_network("64:ff9b:1::/48")


class NotAllowed(ValueError):
    """An address that is not told anything, and why; never what is behind it."""


class Place(NamedTuple):
    """Where to connect, by number, and what to say there."""

    ip: str
    port: int
    host: str
    netloc: str
    target: str
    tls: bool


def resolved(host: str, port: int) -> list[str]:
    """Every number that a name stands for.

    Raises:
        OSError: it stands for none, or nobody could say.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


@dataclass(frozen=True, slots=True)
class Reach:
    """What can be told from here. In development also this machine, without TLS."""

    development: bool = False
    resolve: Callable[[str, int], Sequence[str]] = resolved

    def to(self, url: str) -> Place:
        """Where a URL leads now.

        Raises:
            NotAllowed: it is not https, not on the open internet, or known to nobody.
        """
        read = _read(url)
        host = read.hostname or ""
        here = self.development and host in _HERE
        if read.scheme != "https" and not (here and read.scheme == "http"):
            raise NotAllowed("write an address that begins with https://")
        port = read.port or _PORTS[read.scheme]
        found = [_number(one) for one in self._numbers(host, port)]
        if not all(_open(one) or (here and one.is_loopback) for one in found):
            raise NotAllowed("this address is not on the open internet")
        target = (read.path or "/") + (f"?{read.query}" if read.query else "")
        return Place(str(found[0]), port, host, read.netloc, target, read.scheme == "https")

    def _numbers(self, host: str, port: int) -> Sequence[str]:
        try:
            return self.resolve(host, port)
        except (OSError, UnicodeError):
            raise NotAllowed("nobody knows this address") from None


def _read(url: str) -> SplitResult:
    if len(url) > LONGEST_URL or not _VISIBLE.fullmatch(url):
        raise NotAllowed(f"write an address of up to {LONGEST_URL} plain characters")
    try:
        read = urlsplit(url)
        known = bool(read.hostname) and read.port != 0
    except ValueError:
        known, read = False, urlsplit("")
    if not known or read.scheme not in _PORTS:
        raise NotAllowed("write a whole address, such as https://cases.council.example/hooks")
    if read.username is not None or read.password is not None or read.fragment:
        raise NotAllowed("an address here names no user, no password and no place in a page")
    return read


def _number(text: str) -> IP:
    """The number, and where it only wraps an older one (RFC 4291, 2.5.5; 6052; 3056), that one."""
    found = ipaddress.ip_address(text)
    if isinstance(found, IPv4Address):
        return found
    if found in _NAT64 or found.packed[:12] == bytes(12):
        return IPv4Address(found.packed[-4:]) if int(found) > 1 else found
    return found.ipv4_mapped or found.sixtofour or found


def _open(ip: IP) -> bool:
    inside = ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast
    if isinstance(ip, IPv6Address):
        inside = inside or ip.is_site_local or ip.teredo is not None or ip in _NAT64_WITHIN
    return ip.is_global and not inside and not ip.is_reserved and ip not in _METADATA
