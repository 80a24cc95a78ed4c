"""What a try to deliver came to, and how long to wait before the next one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.destinations.base import Receipt

LONGEST_BACKOFF = 300.0


@dataclass(frozen=True, slots=True)
class Sent:
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Later:
    """Not now, or not known: another try after `after` seconds, or the backoff's when None."""

    reason: str
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Never:
    """Refused for good. `park`: so would everything else to this address."""

    reason: str
    park: bool = False


Outcome = Sent | Later | Never


def backoff(attempts: int, jitter: float) -> float:
    """Seconds before the next try: doubling from 2, at most 5 minutes; `jitter` in 0..1 takes up to half of it off."""
    return min(LONGEST_BACKOFF, 2.0 ** min(attempts, 10)) * (1.0 - jitter / 2)
