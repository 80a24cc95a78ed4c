"""When to come back. Pure: what is known of a source and the time in, the next moment out.

What a source's items will do is foretold by `watchers.rhythm`. With a given number of requests, the mean delay is least
when the interval goes with one over the square root of the rate (Sia, Cho & Cho 2007). For a rate that changes over the
day that is: ask when the items that may be waiting have together waited `patience` item-hours, a little earlier or
later where the rate is about to change. The patience is the same for all sources; it is what a request is worth, and
`patience_for` sets it so that all of them together spend the purse.
Measured in tests/bench/cadence.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import exp, inf, sqrt

from state.model import Rhythm, Source
from watchers.rhythm import LENGTH, Foretold, from_page, learn, steps

__all__ = [
    "DEFAULT",
    "Limits",
    "Purse",
    "after_failure",
    "after_success",
    "forecast_for",
    "from_page",
    "interval",
    "learn",
    "patience_for",
]

FAILURE_BASE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`least`, `most`: the operator's bounds. `patience`: item-hours of waiting that one request is worth."""

    least: timedelta = timedelta(minutes=5)
    most: timedelta = timedelta(days=1)
    patience: float = 0.1


DEFAULT = Limits()


LOOKED = 2.0
"""How far it is looked beyond the first worthwhile moment for a better one: until the waiting is so many times what a
request is worth. What is foretold is too uncertain for more."""


def interval(rhythm: Rhythm, now: datetime, limits: Limits) -> timedelta:
    """How long to wait by the source's own rhythm: until what waiting costs, less what it saves of later asking, is
    least. With a steady rate that is when `limits.patience` item-hours have been waited; after busy hours it is their
    end. An hour that need not be asked in saves what it would cost at its own rate, `sqrt(2 * patience * rate)`."""
    now = now.astimezone(UTC)
    most = limits.most.total_seconds() / 3600
    rarest = 2 * limits.patience / most**2
    foretold = Foretold(rhythm)
    best, least = most, inf
    waited = items = saved = ahead = 0.0
    for at, step in steps(now, now + limits.most):
        rate = foretold.ahead(at, ahead + step / 2)
        saves = sqrt(2 * limits.patience * max(rate, rarest))
        part = min(max((saves - items) / rate, 0.0), step) if rate > 0 else step
        cost = waited - saved + part * (items - saves + rate * part / 2)
        if cost < least:
            least, best = cost, ahead + part
        waited, items = waited + step * (items + rate * step / 2), items + rate * step
        saved, ahead = saved + saves * step, ahead + step
        if waited > LOOKED * limits.patience and ahead > best:
            break
    return min(max(timedelta(hours=best), limits.least), limits.most)


PURSE_HOURS = 48.0
"""Hours after which what was asked and forecast counts 1/e."""
PURSE_SURE = 0.01
"""Part of the forecast that is believed whatever was asked."""
SAVED_OVER, SAVED_MOST = 72.0, 0.3
"""What was not spent is spent over so many hours, and never more than this part of the budget at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """`budget`: requests a source and hour. `asked` and `forecast`: requests of the last days, fading, and what was
    forecast for the same hours; their ratio corrects the next forecast. `saved`: requests that the budget allowed and
    nobody made, negative where more were made."""

    budget: float = 1.0
    asked: float = 0.0
    forecast: float = 0.0
    saved: float = 0.0

    def spent(self, asked: int, forecast: float, hours: float, sources: int) -> Purse:
        """After `asked` requests to `sources` in `hours`, for which `forecast` had been expected."""
        fade = exp(-hours / PURSE_HOURS)
        most = SAVED_OVER * SAVED_MOST * self.budget * sources
        saved = self.saved + self.budget * sources * hours - asked
        return replace(
            self,
            asked=self.asked * fade + asked,
            forecast=self.forecast * fade + forecast,
            saved=max(-most, min(most, saved)),
        )

    def allows(self, sources: int) -> float:
        """Requests in the coming hour."""
        most = SAVED_MOST * self.budget * sources
        return self.budget * sources + max(-most, min(most, self.saved / SAVED_OVER))

    @property
    def correction(self) -> float:
        sure = PURSE_SURE * self.forecast + 1
        return max(0.2, min(5.0, (self.asked + sure) / (self.forecast + sure)))


_SAMPLED = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=7 * number) for number in range(24)]
"""Hours of a week in which every hour of the day is once."""


def patience_for(rhythms: Sequence[Rhythm], purse: Purse, limits: Limits) -> float:
    """The patience at which all these sources together spend the purse, over a week."""
    if not rhythms:
        return limits.patience
    foretold = [(Foretold(rhythm), _lately(rhythm)) for rhythm in rhythms]
    roots = [each.mean_root() * sqrt(lately) for each, lately in foretold]
    wanted = purse.allows(len(roots)) / purse.correction
    about = _patience(roots, wanted, limits)
    return _patience(roots, wanted * _asked(roots, about, limits) / _bounded(foretold, about, limits), limits)


def _bounded(foretold: Sequence[tuple[Foretold, float]], patience: float, limits: Limits) -> float:
    """Requests an hour, over a week, if the operator's bounds hold in each hour: a source that may not be asked more
    often in its best hours takes less than by its mean."""
    asked = 0.0
    for each, lately in foretold:
        asked += _asked([sqrt(each.long_run(at) * lately) for at in _SAMPLED], patience, limits)
    return asked / len(_SAMPLED)


def _patience(roots: Sequence[float], wanted: float, limits: Limits) -> float:
    low, high = 1e-6, 1e4
    for _ in range(26):
        patience = sqrt(low * high)
        low, high = (patience, high) if _asked(roots, patience, limits) > wanted else (low, patience)
    return sqrt(low * high)


def forecast_for(rhythms: Sequence[Rhythm], limits: Limits, now: datetime, hours: int = 1) -> float:
    """Requests that these sources together will take in the coming `hours` at this patience, uncorrected. Of these very
    hours: a forecast of the week's mean would be corrected down every night and every weekend."""
    now = now.astimezone(UTC)
    foretold = [(Foretold(rhythm), _lately(rhythm)) for rhythm in rhythms]
    return sum(
        _asked(
            [sqrt(each.long_run(now + timedelta(hours=hour)) * lately) for each, lately in foretold],
            limits.patience,
            limits,
        )
        for hour in range(hours)
    )


def _lately(rhythm: Rhythm) -> float:
    return rhythm.excitement if len(rhythm.profile) == LENGTH else 1.0


def _asked(roots: Sequence[float], patience: float, limits: Limits) -> float:
    fewest, most = 3600 / limits.most.total_seconds(), 3600 / limits.least.total_seconds()
    scale = sqrt(2 * patience)
    return sum(min(max(root / scale, fewest), most) for root in roots)


def after_success(source: Source, now: datetime, limits: Limits, floor: timedelta, jitter: float) -> datetime:
    """`floor`: the longest of the server's own hints. `jitter` in [0, 1) spreads sources that would come together."""
    wait = max(interval(source.rhythm, now, limits), min(floor, limits.most))
    return now + wait * (0.97 + 0.06 * jitter)


def after_failure(
    source: Source, now: datetime, limits: Limits, asked: float | None, jitter: float
) -> datetime:
    """Backoff, doubling with each failure; never sooner than the server asked (`asked` seconds)."""
    doublings: int = 2 ** min(source.failures, 10)
    wait = max(min(FAILURE_BASE * doublings, limits.most), limits.least) * (0.8 + 0.4 * jitter)
    return now + max(wait, timedelta(seconds=asked or 0))
