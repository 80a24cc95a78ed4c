"""What bears an old figure out beyond an equal figure in the same place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.compare import bare_statement
from rules.compare.entailment import answered, asked, borne_out, implied_counts, of_a_name
from rules.compare.figures import figures
from rules.compare.look import look
from rules.compare.words import words
from rules.model import Statement


def said(text: str) -> Statement:
    return bare_statement(text, None, None)


def bears(old: str, new: str) -> bool:
    seen = look(said(new))
    return all(borne_out(f, seen, implied_counts(seen)) for f in figures(said(old)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Three people were hurt at Halden.", "Two men and a woman were hurt at Halden."),
        ("Three people were hurt at Halden.", "A woman and two men were hurt at Halden."),
        ("Four people were hurt.", "Two guards and two visitors were hurt."),
        ("Two ferries were damaged.", "Both ferries were damaged when the pier gave way."),
        ("22 crew reported the fault.", "22 of 1,165 crew members reported the fault."),
        ("11 sailors were on board.", "Three of the 11-person crew were saved."),
        ("Northfield Energy lost less than $83 million.", "Northfield Energy lost over $81 million."),
        ("The dam is 858 metres long.", "The 858m long dam holds."),
        ("They rowed 69 yards.", "The 69-yard race was theirs."),
        ("Halden Robotics made $29.3 million.", "Halden Robotics: $29.3 mil."),
        ("The scale scored over 58/100.", "The scale has a score of 59 out of 100."),
        ("Dozens were hurt at Halden.", "At least 74 people were hurt at Halden."),
        ("Halden Robotics has more than 2,600 employees.", "It employs 2,794 people."),
        ("25 people were hurt.", "'' Twenty-five others were hurt , '' she said ."),
        ("After 63 reviews the scale has four stars.", "The scale has four stars, based on 63 reviews."),
    ],
)
def test_a_figure_is_borne_out_by_what_adds_up_to_it_or_says_it_otherwise(old: str, new: str) -> None:
    assert bears(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Five people were hurt.", "Two guards and two visitors were hurt."),
        ("Northfield Energy lost less than $83 million.", "Northfield Energy lost over $85 million."),
        ("Northfield Energy lost more than $83 million.", "Northfield Energy lost less than $81 million."),
        ("Eight ferries were damaged.", "Two ferries of the line and six cars were kept. Both were sold."),
        ("Halden Robotics has more than 2,600 employees.", "It ships 27,940 robots."),
        ("Dozens were hurt at Halden.", "At least 740 people were hurt at Halden."),
        ("The share is 20 percent.", "The ferry has 20 seats."),
    ],
)
def test_a_figure_is_not_borne_out_by_another_sum_side_or_kind(old: str, new: str) -> None:
    assert not bears(old, new)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("The song opens Valley of Glass 2.", []),
        ("In the 2013-14 season they lost.", []),
        ("The Ferry Lost 20 In The Harbour of Varel Again", ["20"]),
        ("The ferry was seen at 20.", ["20"]),
    ],
)
def test_a_number_that_belongs_to_a_name_or_a_year_is_not_asked_for(text: str, numbers: list[str]) -> None:
    assert [f.text for f in asked(look(said(text)))] == numbers


def test_a_year_before_a_name_is_part_of_it() -> None:
    cup, sale = look(said("They lost the 2008 Harbour Cup.")), look(said("They sold it in 2008 again."))
    assert of_a_name(cup, cup.dates[0].span)
    assert not of_a_name(sale, sale.dates[0].span)


def test_every_week_is_a_share_that_changes_to_most_weeks_and_is_not_asked_for() -> None:
    side = look(said("The ferry to Varel sails every week."))
    assert [f.kind for f in side.figures] == ["share"]
    assert not asked(side)


def test_past_a_number_is_a_bound_and_after_a_number_is_none() -> None:
    past, after = (figures(said(f"Sales went {lead} 50,000 units."))[0] for lead in ("past", "after"))
    assert past.high == float("inf")
    assert after.low == after.high == 50_000


def test_a_thing_named_twice_is_answered_where_it_is_named_once() -> None:
    new = look(said("The attack on the ferry failed."))
    again = words("The attack was an attack on the crew.")
    assert answered(again[4], new) == 1.0
    assert answered(again[7], new) == 0.0


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_asked(old: str, new: str) -> None:
    seen = look(said(new))
    implied = implied_counts(seen)
    assert all(one.count >= 0 for one in implied)
    for figure in figures(said(old)):
        borne_out(figure, seen, implied)
