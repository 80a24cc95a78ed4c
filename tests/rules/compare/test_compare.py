from __future__ import annotations

from datetime import date

import pytest

from rules.change import Comparison, DeadlineMoved, FigureChanged, ScopeChanged
from rules.compare import bare_statement, compare
from rules.model import Statement

SPEAKER = "Mara Voss"


def said(text: str, on: str = "2025-05-28", speaker: str | None = SPEAKER) -> Statement:
    return bare_statement(text, speaker, date.fromisoformat(on))


def held(old: str, new: str, old_on: str = "2025-05-28", new_on: str = "2026-01-10") -> Comparison:
    return compare(said(old, old_on), said(new, new_on))


def test_another_figure_of_the_same_thing_is_a_changed_figure() -> None:
    old = "Unemployment could spike to 10-15% in some places."
    found = held(old, old.replace("10-15%", "20-30%"))
    assert found.headline == "figure_changed"
    change = found.changes[0]
    assert isinstance(change, FigureChanged)
    assert (change.before, change.after, change.direction) == ("10-15%", "20-30%", "up")
    assert change.points == pytest.approx(12.5)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Half of the clerks will lose their jobs.", "50% of the clerks will lose their jobs."),
        ("The plant costs $1.2bn.", "The plant costs $1,200 million."),
        ("The trial lasts 10 weeks.", "The trial lasts 70 days."),
        ("One in five shops will close.", "20 per cent of shops will close."),
        ("We will quadruple our output.", "Our output will grow fourfold."),
        ("The reactor gives 300 megawatts.", "The reactor gives 0.3 GW."),
        ("The road is 5 miles long.", "The road is 8.05 kilometres long."),
    ],
)
def test_the_same_value_in_another_unit_is_repeated(old: str, new: str) -> None:
    assert held(old, new).headline == "repeated"


def test_another_currency_is_a_changed_figure_without_a_direction() -> None:
    change = held("The deal is worth €4 million.", "The deal is worth $4 million.").changes[0]
    assert isinstance(change, FigureChanged)
    assert change.direction is None


def test_a_value_within_an_old_bound_is_no_change_and_one_far_beyond_it_is() -> None:
    assert held("More than 77 million people use it.", "77.9 million people use it.").headline == "repeated"
    assert held(
        "At least 40 people were hurt in the crash.", "63 people were hurt in the crash."
    ).headline == ("figure_changed")


def test_within_five_years_said_again_two_years_later_moved_by_two_years() -> None:
    text = "Human-level robots will be here within five years."
    found = held(text, text, "2023-03-01", "2025-03-01")
    assert found.headline == "deadline_moved"
    change = found.changes[0]
    assert isinstance(change, DeadlineMoved)
    assert (change.direction, change.days) == ("later", 730)


def test_in_six_months_and_four_months_on_in_two_months_is_the_same_date() -> None:
    found = held(
        "The audit is due in six months.", "The audit is due in two months.", "2025-01-15", "2025-05-15"
    )
    assert found.headline == "repeated"


def test_a_date_inside_the_month_that_was_named_has_not_moved() -> None:
    assert held("It opens in March 2027.", "It opens on 3 March 2027.").headline == "repeated"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("I am for a ban on cash.", "I am against a ban on cash."),
        ("We will not sell the water division.", "We will sell the water division."),
        ("Halden accepted the offer.", "Halden turned down the offer."),
        ("The company met its targets.", "The company failed to meet its targets."),
        ("Voss denied that the firm paid.", "Voss admitted that the firm paid."),
        ("The mine is likely to reopen.", "The mine is unlikely to reopen."),
        ("Nobody was warned about the flood.", "Residents were warned about the flood."),
        ("The treaty is dead.", "The treaty is anything but dead."),
    ],
)
def test_for_and_against_is_a_flip(old: str, new: str) -> None:
    assert held(old, new).headline == "polarity_flipped"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Halden won't move its headquarters.", "Halden's headquarters will stay."),
        ("Prices will not come down.", "Prices are not going to fall."),
        ("Rents rose 6% last year.", "Rents rose 6% last year, not 9%."),
    ],
)
def test_two_denials_or_a_correction_flip_nothing(old: str, new: str) -> None:
    assert held(old, new).headline == "repeated"


def test_a_hedge_alone_is_a_change_of_certainty_with_its_direction() -> None:
    change = held("The deal will go through.", "The deal may go through.").changes[0]
    assert change.tag == "certainty_changed"
    assert (change.after, change.direction) == ("may", "weaker")  # type: ignore[union-attr]


def test_a_condition_narrows_and_a_lost_modifier_widens() -> None:
    narrower = held("We will lower fares.", "We will lower fares if fuel prices fall.").changes[0]
    wider = held(
        "Foreign workers in farming will need a permit.", "Foreign workers will need a permit."
    ).changes[0]
    assert isinstance(narrower, ScopeChanged)
    assert isinstance(wider, ScopeChanged)
    assert (narrower.direction, narrower.after) == ("narrower", "if fuel prices fall")
    assert wider.direction == "wider"


def test_all_became_most() -> None:
    change = held("All schools will get new boilers.", "Most schools will get new boilers.").changes[0]
    assert isinstance(change, ScopeChanged)
    assert (change.before, change.after, change.direction) == ("All", "Most", "narrower")


def test_the_same_content_from_another_speaker_is_another_attribution() -> None:
    found = compare(said("The dam will hold."), said("The dam will hold.", "2025-06-02", "Ines Okafor"))
    assert found.headline == "attribution_changed"
    assert (found.changes[0].before, found.changes[0].after) == (SPEAKER, "Ines Okafor")


def test_a_surname_or_a_title_is_the_same_speaker() -> None:
    found = compare(said("The dam will hold."), said("The dam will hold.", speaker="Ms Voss"))
    assert found.headline == "repeated"


def test_what_is_taken_back_is_withdrawn() -> None:
    found = held(
        "Our robots will replace all welders.", "I take back what I said about robots replacing welders."
    )
    assert found.headline == "withdrawn"
    assert found.support < 0.1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Unemployment will reach 15%.", "The new motor is 15% lighter than the old one."),
        ("The hospital has 500 beds.", "The ferry was built 500 years ago."),
        ("Inflation will fall to 2% next year.", "Two percent of the samples were contaminated."),
    ],
)
def test_a_shared_number_relates_nothing(old: str, new: str) -> None:
    found = held(old, new)
    assert (found.related, found.headline, found.changes) == (False, "unrelated", ())


def test_several_changes_at_once_are_all_told_and_the_figure_leads() -> None:
    found = held(
        "We will open 12 stores by June 2026.",
        "We may open 20 stores by June 2027.",
        "2025-09-01",
        "2025-10-01",
    )
    assert {c.tag for c in found.changes} == {"figure_changed", "deadline_moved", "certainty_changed"}
    assert found.headline == "figure_changed"


def test_every_verdict_has_its_steps_also_no() -> None:
    for new in ("Wages will rise by 5%.", "The lake hotel has a new owner."):
        found = held("Wages will rise by 3%.", new)
        assert found.steps
        assert all(step.endswith((".", "!")) for step in found.steps)


@pytest.mark.parametrize(
    "new", ["does not believe that the port will close in 2027", "doesn't think the port will close in 2027"]
)
def test_who_does_not_believe_it_denies_it(new: str) -> None:
    assert held("The port will close in 2027.", new).headline == "polarity_flipped"
    assert held("The port will not close in 2027.", new).headline == "repeated"
