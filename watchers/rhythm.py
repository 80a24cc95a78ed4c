"""What a source's items' times tell of those to come. Pure.

Three things are learned, each drawn to what is simpler as far as chance could explain the difference:

* a long-run rate (Gamma-Poisson, a small prior, fading over weeks);
* its profile over the hours of the day and the thirds of the days of the week (`watchers.profile`);
* how much more or less came lately (`watchers.lately`), so that a thread's heat and its end are seen and chance is not
  followed.

A page shows what came before it was first seen, so a source with dates is known at its first poll (`from_page`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import exp, sqrt

from state.model import Rhythm
from watchers import lately
from watchers.profile import (
    BINS,
    BLOCK,
    BLOCKS,
    COUNTS,
    DAYS,
    HOURS,
    PER_DAY,
    block_of,
    shape_of,
)

MEMORY = 28 * 24.0
"""Hours after which what was seen counts 1/e."""
PRIOR_ITEMS, PRIOR_HOURS = 0.15, 0.5
"""What is believed of a source nobody has watched yet, as if it had been seen. Small, and soon outweighed: a young
source is more often a thread that has just begun than a blog."""
SHAPE = COUNTS + lately.SIZE
LENGTH = SHAPE + BINS
PAGE_MOST = timedelta(days=28)
"""How far back a page's dates are taken."""
FLAT = (1.0,) * BINS


def learn(
    rhythm: Rhythm, since: datetime | None, now: datetime, arrivals: Sequence[datetime], undated: int = 0
) -> Rhythm:
    """The rhythm after watching from `since` to `now`, in which items came at `arrivals`, and `undated` more at moments
    that nobody knows: those count for the hours in proportion to what was foretold of them.

    `Rhythm.profile` holds: the items that came in 24 hours and 21 thirds of days, the hours watched in each, fading;
    what came lately; the profile that follows, 1 on average.
    """
    if since is None or now <= since:
        return rhythm
    hours = (now - since).total_seconds() / 3600
    fade = exp(-hours / MEMORY)
    known = len(rhythm.profile) == LENGTH
    profile = rhythm.profile if known else (0.0,) * COUNTS + lately.NOTHING + FLAT
    counts = [fade * each for each in profile[:COUNTS]]
    _count(counts, since.astimezone(UTC), now, arrivals)
    foretold = Foretold(rhythm)
    week = max(since, now - timedelta(days=7)).astimezone(UTC)
    pieces = [(at, foretold.long_run(at) * step) for at, step in steps(week, now)]
    expected = sum(each for _, each in pieces)
    for at, each in pieces if undated else ():
        counts[at.hour] += undated * each / expected
        counts[HOURS + block_of(at)] += undated * each / expected
    expected *= (now - since) / (now - week)
    came = len(arrivals) + undated
    recent = lately.after(
        profile[COUNTS:SHAPE], hours, came, expected, _quiet(since, now, arrivals, undated), fade
    )
    observed = (rhythm.observed_hours if known else 0.0) * fade + hours
    rate = (sum(counts[HOURS:BINS]) + PRIOR_ITEMS) / (observed + PRIOR_HOURS)
    anew = came or not known or since.date() != now.date()
    shape = shape_of(counts, rate) if anew else profile[SHAPE:]
    return replace(
        rhythm,
        rate=rate,
        profile=(*counts, *recent, *shape),
        observed_hours=observed,
        last_new_at=now if undated else max(arrivals, default=rhythm.last_new_at),
        excitement=lately.blended(recent),
    )


def _quiet(since: datetime, now: datetime, arrivals: Sequence[datetime], undated: int) -> tuple[float, float]:
    """The parts of the interval before the first item and after the last; a page may date them out of it."""
    if undated or not arrivals:
        return 0.5, 0.0
    first, last = (
        (min(max(each, since), now) - since) / (now - since) for each in (min(arrivals), max(arrivals))
    )
    return first, 1 - last


def from_page(dates: Sequence[datetime], now: datetime) -> Rhythm:
    """What the dates on a page, seen for the first time, tell: as if it had been watched since the oldest of them, or
    for `PAGE_MOST`. Fewer than two tell nothing. Dates that are all midnight tell days and no hours."""
    past = sorted(date.astimezone(UTC) for date in dates if date <= now)
    if len(past) < 2:
        return Rhythm()
    begin = max(past[0], now - PAGE_MOST)
    came = [date for date in past[1:] if date > begin]
    if begin >= now:
        return Rhythm()
    bare = all(date.hour == date.minute == date.second == 0 for date in past)
    counts = [0.0] * COUNTS
    _count(counts, begin, now, came)
    if bare:
        counts[:HOURS] = counts[BINS : BINS + HOURS] = [0.0] * HOURS
    hours = (now - begin).total_seconds() / 3600
    rate = (len(came) + PRIOR_ITEMS) / (hours + PRIOR_HOURS)
    profile = [*counts, *lately.NOTHING, *shape_of(counts, rate)]
    rhythm = Rhythm(rate=rate, profile=tuple(profile), observed_hours=hours)
    recent = profile[COUNTS:SHAPE] = _lately_of(rhythm, begin, now, came, bare)
    return replace(rhythm, profile=tuple(profile), excitement=lately.blended(recent))


