"""Simulated sources: true rates at every hour, and the items that come of them."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass

PAST = 28 * 24
"""Hours before the run begins in which the sources have published already."""
WINDOW = 30
"""Items on a page."""
SHARES = {
    "blog": 90,
    "press": 80,
    "desk": 60,
    "thread": 60,
    "digest": 30,
    "firehose": 20,
    "bursty": 20,
    "dead": 40,
}
BURST_EVERY, BURST_HEAT, BURST_STAYS = 1 / 60, (2.0, 10.0), 0.8
"""A bursty source: chance of a burst an hour, its items an hour, and what stays of them after an hour."""
UNDATED = 0.15
"""Share of the sources whose pages give no dates: what came before the first poll tells nothing."""
SITES, FORUMS = 0.4, 0.02
"""Hosts a source: several sources share one, and all threads and firehoses are on a few forums."""


RatesOf = Callable[[int, random.Random], list[float]]


@dataclass(slots=True)
class Sim:
    """One source. `rates`: true items an hour for each hour from `PAST` hours before the run. `items`: when its items
    come, hours from the start of the run, the past ones negative. `begin`: when it is added; a thread is when it
    begins. `host`: a number."""

    kind: str
    rates: list[float]
    items: list[float]
    begin: float = 0.0
    mean: float = 0.0
    dated: bool = True
    base: float = 0.0
    """Of a bursty source: its rate without a burst."""
    host: int = 0

    def rate(self, hour: float) -> float:
        return self.rates[min(int(hour + PAST), len(self.rates) - 1)]


def made(kind: str, rates: list[float], dice: random.Random) -> Sim:
    items = []
    for hour, rate in enumerate(rates):
        items += sorted(hour - PAST + dice.random() for _ in range(poisson(rate, dice)))
    begin = 0
    if kind == "thread":
        begin = next((h for h, rate in enumerate(rates) if rate > 0), PAST) - PAST
    if kind == "dead" and not any(rates):
        items = sorted(-24 * dice.uniform(60, 400) for _ in range(WINDOW))
    mean = statistics.fmean(rates[begin + PAST :])
    base = min(rates) if kind == "bursty" else 0.0
    return Sim(kind, rates, items, float(begin), mean, dice.random() >= UNDATED, base)


def poisson(mean: float, dice: random.Random) -> int:
    limit, count, product = math.exp(-mean), 0, dice.random()
    while product > limit:
        count += 1
        product *= dice.random()
    return count


def sources(count: int, hours: int, dice: random.Random, rates: Mapping[str, RatesOf]) -> list[Sim]:
    out: list[Sim] = []
    for kind, share in SHARES.items():
        for _ in range(round(share * count / 400)):
            out.append(made(kind, rates[kind](hours + PAST, dice), dice))
    for sim in out:
        sites, forums = (max(1, round(share * count)) for share in (SITES, FORUMS))
        sim.host = (
            -1 - dice.randrange(forums) if sim.kind in ("thread", "firehose") else dice.randrange(sites)
        )
    return out


def day_and_night(hour: int, peak: int, depth: float) -> float:
    return 1 + depth * math.cos((hour % 24 - peak) / 24 * 2 * math.pi)


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
    begin = PAST + dice.uniform(0, 0.8 * (hours - PAST))
    top, lasts = dice.uniform(2, 20), dice.uniform(6, 24)
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
        if dice.random() < BURST_EVERY:
            heat += dice.uniform(*BURST_HEAT)
        rates.append(base + heat)
        heat *= BURST_STAYS
    return rates


def dead(hours: int, dice: random.Random) -> list[float]:
    if dice.random() < 0.5:
        return [0.0] * hours
    stops = PAST + dice.uniform(0, 0.3) * (hours - PAST)
    return [0.2 if h < stops else 0.0 for h in range(hours)]


RATES: dict[str, RatesOf] = {
    "blog": blog,
    "press": press,
    "desk": desk,
    "thread": thread,
    "digest": digest,
    "firehose": firehose,
    "bursty": bursty,
    "dead": dead,
}
