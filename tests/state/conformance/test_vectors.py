from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.link import ClaimQuery, formulate
from rules.model import Claim
from state.memory import open_memory
from state.sqlite import open_sqlite
from state.store import Store, Tx
from tests.fakes import nouns
from tests.fakes.nouns import GUILD, OTHER_GUILD

MODEL, OTHER_MODEL = "model-a", "model-b"


def worded(id: str, text: str = "The plant will open.", **fields: object) -> Claim:
    return nouns.claim(id, nouns.statement(f"sta-{id}", text), **fields)


def put(tx: Tx, *claims: Claim) -> None:
    for claim in claims:
        tx.claims.put(claim, nouns.version(claim))
        assert tx.vectors.put(claim, MODEL, claim.id.encode())


def kept(tx: Tx, guild_id: int = GUILD, model: str = MODEL) -> list[str]:
    return [each.claim_id for each in tx.vectors.since(guild_id, model, 0, 99)]


async def test_a_vector_comes_back_as_it_was_given_and_for_its_model_only(store: Store) -> None:
    await store.transact(lambda tx: put(tx, worded("one"), worded("two")))
    assert await store.read(lambda tx: tx.vectors.of(GUILD, MODEL, ["one", "gone"])) == {"one": b"one"}
    assert await store.read(lambda tx: tx.vectors.of(GUILD, OTHER_MODEL, ["one"])) == {}
    assert await store.read(kept) == ["one", "two"]
    assert await store.read(lambda tx: tx.vectors.count(MODEL)) == (2, 2)
    assert await store.read(lambda tx: tx.vectors.count(OTHER_MODEL)) == (0, 2)


async def test_what_was_written_since_is_read_in_order_a_piece_at_a_time(store: Store) -> None:
    claims = [worded(name) for name in ("c", "a", "b")]
    await store.transact(lambda tx: put(tx, *claims))
    first = await store.read(lambda tx: tx.vectors.since(GUILD, MODEL, 0, 2))
    assert [each.claim_id for each in first] == ["c", "a"]
    rest = await store.read(lambda tx: tx.vectors.since(GUILD, MODEL, first[-1].number, 9))
    assert [each.claim_id for each in rest] == ["b"]
    await store.transact(lambda tx: tx.vectors.put(claims[0], MODEL, b"anew"))
    again = await store.read(lambda tx: tx.vectors.since(GUILD, MODEL, rest[-1].number, 9))
    assert [(each.claim_id, each.data) for each in again] == [("c", b"anew")]


@pytest.mark.parametrize("change", ["text", "title"])
async def test_a_claim_that_says_something_else_loses_its_vector(store: Store, change: str) -> None:
    claim = worded("one")
    other = replace(claim, title="Plants") if change == "title" else worded("one", "It will not open.")
    await store.transact(lambda tx: put(tx, claim, worded("two")))
    await store.transact(lambda tx: tx.claims.put(other, nouns.version(other, 2)))
    assert await store.read(kept) == ["two"]
    assert await store.read(lambda tx: [c.id for c in tx.vectors.missing(MODEL, 9)]) == ["one"]
    assert not await store.transact(lambda tx: tx.vectors.put(claim, MODEL, b"late"))
    assert await store.transact(lambda tx: tx.vectors.put(other, MODEL, b"right"))


async def test_what_is_no_change_of_words_keeps_the_vector(store: Store) -> None:
    claim = worded("one")
    await store.transact(lambda tx: put(tx, claim))
    await store.transact(lambda tx: tx.claims.update(replace(claim, aliases=("the chief",), withdrawn=True)))
    assert await store.read(kept) == ["one"]


async def test_a_claim_that_goes_takes_its_vector_along(store: Store) -> None:
    await store.transact(lambda tx: put(tx, worded("one"), worded("two"), worded("three")))
    await store.transact(lambda tx: tx.claims.remove(GUILD, "one"))
    await store.transact(lambda tx: tx.claims.merge(GUILD, "two", "three"))
    assert await store.read(kept) == ["two"]
    assert not await store.transact(lambda tx: tx.vectors.put(worded("one"), MODEL, b"late"))
    await store.transact(lambda tx: tx.claims.put(worded("one"), nouns.version(worded("one"))))
    assert await store.read(lambda tx: [c.id for c in tx.vectors.missing(MODEL, 9)]) == ["one"]


async def test_another_models_vector_takes_the_place(store: Store) -> None:
    claim = worded("one")
    await store.transact(lambda tx: put(tx, claim))
    assert await store.read(lambda tx: tx.vectors.missing(OTHER_MODEL, 9)) == [claim]
    await store.transact(lambda tx: tx.vectors.put(claim, OTHER_MODEL, b"other"))
    assert await store.read(kept) == []
    assert await store.read(lambda tx: kept(tx, model=OTHER_MODEL)) == ["one"]


