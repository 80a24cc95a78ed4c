"""When to come back. Pure: what is known of a source and the time in, the next moment out.

A source's items come at a rate that is learned from when they came: a long-run rate with an hour-of-day and a
weekday profile, times how much more or less than that came in the last days and in the last hours (a thread that
has woken up, a source that has fallen asleep). Each shorter view is drawn to the longer one (Gamma-Poisson), so
chance is not followed. With a given number of requests, the mean delay is least when the interval goes with one
over the square root of the rate (Sia, Cho & Cho 2007). For a rate that changes over the day that is: ask when the
items that may be waiting have together waited `patience` item-hours. The patience is the same for all sources; it
is what a request is worth. Measured in tests/bench/cadence.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import exp, prod, sqrt

from state.model import Rhythm, Source

FAILURE_BASE = timedelta(minutes=10)
MEMORY = 14 * 24.0
"""Hours after which what was seen counts 1/e."""
PRIOR_ITEMS, PRIOR_HOURS = 0.15, 4.0
"""What is believed of a source nobody has watched yet, as if it had been seen. Small: what counts is the mean of the
root of the rate, which for a count k is about the root of k - 1/4."""
LIGHTEST, HEAVIEST = 0.03, 6.0
"""Items by which a bin of the profile is drawn to the average, at least and at most."""
RECENT = ((36.0, 3.0), (4.0, 3.0))
"""Two shorter memories: hours after which they fade to 1/e, and how many items weigh as much as the longer view."""
HOURS, DAYS = 24, 7
BINS = HOURS + DAYS
LENGTH = 2 * BINS + 2 * len(RECENT)
SIDE = 0.1
"""What the hours beside an hour count for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`least`, `most`: the operator's bounds. `patience`: item-hours of waiting that one request is worth."""

    least: timedelta = timedelta(minutes=5)
    most: timedelta = timedelta(days=1)
    patience: float = 0.1


DEFAULT = Limits()


def learn(rhythm: Rhythm, since: datetime | None, now: datetime, arrivals: Sequence[datetime]) -> Rhythm:
    """The rhythm after watching from `since` to `now`, in which items came at `arrivals`.

    `Rhythm.profile` holds, all of them fading: the items that came in each of 24 hours and 7 days; the hours watched in
    each of them; then for each of `RECENT` the items that came and those that the longer view expected.
    """
    if since is None or now <= since:
        return rhythm
    hours = (now - since).total_seconds() / 3600
    fade = exp(-hours / MEMORY)
    profile = rhythm.profile if len(rhythm.profile) == LENGTH else (0.0,) * LENGTH
    counts = [fade * each for each in profile[: 2 * BINS]]
    for at in arrivals:
        at = at.astimezone(UTC)
        counts[at.hour] += 1
        counts[HOURS + at.weekday()] += 1
    expected = 0.0
    shape = _Shape(rhythm)
    for at, step in _steps(since.astimezone(UTC), now):
        expected += shape.at(at) * step
        counts[BINS + at.hour] += step
        counts[BINS + HOURS + at.weekday()] += step
    tail = list(profile[2 * BINS :])
    for place, (memory, weight) in enumerate(RECENT):
        faded = exp(-hours / memory)
        inside = memory * (1 - faded) / hours  # of what came in the interval, this much has not faded yet
        came = tail[2 * place] = tail[2 * place] * faded + len(arrivals) * inside
        foreseen = tail[2 * place + 1] = tail[2 * place + 1] * faded + expected * inside
        expected *= (came + weight) / (foreseen + weight)
    observed = rhythm.observed_hours * fade + hours
    return replace(
        rhythm,
        rate=(sum(counts[:HOURS]) + PRIOR_ITEMS) / (observed + PRIOR_HOURS),
        profile=tuple(round(each, 4) for each in (*counts, *tail)),
        observed_hours=observed,
        last_new_at=max(arrivals, default=rhythm.last_new_at),
        excitement=prod(_recent(tail)),
    )


def guess(items: int, hours: float) -> Rhythm:
    """What may be believed of a source whose page shows that `items` came in the last `hours`: a rate, no profile."""
    return Rhythm(rate=(items + PRIOR_ITEMS) / (hours + PRIOR_HOURS), observed_hours=hours)


def _recent(tail: Sequence[float]) -> list[float]:
    """How many times more (or less) than the longer view says came lately, for each of `RECENT`."""
    return [
        (came + weight) / (expected + weight)
        for came, expected, (_, weight) in zip(tail[::2], tail[1::2], RECENT, strict=True)
    ]


def _steps(since: datetime, now: datetime) -> Iterator[tuple[datetime, float]]:
    """The interval in pieces that lie within one hour each: (where it begins, hours)."""
    at = since
    while at < now:
        step = min(_to_full_hour(at), (now - at).total_seconds() / 3600)
        yield at, step
        at += timedelta(hours=step) if step > 1e-6 else timedelta(seconds=1)


def _to_full_hour(at: datetime) -> float:
    return 1.0 - (at.minute * 60 + at.second + at.microsecond / 1e6) / 3600


