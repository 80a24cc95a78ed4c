"""Fair to hosts: how far apart the requests to one host are, whose turn it is, and how many a day. In memory; after a
restart the day's requests are known from the sources, and a few seconds of politeness are forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from state.model import Article, Source
from state.store import Tx
from watchers.health import with_hint
from watchers.url import host_of

DAILY_BUDGET = 5000
"""Requests a day to one host, all its sources together."""
NEAR = timedelta(seconds=2)
"""A slot this near is taken and waited for; a later one is only promised."""
PROMISE = timedelta(hours=1)
"""A promise that nobody has come back for is forgotten."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Host:
    """`next_at`: after the last request that was taken. `tail`: after the last slot that was promised."""

    day: date
    next_at: datetime = _LONG_AGO
    tail: datetime = _LONG_AGO
    asked: int = 0
    promised: dict[str, datetime] = field(default_factory=dict)


@dataclass(slots=True)
class Hosts:
    """Start slots of each host. `gap`: least seconds between two starts, unless a source's kind wants more."""

    gap: float = 1.0
    budget: int = DAILY_BUDGET
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def reserve(self, host: str, now: datetime, gap: float = 0.0, who: str = "") -> datetime:
        """The moment at which this request may start. Within `NEAR` the slot is taken. A later one is a promise: come
        back then, with the same `who`, and be served before those who come new."""
        known = self._hosts.get(host)
        if known is None:
            known = self._hosts[host] = _Host(now.date())
            self._forget(now)
        step = timedelta(seconds=max(gap, self.gap))
        known.promised = {name: at for name, at in known.promised.items() if at > now - PROMISE}
        back = known.promised.pop(who, None) is not None
        at = self._free(known, now)
        if at > now + NEAR or (known.tail > now + NEAR and not back):
            at = max(at, known.tail)
            known.tail = at + step
            known.promised[who] = at
            return at
        if not back:
            at = max(at, known.tail)
        if known.day != now.date():
            known.day, known.asked = now.date(), 0
        known.asked += 1
        known.next_at = at + step
        return at

    def turn(self, host: str, now: datetime) -> datetime:
        """When somebody who comes new could start; nothing is taken or promised."""
        known = self._hosts.get(host)
        return max(self._free(known, now), known.tail) if known else now

    def wait(self, host: str, until: datetime) -> None:
        """The host asked for peace (429, 503 with Retry-After): nobody asks it before."""
        known = self._hosts.setdefault(host, _Host(until.date()))
        known.next_at = max(known.next_at, until)

    def forget(self) -> None:
        """After the clock went back: no turn and no wait is known. Then `recall` what was asked today."""
        self._hosts.clear()

    def spent(self, host: str, now: datetime) -> float:
        """The part of the host's daily budget that is used up."""
        known = self._hosts.get(host)
        return known.asked / self.budget if known is not None and known.day == now.date() else 0.0

    def recall(self, asked: Mapping[str, int], now: datetime) -> None:
        """After a restart: what was asked earlier today counts for the budget."""
        for name, count in asked.items():
            known = self._hosts.setdefault(name, _Host(now.date()))
            known.asked = max(known.asked, count)

    def asked_today(self) -> dict[str, int]:
        """Host → requests so far, for whoever wants to look."""
        return {name: host.asked for name, host in self._hosts.items() if host.asked}

    def _free(self, known: _Host, now: datetime) -> datetime:
        at = max(known.next_at, now)
        if known.day == now.date() and known.asked >= self.budget:
            at = max(at, now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1))
        return at

    def _forget(self, now: datetime) -> None:
        if len(self._hosts) > 20_000:
            old = [n for n, h in self._hosts.items() if max(h.next_at, h.tail) < now and h.day != now.date()]
            for name in old:
                del self._hosts[name]


def counted(source: Source, now: datetime) -> Source:
    """The source, asked once more today."""
    return with_hint(source, asked=asked_once_more(source, now))


def asked_once_more(what: Source | Article, now: datetime) -> str:
    """The day and how often it has been asked on it, with this time."""
    return f"{now.date()} {asked_today(what, now) + 1}"


def asked_today(what: Source | Article, now: datetime) -> int:
    """How often the source or the article has been asked on this day (UTC)."""
    said = what.asked if isinstance(what, Article) else dict(what.hints).get("asked", "")
    day, _, count = said.partition(" ")
    return int(count) if day == str(now.date()) else 0


def asked_by_host(asked: Iterable[Source | Article], now: datetime) -> dict[str, int]:
    """Host → requests of today for these sources and articles, most first."""
    found: Counter[str] = Counter()
    for each in asked:
        if count := asked_today(each, now):
            found[host_of(each.url)] += count
    return dict(found.most_common())


def everything_asked(tx: Tx) -> list[Source | Article]:
    """Whatever is asked for: sources, and articles that are read again."""
    return [*tx.sources.all(), *tx.articles.all()]
