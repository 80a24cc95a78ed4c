"""Dates as feeds write them. None is better than wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchers.dates import parse_date

MOMENT = "2026-01-05 14:30:00"
SAME = {
    "Mon, 05 Jan 2026 14:30:00 GMT": MOMENT,
    "Mon, 5 Jan 2026 14:30:00 +0000": MOMENT,
    "Mon, 05 Jan 2026 15:30:00 +0100": MOMENT,
    "Mon, 05 Jan 2026 15:30:00 CET": MOMENT,
    "Sun, 05 Jul 2026 16:30:00 CEST": "2026-07-05 14:30:00",
    "Mon, 05 Jan 2026 09:30:00 EST": MOMENT,
    "Sun, 05 Jul 2026 10:30:00 EDT": "2026-07-05 14:30:00",
    "Mon, 05 Jan 2026 06:30:00 PST": MOMENT,
    "Mon, 05 Jan 2026 14:30:00 Z": MOMENT,
    "Mon, 05 Jan 2026 14:30:00": MOMENT,
    "Mon, 05 Jan 2026 14:30": MOMENT,
    "05 Jan 2026 14:30:00 UT": MOMENT,
    "05 Jan 26 14:30:00 GMT": MOMENT,
    "Monday, 05-Jan-26 14:30:00 GMT": MOMENT,
    "Mon Jan  5 14:30:00 2026": MOMENT,
    "Mon Jan 05 14:30:00 UTC 2026": MOMENT,
    "2026-01-05T14:30:00Z": MOMENT,
    "2026-01-05T14:30:00.123Z": "2026-01-05 14:30:00.123000",
    "2026-01-05T14:30:00.123456789Z": "2026-01-05 14:30:00.123456",
    "2026-01-05T15:30:00+01:00": MOMENT,
    "2026-01-05T15:30:00+0100": MOMENT,
    "2026-01-05T15:30:00+01": MOMENT,
    "2026-01-05T14:30:00": MOMENT,
    "2026-01-05 14:30:00": MOMENT,
    "2026-01-05 14:30 UTC": MOMENT,
    "2026-01-05T24:00:00Z": "2026-01-06 00:00:00",
    "2026-01-05T14:30:60Z": "2026-01-05 14:30:59",
    "2026-01-05": "2026-01-05 00:00:00",
    "20260105": "2026-01-05 00:00:00",
    "20260105T143000Z": MOMENT,
    "January 5, 2026": "2026-01-05 00:00:00",
    "Jan 5, 2026 2:30 PM": MOMENT,
    "Monday, January 5, 2026 at 2:30 pm": MOMENT,
    "5 January 2026": "2026-01-05 00:00:00",
    "5. Januar 2026": "2026-01-05 00:00:00",
    "Mo, 05 Mär 2026 14:30:00 +0000": "2026-03-05 14:30:00",
    "5 février 2026": "2026-02-05 00:00:00",
    "Seg, 24 Set 2018 19:42:40 -0300": "2018-09-24 22:42:40",
    "2026年1月5日": "2026-01-05 00:00:00",
    "2026年1月5日 14:30": MOMENT,
    "2026년 1월 5일": "2026-01-05 00:00:00",
    "2026/01/05": "2026-01-05 00:00:00",
    "05.01.2026": "2026-01-05 00:00:00",
    "05.01.2026 14:30": MOMENT,
    "1767623400": MOMENT,
    "1767623400000": MOMENT,
    # what nobody can know
    "": None,
    "yesterday": None,
    "n/a": None,
    "01/05/2026": None,
    "5": None,
    "2026": None,
    "0000-00-00T00:00:00Z": None,
    "9999-12-31T23:59:59Z": None,
    "1200-01-01": None,
    "Thu, 01 Jan 1970 00:00:00 GMT": None,
    "2026-13-45": None,
    "2026-02-30": None,
    "Mon, 32 Jan 2026 14:30:00 GMT": None,
    "Mon, 05 Foo 2026 14:30:00 GMT": None,
    "2026-01-05T14:30:00+99:00": None,
    "12345678901234567890": None,
    "-1": None,
}


@pytest.mark.parametrize("raw", SAME)
def test_read_as(raw: str) -> None:
    expected = SAME[raw]
    assert parse_date(raw) == (datetime.fromisoformat(expected).replace(tzinfo=UTC) if expected else None)


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_any_text_is_a_sane_moment_or_none(raw: str) -> None:
    found = parse_date(raw)
    assert found is None or (found.tzinfo is UTC and 1990 <= found.year <= 2100)


@settings(max_examples=100)
@given(st.datetimes(min_value=datetime(1991, 1, 1), max_value=datetime(2099, 1, 1)))  # noqa: DTZ001
def test_the_two_standard_forms_come_back(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC, microsecond=0)
    assert parse_date(moment.isoformat()) == moment
    assert parse_date(moment.strftime("%a, %d %b %Y %H:%M:%S GMT")) == moment
