from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.model import Context, Entry, Horizon, Quantity
from state.model import EntrySeen
from state.store import Store, Tx
from tests.fakes import nouns
from tests.fakes.nouns import GUILD, NOON, OTHER_GUILD, after


def put(tx: Tx, *entries: Entry) -> None:
    for entry in entries:
        tx.entries.put(entry, nouns.revision(entry))


@pytest.mark.parametrize(
    "entry",
    [
        nouns.entry(),
        nouns.entry(author=None, published=None, published_raw="", title="", url=""),
        nouns.entry(content="Long text. " * 500, context=Context(story_title="Story", parent_text="Quoted")),
        nouns.entry(key="\ud800 half a pair", title="\ud800", content="nul \x00 and \ud800", author="\udfff"),
        nouns.entry(content="ein Satz über Ä 漢字 👩‍👩‍👧 " * 40, published=after(0.000001 / 60)),
    ],
)
async def test_an_entry_comes_back_as_it_was_given(store: Store, entry: Entry) -> None:
    await store.transact(lambda tx: put(tx, entry))
    assert await store.read(lambda tx: tx.entries.get("ent")) == entry
    assert await store.read(lambda tx: tx.entries.revisions("ent")) == [nouns.revision(entry)]
    assert entry.key in await store.read(lambda tx: tx.entries.seen("src"))
    assert await store.read(lambda tx: tx.entries.get("nobody")) is None


async def test_what_was_seen_of_a_source_is_told_by_key(store: Store) -> None:
    other = nouns.entry("else", source_id="other")
    await store.transact(lambda tx: put(tx, nouns.entry(), nouns.entry("two"), other))
    seen = await store.read(lambda tx: tx.entries.seen("src"))
    assert sorted(seen) == ["key-ent", "key-two"]
    assert seen["key-ent"] == EntrySeen(
        entry_id="ent",
        key="key-ent",
        content_hash="hash-1",
        revisions=1,
        url="https://src.example/ent",
        title="Title of ent",
        first_seen=NOON,
        published=NOON,
    )
    assert await store.read(lambda tx: tx.entries.seen("nothing")) == {}
    assert await store.read(lambda tx: tx.entries.by_key("src", "key-ent")) == seen["key-ent"]
    assert await store.read(lambda tx: tx.entries.by_key("src", "key-else")) is None
    assert await store.read(lambda tx: tx.entries.by_key("nothing", "key-ent")) is None


async def test_an_edit_is_a_revision_and_a_revert_another(store: Store) -> None:
    first = nouns.entry(content="One wording. " * 60)
    second = replace(first, content="Another wording. " * 60, title="New title")
    revisions = [
        nouns.revision(first),
        nouns.revision(second, 2, seen_at=after(1)),
        nouns.revision(first, 3, seen_at=after(2), reverts_to=1),
        nouns.revision(first, 4, seen_at=after(3), reverts_to=3),
    ]

    def edit(tx: Tx) -> None:
        tx.entries.put(first, revisions[0])
        tx.entries.put(second, revisions[1])
        tx.entries.put(first, revisions[2])

    await store.transact(edit)
    assert await store.read(lambda tx: tx.entries.get("ent")) == first
    assert await store.read(lambda tx: tx.entries.revisions("ent")) == revisions[:3]
    assert (await store.read(lambda tx: tx.entries.seen("src")))["key-ent"].revisions == 3
    await store.transact(lambda tx: tx.entries.put(first, revisions[3]))
    assert await store.read(lambda tx: tx.entries.get("ent")) == first
    assert await store.read(lambda tx: tx.entries.revisions("ent")) == revisions


async def test_a_revert_that_names_a_different_text_keeps_its_own(store: Store) -> None:
    entry = nouns.entry()
    odd = nouns.revision(replace(entry, content="A third wording"), 2, reverts_to=1)
    await store.transact(lambda tx: (put(tx, entry), tx.entries.put(entry, odd)))
    assert (await store.read(lambda tx: tx.entries.revisions("ent")))[1] == odd
    assert await store.read(lambda tx: tx.entries.get("ent")) == entry


async def test_an_entry_may_get_another_key_but_never_anothers(store: Store) -> None:
    await store.transact(lambda tx: put(tx, nouns.entry(), nouns.entry("two")))
    await store.transact(lambda tx: put(tx, nouns.entry(key="key-new")))
    assert sorted(await store.read(lambda tx: tx.entries.seen("src"))) == ["key-new", "key-two"]
    with pytest.raises(ValueError, match="already"):
        await store.transact(lambda tx: put(tx, nouns.entry(key="key-two")))
    assert sorted(await store.read(lambda tx: tx.entries.seen("src"))) == ["key-new", "key-two"]


async def test_missing_and_withdrawn_are_marked_until_the_entry_is_back(store: Store) -> None:
    await store.transact(lambda tx: put(tx, nouns.entry(), nouns.entry("two")))
    await store.transact(
        lambda tx: tx.entries.mark("src", {"key-ent": 2, "key-unknown": 1}, ["key-ent", "key-x"])
    )
    seen = await store.read(lambda tx: tx.entries.seen("src"))
    assert (seen["key-ent"].missing, seen["key-ent"].withdrawn) == (2, True)
    assert (seen["key-two"].missing, seen["key-two"].withdrawn) == (0, False)
    await store.transact(lambda tx: tx.entries.mark("src", {"key-ent": -1}))
    assert (await store.read(lambda tx: tx.entries.seen("src")))["key-ent"].withdrawn
    await store.transact(lambda tx: tx.entries.mark("src", {"key-ent": 0}))
    seen = await store.read(lambda tx: tx.entries.seen("src"))
    assert (seen["key-ent"].missing, seen["key-ent"].withdrawn) == (0, False)
    await store.transact(lambda tx: tx.entries.mark("src", {"key-ent": 1}, ["key-ent"]))
    await store.transact(lambda tx: put(tx, nouns.entry()))
    assert not (await store.read(lambda tx: tx.entries.seen("src")))["key-ent"].withdrawn


