"""The parts of a running bot, joined. `bot.app` builds them; whoever needs several of them takes an `App`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot import intake
from bot.desk.answers import Refusal
from bot.destinations.base import Destination
from bot.dispatch import Dispatcher
from bot.metrics import Meters
from bot.semantic.links import SemanticLinks
from bot.settings import Settings
from rules.model import AddressKind
from state.store import Store
from watchers.articles.rounds import Rounds
from watchers.articles.visit import Visited
from watchers.fetch import Fetcher
from watchers.handed import Handed
from watchers.hosts import Hosts
from watchers.poll import Polled, Poller
from watchers.sandbox import Sandbox


@dataclass(slots=True, kw_only=True)
class App:
    """The parts, joined. `now` is the clock that all of them ask."""

    settings: Settings
    store: Store
    fetcher: Fetcher
    sandbox: Sandbox
    handed: Handed
    """Answers of previews, for first polls."""
    poller: Poller
    dispatcher: Dispatcher
    destinations: dict[AddressKind, Destination]
    now: Callable[[], datetime]
    hosts: Hosts = field(default_factory=Hosts)
    """Whose turn it is at a host, for feeds and articles together."""
    articles: Rounds | None = None
    """Visits to articles' own pages; None where that is switched off."""
    semantics: SemanticLinks | None = None
    """Links by meaning; None where the extra is not installed or switched off."""
    meters: Meters = field(default_factory=Meters)

    def polled(self, polled: Polled) -> None:
        """A poll has ended: count it, and wake the dispatcher when something is owed."""
        self.meters.polls.labels(outcome=polled.outcome).inc()
        self.meters.alerts.inc(len(polled.absorbed.alerts))
        if polled.absorbed.owed:
            self.dispatcher.wake()

    def visited(self, visited: Visited) -> None:
        """An article's page was visited: count what it told, and wake the dispatcher when something is owed."""
        self.meters.visits.labels(outcome=visited.outcome.replace(" ", "_")).inc()
        self.meters.alerts.inc(len(visited.told.alerts))
        if visited.told.owed:
            self.dispatcher.wake()

    async def preview(self, text: str) -> Sequence[intake.SourceDraft] | Refusal:
        """What stands behind an address; what was fetched for it is kept for the first poll."""
        found = await intake.preview(
            text, self.fetcher, self.sandbox, now=self.now(), limits=self.poller.limits
        )
        for draft in () if isinstance(found, Refusal) else found:
            if draft.answer is not None:
                self.handed.keep(draft.url, draft.answer)
        return found
