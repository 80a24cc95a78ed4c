"""Fair to hosts: how many requests one host sees at once, how far apart, and how many a day. In memory only; a restart
forgets at most a few seconds of politeness."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

DAILY_BUDGET = 5000
"""Requests a day to one host, all its sources together."""


@dataclass(slots=True)
class _Host:
    next_at: datetime
    day: date
    asked: int = 0


@dataclass(slots=True)
class Hosts:
    """Start slots of each host. `gap`: least seconds between two starts, unless a source's kind wants more."""

    gap: float = 1.0
    budget: int = DAILY_BUDGET
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def reserve(self, host: str, now: datetime, gap: float = 0.0) -> datetime:
        """The moment at which this request may start (now, or later); the slot is taken."""
        known = self._hosts.get(host)
        if known is None:
            known = self._hosts[host] = _Host(now, now.date())
            self._forget(now)
        if known.day != now.date():
            known.day, known.asked = now.date(), 0
        known.asked += 1
        at = max(known.next_at, now)
        if known.asked > self.budget:
            at = max(at, _midnight(now))
        known.next_at = at + timedelta(seconds=max(gap, self.gap))
        return at

    def turn(self, host: str, now: datetime) -> datetime:
        """When a request could start; nothing is taken."""
        known = self._hosts.get(host)
        if known is None:
            return now
        if known.day == now.date() and known.asked >= self.budget:
            return max(known.next_at, _midnight(now))
        return max(known.next_at, now)

    def wait(self, host: str, until: datetime) -> None:
        """The host asked for peace (429, 503 with Retry-After): nobody asks it before."""
        known = self._hosts.setdefault(host, _Host(until, until.date()))
        known.next_at = max(known.next_at, until)

    def asked_today(self) -> dict[str, int]:
        """Host → requests so far, for whoever wants to look."""
        return {name: host.asked for name, host in self._hosts.items() if host.asked}

    def _forget(self, now: datetime) -> None:
        if len(self._hosts) > 20_000:
            old = [n for n, h in self._hosts.items() if h.next_at < now and h.day != now.date()]
            for name in old:
                del self._hosts[name]


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
