"""When an article's page is read again: often while it is young, seldom when it is old. Pure.

The steps are those of NewsDiffs (newsdiffs.org), which found most edits in an article's first day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

STEPS: tuple[tuple[timedelta, timedelta], ...] = (
    (timedelta(hours=3), timedelta(minutes=15)),
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(days=7), timedelta(hours=3)),
    (timedelta(days=30), timedelta(days=3)),
    (timedelta(days=365), timedelta(days=30)),
)
"""(younger than, wait so long)."""


def next_visit(said_at: datetime, now: datetime) -> datetime | None:
    """When the page of an article of `said_at` is read again after a visit `now`; None once it is a year old. An
    article that is dated ahead counts as new."""
    age = now - said_at
    return next((now + wait for younger, wait in STEPS if age < younger), None)
