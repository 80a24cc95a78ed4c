"""Which addresses are asked: judged on what a name leads to, never on its text."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading

import pytest

from tests.fakes.server import FeedServer, Reply, rss
from watchers import guard
from watchers.fetch import Fetcher
from watchers.guard import AddressRefused, Guard, NameUnknown, is_allowed
from watchers.outcome import Failed, Fetched
from watchers.url import absolute, canonical_link, parse_url

REFUSED = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.8",
    "192.0.0.171",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.1.2.3",
    "::ffff:192.168.0.1",
    "::10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "::ffff:0:7f00:1",
    "::ffff:0:10.0.0.1",
    "::ffff:100.64.0.1",
    "64:ff9b::808:808",
    "100:0:0:1::1",
    "2001:3::1",
    "2001:10::1",
    "2001:20::1",
    "2001:1f0::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fe80::1%eth0",
    "2606:4700::1%lo",
]
ALLOWED = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.215.14",
    "172.15.0.1",
    "172.32.0.1",
    "192.167.1.1",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "2001:470::1",
    "2620:4f:8000::1",
    "2a00:1450:4001::8a",
]


@pytest.mark.parametrize("address", REFUSED)
def test_refused(address: str) -> None:
    assert not is_allowed(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ALLOWED)
def test_allowed(address: str) -> None:
    assert is_allowed(ipaddress.ip_address(address))


def test_a_network_can_be_let_through_and_nothing_beside_it() -> None:
    nets = Guard.of(["192.168.7.0/24"]).allow_nets
    assert is_allowed(ipaddress.ip_address("192.168.7.9"), nets)
    assert is_allowed(ipaddress.ip_address("::ffff:192.168.7.9"), nets)
    assert not is_allowed(ipaddress.ip_address("192.168.8.9"), nets)


SPELLINGS = [
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://127.1/",
    "http://127。0。0。1/",
    "http://①②⑦.0.0.1/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[0:0:0:0:0:ffff:7f00:1]/",
    "http://user@127.0.0.1/",
    "http://example.org@127.0.0.1/",
    "http://127.0.0.1:80\\@example.org/",
    "http://127.0.0.1%2f@example.org/",
    "http://[fe80::1%25lo]/",
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "gopher://127.0.0.1/",
    "ftp://127.0.0.1/",
    "javascript:alert(1)",
    "//127.0.0.1/",
    "http:///",
    "http://",
    "http://exa mple.org/",
    "http://example.org\r\nHost: x/",
    "http://example.org:0/",
    "http://example.org:99999/",
    "http://.../",
]


@pytest.mark.parametrize("url", SPELLINGS)
async def test_no_spelling_reaches_loopback(url: str) -> None:
    async with FeedServer() as server, Fetcher(total=5) as fetcher:
        answer = await fetcher.get(url.replace("/", f":{server.port}/", 1) if "://127" in url[:9] else url)
        assert isinstance(answer, Failed)
        assert answer.reason in ("private_address", "bad_url", "unknown_host")
        assert server.requests == []


async def test_every_answer_of_a_name_must_be_public() -> None:
    async def both(host: str, port: int) -> list[str]:
        return ["93.184.215.14", "127.0.0.1"]

    with pytest.raises(AddressRefused):
        await Guard(resolver=both).addresses("two.example", 80)


async def test_a_name_that_changes_its_mind_is_checked_at_each_connection() -> None:
    async with FeedServer() as server:
        server.serve("/feed", Reply(body=rss([])))
        answers = iter([["127.0.0.1"], ["10.0.0.7"]])

        async def rebinding(host: str, port: int) -> list[str]:
            return next(answers)

        guard = Guard(allow_nets=Guard.of(["127.0.0.0/8"]).allow_nets, resolver=rebinding)
        async with Fetcher(guard=guard, total=5) as fetcher:
            url = server.url("/feed", host="rebind.example")
            assert isinstance(await fetcher.get(url), Fetched)
            second = await fetcher.get(url)
            assert isinstance(second, Failed) and second.reason == "private_address"


async def test_proxy_variables_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    async with FeedServer() as server, Fetcher(guard=Guard.of(["127.0.0.0/8"]), total=5) as fetcher:
        server.serve("/feed", Reply(body=rss([])))
        assert isinstance(await fetcher.get(server.url()), Fetched)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("http://www.halden.example/a/", "halden.example/a"),
        ("https://halden.example/a?utm_source=x&b=2&a=1#frag", "halden.example/a?a=1&b=2"),
        ("https://HALDEN.example:443/a", "halden.example/a"),
        ("https://halden.example:8443/a", "halden.example:8443/a"),
        ("https://halden.example", "halden.example/"),
        ("https://bücher.example/ä", "xn--bcher-kva.example/%C3%A4"),
        ("mailto:x@y.example", ""),
        ("", ""),
    ],
)
def test_one_form_for_one_page(link: str, expected: str) -> None:
    assert canonical_link(link) == expected


def test_what_is_shown_of_a_url_has_no_credentials() -> None:
    url = parse_url("https://me:pw@halden.example/x?y=1")
    assert not isinstance(url, str)
    assert str(url) == "https://halden.example/x?y=1" and url.user == "me:pw"


def test_a_redirects_target_is_seen_from_where_it_stood() -> None:
    found = absolute("https://halden.example/a/b?c", "../d")
    assert str(found) == "https://halden.example/d"


async def test_names_whose_servers_are_dead_keep_no_other_name_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, end = socket.getaddrinfo, threading.Event()

    def slow(host: str, *more: object, **options: object) -> object:
        if host.endswith(".dead.example"):
            end.wait(20)
        return real("127.0.0.1", *more, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    async with FeedServer() as server, Fetcher(guard=Guard.of(["127.0.0.0/8"]), total=1) as fetcher:
        server.serve("/feed", Reply(body=rss([])))
        dead = [asyncio.create_task(fetcher.get(f"http://{n}.dead.example/feed")) for n in range(30)]
        await asyncio.sleep(0)
        try:
            assert isinstance(await fetcher.get(server.url("/feed", host="well.example")), Fetched)
            answers = await asyncio.gather(*dead)
        finally:
            end.set()
    assert {answer.reason for answer in answers if isinstance(answer, Failed)} == {"timeout"}


async def test_a_flood_of_names_whose_servers_are_dead_makes_so_many_threads_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    end, asked = threading.Event(), []

    def slow(host: str, *more: object, **options: object) -> list[object]:
        asked.append(host)
        end.wait(20)
        return [(0, 0, 0, "", ("192.0.2.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    monkeypatch.setattr(guard, "_places", threading.BoundedSemaphore(3))
    names = [asyncio.create_task(guard.resolve(f"{n}.dead.example", 80)) for n in range(9)]
    try:
        await asyncio.wait(names, timeout=0.2)
        assert len(asked) == 3
    finally:
        end.set()
    assert await asyncio.gather(*names) == [["192.0.2.1"]] * 9


async def test_no_thread_for_a_lookup_is_no_word_of_a_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", none)
    async with Fetcher() as fetcher:
        for _ in range(guard.LOOKUPS + 1):
            with pytest.raises(TimeoutError):
                await Guard().addresses("halden.example", 80)
        answer = await fetcher.get("http://halden.example/feed")
    assert isinstance(answer, Failed) and answer.reason == "timeout"


async def test_a_name_that_is_none_is_told_as_such() -> None:
    for name in ("nowhere.invalid", "a..b.example", f"{'x' * 70}.example"):
        with pytest.raises(NameUnknown):
            await Guard().addresses(name, 80)
