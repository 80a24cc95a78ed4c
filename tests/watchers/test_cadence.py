"""When to come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from state.model import Rhythm, Source
from watchers.cadence import (
    Limits,
    Purse,
    after_failure,
    after_success,
    forecast_for,
    from_page,
    interval,
    learn,
    patience_for,
)
from watchers.hints import floor_of
from watchers.page import PageHints

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIMITS = Limits()


def watched(hours: int, every: float, rhythm: Rhythm | None = None, start: datetime = MONDAY) -> Rhythm:
    """After so many hours of polling once an hour a source with one item each `every` hours (0: none)."""
    rhythm = rhythm or Rhythm()
    for hour in range(hours):
        at = start + hour * HOUR
        come = [at + HOUR / 2] if every and hour % every < 1 else []
        rhythm = learn(rhythm, at, at + HOUR, come * max(1, round(1 / every)) if every else come)
    return rhythm


def wait(rhythm: Rhythm, at: datetime = MONDAY + timedelta(days=14, hours=14)) -> timedelta:
    return interval(rhythm, at, LIMITS)


def test_a_busier_source_is_asked_more_often() -> None:
    waits = [wait(watched(336, every)) for every in (0.1, 1, 6, 24)]
    assert waits == sorted(waits) and waits[0] < waits[-1] / 5


def test_the_interval_goes_with_one_over_the_root_of_the_rate() -> None:
    busy, calm = wait(watched(336, 0.25)), wait(watched(336, 1))
    assert 1.6 < calm / busy < 2.4


def test_nights_are_learned() -> None:
    rhythm = Rhythm()
    for hour in range(14 * 24):
        at = MONDAY + hour * HOUR
        rhythm = learn(rhythm, at, at + HOUR, [at] * 4 if 8 <= at.hour < 20 else [])
    noon, night = MONDAY + timedelta(days=14, hours=12), MONDAY + timedelta(days=14, hours=23)
    assert wait(rhythm, noon) < wait(rhythm, night) / 3


def test_a_long_sleep_ends_when_the_busy_hours_come() -> None:
    rhythm = Rhythm()
    for hour in range(14 * 24):
        at = MONDAY + hour * HOUR
        rhythm = learn(rhythm, at, at + HOUR, [at] * 6 if at.hour == 9 else [])
    evening = MONDAY + timedelta(days=14, hours=20)
    due = evening + interval(rhythm, evening, replace(LIMITS, patience=0.8))
    assert due.hour in (8, 9)


def test_what_busy_hours_brought_is_fetched_when_they_end() -> None:
    rhythm = Rhythm()
    for hour in range(14 * 24):
        at = MONDAY + hour * HOUR
        rhythm = learn(rhythm, at, at + HOUR, [at + HOUR / 2] * 6 if at.hour == 9 else [])
    busy = MONDAY + timedelta(days=14, hours=9.7)
    due = busy + interval(rhythm, busy, replace(LIMITS, patience=0.8))
    assert abs(due - (MONDAY + timedelta(days=14, hours=10))) < HOUR / 12


def test_a_thread_that_wakes_up_is_asked_at_once_more_often_and_then_less() -> None:
    calm = watched(24 * 10, 24)
    awake = learn(calm, MONDAY + timedelta(days=10), MONDAY + timedelta(days=10, hours=1), [MONDAY] * 12)
    asleep = watched(48, 0, awake, MONDAY + timedelta(days=10, hours=1))
    assert wait(awake) < wait(calm) / 2
    assert wait(asleep) > 2 * wait(awake)


def test_a_first_week_without_a_weekend_is_no_reason_to_sleep_on_saturday() -> None:
    friday = watched(5 * 24, 1)
    saturday = MONDAY + timedelta(days=5, hours=1)
    assert wait(friday, saturday) < 1.5 * wait(friday, saturday - timedelta(days=1))


def test_a_working_week_that_begins_on_sunday_evening_utc_is_learned() -> None:
    rhythm = Rhythm()
    sunday = MONDAY - timedelta(hours=3)
    for hour in range(21 * 24):
        at = sunday + hour * HOUR
        busy = hour % 24 < 9 and hour // 24 % 7 < 5
        rhythm = learn(rhythm, at, at + HOUR, [at + HOUR / 2] * 2 if busy else [])
    monday_evening, friday_evening = (MONDAY + timedelta(days=21 + day, hours=22) for day in (0, 4))
    assert wait(rhythm, monday_evening) < wait(rhythm, friday_evening) / 2


def test_a_few_items_tell_a_day_that_is_one_wave() -> None:
    items = [
        MONDAY - timedelta(days=day, hours=hour) for day in range(1, 4) for hour in (8, 9, 10, 11, 12, 14, 18)
    ]
    rhythm = from_page(items, MONDAY)
    assert wait(rhythm, MONDAY + 13 * HOUR) < wait(rhythm, MONDAY + 23 * HOUR)


def test_a_profile_of_another_layout_is_learned_anew_and_not_taken_for_silence() -> None:
    old = Rhythm(rate=2.0, profile=(1.0,) * 99, observed_hours=500.0)
    anew = learn(old, MONDAY, MONDAY + HOUR, [MONDAY, MONDAY])
    assert anew.rate > 1


def test_the_operators_bounds_hold() -> None:
    assert wait(watched(100, 0.01)) >= LIMITS.least
    assert wait(watched(400, 0)) <= LIMITS.most


def test_the_patience_spends_the_purse() -> None:
    rhythms = [watched(200, every) for every in (0.2, 1, 1, 5, 24, 24, 0, 0)]
    limits = replace(LIMITS, patience=patience_for(rhythms, Purse(budget=1.0), LIMITS))
    hours = forecast_for(rhythms, limits, MONDAY, 7 * 24) / (7 * 24)
    assert hours == pytest.approx(len(rhythms), rel=0.05)


def test_the_purse_is_spent_where_busy_hours_may_not_be_asked_oftener() -> None:
    rhythm = Rhythm()
    for hour in range(14 * 24):
        at = MONDAY + hour * HOUR
        rhythm = learn(rhythm, at, at + HOUR, [at] * 90 if at.hour < 6 else [at])
    rhythms = [rhythm, *[watched(200, 24)] * 5]
    limits = replace(LIMITS, patience=patience_for(rhythms, Purse(budget=1.0), LIMITS))
    assert forecast_for(rhythms, limits, MONDAY, 7 * 24) / (7 * 24) > 5.4


def test_a_purse_that_was_overspent_asks_less() -> None:
    rhythms = [watched(200, 1)] * 10
    purse = Purse().spent(asked=2000, forecast=1000, hours=10, sources=10)
    assert patience_for(rhythms, purse, LIMITS) > patience_for(rhythms, Purse(), LIMITS)


SOURCE = Source(id="s", kind="feed", url="https://halden.example/", name="s", added_at=MONDAY)


def test_the_servers_wish_is_a_floor() -> None:
    due = after_success(SOURCE, MONDAY, LIMITS, timedelta(hours=9), 0.5)
    assert due - MONDAY >= timedelta(hours=8.9)


def test_failures_double_the_wait_up_to_the_most() -> None:
    waits = [
        after_failure(replace(SOURCE, failures=n), MONDAY, LIMITS, None, 0.5) - MONDAY for n in range(1, 12)
    ]
    assert waits == sorted(waits) and waits[0] == timedelta(minutes=20) and waits[-1] == LIMITS.most


@settings(max_examples=50)
@given(st.lists(st.tuples(st.floats(0.01, 50), st.integers(0, 40)), max_size=20))
def test_whatever_was_seen_the_wait_is_within_bounds(polls: list[tuple[float, int]]) -> None:
    rhythm, at = Rhythm(), MONDAY
    for hours, count in polls:
        since, at = at, at + timedelta(hours=hours)
        rhythm = learn(rhythm, since, at, [since + (at - since) / 2] * count)
    assert LIMITS.least <= interval(rhythm, at, LIMITS) <= LIMITS.most


HINTS = [
    ({}, (), 0),
    ({"ttl": timedelta(minutes=90)}, (), 5400),
    ({}, ((b"cache-control", b"public, max-age=1800"),), 1800),
    ({}, ((b"cache-control", b"max-age=1800"), (b"age", b"600")), 1200),
    ({}, ((b"cache-control", b"no-cache, max-age=1800"),), 0),
    ({}, ((b"cache-control", b"max-age=31536000"),), 6 * 3600),
    ({}, ((b"expires", b"Mon, 02 Mar 2026 01:00:00 GMT"),), 3600),
    ({}, ((b"expires", b"0"),), 0),
    ({}, ((b"expires", b"Sun, 01 Mar 2026 01:00:00 GMT"),), 0),
    ({"skip_hours": (0, 1, 2)}, (), 3 * 3600),
    ({"skip_days": (0,)}, (), 24 * 3600),
    ({"skip_hours": tuple(range(24))}, (), 0),
    ({"ttl": timedelta(days=400)}, (), 86400),
]


@pytest.mark.parametrize(("page", "headers", "seconds"), HINTS)
def test_what_a_server_says_on_when_to_come_back(
    page: dict[str, object], headers: tuple[tuple[bytes, bytes], ...], seconds: int
) -> None:
    floor = floor_of(PageHints(**page), headers, MONDAY)  # type: ignore[arg-type]
    assert floor.total_seconds() == seconds


def every(hours: float, count: int, end: datetime = MONDAY) -> list[datetime]:
    return [end - timedelta(hours=hours) * (number + 0.5) for number in range(count)]


def test_a_page_with_dates_tells_the_rhythm_at_the_first_poll() -> None:
    waits = [interval(from_page(every(hours, 30), MONDAY), MONDAY, LIMITS) for hours in (0.2, 1, 6, 24)]
    assert waits == sorted(waits) and waits[0] < waits[-1] / 5


def test_a_page_whose_newest_item_is_old_is_asked_seldom() -> None:
    old = every(24, 30, MONDAY - timedelta(days=90))
    assert interval(from_page(old, MONDAY), MONDAY, LIMITS) >= timedelta(hours=12)


def test_dates_without_an_hour_tell_no_hour() -> None:
    midnights = [MONDAY - timedelta(days=number) for number in range(20)]
    noon = MONDAY + timedelta(hours=12)
    rhythm = from_page(midnights, noon)
    assert interval(rhythm, noon, LIMITS) == pytest.approx(
        interval(rhythm, noon + timedelta(hours=5), LIMITS), rel=0.1
    )


@pytest.mark.parametrize("dates", [[], [MONDAY], [MONDAY + timedelta(days=1)] * 5, [MONDAY] * 5])
def test_a_page_that_tells_nothing_is_a_source_nobody_knows(dates: list[datetime]) -> None:
    assert LIMITS.least <= interval(from_page(dates, MONDAY), MONDAY, LIMITS) <= timedelta(hours=2)


def test_items_without_dates_count_for_the_hours_in_which_they_were_expected() -> None:
    rhythm = Rhythm()
    for day in range(10):
        at = MONDAY + timedelta(days=day)
        rhythm = learn(rhythm, at, at + 24 * HOUR, [at + 9 * HOUR] * 4)
    evening = MONDAY + timedelta(days=20, hours=20)
    limits = replace(LIMITS, patience=0.8)
    dated = interval(rhythm, evening, limits)
    for day in range(10, 20):
        at = MONDAY + timedelta(days=day)
        rhythm = learn(rhythm, at, at + 24 * HOUR, [], 4)
    assert abs(interval(rhythm, evening, limits) - dated) < 2 * HOUR
    assert (evening + dated).hour in (8, 9)


def test_a_source_that_has_ended_is_left_to_long_waits() -> None:
    busy = watched(5 * 24, 1)
    ended = watched(3 * 24, 0, busy, MONDAY + timedelta(days=5))
    assert wait(ended, MONDAY + timedelta(days=8)) > 4 * wait(busy, MONDAY + timedelta(days=5))


def test_what_was_saved_is_spent_slowly_and_never_at_once() -> None:
    purse = Purse()
    for _ in range(400):
        purse = purse.spent(asked=0, forecast=0, hours=1, sources=10)
    assert 10 < purse.allows(10) <= 13
