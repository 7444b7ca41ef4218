"""Where a webhook may lead: to a public address over HTTP, and to no other.

A name is resolved here, every address it has is checked, and one of the checked ones is what is connected to. So nobody
can point a name somewhere else between the look and the call.
"""

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

LONGEST = 2_000
PORTS = {"http": 80, "https": 443}
LOOKED_UP_WITHIN = 5.0
NAT64 = IPv6Network("64:ff9b::/96")


class NotAllowed(ValueError):
    """An address we do not call, and why."""


@dataclass(frozen=True, slots=True)
class Destination:
    """`address` is what is connected to, `host` what the receiver and its certificate are called."""

    address: str
    host: str
    port: int
    parts: SplitResult

    @property
    def url(self) -> str:
        """The receiver's URL with the checked address in place of its name."""
        return self.parts._replace(netloc=f"{bracketed(self.address)}:{self.port}", fragment="").geturl()

    @property
    def host_header(self) -> str:
        default = PORTS[self.parts.scheme] == self.port
        return bracketed(self.host) if default else f"{bracketed(self.host)}:{self.port}"


def checked(url: str) -> SplitResult:
    """What can be said about a URL without asking anybody. Raises NotAllowed."""
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise NotAllowed(f"must be a URL of at most {LONGEST} printable ASCII characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAllowed(f"is no URL: {error}") from None
    if parts.scheme not in PORTS:
        raise NotAllowed("must begin with https:// or http://")
    if parts.username is not None or parts.password is not None:
        raise NotAllowed("must hold no user name and no password")
    if not parts.hostname or port == 0:
        raise NotAllowed("must name a host")
    if (literal := literal_address(parts.hostname)) and not may_be_called(literal):
        raise NotAllowed(f"{parts.hostname} is an address of a private network")
    return parts


def origin_of(parts: SplitResult) -> str:
    """Scheme, host and port: all of a URL that is written into the log."""
    assert parts.hostname
    port = f":{parts.port}" if parts.port not in (None, PORTS[parts.scheme]) else ""
    return f"{parts.scheme}://{bracketed(parts.hostname)}{port}"


async def resolved(url: str) -> Destination:
    """Raises NotAllowed, also where the name is known nowhere."""
    parts = checked(url)
    assert parts.hostname
    port = parts.port or PORTS[parts.scheme]
    try:
        async with asyncio.timeout(LOOKED_UP_WITHIN):
            found = await asyncio.get_running_loop().getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotAllowed(f"{parts.hostname} cannot be found: {error or 'no answer in time'}") from None
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not may_be_called(ip_address(address)):
            raise NotAllowed(f"{parts.hostname} leads to {address}, an address of a private network")
    return Destination(addresses[0], parts.hostname, port, parts)


def may_be_called(address: IPv4Address | IPv6Address) -> bool:
    """Whether this is nobody's inner network, or such are allowed here."""
    return settings.SIGNALBOX["SIGNALBOX_WEBHOOKS_TO_PRIVATE_ADDRESSES"] or is_public(address)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Also of the IPv4 address that some IPv6 addresses carry within them."""
    if isinstance(address, IPv6Address) and (inner := carried(address)):
        return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def carried(address: IPv6Address) -> IPv4Address | None:
    if address in NAT64:
        return IPv4Address(address.packed[12:])
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
