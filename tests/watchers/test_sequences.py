"""What happens over several polls of one source: identity and edits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.pages import counts, heads, named, page, polls
from tests.fakes.server import FeedServer, Reply, item
from tests.fakes.watching import Bench

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAMES = ["one", "two", "three", "four", "five", "six"]
DAY = timedelta(days=1)


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
