"""Another world for `cadence.py --other`, with the same kinds and none of the same laws: days with two peaks, offices
that close at noon and on Friday afternoon, desks whose news comes in waves, threads that fade by a power of time,
digests of several hours, long bursts, sources that die at any time.
Written after the learner, which is not tuned on it.
"""

from __future__ import annotations

import math
import random

from cadence_world import PAST, RatesOf


def two_peaks(hour: int, first: int, second: int) -> float:
    def near(peak: int, width: float) -> float:
        away = min((hour - peak) % 24, (peak - hour) % 24)
        return math.exp(-0.5 * (away / width) ** 2)

    return 0.15 + 2.5 * near(first, 2) + 1.8 * near(second, 2.5)


def blog(hours: int, dice: random.Random) -> list[float]:
    mean, first = math.exp(dice.gauss(-3.5, 0.9)), dice.randrange(24)
    second = (first + dice.randrange(4, 9)) % 24
    return [mean * two_peaks(h, first, second) * (1 if h // 24 % 7 < 5 else 0.7) for h in range(hours)]


def press(hours: int, dice: random.Random) -> list[float]:
    mean, zone = dice.uniform(0.3, 3) / 24, dice.randrange(24)
    long, opens = dice.choice((7, 8, 9)), dice.choice((8, 9, 10))

    def at(h: int) -> float:
        hour, day = (h + zone) % 24, (h + zone) // 24 % 7
        open_now = opens <= hour < opens + long and hour != 12 and day < (5 if hour < 15 else 4)
        return mean * ((5 if hour == opens else 3) if open_now else 0.05)

    return [at(h) for h in range(hours)]


def desk(hours: int, dice: random.Random) -> list[float]:
    mean, peak, wave, out = dice.uniform(5, 80) / 24, dice.randrange(24), 0.0, []
    for h in range(hours):
        wave = 0.9 * wave + dice.gauss(0, 0.12)
        week = 1 if h // 24 % 7 < 5 else 0.4
        out.append(mean * two_peaks(h, peak, (peak + 7) % 24) * math.exp(wave) * week)
    return out


def thread(hours: int, dice: random.Random) -> list[float]:
    begin = PAST + dice.uniform(0, 0.8 * (hours - PAST))
    top, lasts, power = dice.uniform(3, 30), dice.uniform(2, 12), dice.uniform(1.3, 2.2)
    return [top * (1 + (h - begin) / lasts) ** -power if h >= begin else 0.0 for h in range(hours)]


def digest(hours: int, dice: random.Random) -> list[float]:
    at = {dice.randrange(24) for _ in range(dice.choice((1, 1, 2, 3)))}
    return [
        dice.uniform(2, 6) if h % 24 in at and not (h // 24 % 7 > 4 and len(at) > 1) else 0.002
        for h in range(hours)
    ]


def firehose(hours: int, dice: random.Random) -> list[float]:
    mean, peak = dice.uniform(5, 50), dice.randrange(24)
    return [mean * (0.4 + 0.35 * two_peaks(h, peak, (peak + 6) % 24)) for h in range(hours)]


def bursty(hours: int, dice: random.Random) -> list[float]:
    base, heat, out = dice.uniform(0.02, 0.3), 0.0, []
    for _ in range(hours):
        if dice.random() < 1 / dice.choice((50, 120)):
            heat += dice.uniform(1, 15)
        out.append(base + heat)
        heat *= 0.88
    return out


def dead(hours: int, dice: random.Random) -> list[float]:
    stops = PAST + dice.uniform(0, 0.7) * (hours - PAST)
    rate = math.exp(dice.uniform(-3.5, -0.5))
    return [rate if h < stops else 0.0 for h in range(hours)]


OTHER_RATES: dict[str, RatesOf] = {
    "blog": blog,
    "press": press,
    "desk": desk,
    "thread": thread,
    "digest": digest,
    "firehose": firehose,
    "bursty": bursty,
    "dead": dead,
}