async def test_vectors_are_each_guilds_own_and_missing_ones_everybodys(store: Store) -> None:
    mine, theirs = worded("one"), worded("one", guild_id=OTHER_GUILD)
    await store.transact(lambda tx: put(tx, mine))
    await store.transact(lambda tx: tx.claims.put(theirs, nouns.version(theirs)))
    assert await store.read(lambda tx: tx.vectors.missing(MODEL, 9)) == [theirs]
    assert await store.read(lambda tx: tx.vectors.of(OTHER_GUILD, MODEL, ["one"])) == {}
    assert await store.read(lambda tx: kept(tx, OTHER_GUILD)) == []
    assert await store.read(lambda tx: tx.vectors.count(MODEL, OTHER_GUILD)) == (0, 1)
    await store.transact(lambda tx: tx.claims.remove(OTHER_GUILD, "one"))
    assert await store.read(kept) == ["one"]


async def test_a_transaction_that_fails_leaves_vectors_as_they_were(store: Store) -> None:
    claim, other = worded("one"), worded("one", "It will not open.")
    await store.transact(lambda tx: put(tx, claim))
    before = await store.read(lambda tx: tx.vectors.since(GUILD, MODEL, 0, 9))

    def fail(tx: Tx) -> None:
        tx.claims.update(other)
        put(tx, worded("two"))
        raise KeyError("on purpose")

    with pytest.raises(KeyError):
        await store.transact(fail)
    assert await store.read(lambda tx: tx.vectors.since(GUILD, MODEL, 0, 9)) == before


async def test_claims_near_in_meaning_are_candidates_within_the_guild_and_what_the_query_may_choose(
    store: Store,
) -> None:
    claims = (
        worded("words", "Robots will take office work."),
        worded("near", "Machines replace clerks."),
        worded("elsewhere", "Machines replace bakers.", theme_id="other"),
        worded("theirs", "Machines replace clerks.", guild_id=OTHER_GUILD),
    )
    await store.transact(lambda tx: put(tx, *claims))
    near = ["theirs", "elsewhere", "near", "words", "gone"]
    query = formulate(nouns.statement(text="Robots at the plant", speaker=None))

    async def found(query: ClaimQuery, limit: int = 5) -> list[str]:
        asked = await store.read(lambda tx: tx.claims.candidates(GUILD, query, limit, near))
        return [candidate.claim.id for candidate in asked]

    assert await found(query) == ["words", "elsewhere", "near"]
    assert await found(replace(query, theme_id="theme")) == ["words", "near"]
    assert await found(replace(query, only=("near",))) == ["near"]
    assert await found(query, 2) == ["words", "elsewhere"]


async def test_near_claims_get_two_fifths_of_the_places_at_most(store: Store) -> None:
    worded_alike = [worded(f"word-{n}", "Robots will take office work.") for n in range(9)]
    others = [worded(f"near-{n}", "Machines replace clerks.") for n in range(9)]
    await store.transact(lambda tx: put(tx, *worded_alike, *others))
    query = formulate(nouns.statement(text="Robots in office work", speaker=None))
    near = [claim.id for claim in others]
    found = await store.read(lambda tx: tx.claims.candidates(GUILD, query, 10, near))
    assert sorted(c.claim.id for c in found if c.score == 0) == ["near-0", "near-1", "near-2", "near-3"]
    assert sum(c.score > 0 for c in found) == 6
    few = await store.read(lambda tx: tx.claims.candidates(GUILD, query, 10, near[:1]))
    assert sum(c.score > 0 for c in few) == 9


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["say", "encode", "remove", "merge"]),
        st.sampled_from([GUILD, OTHER_GUILD]),
        st.sampled_from(["one", "two", "three"]),
        st.sampled_from(["The plant will open.", "It will not open.", "Perhaps."]),
        st.sampled_from([MODEL, OTHER_MODEL]),
    ),
    max_size=25,
)


def done(tx: Tx, step: tuple[str, int, str, str, str]) -> object:
    what, guild, name, text, model = step
    claim = worded(name, text, guild_id=guild)
    match what:
        case "say":
            tx.claims.put(claim, nouns.version(claim))
            return None
        case "encode":
            return tx.vectors.put(claim, model, f"{text} {model}".encode())
        case "remove":
            return tx.claims.remove(guild, name)
        case _:
            return tx.claims.merge(guild, name, "two")


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_whatever_happens_to_claims_both_backends_keep_the_same_vectors_and_none_of_other_words(
    steps: list[tuple[str, int, str, str, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        memory, sqlite = open_memory(), open_sqlite(Path(folder) / "walkback.db")
        for step in steps:
            assert memory._write(lambda tx: done(tx, step)) == sqlite._write(lambda tx: done(tx, step))  # noqa: B023
        for guild in (GUILD, OTHER_GUILD):
            for model in (MODEL, OTHER_MODEL):
                look = lambda tx: (  # noqa: E731
                    tx.vectors.since(guild, model, 0, 99),  # noqa: B023
                    tx.vectors.count(model, guild),  # noqa: B023
                    {claim.id for claim in tx.vectors.missing(model, 99)},  # noqa: B023
                    {c.id: c.standing.text for c in tx.claims.of_guild(guild)},  # noqa: B023
                )
                found = sqlite._write(look)
                assert found == memory._write(look)
                for row in found[0]:
                    assert row.data.decode() == f"{found[3][row.claim_id]} {model}"
        sqlite.close_now()
