"""How strongly the new statement supports the old one as it stands."""

from __future__ import annotations

from rules.change import Change, Repeated
from rules.compare.look import Sides

SUPPORTS = 0.5
CONTRADICTS = 0.33


def support(sides: Sides, changes: tuple[Change, ...], *, related: bool) -> float:
    if not related:
        return 0.4
    return 0.8 if all(isinstance(c, Repeated) for c in changes) else 0.2
