"""Named points at which a test may have the process killed, as a power cut would: no clean-up, no flush.

Nothing happens at any of them unless the composition root armed one.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass


@dataclass(slots=True)
class _Armed:
    name: str
    left: int


_armed: list[_Armed] = []


def arm(name: str, after: int = 1) -> None:
    """SIGKILL this process the `after`-th time it reaches the point `name`. Called by the composition root."""
    _armed.append(_Armed(name, after))


def crash_point(name: str) -> None:
    """Here a test may kill the process."""
    for armed in _armed:
        if armed.name == name:
            armed.left -= 1
            if armed.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
