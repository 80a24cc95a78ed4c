"""21 simulated days of 400 sources, a budget of one request a source and hour: how late are items seen?

    python tests/bench/cadence.py [--seed N] [--days 21] [--sources 400]

`watchers.cadence` is what runs in production: `learn` after each poll, `interval` for the next, `patience_for` once an
hour for the budget. Against it: an allocation that knows every source's true rate at every hour to come (the same rule,
true rates in), one that knows true mean rates, and what known systems do, each scaled to the same number of requests.
Delay: from an item's publication to the first poll that could see it, over all items of the run, learning included.
Missed: gone from a page of the newest 30 before any poll.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
import statistics
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from state.model import Rhythm
from watchers.cadence import Limits, Purse, forecast_for, interval, learn, patience_for

START = datetime(2026, 3, 2, tzinfo=UTC)
WINDOW = 30
LIMITS = Limits(least=timedelta(minutes=5), most=timedelta(days=1))
LEAST, MOST = 5 / 60, 24.0


@dataclass(slots=True)
class Sim:
    """One source: true items an hour for each hour of the run, and when its items come (hours from the start)."""

    kind: str
    rates: list[float]
    items: list[float]
    begin: float = 0.0
    """When it is added; a thread is when it begins."""
    mean: float = 0.0


def made(kind: str, rates: list[float], dice: random.Random) -> Sim:
    items = []
    for hour, rate in enumerate(rates):
        items += sorted(hour + dice.random() for _ in range(poisson(rate, dice)))
    begin = next((h for h, rate in enumerate(rates) if rate > 0), 0) if kind == "thread" else 0
    return Sim(kind, rates, items, float(begin), statistics.fmean(rates[begin:]))


def poisson(mean: float, dice: random.Random) -> int:
    limit, count, product = math.exp(-mean), 0, dice.random()
    while product > limit:
        count += 1
        product *= dice.random()
    return count


def day_and_night(hour: int, peak: int, depth: float) -> float:
    return 1 + depth * math.cos((hour % 24 - peak) / 24 * 2 * math.pi)


def sources(count: int, hours: int, dice: random.Random) -> list[Sim]:
    out: list[Sim] = []
    shares = {
        "blog": 90,
        "press": 80,
        "desk": 60,
        "thread": 60,
        "digest": 30,
        "firehose": 20,
        "bursty": 20,
        "dead": 40,
    }
    for kind, share in shares.items():
        for _ in range(round(share * count / 400)):
            out.append(made(kind, RATES[kind](hours, dice), dice))
    return out


def blog(hours: int, dice: random.Random) -> list[float]:
    mean, peak = dice.uniform(0.1, 1.0) / 24, dice.randrange(24)
    return [mean * day_and_night(h, peak, 0.8) for h in range(hours)]


def press(hours: int, dice: random.Random) -> list[float]:
    mean, zone = dice.uniform(0.5, 4) / 24, dice.randrange(24)

    def at(h: int) -> float:
        local = h + zone
        office = 9 <= local % 24 < 18 and local // 24 % 7 < 5
        return mean * (3.4 if office else 0.1)

    return [at(h) for h in range(hours)]


def desk(hours: int, dice: random.Random) -> list[float]:
    mean, peak = dice.uniform(10, 60) / 24, dice.randrange(24)
    return [mean * day_and_night(h, peak, 0.9) * (1.0 if h // 24 % 7 < 5 else 0.5) for h in range(hours)]


def thread(hours: int, dice: random.Random) -> list[float]:
    begin, top, lasts = dice.uniform(0, 0.8 * hours), dice.uniform(2, 20), dice.uniform(6, 24)
    return [top * math.exp(-(h - begin) / lasts) if h >= begin else 0.0 for h in range(hours)]


def digest(hours: int, dice: random.Random) -> list[float]:
    hour, weekly, day = dice.randrange(24), dice.random() < 0.3, dice.randrange(7)
    return [
        (dice.choice((3.0, 5.0)) if h % 24 == hour and (not weekly or h // 24 % 7 == day) else 0.001)
        for h in range(hours)
    ]


def firehose(hours: int, dice: random.Random) -> list[float]:
    mean, peak = dice.uniform(8, 40), dice.randrange(24)
    return [mean * day_and_night(h, peak, 0.6) for h in range(hours)]


def bursty(hours: int, dice: random.Random) -> list[float]:
    base, rates, heat = dice.uniform(0.05, 0.5), [], 0.0
    for _ in range(hours):
        if dice.random() < 1 / 60:
            heat += dice.uniform(2, 10)
        rates.append(base + heat)
        heat *= 0.8
    return rates


def dead(hours: int, dice: random.Random) -> list[float]:
    stops = dice.uniform(0, 0.3) * hours if dice.random() < 0.5 else 0
    return [0.2 if h < stops else 0.0 for h in range(hours)]


RATES: dict[str, Callable[[int, random.Random], list[float]]] = {
    "blog": blog,
    "press": press,
    "desk": desk,
    "thread": thread,
    "digest": digest,
    "firehose": firehose,
    "bursty": bursty,
    "dead": dead,
}


@dataclass(slots=True)
class Result:
    delays: dict[str, list[float]]
    requests: int
    missed: int
    asked: dict[str, int]

    @property
    def all(self) -> list[float]:
        return [delay for each in self.delays.values() for delay in each]


Policy = Callable[[int, Sim, float, list[float], float], float]
"""(number of the source, source, now, times of the items seen at this poll, last poll) → hours until the next."""


def run(
    sims: list[Sim], hours: int, policy: Policy, hourly: Callable[[float], None] = lambda now: None
) -> Result:
    result = Result({}, 0, 0, {})
    places = [0] * len(sims)
    lasts = [sim.begin for sim in sims]
    due = [(sim.begin + number / len(sims), number) for number, sim in enumerate(sims)]
    heapq.heapify(due)
    tick = 0.0
    while due:
        now, number = heapq.heappop(due)
        if now >= hours:
            continue
        while tick <= now:
            hourly(tick)
            tick += 1
        sim, place = sims[number], places[number]
        stop = place
        while stop < len(sim.items) and sim.items[stop] <= now:
            stop += 1
        new = sim.items[place:stop]
        result.missed += max(0, len(new) - WINDOW)
        result.delays.setdefault(sim.kind, []).extend(now - at for at in new[-WINDOW:])
        result.requests += 1
        result.asked[sim.kind] = result.asked.get(sim.kind, 0) + 1
        wait = policy(number, sim, now, new, lasts[number])
        places[number], lasts[number] = stop, now
        heapq.heappush(due, (now + min(max(wait, LEAST), MOST), number))
    return result


# --- policies -------------------------------------------------------------------------------------


def moment(hours: float) -> datetime:
    return START + timedelta(hours=hours)


class Ours:
    """`watchers.cadence` as the schedule uses it: weighed once an hour."""

    def __init__(self) -> None:
        self.rhythms: dict[int, Rhythm] = {}
        self.limits = LIMITS
        self.purse = Purse(budget=1.0)
        self.asked = 0
        self.forecast = 0.0

    def weigh(self, now: float) -> None:
        rhythms = list(self.rhythms.values())
        if rhythms:
            self.purse = self.purse.spent(self.asked, self.forecast, 1.0)
            self.limits = replace(self.limits, patience=patience_for(rhythms, self.purse, self.limits))
            self.forecast = forecast_for(rhythms, self.limits)
        self.asked = 0

    def __call__(self, number: int, sim: Sim, now: float, new: list[float], last: float) -> float:
        at = moment(now)
        self.asked += 1
        rhythm = learn(self.rhythms.get(number, Rhythm()), moment(last), at, [moment(each) for each in new])
        self.rhythms[number] = rhythm
        return interval(rhythm, at, self.limits).total_seconds() / 3600


def clairvoyant(patience: float) -> Policy:
    """The same rule with the true rates of every hour to come."""

    def policy(number: int, sim: Sim, now: float, new: list[float], last: float) -> float:
        waited = items = 0.0
        at = now
        while at < now + MOST:
            step = math.floor(at) + 1 - at
            rate = sim.rates[min(int(at), len(sim.rates) - 1)]
            more = items * step + rate * step * step / 2
            if waited + more >= patience:
                left = patience - waited
                return (
                    at - now + ((math.sqrt(items * items + 2 * rate * left) - items) / rate if rate else step)
                )
            waited, items, at = waited + more, items + rate * step, at + step
        return MOST

    return policy


def known_rate(scale: float) -> Policy:
    """Interval by the square root of the true rate of this hour."""
    return lambda number, sim, now, new, last: (
        scale / math.sqrt(max(sim.rates[min(int(now), len(sim.rates) - 1)], 1e-9))
    )


def known_mean(scale: float) -> Policy:
    """Interval by the square root of the source's true mean rate, the same at all hours."""
    return lambda number, sim, now, new, last: scale / math.sqrt(max(sim.mean, 1e-9))


