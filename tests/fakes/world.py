"""A web and a Discord for simulations: scripted, seeded, in this process, on a clock that the simulation turns.

`Web` stands where the fetcher stands, `Direct` where the parsing process does, `Channels` where Discord does. Each
draws its troubles from a random generator that is given, so that a run can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from itertools import count

from bot.destinations.base import GiveUp, Receipt, TryLater
from bot.message import AlertMessage, DigestMessage, Message, NoticeMessage
from rules.model import Address
from watchers.kinds import parser_of
from watchers.outcome import Failed, Fetched, NotModified, Unreadable
from watchers.page import Page

Span = tuple[datetime, datetime]
CHALLENGE = b"<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"


def inside(moment: datetime, spans: Sequence[Span]) -> bool:
    return any(start <= moment < end for start, end in spans)


@dataclass
class Clock:
    moment: datetime

    def __call__(self) -> datetime:
        return self.moment


@dataclass
class Item:
    """One entry of a feed. `texts`: (from when, what it says); `gone_at`: when it is taken down."""

    url: str
    at: datetime
    texts: list[tuple[datetime, str]]
    gone_at: datetime | None = None

    def text(self, now: datetime) -> str:
        return [text for since, text in self.texts if since <= now][-1]


@dataclass
class Feed:
    url: str
    title: str
    items: list[Item] = field(default_factory=list)
    """Oldest first."""
    window: int = 30
    away: list[Span] = field(default_factory=list)
    """When its server answers nothing."""

    def body(self, now: datetime) -> bytes:
        shown = [each for each in self.items if each.at <= now][-self.window :]
        items = "".join(
            f"<item><guid>{each.url}</guid><link>{each.url}</link><title>Note</title>"
            f"<pubDate>{format_datetime(each.at)}</pubDate>"
            f"<description>{escape(f'<p>{each.text(now)}</p>')}</description></item>"
            for each in reversed(shown)
            if each.gone_at is None or now < each.gone_at
        )
        return f"<rss version='2.0'><channel><title>{self.title}</title>{items}</channel></rss>".encode()


@dataclass(frozen=True)
class Asked:
    """A request that reached a server. `wait`: seconds for which the server asked for peace in its answer."""

    url: str
    at: datetime
    conditional: bool
    failed: bool
    wait: float = 0.0


@dataclass
class Web:
    """The fetcher's place: feeds by URL, each answering as its script and the dice say. `trouble`: share of answers
    that are a failure."""

    clock: Callable[[], datetime]
    chance: random.Random
    trouble: float = 0.05
    feeds: dict[str, Feed] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    async def get(
        self, url: str, *, etag: bytes | None = None, last_modified: bytes | None = None
    ) -> Fetched | NotModified | Failed:
        now = self.clock()
        answer = self._answer(self.feeds[url], now, etag)
        failed = isinstance(answer, Failed) or (isinstance(answer, Fetched) and answer.body == CHALLENGE)
        wait = answer.retry_after or 0.0 if isinstance(answer, Failed) else 0.0
        self.asked.append(Asked(url, now, etag is not None, failed, wait))
        return answer

    def _answer(self, feed: Feed, now: datetime, etag: bytes | None) -> Fetched | NotModified | Failed:
        if inside(now, feed.away):
            return Failed(reason="unreachable", words="paper.example cannot be reached.")
        if self.chance.random() < self.trouble:
            kind = self.chance.randrange(4)
            if kind == 0:
                return Failed(reason="timeout", words="paper.example does not answer in time.")
            if kind == 1:
                after = float(self.chance.choice((90, 3600, 20_000)))
                return Failed(reason="rate_limited", words="Too many.", retry_after=after, status=429)
            if kind == 2:
                return Failed(reason="server_error", words="paper.example has trouble.", status=503)
            return Fetched(url=feed.url, body=CHALLENGE, headers=((b"content-type", b"text/html"),))
        body = feed.body(now)
        tag = b'"' + sha256(body).hexdigest()[:16].encode() + b'"'
        headers = ((b"etag", tag), (b"content-type", b"application/rss+xml"))
        if etag == tag:
            return NotModified(headers=headers)
        return Fetched(url=feed.url, body=body, headers=headers)


class Direct:
    """The parsers themselves, without the process around them."""

    async def parse(self, kind: str, body: bytes, url: str, content_type: str = "") -> Page | Unreadable:
        return parser_of(kind)(body, url, content_type)


@dataclass(frozen=True)
class Posted:
    at: datetime
    nonce: str
    message: Message
    id: str

    @property
    def subjects(self) -> tuple[str, ...]:
        """Ids of the alerts or the notice in it."""
        match self.message:
            case AlertMessage():
                return (self.message.alert_id,)
            case NoticeMessage():
                return (self.message.notice_id,)
            case DigestMessage():
                return tuple(each.alert_id for each in self.message.alerts)


@dataclass
class Channels:
    """Discord's place. It knows a nonce for two minutes, as Discord knows it for "a few", and shows its last hundred
    messages. An answer may be a refusal, or be lost before or after the message stands."""

    clock: Callable[[], datetime]
    chance: random.Random
    trouble: float = 0.2
    away: list[Span] = field(default_factory=list)
    """When Discord is in trouble: nothing is answered, little arrives."""
    closed: dict[str, list[Span]] = field(default_factory=dict)
    """When a channel is closed to the bot, by its target."""
    posted: dict[str, list[Posted]] = field(default_factory=dict)
    drawn: dict[str, int] = field(default_factory=dict)
    remembers: timedelta = timedelta(minutes=2)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1000))

    async def send(self, address: Address, message: Message, nonce: str) -> Receipt:
        now = self.clock()
        if inside(now, self.closed.get(address.target, ())):
            raise self._count("closed", GiveUp("may not write there", park=True))
        outcome = self._outcome(now)
        if outcome == "later":
            raise self._count("later", TryLater("busy"))
        if outcome == "asked":
            raise self._count("asked", TryLater("slower, please", 37.0))
        if outcome == "never":
            raise self._count("never", GiveUp("refused as it is"))
        if outcome == "lost before":
            raise self._count("lost before", ConnectionResetError("cut"))
        receipt = self._stand(address, message, nonce, now)
        if outcome == "lost after":
            raise self._count("lost after", ConnectionResetError("cut"))
        return receipt

    async def find(self, address: Address, nonce: str, since: datetime) -> Receipt | None:
        if inside(self.clock(), self.away):
            raise ConnectionResetError("cut")
        latest = self.posted.get(address.target, [])[-100:]
        found = next((each for each in latest if each.nonce == nonce), None)
        if found is not None:
            self.drawn["found"] = self.drawn.get("found", 0) + 1
        return Receipt(message_id=found.id) if found else None

    async def edit(self, address: Address, message: Message, nonce: str, sent: Receipt) -> None:
        """Never asked for: its receipts name no place."""
        raise AssertionError("no message here can be edited")

    def _outcome(self, now: datetime) -> str:
        if inside(now, self.away):
            return self.chance.choices(("lost after", "lost before", "later"), (2, 5, 3))[0]
        if self.chance.random() >= self.trouble:
            return "stands"
        kinds = ("later", "asked", "never", "lost before", "lost after")
        return self.chance.choices(kinds, (4, 3, 1, 6, 6))[0]

    def _stand(self, address: Address, message: Message, nonce: str, now: datetime) -> Receipt:
        there = self.posted.setdefault(address.target, [])
        for each in reversed(there):
            if now - each.at > self.remembers:
                break
            if each.nonce == nonce:
                return Receipt(message_id=each.id)
        there.append(Posted(now, nonce, message, str(next(self._numbers))))
        return Receipt(message_id=there[-1].id)

    def _count(self, name: str, error: Exception) -> Exception:
        self.drawn[name] = self.drawn.get(name, 0) + 1
        return error
