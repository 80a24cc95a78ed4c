"""Answers that somebody has had already: what a preview fetched is the first poll's body, so a source is asked once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from watchers.outcome import Failed, Fetched, Getter, NotModified

KEPT = timedelta(minutes=5)
MOST = 4


@dataclass(slots=True, kw_only=True)
class Handed:
    """A `Getter` before another one: a first question (without validators) to a URL whose answer was kept lately is
    answered by that, once. `clock`: now, aware UTC."""

    fetcher: Getter
    clock: Callable[[], datetime]
    _kept: OrderedDict[str, tuple[datetime, Fetched]] = field(default_factory=OrderedDict)

    def keep(self, url: str, answer: Fetched) -> None:
        """For `KEPT`; at most `MOST` answers, the oldest go."""
        self._kept[url] = (self.clock(), answer)
        self._kept.move_to_end(url)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    async def get(
        self, url: str, *, etag: bytes | None = None, last_modified: bytes | None = None
    ) -> Fetched | NotModified | Failed:
        kept = self._kept.pop(url, None)
        if kept is not None and etag is None and last_modified is None and self.clock() - kept[0] < KEPT:
            return kept[1]
        return await self.fetcher.get(url, etag=etag, last_modified=last_modified)
