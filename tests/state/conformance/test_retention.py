from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from state.memory import open_memory
from state.model import Swept
from state.retention import forget
from state.store import Store, Tx
from tests.fakes import nouns
from tests.fakes.nouns import GUILD, NOON, OTHER_GUILD, after

LONG_AGO = NOON - timedelta(days=400)
A_YEAR_AGO = NOON - timedelta(days=365)


def put(tx: Tx, id: str, *, first_seen: datetime = LONG_AGO, missing: int = -1, source: str = "src") -> None:
    """An old entry with one statement that has left its source's window."""
    entry = nouns.entry(id, source_id=source, first_seen=first_seen)
    tx.entries.put(entry, nouns.revision(entry, seen_at=first_seen))
    tx.entries.put_statements([nouns.statement(f"s-{id}", entry_id=id)], 1)
    tx.entries.mark(source, {entry.key: missing})
    tx.alerts.add_match(nouns.match(f"s-{id}"))
    tx.alerts.put_why_not([nouns.why_not(f"s-{id}"), nouns.why_not(f"s-{id}", guild_id=OTHER_GUILD)])


async def sweep(store: Store, limit: int = 100) -> Swept:
    return await store.transact(lambda tx: tx.retention.sweep(A_YEAR_AGO, limit))


async def kept(store: Store, *ids: str) -> list[str]:
    """Which of them still have all their texts."""

    def look(tx: Tx) -> list[str]:
        return [id for id in ids if tx.entries.revisions(id) and tx.entries.statement(f"s-{id}")]

    return await store.read(look)


async def test_an_old_entry_that_left_its_source_is_forgotten_but_never_new_again(store: Store) -> None:
    await store.transact(lambda tx: (tx.sources.put(nouns.source()), put(tx, "old")))
    assert await sweep(store) == Swept(entries=1, statements=1, reasons=2)
    assert await sweep(store) == Swept()

    def look(tx: Tx) -> None:
        assert "key-old" in tx.entries.seen("src")
        entry = tx.entries.get("old")
        assert entry is not None
        assert (entry.title, entry.content) == ("Title of old", "")
        assert tx.entries.revisions("old") == []
        assert tx.entries.statements_of("old") == []
        assert tx.entries.statement("s-old") is None
        assert tx.alerts.matches("s-old") == []
        assert tx.alerts.why_not(GUILD, "s-old") == []
        assert tx.alerts.why_not(OTHER_GUILD, "s-old") == []

    await store.read(look)


async def test_a_forgotten_entry_that_comes_back_begins_anew(store: Store) -> None:
    await store.transact(lambda tx: (tx.sources.put(nouns.source()), put(tx, "old")))
    await sweep(store)
    await store.transact(lambda tx: put(tx, "old", first_seen=NOON, missing=0))
    assert await kept(store, "old") == ["old"]
    assert await store.read(lambda tx: tx.entries.get("old")) == nouns.entry("old", first_seen=NOON)


async def test_what_is_young_or_still_listed_stays(store: Store) -> None:
    def fill(tx: Tx) -> None:
        tx.sources.put(nouns.source())
        put(tx, "young", first_seen=A_YEAR_AGO)
        put(tx, "listed", missing=0)
        put(tx, "missed once", missing=1)
        put(tx, "edited")
        edited = nouns.entry("edited", first_seen=LONG_AGO)
        tx.entries.put(edited, nouns.revision(edited, 2))
        tx.entries.mark("src", {"key-edited": -1})
        put(tx, "left")
        put(tx, "withdrawn", missing=2)
        tx.entries.mark("src", {}, ["key-withdrawn"])

    await store.transact(fill)
    assert (await sweep(store)).entries == 2
    assert await kept(store, "young", "listed", "missed once", "edited", "left", "withdrawn") == [
        "young",
        "listed",
        "missed once",
        "edited",
    ]


async def test_what_an_alert_or_a_claim_refers_to_is_never_touched(store: Store) -> None:
    def fill(tx: Tx) -> None:
        tx.sources.put(nouns.source())
        for id in ("entry", "before", "after", "stood", "stands", "nothing"):
            put(tx, id)
        nobody = nouns.said("x", "")
        tx.alerts.add(nouns.alert("1", entry_id="entry", before=None, after=nobody))
        tx.alerts.add(nouns.alert("2", entry_id="", before=nouns.said("x", "s-before"), after=None))
        tx.alerts.add(nouns.alert("3", entry_id="", before=None, after=nouns.said("x", "s-after")))
        first = nouns.claim(standing=nouns.statement("s-stood"))
        tx.claims.put(first, nouns.version(first))
        second = nouns.claim(standing=nouns.statement("s-stands"))
        tx.claims.put(second, nouns.version(second, 2))

    await store.transact(fill)
    assert (await sweep(store)).entries == 1
    assert await kept(store, "entry", "before", "after", "stood", "stands", "nothing") == [
        "entry",
        "before",
        "after",
        "stood",
        "stands",
    ]


