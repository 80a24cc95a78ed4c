"""Full text where a feed gives a summary only: read once, politely, and nothing said twice."""

from __future__ import annotations

import pytest

from rules.model import Statement
from state.store import Tx
from tests.fakes import nouns
from tests.fakes.articles import DAY, FEWER, HOUR, LAST, LEAD, MINUTE, PLANT, SUMMARY, Desk, html, page
from tests.fakes.server import FeedServer, Reply, item, rss
from watchers.articles.twin import twin_id
from watchers.articles.want import is_summary

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def recorded(desk: Desk) -> list[Statement]:
    def work(tx: Tx) -> list[Statement]:
        found: list[Statement] = []
        for seen in tx.entries.seen(desk.source).values():
            found += tx.entries.statements_of(seen.entry_id)
        return found

    return await desk.bench.store.read(work)


async def test_a_summary_is_completed_from_the_page(desk: Desk, server: FeedServer) -> None:
    server.serve("/story", page())
    await desk.follow(desk.story())
    await desk.poll()
    assert await desk.outcomes() == ["read"]
    texts = [each.text for each in await recorded(desk)]
    assert any("half of entry-level" in each for each in texts)
    assert not any("99 percent" in each for each in texts)
    assert server.asked("/story") == 1


async def test_what_the_summary_said_is_recorded_once(desk: Desk, server: FeedServer) -> None:
    server.serve("/story", page())
    await desk.follow(desk.story(text=LEAD))
    await desk.poll()
    assert await desk.outcomes() == ["read"]
    texts = [each.text for each in await recorded(desk)]
    assert sum("entry-level" in each for each in texts) == 1
    assert any("too high" in each for each in texts)
    assert desk.tell() == []


async def test_the_page_in_other_words_than_its_summary_is_no_alert(desk: Desk, server: FeedServer) -> None:
    server.serve("/story", page())
    await desk.follow(desk.story(text="Mara Voss said half of warehouse jobs could disappear by 2030."))
    await desk.poll()
    await desk.visit()
    assert desk.tell() == []


async def test_a_statement_that_only_the_page_has_is_held_against_what_was_said_before(
    desk: Desk, server: FeedServer
) -> None:
    before = FEWER
    server.serve("/first", page(before, PLANT, LAST))
    server.serve("/story", page())
    await desk.follow(item("first", before, link=server.url("/first")), query='"Mara Voss" OR jobs')
    await desk.poll()
    await desk.visit()
    assert desk.tell() == []
    both = [
        desk.story(text="Halden Robotics speaks of jobs."),
        item("first", before, link=server.url("/first")),
    ]
    server.serve("/feed", Reply(body=rss(both)))
    await desk.poll(DAY)
    await desk.visit()
    assert desk.tell() == ["figure_changed"]


async def test_history_is_not_fetched(desk: Desk, server: FeedServer) -> None:
    await desk.follow()
    assert await desk.rows() == []
    assert await desk.visit(DAY) == []
    assert server.asked("/old") == 0


async def test_an_entry_that_nobody_can_care_for_is_not_fetched(desk: Desk, server: FeedServer) -> None:
    server.serve("/story", page())
    await desk.follow(desk.story(), query="turbines AND speaker:Lindqvist")
    await desk.poll()
    assert await desk.rows() == []
    assert server.asked("/story") == 0


async def test_a_sign_of_the_rule_in_title_or_summary_is_enough_and_without_a_match_the_page_is_read_once(
    desk: Desk, server: FeedServer
) -> None:
    server.serve("/story", page())
    await desk.follow(desk.story(), query="plant AND zeppelin")
    await desk.poll()
    assert await desk.outcomes() == ["read"]
    assert await desk.rows() == []
    assert await desk.visit(HOUR) == []
    assert server.asked("/story") == 1


async def test_a_source_that_is_opted_out_is_left_alone(desk: Desk, server: FeedServer) -> None:
    server.serve("/story", page())
    await desk.follow(desk.story())
    await desk.pages(full_text=False)
    await desk.poll()
    assert await desk.rows() == []


async def test_opting_out_ends_the_visits_under_way(desk: Desk, server: FeedServer) -> None:
    server.serve("/story", page())
    await desk.follow(desk.story())
    await desk.poll()
    await desk.pages(full_text=False)
    assert await desk.outcomes() == ["let go"]
    assert (await desk.rows(), server.asked("/story")) == ([], 0)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=503),
        Reply(body=b"<html><body><p>Mara Voss", content_type="text/html", length=None, hang=True),
        Reply(body=b"%PDF-1.7 ...", content_type="application/pdf"),
        Reply(body=b"<html><body><p>Before you continue: cookies and partners.", content_type="text/html"),
        Reply(
            body=html("Northfield Energy builds a wind farm. " * 9).replace(b"Halden", b"Norden"),
            content_type="text/html",
        ),
        Reply(body=b"<html><body>" + b"<p>word word</p>" * 400_000, content_type="text/html"),
        Reply(body=b"<html><body>" + b"<div>" * 200_000, content_type="text/html"),
    ],
    ids=["503", "slow", "pdf", "consent", "another article", "too large", "deep"],
)
async def test_a_page_that_does_not_show_the_article_is_tried_again_and_then_let_go(
    reply: Reply, desk: Desk, server: FeedServer
) -> None:
    server.serve("/story", reply)
    await desk.follow(desk.story(), query="plant AND zeppelin")
    await desk.poll()
    assert await desk.outcomes() == ["strange"]
    assert await desk.outcomes(10 * MINUTE) == ["strange"]
    assert await desk.outcomes(HOUR) == ["strange"]
    assert await desk.outcomes(6 * HOUR) == ["let go"]
    assert (await desk.rows(), desk.tell()) == ([], [])


async def test_a_page_that_costs_too_much_is_given_up_and_the_feed_goes_on(
    desk: Desk, server: FeedServer
) -> None:
    bomb = b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">" + SUMMARY.encode()
    server.serve("/story", Reply(body=bomb, content_type="text/html"))
    await desk.follow(desk.story())
    await desk.poll()
    [visited] = await desk.visit()
    assert (visited.outcome, "gave" in visited.words or "given up" in visited.words) == ("strange", True)
    assert (await desk.poll()).outcome in ("new", "nothing")


async def test_the_pages_text_stands_beside_the_feed_and_is_no_item_of_it(
    desk: Desk, server: FeedServer
) -> None:
    server.serve("/story", page())
    await desk.follow(desk.story())
    await desk.poll()
    await desk.visit()
    polled = [await desk.poll(HOUR) for _ in range(4)]
    assert [(p.absorbed.new, p.absorbed.edited, p.absorbed.withdrawn) for p in polled] == [(0, 0, 0)] * 4
    row = await desk.row()
    twin = await desk.bench.store.read(lambda tx: tx.entries.get(twin_id(row.entry_id)))
    assert twin is not None
    assert LEAD in twin.content
    assert "comments" not in twin.content


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("Short.", True),
        ("", True),
        ("Words go on and on here. " * 60 + "And then […]", True),
        ("Words go on and on here. " * 60 + "Continue reading this at the Dispatch", True),
        ("Words go on and on here. " * 60 + "The post Plans appeared first on The Halden Dispatch.", True),
        ("Words go on and on here. " * 60, False),
        ("Words go on and on here. " * 200 + "…", False),
    ],
)
async def test_a_summary_is_short_or_cut_off(text: str, summary: bool) -> None:
    assert is_summary(nouns.entry(content=text)) is summary
