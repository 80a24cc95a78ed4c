"""Alerts and what explains them: matches, and why a statement did not alert."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rules.change import Alert, Sighting
from rules.model import Match
from state.memory.tables import Journal, Table
from state.model import HistoryFilter, Notice, WhyNot
from state.names import asked_for, filed_under, search_words, stemmed, told_under
from state.sightings import sighted


class MemoryAlerts:
    def __init__(self, journal: Journal, alerts: Table[tuple[int, str], Alert]) -> None:
        self.alerts = alerts
        self.matched: Table[tuple[str, str], Match] = Table(journal)
        self.reasons: Table[tuple[int, str, str], WhyNot] = Table(journal)
        self.notices: Table[tuple[int, str], Notice] = Table(journal)

    def add(self, alert: Alert) -> bool:
        return self.alerts.add((alert.guild_id, alert.id), alert)

    def get(self, guild_id: int, alert_id: str) -> Alert | None:
        return self.alerts.get((guild_id, alert_id))

    def sight(self, guild_id: int, alert_id: str, sighting: Sighting, most: int) -> Alert | None:
        found = sighted(self.get(guild_id, alert_id), sighting, most)
        if found is not None:
            self.alerts.put((guild_id, alert_id), found)
        return found

    def history(self, where: HistoryFilter) -> Sequence[Alert]:
        found = [alert for alert in self.alerts if _wanted(where, alert)]
        if where.before_id is not None:
            last = self.get(where.guild_id, where.before_id)
            found = [alert for alert in found if last is not None and _order(alert) < _order(last)]
        return sorted(found, key=_order, reverse=True)[: where.limit]

    def count(self, guild_id: int, since: datetime | None = None) -> int:
        return sum(a.guild_id == guild_id and (since is None or a.at >= since) for a in self.alerts)

    def add_match(self, match: Match) -> None:
        self.matched.put((match.statement_id, match.rule_id), match)

    def matches(self, statement_id: str) -> Sequence[Match]:
        found = [match for match in self.matched if match.statement_id == statement_id]
        return sorted(found, key=lambda match: match.rule_id)

    def put_why_not(self, rows: Sequence[WhyNot]) -> None:
        for row in rows:
            self.reasons.put((row.guild_id, row.statement_id, row.rule_id or ""), row)

    def why_not(self, guild_id: int, statement_id: str) -> Sequence[WhyNot]:
        found = [r for r in self.reasons if (r.guild_id, r.statement_id) == (guild_id, statement_id)]
        return sorted(found, key=lambda row: row.rule_id or "")

    def put_notice(self, notice: Notice) -> bool:
        return self.notices.add((notice.guild_id, notice.id), notice)

    def notice(self, guild_id: int, notice_id: str) -> Notice | None:
        return self.notices.get((guild_id, notice_id))


def _order(alert: Alert) -> tuple[datetime, str]:
    return (alert.at, alert.id)


def _wanted(where: HistoryFilter, alert: Alert) -> bool:
    return (
        alert.guild_id == where.guild_id
        and (where.theme_id is None or where.theme_id in told_under(alert))
        and where.claim_id in (None, alert.claim_id)
        and (not where.speaker or asked_for(where.speaker) in filed_under(alert.speaker))
        and (not where.change or where.change in {change.tag for change in alert.changes})
        and (where.since is None or alert.at >= where.since)
        and (where.until is None or alert.at <= where.until)
        and (not where.text or set(stemmed(where.text)) <= set(search_words(alert)))
    )
