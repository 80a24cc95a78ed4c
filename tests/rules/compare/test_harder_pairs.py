"""What the pairs that were run once before mending showed to be missing (tests/data/compare/hard.jsonl)."""

from __future__ import annotations

from datetime import date

import pytest

from rules.change import Comparison, DeadlineMoved, FigureChanged, ScopeChanged
from rules.compare import bare_statement, compare


def held(old: str, new: str, old_on: str = "2025-05-28", new_on: str = "2026-01-10") -> Comparison:
    sides = ((old, old_on), (new, new_on))
    before, after = (bare_statement(text, "Mara Voss", date.fromisoformat(on)) for text, on in sides)
    return compare(before, after)


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        ("A flat costs 400 euros a year to heat.", "A flat costs 15 euros a month to heat.", "down"),
        ("One patient in eight fell ill.", "One patient out of three fell ill.", "up"),
        ("I see a 70 percent chance of a merger.", "The odds of a merger are no better than even.", "down"),
    ],
)
def test_a_rate_a_share_in_words_and_even_odds_are_figures(old: str, new: str, direction: str) -> None:
    found = held(old, new)
    assert found.headline == "figure_changed"
    assert isinstance(found.changes[0], FigureChanged)
    assert found.changes[0].direction == direction


def test_a_rate_in_another_period_with_the_same_value_is_the_same() -> None:
    assert held("The lease costs $1,200 a year.", "The lease costs $100 a month.").headline == "repeated"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Halden will honour the pay deal.", "Halden has torn up the pay deal."),
        ("The two firms are still in talks.", "Talks between the two firms have broken down."),
        ("The minister backs the runway.", "The minister has dropped his backing for the runway."),
    ],
)
def test_an_idiom_of_denial_flips(old: str, new: str) -> None:
    assert held(old, new).headline == "polarity_flipped"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Men will be hit hardest by the closure.", "Women will be hit hardest by the closure."),
        ("The board saw the test results.", "The board saw the test results without delay."),
    ],
)
def test_a_counterpart_and_an_added_without_flip_nothing(old: str, new: str) -> None:
    assert "polarity_flipped" not in [c.tag for c in held(old, new).changes]


def test_a_list_that_goes_on_widens_and_a_bare_verb_limits_nothing() -> None:
    listed = held("The ban covers plastic bags.", "The ban covers plastic bags, cups and straws.").changes[0]
    assert isinstance(listed, ScopeChanged)
    assert (listed.direction, listed.after) == ("wider", "cups and straws")
    assert held("A third of the seats are empty.", "A third of the seats stand empty.").headline == "repeated"


def test_time_that_is_left_is_a_deadline() -> None:
    found = held("Translators have two years left.", "Translators have ten years left.")
    assert found.headline == "deadline_moved"


def test_two_ways_of_saying_that_it_is_an_aim_are_equally_sure() -> None:
    assert (
        held("Our target is to plant a million trees.", "We want to plant a million trees.").headline
        == "repeated"
    )


def test_a_source_named_in_the_text_changes_also_where_one_person_says_both() -> None:
    old = "According to the ministry, 300 schools lack heating."
    found = held(old, old.replace("ministry", "teachers' union"))
    assert found.headline == "attribution_changed"
    assert found.changes[0].after == "the teachers' union"


def test_a_date_that_reading_leaves_open_is_held_against_a_deadline() -> None:
    found = held(
        "The contract runs out in June.", "The contract runs out in December.", "2025-02-01", "2025-05-02"
    )
    assert found.headline == "deadline_moved"
    change = found.changes[0]
    assert isinstance(change, DeadlineMoved)
    assert (change.direction, change.after_latest) == ("later", date(2025, 12, 31))


def test_should_is_weaker_than_will_of_the_same_verb_and_a_duty_elsewhere() -> None:
    assert (
        held("Prices will stabilise soon.", "Prices should stabilise soon.").headline == "certainty_changed"
    )
    assert held("Drivers must pay more.", "Drivers should pay more.").headline == "repeated"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The vaccine is 90% effective.", "The vaccine costs 90 dollars a dose."),
        ("We will hire 300 people in Leeds.", "We will plant 300 trees in Leeds."),
        ("Halden may buy a rival.", "Halden may move its canteen."),
    ],
)
def test_one_word_in_common_and_other_things_said_of_it_is_unrelated(old: str, new: str) -> None:
    assert held(old, new).headline == "unrelated"


