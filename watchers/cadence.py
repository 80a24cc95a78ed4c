"""When to come back. Pure: what is known of a source and the time in, the next moment out.

Docs and measurements: docs/design/watching.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import sqrt

from state.model import Rhythm, Source

FAILURE_BASE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`least`, `most`: the operator's bounds. `pace`: seconds × √(items an hour); the interval is pace / √rate."""

    least: timedelta = timedelta(minutes=5)
    most: timedelta = timedelta(days=1)
    pace: float = 1800.0


DEFAULT = Limits()


def learn(rhythm: Rhythm, since: datetime | None, now: datetime, arrivals: Sequence[datetime]) -> Rhythm:
    """The rhythm after watching from `since` to `now`, in which items came at `arrivals`."""
    if since is None or now <= since:
        return rhythm
    hours = (now - since).total_seconds() / 3600
    observed = rhythm.observed_hours + hours
    weight = max(hours / observed, min(1.0, hours / 168.0))
    rate = (1 - weight) * rhythm.rate + weight * len(arrivals) / hours
    last = max(arrivals, default=rhythm.last_new_at)
    return replace(rhythm, rate=rate, observed_hours=observed, last_new_at=last)


def interval(rhythm: Rhythm, now: datetime, limits: Limits) -> timedelta:
    """How long to wait by the source's own rhythm."""
    wanted = timedelta(seconds=limits.pace / sqrt(_rate(rhythm)))
    return min(max(wanted, limits.least), limits.most)


def pace_for(sources: Sequence[Source], now: datetime, budget: float, limits: Limits) -> float:
    """The pace at which all sources together spend `budget` requests a source and hour."""
    root = sum(sqrt(_rate(source.rhythm)) for source in sources)
    return max(60.0, 3600.0 * root / max(1, len(sources)) / budget)


def _rate(rhythm: Rhythm) -> float:
    return max(rhythm.rate, 1.0 / max(24.0, rhythm.observed_hours + 24.0))


def after_success(source: Source, now: datetime, limits: Limits, floor: timedelta, jitter: float) -> datetime:
    """`floor`: the longest of the server's own hints. `jitter` in [0, 1) spreads sources that would come together."""
    wait = max(interval(source.rhythm, now, limits), min(floor, limits.most))
    return now + wait * (0.95 + 0.1 * jitter)


def after_failure(
    source: Source, now: datetime, limits: Limits, asked: float | None, jitter: float
) -> datetime:
    """Backoff, doubling with each failure; never sooner than the server asked (`asked` seconds)."""
    doublings: int = 2 ** min(source.failures, 10)
    wait = max(min(FAILURE_BASE * doublings, limits.most), limits.least) * (0.8 + 0.4 * jitter)
    return now + max(wait, timedelta(seconds=asked or 0))
