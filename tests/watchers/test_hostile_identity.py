"""Over several polls: which item is which, what is an edit, where redirects lead and what validators are worth."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.pages import counts
from tests.fakes.server import FeedServer, Reply, item, moved
from tests.fakes.stories import (
    ALL,
    EMPTY,
    FULL,
    MORE,
    NAMES,
    NEW,
    NOTHING,
    SITE,
    UNCHANGED,
    Story,
    check,
    dated,
    html,
    items,
    other_site,
    page,
    status,
    story,
    text,
)
from tests.fakes.watching import Bench

pytestmark = pytest.mark.asyncio(loop_scope="module")

STORIES: dict[str, Story] = {
    # who is who
    "every guid changes at once": story(
        (FULL, ALL),
        (page(*[item(n, text(n), guid=f"new-{n}") for n in NAMES]), NOTHING),
        (page(*[item(n, text(n), guid=f"new-{n}") for n in MORE]), NEW),
    ),
    "every guid and link changes at once": story(
        (FULL, ALL),
        (page(*[item(n, text(n), guid=f"new-{n}", link=f"{SITE}/new/{n}") for n in NAMES]), NOTHING),
    ),
    "every guid and link, short texts": story(
        (page(*[item(n, "Soon.") for n in NAMES]), ALL),
        (page(*[item(n, "Soon.", guid=f"new-{n}", link=f"{SITE}/new/{n}") for n in NAMES]), NOTHING),
    ),
    "two items of short words are two new ones": story(
        (page(*[item(n, "Soon.", title="Note") for n in NAMES[:2]]), (2, 0, 0)),
        (page(*[item(f"x{n}", "Soon.", title="Note") for n in NAMES[:2]]), (2, 0, 0)),
    ),
    "every link gets https, www and a tracker": story(
        (FULL, ALL),
        (
            page(
                *[
                    item(n, text(n), link=f"http://www.halden-dispatch.example/{n}/?utm_source=x")
                    for n in NAMES
                ]
            ),
            NOTHING,
        ),
    ),
    "guids that meet later": story(
        (page(item("a", text("a"), guid="x")), NEW),
        (page(item("b", text("b"), guid="x"), item("a", text("a"), guid="x")), NEW),
        (page(item("a", text("a"), guid="x")), NOTHING),
        (page(item("b", text("b"), guid="x"), item("a", text("a"), guid="x")), NOTHING),
    ),
    "one guid and link for two texts": story(
        *[
            (page(*[item(n, text(n), guid="x", link=f"{SITE}/x") for n in ("a", "b")]), came)
            for came in ((2, 0, 0), NOTHING)
        ]
    ),
    "dates that jump back and forth": story(
        (dated(*[f"Sun, 01 Mar 2026 {20 - n}:00:00 GMT" for n in range(6)]), ALL),
        (dated(*[f"Mon, 02 Mar 2026 {20 - n}:00:00 GMT" for n in range(6)]), NOTHING),
        (dated(*[f"Sat, 01 Mar 2025 {20 - n}:00:00 GMT" for n in range(6)]), NOTHING),
        (dated(*[f"Sat, 01 Mar 2036 {20 - n}:00:00 GMT" for n in range(6)]), NOTHING),
        (FULL, NOTHING),
    ),
    # what is no edit, what is one
    "every title gets the paper's name": story(
        (FULL, ALL),
        (page(*[item(n, text(n), title=f"[Halden] About {n}") for n in NAMES]), (0, 6, 0)),
        (FULL, (0, 6, 0)),
    ),
    "three titles of six get a word in front": story(
        (FULL, ALL),
        (
            page(*[item(n, text(n), title=f"Retracted: About {n}") for n in NAMES[:3]], *items(*NAMES[3:])),
            (0, 3, 0),
        ),
        alerts=3,
    ),
    "a line under every text": story(
        (FULL, ALL),
        (
            page(
                *[item(n, f"{text(n)}&lt;p&gt;First seen in the Halden Dispatch.&lt;/p&gt;") for n in NAMES]
            ),
            (0, 6, 0),
        ),
    ),
}


@pytest.mark.parametrize("name", STORIES)
async def test_polls_of(name: str, bench: Bench, server: FeedServer) -> None:
    await check(STORIES[name], bench, server)


async def test_a_redirect_that_is_permanent_only_now_and_then_is_never_stored(
    bench: Bench, server: FeedServer
) -> None:
    server.serve("/new", FULL)
    steps = [moved("/new", 301), moved("/new", 301), moved("/new", 302)] * 3
    source = await bench.follow(server.serve("/old", *steps))
    for _ in steps:
        await bench.poll(source, timedelta(days=1))
    assert (await bench.source(source)).url.endswith("/old")


async def test_a_permanent_redirect_to_another_place_each_time_is_never_stored(
    bench: Bench, server: FeedServer
) -> None:
    for number in range(6):
        server.serve(f"/new{number}", FULL)
    source = await bench.follow(server.serve("/old", *[moved(f"/new{n}", 308) for n in range(6)]))
    for _ in range(6):
        await bench.poll(source, timedelta(days=1))
    assert (await bench.source(source)).url.endswith("/old")


@pytest.mark.parametrize("end", [html("Halden"), other_site(), status(503), EMPTY])
async def test_a_permanent_redirect_to_what_is_not_the_feed_is_not_stored(
    end: Reply, bench: Bench, server: FeedServer
) -> None:
    server.serve("/new", end)
    source = await bench.follow(server.serve("/old", FULL, moved("/new", 301), moved("/new", 301), FULL))
    for _ in range(3):
        await bench.poll(source, timedelta(days=1))
    assert (await bench.source(source)).url.endswith("/old")


async def test_after_a_clock_that_was_a_year_ahead_nothing_waits_for_that_year(
    bench: Bench, server: FeedServer
) -> None:
    def answer(request):  # type: ignore[no-untyped-def]
        return UNCHANGED if request.header("if-none-match") else page(*items(*MORE), tag='"x"')

    right = bench.now
    source = await bench.follow(server.serve("/feed", page(*items(*NAMES), tag='"x"'), answer))
    await bench.poll(source, timedelta(days=365))
    bench.now = right
    assert counts([await bench.poll(source)]) == [NEW]


async def test_a_page_that_emptied_while_the_clock_was_a_year_ahead_is_told_a_day_after_it_is_right(
    bench: Bench, server: FeedServer
) -> None:
    source = await bench.follow(server.serve("/feed", FULL, EMPTY))
    await bench.poll(source)
    right = bench.now
    await bench.poll(source, timedelta(days=365))
    bench.now = right
    for _ in range(4):
        assert bench.told == []
        await bench.poll(source, timedelta(hours=11))
    assert bench.told == ["the source: lists nothing any more"]


async def test_an_etag_too_long_to_send_back_is_not_kept(bench: Bench, server: FeedServer) -> None:
    """Many servers refuse requests whose headers have more than 8 KB: it would be refused for a day."""
    source = await bench.follow(
        server.serve("/feed", page(*items(*NAMES), tag='"' + "x" * 9000 + '"'), page(*items(*MORE)))
    )
    await bench.poll(source)
    assert counts([await bench.poll(source)]) == [NEW]
    assert server.requests[1].header("if-none-match") is None