def test_a_vote_against_is_no_vote_for() -> None:
    found = held("The council voted for the cycle lane.", "The council voted down the cycle lane.")
    assert found.headline == "polarity_flipped"


def test_some_before_a_number_is_no_quantifier() -> None:
    assert held("We sell 7 million tickets.", "We sell some seven million tickets.").headline == "repeated"


def test_a_plain_value_and_a_bound_that_starts_at_it_are_the_same() -> None:
    assert held("We employ 1,400 people.", "We employ more than 1,400 people.").headline == "repeated"


def test_a_doubt_is_a_step_down_and_no_denial() -> None:
    old = "The sale of the airport is a done deal."
    assert held(old, "The sale of the airport is far from certain.").headline == "certainty_changed"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The judge turned down the appeal.", "The appeal was rejected by the judge."),
        ("The ship carried more than 200 cars.", "There were over 200 cars on the ship."),
        ("The US economy shrank.", "The economy of the United States shrank."),
    ],
)
def test_a_paraphrase_of_a_denial_a_bound_or_an_acronym_is_repeated(old: str, new: str) -> None:
    assert held(old, new).headline == "repeated"


def test_a_participle_after_its_noun_and_until_with_a_clause_narrow() -> None:
    flats = held("The freeze will cover all flats.", "The freeze will cover flats built before 1990.")
    police = held(
        "We will stop sales to the police.", "We will stop sales to the police until there is a law."
    )
    assert (flats.headline, police.headline) == ("scope_changed", "scope_changed")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The minister is staying away from the summit.", "The minister will not attend the summit."),
        ("Without new money, the theatre will close.", "The theatre will close unless there is new money."),
        (
            "I am still convinced that machines will cure most diseases.",
            "Machines will cure most diseases, I am certain.",
        ),
    ],
)
def test_what_one_side_says_in_other_words_is_no_denial_and_no_step(old: str, new: str) -> None:
    assert held(old, new).headline == "repeated"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Wind power is getting cheaper.", "Wind power is getting more expensive."),
        ("Reyl kept his promise to the miners.", "Reyl broke his promise to the miners."),
    ],
)
def test_a_comparative_and_an_irregular_form_have_opposites_too(old: str, new: str) -> None:
    assert held(old, new).headline == "polarity_flipped"


def test_without_a_permission_is_a_condition() -> None:
    found = held("We will not use your data.", "We will not use your data without consent.")
    assert found.headline == "scope_changed"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The vote will be postponed.", "The vote will be put off."),
        ("The chairwoman has resigned.", "The chairwoman has stepped down."),
        ("They will demolish the tower.", "They will tear down the tower."),
    ],
)
def test_a_verb_of_two_words_is_the_one_that_says_the_same(old: str, new: str) -> None:
    assert held(old, new).headline == "repeated"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It is too soon to celebrate.", "We can't celebrate yet."),
        ("No deal has been signed.", "The deal has yet to be signed."),
        ("It would be wrong to close the school.", "The school must not be closed."),
        ("The harvest was poor.", "The harvest was not good."),
        ("I am not against the project.", "I have nothing against the project."),
        ("The mayor stopped short of an apology.", "The mayor did not apologise."),
        ("The firm denies that it polluted the bay.", "The firm says it did not pollute the bay."),
    ],
)
def test_a_denial_told_in_another_way_is_the_same_denial(old: str, new: str) -> None:
    assert held(old, new).headline == "repeated"


def test_not_before_a_year_and_until_that_year_are_one_deadline() -> None:
    assert (
        held("Prices won't go up before 2027.", "Prices will stay the same until 2027.").headline
        != "deadline_moved"
    )


def test_all_but_one_is_an_exception() -> None:
    found = held("The pass is valid on all lines.", "The pass is valid on all lines but the night bus.")
    assert found.headline == "scope_changed"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "The tram depot will cost 40 million euros.",
            "The tram depot will cost 40 million euros and not a cent more.",
        ),
        ("The strike will last for ten days.", "The strike will last for ten days, but not one day longer."),
        ("The new depot will be built in Lindow.", "The depot will be built in Lindow."),
    ],
)
def test_a_limit_said_with_force_and_a_thing_called_new_are_the_same(old: str, new: str) -> None:
    assert held(old, new).headline == "repeated"


def test_new_ones_are_some_of_all() -> None:
    assert held("Cars must pay the toll.", "New cars must pay the toll.").headline == "scope_changed"


def test_nobody_more_is_still_a_denial_by_itself() -> None:
    assert held("One more ship will sail.", "Not one more ship will sail.").headline == "polarity_flipped"
