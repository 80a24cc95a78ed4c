"""When an article's page is read again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.articles.ladder import STEPS, next_visit

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ages = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400))


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (0 * MINUTE, 15 * MINUTE),
        (179 * MINUTE, 15 * MINUTE),
        (3 * HOUR, HOUR),
        (23 * HOUR, HOUR),
        (DAY, 3 * HOUR),
        (6 * DAY, 3 * HOUR),
        (7 * DAY, 3 * DAY),
        (29 * DAY, 3 * DAY),
        (30 * DAY, 30 * DAY),
        (364 * DAY, 30 * DAY),
    ],
)
def test_the_ladder_is_the_one_that_was_promised(age: timedelta, wait: timedelta) -> None:
    assert next_visit(NOW - age, NOW) == NOW + wait


def test_after_a_year_a_page_is_left_alone() -> None:
    assert next_visit(NOW - 365 * DAY, NOW) is None


def test_an_article_that_is_dated_ahead_counts_as_new() -> None:
    assert next_visit(NOW + 2 * DAY, NOW) == NOW + 15 * MINUTE


@given(ages)
def test_the_next_visit_is_one_step_ahead_or_there_is_none(age: timedelta) -> None:
    due = next_visit(NOW - age, NOW)
    assert (due is None) == (age >= STEPS[-1][0])
    assert due is None or due - NOW in [wait for _, wait in STEPS]


@given(ages, ages)
def test_an_older_article_never_waits_less(one: timedelta, other: timedelta) -> None:
    young, old = sorted((one, other))
    first, second = next_visit(NOW - young, NOW), next_visit(NOW - old, NOW)
    assert second is None or (first is not None and first <= second)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=36)))
def test_a_page_is_visited_less_than_200_times_in_its_life_and_the_visits_end(late: timedelta) -> None:
    at: datetime | None = NOW + late
    visits = 0
    while at is not None:
        visits += 1
        at = next_visit(NOW, at)
    assert visits < 200
