from __future__ import annotations

from dataclasses import replace

import pytest

from state.model import Rhythm, Source
from state.store import Store, Tx
from tests.fakes import nouns
from tests.fakes.nouns import GUILD, NOON, OTHER_GUILD, after

FULL = nouns.source(
    url="https://src.example/feed?q=ä",
    credential_scope="guild-1",
    health="failing",
    reason="503 from the server",
    failures=3,
    etag=b'W/"\xff\x00"',
    last_modified=b"Mon",
    body_hash="abc",
    polled_at=after(1),
    ok_at=after(0.5),
    baseline_done=True,
    rhythm=Rhythm(rate=0.25, profile=(1.0, 0.5), observed_hours=7.5, last_new_at=NOON, excitement=0.1),
    hints=(("cursor", "17"),),
)


def followed(tx: Tx, *sources: Source) -> None:
    for source in sources:
        tx.sources.put(source)
        tx.sources.follow(nouns.follow(source.id))


async def test_a_source_comes_back_as_it_was_given(store: Store) -> None:
    await store.transact(lambda tx: tx.sources.put(FULL))
    assert await store.read(lambda tx: tx.sources.get("src")) == FULL
    assert await store.read(lambda tx: tx.sources.get("nobody")) is None


async def test_adding_a_source_again_changes_nothing(store: Store) -> None:
    assert await store.transact(lambda tx: tx.sources.add(nouns.source()))
    assert not await store.transact(lambda tx: tx.sources.add(nouns.source(name="another name")))
    assert not await store.transact(lambda tx: tx.sources.add(nouns.source("two", url=nouns.source().url)))
    assert await store.read(lambda tx: tx.sources.all()) == [nouns.source()]


async def test_a_source_is_found_by_its_url_and_credentials(store: Store) -> None:
    open_, closed = (
        nouns.source("open"),
        nouns.source("closed", url="https://open.example/feed", credential_scope="a"),
    )
    await store.transact(lambda tx: (tx.sources.put(open_), tx.sources.put(closed)))
    assert await store.read(lambda tx: tx.sources.by_url(open_.url)) == open_
    assert await store.read(lambda tx: tx.sources.by_url(open_.url, "a")) == closed
    assert await store.read(lambda tx: tx.sources.by_url(open_.url, "b")) is None


async def test_two_sources_cannot_have_one_url(store: Store) -> None:
    await store.transact(lambda tx: tx.sources.put(nouns.source("one", url="https://x.example/")))
    with pytest.raises(ValueError, match="already"):
        await store.transact(lambda tx: tx.sources.put(nouns.source("two", url="https://x.example/")))
    assert await store.read(lambda tx: [s.id for s in tx.sources.all()]) == ["one"]


async def test_sources_are_listed_by_name_without_case(store: Store) -> None:
    for id, name in (("1", "beta"), ("2", "Alpha"), ("3", "Gamma")):
        await store.transact(lambda tx, id=id, name=name: tx.sources.put(nouns.source(id, name=name)))  # type: ignore[misc]
    assert await store.read(lambda tx: [s.name for s in tx.sources.all()]) == ["Alpha", "beta", "Gamma"]


async def test_a_guild_sees_what_it_follows_under_which_theme(store: Store) -> None:
    def fill(tx: Tx) -> None:
        for id in ("b", "a", "c"):
            tx.sources.put(nouns.source(id))
        tx.sources.follow(nouns.follow("a", theme_id="one"))
        tx.sources.follow(nouns.follow("a", theme_id="two"))
        tx.sources.follow(nouns.follow("b", theme_id="two"))
        tx.sources.follow(nouns.follow("c", OTHER_GUILD))

    await store.transact(fill)
    assert await store.read(lambda tx: [s.id for s in tx.sources.of_guild(GUILD)]) == ["a", "b"]
    assert await store.read(lambda tx: [s.id for s in tx.sources.of_guild(GUILD, "one")]) == ["a"]
    assert await store.read(lambda tx: [s.id for s in tx.sources.of_guild(OTHER_GUILD)]) == ["c"]


