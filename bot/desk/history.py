"""Alert history: filters as people type them, pages, exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.desk import claims, themes
from bot.desk.answers import Refusal
from rules.change import TAGS, Alert
from state.model import HistoryFilter
from state.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Alerts, newest first; `more` when older ones fit the filter too."""

    alerts: tuple[Alert, ...]
    themes: dict[str, str]
    """Theme id → name."""
    more: bool


def parse_when(text: str, now: datetime, *, end: bool = False) -> datetime | Refusal:
    """`2026-05-28`, `yesterday`, `today`, `7d`, `12h`, `2w`; `@` and Unix seconds, as buttons say it. A day
    (UTC) is its first moment, with `end` its last: until a day means that day too."""
    rest = timedelta(days=1) - timedelta(microseconds=1) if end else timedelta(0)
    text = text.strip().lower()
    if text[:1] == "@" and text[1:].isascii() and text[1:].isdigit() and len(text) <= 11:
        return datetime.fromtimestamp(int(text[1:]), UTC)
    if text in ("today", "yesterday"):
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return rest + (day if text == "today" else day - timedelta(days=1))
    if text[:-1].isascii() and text[:-1].isdigit() and len(text) <= 6 and text[-1:] in "hdw":
        hours = {"h": 1, "d": 24, "w": 168}[text[-1]]
        return now - timedelta(hours=hours * int(text[:-1]))
    try:
        return rest + datetime.combine(date.fromisoformat(text), datetime.min.time(), tzinfo=UTC)
    except (ValueError, OverflowError):
        return Refusal(f"'{text[:40]}' is no date. Write it like 2026-05-28, 7d, 12h or yesterday.")


def where(
    tx: Tx,
    guild_id: int,
    *,
    now: datetime,
    theme: str | None = None,
    speaker: str | None = None,
    claim: str | None = None,
    change: str | None = None,
    since: str | None = None,
    until: str | None = None,
    text: str = "",
    limit: int = 50,
    before_id: str | None = None,
) -> HistoryFilter | Refusal:
    """What people typed, as a filter. Names are looked up; `before_id` is the last alert of the page before."""
    theme_id = None
    if theme:
        found = themes.find(tx, guild_id, theme)
        if isinstance(found, Refusal):
            return found
        theme_id = found.id
    if change and change not in TAGS:
        return Refusal(f"'{change[:40]}' is no kind of change. There are: {', '.join(TAGS)}.")
    moments: list[datetime | None] = []
    for word, end in ((since, False), (until, True)):
        moment = parse_when(word, now, end=end) if word else None
        if isinstance(moment, Refusal):
            return moment
        moments.append(moment)
    return HistoryFilter(
        guild_id=guild_id,
        theme_id=theme_id,
        speaker=speaker or None,
        claim_id=_claim(tx, guild_id, claim) if claim else None,
        change=change or None,
        since=moments[0],
        until=moments[1],
        text=text,
        limit=limit,
        before_id=before_id,
    )


def _claim(tx: Tx, guild_id: int, name: str) -> str:
    """Its id, by the beginning of it or of the words; as given for one that was removed: its alerts stay."""
    found = claims.find(tx, guild_id, name)
    return name.strip() if isinstance(found, Refusal) else found.id


def page(tx: Tx, guild_id: int, filters: HistoryFilter) -> Page:
    """One page, newest first, and whether there is more."""
    wanted = filters.limit
    alerts = list(tx.alerts.history(_with_limit(filters, wanted + 1)))
    names = {theme.id: theme.name for theme in tx.rules.themes(guild_id)}
    return Page(alerts=tuple(alerts[:wanted]), themes=names, more=len(alerts) > wanted)


def _with_limit(filters: HistoryFilter, limit: int) -> HistoryFilter:
    return replace(filters, limit=limit)


def newest(tx: Tx, guild_id: int, limit: int = 25) -> Sequence[Alert]:
    """A guild's newest alerts, of any kind."""
    return tx.alerts.history(HistoryFilter(guild_id=guild_id, limit=limit))