async def test_statements_are_kept_for_each_revision_in_text_order(store: Store) -> None:
    entry = nouns.entry()
    figure = Quantity(kind="percent", low=50.0, high=None, unit="%", text="half", of="jobs", span=(0, 4))
    horizon = Horizon(text="by 2030", earliest=None, latest=date(2030, 12, 31), bound="by", span=(5, 12))
    one = nouns.statement("z", quantities=(figure,), horizons=(horizon,), certainty=5, polarity="affirmed")
    two, three = nouns.statement("a"), nouns.statement("n", "Reworded \ud800.")

    def fill(tx: Tx) -> None:
        tx.entries.put(entry, nouns.revision(entry))
        tx.entries.put_statements([one, two], 1)
        tx.entries.put(entry, nouns.revision(entry, 2))
        tx.entries.put_statements([three, two, nouns.statement("s", entry_id="else")], 2)

    await store.transact(fill)
    assert await store.read(lambda tx: tx.entries.statements_of("ent", 1)) == [one, two]
    assert await store.read(lambda tx: tx.entries.statements_of("ent")) == [three, two]
    assert await store.read(lambda tx: tx.entries.statements_of("nobody")) == []
    assert await store.read(lambda tx: tx.entries.statement("z")) == one
    assert await store.read(lambda tx: tx.entries.statement("nobody")) is None


async def test_reading_a_revision_again_replaces_its_statements(store: Store) -> None:
    entry = nouns.entry()
    await store.transact(lambda tx: (put(tx, entry), tx.entries.put_statements([nouns.statement("old")], 1)))
    await store.transact(
        lambda tx: tx.entries.put_statements([nouns.statement("new"), nouns.statement("more")], 1)
    )
    assert [s.id for s in await store.read(lambda tx: tx.entries.statements_of("ent"))] == ["new", "more"]
    assert await store.read(lambda tx: tx.entries.statement("old")) is None
    assert await store.read(lambda tx: tx.entries.count()) == (1, 2)


async def test_a_statement_in_two_revisions_is_told_as_it_stands_in_the_newer(store: Store) -> None:
    older, newer = (
        nouns.statement("same", url="https://old.example/"),
        nouns.statement("same", url="https://new.example/"),
    )
    await store.transact(lambda tx: put(tx, nouns.entry()))
    await store.transact(lambda tx: tx.entries.put_statements([newer], 2))
    await store.transact(lambda tx: tx.entries.put_statements([older], 1))
    assert await store.read(lambda tx: tx.entries.statement("same")) == newer


async def test_a_backtest_runs_over_what_the_guild_follows_newest_first(store: Store) -> None:
    entries = [
        nouns.entry("old", published=after(-90)),
        nouns.entry("new", published=after(5)),
        nouns.entry("undated", published=None, first_seen=after(2)),
        nouns.entry("foreign", source_id="other"),
    ]

    def fill(tx: Tx) -> None:
        tx.sources.put(nouns.source())
        tx.sources.put(nouns.source("other"))
        tx.sources.follow(nouns.follow())
        tx.sources.follow(nouns.follow(theme_id="second theme"))
        tx.sources.follow(nouns.follow("other", OTHER_GUILD))
        for entry in entries:
            put(tx, entry)
            tx.entries.put_statements(
                [nouns.statement(f"{entry.id}-{n}", entry_id=entry.id) for n in "12"], 1
            )
        edited = replace(entries[2], content="Edited.")
        tx.entries.put(edited, nouns.revision(edited, 2))
        tx.entries.put_statements([nouns.statement("undated-3", entry_id="undated")], 2)

    await store.transact(fill)
    recent = await store.read(lambda tx: tx.entries.recent_statements(GUILD, after(-60), 10))
    assert [s.id for s, _ in recent] == ["new-1", "new-2", "undated-3"]
    assert recent[0][1] == entries[1]
    assert recent[2][1].content == "Edited."
    assert len(await store.read(lambda tx: tx.entries.recent_statements(GUILD, after(-99), 4))) == 4


async def test_a_statement_moves_in_time_with_its_entry(store: Store) -> None:
    entry = nouns.entry(published=after(-90))

    def fill(tx: Tx) -> None:
        tx.sources.put(nouns.source())
        tx.sources.follow(nouns.follow())
        put(tx, entry)
        tx.entries.put_statements([nouns.statement()], 1)

    await store.transact(fill)
    assert await store.read(lambda tx: tx.entries.recent_statements(GUILD, NOON, 9)) == []
    await store.transact(lambda tx: put(tx, replace(entry, published=after(1))))
    assert len(await store.read(lambda tx: tx.entries.recent_statements(GUILD, NOON, 9))) == 1


async def test_entries_and_statements_are_counted(store: Store) -> None:
    assert await store.read(lambda tx: tx.entries.count()) == (0, 0)
    await store.transact(lambda tx: put(tx, nouns.entry(), nouns.entry("two")))
    await store.transact(
        lambda tx: tx.entries.put_statements([nouns.statement("1"), nouns.statement("2")], 1)
    )
    await store.transact(lambda tx: tx.entries.put_statements([nouns.statement("3", entry_id="two")], 1))
    assert await store.read(lambda tx: tx.entries.count()) == (2, 3)
