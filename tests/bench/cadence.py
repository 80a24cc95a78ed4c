"""21 simulated days of 400 sources, a budget of one request a source and hour: how late are items seen?

    python tests/bench/cadence.py [--seed 1,2,3] [--days 21] [--sources 400] [--quick] [--other]

`walkback` is `watchers.cadence` and `watchers.hosts` as the schedule uses them: `from_page` at the first poll, `learn`
after each, `after_success` for the next, `patience_for` every three hours, `Hosts.reserve` before each request. Against
it, each scaled to the number of requests that the budget allows: allocations that know the truth, and what known
systems do (`cadence_policies`). Delay: from an item's publication to the first poll that could see it, over all items,
the time of learning included. Missed: gone from a page of the newest 30 before any poll. Over: requests that
came too soon after another one to the same host, or past its number a day.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
import statistics
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from cadence_other_world import OTHER_RATES
from cadence_policies import FAMILIES, LEAST, MOST, Policy, Visit
from cadence_world import RATES, WINDOW, Sim, sources

from state.model import Rhythm, Source
from watchers.cadence import Limits, Purse, after_success, forecast_for, from_page, learn, patience_for
from watchers.hosts import DAILY_BUDGET, NEAR, Hosts
from watchers.schedule import WEIGH_EVERY

START = datetime(2026, 3, 2, tzinfo=UTC)
WEIGH_HOURS = WEIGH_EVERY.total_seconds() / 3600
GAP = 1.0
"""Seconds between two requests to a host."""


@dataclass(slots=True)
class Result:
    delays: dict[str, list[float]] = field(default_factory=dict)
    requests: int = 0
    missed: int = 0
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def all(self) -> list[float]:
        return [delay for each in self.delays.values() for delay in each]


def moment(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def run(sims: list[Sim], hours: int, policy: Policy, ours: Ours | None = None) -> Result:
    result = Result()
    places = [bisect_right(sim.items, sim.begin) for sim in sims]
    lasts: list[float | None] = [None] * len(sims)
    due = [(sim.begin + number / len(sims), number) for number, sim in enumerate(sims)]
    heapq.heapify(due)
    while due:
        now, number = heapq.heappop(due)
        if now >= hours:
            continue
        sim = sims[number]
        if ours is not None and (later := ours.turn(number, sim, now)) > now:
            heapq.heappush(due, (later, number))
            continue
        stop = bisect_right(sim.items, now)
        new, page = sim.items[places[number] : stop], sim.items[max(0, stop - WINDOW) : stop]
        result.missed += max(0, len(new) - WINDOW)
        result.delays.setdefault(sim.kind, []).extend(now - at for at in new[-WINDOW:])
        result.requests += 1
        result.asked[sim.kind] += 1
        wait = policy(Visit(number, sim, now, new, page, lasts[number]))
        places[number], lasts[number] = stop, now
        heapq.heappush(due, (now + min(max(wait, LEAST), MOST), number))
    return result


class Ours:
    """The schedule, without its store and its network."""

    def __init__(self, sims: list[Sim], dice: random.Random) -> None:
        self.sims, self.dice = sims, dice
        self.sources = [
            Source(id=str(n), kind="feed", url="", name="", added_at=moment(sim.begin))
            for n, sim in enumerate(sims)
        ]
        self.limits, self.purse, self.hosts = Limits(), Purse(budget=1.0), Hosts(gap=GAP)
        self.next_weighing = self.forecast = 0.0
        self.asked = self.weighed = 0
        self.starts: dict[int, list[datetime]] = {}

    def turn(self, number: int, sim: Sim, now: float) -> float:
        """Now, or the later moment that the host has promised."""
        while self.next_weighing <= now:
            self._weigh(self.next_weighing)
        at = self.hosts.reserve(str(sim.host), moment(now), who=str(number))
        if at - moment(now) > NEAR:
            return (at - START).total_seconds() / 3600 + 1e-7
        self.starts.setdefault(sim.host, []).append(at)
        self.asked += 1
        return now

    def _weigh(self, now: float) -> None:
        rhythms = [s.rhythm for s, sim in zip(self.sources, self.sims, strict=True) if sim.begin <= now]
        if now > 0:
            self.purse = self.purse.spent(self.asked, self.forecast, WEIGH_HOURS, self.weighed)
        self.limits = replace(self.limits, patience=patience_for(rhythms, self.purse, self.limits))
        self.forecast = forecast_for(rhythms, self.limits, moment(now), int(WEIGH_HOURS))
        self.next_weighing, self.weighed, self.asked = now + WEIGH_HOURS, len(rhythms), 0

    def __call__(self, visit: Visit) -> float:
        at = moment(visit.now)
        source = self.sources[visit.number]
        self.sources[visit.number] = source = replace(source, rhythm=self._learned(source.rhythm, visit, at))
        return (
            after_success(source, at, self.limits, timedelta(), self.dice.random()) - at
        ).total_seconds() / 3600

    def _learned(self, rhythm: Rhythm, visit: Visit, at: datetime) -> Rhythm:
        if visit.last is None:
            return from_page([moment(each) for each in visit.page] if visit.sim.dated else [], at)
        dated = [moment(each) for each in visit.new] if visit.sim.dated else []
        return learn(rhythm, moment(visit.last), at, dated, len(visit.new) - len(dated))

    def over(self) -> tuple[int, int]:
        """(requests over a host's limits, most in a day to one host)."""
        too_soon, most, too_many = 0, 0, 0
        for starts in self.starts.values():
            starts.sort()
            too_soon += sum((b - a).total_seconds() < GAP - 1e-3 for a, b in pairwise(starts))
            days = Counter(each.date() for each in starts)
            most = max(most, *days.values())
            too_many += sum(max(0, count - DAILY_BUDGET) for count in days.values())
        return too_soon + too_many, most


def at_budget(sims: list[Sim], hours: int, family: Callable[[float], Policy], budget: float) -> Result:
    """The family's member that asks so often and no more often; a larger number asks less."""
    low, high = 1e-3, 1e3
    best = Result()
    for _ in range(20):
        middle = math.sqrt(low * high)
        result = run(sims, hours, family(middle))
        if result.requests > budget:
            low = middle
        else:
            high, best = middle, result
            if result.requests > 0.999 * budget:
                break
    return best


def alive(sims: list[Sim], hours: int) -> float:
    """Hours of all sources together."""
    return sum(hours - sim.begin for sim in sims)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))] if values else 0.0


