"""A hub is relied on as far as it announced what polls found, and no longer than it does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.watching import MORNING
from watchers.reliance import HOLDS, LATE, PROVEN, RELIED, Reliance

MINUTE = timedelta(minutes=1)


def proven() -> Reliance:
    made = Reliance()
    for number in range(PROVEN):
        made.knocked("paper", MORNING + number * timedelta(hours=1))
        made.found("paper", MORNING + number * timedelta(hours=1) + MINUTE)
    return made


def test_a_hub_that_announced_five_polls_in_a_row_lets_its_source_be_polled_less() -> None:
    made = proven()
    assert made.wait("paper") == RELIED
    assert made.wait("another") == timedelta()


def test_four_are_not_enough() -> None:
    assert Reliance(kept={"paper": PROVEN - 1}).wait("paper") == timedelta()


def test_one_find_that_nobody_announced_and_the_source_is_polled_as_ever() -> None:
    made = proven()
    at = MORNING + timedelta(days=1)
    made.found("paper", at)
    assert made.wait("paper") == timedelta()
    made.settle(at + LATE + MINUTE)
    assert made.wait("paper") == timedelta() and made.kept["paper"] == 0


def test_a_poll_that_was_quicker_than_the_delivery_is_no_lapse() -> None:
    made = proven()
    at = MORNING + timedelta(days=1)
    made.found("paper", at)
    made.knocked("paper", at + 3 * MINUTE)
    made.settle(at + timedelta(hours=1))
    assert made.wait("paper") == RELIED


def test_a_delivery_explains_what_is_found_within_half_an_hour_and_nothing_later() -> None:
    for after, kept in ((HOLDS, 1), (HOLDS + MINUTE, 0)):
        made = Reliance()
        made.knocked("paper", MORNING)
        made.found("paper", MORNING + after)
        made.settle(MORNING + timedelta(days=1))
        assert made.kept.get("paper", 0) == kept


@pytest.mark.parametrize("step", [timedelta(days=-1), timedelta(days=365)])
def test_a_clock_that_jumps_ends_the_reliance_and_hangs_nothing(step: timedelta) -> None:
    made = proven()
    made.found("paper", MORNING + timedelta(days=1))
    made.settle(MORNING + timedelta(days=1) + step)
    assert made.wait("paper") == timedelta()
