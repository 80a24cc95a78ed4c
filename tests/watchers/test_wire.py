"""HTTP on the wire: certificates, hints, what is refused and what is closed."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from watchers.fetch import Fetcher
from watchers.guard import Guard
from watchers.outcome import Failed, Fetched, NotModified

TLS = Path(__file__).parents[1] / "data/tls"
"""A certificate for halden.example that nobody else trusts, and its key."""
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>"
SAME = b"HTTP/1.1 304 Not Modified\r\n\r\n"


@dataclass
class Line:
    """A server that gives its answers in order, over as many connections as are made. `connections`: how many were.
    `hang_up`: after each answer, without having said so."""

    answers: list[bytes]
    hang_up: bool = False
    connections: int = 0
    heads: list[bytes] = field(default_factory=list)
    url: str = ""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while self.answers:
                self.heads.append(await reader.readuntil(b"\r\n\r\n"))
                writer.write(self.answers.pop(0))
                await writer.drain()
                if self.hang_up:
                    return
            await reader.read()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def line(*answers: bytes, tls: bool = False) -> AsyncIterator[Line]:
    there, context = Line(list(answers)), None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    server = await asyncio.start_server(there.talk, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    there.url = f"https://halden.example:{port}/" if tls else f"http://127.0.0.1:{port}/feed"
    try:
        yield there
    finally:
        server.close()


async def at_home(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def asker(context: ssl.SSLContext | None = None) -> Fetcher:
    return Fetcher(guard=Guard.of(["127.0.0.0/8"], at_home), total=3.0, ssl_context=context)


async def test_a_connection_serves_one_request_and_the_server_is_told_so() -> None:
    lie = OK + b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nlie"
    async with line(OK, SAME, lie, OK) as there, asker() as fetcher:
        assert isinstance(await fetcher.get(there.url), Fetched)
        assert isinstance(await fetcher.get(there.url, etag=b'"1"'), NotModified)
        for _ in range(2):
            answer = await fetcher.get(there.url)
            assert isinstance(answer, Fetched) and answer.body == b"<rss/>"
        assert there.connections == 4
        assert all(b"Connection: close\r\n" in head for head in there.heads)


async def test_a_server_that_never_answers_is_asked_once() -> None:
    async with line(b"", b"") as there, asker() as fetcher:
        there.hang_up = True
        failed = await fetcher.get(there.url)
        assert isinstance(failed, Failed) and failed.reason == "protocol"
        assert there.connections == 1


async def test_hints_come_before_an_answer_but_not_for_ever() -> None:
    hint = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
    async with line(hint * 3 + OK, hint * 3000 + OK) as there, asker() as fetcher:
        assert isinstance(await fetcher.get(there.url), Fetched)
        failed = await fetcher.get(there.url)
        assert isinstance(failed, Failed) and failed.reason == "protocol"


async def test_what_cannot_stand_in_a_header_is_not_sent() -> None:
    async with line(OK) as there, asker() as fetcher:
        failed = await fetcher.get(there.url, etag=b'"1"\r\nHost: other.example')
        assert isinstance(failed, Failed) and failed.reason == "protocol"
        assert not there.heads


async def test_a_server_is_believed_by_its_certificate() -> None:
    trusting = ssl.create_default_context(cafile=str(TLS / "certificate.pem"))
    async with line(OK, OK, tls=True) as there, asker(trusting) as fetcher:
        assert isinstance(await fetcher.get(there.url), Fetched)
        other = await fetcher.get(there.url.replace("halden", "brightwater"))
        assert isinstance(other, Failed) and other.reason == "tls"


async def test_a_certificate_that_nobody_vouches_for_is_not_enough() -> None:
    async with line(OK, tls=True) as there, asker() as fetcher:
        failed = await fetcher.get(there.url)
        assert isinstance(failed, Failed) and failed.reason == "tls"


async def test_a_fetch_that_takes_too_long_gives_its_place_back() -> None:
    guard = Guard.of(["127.0.0.0/8"])
    async with line(b"HTTP/1.1 200 OK\r\n", OK) as there, Fetcher(guard=guard, total=0.2) as fetcher:
        failed = await fetcher.get(there.url)
        assert isinstance(failed, Failed) and failed.reason == "timeout"
        assert not fetcher._transport._pool.connections


async def test_a_hub_that_wants_to_be_left_alone_says_for_how_long() -> None:
    busy = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n"
    async with line(busy) as server, Fetcher(guard=Guard.of(["127.0.0.0/8"]), total=5) as fetcher:
        refused = await fetcher.post(server.url, {"a": "b"})
    assert isinstance(refused, Failed) and refused.retry_after == 120