def shown(table: dict[str, Result], sims: list[Sim], hours: int) -> None:
    everything = {name: result.all for name, result in table.items()}
    mine = everything["walkback"]
    print(f"{'':<25}{'requests':>9}{'mean min':>10}{'p95 min':>9}{'missed %':>10}   walkback / it: mean, p95")
    for name, result in table.items():
        delays = everything[name]
        mean, late = statistics.fmean(delays), percentile(delays, 0.95)
        print(
            f"{name:<25}{result.requests / alive(sims, hours):>9.3f}{60 * mean:>10.2f}{60 * late:>9.1f}"
            f"{100 * result.missed / max(1, len(delays) + result.missed):>10.3f}"
            f"{statistics.fmean(mine) / mean:>12.3f}{percentile(mine, 0.95) / late:>10.3f}"
        )


def by_kind(best: Result, mine: Result, sims: list[Sim], hours: int) -> None:
    print("\nmean delay in minutes and requests an hour and source: knows all to come | walkback")
    for kind in RATES:
        if best.delays.get(kind) and mine.delays.get(kind):
            a, b = (60 * statistics.fmean(each.delays[kind]) for each in (best, mine))
            lived = alive([sim for sim in sims if sim.kind == kind], hours)
            x, y = (each.asked[kind] / lived for each in (best, mine))
            print(f"  {kind:<10}{a:>8.1f}{x:>8.2f} |{b:>8.1f}{y:>8.2f}   {len(mine.delays[kind]):>7} items")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seed", default="1", help="one or several, with commas")
    arguments.add_argument("--days", type=int, default=21)
    arguments.add_argument("--sources", type=int, default=400)
    arguments.add_argument("--quick", action="store_true", help="only those that know the truth")
    arguments.add_argument("--other", action="store_true", help="a world of other laws")
    given = arguments.parse_args()
    hours = given.days * 24
    for seed in map(int, given.seed.split(",")):
        sims = sources(given.sources, hours, random.Random(seed), OTHER_RATES if given.other else RATES)
        items = sum(each > sim.begin for sim in sims for each in sim.items)
        print(f"{len(sims)} sources, {items:,} items, {given.days} days, seed {seed}")
        ours = Ours(sims, random.Random(seed))
        table = {"walkback": run(sims, hours, ours, ours)}
        for name, family in list(FAMILIES.items())[: 2 if given.quick else None]:
            table[name] = at_budget(sims, hours, family, alive(sims, hours))
        shown(table, sims, hours)
        over, most = ours.over()
        print(
            f"requests over a host's limit: {over} (at most {most} a day to one host, {DAILY_BUDGET} allowed)"
        )
        by_kind(table["true rates, all to come"], table["walkback"], sims, hours)


if __name__ == "__main__":
    main()
