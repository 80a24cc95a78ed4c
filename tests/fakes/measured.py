"""How much memory one case takes above idle: the peak of this process and of the parsing processes, from /proc."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def _status(pid: int, name: str) -> float:
    """A line of /proc/PID/status in MiB; 0 for a process that has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:")), 0.0)


class Peak:
    """Begin before a case; `above_idle()` after it, in MiB, this process and `children` together."""

    def __init__(self, children: Iterable[int]) -> None:
        self._before: dict[int, float] = {}
        for pid in (os.getpid(), *children):
            try:
                Path(f"/proc/{pid}/clear_refs").write_text("5", "ascii")  # the peak begins anew
            except OSError:
                continue
            self._before[pid] = _status(pid, "VmRSS")

    def above_idle(self) -> float:
        return sum(self.each())

    def each(self) -> list[float]:
        """This process first."""
        peaks = {pid: _status(pid, "VmHWM") for pid in self._before}
        return [max(0.0, peak - self._before[pid]) for pid, peak in peaks.items() if peak]
