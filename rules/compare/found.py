"""A change with what it was read from, so that one door can weigh it."""

from __future__ import annotations

from dataclasses import dataclass

from rules.change import Change
from rules.model import Span


@dataclass(frozen=True, slots=True)
class Found:
    """A change with the sentence that says how it was found. `old`, `new`: what it was read from on each side.
    `direct`: 0..1, how directly it was read; 1 if the words that it bears on are shared themselves."""

    change: Change
    why: str
    old: tuple[Span, ...] = ()
    new: tuple[Span, ...] = ()
    direct: float = 1.0