def _lately_of(
    rhythm: Rhythm, begin: datetime, now: datetime, came: Sequence[datetime], bare: bool
) -> list[float]:
    """What came lately as it would be, had it been kept; dates without an hour tell only the longest memory."""
    state, foretold = list(lately.NOTHING), Foretold(rhythm)
    since = max(begin, now - timedelta(hours=4 * lately.RECENT[0]))
    pieces = [
        ((now - at).total_seconds() / 3600, foretold.long_run(at) * step) for at, step in steps(since, now)
    ]
    ages = [(now - at).total_seconds() / 3600 for at in came if at > since]
    if came and not bare:
        pauses = [rhythm.rate * (b - a).total_seconds() / 3600 for a, b in pairwise([*came, now])]
        state[lately.SILENT], state[lately.LONGEST] = pauses[-1], max(pauses[:-1], default=0.0)
    drawn = 1.0
    for place, memory in enumerate(lately.RECENT[: 1 if bare else None]):
        items = sum(exp(-age / memory) for age in ages)
        expected = drawn * sum(exp(-age / memory) * each for age, each in pieces)
        state[2 * place : 2 * place + 2] = items, expected
        state[lately.TIMES.start + place] = times = lately.more(items, expected)
        drawn *= times
    return state


class Foretold:
    """What a rhythm foretells for any time. Items an hour; times in UTC."""

    __slots__ = ("_blocks", "_depths", "_hours", "_rate", "_times")

    def __init__(self, rhythm: Rhythm) -> None:
        known = len(rhythm.profile) == LENGTH
        shape = rhythm.profile[SHAPE:] if known else FLAT
        self._rate = rhythm.rate or PRIOR_ITEMS / PRIOR_HOURS
        self._hours, self._blocks = shape[:HOURS], shape[HOURS:]
        recent = rhythm.profile[COUNTS:SHAPE] if known else lately.NOTHING
        self._times, self._depths = recent[lately.TIMES], recent[lately.DEEP]

    def long_run(self, when: datetime) -> float:
        """By rate and profile, whatever came lately."""
        return self._rate * self._hours[when.hour] * self._blocks[block_of(when)]

    def ahead(self, when: datetime, hours: float) -> float:
        """`hours` from now, if nothing more is seen until then: more than ever fades, less than ever stays."""
        rate, whole = 1.0, self._depths[0]
        for times, depth, memory in zip(self._times, self._depths[1:], lately.RECENT, strict=True):
            rate *= lately.fading(times, hours, memory)
            whole += depth * rate
        return whole * self.long_run(when)

    def mean_root(self) -> float:
        """The square root of the rate, averaged over the week."""
        hours, blocks = list(map(sqrt, self._hours)), list(map(sqrt, self._blocks))
        parts = (sum(hours[n * BLOCK : (n + 1) * BLOCK]) * sum(blocks[n::PER_DAY]) for n in range(PER_DAY))
        return sqrt(self._rate) * sum(parts) / HOURS / DAYS


def _count(counts: list[float], since: datetime, now: datetime, arrivals: Sequence[datetime]) -> None:
    """Adds the items and the hours watched to their bins."""
    for at in arrivals:
        at = at.astimezone(UTC)
        counts[at.hour] += 1
        counts[HOURS + block_of(at)] += 1
    whole = (now - since).days
    for hour in range(HOURS):
        counts[BINS + hour] += whole
    first, left = block_of(since), BLOCK - 1 - since.hour % BLOCK + _to_full_hour(since)
    for block in range(first, first + whole * PER_DAY):
        counts[BINS + HOURS + block % BLOCKS] += left
        counts[BINS + HOURS + (block + 1) % BLOCKS] += BLOCK - left
    for at, step in steps(since + timedelta(days=whole), now):
        counts[BINS + at.hour] += step
        counts[BINS + HOURS + block_of(at)] += step


def steps(since: datetime, now: datetime) -> Iterator[tuple[datetime, float]]:
    """The interval in pieces that lie within one hour each: (where it begins, hours)."""
    at = since
    while at < now:
        step = min(_to_full_hour(at), (now - at).total_seconds() / 3600)
        yield at, step
        at += timedelta(hours=step) if step > 1e-6 else timedelta(seconds=1)


def _to_full_hour(at: datetime) -> float:
    return 1.0 - (at.minute * 60 + at.second + at.microsecond / 1e6) / 3600
