"""An entry that left the middle of its list: its own page is asked before a withdrawal is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.change import Withdrawn
from rules.model import Entry
from state.model import EntrySeen
from tests.fakes.pages import counts, heads
from tests.fakes.server import Answer, FeedServer, Reply, item, rss
from tests.fakes.watching import Bench
from watchers.articles.ask import Asker
from watchers.fetch import Fetcher
from watchers.hosts import Hosts
from watchers.own_page import AT_ONCE, OwnPages, has_own_page, shows
from watchers.poll import Polled
from watchers.presence import ASKS, GOOD_POLLS, LEFT, Presence, answered
from watchers.presence import Answer as PageAnswer

on_one_loop = pytest.mark.asyncio(loop_scope="module")

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TEXT = "Northfield Energy said its plant will open in 2027."
ARTICLE = Reply(
    body=f"<html><title>Dispatch</title><body><h1>About two &amp; more</h1><p>{TEXT}".encode(),
    content_type="text/html",
)
SOFT_404 = Reply(body=b"<html><title>Nothing here</title><body>Sorry.", content_type="text/html")
TAKEN = Reply(body=b"<html><title>Halden</title><p>This article has been removed.", content_type="text/html")
GONE, NOT_FOUND, BROKEN = Reply(status=410), Reply(status=404), Reply(status=503)


def story(server: FeedServer, name: str) -> str:
    return item(name, TEXT, link=server.url(f"/{name}"))


async def missed(
    bench: Bench, server: FeedServer, *answers: Answer, rounds: int = 6, tagged: bool = False
) -> tuple[str, list[Polled]]:
    """Polls of a list that loses "two" from its middle for good; `answers`: of that entry's page."""
    bench.poller.own_pages = OwnPages(
        Asker(fetcher=bench.fetcher, clock=lambda: bench.now, hosts=Hosts(gap=0))
    )
    server.serve("/two", *answers)
    headers = (("ETag", '"1"'),) if tagged else ()
    full = Reply(body=rss([story(server, name) for name in ("three", "two", "one")]))
    without = Reply(body=rss([story(server, name) for name in ("three", "one")]), headers=headers)
    rest: list[Answer] = [without] if not tagged else [without, Reply(status=304, length=None)]
    source = await bench.follow(server.serve("/feed", full, *rest))
    return source, [await bench.poll(source) for _ in range(rounds)]


def withdrawn(done: list[Polled]) -> list[int]:
    return [count for _, _, count in counts(done)]


@on_one_loop
@pytest.mark.parametrize("reply", [GONE, NOT_FOUND, TAKEN], ids=["410", "404", "in words"])
async def test_a_page_that_is_gone_too_is_a_withdrawal(
    reply: Reply, bench: Bench, server: FeedServer
) -> None:
    source, done = await missed(bench, server, reply)
    assert withdrawn(done) == [0, 0, 1, 0, 0, 0]
    assert heads(done)[2] != []
    assert server.asked("/two") == 1
    assert (await bench.seen(source))["g:id-two"].withdrawn


@on_one_loop
async def test_a_withdrawal_says_when_the_list_last_had_it(bench: Bench, server: FeedServer) -> None:
    before = bench.now
    _, done = await missed(bench, server, GONE)
    [change] = done[2].absorbed.alerts[0].changes
    assert isinstance(change, Withdrawn)
    assert change.last_seen == before + timedelta(hours=1)  # the first poll; the second one missed it


@on_one_loop
async def test_a_page_that_stands_only_left_the_list_and_is_asked_once(
    bench: Bench, server: FeedServer
) -> None:
    source, done = await missed(bench, server, ARTICLE)
    assert withdrawn(done) == [0] * 6
    assert heads(done) == [[]] * 6
    assert server.asked("/two") == 1
    assert (await bench.seen(source))["g:id-two"].missing == LEFT


@on_one_loop
@pytest.mark.parametrize("reply", [BROKEN, SOFT_404], ids=["a server error", "a page without its words"])
async def test_a_page_that_tells_nothing_is_asked_three_times_and_then_left_in_silence(
    reply: Reply, bench: Bench, server: FeedServer
) -> None:
    source, done = await missed(bench, server, reply, rounds=8)
    assert withdrawn(done) == [0] * 8
    assert server.asked("/two") == ASKS
    assert (await bench.seen(source))["g:id-two"].missing == LEFT


@on_one_loop
async def test_a_page_that_is_gone_at_the_second_question_is_a_withdrawal(
    bench: Bench, server: FeedServer
) -> None:
    _, done = await missed(bench, server, BROKEN, GONE)
    assert withdrawn(done) == [0, 0, 0, 1, 0, 0]


@on_one_loop
async def test_polls_that_bring_nothing_ask_as_well(bench: Bench, server: FeedServer) -> None:
    _, done = await missed(bench, server, BROKEN, GONE, tagged=True)
    assert withdrawn(done) == [0, 0, 0, 1, 0, 0]


@on_one_loop
async def test_an_entry_that_comes_back_after_its_page_was_asked_is_not_new(
    bench: Bench, server: FeedServer
) -> None:
    source, _ = await missed(bench, server, ARTICLE, rounds=3)
    server.serve("/feed", Reply(body=rss([story(server, name) for name in ("three", "two", "one")])))
    done = await bench.poll(source)
    assert (done.absorbed.new, done.absorbed.withdrawn) == (0, 0)
    assert (await bench.seen(source))["g:id-two"].missing == 0


