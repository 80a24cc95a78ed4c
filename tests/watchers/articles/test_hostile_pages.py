"""Pages and robots.txt as no honest server gives them: nothing is told, nothing private asked, the next page read."""

from __future__ import annotations

import gzip
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.articles import FEWER, MINUTE, TEXT, Desk, html, page
from tests.fakes.server import FeedServer, Reply, moved, zipped
from watchers.articles.ask import Asker
from watchers.fetch import Fetcher
from watchers.guard import Guard

pytestmark = pytest.mark.asyncio(loop_scope="module")
ROOT = "text/html; charset=utf-8"
EDITED = (FEWER, *TEXT[1:])


def html_reply(body: bytes, content_type: str = ROOT) -> Reply:
    return Reply(body=body, content_type=content_type)


PAGES = {
    "empty": html_reply(b""),
    "spaces": html_reply(b" \n" * 9),
    "nul bytes": html_reply(b"\0" * 5000),
    "binary": html_reply(bytes(range(256)) * 200),
    "picture": Reply(body=b"\x89PNG\r\n\x1a\n" + b"\0" * 900, content_type="image/png"),
    "bomb": replace(zipped(b"<p>" + b"a" * 60_000_000), content_type=ROOT),
    "bomb in bomb": replace(zipped(gzip.compress(b"a" * 9_000_000)), content_type=ROOT),
    "deep": html_reply(b"<div>" * 200_000 + b"x"),
    "many parts": html_reply(b"<p>a.</p>" * 200_000),
    "one line of 2 MB": html_reply(b"<p>" + b"said " * 400_000),
    "attributes": html_reply(b"<p " + b" ".join(b"a%d=1" % n for n in range(150_000)) + b">x"),
    "endless": Reply(
        content_type=ROOT, length=None, endless=b"<p>Mara Voss said that nothing ends.</p>" * 99
    ),
    "hangs": Reply(body=b"<html><p>Mara", content_type=ROOT, length=None, hang=True),
    "too short": Reply(body=html(*TEXT)[:300], content_type=ROOT, length=90_000),
    "round in circles": moved("/story"),
    "to a file": moved("file:///etc/passwd"),
    "to a script": moved("javascript:alert(1)"),
    "wrong charset": html_reply(html(*TEXT).decode().encode("utf-16"), ROOT),
    "no such charset": html_reply(b"\xff\xfe\xff" * 300, "text/html; charset=nonesuch"),
    "charset of spaces": html_reply(b"<p>a</p>", 'text/html; charset="' + " " * 3000),
    "meta refresh": html_reply(b'<meta http-equiv="refresh" content="0;url=http://127.0.0.1:1/">'),
    "json": html_reply(b'{"articleBody": "Mara Voss said nine in ten."}', "application/json"),
}


@pytest.mark.parametrize("reply", PAGES.values(), ids=list(PAGES))
async def test_a_page_that_is_no_page_says_nothing_and_the_edit_behind_it_is_told(
    reply: Reply, desk: Desk, server: FeedServer
) -> None:
    server.serve("/story", page(), reply, page(*EDITED))
    await desk.follow(desk.story())
    await desk.poll()
    assert await desk.outcomes() == ["read"]
    begun = time.monotonic()
    assert await desk.outcomes(15 * MINUTE) in (["strange"], ["same"])
    assert (desk.tell(), time.monotonic() - begun < 20) == ([], True)
    server.serve("/story", page(*EDITED))
    desk.bench.now += 15 * MINUTE
    assert await desk.outcomes() == ["read"]
    assert desk.tell() == ["figure_changed"]


ROBOTS = {
    "endless": (Reply(content_type="text/plain", length=None, endless=b"Allow: /\n" * 500), False),
    "hangs": (Reply(body=b"User-agent: *\n", content_type="text/plain", length=None, hang=True), False),
    "bomb": (replace(zipped(b"#" * 60_000_000), content_type="text/plain"), False),
    "binary": (Reply(body=bytes(range(256)) * 3000, content_type="application/pdf"), True),
    "our rule after 500 KiB": (
        Reply(body=b"#" * 512_000 + b"\nUser-agent: *\nDisallow: /\n", content_type="text/plain"),
        True,
    ),
    "a web page": (Reply(body=html(*TEXT), content_type=ROOT), True),
    "empty": (Reply(body=b"", content_type="text/plain"), True),
    "round in circles": (moved("/robots.txt"), True),
    "stars": (
        Reply(
            body=b"User-agent: *\n" + (b"Disallow: /" + b"*a" * 900 + b"\n") * 250, content_type="text/plain"
        ),
        True,
    ),
    "utf-16": (Reply(body="User-agent: *\nDisallow: /".encode("utf-16"), content_type="text/plain"), True),
    "forbidden": (Reply(status=403), True),
    "broken": (Reply(status=500), False),
}


@pytest.mark.parametrize(("reply", "read"), ROBOTS.values(), ids=list(ROBOTS))
async def test_a_robots_txt_that_is_none_ends_in_time(
    reply: Reply, read: bool, desk: Desk, server: FeedServer
) -> None:
    server.serve("/robots.txt", reply)
    server.serve("/story", page())
    await desk.follow(desk.story())
    await desk.poll()
    begun = time.monotonic()
    assert await desk.outcomes() == (["read"] if read else ["strange"])
    assert time.monotonic() - begun < 10
    assert server.asked("/story") == int(read)
    assert desk.tell() == []


@pytest.mark.parametrize("path", ["/robots.txt", "/story"])
async def test_nobody_is_sent_to_a_private_address(path: str, desk: Desk, server: FeedServer) -> None:
    """The guard lets through one address of loopback only; the redirect goes to another one."""
    async with (
        FeedServer(host="127.0.0.2") as inside,
        Fetcher(guard=Guard.of(["127.0.0.1/32"]), total=2.0) as fetcher,
    ):
        inside.serve("/robots.txt", Reply(body=b"User-agent: *\nAllow: /", content_type="text/plain"))
        inside.serve("/story", page())
        server.serve("/story", page())
        server.serve(path, moved(inside.url(path)))
        await desk.follow(desk.story())
        await desk.poll()
        desk.rounds.visitor.asker = Asker(fetcher=fetcher, clock=lambda: desk.bench.now, hosts=desk.hosts)
        assert await desk.outcomes() == ["strange"]
        assert inside.requests == []
        assert (await desk.row()).reason.endswith(".")
    assert desk.tell() == []


async def test_a_redirect_to_the_home_page_is_not_the_article(desk: Desk, server: FeedServer) -> None:
    server.serve("/", page(*["Northfield Energy opens a plant, the council said on Monday."] * 6))
    server.serve("/story", page(), moved("/"), moved("/", 301), page(*EDITED))
    await desk.follow(desk.story())
    await desk.poll()
    assert await desk.outcomes(timedelta(0)) == ["read"]
    for _ in range(2):
        assert await desk.outcomes(15 * MINUTE) == ["strange"]
    assert await desk.outcomes(15 * MINUTE) == ["read"]
    assert desk.tell() == ["figure_changed"]
