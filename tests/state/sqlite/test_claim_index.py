"""The index over claims follows the way terms are cut."""

from __future__ import annotations

from pathlib import Path

from rules.link import formulate
from state.sqlite import open_sqlite
from state.sqlite.store import SqliteStore
from state.store import Tx
from tests.fakes import nouns
from tests.fakes.nouns import GUILD

QUERY = formulate(nouns.statement(text="office jobs", speaker=None))


def found(tx: Tx) -> list[tuple[str, float]]:
    return [(c.claim.id, round(c.score, 6)) for c in tx.claims.candidates(GUILD, QUERY, 9)]


def fill(tx: Tx) -> None:
    for id, text in (("a", "Office jobs will go."), ("b", "No office closes."), ("c", "Prices rise.")):
        claim = nouns.claim(id, nouns.statement(f"s-{id}", text))
        tx.claims.put(claim, nouns.version(claim))


async def with_old_index(path: Path) -> SqliteStore:
    """A store whose index was made by a release that cut terms otherwise."""
    store = open_sqlite(path)
    await store.transact(fill)
    conn = store._writer.conn
    conn.execute("UPDATE claim_word SET word = 'old ' || word")
    conn.execute("UPDATE counter SET value = 1 WHERE name = 'claim_terms'")
    return store


async def test_an_index_cut_otherwise_is_made_anew_by_the_first_transaction_that_uses_it(
    tmp_path: Path,
) -> None:
    fresh = open_sqlite(tmp_path / "fresh.db")
    store = await with_old_index(tmp_path / "walkback.db")
    assert await store.read(found) == []  # a reader has to take it as it is
    await fresh.transact(fill)
    expected = await fresh.read(found)
    assert [id for id, _ in expected] == ["a", "b"]
    assert await store.transact(found) == expected
    assert await store.read(found) == expected
    await store.close()
    await fresh.close()


async def test_a_claim_changed_under_an_old_index_is_counted_once(tmp_path: Path) -> None:
    store = await with_old_index(tmp_path / "walkback.db")
    claim = await store.read(lambda tx: tx.claims.get(GUILD, "a"))
    assert claim is not None
    await store.transact(lambda tx: tx.claims.update(claim))
    await store.transact(lambda tx: tx.claims.remove(GUILD, "c"))
    total = store._writer.conn.execute("SELECT claims, length FROM claim_total").fetchall()
    words = store._writer.conn.execute(
        "SELECT count(DISTINCT claim_no), sum(often) FROM claim_word"
    ).fetchall()
    assert total == words
    await store.close()
