"""Questions of people that meaning answers too: a text held against the claims, and why a statement was silent."""

from __future__ import annotations

import pytest

from bot.desk import checking, why
from bot.desk.answers import Refusal
from bot.semantic.filling import fill_all
from bot.semantic.links import SemanticLinks
from bot.semantic.loading import Model
from state.memory import open_memory
from tests.fakes import nouns
from tests.fakes.encoder import HashingEncoder
from tests.fakes.nouns import GUILD, NOON

pytest.importorskip("numpy")
CLAIM = "The plant will cut 500 jobs."
OTHER_WORDS = "The factory is to trim 900 jobs."


async def test_a_text_in_other_words_is_held_against_its_claim() -> None:
    store = open_memory()
    claim = nouns.claim(
        standing=nouns.statement("s", CLAIM, speaker=None, speaker_kind="narrator"), speaker=None
    )
    await store.transact(lambda tx: tx.claims.put(claim, nouns.version(claim)))
    links = SemanticLinks(store, lambda: Model("hashing", "one", HashingEncoder()))
    await fill_all(links)
    statements = checking.statements_in(OTHER_WORDS, NOON)
    rated = await links.rate([each.text for each in statements], [GUILD])
    by_words = await store.read(lambda tx: checking.check(tx, GUILD, statements))
    by_meaning = await store.read(lambda tx: checking.check(tx, GUILD, statements, rated))
    assert not isinstance(by_words, Refusal) and not isinstance(by_meaning, Refusal)
    assert [each.claim for each in by_words] == [None]
    assert [each.claim for each in by_meaning] == [claim]
    links.close()


async def test_why_says_how_near_the_nearest_claim_is_in_meaning() -> None:
    store = open_memory()
    claim = nouns.claim(
        standing=nouns.statement("s", CLAIM, speaker=None, speaker_kind="narrator"), speaker=None
    )
    said = nouns.statement("said", OTHER_WORDS, speaker=None, speaker_kind="narrator")

    def prepare(tx) -> None:  # type: ignore[no-untyped-def]
        entry = nouns.entry()
        tx.claims.put(claim, nouns.version(claim))
        tx.sources.put(nouns.source())
        tx.sources.follow(nouns.follow())
        tx.rules.put_rule(nouns.rule(query="jobs"))
        tx.entries.put(entry, nouns.revision(entry))
        tx.entries.put_statements([said], 1)

    await store.transact(prepare)
    links = SemanticLinks(store, lambda: Model("hashing", "one", HashingEncoder()))
    await fill_all(links)
    texts = await store.read(lambda tx: why.texts_of(tx, "said"))
    assert texts == (OTHER_WORDS,)
    rated = await links.rate(texts, [GUILD])
    found = await store.read(lambda tx: why.of(tx, GUILD, "said", rated))
    assert isinstance(found, why.WhyStatement)
    assert any(step.startswith("In meaning they are") for step in found.steps)
    assert await store.read(lambda tx: why.texts_of(tx, "nobody")) == ()
    links.close()
