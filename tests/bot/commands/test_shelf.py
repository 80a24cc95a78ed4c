"""What buttons lead back to stays until its kind has no place left; then the oldest goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.commands.services import Caller
from bot.commands.shelf import Shelf
from state.memory import open_memory
from tests.fakes.nouns import NOON

SHELF = Shelf("test", 3)
ME = Caller(guild_id=7, user_id=1, channel_id=2, now=NOON)


async def kept(*keys: str) -> list[str]:
    """The keys that are left after these were kept, a minute apart."""
    store = open_memory()
    for minute, key in enumerate(keys):
        later = replace(ME, now=NOON + timedelta(minutes=minute))
        await store.transact(lambda tx, me=later, key=key: SHELF.keep(tx, me, key, {"of": key}))  # type: ignore[misc]
    return await store.read(lambda tx: sorted(record["key"] for record in SHELF.records(tx, ME)))


async def test_as_many_as_there_are_places_stand_beside_each_other_whatever_their_keys() -> None:
    for letter in "bcdefgh":
        assert await kept("a", letter, "z") == ["a", letter, "z"]


async def test_the_oldest_makes_room() -> None:
    assert await kept("a", "b", "c", "d") == ["b", "c", "d"]


async def test_what_is_kept_already_takes_no_second_place() -> None:
    assert await kept("a", "b", "a", "c") == ["a", "b", "c"]


async def test_what_is_forgotten_is_gone_and_another_guild_never_sees_it() -> None:
    store = open_memory()
    other = replace(ME, guild_id=8)
    await store.transact(lambda tx: SHELF.keep(tx, ME, "a", {"of": "a"}))
    assert await store.read(lambda tx: SHELF.get(tx, other, "a")) is None
    found = await store.read(lambda tx: SHELF.get(tx, ME, "a"))
    assert found is not None and found["of"] == "a"
    await store.transact(lambda tx: SHELF.forget(tx, ME, "a"))
    assert await store.read(lambda tx: SHELF.get(tx, ME, "a")) is None
