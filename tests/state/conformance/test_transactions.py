from __future__ import annotations

import asyncio

import pytest

from state.clock import bring_forward
from state.store import Store, Tx
from tests.fakes import nouns


async def test_a_transaction_returns_what_its_work_returns(store: Store) -> None:
    assert await store.transact(lambda tx: 41 + tx.sources.add(nouns.source())) == 42


async def test_what_need_not_be_durable_is_seen_as_soon_as_anything(store: Store) -> None:
    assert await store.transact(lambda tx: tx.sources.add(nouns.source()), durable=False)
    assert await store.read(lambda tx: tx.sources.get("src")) == nouns.source()


async def test_work_that_raises_leaves_no_trace_in_any_drawer(store: Store) -> None:
    entry, claim = nouns.entry(), nouns.claim()

    def fill(tx: Tx) -> None:
        tx.sources.add(nouns.source())
        tx.sources.follow(nouns.follow())
        tx.entries.put(entry, nouns.revision(entry))
        tx.entries.put_statements([nouns.statement()], 1)
        tx.claims.put(claim, nouns.version(claim))
        tx.rules.put_theme(nouns.theme())
        tx.rules.put_rule(nouns.rule())
        tx.rules.put_subscription(nouns.subscription())
        tx.alerts.add(nouns.alert())
        tx.outbox.add(nouns.delivery())
        tx.guilds.put_meta("key", "value")
        tx.guilds.audit(nouns.audit())

    def fill_and_fail(tx: Tx) -> None:
        fill(tx)
        raise KeyError("enough")

    def look(tx: Tx) -> list[object]:
        return [
            *tx.sources.all(),
            *tx.sources.followers("src"),
            *tx.entries.seen("src"),
            *tx.entries.statements_of("ent", 1),
            *tx.claims.of_guild(nouns.GUILD),
            *tx.rules.themes(nouns.GUILD),
            *tx.rules.rules(nouns.GUILD),
            *tx.rules.subscriptions(nouns.GUILD),
            tx.rules.version(),
            tx.alerts.count(nouns.GUILD),
            *tx.outbox.owed(),
            *tx.guilds.audit_log(nouns.GUILD),
            tx.guilds.meta("key"),
        ]

    before = await store.read(look)
    with pytest.raises(KeyError, match="enough"):
        await store.transact(fill_and_fail)
    assert await store.read(look) == before
    await store.transact(fill)
    assert len(await store.read(look)) > len(before)


async def test_work_that_removes_and_raises_leaves_everything_in_its_place(store: Store) -> None:
    def fill(tx: Tx) -> None:
        for name in ("a", "b", "c"):
            claim = nouns.claim(name, nouns.statement(f"s-{name}", f"Word {name} and robots."))
            tx.claims.put(claim, nouns.version(claim))

    def remove_and_fail(tx: Tx) -> None:
        tx.claims.remove(nouns.GUILD, "a")
        tx.claims.merge(nouns.GUILD, "b", "c")
        raise KeyError

    await store.transact(fill)
    before = await store.read(lambda tx: tx.claims.of_guild(nouns.GUILD))
    with pytest.raises(KeyError):
        await store.transact(remove_and_fail)
    assert await store.read(lambda tx: tx.claims.of_guild(nouns.GUILD)) == before
    assert [c.id for c in before] == ["a", "b", "c"]


async def test_a_read_may_not_write(store: Store) -> None:
    with pytest.raises(RuntimeError, match="transact"):
        await store.read(lambda tx: tx.sources.add(nouns.source()))
    assert await store.read(lambda tx: tx.sources.all()) == []


async def test_a_read_sees_what_was_committed_before_it(store: Store) -> None:
    for number in range(5):
        await store.transact(lambda tx, n=number: tx.guilds.put_meta("n", str(n)))  # type: ignore[misc]
        assert await store.read(lambda tx: tx.guilds.meta("n")) == str(number)


async def test_transactions_take_turns(store: Store) -> None:
    def add_one(tx: Tx) -> None:
        tx.guilds.put_meta("n", str(int(tx.guilds.meta("n") or 0) + 1))

    await asyncio.gather(*(store.transact(add_one) for _ in range(50)))
    assert await store.read(lambda tx: tx.guilds.meta("n")) == "50"


async def test_reads_beside_a_writer_each_see_one_moment(store: Store) -> None:
    def write_both(tx: Tx, n: int) -> None:
        tx.guilds.put_meta("left", str(n))
        tx.guilds.put_meta("right", str(n))

    def look(tx: Tx) -> tuple[str | None, str | None]:
        return tx.guilds.meta("left"), tx.guilds.meta("right")

    looks = []
    for n in range(20):
        write = asyncio.ensure_future(store.transact(lambda tx, n=n: write_both(tx, n)))  # type: ignore[misc]
        looks += await asyncio.gather(*(store.read(look) for _ in range(4)))
        await write
    assert all(left == right for left, right in looks)


async def test_a_clock_that_was_a_year_ahead_leaves_nothing_waiting_for_it(store: Store) -> None:
    a_year_on = nouns.after(60 * 24 * 365)

    def under_the_wrong_clock(tx: Tx) -> None:
        tx.sources.put(nouns.source(due_at=a_year_on))
        tx.sources.follow(nouns.follow())
        tx.outbox.add(nouns.delivery())
        tx.outbox.lease(a_year_on, nouns.after(60 * 24 * 365 + 1), "killed since", 9)

    await store.transact(under_the_wrong_clock)
    assert await bring_forward(store, nouns.after(1)) == 2
    assert (
        len(await store.transact(lambda tx: tx.sources.lease_due(nouns.after(1), nouns.after(2), "me", 9)))
        == 1
    )
    assert len(await store.transact(lambda tx: tx.outbox.lease(nouns.after(1), nouns.after(2), "me", 9))) == 1
    assert await bring_forward(store, nouns.after(1)) == 0
