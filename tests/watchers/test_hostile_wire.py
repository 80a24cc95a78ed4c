"""Answers that never end or are cut into crumbs: each is given up soon, at little cost, and the next poll is well."""

from __future__ import annotations

import gzip
import time

import pytest

from tests.fakes.server import FeedServer, Reply, item, rss
from tests.fakes.watching import Bench

pytestmark = pytest.mark.asyncio(loop_scope="module")

GOOD = rss([item("one")])
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
CRUMB = b"1\r\n \r\n"
PACKED = (("Content-Encoding", "gzip"),)
CPU_SECONDS = 3.0


def endless(first: bytes, more: bytes) -> Reply:
    return Reply(raw=first, endless=more)


def packed(first: bytes, more: bytes, coding: str = "gzip") -> Reply:
    return Reply(length=None, body=first, endless=more, headers=(("Content-Encoding", coding),))


CASES: dict[str, tuple[Reply, int | str]] = {
    "hints for ever": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 400), "protocol"),
    "early hints for ever": (endless(b"", b"HTTP/1.1 103 Early\r\nLink: </x>\r\n\r\n" * 200), "protocol"),
    "a refusal without end": (endless(b"HTTP/1.1 404 F\r\n\r\n", b"x" * 65536), "not_found"),
    "a redirect without end": (endless(b"HTTP/1.1 302 F\r\nLocation: /ok\r\n\r\n", b"x" * 65536), 1),
    "a million chunks of a byte": (Reply(raw=CHUNKED + CRUMB * 1_000_000 + b"0\r\n\r\n"), "protocol"),
    "crumbs for ever": (endless(CHUNKED, CRUMB * 4000), "protocol"),
    "a chunk's extension without end": (endless(CHUNKED + b"5;", b"x" * 65536), "protocol"),
    "a chunk's size without end": (endless(CHUNKED, b"0" * 65536), "protocol"),
    "trailers for ever": (endless(CHUNKED + b"5\r\n<rss>\r\n0\r\n", b"X-A: b\r\n" * 4000), "protocol"),
    "a header without end": (endless(OK + b"X: ", b"y" * 65536), "protocol"),
    "a status without end": (endless(b"HTTP/1.1 200 ", b"y" * 65536), "protocol"),
    "ten thousand headers": (
        Reply(raw=OK + b"".join(b"X-%d: y\r\n" % n for n in range(10_000)) + b"\r\n" + GOOD),
        "protocol",
    ),
    "two hundred cookies": (Reply(raw=OK + b"Set-Cookie: a=b\r\n" * 200 + b"\r\n" + GOOD), 1),
    "a feed behind 100,000 empty members": (
        Reply(body=gzip.compress(b"") * 100_000 + gzip.compress(GOOD), headers=PACKED),
        "bad_encoding",
    ),
    "empty members for ever": (packed(b"", gzip.compress(b"") * 2000), "bad_encoding"),
    "a packed name without end": (packed(b"\x1f\x8b\x08\x08\0\0\0\0\0\x03", b"a" * 65536), "too_large"),
    "garbage behind a packed feed": (packed(gzip.compress(GOOD), b"g" * 65536), "too_large"),
    "empty blocks for ever": (packed(b"\x78\x9c", b"\x00\x00\x00\xff\xff" * 9000, "deflate"), "too_large"),
    "an upgrade": (
        Reply(raw=b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", hang=True),
        "protocol",
    ),
    "another protocol": (Reply(raw=b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "protocol"),
    "TLS without being asked": (Reply(raw=b"\x15\x03\x01\x00\x02\x02\x46"), "protocol"),
    "a length of 30 digits": (Reply(raw=OK + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n<rss>"), "protocol"),
    "two answers at once": (
        Reply(
            raw=OK + b"Content-Length: %d\r\n\r\n" % len(GOOD) + GOOD + OK + b"Content-Length: 3\r\n\r\nbad"
        ),
        1,
    ),
    "line feeds alone": (Reply(raw=b"HTTP/1.1 200 OK\nContent-Type: text/xml\n\n" + GOOD), 1),
}


@pytest.mark.parametrize("name", CASES)
async def test_one_poll_of(name: str, bench: Bench, server: FeedServer) -> None:
    reply, expected = CASES[name]
    server.serve("/ok", Reply(body=GOOD))
    source = await bench.follow(server.serve("/feed", reply, Reply(body=GOOD)))
    began = time.process_time()
    polled = await bench.poll(source)
    assert time.process_time() - began < CPU_SECONDS
    assert (polled.trouble or polled.absorbed.new) == expected, polled.source.reason
    assert (await bench.poll(source)).trouble is None
