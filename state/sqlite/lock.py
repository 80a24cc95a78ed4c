"""One running bot a file. Commands beside it need no lock of ours: their transactions take turns."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from state.errors import AlreadyRunning, MissingFolder, ReadOnly

_held: set[Path] = set()
"""Locks of this process: a POSIX lock does not keep its own process out."""


@contextmanager
def instance_lock(path: str | Path) -> Iterator[None]:
    """Hold `PATH.lock` until the block ends, or raise `AlreadyRunning`. The system lets go when the process dies,
    however it dies; a child process does not inherit the lock. The file stays and holds the last holder's id."""
    file = Path(path).resolve()
    lock = file.with_name(file.name + ".lock")
    if lock in _held:
        raise AlreadyRunning(file, f"process {os.getpid()}")
    try:
        handle = lock.open("a+", encoding="utf-8")
    except FileNotFoundError:
        raise MissingFolder(file) from None
    except OSError as error:
        raise ReadOnly(file, error.strerror or "") from error
    with handle:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.seek(0)
            raise AlreadyRunning(file, f"process {handle.read(20).strip() or 'unknown'}") from None
        handle.truncate(0)
        handle.write(f"{os.getpid()}\n")
        handle.flush()
        _held.add(lock)
        try:
            yield
        finally:
            _held.discard(lock)
