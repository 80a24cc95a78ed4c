from __future__ import annotations

from state.model import Guild
from state.store import Store
from tests.fakes import nouns
from tests.fakes.nouns import GUILD, NOON, OTHER_GUILD


async def test_a_guild_comes_back_as_it_was_given_and_is_replaced(store: Store) -> None:
    guild = Guild(
        id=GUILD, name="Halden", manager_role=5, joined_at=NOON, settings=(("zone", "Europe/Oslo"),)
    )
    await store.transact(lambda tx: (tx.guilds.put(Guild(id=GUILD, name="before")), tx.guilds.put(guild)))
    assert await store.read(lambda tx: tx.guilds.get(GUILD)) == guild
    assert await store.read(lambda tx: tx.guilds.get(OTHER_GUILD)) is None


async def test_all_guilds_are_listed_by_id(store: Store) -> None:
    await store.transact(lambda tx: [tx.guilds.put(Guild(id=n)) for n in (3, 1, 2)])
    assert [g.id for g in await store.read(lambda tx: tx.guilds.all())] == [1, 2, 3]


async def test_the_audit_log_is_newest_first_and_a_guilds_own(store: Store) -> None:
    rows = [nouns.audit("one", 1), nouns.audit("two", 3), nouns.audit("three", 2), nouns.audit("four", 3)]
    await store.transact(lambda tx: [tx.guilds.audit(row) for row in rows])
    await store.transact(lambda tx: tx.guilds.audit(nouns.audit("theirs", 9, OTHER_GUILD)))
    log = await store.read(lambda tx: tx.guilds.audit_log(GUILD))
    assert log == [rows[3], rows[1], rows[2], rows[0]]
    assert await store.read(lambda tx: tx.guilds.audit_log(GUILD, 1)) == [rows[3]]


async def test_small_facts_are_kept_under_a_key(store: Store) -> None:
    assert await store.read(lambda tx: tx.guilds.meta("commands")) is None
    for value in ("hash one", "hash two ä"):
        await store.transact(lambda tx, value=value: tx.guilds.put_meta("commands", value))  # type: ignore[misc]
    assert await store.read(lambda tx: tx.guilds.meta("commands")) == "hash two ä"
