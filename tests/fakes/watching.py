"""A bench for polls: a real server, fetcher and parsing process, the store in memory, and a clock that tests turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from rules.ids import content_id
from rules.model import Address, Entry, Subscription, Theme, WatchRule
from state.memory import MemoryStore, open_memory
from state.model import EntrySeen, Follow, Source
from watchers.kinds import KINDS
from watchers.outcome import Getter
from watchers.poll import Parser, Polled, Poller, take

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
GUILD = 7


@dataclass
class Bench:
    fetcher: Getter
    sandbox: Parser
    store: MemoryStore = field(default_factory=open_memory)
    now: datetime = MORNING
    told: list[str] = field(default_factory=list)
    poller: Poller = field(init=False)

    def __post_init__(self) -> None:
        self.poller = Poller(store=self.store, fetcher=self.fetcher, parser=self.sandbox)

    async def follow(self, url: str, kind: str = "feed", guild: int = GUILD) -> str:
        """A source under a theme, with a rule that takes everything and a console that hears it."""
        source_id = content_id("source", url, "")

        def work(tx):  # type: ignore[no-untyped-def]
            tx.rules.put_theme(Theme(id="t", guild_id=guild, name="all", created_at=self.now))
            tx.rules.put_rule(
                WatchRule(id=f"r{guild}", guild_id=guild, name="all", query="/./", created_at=self.now)
            )
            tx.rules.put_subscription(
                Subscription(
                    id=f"s{guild}", guild_id=guild, address=Address(kind="console"), created_at=self.now
                )
            )
            tx.sources.add(
                Source(
                    id=source_id,
                    kind=kind,
                    url=url,
                    name="the source",
                    added_at=self.now,
                    document_kind=KINDS[kind].document_kind,
                    due_at=self.now,
                )
            )
            tx.sources.follow(Follow(guild_id=guild, source_id=source_id, theme_id="t", created_at=self.now))

        await self.store.transact(work)
        return source_id

    async def poll(self, source_id: str, after: timedelta = timedelta(hours=1)) -> Polled:
        """One poll, `after` the last one."""
        self.now += after
        now = self.now
        source = await self.store.transact(
            lambda tx: take(tx, source_id, now, now + timedelta(seconds=30), "bench")
        )
        assert source is not None
        polled = await self.poller.poll(source, now)
        self.told += [notice.title for notice in polled.absorbed.notices]
        return polled

    async def source(self, source_id: str) -> Source:
        found = await self.store.read(lambda tx: tx.sources.get(source_id))
        assert found is not None
        return found

    async def set(self, source_id: str, **changes: object) -> None:
        source = await self.source(source_id)
        await self.store.transact(lambda tx: tx.sources.put(replace(source, **changes)))  # type: ignore[arg-type]

    async def seen(self, source_id: str) -> dict[str, EntrySeen]:
        return dict(await self.store.read(lambda tx: tx.entries.seen(source_id)))

    async def entries(self, source_id: str) -> Sequence[Entry]:
        """Newest first sight first, which is the order of the page."""
        seen = await self.seen(source_id)
        ids = [each.entry_id for each in sorted(seen.values(), key=lambda s: s.first_seen, reverse=True)]

        def work(tx):  # type: ignore[no-untyped-def]
            return [tx.entries.get(entry_id) for entry_id in ids]

        return await self.store.read(work)
