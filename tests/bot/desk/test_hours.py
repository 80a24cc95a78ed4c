"""Quiet hours and digest hours: as typed, as stored, as the clock sees them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.answers import Refusal
from bot.desk.hours import options, quiet_until, zone_names
from rules.model import Address, Subscription


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
