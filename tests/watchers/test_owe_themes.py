"""Who hears an alert that comes under several themes."""

from __future__ import annotations

from datetime import UTC, datetime

from rules.judge import judge
from rules.model import Address, Subscription
from tests.fakes.arrivals import AFTER, OLD, arrived, claim, only, ruled, said
from tests.fakes.record import Record
from watchers.owe import wants


def hears(theme: str | None) -> Subscription:
    return Subscription(
        id="s",
        guild_id=7,
        address=Address(kind="console"),
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
        theme_id=theme,
    )


def test_each_of_its_themes_is_told_and_no_other() -> None:
    followed = arrived(said(AFTER), themes=("theme-jobs", "theme-coal"))
    alert = only(judge(followed, ruled(), Record(claim(OLD))))
    assert [wants(hears(theme), alert) for theme in ("theme-jobs", "theme-coal", None, "other")] == [
        True,
        True,
        True,
        False,
    ]
