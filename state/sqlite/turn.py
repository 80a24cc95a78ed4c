"""One writer at a time, also among processes: whoever writes or checkpoints holds a lock on `PATH.writing`.

SQLite's own write lock would do, were it not for a bug in its WAL from 3.7.0 to 3.51.2: two connections that write or
checkpoint at the same instant can corrupt the file, rarely (sqlite.org/wal.html#walresetbug). Most systems still
ship such a version, and people use the command line beside the running bot.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from state.errors import DiskFull, Locked, MissingFolder, ReadOnly, StoreError

FIRST_WAIT = 0.001
LONGEST_WAIT = 0.05
"""Seconds between two looks at a lock that another process holds. A transaction takes milliseconds."""

REFUSED: dict[int, type[StoreError]] = {
    errno.ENOENT: MissingFolder,
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
}


class Turn:
    """The lock of one store. Not for two threads at once: the writer thread takes and gives it back."""

    def __init__(self, path: Path, *, timeout: float) -> None:
        self._path = path
        self._timeout = timeout
        try:
            self._handle = os.open(
                path.with_name(path.name + ".writing"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666
            )
        except OSError as error:
            kind = REFUSED.get(error.errno or 0, ReadOnly)
            raise kind(path, error.strerror or "") from error

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Waits up to `timeout` seconds, then raises `Locked`. The system gives the lock back for a killed process."""
        self._take()
        try:
            yield
        finally:
            fcntl.flock(self._handle, fcntl.LOCK_UN)

    def _take(self) -> None:
        give_up = time.monotonic() + self._timeout
        wait = FIRST_WAIT
        while True:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= give_up:
                    raise Locked(self._path, f"for {self._timeout:g} seconds") from None
                time.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT)
            else:
                return

    def close(self) -> None:
        os.close(self._handle)