class _Shape:
    """What the long-run rate and profile expect at any time, whatever came lately."""

    __slots__ = ("_days", "_hours", "_rate")

    def __init__(self, rhythm: Rhythm) -> None:
        self._rate = rhythm.rate or PRIOR_ITEMS / PRIOR_HOURS
        self._hours, self._days = [1.0] * HOURS, [1.0] * DAYS
        if len(rhythm.profile) == LENGTH:
            p = rhythm.profile
            self._hours = _drawn(
                _smooth(p[:HOURS]), [self._rate * each for each in _smooth(p[BINS : BINS + HOURS])]
            )
            self._days = _drawn(p[HOURS:BINS], [self._rate * each for each in p[BINS + HOURS : 2 * BINS]])

    def at(self, when: datetime) -> float:
        """Items an hour. `when` in UTC."""
        return self._rate * self._hours[when.hour] * self._days[when.weekday()]

    def mean_root(self) -> float:
        """The square root of the rate, averaged over the week."""
        return sqrt(self._rate) * sum(map(sqrt, self._hours)) / HOURS * sum(map(sqrt, self._days)) / DAYS


def _smooth(bins: Sequence[float]) -> list[float]:
    """Each hour with a part of its neighbours."""
    count = len(bins)
    return [
        (1 - 2 * SIDE) * each + SIDE * (bins[n - 1] + bins[(n + 1) % count]) for n, each in enumerate(bins)
    ]


def _drawn(came: Sequence[float], expected: Sequence[float]) -> list[float]:
    """How many times more than on average comes in each bin, drawn to 1 as far as chance could explain the differences
    (empirical Bayes: the variance beyond Poisson's is the profile's own)."""
    total = sum(expected)
    if total <= 0:
        return [1.0] * len(came)
    beyond = sum((n - e) ** 2 for n, e in zip(came, expected, strict=True)) / total - 1
    weight = min(max(total / len(came) / beyond, LIGHTEST), HEAVIEST) if beyond > 0 else HEAVIEST
    return [(n + weight) / (e + weight) for n, e in zip(came, expected, strict=True)]


def interval(rhythm: Rhythm, now: datetime, limits: Limits) -> timedelta:
    """How long to wait by the source's own rhythm: until what may be waiting has waited `limits.patience`."""
    waited = items = ahead = 0.0
    at = now = now.astimezone(UTC)
    shape = _Shape(rhythm)
    end = now + limits.most
    recent = _recent(rhythm.profile[2 * BINS :]) if len(rhythm.profile) == LENGTH else [1.0, 1.0]
    while at < end:
        step = _to_full_hour(at)
        rate = shape.at(at)
        for factor, (memory, _) in zip(recent, RECENT, strict=True):
            rate *= 1 + (factor - 1) * exp(-(ahead + step / 2) / memory) if factor > 1 else factor
        more = items * step + rate * step * step / 2
        if waited + more >= limits.patience:
            left = limits.patience - waited
            hours = (sqrt(items * items + 2 * rate * left) - items) / rate if rate > 0 else step
            at += timedelta(hours=hours)
            break
        waited, items, ahead = waited + more, items + rate * step, ahead + step
        at += timedelta(hours=step)
    return min(max(at - now, limits.least), limits.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """`budget`: requests a source and hour. `asked` and `forecast`: requests of the last days, fading, and what was
    forecast for them; their ratio corrects the next forecast."""

    budget: float = 1.0
    asked: float = 0.0
    forecast: float = 0.0

    def spent(self, asked: int, forecast: float, hours: float) -> Purse:
        """After `asked` requests in `hours`, for which `forecast` had been expected."""
        fade = exp(-hours / PURSE_HOURS)
        return replace(self, asked=self.asked * fade + asked, forecast=self.forecast * fade + forecast)

    @property
    def correction(self) -> float:
        return max(0.2, min(5.0, (self.asked + PURSE_SURE) / (self.forecast + PURSE_SURE)))


PURSE_HOURS = 36.0
PURSE_SURE = 50.0
"""Requests before a forecast is corrected by half."""


def patience_for(rhythms: Sequence[Rhythm], purse: Purse, limits: Limits) -> float:
    """The patience at which all these sources together spend the purse."""
    if not rhythms:
        return limits.patience
    roots = [_mean_root(rhythm) for rhythm in rhythms]
    wanted = purse.budget * len(roots) / purse.correction
    low, high = 1e-6, 1e4
    for _ in range(40):
        patience = sqrt(low * high)
        low, high = (patience, high) if _asked(roots, patience, limits) > wanted else (low, patience)
    return sqrt(low * high)


def forecast_for(rhythms: Sequence[Rhythm], limits: Limits) -> float:
    """Requests an hour that these sources together will take at this patience, uncorrected."""
    return _asked([_mean_root(rhythm) for rhythm in rhythms], limits.patience, limits)


def _asked(roots: Sequence[float], patience: float, limits: Limits) -> float:
    fewest, most = 3600 / limits.most.total_seconds(), 3600 / limits.least.total_seconds()
    scale = sqrt(2 * patience)
    return sum(min(max(root / scale, fewest), most) for root in roots)


def _mean_root(rhythm: Rhythm) -> float:
    recent = rhythm.excitement if len(rhythm.profile) == LENGTH else 1.0
    return _Shape(rhythm).mean_root() * sqrt(recent)


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