async def test_a_follow_counts_once_and_ends(store: Store) -> None:
    assert await store.transact(lambda tx: tx.sources.follow(nouns.follow(theme_id="two")))
    assert not await store.transact(lambda tx: tx.sources.follow(nouns.follow(theme_id="two")))
    await store.transact(lambda tx: tx.sources.follow(nouns.follow(theme_id="one")))
    await store.transact(lambda tx: tx.sources.follow(nouns.follow(guild_id=1)))
    followers = await store.read(lambda tx: tx.sources.followers("src"))
    assert [(f.guild_id, f.theme_id) for f in followers] == [(1, "theme"), (GUILD, "one"), (GUILD, "two")]
    assert followers[0] == nouns.follow(guild_id=1)
    assert await store.transact(lambda tx: tx.sources.unfollow(GUILD, "src", "one")) == 1
    assert await store.transact(lambda tx: tx.sources.unfollow(GUILD, "src")) == 1
    assert await store.transact(lambda tx: tx.sources.unfollow(GUILD, "src")) == 0
    assert [f.guild_id for f in await store.read(lambda tx: tx.sources.followers("src"))] == [1]


async def test_a_removed_source_goes_with_its_follows(store: Store) -> None:
    await store.transact(lambda tx: followed(tx, nouns.source(), nouns.source("other")))
    await store.transact(lambda tx: tx.sources.remove("src"))
    assert await store.read(lambda tx: tx.sources.get("src")) is None
    assert await store.read(lambda tx: tx.sources.followers("src")) == []
    assert await store.read(lambda tx: [s.id for s in tx.sources.all()]) == ["other"]


async def test_what_is_due_is_leased_most_overdue_first(store: Store) -> None:
    sources = [
        nouns.source(id, due_at=after(m))
        for id, m in (("later", 5), ("late", -5), ("latest", -9), ("now", 0))
    ]
    await store.transact(lambda tx: followed(tx, *sources))
    leased = await store.transact(lambda tx: tx.sources.lease_due(NOON, after(1), "me", 2))
    assert [s.id for s in leased] == ["latest", "late"]
    assert leased[0] == replace(sources[2], lease_until=after(1), owner="me", fence=1)
    assert await store.read(lambda tx: tx.sources.get("latest")) == leased[0]
    more = await store.transact(lambda tx: tx.sources.lease_due(NOON, after(1), "me", 9))
    assert [s.id for s in more] == ["now"]


async def test_a_source_that_was_never_due_is_due_at_once(store: Store) -> None:
    await store.transact(lambda tx: followed(tx, nouns.source(due_at=None)))
    (leased,) = await store.transact(lambda tx: tx.sources.lease_due(NOON, after(1), "me", 9))
    assert leased.due_at is None


async def test_paused_and_unfollowed_sources_are_not_due(store: Store) -> None:
    await store.transact(lambda tx: followed(tx, nouns.source("paused", paused=True)))
    await store.transact(lambda tx: tx.sources.put(nouns.source("nobodys")))
    assert await store.transact(lambda tx: tx.sources.lease_due(after(9), after(10), "me", 9)) == []
    assert await store.read(lambda tx: tx.sources.next_due()) is None


async def test_a_lease_that_ran_out_is_given_to_the_next_with_a_higher_fence(store: Store) -> None:
    await store.transact(lambda tx: followed(tx, nouns.source()))
    (first,) = await store.transact(lambda tx: tx.sources.lease_due(NOON, after(1), "first", 9))
    assert await store.transact(lambda tx: tx.sources.lease_due(after(0.9), after(2), "second", 9)) == []
    (second,) = await store.transact(lambda tx: tx.sources.lease_due(after(1), after(2), "second", 9))
    assert (first.fence, second.fence) == (1, 2)
    assert not await store.transact(lambda tx: tx.sources.finish(replace(first, reason="late")))
    assert await store.read(lambda tx: tx.sources.get("src")) == second


async def test_finishing_writes_the_poll_and_lets_go(store: Store) -> None:
    await store.transact(lambda tx: followed(tx, nouns.source()))
    (leased,) = await store.transact(lambda tx: tx.sources.lease_due(NOON, after(1), "me", 9))
    polled = replace(leased, etag=b"1", due_at=after(30), health="ok")
    assert await store.transact(lambda tx: tx.sources.finish(polled))
    assert await store.read(lambda tx: tx.sources.get("src")) == replace(polled, lease_until=None, owner="")
    assert not await store.transact(lambda tx: tx.sources.finish(nouns.source("gone")))


