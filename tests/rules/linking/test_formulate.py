"""A text as it is searched for."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.link import formulate
from rules.linking.formulate import clean
from rules.model import Statement


def terms(text: str, neighbours: str = "") -> tuple[str, ...]:
    said = Statement(id="s", text=text, speaker=None, speaker_kind="narrator", neighbours=neighbours)
    return formulate(said).terms


def test_signature_urls_and_dates_are_not_asked_for() -> None:
    found = terms("Robots say hello https://x.example/1 — Ines Okafor (@ines_o) January 3, 2026")
    assert found == ("robot", "hello", "ine", "okafor")


def test_the_year_of_a_signature_is_kept_apart() -> None:
    assert clean("Hello — Ines Okafor (@ines_o) January 3, 2026").year == 2026
    assert clean("Hello in 2026").year is None


def test_handles_and_hashtags_are_the_words_in_them() -> None:
    found = terms("@MaraVossHQ opens the #LindowPlant2026, says @halden_dispatch")
    assert found[:3] == ("mara", "voss", "hq")
    assert {"lindow", "plant", "2026", "halden", "dispatch"} <= set(found)


def test_handles_glued_together_come_apart() -> None:
    assert {"mara", "toma", "reyl"} <= set(terms("seen by @MaraV@TomasReyl"))


def test_a_url_glued_to_a_word_leaves_the_word() -> None:
    assert terms("#Lindowhttps://t.example/x") == ("lindow",)


def test_percent_has_one_spelling() -> None:
    assert (
        terms("20% of jobs")
        == terms("20 % of jobs")
        == terms("20 per cent of jobs")
        == terms("20 percent of jobs")
    )


def test_stop_words_are_left_out_and_each_stem_comes_once() -> None:
    assert terms("The robots and the robot are robots'") == ("robot",)


def test_context_holds_only_what_the_statement_does_not_say() -> None:
    said = Statement(
        id="s", text="It opens in May.", speaker=None, speaker_kind="narrator", neighbours="The plant opens."
    )
    assert formulate(said).context == ("plant",)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400))
def test_any_text_becomes_distinct_terms(text: str) -> None:
    found = terms(text)
    assert len(found) == len(set(found))
    assert all(found)


@pytest.mark.parametrize("piece", ["— a (@", "#", "@", "— ", "(@a) ", "%", "per cent", "A"])
def test_a_long_hostile_text_takes_no_long_time(piece: str) -> None:
    """A hundred thousand characters: a quadratic pattern takes minutes, a linear one a fraction of a second."""
    begun = process_time()
    terms(piece * 20_000)
    assert process_time() - begun < 5
