"""What servers do on the wire: each case is one poll of a real server on loopback and its expected outcome."""

from __future__ import annotations

import gzip
import zlib

import pytest

from tests.fakes.server import FeedServer, Reply, item, moved, rss, zipped
from tests.fakes.watching import Bench

pytestmark = pytest.mark.asyncio(loop_scope="module")

GOOD = rss([item("one"), item("two")])
BOMB = gzip.compress(b"<rss>" + b" " * (80 * 1024 * 1024))
ZEROS = zlib.compress(b"0" * (60 * 1024 * 1024))


def chunked(*pieces: bytes, end: bool = True) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nTransfer-Encoding: chunked\r\n\r\n"
    body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return head + body + (b"0\r\n\r\n" if end else b"")


def coded(coding: str, body: bytes) -> Reply:
    return Reply(body=body, headers=(("Content-Encoding", coding),))


deflate_raw = zlib.compressobj(wbits=-15)
RAW_DEFLATE = deflate_raw.compress(GOOD) + deflate_raw.flush()

CASES: dict[str, tuple[Reply, int | str]] = {
    # name: (reply, number of entries or the reason of the failure)
    "a plain feed": (Reply(body=GOOD), 2),
    "gzip": (zipped(GOOD), 2),
    "x-gzip": (coded("x-gzip", gzip.compress(GOOD)), 2),
    "gzip in two members": (coded("gzip", gzip.compress(GOOD[:100]) + gzip.compress(GOOD[100:])), 2),
    "gzip with garbage behind": (coded("gzip", gzip.compress(GOOD) + b"garbage"), 2),
    "deflate with a header": (coded("deflate", zlib.compress(GOOD)), 2),
    "deflate without one": (coded("deflate", RAW_DEFLATE), 2),
    "a packed file without saying so": (Reply(body=gzip.compress(GOOD)), 2),
    "said to be gzip and plain": (coded("gzip", GOOD), 2),
    "identity": (coded("identity", GOOD), 2),
    "an empty coding": (coded("", GOOD), 2),
    "gzip cut off": (coded("gzip", gzip.compress(GOOD)[:-30]), "bad_encoding"),
    "gzip damaged": (coded("gzip", gzip.compress(GOOD)[:40] + b"\xff" * 40), "bad_encoding"),
    "brotli unasked": (coded("br", b"\x8b\x02\x80abc\x03"), "bad_encoding"),
    "zstd unasked": (coded("zstd", b"(\xb5/\xfd\x04\x00"), "bad_encoding"),
    "codings stacked": (coded("gzip, gzip", gzip.compress(gzip.compress(GOOD))), "bad_encoding"),
    "an unknown coding": (coded("rot13", GOOD), "bad_encoding"),
    "a gzip bomb": (coded("gzip", BOMB), "too_large"),
    "a deflate bomb": (coded("deflate", ZEROS), "too_large"),
    "a bomb in an unlabelled file": (Reply(body=BOMB), "too_large"),
    "eleven plain MiB": (Reply(body=b"<rss>" + b"x" * (11 * 1024 * 1024)), "too_large"),
    "an endless body": (Reply(length=None, body=b"<rss>", endless=b"<item/>" * 4096), "too_large"),
    "a body that stops and stays": (Reply(body=b"<rss>", length=1000, hang=True), "timeout"),
    "no answer at all": (Reply(raw=b"", hang=True), "timeout"),
    "headers that never end": (
        Reply(raw=b"HTTP/1.1 200 OK\r\n", endless=b"X-More: again\r\n" * 50),
        "protocol",
    ),
    "a header of a megabyte": (
        Reply(raw=b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n"),
        "protocol",
    ),
    "shorter than its length": (Reply(body=GOOD, length=len(GOOD) + 500), "truncated"),
    "chunked": (Reply(raw=chunked(GOOD[:50], GOOD[50:])), 2),
    "chunked and cut off": (Reply(raw=chunked(GOOD[:50], end=False)), "truncated"),
    "a chunk size that is no number": (
        Reply(raw=chunked(end=False) + b"zz\r\nabc\r\n"),
        "protocol",
    ),
    "ended by the close": (Reply(body=GOOD, length=None), 2),
    "HTTP/1.0": (
        Reply(raw=b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n" + GOOD),
        2,
    ),
    "two lengths that differ": (
        Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n<rss/>"),
        "protocol",
    ),
    "closed at once": (Reply(raw=b""), "protocol"),
    "no HTTP": (Reply(raw=b"SSH-2.0-OpenSSH_9.9\r\n"), "protocol"),
    "HTTP/0.9": (Reply(raw=GOOD), "protocol"),
    "a status of two digits": (Reply(raw=b"HTTP/1.1 20 OK\r\n\r\n"), "protocol"),
    "a body of nothing": (Reply(body=b""), "empty"),
    "a body of spaces": (Reply(body=b" \n\t \n"), "empty"),
    "no content": (Reply(status=204, length=None), "http_error"),
    "a part of it": (Reply(status=206, body=GOOD), "http_error"),
    "a choice": (Reply(status=300, body=b"choose"), "http_error"),
    "400": (Reply(status=400, body=b"bad"), "http_error"),
    "401": (Reply(status=401, body=b"who?"), "unauthorized"),
    "402": (Reply(status=402, body=b"pay"), "forbidden"),
    "403": (Reply(status=403, body=b"no"), "forbidden"),
    "a challenge": (Reply(status=403, body=b"no", headers=(("cf-mitigated", "challenge"),)), "challenge"),
    "404": (Reply(status=404, body=b"no"), "not_found"),
    "404 with a feed in it": (Reply(status=404, body=GOOD), "not_found"),
    "410": (Reply(status=410), "gone"),
    "418": (Reply(status=418), "http_error"),
    "429": (Reply(status=429, headers=(("Retry-After", "120"),)), "rate_limited"),
    "451": (Reply(status=451), "forbidden"),
    "500": (Reply(status=500), "server_error"),
    "503": (Reply(status=503), "server_error"),
    "a status nobody knows": (Reply(status=799), "http_error"),
    "304 although nothing was asked for": (Reply(status=304, length=None), "http_error"),
    "no content type": (Reply(body=GOOD, content_type=None), 2),
    "said to be an image": (Reply(body=GOOD, content_type="image/png"), 2),
    "said to be HTML": (Reply(body=GOOD, content_type="text/html"), 2),
    "said to be JSON": (Reply(body=GOOD, content_type="application/json"), 2),
    "a redirect without a place": (Reply(status=302), "bad_redirect"),
    "a redirect to a file": (moved("file:///etc/passwd"), "bad_redirect"),
    "a redirect to data": (moved("data:text/xml,<rss/>"), "bad_redirect"),
    "a redirect to a private network": (moved("http://10.0.0.1/feed"), "private_address"),
    "a redirect to the metadata service": (
        moved("http://169.254.169.254/latest/meta-data"),
        "private_address",
    ),
    "a redirect to a number that is a private address": (moved("http://167772161/"), "private_address"),
    "a redirect to v4 inside v6": (moved("http://[::ffff:10.0.0.1]/"), "private_address"),
    "a redirect with user and password": (moved("http://me:pw@127.0.0.1/feed"), "bad_redirect"),
    "a redirect with a backslash": (moved("http:\\\\127.0.0.1\\feed"), "bad_redirect"),
    "a redirect with a control character": (
        Reply(raw=b"HTTP/1.1 302 Found\r\nLocation: /a\x01b\r\nContent-Length: 0\r\n\r\n"),
        "bad_redirect",
    ),
    "a redirect to itself": (moved("/feed"), "bad_redirect"),
}


@pytest.mark.parametrize("name", CASES)
async def test_one_poll_of(name: str, bench: Bench, server: FeedServer) -> None:
    reply, expected = CASES[name]
    source = await bench.follow(server.serve("/feed", reply))
    polled = await bench.poll(source)
    if isinstance(expected, int):
        assert polled.trouble is None, (await bench.source(source)).reason
        assert polled.absorbed.new == expected
    else:
        assert polled.trouble == expected, (await bench.source(source)).reason
        assert polled.absorbed.new == 0


async def test_bytes_that_trickle_for_ever_end_at_the_deadline(bench: Bench, server: FeedServer) -> None:
    # Never a read time-out: each read brings something. The fixture's deadline is 2 s.
    source = await bench.follow(server.serve("/feed", Reply(raw=b"HTTP/1.1 200 OK\r\n\r\n<rss>", hang=True)))
    assert (await bench.poll(source)).trouble == "timeout"


@pytest.mark.parametrize(
    ("hops", "expected"), [(3, None), (10, None), (11, "bad_redirect"), (40, "bad_redirect")]
)
async def test_ten_redirects_are_followed_and_no_more(
    hops: int, expected: str | None, bench: Bench, server: FeedServer
) -> None:
    for number in range(hops):
        server.serve(f"/hop{number}", moved(f"/hop{number + 1}"))
    server.serve(f"/hop{hops}", Reply(body=GOOD))
    source = await bench.follow(server.url("/hop0"))
    assert (await bench.poll(source)).trouble == expected
    assert len(server.requests) <= 11


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_every_kind_of_redirect_is_followed(status: int, bench: Bench, server: FeedServer) -> None:
    server.serve("/old", moved("new?a=1", status))
    server.serve("/new", Reply(body=GOOD))
    source = await bench.follow(server.url("/old"))
    assert (await bench.poll(source)).absorbed.new == 2


async def test_validators_come_back_byte_for_byte(bench: Bench, server: FeedServer) -> None:
    first = Reply(
        raw=b'HTTP/1.1 200 OK\r\nETag: W/"caf\xe9"\r\nLast-Modified: once upon a time\r\n\r\n' + GOOD
    )
    source = await bench.follow(server.serve("/feed", first, Reply(status=304, length=None)))
    await bench.poll(source)
    polled = await bench.poll(source)
    assert polled.trouble is None
    assert server.requests[1].header("if-none-match") == 'W/"caf\xe9"'
    assert server.requests[1].header("if-modified-since") == "once upon a time"


async def test_credentials_go_to_their_own_origin_only(bench: Bench, server: FeedServer) -> None:
    async with FeedServer() as other:
        other.serve("/feed", Reply(body=GOOD))
        server.serve("/feed", moved(other.url("/feed")))
        source = await bench.follow(server.url("/feed").replace("//", "//mara:secret@"))
        assert (await bench.poll(source)).absorbed.new == 2
        assert server.requests[0].header("authorization") == "Basic bWFyYTpzZWNyZXQ="
        assert other.requests[0].header("authorization") is None
    assert "secret" not in (await bench.source(source)).reason


async def test_no_cookie_is_kept_and_the_user_agent_is_honest(bench: Bench, server: FeedServer) -> None:
    reply = Reply(body=GOOD, headers=(("Set-Cookie", "id=1; Path=/"),))
    source = await bench.follow(server.serve("/feed", reply))
    await bench.poll(source)
    await bench.poll(source)
    assert server.requests[1].header("cookie") is None
    assert (server.requests[1].header("user-agent") or "").startswith("walkback/")
