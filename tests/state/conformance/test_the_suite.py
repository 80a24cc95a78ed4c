"""The suite watches itself: a new method without a test fails here."""

from __future__ import annotations

from pathlib import Path

import pytest

from state import store as protocols

HERE = Path(__file__).parent
DRAWERS = {
    "sources": protocols.Sources,
    "entries": protocols.Entries,
    "articles": protocols.Articles,
    "claims": protocols.Claims,
    "vectors": protocols.Vectors,
    "rules": protocols.Rules,
    "alerts": protocols.Alerts,
    "outbox": protocols.Outbox,
    "guilds": protocols.Guilds,
    "retention": protocols.Retention,
}


@pytest.mark.parametrize("drawer", DRAWERS)
def test_every_method_of_a_drawer_is_called_in_its_own_test_file(drawer: str) -> None:
    text = (HERE / f"test_{drawer}.py").read_text("utf-8")
    methods = [name for name in vars(DRAWERS[drawer]) if not name.startswith("_")]
    assert methods
    assert [name for name in methods if f"tx.{drawer}.{name}(" not in text] == []


def test_every_drawer_of_a_transaction_is_covered() -> None:
    assert {name for name in vars(protocols.Tx) if not name.startswith("_")} == set(DRAWERS)
