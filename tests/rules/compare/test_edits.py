from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.change import SILENT, Comparison
from rules.compare import bare_statement, compare

EDITS = Path(__file__).parents[2] / "data" / "compare" / "edits.jsonl"
RECORDS = [json.loads(line) for line in EDITS.read_text("utf-8").splitlines()]
DAY = date(2026, 1, 10)


def edited(old: str, new: str) -> Comparison:
    return compare(bare_statement(old, None, DAY), bare_statement(new, None, DAY), kind="edit")


@pytest.mark.parametrize("record", RECORDS, ids=[r["id"] for r in RECORDS])
def test_an_edit_is_told_exactly_when_it_matters(record: dict[str, object]) -> None:
    found = edited(str(record["old"]), str(record["new"]))
    assert (found.headline not in SILENT) is record["matters"]


def test_a_decimal_point_is_never_punctuation() -> None:
    assert edited("The rate rose to 1.5 %.", "The rate rose to 15 %.").headline == "figure_changed"


def test_a_past_date_that_was_edited_is_a_moved_date() -> None:
    change = edited("It was settled on 3 May 2019.", "It was settled on 3 May 2021.").changes[0]
    assert (change.tag, change.before, change.after) == ("deadline_moved", "3 May 2019", "3 May 2021")


def test_a_word_in_a_quote_that_was_exchanged_is_told_with_both_words() -> None:
    change = edited("Okafor called it “sound”.", "Okafor called it “hollow”.").changes[0]
    assert (change.tag, change.before, change.after) == ("wording_edited", "sound", "hollow")


def test_points_of_an_index_are_a_figure_and_points_of_a_post_are_a_counter() -> None:
    assert edited("The index fell 14 points.", "The index fell 41 points.").headline == "figure_changed"
    assert edited("The plant stays open. 14 points", "The plant stays open. 41 points").headline == "repeated"


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_a_text_is_a_repetition_of_itself(text: str) -> None:
    assert edited(text, text).headline == "repeated"


@given(st.integers(2, 10**9), st.integers(2, 10**9))
@settings(max_examples=60)
def test_no_edit_of_a_number_is_swallowed(a: int, b: int) -> None:
    found = edited(f"The fund lent {a} to farmers.", f"The fund lent {b} to farmers.")
    assert (found.headline == "repeated") is (a == b)


def test_an_edited_line_of_a_change_log_is_no_change_of_source() -> None:
    old = bare_statement("deny lists for commands", "Support allow", None)
    new = bare_statement("deny lists for command auto-execution", "Enterprise admins", None)
    assert compare(old, new, kind="edit").headline == "wording_edited"


def test_a_quotation_that_an_edit_gives_to_another_name_is_a_change_of_source() -> None:
    old = bare_statement("The pier will be rebuilt.", "Tomas Reyl", None)
    new = bare_statement("The pier will be rebuilt.", "Ines Okafor", None)
    assert compare(old, new, kind="edit").headline == "attribution_changed"