async def test_the_entries_of_a_source_that_is_gone_go_wholly(store: Store) -> None:
    def fill(tx: Tx) -> None:
        tx.sources.put(nouns.source())
        put(tx, "listed", missing=0)
        put(tx, "told", missing=0)
        tx.alerts.add(nouns.alert(entry_id="told"))
        tx.sources.remove("src")

    await store.transact(fill)
    assert (await sweep(store)).entries == 1
    assert sorted(await store.read(lambda tx: tx.entries.seen("src"))) == ["key-told"]
    assert await store.read(lambda tx: tx.entries.get("listed")) is None
    assert await kept(store, "told") == ["told"]


async def test_what_was_forgotten_of_a_source_goes_when_it_is_removed(store: Store) -> None:
    await store.transact(
        lambda tx: (tx.sources.put(nouns.source()), put(tx, "old"), put(tx, "listed", missing=0))
    )
    await sweep(store)
    await store.transact(lambda tx: tx.sources.remove("src"))
    assert sorted(await store.read(lambda tx: tx.entries.seen("src"))) == ["key-listed"]


async def test_forgetting_goes_in_small_steps(store: Store) -> None:
    def fill(tx: Tx) -> None:
        tx.sources.put(nouns.source())
        for n in range(5):
            put(tx, f"e{n}", first_seen=LONG_AGO + timedelta(days=n))

    await store.transact(fill)
    assert await sweep(store, 2) == Swept(entries=2, statements=2, reasons=4, more=True)
    assert await kept(store, "e0", "e1", "e2", "e3", "e4") == ["e2", "e3", "e4"]
    assert (await sweep(store, 2)).more
    assert await sweep(store, 2) == Swept(entries=1, statements=1, reasons=2)


async def test_the_chore_forgets_everything_in_steps(store: Store) -> None:
    def fill(tx: Tx) -> None:
        tx.sources.put(nouns.source())
        for n in range(7):
            put(tx, f"e{n}")
            tx.outbox.add(nouns.delivery(f"d{n}", state="sent", not_before=LONG_AGO))

    await store.transact(fill)
    assert await forget(store, A_YEAR_AGO, step=3) == Swept(entries=7, statements=7, reasons=14, deliveries=7)
    assert await forget(store, A_YEAR_AGO) == Swept()


async def test_a_clock_that_is_a_year_ahead_costs_two_days_of_texts_at_most(store: Store) -> None:
    def fill(tx: Tx) -> None:
        tx.sources.put(nouns.source())
        for days in (399, 365, 364, 362, 30):
            put(tx, f"{days}", first_seen=NOON - timedelta(days=days))

    await store.transact(fill)
    assert (await forget(store, A_YEAR_AGO)).entries == 1
    assert (await forget(store, A_YEAR_AGO + timedelta(days=365))).entries == 2
    assert await kept(store, "399", "365", "364", "362", "30") == ["362", "30"]
    assert await forget(store, A_YEAR_AGO) == Swept()


async def test_deliveries_and_notices_go_once_they_are_done_and_old(store: Store) -> None:
    def fill(tx: Tx) -> None:
        for state in ("owed", "parked", "sent", "failed", "expired"):
            tx.outbox.add(nouns.delivery(state, state=state, not_before=LONG_AGO, subject_id=f"n-{state}"))
            tx.alerts.put_notice(nouns.notice(f"n-{state}", at=LONG_AGO))
        tx.outbox.add(nouns.delivery("young", state="sent", not_before=after(0)))
        tx.alerts.put_notice(nouns.notice("young", at=NOON))

    await store.transact(fill)
    assert await sweep(store) == Swept(deliveries=3, notices=3)

    def look(tx: Tx) -> tuple[list[str], list[str]]:
        names = ("owed", "parked", "sent", "failed", "expired", "young")
        notices = ("n-owed", "n-parked", "n-sent", "young")
        return (
            [name for name in names if tx.outbox.get(name)],
            [name for name in notices if tx.alerts.notice(GUILD, name)],
        )

    assert await store.read(look) == (["owed", "parked", "young"], ["n-owed", "n-parked", "young"])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 800), st.sampled_from([-1, 0, 1]), st.sampled_from(["", "alert", "claim"])),
        max_size=8,
    )
)
async def test_no_history_of_a_source_makes_retention_touch_what_is_told(
    entries: list[tuple[int, int, str]],
) -> None:
    store = open_memory()

    def fill(tx: Tx) -> None:
        tx.sources.put(nouns.source())
        for n, (age, missing, told) in enumerate(entries):
            put(tx, f"e{n}", first_seen=NOON - timedelta(days=age), missing=missing)
            if told == "alert":
                tx.alerts.add(nouns.alert(f"a{n}", entry_id=f"e{n}"))
            if told == "claim":
                claim = nouns.claim(f"c{n}", nouns.statement(f"s-e{n}"))
                tx.claims.put(claim, nouns.version(claim))

    await store.transact(fill)
    await sweep(store)
    for n, (age, missing, told) in enumerate(entries):
        stays = bool(told) or missing != -1 or age <= 365
        assert (await kept(store, f"e{n}") == [f"e{n}"]) is stays
    assert len(await store.read(lambda tx: tx.entries.seen("src"))) == len(entries)