@on_one_loop
async def test_a_host_whose_turn_is_far_off_is_not_asked_and_no_question_is_spent(
    fetcher: Fetcher, server: FeedServer
) -> None:
    pages = OwnPages(Asker(fetcher=fetcher, clock=lambda: NOW, hosts=Hosts(gap=60)))
    pages.asker.hosts.reserve("127.0.0.1", NOW)
    entry = entry_of("two", url=server.serve("/two", GONE))
    assert await pages.ask({"two": entry}) == {"two": "not_asked"}
    assert server.asked("/two") == 0


@on_one_loop
async def test_one_poll_asks_few_pages(fetcher: Fetcher, server: FeedServer) -> None:
    pages = OwnPages(Asker(fetcher=fetcher, clock=lambda: NOW, hosts=Hosts(gap=0)))
    entries = {name: entry_of(name, url=server.serve(f"/{name}", GONE)) for name in ("a", "b", "c")}
    answers = await pages.ask(entries)
    assert list(answers.values()) == ["gone"] * AT_ONCE + ["not_asked"]


@on_one_loop
async def test_a_host_that_asks_for_peace_is_left_alone(fetcher: Fetcher, server: FeedServer) -> None:
    pages = OwnPages(Asker(fetcher=fetcher, clock=lambda: NOW, hosts=Hosts(gap=0)))
    busy = Reply(status=429, headers=(("Retry-After", "300"),))
    await pages.ask({"two": entry_of("two", url=server.serve("/two", busy))})
    assert pages.asker.hosts.turn("127.0.0.1", NOW) == NOW + timedelta(seconds=300)


def entry_of(title: str, text: str = "", url: str = "https://halden-dispatch.example/two") -> Entry:
    return Entry(
        id="e",
        source_id="s",
        key="k",
        kind="article",
        url=url,
        title=title,
        author=None,
        published=None,
        published_raw="",
        content=text,
        content_type="html",
        first_seen=NOW,
    )


HEADLINE = "Halden Robotics will cut 300 jobs"


@pytest.mark.parametrize(
    ("title", "text", "body", "there"),
    [
        (HEADLINE, "", "<h1>Halden <b>Robotics</b> will cut&nbsp;300 jobs</h1>", True),
        (HEADLINE, "", "<h1>HALDEN ROBOTICS WILL CUT 300 JOBS</h1>", True),
        ("New title since", f"<p>{TEXT}</p>", f"<p>{TEXT}</p>", True),
        (HEADLINE, f"<p>{TEXT}</p>", "<h1>This page does not exist</h1>", False),
        (HEADLINE, "", '<a href="/halden-robotics-will-cut-300-jobs">Home</a>', False),
        ("Brief", f"<p>{TEXT}</p>", "<h1>A brief history</h1>", False),
        ("", "", "<h1>Anything</h1>", False),
    ],
)
def test_a_page_shows_an_entry_by_its_title_or_its_words(
    title: str, text: str, body: str, there: bool
) -> None:
    assert shows(body.encode(), "text/html; charset=utf-8", entry_of(title, text)) is there


@given(body=st.binary(max_size=300), content_type=st.text(max_size=40))
@settings(max_examples=60)
def test_no_page_is_too_broken_to_look_at(body: bytes, content_type: str) -> None:
    assert shows(body, f"text/html; charset={content_type}", entry_of(HEADLINE)) in (True, False)


def seen_of(key: str, url: str, missing: int = 0) -> EntrySeen:
    return EntrySeen(
        entry_id=key,
        key=key,
        content_hash="",
        revisions=1,
        url=url,
        title=key,
        first_seen=NOW,
        missing=missing,
    )


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://paper.example/a", True),
        ("", False),
        ("https://paper.example/", False),
        ("https://paper.example/all", False),
    ],
)
def test_a_link_that_others_share_is_no_page_of_its_own(url: str, own: bool) -> None:
    seen = {"k": seen_of("k", url), "other": seen_of("other", "https://paper.example/all")}
    assert has_own_page(seen["k"], seen, "https://paper.example") is own


@given(
    answers=st.dictionaries(
        st.sampled_from("abcd"), st.sampled_from(["there", "gone", "unknown", "not_asked"])
    ),
    missing=st.integers(1, 9),
    flaps=st.integers(0, 4),
)
@settings(max_examples=80)
def test_only_what_is_gone_or_has_no_page_is_withdrawn(
    answers: dict[str, PageAnswer], missing: int, flaps: int
) -> None:
    seen = {key: seen_of(key, f"https://paper.example/{key}", missing) for key in "abcd"}
    before = Presence(dict.fromkeys("abcd", missing + 1), tuple("abcd"))
    after = answered(before, answers, seen, flaps=flaps)
    assert set(after.withdrawn) == {key for key in "abcd" if answers.get(key, "gone") == "gone"}
    waiting = [key for key in "abcd" if key not in after.withdrawn and after.missing[key] != LEFT]
    assert after.pending == len(waiting)
    assert missing + 1 < GOOD_POLLS + flaps + ASKS - 1 or all(answers[key] == "not_asked" for key in waiting)
