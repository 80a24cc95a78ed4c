"""What servers do over several polls of one source: each case is a row of replies and what each of them came to."""

from __future__ import annotations

import pytest

from tests.fakes.server import FeedServer, Reply, moved, rss
from tests.fakes.stories import (
    ALL,
    BOMB,
    CUT,
    EMPTY,
    FULL,
    HALF,
    MORE,
    NAMES,
    NEW,
    NOTHING,
    ONE_MORE,
    UNCHANGED,
    Story,
    atom,
    check,
    html,
    items,
    json_feed,
    other_site,
    page,
    status,
    story,
    umlauts,
)
from tests.fakes.watching import Bench

pytestmark = pytest.mark.asyncio(loop_scope="module")

BLOCKED, AGAIN = "the source: does not let us read it", "the source: is read again"
CHANGED, MISSED = "the source: is not the feed it was", "the source: items may have been missed"
STORIES: dict[str, Story] = {
    # what the feed is
    "RSS, Atom, JSON, a web page, RSS": story(
        (FULL, ALL),
        (atom(*NAMES), NOTHING),
        (json_feed(*MORE), NEW),
        (html("Halden"), "html_page"),
        (ONE_MORE, NOTHING),
    ),
    "JSON, then an error as JSON, then Atom": story(
        (json_feed(*NAMES), ALL),
        (Reply(body=b'{"error":"too many requests"}', content_type="application/json"), "not_a_feed"),
        (atom(*MORE), NEW),
    ),
    "an error as XML in between": story(
        (FULL, ALL),
        (Reply(body=b"<?xml version='1.0'?><error>no database</error>"), "not_a_feed"),
        (FULL, NOTHING),
    ),
    "other encodings": story(
        (umlauts("utf-8"), ALL),
        (umlauts("iso-8859-1"), NOTHING),
        (umlauts("windows-1252"), NOTHING),
        (umlauts("utf-16"), NOTHING),
        (umlauts("utf-8"), NOTHING),
    ),
    "an encoding that lies for one poll": story(
        (umlauts("utf-8"), ALL), (umlauts("utf-8", "us-ascii"), NOTHING), (umlauts("utf-8"), NOTHING)
    ),
    # pages that come and go
    "empty, then full": story((EMPTY, NOTHING), (FULL, ALL)),
    "full, then empty for hours": story(
        (FULL, ALL), (EMPTY, NOTHING), (EMPTY, NOTHING), (EMPTY, NOTHING), (ONE_MORE, NEW)
    ),
    "full, then empty for days: told once": story(
        (FULL, ALL),
        (EMPTY, NOTHING),
        *[(EMPTY, NOTHING)] * 4,
        (FULL, NOTHING),
        (FULL, NOTHING),
        told=["the source: lists nothing any more", "the source: publishes again"],
        hours=11,
    ),
    "an empty page that says nothing has changed": story(
        (FULL, ALL),
        (page(tag='"0"'), NOTHING),
        (UNCHANGED, NOTHING),
        (page(tag='"0"'), NOTHING),
        (UNCHANGED, NOTHING),
        (ONE_MORE, NEW),
        told=["the source: lists nothing any more", "the source: publishes again"],
        hours=11,
    ),
    "cut off, then whole, then cut off": story(
        (CUT, (4, 0, 0)), (FULL, (2, 0, 0)), (CUT, NOTHING), (FULL, NOTHING)
    ),
    "broken off on the wire": story(
        (FULL, ALL),
        (Reply(body=rss(items(*MORE))[:900], length=4000), "truncated"),
        (
            Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: keep-alive\r\n\r\n<rss"),
            "truncated",
        ),
        (ONE_MORE, NEW),
    ),
    "a bomb at the second poll": story((FULL, ALL), (BOMB, "too_large"), (ONE_MORE, NEW)),
    "one item left": story((FULL, ALL), *[(page(*items("Aston")), NOTHING)] * 4, (FULL, NOTHING)),
    "first and last left": story(
        (FULL, ALL),
        (page(*items(*HALF)), NOTHING),
        (FULL, NOTHING),
        (page(*items(*HALF)), NOTHING),
        told=["the source: many items left the page at once"] * 2,
    ),
    "old and new by turns": story(
        (FULL, ALL),
        (ONE_MORE, NEW),
        (FULL, NOTHING),
        (ONE_MORE, NOTHING),
        (FULL, NOTHING),
        (ONE_MORE, NOTHING),
    ),
    "back to front": story((FULL, ALL), (page(*items(*reversed(NAMES))), NOTHING), (FULL, NOTHING)),
    "another site by turns": story(
        (FULL, ALL),
        (other_site(), "wrong_feed"),
        (FULL, NOTHING),
        (other_site(), "wrong_feed"),
        (FULL, NOTHING),
    ),
    "well at every second poll: told once": story(
        (FULL, ALL),
        *[(status(503), "server_error"), (FULL, NOTHING)] * 6,
        told=["the source: can be read only now and then"],
    ),
    "another site at every second poll: told once": story(
        (FULL, ALL),
        *[(other_site(), "wrong_feed"), (FULL, NOTHING)] * 5,
        told=["the source: can be read only now and then"],
    ),
    "a bad poll in six is no news": story(
        (FULL, ALL), *[(status(503), "server_error"), *[(FULL, NOTHING)] * 5] * 4
    ),
    "another site that stays": story(
        (FULL, ALL), (other_site("1"), "wrong_feed"), (other_site("2"), "wrong_feed"), (other_site("3"), ALL)
    ),
    # what is said instead
    "a check for robots, a sale, a log-in": story(
        (FULL, ALL),
        (html("Attention", "Please complete the CAPTCHA."), "challenge"),
        (html("halden-dispatch.example", "This domain is for sale."), "html_page"),
        (moved("/login?next=/feed"), "login_page"),
        (ONE_MORE, NEW),
        told=[BLOCKED, AGAIN],
    ),
    "gone, and back within the day": story((FULL, ALL), (status(410), "gone"), (ONE_MORE, NEW)),
    "gone, back, gone: never switched off": story(
        (FULL, ALL), (status(410), "gone"), (FULL, NOTHING), (status(410), "gone"), (ONE_MORE, NEW), hours=20
    ),
    "gone and not found by turns": story(
        (FULL, ALL),
        (status(404), "not_found"),
        (status(410), "gone"),
        (status(404), "not_found"),
        (ONE_MORE, NEW),
        told=["the source: is not there any more", AGAIN],
        hours=20,
    ),
    "private at the second poll": story(
        (FULL, ALL),
        (moved("http://10.0.0.1/"), "private_address"),
        (moved("http://[::ffff:a9fe:a9fe]/"), "private_address"),
        (ONE_MORE, NEW),
        told=[BLOCKED, AGAIN],
    ),
    "too many requests, in every way": story(
        (FULL, ALL),
        (status(429, "Mon, 02 Mar 2026 23:00:00 GMT"), "rate_limited"),
        (status(429, "soon"), "rate_limited"),
        (status(503, "99999999999999999999"), "server_error"),
        (ONE_MORE, NEW),
        told=["the source: cannot be read", AGAIN],
    ),
    "HTTP/1.0 and back": story(
        (Reply(raw=b"HTTP/1.0 200 OK\r\n\r\n" + rss(items(*NAMES))), ALL),
        (ONE_MORE, NEW),
        (Reply(raw=b"HTTP/1.0 304 Not Modified\r\n\r\n"), "http_error"),
    ),
    "rubbish in the chunks at the second poll": story(
        (FULL, ALL),
        (
            Reply(
                raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\nFFFFFFFFFFFFFFFFFF\r\n"
            ),
            "truncated",
        ),
        (Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>XX"), "protocol"),
        (ONE_MORE, NEW),
    ),
    # validators
    "a new ETag for the same page each time": story(
        *[(page(*items(*NAMES), tag=f'"{n}"'), (ALL, NOTHING)[n > 0]) for n in range(4)]
    ),
    "one ETag for every page": story(
        (page(*items(*NAMES), tag='"x"'), ALL), (page(*items(*MORE), tag='"x"'), NEW)
    ),
    "304 with another ETag": story(
        (page(*items(*NAMES), tag='"1"'), ALL),
        (Reply(status=304, length=None, headers=(("ETag", '"2"'),)), NOTHING),
        (page(*items(*MORE), tag='"3"'), NEW),
    ),
    "last changed in the future": story(
        (page(*items(*NAMES), changed="Fri, 31 Dec 2199 23:59:59 GMT"), ALL),
        (UNCHANGED, NOTHING),
        (page(*items(*MORE), changed="Thu, 01 Jan 1970 00:00:00 GMT"), NEW),
    ),
    # floods
    "two thousand new ones": story(
        (FULL, ALL), (page(*items(*[f"n{n}" for n in range(1990)], *NAMES)), (1990, 0, 0))
    ),
    "five thousand new ones, more than are read": story(
        (FULL, ALL),
        (page(*items(*[f"n{n}" for n in range(5000)], *NAMES)), (2000, 0, 0)),
        told=["the source: old items under new ids"],
    ),
}


@pytest.mark.parametrize("name", STORIES)
async def test_polls_of(name: str, bench: Bench, server: FeedServer) -> None:
    await check(STORIES[name], bench, server)
