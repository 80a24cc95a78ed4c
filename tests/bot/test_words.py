from __future__ import annotations

from datetime import date

import pytest

from bot import words
from rules.change import TAGS, CertaintyChanged, DeadlineMoved, FigureChanged, PolarityFlipped


def test_every_kind_of_change_has_a_label() -> None:
    assert set(TAGS) <= set(words.LABELS)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "1 day"),
        (6, "6 days"),
        (7, "1 week"),
        (45, "1 month"),
        (92, "3 months"),
        (365, "1 year"),
        (1826, "5 years"),
    ],
)
def test_a_span_of_days_is_said_as_people_say_it(days: int, said: str) -> None:
    assert words.span_of_days(days) == said


def test_a_moved_deadline_says_by_how_much_and_which_way() -> None:
    moved = DeadlineMoved(before="by 2030", after="by 2035", direction="later", days=1826)
    assert words.headline(moved) == "Deadline moved: 5 years later"


def test_a_figure_in_points_says_points_and_another_its_ratio() -> None:
    points = FigureChanged(before="half", after="a fifth", direction="down", points=-30.0, ratio=0.4)
    money = FigureChanged(before="40 million", after="65 million", direction="up", ratio=1.625)
    tenfold = FigureChanged(before="1,000", after="10,000", direction="up", ratio=10)
    assert words.headline(points) == "Figure changed: down 30 points"
    one = FigureChanged(before="3 percent", after="4 percent", direction="up", points=1.0)
    assert words.headline(one) == "Figure changed: up 1 point"
    assert words.headline(money) == "Figure changed: up 62.5 %"
    assert words.headline(tenfold) == "Figure changed: up to 10 times"


def test_certainty_is_told_in_words_not_in_levels() -> None:
    weaker = CertaintyChanged(before="will", after="could", direction="weaker", before_level=4, after_level=2)
    assert words.headline(weaker) == "Certainty changed: weaker, from stated as fact to possible"


def test_a_reversed_position_needs_no_number() -> None:
    assert words.headline(PolarityFlipped(before="will", after="will not")) == "Position reversed"


def test_who_is_not_known_is_said_to_be_not_known() -> None:
    assert words.speaker_name("unknown") == "Speaker not known"
    assert words.speaker_name(None) == "The publication"


def test_a_day_is_written_out_and_an_unknown_one_said() -> None:
    assert words.day(date(2026, 5, 28)) == "28 May 2026"
    assert words.day(None) == "date not known"


def test_a_certain_link_says_nothing_and_a_likely_one_says_how_likely() -> None:
    assert words.link_certainty(0.99) == ""
    assert "92 %" in words.link_certainty(0.92)


@pytest.mark.parametrize(
    ("count", "noun", "said"),
    [
        (1, "reply", "1 reply"),
        (2, "reply", "2 replies"),
        (2, "day", "2 days"),
        (1_200, "claim", "1,200 claims"),
    ],
)
def test_a_number_of_things_is_said_in_english(count: int, noun: str, said: str) -> None:
    assert words.many(count, noun) == said
