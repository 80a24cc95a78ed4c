"""What happens over several polls of one source: identity, edits, removals, floods, health."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.server import FeedServer, Reply, item, moved, rss
from tests.fakes.watching import Bench
from watchers.poll import Polled

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAMES = ["one", "two", "three", "four", "five", "six"]
DAY = timedelta(days=1)


def page(*items: str) -> Reply:
    return Reply(body=rss(items))


def named(*names: str, **more: str) -> list[str]:
    return [item(name, **more) for name in names]


async def polls(
    bench: Bench, server: FeedServer, *replies: Reply, kind: str = "feed"
) -> tuple[str, list[Polled]]:
    source = await bench.follow(server.serve("/feed", *replies), kind)
    return source, [await bench.poll(source) for _ in replies]


def counts(done: list[Polled]) -> list[tuple[int, int, int]]:
    return [(p.absorbed.new, p.absorbed.edited, p.absorbed.withdrawn) for p in done]


def heads(done: list[Polled]) -> list[list[str]]:
    return [[alert.headline for alert in p.absorbed.alerts] for p in done]


# --- identity -------------------------------------------------------------------------------------


async def test_the_same_page_twice_is_nothing_new(bench: Bench, server: FeedServer) -> None:
    _, done = await polls(bench, server, page(*named("one", "two")), page(*named("one", "two")))
    assert counts(done) == [(2, 0, 0), (0, 0, 0)]


async def test_another_order_is_nothing_new(bench: Bench, server: FeedServer) -> None:
    _, done = await polls(
        bench, server, page(*named("one", "two", "three")), page(*named("three", "one", "two"))
    )
    assert counts(done)[1] == (0, 0, 0)


async def test_one_guid_for_all_keeps_items_apart_by_link(bench: Bench, server: FeedServer) -> None:
    first = [item(name, guid="same") for name in ("one", "two")]
    _, done = await polls(bench, server, page(*first), page(item("three", guid="same"), *first))
    assert counts(done) == [(2, 0, 0), (1, 0, 0)]


async def test_one_bad_guid_changes_no_other_identity(bench: Bench, server: FeedServer) -> None:
    source, done = await polls(
        bench,
        server,
        page(*named("two", "one")),
        page(item("four", guid="id-one"), item("three", guid="id-one"), *named("two", "one")),
    )
    assert counts(done) == [(2, 0, 0), (2, 0, 0)]
    assert "g:id-two" in await bench.seen(source)


async def test_guids_that_are_new_at_every_poll_make_nothing_new(bench: Bench, server: FeedServer) -> None:
    def fresh(number: int) -> Reply:
        return page(*[item(name, guid=f"{name}-{number}") for name in NAMES])

    source, done = await polls(bench, server, fresh(1), fresh(2), fresh(3), fresh(4))
    assert counts(done) == [(6, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0)]
    assert (await bench.source(source)).guid_unstable


async def test_an_edit_is_seen_although_guids_are_unstable(bench: Bench, server: FeedServer) -> None:
    def fresh(number: int, **more: str) -> Reply:
        return page(*[item(name, guid=f"{name}-{number}", **more) for name in NAMES])

    changed = [item(name, guid=f"{name}-4") for name in NAMES[1:]]
    edited = item(
        "one", "Northfield Energy said its plant will open in 2031.", title="Another title", guid="one-4"
    )
    _, done = await polls(bench, server, fresh(1), fresh(2), fresh(3), page(edited, *changed))
    assert counts(done)[3] == (0, 1, 0)


async def test_guids_numbered_by_place_do_not_mix_items_up(bench: Bench, server: FeedServer) -> None:
    def placed(*names: str) -> Reply:
        return page(*[item(name, f"Text of {name}.", guid=str(n)) for n, name in enumerate(names)])

    _, done = await polls(bench, server, placed("b", "a"), placed("c", "b", "a"), placed("d", "c", "b", "a"))
    assert counts(done) == [(2, 0, 0), (1, 0, 0), (1, 0, 0)]


async def test_http_and_https_and_tracking_are_one_link(bench: Bench, server: FeedServer) -> None:
    def linked(link: str) -> Reply:
        return page(item("one", guid=None, link=link))

    _, done = await polls(
        bench,
        server,
        linked("http://halden.example/a?utm_source=rss&amp;id=1"),
        linked("https://www.halden.example/a/?id=1"),
        linked("https://halden.example/a?id=1&amp;utm_medium=x#top"),
    )
    assert counts(done) == [(1, 0, 0), (0, 0, 0), (0, 0, 0)]


async def test_links_that_differ_in_a_parameter_are_two_items(bench: Bench, server: FeedServer) -> None:
    two = [item("x", guid=None, link=f"https://halden.example/?p={n}", text=f"t{n}") for n in (1, 2)]
    _, done = await polls(bench, server, page(*two))
    assert counts(done) == [(2, 0, 0)]


async def test_no_guid_and_no_link_is_known_by_its_words(bench: Bench, server: FeedServer) -> None:
    bare = [item(name, f"Words about {name}.", guid=None, link=None) for name in ("one", "two")]
    _, done = await polls(bench, server, page(*bare), page(*reversed(bare)))
    assert counts(done) == [(2, 0, 0), (0, 0, 0)]


async def test_all_items_with_the_sites_own_link_are_kept_apart(bench: Bench, server: FeedServer) -> None:
    home = "https://halden-dispatch.example/"
    _, done = await polls(bench, server, page(*[item(n, f"Of {n}.", guid=None, link=home) for n in NAMES]))
    assert counts(done) == [(6, 0, 0)]


async def test_an_item_twice_on_a_page_is_one(bench: Bench, server: FeedServer) -> None:
    _, done = await polls(bench, server, page(*named("one", "one", "two")))
    assert counts(done) == [(2, 0, 0)]


async def test_a_weekly_thread_with_the_same_words_is_new_each_week(bench: Bench, server: FeedServer) -> None:
    def week(number: int) -> str:
        return item(
            f"w{number}",
            "Say what is on your mind.",
            title="Open thread",
            date=f"Mon, {number:02} Mar 2026 08:00:00 GMT",
        )

    bench.now = bench.now.replace(day=3)
    source = await bench.follow(server.serve("/feed", page(week(2)), page(week(9))))
    first, second = await bench.poll(source), await bench.poll(source, 7 * DAY)
    assert counts([first, second]) == [(1, 0, 0), (1, 0, 0)]


async def test_a_moved_site_with_the_same_words_is_nothing_new(bench: Bench, server: FeedServer) -> None:
    text = "Northfield Energy said that its plant on the river will open in 2027, two years late."
    old = [item(n, f"{text} {n}") for n in NAMES]
    new = [item(n, f"{text} {n}", guid=f"n-{n}", link=f"https://dispatch.example/new/{n}") for n in NAMES]
    _, done = await polls(bench, server, page(*old), page(*new))
    assert counts(done) == [(6, 0, 0), (0, 0, 0)]


# --- edits ----------------------------------------------------------------------------------------

SAID = "Mara Voss, chief executive of Halden Robotics, said that {0} of jobs will be gone by 2030."
COSMETIC = {
    "white space": lambda text: text.replace(" ", "\n   "),
    "markup": lambda text: f"&lt;p&gt;&lt;b&gt;{text}&lt;/b&gt;&lt;/p&gt;",
    "typographic quotes and dashes": lambda text: text.replace("'", "\u2019").replace("-", "\u2013"),
    "a comment counter": lambda text: f"&lt;p&gt;{text}&lt;/p&gt;&lt;p&gt;12 comments&lt;/p&gt;",
    "a reading time": lambda text: f"&lt;p&gt;{text}&lt;/p&gt;&lt;div&gt;3 min read&lt;/div&gt;",
    "a script": lambda text: f"{text}&lt;script&gt;track(17)&lt;/script&gt;",
    "an HTML comment": lambda text: f"{text}&lt;!-- built 17:03:22 --&gt;",
    "a tracking pixel": lambda text: f"{text}&lt;img src='https://p.example/1?r=8234'&gt;",
    "entities": lambda text: text.replace("'", "&amp;#39;"),
}


@pytest.mark.parametrize("name", COSMETIC)
async def test_a_cosmetic_edit_is_none(name: str, bench: Bench, server: FeedServer) -> None:
    text = "It's half-done, the minister's office said on Monday."
    _, done = await polls(
        bench,
        server,
        page(item("one", text), item("two")),
        page(item("one", COSMETIC[name](text)), item("two")),
    )
    assert counts(done)[1] == (0, 0, 0)


async def test_hours_ago_and_dates_that_move_are_no_edit(bench: Bench, server: FeedServer) -> None:
    def at(ago: str, date: str) -> Reply:
        return page(item("one", f"&lt;p&gt;Reyl resigned.&lt;/p&gt;&lt;p&gt;{ago}&lt;/p&gt;", date=date))

    _, done = await polls(
        bench,
        server,
        at("3 hours ago", "Mon, 02 Mar 2026 05:00:00 GMT"),
        at("4 hours ago", "Mon, 02 Mar 2026 06:00:00 GMT"),
    )
    assert counts(done)[1] == (0, 0, 0)


async def test_a_changed_figure_is_one_revision_and_told_once(bench: Bench, server: FeedServer) -> None:
    before, after = item("one", SAID.format("10 percent")), item("one", SAID.format("30 percent"))
    _, done = await polls(bench, server, page(before), page(after), page(after))
    assert counts(done) == [(1, 0, 0), (0, 1, 0), (0, 0, 0)]
    assert heads(done) == [[], ["figure_changed"], []]


async def test_a_point_in_a_number_is_no_typography(bench: Bench, server: FeedServer) -> None:
    _, done = await polls(
        bench,
        server,
        page(item("one", SAID.format("1.5 percent"))),
        page(item("one", SAID.format("15 percent"))),
    )
    assert counts(done)[1] == (0, 1, 0)


async def test_a_changed_title_is_a_revision(bench: Bench, server: FeedServer) -> None:
    _, done = await polls(
        bench, server, page(item("one", title="Reyl will stay")), page(item("one", title="Reyl may stay"))
    )
    assert counts(done)[1] == (0, 1, 0)


async def test_there_and_back_is_two_revisions_the_second_marked(bench: Bench, server: FeedServer) -> None:
    a, b = item("one", SAID.format("10 percent")), item("one", SAID.format("30 percent"))
    source, done = await polls(bench, server, page(a), page(b), page(a))
    assert counts(done) == [(1, 0, 0), (0, 1, 0), (0, 1, 0)]
    entry = (await bench.entries(source))[0]
    revisions = await bench.store.read(lambda tx: tx.entries.revisions(entry.id))
    assert [(r.number, r.reverts_to) for r in revisions] == [(1, None), (2, None), (3, 1)]


async def test_an_item_that_flips_for_ever_is_told_a_few_times_and_kept_short(
    bench: Bench, server: FeedServer
) -> None:
    a, b = item("one", SAID.format("10 percent")), item("one", SAID.format("30 percent"))
    _, done = await polls(bench, server, *[page((a, b)[n % 2]) for n in range(30)])
    assert sum(len(p.absorbed.alerts) for p in done) <= 4
    assert sum(p.absorbed.edited for p in done) < 20


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
