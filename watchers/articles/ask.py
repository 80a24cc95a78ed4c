"""One polite GET of an article's page: robots.txt first, then this host's turn, then the guarded fetch."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from watchers.articles.robots_txt import EVERYTHING, RobotsTxt, parse_robots
from watchers.hosts import NEAR, Hosts
from watchers.outcome import Failed, Fetched, NotModified
from watchers.url import Url, host_of, parse_url

PAGE_ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
KEPT = timedelta(hours=24)
"""How long a robots.txt stands (RFC 9309, 2.4)."""
AGAIN = timedelta(hours=1)
"""After a robots.txt that could not be had, nothing of that site is read for so long."""
PEACE = timedelta(minutes=10)
"""The longest that a whole host is left alone for what one of its articles answered."""
SHARE = 0.5
"""Of a host's daily budget: once so much is used, by whomever, articles wait for the next day and feeds need not."""
REMEMBERED = 2000


class PageGetter(Protocol):
    """What `watchers.fetch.Fetcher` does."""

    async def get(
        self, url: str, *, etag: bytes | None = None, last_modified: bytes | None = None, accept: str = ...
    ) -> Fetched | NotModified | Failed: ...


@dataclass(frozen=True, slots=True)
class NotNow:
    """It is not this host's turn before `at`; nothing was asked."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Barred:
    """The site's robots.txt does not let us; `until`: when it is looked at again."""

    words: str
    until: datetime
    lasting: bool = True
    """False: it could not be had, which says nothing of what it allows."""


@dataclass(frozen=True, slots=True)
class _Known:
    """`robots` None: it could not be had."""

    robots: RobotsTxt | None
    until: datetime
    words: str = ""


@dataclass(slots=True, kw_only=True)
class Asker:
    """`clock`: now, aware UTC. `hosts`: shared with whoever else asks the same hosts."""

    fetcher: PageGetter
    clock: Callable[[], datetime]
    hosts: Hosts = field(default_factory=Hosts)
    _known: OrderedDict[str, _Known] = field(default_factory=OrderedDict)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def get(
        self, url: str, *, who: str = "", etag: bytes | None = None, last_modified: bytes | None = None
    ) -> Fetched | NotModified | Failed | NotNow | Barred:
        parsed = parse_url(url)
        if isinstance(parsed, str):
            return Failed(reason="bad_url", words=f"The address {parsed}.")
        robots = await self.robots(parsed)
        if not isinstance(robots, RobotsTxt):
            return robots
        if not robots.allows(url):
            words = f"The robots.txt of {parsed.host} does not allow this page to be read."
            return Barred(words, self._known[_origin(parsed)].until)
        return await self._turn(url, who, robots.delay, etag=etag, last_modified=last_modified)

    async def robots(self, url: Url) -> RobotsTxt | NotNow | Barred:
        """What the site of `url` allows; asked once a day."""
        origin = _origin(url)
        async with self._locks.setdefault(origin, asyncio.Lock()):
            known = self._known.get(origin)
            if known is None or known.until <= self.clock():
                answer = await self._turn(
                    f"{origin}/robots.txt", f"robots {origin}", accept="text/plain, */*;q=0.1"
                )
                if isinstance(answer, NotNow):
                    return answer
                known = self._judged(answer, known, url.host)
                self._remember(origin, known)
        if known.robots is None:
            return Barred(known.words, known.until, lasting=False)
        return known.robots

    def _judged(self, answer: Fetched | NotModified | Failed, known: _Known | None, host: str) -> _Known:
        """RFC 9309, 2.3.1: none there (4xx) allows everything; one that cannot be had forbids it."""
        now = self.clock()
        match answer:
            case Fetched():
                return _Known(parse_robots(answer.body), now + KEPT)
            case Failed(reason="empty" | "bad_redirect"):
                return _Known(EVERYTHING, now + KEPT)
            case Failed(status=status) if 400 <= status < 500 and status != 429:
                return _Known(EVERYTHING, now + KEPT)
            case Failed(retry_after=after):
                until = now + max(AGAIN, timedelta(seconds=after or 0))
                if known is not None and known.robots is not None:
                    return _Known(known.robots, until)
                words = f"The robots.txt of {host} cannot be read now, so its pages are left alone."
                return _Known(None, until, words)
            case NotModified():
                return _Known(known.robots if known else EVERYTHING, now + KEPT)

    async def _turn(
        self,
        url: str,
        who: str,
        gap: float = 0.0,
        *,
        etag: bytes | None = None,
        last_modified: bytes | None = None,
        accept: str = PAGE_ACCEPT,
    ) -> Fetched | NotModified | Failed | NotNow:
        now, host = self.clock(), host_of(url)
        if self.hosts.spent(host, now) >= SHARE:
            return NotNow(now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1))
        at = self.hosts.reserve(host, now, gap, who)
        if at - now > NEAR:
            return NotNow(at)
        if at > now:
            await asyncio.sleep((at - now).total_seconds())
        answer = await self.fetcher.get(url, etag=etag, last_modified=last_modified, accept=accept)
        if isinstance(answer, Failed) and answer.retry_after is not None:
            self.hosts.wait(host, self.clock() + min(timedelta(seconds=answer.retry_after), PEACE))
        return answer

    def _remember(self, origin: str, known: _Known) -> None:
        self._known[origin] = known
        self._known.move_to_end(origin)
        if len(self._known) > REMEMBERED:
            old, _ = self._known.popitem(last=False)
            self._locks.pop(old, None)


def _origin(url: Url) -> str:
    return f"{url.scheme}://{url.authority}"
