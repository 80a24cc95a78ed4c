from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.destinations.discord import INVALID_LIMIT, INVALID_WINDOW, Breaker
from tests.fakes.world import Clock

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def test_two_thousand_refusals_in_ten_minutes_stop_the_sending_until_the_first_is_ten_minutes_old() -> None:
    clock = Clock(NOON)
    breaker = Breaker(clock)
    for _ in range(INVALID_LIMIT - 1):
        breaker.count()
    assert breaker.wait() == 0.0
    clock.moment += timedelta(minutes=4)
    breaker.count()
    assert breaker.wait() == 360.0
    clock.moment = NOON + INVALID_WINDOW
    assert breaker.wait() == 0.0


def test_refusals_that_are_spread_out_stop_nothing() -> None:
    clock = Clock(NOON)
    breaker = Breaker(clock, limit=10)
    for _ in range(50):
        breaker.count()
        clock.moment += timedelta(minutes=2)
        assert breaker.wait() == 0.0
