from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.desk import claims, heard, limits, status
from bot.desk.answers import Refusal
from rules.model import LOCAL_GUILD, Claim
from state.memory import open_memory
from state.model import Guild
from state.store import Store, Tx
from tests.fakes import nouns
from tests.fakes.nouns import GUILD, NOON, after


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = open_memory()
    await store.transact(lambda tx: tx.guilds.put(Guild(id=GUILD)))
    yield store
    await store.close()


def put(tx: Tx, *found: Claim) -> None:
    for claim in found:
        tx.claims.put(claim, nouns.version(claim))


def many(number: int, guild_id: int = GUILD) -> list[Claim]:
    return [
        nouns.claim(f"h{n}", origin="heard", created_at=after(n), guild_id=guild_id) for n in range(number)
    ]


async def test_claims_that_were_only_heard_leave_room_for_those_that_people_add(store: Store) -> None:
    def work(tx: Tx) -> list[Claim | Refusal]:
        put(tx, *many(3))
        limits.put(tx, GUILD, {"claims": 1}, now=NOON)
        texts = ("A third will go.", "A fifth will go.")
        return [
            claims.add(tx, GUILD, claims.Draft(text=text, speaker="Mara Voss"), now=NOON) for text in texts
        ]

    first, second = await store.transact(work)
    assert isinstance(first, Claim)
    assert isinstance(second, Refusal)
    assert "There are 1 claims, the most there can be here (1)" in second.text
    shown = {
        what: (used, most) for what, used, most in (await store.read(lambda tx: status.of(tx, GUILD))).limits
    }
    assert shown["claims"] == (1, 1)
    assert shown["heard claims"] == (3, 50_000)


@pytest.mark.parametrize("guild_id", [GUILD, LOCAL_GUILD])
async def test_above_the_limit_the_oldest_heard_claims_go_and_nothing_that_matters(
    store: Store, guild_id: int
) -> None:
    def fill(tx: Tx) -> None:
        put(tx, *many(10, guild_id), nouns.claim("added", guild_id=guild_id))
        tx.alerts.add(nouns.alert(claim_id="h0", guild_id=guild_id))
        tx.rules.put_rule(nouns.rule(claims=("h1",), guild_id=guild_id))
        limits.put(tx, guild_id, {"heard_claims": 5}, now=NOON)

    await store.transact(fill)
    assert await heard.forget_surplus(store, step=2) == 5
    left = [claim.id for claim in await store.read(lambda tx: tx.claims.of_guild(guild_id))]
    assert sorted(left) == ["added", "h0", "h1", "h7", "h8", "h9"]
    assert await heard.forget_surplus(store) == 0


async def test_a_server_whose_heard_claims_all_matter_keeps_them(store: Store) -> None:
    def fill(tx: Tx) -> None:
        put(tx, *many(3))
        tx.rules.put_rule(nouns.rule(claims=("h0", "h1", "h2")))
        limits.put(tx, GUILD, {"heard_claims": 1}, now=NOON)

    await store.transact(fill)
    assert await heard.forget_surplus(store) == 0
    assert await store.read(lambda tx: tx.claims.count(GUILD)) == 3
