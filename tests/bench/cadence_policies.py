"""Who decides when to ask again, in the simulation of `cadence.py`: allocations that know the truth, and what known
systems do. Each family has one number that sets how much it asks."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from cadence_world import BURST_EVERY, BURST_HEAT, BURST_STAYS, Sim

LEAST, MOST = 5 / 60, 24.0


@dataclass(slots=True)
class Visit:
    """One poll: `new` are the times of the items that it saw first, `page` of all that the page shows."""

    number: int
    sim: Sim
    now: float
    new: list[float]
    page: list[float]
    last: float | None


Policy = Callable[[Visit], float]
"""A visit → hours until the next."""


def _until(now: float, patience: float, rate: Callable[[float], float]) -> float:
    """Hours until the items that may be waiting have together waited `patience` item-hours."""
    waited = items = 0.0
    at = now
    while at < now + MOST:
        step = math.floor(at) + 1 - at
        here = rate(at)
        more = items * step + here * step * step / 2
        if waited + more >= patience:
            left = patience - waited
            return at - now + ((math.sqrt(items * items + 2 * here * left) - items) / here if here else step)
        waited, items, at = waited + more, items + here * step, at + step
    return MOST


def all_to_come(patience: float) -> Policy:
    """Knows the true rate of every source at every hour to come, also when a story will break and a blog will die."""
    return lambda visit: _until(visit.now, patience, visit.sim.rate)


def law(patience: float) -> Policy:
    """Knows each source's true rate now and the law by which it changes (day, week, decay), not what chance will do:
    the stories that will break, the day on which a source ends."""

    def policy(visit: Visit) -> float:
        sim, now = visit.sim, visit.now
        if sim.kind == "dead":
            return _until(now, patience, lambda at: sim.rate(now))
        if sim.kind != "bursty":
            return _until(now, patience, sim.rate)
        heat, base = sim.rate(now) - sim.base, sim.base
        mean = BURST_EVERY * sum(BURST_HEAT) / 2

        def rate(at: float) -> float:
            hours = int(at) - int(now)
            kept = BURST_STAYS**hours
            return base + heat * kept + mean * (1 - kept) / (1 - BURST_STAYS)

        return _until(now, patience, rate)

    return policy


def this_hour(scale: float) -> Policy:
    """Interval by the square root of the true rate of this hour."""
    return lambda visit: scale / math.sqrt(max(visit.sim.rate(visit.now), 1e-9))


def true_mean(scale: float) -> Policy:
    """Interval by the square root of the source's true mean rate in the run: the allocation of Sia, Cho & Cho."""
    return lambda visit: scale / math.sqrt(max(visit.sim.mean, 1e-9))


def fixed(scale: float) -> Policy:
    return lambda visit: scale


def aimd(scale: float) -> Policy:
    waits: dict[int, float] = {}

    def policy(visit: Visit) -> float:
        wait = waits.get(visit.number, scale)
        wait = max(wait / 2, LEAST) if visit.new else min(wait + scale / 4, MOST)
        waits[visit.number] = wait
        return wait

    return policy


def backoff(scale: float) -> Policy:
    waits: dict[int, float] = {}

    def policy(visit: Visit) -> float:
        grown = min(waits.get(visit.number, scale) * 1.5, MOST)
        waits[visit.number] = scale / 4 if visit.new else grown
        return waits[visit.number]

    return policy


def entry_frequency(scale: float) -> Policy:
    """A week divided by the week's count, as several readers do."""
    seen: dict[int, list[float]] = {}

    def policy(visit: Visit) -> float:
        lately = seen.get(visit.number, visit.page if visit.sim.dated else [])
        week = seen[visit.number] = [at for at in lately if at > visit.now - 168] + visit.new
        return scale * 168 / max(len(week), 1)

    return policy


FAMILIES: dict[str, Callable[[float], Policy]] = {
    "true rates, all to come": all_to_come,
    "true rates and law": law,
    "true rate of this hour": this_hour,
    "true mean rate": true_mean,
    "AIMD": aimd,
    "backoff": backoff,
    "entry frequency": entry_frequency,
    "fixed interval": fixed,
}
