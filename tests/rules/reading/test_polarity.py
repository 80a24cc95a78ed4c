"""Golden pairs in tests/data/reading/polarity.jsonl."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.reading.polarity import polarity

DATA = Path(__file__).parents[2] / "data/reading/polarity.jsonl"
GOLDEN = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("pair", GOLDEN, ids=lambda pair: pair["text"][:60])
def test_a_sentence_affirms_or_denies_in_its_main_clause(pair: dict[str, str]) -> None:
    assert polarity(pair["text"]) == pair["polarity"]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_one_polarity_or_none(text: str) -> None:
    assert polarity(text) in ("affirmed", "denied", None)