def fixed(scale: float) -> Policy:
    return lambda number, sim, now, new, last: scale


def aimd(scale: float) -> Policy:
    waits: dict[int, float] = {}

    def policy(number: int, sim: Sim, now: float, new: list[float], last: float) -> float:
        wait = waits.get(number, scale)
        waits[number] = wait = max(wait / 2, LEAST) if new else min(wait + scale / 4, MOST)
        return wait

    return policy


def backoff(scale: float) -> Policy:
    waits: dict[int, float] = {}

    def policy(number: int, sim: Sim, now: float, new: list[float], last: float) -> float:
        waits[number] = scale / 4 if new else min(waits.get(number, scale) * 1.5, MOST)
        return waits[number]

    return policy


def entry_frequency(scale: float) -> Policy:
    """A week divided by the week's count."""
    seen: dict[int, list[float]] = {}

    def policy(number: int, sim: Sim, now: float, new: list[float], last: float) -> float:
        week = seen[number] = [at for at in seen.get(number, []) if at > now - 168] + new
        return scale * min(168, max(now, 24)) / max(len(week), 1)

    return policy


def at_budget(sims: list[Sim], hours: int, family: Callable[[float], Policy], rising: bool) -> Result:
    """The family's member that takes one request a source and hour; `rising`: a larger number asks less."""
    low, high = 1e-5, 1e3
    best: Result | None = None
    for _ in range(18):
        middle = math.sqrt(low * high)
        result = run(sims, hours, family(middle))
        if result.requests > alive(sims, hours):
            low = middle
        else:
            high = middle
            best = result
    assert best is not None
    return best


