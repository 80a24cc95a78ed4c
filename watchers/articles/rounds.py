"""Articles' pages whose time has come, a few at once. What is due stands in the store, so a restart loses nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from state.errors import StoreError
from state.model import Article
from watchers.articles.visit import Visited, Visitor

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=150)
"""Longer than a visit can take: two requests of 30 s, the limits of the reading process, a locked database."""
AT_ONCE = 4
TICK_SECONDS = 5.0
PAUSE_SECONDS = 30.0
"""After the store failed (a full disk), nothing is visited for so long."""


@dataclass(slots=True, kw_only=True)
class Rounds:
    """`owner`: a name for the leases. `on_visit` hears of each visit."""

    visitor: Visitor
    clock: Callable[[], datetime]
    owner: str
    on_visit: Callable[[Visited], None] = lambda visited: None
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Until `stop`; visits under way are finished first."""
        while not self._stop.is_set():
            wait = TICK_SECONDS
            try:
                if await self.once():
                    wait = 0.0
            except StoreError as error:
                log.error("articles rest for %d s: %s", PAUSE_SECONDS, error)
                wait = PAUSE_SECONDS
            try:
                async with asyncio.timeout(wait):
                    await self._stop.wait()
            except TimeoutError:
                continue

    def stop(self) -> None:
        self._stop.set()

    async def once(self) -> list[Visited]:
        """Visit what is due now, `AT_ONCE` at most."""
        now = self.clock()
        due = await self.visitor.store.read(lambda tx: tx.articles.next_due())
        if due is None or due > now:
            return []
        leased = await self.visitor.store.transact(
            lambda tx: tx.articles.lease_due(now, now + LEASE, self.owner, AT_ONCE)
        )
        done = await asyncio.gather(*(self._one(article) for article in leased))
        return [visited for visited in done if visited is not None]

    async def _one(self, article: Article) -> Visited | None:
        try:
            visited = await self.visitor.visit(article, self.clock())
        except StoreError:
            raise
        except Exception:  # the top of the loop: one page's surprise must not stop the others
            log.exception("article %s: the visit ended in an error; it is tried again", article.entry_id)
            return None
        self.on_visit(visited)
        return visited
