"""A change that rests on a few words of two sentences that share little else is found and not told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.change import SILENT, Comparison
from rules.compare import bare_statement, compare
from rules.compare.differences import differences
from rules.compare.look import side_by_side
from rules.compare.noise import kept
from rules.compare.restraint import LINE
from rules.model import Statement
from rules.reading.tokens import word_set


def said(text: str) -> Statement:
    return bare_statement(text, "Mara Voss", date(2025, 3, 4))


def held(old: str, new: str) -> Comparison:
    return compare(said(old), said(new))


LONG = (
    "The dam at Varel, whose builders could not say when the inquiry of the province would start, is the tallest in "
    "the country, and Northfield Energy paid for the road to it, for the school of the workers and for a chapel."
)


def test_a_denial_in_a_long_sentence_of_which_the_short_one_is_a_part_turns_nothing_round() -> None:
    found = held("Northfield Energy paid for the chapel of the dam at Varel.", LONG)
    assert found.headline in SILENT


def test_what_is_held_back_is_said_with_its_strength_and_the_line() -> None:
    found = held(
        "The ferry to Oster is fast.",
        "The ferry to Oster might be painted blue by a club of retired captains and their friends in Lund.",
    )
    assert found.headline in SILENT
    assert any(step.startswith("Silent: ") and f"{LINE:.2f} is needed" in step for step in found.steps)


def test_a_hedge_in_other_words_is_told_where_all_else_is_the_same() -> None:
    found = held("The strike will end on Monday.", "There is a fair chance that the strike ends on Monday.")
    assert found.headline == "certainty_changed"


def test_against_an_opponent_denies_nothing_and_against_a_plan_does() -> None:
    game = held(
        "Oster beat Lund 2-1 in the final of the cup.", "Oster won the cup, 2-1 against Lund in the final."
    )
    vote = held("The council voted for the tower.", "The council voted against the tower.")
    assert game.headline == "repeated"
    assert vote.headline == "polarity_flipped"


def test_closed_until_is_not_open_before() -> None:
    assert (
        held("The airport will be closed until noon.", "The airport won't reopen before noon.").headline
        == "repeated"
    )


def test_nobody_until_a_date_is_a_date_and_no_denial() -> None:
    found = held(
        "The first patients get the pump in May 2026.", "No patient will have the pump until early 2027."
    )
    assert found.headline == "deadline_moved"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The bridge was drawn by Pavel Brandt.", "The bridge was drawn by Danish engineer Pavel Brandt."),
        ("Ben Oster plays for the youth team of Lund.", "He plays for the youth team of Lund."),
        (
            "Oster signed a contract with Lund for two years.",
            "Oster once again became a free agent, and signed a two-year contract with Lund.",
        ),
    ],
)
def test_who_is_meant_is_no_scope(old: str, new: str) -> None:
    assert held(old, new).headline == "repeated"


def test_two_thirds_are_67_percent_and_not_68() -> None:
    old = "The vaccine cut admissions to hospital by two thirds."
    assert held(old, "The vaccine cut admissions to hospital by 67 percent.").headline == "repeated"
    assert held(old, "The vaccine cut admissions to hospital by 68 percent.").headline == "figure_changed"


WORDS = st.lists(
    st.sampled_from(
        sorted(
            word_set(
                """the dam ferry Oster will may not never no 40 percent by 2030 if unless against refused to open close
            all some probably certainly safe unsafe workers plan and in Varel ,"""
            )
        )
    ),
    min_size=2,
    max_size=14,
).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(WORDS, WORDS)
def test_of_an_edit_nothing_is_held_back(old: str, new: str) -> None:
    assert differences(side_by_side(said(old), said(new)), exact=True).weak == ()


@settings(max_examples=80, deadline=None)
@given(WORDS, WORDS)
def test_what_is_told_of_two_statements_is_told_of_an_edit_too(old: str, new: str) -> None:
    sides = side_by_side(said(old), said(new))
    told = {c.tag for c in differences(sides, exact=False).told} - {"figure_changed", "deadline_moved"}
    edited = {c.tag for c in differences(sides, exact=True).told}
    # Nothing of polarity, scope or attribution is lost; a certainty is not asked for where the meaning turned round.
    assert told - {"certainty_changed", "attribution_changed"} <= edited


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("I doubt that the bridge will hold.", "The bridge probably won't hold."),
        ("There is no way the tax will pass.", "The tax is not going to pass, that's for sure."),
    ],
)
def test_a_doubt_and_a_likely_denial_are_one(old: str, new: str) -> None:
    assert held(old, new).headline == "repeated"


def test_a_verb_and_its_particle_are_one_word_with_the_object_between() -> None:
    old = "The court postponed the verdict to 14 May."
    assert held(old, "The court put the verdict off to 14 May.").headline == "repeated"
    assert held(old, "The court put the verdict off to 14 June.").headline == "deadline_moved"


def test_a_condition_inside_the_sentence_ends_where_both_go_on() -> None:
    found = held("Cars are banned from the old town.", "Cars without a permit are banned from the old town.")
    assert found.headline == "scope_changed"


def test_two_stretches_of_the_calendar_that_do_not_touch_are_two_dates() -> None:
    assert held("The dam opens in 2027.", "The dam opens in early 2028.").headline == "deadline_moved"
    assert held("The dam opens in 2027.", "The dam opens in late 2027.").headline == "repeated"


def test_a_figure_that_another_figure_of_the_new_one_bears_out_is_not_told() -> None:
    old = "The film Lund made more than 86 million euros worldwide."
    sum_up = "The film Lund made 31 million euros at home, for a total of 87 million euros worldwide."
    assert held(old, sum_up).headline == "repeated"
    assert (
        held(old, "The film Lund made 61 million euros worldwide, not 87 million.").headline
        == "figure_changed"
    )


def test_what_is_counted_on_one_side_and_not_on_the_other_is_no_change() -> None:
    found = held(
        "Northfield will build 40 turbines off Lund.", "Northfield lost 40 million in the strike off Lund."
    )
    assert found.headline in SILENT


def test_a_date_that_is_said_to_be_late_has_moved_also_without_a_new_one() -> None:
    old = "The launch is on 12 May 2026."
    assert held(old, "The launch has been delayed by two years.").headline == "deadline_moved"
    assert held(old, "The launch will not be delayed.").headline == "repeated"
    assert held(old, "The launch is ahead of schedule.").headline == "deadline_moved"


def test_a_date_told_by_an_event_is_no_scope_that_was_lost() -> None:
    old = "The reform is to come into force by Easter 2026."
    assert held(old, "The reform is to come into force at the end of 2026.").headline != "scope_changed"


def test_figures_of_counterparts_are_figures_of_two_things() -> None:
    assert (
        held("Exports of steel rose by 5 percent.", "Imports of steel rose by 8 percent.").headline in SILENT
    )
    growth = held(
        "Growth in the developing world will reach 20 percent.",
        "Growth in the developed world will reach 12 percent.",
    )
    assert growth.headline in SILENT


def test_most_and_much_are_one_and_beyond_repair_is_not_to_be_repaired() -> None:
    assert (
        held("Most of the damage can't be repaired.", "Much of the damage is beyond repair.").headline
        == "repeated"
    )
    assert held("The damage can be repaired.", "The damage is beyond repair.").headline == "polarity_flipped"


def test_what_is_known_now_is_surer_than_what_may_be() -> None:
    assert held("The drug may work.", "We now know that the drug works.").headline == "certainty_changed"


def test_a_source_of_four_words_is_a_source() -> None:
    old, new = (
        "The bridge is unsafe, the ministry said.",
        "The bridge is unsafe, the railway workers' union said.",
    )
    assert held(old, new).headline == "attribution_changed"
    assert held(old, "The bridge is unsafe, the ministry of works said.").headline != "polarity_flipped"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Few voters trust the commission.", "Most voters have no trust in the commission."),
        ("All but one of the miners got out.", "Only one of the miners did not get out."),
        ("Nobody doubts her talent.", "Her talent is beyond doubt."),
        ("We had no part in the decision.", "The decision was made without us."),
        ("Four in ten cant pay the fee.", "Four in ten can't pay the fee."),
    ],
)
def test_the_same_counted_or_denied_from_the_other_end_is_the_same(old: str, new: str) -> None:
    assert held(old, new).headline in SILENT


def test_few_became_most_is_told() -> None:
    assert (
        held("Few voters trust the commission.", "Most voters trust the commission.").headline
        == "scope_changed"
    )


def test_a_statement_that_is_quoted_from_is_no_other_source() -> None:
    old = "Two ferries were damaged, the Oster Observatory says."
    assert held(old, "Two ferries were damaged, according to the statement.").headline == "repeated"
    assert held(old, "Two ferries were damaged, according to the Lund Port Authority.").headline == (
        "attribution_changed"
    )


@settings(max_examples=120, deadline=None)
@given(WORDS, WORDS)
def test_an_edit_of_words_is_never_silent(old: str, new: str) -> None:
    found = compare(said(old), said(new), kind="edit")
    assert (found.headline in SILENT) == (kept(old) == kept(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Only one in ten patients relapsed.", "Nine in ten patients did not relapse."),
        ("Northfield expects a loss this year.", "Northfield does not expect to make a profit this year."),
        ("The shop will stay open.", "The shop is not closing."),
        ("There are no plans for a new runway.", "A new runway isn't planned."),
        ("The dam will be ready at the end of 2027.", "The dam is to be finished by December 2027."),
    ],
)
def test_the_contrary_denied_is_the_same(old: str, new: str) -> None:
    assert held(old, new).headline in SILENT


def test_a_share_and_its_rest_differ_where_nothing_is_denied() -> None:
    found = held("One in ten patients relapsed.", "Nine in ten patients relapsed.")
    assert found.headline == "figure_changed"


def test_figures_with_no_word_near_them_in_common_are_not_held_together() -> None:
    found = held(
        "The quay of Oster, which the mayor opened with a band and a speech in rain, cost 4 million euros to build.",
        "For 9 million euros a year a club rents boats to visitors who come to Oster to see the mayor and the quay.",
    )
    assert found.headline in SILENT


def test_a_reference_of_five_thousand_digits_is_no_error() -> None:
    assert kept(f"Voss will &#{'9' * 5000}; close") == kept("Voss will \ufffd close")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The levy will not rise.", "The levy will rise next year, the ministry said on Monday."),
        ("There will be no layoffs at Halden.", "Halden is laying off 300 people, Ines Okafor told staff."),
    ],
)
def test_who_said_it_behind_the_sentence_is_no_part_of_the_thing(old: str, new: str) -> None:
    found = compare(bare_statement(old, None, None), bare_statement(new, None, None))
    assert found.headline == "polarity_flipped"