def alive(sims: list[Sim], hours: int) -> float:
    """Hours of all sources together."""
    return sum(hours - sim.begin for sim in sims)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))] if values else 0.0


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--days", type=int, default=21)
    arguments.add_argument("--sources", type=int, default=400)
    arguments.add_argument("--quick", action="store_true", help="only ours and the clairvoyant one")
    given = arguments.parse_args()
    hours = given.days * 24
    sims = sources(given.sources, hours, random.Random(given.seed))
    print(
        f"{len(sims)} sources, {sum(len(s.items) for s in sims):,} items, {given.days} days, seed {given.seed}"
    )
    table: dict[str, Result] = {"knows the true rates": at_budget(sims, hours, clairvoyant, True)}
    ours = Ours()
    table["walkback"] = run(sims, hours, ours, ours.weigh)
    if not given.quick:
        for name, family in (
            ("true mean rate", known_mean),
            ("true rate, this hour's", known_rate),
            ("fixed interval", fixed),
            ("backoff", backoff),
            ("AIMD", aimd),
            ("entry frequency", entry_frequency),
        ):
            table[name] = at_budget(sims, hours, family, True)
    best = table["knows the true rates"]
    mean, late = statistics.fmean(best.all), percentile(best.all, 0.95)
    print(f"{'policy':<24}{'requests':>9}{'mean min':>10}{'×':>7}{'p95 min':>9}{'×':>7}{'missed %':>10}")
    for name, result in table.items():
        everything = result.all
        print(
            f"{name:<24}{result.requests / alive(sims, hours):>9.3f}{60 * statistics.fmean(everything):>10.2f}"
            f"{statistics.fmean(everything) / mean:>7.3f}{60 * percentile(everything, 0.95):>9.1f}"
            f"{percentile(everything, 0.95) / late:>7.3f}"
            f"{100 * result.missed / max(1, len(everything) + result.missed):>10.3f}"
        )
    print("\nby kind: mean delay in minutes and requests an hour and source, knows the rates | walkback")
    mine = table["walkback"]
    for kind in RATES:
        if best.delays.get(kind) and mine.delays.get(kind):
            a, b = (60 * statistics.fmean(each.delays[kind]) for each in (best, mine))
            lived = alive([sim for sim in sims if sim.kind == kind], hours)
            x, y = (each.asked[kind] / lived for each in (best, mine))
            print(f"  {kind:<10}{a:>8.1f}{x:>8.2f} |{b:>8.1f}{y:>8.2f}   {len(mine.delays[kind]):>7} items")


if __name__ == "__main__":
    main()
