"""Every private address in every spelling that some library reads as one: none is let through."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator

import pytest

from watchers.guard import AddressRefused, Guard, NameUnknown
from watchers.url import parse_url

PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "198.18.0.1",
    "192.0.0.8",
    "224.0.0.1",
    "255.255.255.255",
]


def spellings(text: str) -> Iterator[str]:
    """As a host in a URL."""
    address = ipaddress.IPv4Address(text)
    number, (a, b, c, d) = int(address), address.packed
    yield from (text, f"{text}.", f"{number}", f"{number:#x}", f"0{number:o}", f"{number:#X}")
    yield from (f"{a}.{b << 16 | c << 8 | d}", f"{a}.{b}.{c << 8 | d}", f"{a:#x}.{b:#x}.{c:#x}.{d:#x}")
    yield from (f"0{a:o}.0{b:o}.0{c:o}.0{d:o}", f"{a:#x}.{b}.0{c:o}.{d}", f"{a:#x}.{b << 16 | c << 8 | d}")
    yield from (f"{a:03}.{b:03}.{c:03}.{d:03}", f"{number + 2**32}", f"{a + 256}.{b}.{c}.{d}")
    yield text.replace(".", "。")
    yield text.replace(".", "%2e")
    yield text.translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    yield text.translate({ord(str(n)): 0x1D7CE + n for n in range(10)})
    high, low = number >> 16, number & 0xFFFF
    flipped = number ^ 0xFFFFFFFF
    for packed in (
        f"::ffff:{text}",
        f"::ffff:{high:x}:{low:x}",
        f"0:0:0:0:0:ffff:{high:x}:{low:x}",
        f"::{text}",
        f"::ffff:0:{text}",
        f"64:ff9b::{text}",
        f"64:ff9b:1::{text}",
        f"2002:{high:x}:{low:x}::1",
        f"2001:0:4136:e378:8000:63bf:{flipped >> 16:x}:{flipped & 0xFFFF:x}",
        f"::ffff:{text}%25eth0",
        f"fe80::{high:x}:{low:x}%25eth0",
        f"fe80::{high:x}:{low:x}%eth0",
        f"fc00::{high:x}:{low:x}",
    ):
        yield f"[{packed}]"


async def numeric(host: str, port: int) -> list[str]:
    """As the system's resolver, but no name server is asked."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [str(each[4][0]) for each in found]


@pytest.mark.parametrize("text", PRIVATE)
async def test_no_spelling_of_a_private_address_is_let_through(text: str) -> None:
    guard, let_through = Guard(resolver=numeric), []
    for host in spellings(text):
        url = parse_url(f"http://{host}/feed")
        if isinstance(url, str):
            continue
        try:
            found = await guard.addresses(url.host, url.port)
        except (AddressRefused, NameUnknown):
            continue
        # "010.0.0.1" is 8.0.0.1 to some: what counts is where it leads
        let_through += [(host, each) for each in found if not ipaddress.ip_address(each).is_global]
    assert let_through == []


@pytest.mark.parametrize(
    "url",
    [
        "http://halden.example@127.0.0.1/",
        "http://halden.example:80@127.0.0.1/",
        "http://127.0.0.1#@halden.example/",
        "http://127.0.0.1?@halden.example/",
        "http://127.0.0.1;halden.example/",
        "http://127.0.0.1\t.halden.example/",
        "http://127.0.0.1\\.halden.example/",
        "http://halden.example\\@127.0.0.1/",
        "http://[::1]:80@halden.example/",
        "http:127.0.0.1/",
        "http:/127.0.0.1/",
        "http:///127.0.0.1/",
        "http://127.0.0.1:080/",
        "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
        "http://localhost%00.halden.example/",
        "http://localhost%2f.halden.example/",
    ],
)
async def test_no_trick_around_the_host_leads_home(url: str) -> None:
    parsed = parse_url(url)
    if isinstance(parsed, str):
        return
    with pytest.raises((AddressRefused, NameUnknown)):
        await Guard(resolver=numeric).addresses(parsed.host, parsed.port)
