"""Vectors that are missing: made a few at a time, made anew, made later after a kill, and said to be there."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.desk import linking, status
from bot.semantic.filling import (
    AT_ONCE,
    LOOK_SECONDS,
    PAUSE_SECONDS,
    Filling,
    announce,
    fill,
    fill_all,
    fill_first,
)
from bot.semantic.links import SemanticLinks
from bot.semantic.loading import Model
from state.sqlite import open_sqlite
from state.store import Store, Tx
from tests.fakes import nouns, process
from tests.fakes.encoder import HashingEncoder
from tests.fakes.nouns import GUILD, OTHER_GUILD

pytest.importorskip("numpy")
T = TypeVar("T")


def links_of(store: Store, fingerprint: str = "one") -> tuple[SemanticLinks, HashingEncoder]:
    encoder = HashingEncoder(fingerprint)
    return SemanticLinks(store, lambda: Model("hashing", fingerprint, encoder)), encoder


def claims(tx: Tx, *names: str, guild: int = GUILD) -> None:
    for name in names:
        claim = nouns.claim(
            name, nouns.statement(f"s-{name}", f"The plant {name} will open."), guild_id=guild
        )
        tx.claims.put(claim, nouns.version(claim))


async def kept(store: Store, fingerprint: str = "one", guild: int = GUILD) -> list[str]:
    found = await store.read(lambda tx: tx.vectors.since(guild, fingerprint, 0, 99))
    return [each.claim_id for each in found]


@pytest.fixture
async def store(tmp_path: Path):  # type: ignore[no-untyped-def]
    opened = open_sqlite(tmp_path / "walkback.db")
    yield opened
    await opened.close()


class Counted:
    """A store that counts what is read."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.reads = 0
        self.transact, self.close = store.transact, store.close

    async def read(self, work: Callable[[Tx], T]) -> T:
        self.reads += 1
        return await self.store.read(work)


async def test_a_step_makes_a_few_and_rests_as_long_as_it_worked(store: Store) -> None:
    await store.transact(lambda tx: claims(tx, *(f"n{n}" for n in range(AT_ONCE + 1))))
    links, encoder = links_of(store)
    filling = Filling(store, links)
    assert 0 < await filling.step() < LOOK_SECONDS
    assert len(await kept(store)) == AT_ONCE
    assert 0 < await filling.step() < LOOK_SECONDS
    assert await filling.step() == LOOK_SECONDS
    assert encoder.calls == [AT_ONCE, 1]
    links.close()


async def test_while_no_claim_changes_a_step_asks_for_nothing(store: Store) -> None:
    await store.transact(lambda tx: claims(tx, "a"))
    counted = Counted(store)
    links, _ = links_of(counted)
    filling = Filling(counted, links)
    await filling.step()
    await filling.step()
    before = counted.reads
    assert await filling.step() == LOOK_SECONDS
    assert counted.reads == before + 1
    await store.transact(lambda tx: claims(tx, "b", guild=OTHER_GUILD))
    await filling.step()
    assert await kept(store, guild=OTHER_GUILD) == ["b"]
    links.close()


async def test_with_another_model_all_vectors_are_made_anew(store: Store) -> None:
    await store.transact(lambda tx: claims(tx, "a", "b"))
    first, _ = links_of(store)
    assert await fill_all(first) == 2
    second, _ = links_of(store, "two")
    made: list[int] = []
    assert await fill_all(second, made.append) == 2
    assert made == [2]
    assert await kept(store) == []
    assert await kept(store, "two") == ["a", "b"]
    for links in (first, second):
        links.close()


async def test_a_title_counts_as_a_second_text(store: Store) -> None:
    claim = nouns.claim("a", title="Plants")
    await store.transact(lambda tx: tx.claims.put(claim, nouns.version(claim)))
    links, encoder = links_of(store)
    assert await fill(links) == 1
    (data,) = (await store.read(lambda tx: tx.vectors.of(GUILD, "one", ["a"]))).values()
    assert encoder.calls == [2]
    assert len(data) == 2 * 64
    links.close()


async def test_status_and_the_store_say_which_model_links_and_how_many_claims_are_ready(store: Store) -> None:
    await store.transact(lambda tx: claims(tx, "a", "b"))
    assert (await store.read(lambda tx: status.of(tx, GUILD))).linking.model == ""
    links, _ = links_of(store)
    await announce(store, links)
    await fill(links, 1)
    found = (await store.read(lambda tx: status.of(tx, GUILD))).linking
    assert found == linking.Linking(model="hashing", ready=1, claims=2)
    assert await Filling(store, None).step() == PAUSE_SECONDS  # the next bot runs without the extra
    assert (await store.read(linking.of)).model == ""
    links.close()


async def test_a_turn_of_polling_loads_no_model_where_every_claim_is_ready(store: Store) -> None:
    await store.transact(lambda tx: claims(tx, "a"))
    links, encoder = links_of(store)
    await fill_first(links)
    assert encoder.calls == [1]
    unused = SemanticLinks(store, lambda: pytest.fail("it was loaded"))
    await fill_first(unused)
    for each in (links, unused):
        each.close()


FILL = """
from bot.semantic.filling import fill
from bot.semantic.links import SemanticLinks
from bot.semantic.loading import Model
from tests.fakes.encoder import HashingEncoder

async def main():
    store = open_sqlite(path)
    arm(sys.argv[2])
    await fill(SemanticLinks(store, lambda: Model("hashing", "one", HashingEncoder("one"))))

asyncio.run(main())
"""


@pytest.mark.parametrize("point", ["filling:encoded", "transact:begun", "transact:written"])
async def test_a_process_killed_between_claim_and_vector_leaves_the_claim_and_the_next_makes_the_vector(
    tmp_path: Path, point: str
) -> None:
    path = tmp_path / "killed.db"
    store = open_sqlite(path)
    await store.transact(lambda tx: claims(tx, "a"))
    await store.close()
    code, _, err = process.run(FILL, path, point)
    assert code == -signal.SIGKILL, err
    store = open_sqlite(path)
    assert await kept(store) == []
    assert await store.read(lambda tx: tx.claims.get(GUILD, "a")) is not None
    links, _ = links_of(store)
    assert await fill_all(links) == 1
    assert await kept(store) == ["a"]
    links.close()
    await store.close()
