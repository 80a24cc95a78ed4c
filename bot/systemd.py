"""What systemd wants to hear of a `Type=notify` service: ready, still alive, stopping. Nothing without NOTIFY_SOCKET.

The protocol is one datagram of `NAME=value` lines to a Unix socket (man page sd_notify(3)). Alive means: the parts that
do the work were seen at their loop's top a short while ago; a process whose loop or schedule hangs stops saying so, and
systemd starts it anew.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass

log = logging.getLogger(__name__)
STALE_SECONDS = 120.0
"""A part that was not at its loop's top for so long hangs: a locked database holds one up for 30 seconds at most."""

Beat = Callable[[], float]
"""When a part was last at its loop's top, on the event loop's clock."""


def hanging(beats: Mapping[str, Beat], now: float) -> tuple[str, ...]:
    """Parts that have begun and were not seen for `STALE_SECONDS`. `now` on the event loop's clock."""
    return tuple(name for name, beat in beats.items() if 0.0 < beat() < now - STALE_SECONDS)


@dataclass(frozen=True, slots=True)
class Systemd:
    """`path`: the socket, a leading @ for an abstract one, "" for none. `every`: seconds between two signs of life, 0
    for none wanted."""

    path: str
    every: float = 0.0

    @classmethod
    def of(cls, environ: Mapping[str, str], pid: int) -> Systemd:
        """Out of NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID; twice as often as systemd waits for, as it advises."""
        micros, meant = environ.get("WATCHDOG_USEC", ""), environ.get("WATCHDOG_PID", "")
        ours = micros.isascii() and micros.isdigit() and meant in ("", str(pid))
        return cls(path=environ.get("NOTIFY_SOCKET", ""), every=int(micros) / 2_000_000 if ours else 0.0)

    def tell(self, *lines: str) -> None:
        """A socket that is not there or full is no reason to stop."""
        if not self.path:
            return
        address = "\0" + self.path[1:] if self.path.startswith("@") else self.path
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as sender:
                sender.sendto("\n".join(lines).encode(), address)
        except OSError as error:
            log.warning("systemd could not be told %s: %s", lines[0], error)

    async def watch(self, beats: Mapping[str, Beat]) -> None:
        """For ever: a sign of life as long as every part gives one itself. `beats`: part → when it last did."""
        if not self.path or not self.every:
            return
        loop = asyncio.get_running_loop()
        silent: tuple[str, ...] = ()
        while True:
            silent = self.sign(beats, loop.time(), silent)
            await asyncio.sleep(self.every)

    def sign(self, beats: Mapping[str, Beat], now: float, before: tuple[str, ...] = ()) -> tuple[str, ...]:
        """One sign of life, unless a part hangs; those that do. `before`: those of the last time, already logged."""
        silent = hanging(beats, now)
        if not silent:
            self.tell("WATCHDOG=1")
        elif silent != before:
            log.error("no sign of life from %s: systemd's watchdog is not fed", ", ".join(silent))
        return silent
