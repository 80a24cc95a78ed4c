"""Subscriptions at hubs: asked for, renewed, believed when they are confirmed; a knock makes a source due.

What stands at each hub is one row in the store, so a restart goes on where it was. Polling never stops: where a hub
says no, lies or falls silent, the source is polled as it always was; where a hub has proven itself, every two hours.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from state.errors import StoreError
from state.model import Source
from state.store import Store, Tx
from watchers import websub
from watchers.fetch import Fetcher
from watchers.outcome import Failed
from watchers.plan import hint
from watchers.poll import Polled
from watchers.reliance import Reliance
from watchers.websub import ASK_AGAIN, DENIED_FOR, Keys, Subscription

log = logging.getLogger(__name__)
META = "websub"
TICK = 5.0
LOOK_EVERY = timedelta(minutes=1)
AT_ONCE = 20
"""Hubs that are asked in one round."""
KNOCKS_APART = timedelta(minutes=1)
"""A source that was polled so lately waits, however often its hub knocks."""


@dataclass(slots=True, kw_only=True)
class Hubs:
    """`base`: the public address under which the callbacks are, without a slash at the end."""

    store: Store
    fetcher: Fetcher
    clock: Callable[[], datetime]
    base: str
    keys: Keys
    _known: dict[str, Subscription] | None = None
    """By source; read once, then kept and written with each change."""
    _tokens: dict[str, str] = field(default_factory=dict)
    _knocks: set[str] = field(default_factory=set)
    _reliance: Reliance = field(default_factory=Reliance)
    _looked_at: datetime | None = None

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self.tick()
            except StoreError as error:
                log.error("hubs wait: %s", error)
            await asyncio.sleep(TICK)

    async def tick(self) -> None:
        """Knocks that found their source being polled are tried again; once a minute, what is to be asked is asked."""
        for source_id in list(self._knocks):
            await self._make_due(source_id)
        now = self.clock()
        if self._looked_at is not None and timedelta() <= now - self._looked_at < LOOK_EVERY:
            return
        self._looked_at = now
        sources = await self._load()
        await self._settle(now)
        wanted = [source for source in sources.values() if self._is_due(source, now)]
        for source in wanted[:AT_ONCE]:
            await self._subscribe(source, now)

    async def _load(self) -> dict[str, Source]:
        """The sources that have a hub; what is kept of others is forgotten."""

        def work(tx: Tx) -> tuple[list[Source], str]:
            return list(tx.sources.all()), tx.guilds.meta(META) or "{}"

        all_of_them, text = await self.store.read(work)
        sources = {s.id: s for s in all_of_them if not s.paused and hint(s, "hub") and hint(s, "topic")}
        known = websub.loads(text) if self._known is None else self._known
        if self._known is None:
            self._reliance.kept = {key: each.kept for key, each in known.items() if each.kept}
        self._known = {key: each for key, each in known.items() if key in sources}
        self._tokens = {self.keys.token(key): key for key in sources}
        return sources

    def _is_due(self, source: Source, now: datetime) -> bool:
        known = self._of(source.id)
        if known is None or (known.hub, known.topic) != (hint(source, "hub"), hint(source, "topic")):
            return True
        return now >= known.next_at or (known.key != self.keys.mark and known.state != "denied")

    async def _subscribe(self, source: Source, now: datetime) -> None:
        hub, topic = hint(source, "hub"), hint(source, "topic")
        before = self._of(source.id)
        kept = before.kept if before is not None and (before.hub, before.topic) == (hub, topic) else 0
        self._reliance.kept[source.id] = kept
        asked = Subscription(
            hub=hub, topic=topic, state="asked", next_at=now + ASK_AGAIN, key=self.keys.mark, kept=kept
        )
        if before is not None and replace(before, next_at=asked.next_at) == asked:
            # It took the question an hour ago and never came back on it.
            await self._put(source.id, replace(asked, state="denied", next_at=now + DENIED_FOR))
            return
        # Written first: the hub may come back with its question before it has answered ours.
        await self._put(source.id, asked)
        token = self.keys.token(source.id)
        form = websub.request(topic, f"{self.base}/{token}", self.keys.secret(source.id))
        answer = await self.fetcher.post(hub, form)
        if isinstance(answer, Failed):
            log.info("source %s: its hub is not used: %s", source.id, answer.words)
            await self._put(source.id, replace(asked, state="denied", next_at=now + DENIED_FOR))

    def _of(self, source_id: str) -> Subscription | None:
        return (self._known or {}).get(source_id)

    async def _put(self, source_id: str, subscription: Subscription) -> None:
        self._known = {**(self._known or {}), source_id: subscription}
        text = websub.dumps(self._known)
        await self.store.transact(lambda tx: tx.guilds.put_meta(META, text))

    async def confirm(self, token: str, query: Mapping[str, str]) -> str | None:
        """The hub asks whether we meant it: the challenge to give back, or None for "no"."""
        source_id = self._tokens.get(token)
        known = self._of(source_id or "")
        if source_id is None or known is None or query.get("hub.topic") != known.topic:
            return None
        now = self.clock()
        mode, challenge = query.get("hub.mode"), query.get("hub.challenge", "")
        if mode == "denied":
            await self._put(source_id, replace(known, state="denied", next_at=now + DENIED_FOR))
            return ""
        if mode != "subscribe" or not challenge or known.state == "denied":
            return None
        lease = query.get("hub.lease_seconds", "")
        await self._put(source_id, replace(known, state="active", next_at=websub.renewal(lease, now)))
        return challenge[:2000]

    def polled(self, polled: Polled) -> None:
        """Hears of every poll: what it found, a hub should have announced."""
        known = self._of(polled.source.id)
        if known is not None and known.state == "active" and polled.absorbed.new:
            self._reliance.found(polled.source.id, self.clock())

    def wait(self, source_id: str) -> timedelta:
        """The least time until a source is polled on its own account: none where no proven hub speaks for it."""
        known = self._of(source_id)
        return self._reliance.wait(source_id) if known and known.state == "active" else timedelta()

    async def _settle(self, now: datetime) -> None:
        """Writes how far each hub is relied on, where that has changed."""
        self._reliance.settle(now)
        for source_id, known in (self._known or {}).items():
            kept = self._reliance.kept.get(source_id, 0)
            if known.kept != kept and known.state == "active":
                await self._put(source_id, replace(known, kept=kept))

    def knows(self, token: str) -> bool:
        """Whether a callback ends with this."""
        source_id = self._tokens.get(token)
        return source_id is not None and self._of(source_id) is not None

    async def knock(self, token: str, body: bytes, signature: str) -> bool:
        """A delivery. Its source is polled now if the signature is right; False for an address that is none."""
        source_id = self._tokens.get(token)
        if source_id is None or not self.knows(token):
            return False
        if self.keys.signed(source_id, body, signature):
            self._reliance.knocked(source_id, self.clock())
            await self._make_due(source_id)
        else:
            log.warning("source %s: a delivery with a wrong signature is ignored", source_id)
        return True

    async def _make_due(self, source_id: str) -> None:
        now = self.clock()

        def work(tx: Tx) -> bool:
            """False while it is being polled: that poll's end would undo it, and may have come too early."""
            source = tx.sources.get(source_id)
            if source is None or source.paused:
                return True
            if source.lease_until is not None and source.lease_until > now:
                return False
            at = max(now, source.polled_at + KNOCKS_APART) if source.polled_at else now
            if source.due_at is None or source.due_at > at:
                tx.sources.put(replace(source, due_at=at))
            return True

        if await self.store.transact(work):
            self._knocks.discard(source_id)
        else:
            self._knocks.add(source_id)