async def test_a_source_paused_while_it_was_polled_stays_paused(store: Store) -> None:
    await store.transact(lambda tx: followed(tx, nouns.source()))
    (leased,) = await store.transact(lambda tx: tx.sources.lease_due(NOON, after(1), "me", 9))
    await store.transact(lambda tx: tx.sources.put(replace(leased, paused=True)))
    assert await store.transact(lambda tx: tx.sources.finish(replace(leased, etag=b"2")))
    stored = await store.read(lambda tx: tx.sources.get("src"))
    assert stored is not None
    assert (stored.paused, stored.etag) == (True, b"2")


async def test_a_poll_may_move_and_switch_off_its_source(store: Store) -> None:
    await store.transact(lambda tx: followed(tx, nouns.source(), nouns.source("other", full_text=False)))
    leased = await store.transact(lambda tx: tx.sources.lease_due(NOON, after(1), "me", 9))
    moved = [replace(each, url=f"https://moved.example/{each.id}", paused=True) for each in leased]
    assert await store.transact(lambda tx: [tx.sources.finish(each) for each in moved]) == [True, True]
    found = await store.read(lambda tx: [tx.sources.by_url(each.url) for each in moved])
    assert found == [replace(each, lease_until=None, owner="") for each in moved]
    assert await store.transact(lambda tx: tx.sources.lease_due(after(9), after(10), "me", 9)) == []


async def test_the_rhythms_of_all_that_are_not_paused_by_id(store: Store) -> None:
    known = Rhythm(rate=2.0, profile=(0.25, 0.5), last_new_at=NOON)
    await store.transact(
        lambda tx: followed(
            tx, nouns.source("b", rhythm=known), nouns.source("a"), nouns.source("c", paused=True)
        )
    )
    assert await store.read(lambda tx: list(tx.sources.rhythms())) == [Rhythm(), known]


async def test_what_was_written_under_a_clock_that_was_ahead_is_brought_forward(store: Store) -> None:
    ahead, year = after(60), after(60 * 24 * 365)
    sources = [
        nouns.source("ahead", due_at=year),
        nouns.source("held", lease_until=year, owner="x", fence=3),
        nouns.source("fine", due_at=after(30), lease_until=after(50), owner="y"),
        nouns.source("at once", due_at=None),
    ]
    await store.transact(lambda tx: followed(tx, *sources))
    assert await store.transact(lambda tx: tx.sources.bring_forward(ahead, after(1))) == 2
    assert await store.read(lambda tx: [tx.sources.get(source.id) for source in sources]) == [
        replace(sources[0], due_at=after(1)),
        replace(sources[1], lease_until=None, owner=""),
        *sources[2:],
    ]
    assert await store.transact(lambda tx: tx.sources.bring_forward(ahead, after(1))) == 0


async def test_the_next_due_moment_counts_leases(store: Store) -> None:
    assert await store.read(lambda tx: tx.sources.next_due()) is None
    await store.transact(lambda tx: followed(tx, nouns.source("a"), nouns.source("b", due_at=after(20))))
    assert await store.read(lambda tx: tx.sources.next_due()) == NOON
    await store.transact(lambda tx: tx.sources.lease_due(NOON, after(3), "me", 9))
    assert await store.read(lambda tx: tx.sources.next_due()) == after(3)


async def test_what_people_set_while_a_poll_is_under_way_stays(store: Store) -> None:
    await store.transact(lambda tx: followed(tx, nouns.source()))
    [leased] = await store.transact(lambda tx: tx.sources.lease_due(after(1), after(5), "me", 1))
    await store.transact(lambda tx: tx.sources.put(replace(leased, full_text=False)))
    assert await store.transact(lambda tx: tx.sources.finish(replace(leased, etag=b"1")))
    found = await store.read(lambda tx: tx.sources.get("src"))
    assert found is not None
    assert (found.full_text, found.etag) == (False, b"1")
