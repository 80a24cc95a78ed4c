"""Golden pairs in tests/data/reading/certainty.jsonl; commitment and evidence stand beside the level."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.reading.certainty import band, certainty

DATA = Path(__file__).parents[2] / "data/reading/certainty.jsonl"
GOLDEN = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("pair", GOLDEN, ids=lambda pair: pair["text"][:60])
def test_a_sentence_is_as_sure_as_its_main_clause(pair: dict[str, object]) -> None:
    assert certainty(str(pair["text"])).level == pair["level"]


@pytest.mark.parametrize(
    ("text", "commitment"),
    [
        ("Halden promised to hire 500 people", "promise"),
        ("Halden plans to hire 500 people", "plan"),
        ("Halden hopes to hire 500 people", "hope"),
        ("Halden promised to hire and hopes to keep 500 people", "promise"),
        ("Halden will hire 500 people", None),
        ("The plan failed", None),
        ("We cannot promise anything", None),
    ],
)
def test_commitment_is_told_apart_from_probability(text: str, commitment: str | None) -> None:
    assert certainty(text).commitment == commitment


@pytest.mark.parametrize(
    ("text", "evidential"),
    [
        ("Reyl reportedly met the union", "reportedly"),
        ("Studies show that robots save time", "demonstrably"),
        ("Reyl seems to back the plan", "seems"),
        ("Reyl backs the plan", None),
    ],
)
def test_evidence_is_told_apart_from_probability(text: str, evidential: str | None) -> None:
    assert certainty(text).evidential == evidential


def test_hearsay_alone_does_not_lower_the_level() -> None:
    assert certainty("Reyl reportedly met the union").level == 4


@pytest.mark.parametrize(
    ("percent", "level"), [(100, 6), (97, 5), (85, 5), (60, 3), (50, 1), (30, 0), (3, 0), (0, -1)]
)
def test_a_stated_probability_falls_into_its_band(percent: float, level: int) -> None:
    assert band(percent) == level
    assert certainty(f"There is a {percent} percent chance of a deal").level == level


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_a_level_on_the_scale_and_cues_inside_of_it(text: str) -> None:
    found = certainty(text)
    assert found.level is None or -1 <= found.level <= 6
    assert all(0 <= start < end <= len(text) for start, end in found.cues)


@pytest.mark.parametrize(
    "hedge", ["could", "may", "might possibly", "will perhaps", "will certainly, perhaps,"]
)
def test_a_hedge_is_never_upgraded_by_a_booster(hedge: str) -> None:
    assert certainty(f"It is definitely true that robots {hedge} replace nurses").level == 2
