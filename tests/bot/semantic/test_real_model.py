"""With the real model, where its user has installed it or named it: a paraphrase is nearer than another subject."""

from __future__ import annotations

import os

import pytest

from bot.semantic.choice import choose
from bot.semantic.links import SemanticLinks
from bot.semantic.loading import load
from rules.link import formulate
from rules.linking.weights import SEMANTIC
from state.memory import open_memory
from tests.fakes import nouns
from tests.fakes.nouns import GUILD

CHOICE = choose(os.environ.get("WALKBACK_SEMANTIC_MODEL", ""))
if CHOICE.folder is None:
    pytest.skip(f"no sentence model: {CHOICE.words}", allow_module_level=True)

CLAIMS = {
    "jobs": "Halden Robotics will cut 500 jobs in Norbury.",
    "harbour": "The harbour of Selby will be deepened next year.",
    "power": "Northfield Energy plans a new turbine hall in Lindow.",
}


async def test_a_paraphrase_is_near_its_claim_and_rated_higher_than_any_other() -> None:
    assert CHOICE.folder is not None
    store, folder = open_memory(), CHOICE.folder
    links = SemanticLinks(store, lambda: load(folder))
    for id, text in CLAIMS.items():
        claim = nouns.claim(id, nouns.statement(f"s-{id}", text))
        await store.transact(lambda tx, claim=claim: tx.claims.put(claim, nouns.version(claim)))  # type: ignore[misc]
    claims = await store.read(lambda tx: tx.claims.of_guild(GUILD))
    model = await links.model()
    assert model is not None
    for claim, data in zip(claims, await links.encoded(claims), strict=True):
        await store.transact(lambda tx, c=claim, d=data: tx.vectors.put(c, model.fingerprint, d))  # type: ignore[misc]
    said = nouns.statement("new", "The robot maker is to lay off nine hundred people there.")
    rated = await links.rate([said.text], [GUILD])
    assert rated is not None
    assert rated.near[GUILD][said.text][0] == "jobs"

    found = await store.read(lambda tx: rated.known(tx).candidates(GUILD, formulate(said), 50))
    likeness = {each.claim.id: each.similarity or 0.0 for each in found}
    assert set(likeness) == set(CLAIMS)
    assert likeness["jobs"] > max(likeness["harbour"], likeness["power"]) + 0.2
    assert "similarity" in SEMANTIC.rank
    links.close()
