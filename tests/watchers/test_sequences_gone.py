"""What happens over several polls of one source: removals, floods, gaps, health."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.pages import counts, heads, named, page, polls
from tests.fakes.server import FeedServer, Reply, item, moved, rss
from tests.fakes.watching import Bench

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAMES = ["one", "two", "three", "four", "five", "six"]
DAY = timedelta(days=1)


# --- what is gone ---------------------------------------------------------------------------------


async def test_gone_from_the_middle_is_withdrawn_after_two_good_polls(
    bench: Bench, server: FeedServer
) -> None:
    without = page(*named("three", "one"))
    _, done = await polls(bench, server, page(*named("three", "two", "one")), without, without, without)
    assert counts(done) == [(3, 0, 0), (0, 0, 0), (0, 0, 1), (0, 0, 0)]


async def test_not_modified_counts_as_a_good_poll(bench: Bench, server: FeedServer) -> None:
    tag = (("ETag", '"1"'),)
    without = Reply(body=rss(named("three", "one")), headers=tag)
    _, done = await polls(
        bench, server, page(*named("three", "two", "one")), without, Reply(status=304, length=None)
    )
    assert counts(done) == [(3, 0, 0), (0, 0, 0), (0, 0, 1)]


async def test_gone_off_the_end_is_nothing(bench: Bench, server: FeedServer) -> None:
    _, done = await polls(
        bench,
        server,
        page(*named("three", "two", "one")),
        *[page(*named("five", "four", "three"))] * 3,
    )
    assert counts(done) == [(3, 0, 0), (2, 0, 0), (0, 0, 0), (0, 0, 0)]


async def test_back_after_one_poll_was_never_gone(bench: Bench, server: FeedServer) -> None:
    full, without = page(*named("three", "two", "one")), page(*named("three", "one"))
    _, done = await polls(bench, server, full, without, full, without, full)
    assert [withdrawn for _, _, withdrawn in counts(done)] == [0] * 5


async def test_withdrawn_and_back_again_is_not_new(bench: Bench, server: FeedServer) -> None:
    full, without = page(*named("three", "two", "one")), page(*named("three", "one"))
    source, done = await polls(bench, server, full, without, without, full)
    assert counts(done)[3] == (0, 0, 0)
    assert not (await bench.seen(source))["g:id-two"].withdrawn


NO_RETRACTION = {
    "an empty channel": Reply(body=rss([])),
    "a server error": Reply(status=503),
    "a web page": Reply(body=b"<html><title>Maintenance</title>", content_type="text/html"),
    "a challenge": Reply(body=b"<html><title>Just a moment...</title>", content_type="text/html"),
    "a document cut off": Reply(body=rss(named("six", "five"))[:-80]),
    "another site's feed": Reply(
        body=rss(
            [
                item(n, guid=f"x{n}", link=f"https://parked.example/{n}", text=f"Ad {n}", title=f"Ad {n}")
                for n in NAMES
            ],
            title="Parked",
        )
    ),
    "half of the page": page(*named("six", "one")),
    "another version from a cache": page(*named("five", "three", "one")),
}


@pytest.mark.parametrize("name", NO_RETRACTION)
async def test_no_retraction_from(name: str, bench: Bench, server: FeedServer) -> None:
    full = page(*[item(n) for n in reversed(NAMES)])
    bad = NO_RETRACTION[name]
    _, done = await polls(bench, server, full, bad, bad, full, bad, full, full)
    assert sum(withdrawn for _, _, withdrawn in counts(done)) == 0
    assert sum(len(p.absorbed.alerts) for p in done) == 0
    assert len(bench.told) <= 2, bench.told
    assert counts(done)[-1] == (0, 0, 0)


# --- floods and gaps ------------------------------------------------------------------------------


async def test_the_first_poll_is_a_baseline(bench: Bench, server: FeedServer) -> None:
    _, done = await polls(bench, server, page(*named(*NAMES)))
    assert heads(done) == [[]]
    assert not await bench.store.read(lambda tx: tx.outbox.owed())


async def test_old_items_under_new_ids_are_kept_and_not_alerted_on(bench: Bench, server: FeedServer) -> None:
    def dated(number: int, prefix: str) -> str:
        return item(
            f"{prefix}{number}",
            f"Voss said that {number + 10} percent of jobs will go by 2030.",
            date=f"Tue, 04 Mar 2025 08:{number % 60:02}:00 GMT",
        )

    archive = [dated(n, "old") for n in range(200)]
    _source, done = await polls(bench, server, page(*named(*NAMES)), page(*archive, *named(*NAMES)))
    assert done[1].absorbed.new == 200
    assert heads(done)[1] == []
    assert bench.told == ["the source: old items under new ids"]


async def test_many_real_items_at_once_are_one_message(bench: Bench, server: FeedServer) -> None:
    def fresh(number: int, percent: int) -> str:
        return item(
            f"n{number}",
            f"Voss{number} Halden said that {percent} percent of plant {number} will go by 2030.",
        )

    first = [fresh(n, 10) for n in range(15)]
    after = [fresh(n, 40) for n in range(15)]
    _source, _done = await polls(bench, server, page(*first), page(*after))
    owed = await bench.store.read(lambda tx: tx.outbox.owed())
    assert len(owed) > 10
    assert len({delivery.digest for delivery in owed}) == 1 and owed[0].digest


async def test_no_overlap_says_that_items_may_have_been_missed(bench: Bench, server: FeedServer) -> None:
    source, _done = await polls(bench, server, page(*named("a", "b", "c")), page(*named("d", "e", "f")))
    assert bench.told == ["the source: items may have been missed"]
    after = await bench.source(source)
    assert after.due_at is not None and after.due_at - bench.now < timedelta(minutes=10)


# --- health ---------------------------------------------------------------------------------------


async def test_a_sick_source_is_told_about_once_and_when_it_is_well(bench: Bench, server: FeedServer) -> None:
    good, bad = page(*named("one")), Reply(status=500)
    _, _done = await polls(bench, server, good, bad, bad, bad, bad, bad, good, good)
    assert bench.told == ["the source: cannot be read", "the source: is read again"]


async def test_one_bad_poll_is_no_news(bench: Bench, server: FeedServer) -> None:
    good, bad = page(*named("one")), Reply(status=500)
    await polls(bench, server, good, bad, good, bad, good)
    assert bench.told == []


async def test_gone_is_believed_after_a_day_and_switches_off(bench: Bench, server: FeedServer) -> None:
    source = await bench.follow(server.serve("/feed", page(*named("one")), Reply(status=410)))
    for hours in (1, 1, 12, 12):
        await bench.poll(source, timedelta(hours=hours))
    assert (await bench.source(source)).paused
    assert bench.told == ["the source: is gone for good"]


async def test_failures_back_off_and_the_servers_wish_counts(bench: Bench, server: FeedServer) -> None:
    busy = Reply(status=429, headers=(("Retry-After", "7200"),))
    source = await bench.follow(server.serve("/feed", busy))
    await bench.poll(source)
    due = (await bench.source(source)).due_at
    assert due is not None and due - bench.now >= timedelta(hours=2)


async def test_a_source_with_a_proven_hub_waits_longer_and_after_a_gap_it_does_not(
    bench: Bench, server: FeedServer
) -> None:
    wait = timedelta(hours=9)
    bench.poller.hub_wait = lambda source_id: wait
    full, other = page(*named(*NAMES)), page(*named("a", "b", "c", "d"))
    source = await bench.follow(server.serve("/feed", full, full, other))
    for least, most in (
        (wait * 0.9, wait * 1.1),
        (wait * 0.9, wait * 1.1),
        (timedelta(), timedelta(hours=1)),
    ):
        await bench.poll(source)
        due = (await bench.source(source)).due_at
        assert due is not None and least <= due - bench.now <= most


async def test_a_server_that_says_not_modified_for_ever_is_asked_afresh_each_day(
    bench: Bench, server: FeedServer
) -> None:
    def answer(request):  # type: ignore[no-untyped-def]
        if request.header("if-none-match"):
            return Reply(status=304, length=None)
        return Reply(
            body=rss(named("two", "one")[: 1 + (len(server.requests) > 1)]), headers=(("ETag", '"x"'),)
        )

    source = await bench.follow(server.serve("/feed", answer))
    for hours in (1, 1, 1):
        await bench.poll(source, timedelta(hours=hours))
    assert len(await bench.seen(source)) == 1
    await bench.poll(source, timedelta(hours=25))
    assert len(await bench.seen(source)) == 2


async def test_a_permanent_redirect_is_stored_after_three_polls_on_two_days(
    bench: Bench, server: FeedServer
) -> None:
    server.serve("/new", page(*named("one")))
    source = await bench.follow(server.serve("/old", moved("/new", 301)))
    await bench.poll(source)
    await bench.poll(source, DAY)
    assert (await bench.source(source)).url.endswith("/old")
    await bench.poll(source, DAY)
    assert (await bench.source(source)).url.endswith("/new")


async def test_a_temporary_hop_keeps_the_address(bench: Bench, server: FeedServer) -> None:
    server.serve("/new", page(*named("one")))
    server.serve("/middle", moved("/new", 302))
    source = await bench.follow(server.serve("/old", moved("/middle", 301)))
    for _ in range(4):
        await bench.poll(source, DAY)
    assert (await bench.source(source)).url.endswith("/old")


async def test_a_poll_whose_lease_was_taken_writes_nothing(bench: Bench, server: FeedServer) -> None:
    source = await bench.follow(server.serve("/feed", page(*named("one"))))
    held = await bench.source(source)
    await bench.set(source, fence=held.fence + 5)
    polled = await bench.poller.poll(held, bench.now)
    assert polled.outcome == "lost"
    assert await bench.seen(source) == {}


async def test_a_source_that_publishes_daily_and_stops_is_said_to_be_silent(
    bench: Bench, server: FeedServer
) -> None:
    names = [f"d{n}" for n in range(40)]
    replies = [page(*named(*reversed(names[max(0, n - 5) : n + 1]))) for n in range(40)]
    source = await bench.follow(server.serve("/feed", *replies))
    for _ in replies:
        await bench.poll(source, DAY)
    assert bench.told == []
    for _ in range(40):
        await bench.poll(source, DAY)
    assert bench.told == ["the source: has fallen silent"]
