"""Which addresses may be asked: judged on the address that is connected to, never on the text of a URL.

Every fetch goes through `GuardedBackend`: it resolves a name once, checks every answer and connects to a checked
address, on each hop and each new connection, so neither a redirect nor a name that resolves differently the second
time reaches a private network. Certificates and SNI still go by name (httpcore keeps the origin's host for TLS).
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import threading
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore

from watchers.stream import AsyncioBackend

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

_REFUSED: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "100.64.0.0/10",  # carrier-grade NAT
        "192.0.0.0/24",  # protocols' own: port control, DS-Lite
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # protocols' own: Teredo, tunnels, identifiers that are no places
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
"""All that is given out to the public. The rest leads home or, packed up, into IPv4 (NAT64, IPv4-compatible)."""


class AddressRefused(Exception):
    """The name leads to an address that must not be asked."""


class NameUnknown(Exception):
    """The name has no address."""


def is_allowed(address: Address, allow_nets: Iterable[Network] = ()) -> bool:
    """Public and of the ordinary kind, or inside a network that the operator let through."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id:
            return False
        if address.ipv4_mapped:
            return is_allowed(address.ipv4_mapped, allow_nets)
    if any(address.version == net.version and address in net for net in allow_nets):
        return True
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    if address.version == 6 and address not in _PUBLIC_V6:
        return False
    return not any(address.version == net.version and address in net for net in _REFUSED)


LOOKUPS = 256
"""Names that are looked up at once: each has a thread for as long as the system's resolver takes, which no time limit
ends. Further ones wait for a place, as long as their connection may take."""
_places = threading.BoundedSemaphore(LOOKUPS)


async def resolve(host: str, port: int) -> Sequence[str]:
    """Every address the system's resolver gives, in its order. Raises OSError, UnicodeError; TimeoutError where there
    is no thread to ask with.

    Each lookup has a thread of its own, which nobody waits for at the end: one for a name whose servers are dead takes
    half a minute, and asyncio's few threads (six on two processors) would be full of such while healthy names wait.
    """
    loop, places = asyncio.get_running_loop(), _places
    done: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str] | Exception) -> None:
        if done.done():
            return
        if isinstance(found, Exception):
            done.set_exception(found)
        else:
            done.set_result(found)

    def look_up() -> None:
        found: list[str] | Exception
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = list(dict.fromkeys(str(each[4][0]) for each in answers))
        except (OSError, UnicodeError) as error:
            found = error
        finally:
            places.release()
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, found)

    while not places.acquire(blocking=False):  # noqa: ASYNC110 - given back by threads, to any loop
        await asyncio.sleep(0.1)
    try:
        threading.Thread(target=look_up, name=f"name {host[:40]}", daemon=True).start()
    except RuntimeError:  # the system gives no more threads
        places.release()
        raise TimeoutError from None
    return await done


@dataclass(frozen=True, slots=True)
class Guard:
    """`allow_nets`: networks let through although they are not public (tests, the demo, a feed at home)."""

    allow_nets: tuple[Network, ...] = ()
    resolver: Resolver = resolve

    @classmethod
    def of(cls, allow_nets: Iterable[str], resolver: Resolver = resolve) -> Guard:
        """`allow_nets` as CIDR texts. Raises ValueError for what is none."""
        return cls(tuple(ipaddress.ip_network(each, strict=False) for each in allow_nets), resolver)

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        """The host's addresses, all of them checked. Raises AddressRefused, NameUnknown, TimeoutError."""
        try:
            answers: Sequence[str] = [str(ipaddress.ip_address(host))]
        except ValueError:
            try:
                answers = await self.resolver(host, port)
            except TimeoutError:
                raise
            except (OSError, UnicodeError) as error:
                raise NameUnknown(str(error)) from None
        if not answers:
            raise NameUnknown(f"{host} has no address")
        for answer in answers:
            if not is_allowed(ipaddress.ip_address(answer), self.allow_nets):
                raise AddressRefused(answer)
        return answers


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """httpcore's network, with the guard between a name and its connection."""

    def __init__(self, guard: Guard, inner: httpcore.AsyncNetworkBackend | None = None) -> None:
        self._guard = guard
        self._inner = inner or AsyncioBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._guard.addresses(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout("no answer from name servers") from None
        last: Exception | None = None
        for address in addresses[:4]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last or NameUnknown(host)

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise AddressRefused("a local socket")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
