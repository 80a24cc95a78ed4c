"""Quiet hours and digest hours: as typed, as stored, as the clock sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.answers import Refusal
from bot.desk.hours import options, quiet_until, zone_names
from rules.model import Address, Subscription
from watchers.owe import next_boundary


def subscription(**chosen: str) -> Subscription:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Subscription(
        id="s", guild_id=1, address=Address(kind="console"), created_at=at, options=tuple(chosen.items())
    )


def test_hours_are_stored_as_they_are_meant() -> None:
    assert options(timezone="Europe/Berlin", digest_hour=7, quiet="22:00–7") == (
        ("timezone", "Europe/Berlin"),
        ("digest_hour", "7"),
        ("quiet", "22-7"),
    )
    assert options() == ()


@pytest.mark.parametrize(
    "given", [{"timezone": "Moon/Base"}, {"timezone": "../etc"}, {"quiet": "late"}, {"quiet": "5-5"}]
)
def test_hours_that_make_no_sense_are_refused(given: dict[str, str]) -> None:
    assert isinstance(options(**given), Refusal)


@pytest.mark.parametrize(
    ("quiet", "hour", "until"),
    [
        ("22-7", 23, (26, 7)),
        ("22-7", 3, (25, 7)),
        ("22-7", 7, None),
        ("22-7", 21, None),
        ("9-17", 12, (25, 17)),
    ],
)
def test_quiet_hours_end_when_they_end(quiet: str, hour: int, until: tuple[int, int] | None) -> None:
    found = quiet_until(subscription(quiet=quiet), datetime(2026, 11, 25, hour, 30, tzinfo=UTC))
    assert (found and (found.day, found.hour)) == until


@given(
    st.integers(0, 2 * 366 * 24 * 60),
    st.integers(0, 23),
    st.integers(0, 23),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]),
)
def test_the_end_of_quiet_hours_is_later_and_not_quiet_itself(
    minutes: int, start: int, end: int, zone: str
) -> None:
    one = subscription(quiet=f"{start}-{end}", timezone=zone)
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    until = quiet_until(one, now)
    if until is not None:
        assert until > now
        assert quiet_until(one, until) is None


def test_every_offered_zone_exists() -> None:
    assert zone_names()[0] == "UTC"
    assert not any(isinstance(options(timezone=name), Refusal) for name in zone_names())


ZONES = ("Europe/Berlin", "America/Havana", "Africa/Cairo", "Atlantic/Azores", "Australia/Lord_Howe")
MOST = {"daily": timedelta(hours=26), "weekly": timedelta(days=7, hours=2)}


@pytest.mark.parametrize("zone", [*ZONES, "America/Santiago", "Antarctica/Troll"])
@pytest.mark.parametrize("quiet", ["22-7", "22-0", "22-1", "22-2", "0-2", "1-2", "2-3", "23-4"])
def test_quiet_hours_end_ahead_and_outside_of_themselves_on_the_days_the_clock_changes(
    zone: str, quiet: str
) -> None:
    one = subscription(timezone=zone, quiet=quiet)
    for now in around_changes(zone):
        until = quiet_until(one, now)
        if until is not None:
            assert now < until <= now + timedelta(hours=11), (now, until)
            assert quiet_until(one, until) is None, (now, until)


@pytest.mark.parametrize("zone", [*ZONES, "America/Santiago", "Antarctica/Troll"])
@pytest.mark.parametrize("pace", ["daily", "weekly"])
def test_a_digest_comes_once_a_day_or_week_on_the_days_the_clock_changes(zone: str, pace: str) -> None:
    for hour in range(4):
        chosen = subscription(timezone=zone, digest_hour=str(hour))
        one = replace(chosen, pace=pace)  # type: ignore[arg-type]
        for now in around_changes(zone):
            due = next_boundary(one, now)
            assert due is not None and now < due <= now + MOST[pace], (now, due)
            assert pace == "daily" or due.astimezone(ZoneInfo(zone)).weekday() == 0, (now, due)


def around_changes(zone: str) -> Iterator[datetime]:
    """Every half hour of the days on which a zone's clock changes in 2026, and the moments of the change."""
    moment, there = datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo(zone)
    while moment.year == 2026:
        after = moment + timedelta(hours=6)
        if after.astimezone(there).utcoffset() != moment.astimezone(there).utcoffset():
            yield from (moment + timedelta(minutes=30 * step) for step in range(-40, 52))
            yield from (moment + timedelta(minutes=30 * step + 7) for step in range(-8, 20))
        moment = after
