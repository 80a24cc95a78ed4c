"""Golden pairs in tests/data/reading/horizons.jsonl (said on a Wednesday), and what must hold for any text."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.reading.horizons import horizons

DATA = Path(__file__).parents[2] / "data/reading/horizons.jsonl"
GOLDEN = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
_PIECES = """
    by in within the next five years year two or 2027 2030s end of March 31 , Friday will until
    after before early late mid - to tomorrow decade away from now Q3 FY28 spring this 12/31/2027
    2027-03-15 first half months at earliest few couple century
    """
PIECES = st.sampled_from(_PIECES.split())


@pytest.mark.parametrize("pair", GOLDEN, ids=lambda pair: pair["text"][:60])
def test_a_sentence_gives_the_dates_that_it_looks_ahead_to(pair: dict[str, str]) -> None:
    found = [
        {
            "earliest": h.earliest and h.earliest.isoformat(),
            "latest": h.latest and h.latest.isoformat(),
            "bound": h.bound,
        }
        for h in horizons(pair["text"], date.fromisoformat(pair["said_on"]))
    ]
    assert found == pair["horizons"]


def test_the_same_words_said_two_years_later_mean_two_years_later() -> None:
    text = "Half of all jobs will go within five years"
    (then,), (now,) = horizons(text, date(2024, 2, 29)), horizons(text, date(2026, 2, 28))
    assert (then.latest, now.latest) == (date(2029, 2, 28), date(2031, 2, 28))


def test_in_six_months_and_four_months_on_in_two_months_are_the_same_day() -> None:
    (first,), (second,) = (
        horizons("It will ship in six months", date(2026, 1, 15)),
        horizons("It will ship in two months", date(2026, 5, 15)),
    )
    assert first.latest == second.latest == date(2026, 7, 15)


def test_without_a_date_of_its_own_only_a_named_year_ahead_is_told() -> None:
    assert [str(h.latest) for h in horizons("It will ship by 2030, or within five years", None)] == [
        "2030-12-31"
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=30).map(" ".join)),
    st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2100, 1, 1))),
)
def test_any_text_gives_spans_inside_of_it_and_dates_ahead(text: str, said_on: date | None) -> None:
    for h in horizons(text, said_on):
        start, end = h.span
        assert 0 <= start < end <= len(text)
        assert text[start:end] == h.text
        assert h.earliest is not None or h.latest is not None
        if h.earliest and h.latest:
            assert h.earliest <= h.latest
        assert (h.earliest is None) == (h.bound == "by")
        assert (h.latest is None) == (h.bound == "not_before")
