from __future__ import annotations

from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.change import TAGS
from rules.compare import bare_statement, compare
from rules.compare.support import CONTRADICTS, SUPPORTS


def support(old: str, new: str) -> float:
    return compare(bare_statement(old, None, None), bare_statement(new, None, None)).support


def test_the_same_words_support_what_they_say() -> None:
    text = "The bridge has carried 40,000 cars a day since May 2019."
    assert support(text, text) >= SUPPORTS


def test_a_bound_is_borne_out_by_a_value_inside_it_and_not_by_one_outside() -> None:
    claim = "The film has grossed more than $80 million worldwide."
    above = support(claim, "As of June, the film has grossed $81.5 million worldwide.")
    below = support(claim, "As of June, the film has grossed $79.2 million worldwide.")
    assert above >= SUPPORTS > below
    assert below < above


def test_another_figure_contradicts() -> None:
    assert support("The hospital has 500 beds.", "The hospital has 320 beds.") < SUPPORTS


def test_thresholds_stand_in_order() -> None:
    assert 0 < CONTRADICTS < SUPPORTS < 1


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(["statement", "edit"]))
@settings(max_examples=120, deadline=None)
def test_any_two_texts_can_be_compared(old: str, new: str, kind: str) -> None:
    found = compare(bare_statement(old, "a", None), bare_statement(new, "b", None), kind=kind)  # type: ignore[arg-type]
    assert 0 <= found.support <= 1
    assert found.headline in TAGS or found.headline == "unrelated"
    assert found.related or not found.changes


def test_twice_the_text_takes_about_twice_the_time() -> None:
    def spent(sentences: int) -> float:
        old = " ".join(f"Plant {i} will cost ${i + 1} million by 20{30 + i % 60}." for i in range(sentences))
        statements = bare_statement(old, None, None), bare_statement(old.replace("will", "may"), None, None)
        start = process_time()
        compare(*statements)
        return process_time() - start

    spent(5)
    short, long = min(spent(40 + i) for i in range(3)), min(spent(160 + i) for i in range(3))
    assert long < 12 * short
