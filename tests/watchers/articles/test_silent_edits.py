"""Visits to articles that carry a matched statement: what was edited without a word is told, and nothing else is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.articles import (
    DAY,
    FEWER,
    HOUR,
    LAST,
    LEAD,
    MINUTE,
    PLANT,
    REYL,
    TEXT,
    Desk,
    page,
)
from tests.fakes.server import Answer, FeedServer, Reply, Request, rss
from watchers.presence import LEFT

pytestmark = pytest.mark.asyncio(loop_scope="module")
EDITED = (FEWER, *TEXT[1:])
CONSENT = Reply(
    body=b"<html><body><div><h1>Before you continue</h1><p>We and our 842 partners store cookies on your device, "
    b"with your consent, to personalise content and advertising for you.</p><p>You can object in the privacy "
    b"settings at any time, at the bottom of each page.</p></div></body></html>",
    content_type="text/html",
)
LOGIN = Reply(
    body=b"<html><body><h1>Sign in</h1><p>Subscribe or sign in to continue reading this and other stories.</p>"
    b"<form><input type=password></form></body></html>",
    content_type="text/html",
)
SOFT_404 = Reply(
    body=b"<html><body><h1>Oh no</h1><p>Sorry, the page you are looking for does not exist or was moved.</p>",
    content_type="text/html",
)
OTHER = page(*["Northfield Energy will build a wind farm at the coast, the council decided on Tuesday."] * 5)


async def watched(desk: Desk, server: FeedServer, *answers: Answer, feed: str = "") -> None:
    """A story with a summary (or the whole text in its `feed`), its page read for the first time."""
    server.serve("/story", *answers)
    await desk.follow(desk.story(text=feed) if feed else desk.story())
    await desk.poll()
    assert await desk.outcomes(timedelta(0) if not feed else 15 * MINUTE) == ["read"]
    assert desk.tell() == []


async def test_a_figure_that_is_edited_in_silence_is_told_at_the_ladders_time(
    desk: Desk, server: FeedServer
) -> None:
    await watched(desk, server, page(), page(*EDITED))
    assert await desk.outcomes(14 * MINUTE) == []
    assert await desk.outcomes(1 * MINUTE) == ["read"]
    [alert] = desk.told
    assert desk.tell() == ["figure_changed"]
    assert alert.before and alert.after
    assert ("half" in alert.before.text, "a fifth" in alert.after.text) == (True, True)
    assert alert.after.url == server.url("/story")
    assert "The text of one entry was changed after publication." in alert.why
    assert await desk.outcomes(15 * MINUTE) == ["same"]
    assert desk.tell() == []


async def test_the_edit_is_owed_to_those_who_hear_it(desk: Desk, server: FeedServer) -> None:
    await watched(desk, server, page(), page(*EDITED))
    [visited] = await desk.visit(15 * MINUTE)
    assert visited.told.owed == 1
    owed = await desk.bench.store.read(lambda tx: tx.outbox.owed())
    assert [each.subject_id for each in owed] == [visited.told.alerts[0].id]


@pytest.mark.parametrize(
    "reply",
    [
        page(*TEXT, ago="5 hours"),
        page(*TEXT, comments=340),
        page(*TEXT, related="Union wants 12 percent more by 2029"),
        page(*[each.replace("'", "’").replace(" - ", " – ") for each in TEXT]),
        page(*TEXT[:3], LAST.replace("said", "said", 1) + " "),
        page(*[f"<b>{each[:20]}</b>{each[20:]}" for each in TEXT]),
    ],
    ids=["relative time", "comments", "related links", "typography", "spaces", "markup"],
)
async def test_what_is_cosmetic_is_never_told(reply: Reply, desk: Desk, server: FeedServer) -> None:
    await watched(desk, server, page(), reply)
    for wait in (15 * MINUTE, 15 * MINUTE, HOUR):
        await desk.visit(wait)
    assert desk.tell() == []


@pytest.mark.parametrize(
    "reply",
    [
        CONSENT,
        LOGIN,
        SOFT_404,
        OTHER,
        page(LEAD, PLANT),
        Reply(status=403),
        Reply(status=503),
        Reply(status=401),
    ],
    ids=["consent wall", "log-in", "soft 404", "another article", "teaser", "403", "503", "401"],
)
async def test_a_page_that_turns_into_something_else_is_never_told(
    reply: Reply, desk: Desk, server: FeedServer
) -> None:
    await watched(desk, server, page(), reply, reply, reply, page())
    for wait in (15 * MINUTE, 15 * MINUTE, 15 * MINUTE):
        assert await desk.outcomes(wait) == ["strange"]
        assert (await desk.row()).reason.endswith(".")
    assert await desk.outcomes(15 * MINUTE) == ["same"]
    assert ((await desk.row()).strange, desk.tell()) == (0, [])


async def test_after_a_wall_the_edit_that_happened_meanwhile_is_told(desk: Desk, server: FeedServer) -> None:
    await watched(desk, server, page(), CONSENT, page(*EDITED))
    assert await desk.outcomes(15 * MINUTE) == ["strange"]
    assert await desk.outcomes(15 * MINUTE) == ["read"]
    assert desk.tell() == ["figure_changed"]


async def test_a_sentence_that_is_taken_out_is_told_when_the_next_visit_confirms_it(
    desk: Desk, server: FeedServer
) -> None:
    await watched(desk, server, page(), page(PLANT, REYL, LAST))
    first_read = (await desk.row()).read_at
    assert await desk.outcomes(15 * MINUTE) == ["read"]
    assert (desk.tell(), len((await desk.row()).missing)) == ([], 1)
    assert await desk.outcomes(15 * MINUTE) == ["read"]
    [alert] = desk.told
    assert desk.tell() == ["withdrawn"]
    assert alert.before and "half of entry-level" in alert.before.text
    assert first_read is not None
    [change] = alert.changes
    assert change.last_seen is not None  # type: ignore[union-attr]
    assert await desk.outcomes(15 * MINUTE) == ["same"]
    assert desk.tell() == []


async def test_a_sentence_that_comes_back_was_never_gone(desk: Desk, server: FeedServer) -> None:
    await watched(desk, server, page(), page(PLANT, REYL, LAST), page())
    for wait in (15 * MINUTE, 15 * MINUTE, 15 * MINUTE):
        await desk.visit(wait)
    assert ((await desk.row()).missing, desk.tell()) == ((), [])


async def test_a_feed_edit_of_the_same_sentence_is_told_once(desk: Desk, server: FeedServer) -> None:
    await watched(desk, server, page(), page(*EDITED), feed=f"{LEAD} {PLANT}")
    server.serve("/feed", Reply(body=rss([desk.story(text=f"{FEWER} {PLANT}")])))
    await desk.poll()
    assert desk.tell() == ["figure_changed"]
    assert await desk.outcomes(15 * MINUTE) == ["read"]
    assert desk.tell() == []


async def test_a_page_edit_that_the_feed_follows_is_told_once(desk: Desk, server: FeedServer) -> None:
    await watched(desk, server, page(), page(*EDITED), feed=f"{LEAD} {PLANT}")
    assert await desk.outcomes(15 * MINUTE) == ["read"]
    assert desk.tell() == ["figure_changed"]
    server.serve("/feed", Reply(body=rss([desk.story(text=f"{FEWER} {PLANT}")])))
    await desk.poll()
    assert desk.tell() == []


async def test_a_whole_text_in_the_feed_is_compared_with_the_page_at_the_first_visit(
    desk: Desk, server: FeedServer
) -> None:
    rest = [
        f"The council of town {n} heard the plan on Monday and asked for time to read it." for n in "abcdefgh"
    ]
    whole = " ".join([*TEXT, *rest])
    server.serve("/story", page(*EDITED, *rest))
    await desk.follow(desk.story(text=whole))
    await desk.poll()
    assert await desk.outcomes() == []
    assert await desk.outcomes(15 * MINUTE) == ["read"]
    assert desk.tell() == ["figure_changed"]


async def test_validators_are_sent_and_not_modified_is_the_same(desk: Desk, server: FeedServer) -> None:
    def tagged(request: Request) -> Reply:
        if request.header("if-none-match") == '"1"':
            return Reply(status=304, length=None)
        return page(headers=(("ETag", '"1"'),))

    await watched(desk, server, tagged)
    assert await desk.outcomes(15 * MINUTE) == ["same"]
    asked = [r.header("if-none-match") for r in server.requests if r.target == "/story"]
    assert asked == [None, '"1"']
    await desk.visit(25 * HOUR)
    asked = [r.header("if-none-match") for r in server.requests if r.target == "/story"]
    assert asked == [None, '"1"', None]


async def test_visits_grow_rare_and_end_after_a_year(desk: Desk, server: FeedServer) -> None:
    await watched(desk, server, page())
    begun, steps = desk.bench.now, []
    while (due := (await desk.row()).due_at) is not None:
        steps.append(due - desk.bench.now)
        desk.bench.now = due
        assert await desk.outcomes() == ["same"]
    assert steps == sorted(steps)
    assert set(steps) == {15 * MINUTE, HOUR, 3 * HOUR, 3 * DAY, 30 * DAY}
    assert desk.bench.now - begun >= 365 * DAY
    assert server.asked("/story") == len(steps) + 1


async def test_the_next_visit_survives_a_restart(desk: Desk, server: FeedServer) -> None:
    await watched(desk, server, page(), page(*EDITED))
    desk.restart()
    assert await desk.outcomes(14 * MINUTE) == []
    desk.restart()
    assert await desk.outcomes(MINUTE) == ["read"]
    assert desk.tell() == ["figure_changed"]


async def test_a_visit_that_was_cut_off_is_made_again(desk: Desk, server: FeedServer) -> None:
    await watched(desk, server, page(), page(*EDITED))
    desk.bench.now += 15 * MINUTE
    now = desk.bench.now
    [leased] = await desk.bench.store.transact(lambda tx: tx.articles.lease_due(now, now + HOUR, "dead", 9))
    assert await desk.outcomes(MINUTE) == []
    assert await desk.outcomes(HOUR) == ["read"]
    assert desk.tell() == ["figure_changed"]
    late = await desk.rounds.visitor.visit(leased, desk.bench.now)
    assert late.outcome == "lost"


async def test_a_page_that_is_gone_with_its_list_entry_still_there_is_not_told(
    desk: Desk, server: FeedServer
) -> None:
    await watched(desk, server, page(), Reply(status=404))
    for wait in (15 * MINUTE, HOUR, HOUR, HOUR):
        assert await desk.outcomes(wait) == ["gone"]
    assert desk.tell() == []


@pytest.mark.parametrize("status", [404, 410])
async def test_an_old_article_whose_page_is_gone_twice_is_told_once(
    status: int, desk: Desk, server: FeedServer
) -> None:
    await watched(desk, server, page(), Reply(status=status))
    await desk.roll_off()
    seen = await desk.bench.seen(desk.source)
    assert seen["g:id-story"].missing == LEFT
    assert await desk.outcomes(15 * MINUTE) == ["gone"]
    assert desk.tell() == []
    assert await desk.outcomes(HOUR) == ["gone"]
    [alert] = desk.told
    assert desk.tell() == ["withdrawn"]
    assert alert.changes[0].last_seen is not None  # type: ignore[union-attr]
    assert (await desk.row()).due_at is None
    assert await desk.outcomes(10 * DAY) == []


async def test_many_pages_gone_at_once_are_a_new_site(desk: Desk, server: FeedServer) -> None:
    names = ["a", "b", "c", "d"]
    for name in names:
        server.serve(f"/{name}", page(), Reply(status=404))
    await desk.follow(*[desk.story(name) for name in names])
    await desk.poll()
    assert await desk.outcomes() == ["read"] * 4
    await desk.roll_off()
    desk.tell()
    for wait in (15 * MINUTE, HOUR, HOUR):
        await desk.visit(wait)
    assert desk.tell() == []


async def test_an_article_without_a_matched_statement_is_not_visited_again(
    desk: Desk, server: FeedServer
) -> None:
    server.serve("/story", page())
    await desk.follow(desk.story(), query="plant AND zeppelin")
    await desk.poll()
    await desk.visit()
    assert await desk.rows() == []


async def test_a_removed_source_takes_its_visits_along(desk: Desk, server: FeedServer) -> None:
    await watched(desk, server, page())
    await desk.bench.store.transact(lambda tx: tx.sources.remove(desk.source))
    assert await desk.outcomes(15 * MINUTE) == []
    assert server.asked("/story") == 1
