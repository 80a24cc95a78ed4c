"""What can go wrong with a store. A class's docstring is its message: what happened, and the way out.

StoreError
├── MissingFolder   the file's folder is not there
├── NotAFile        a folder, a device or a socket stands there
├── ReadOnly        the file or its folder may not be written
├── Corrupt         not a database, or a damaged one
├── NotOurs         a database of some other program
│   └── Absent      none at all
├── NewerSchema     written by a later walkback
├── TooOldSqlite    this Python's SQLite lacks what the schema needs
├── Locked          another process held the write lock too long
├── DiskFull        no room to write; nothing was written
├── DiskFailure     the disk does not read or write as it should
└── AlreadyRunning  a second bot on the same file
"""

from __future__ import annotations

from inspect import cleandoc


class StoreError(Exception):
    """The store {path} failed: {detail}."""

    def __init__(self, path: object, detail: str = "") -> None:
        self.path = str(path)
        self.detail = detail
        text = " ".join(cleandoc(type(self).__doc__ or "").split())
        super().__init__(text.replace("{path}", self.path).replace("{detail}", detail))


class MissingFolder(StoreError):
    """The folder of {path} does not exist. Create it, or set WALKBACK_DB to a file in a folder that does."""


class NotAFile(StoreError):
    """{path} cannot hold the database: {detail}. Set WALKBACK_DB (or --db) to a file name such as walkback.db."""


class ReadOnly(StoreError):
    """{path} cannot be written ({detail}). Give the user who runs walkback write access to the file and its folder."""


class Corrupt(StoreError):
    """{path} is not a readable database ({detail}). Keep it aside and bring a backup back: walkback restore FILE."""


class NotOurs(StoreError):
    """{path} is a database of another program ({detail}). Set WALKBACK_DB to another file."""


class Absent(NotOurs):
    """{path}: there is no such file. Check the name."""


class NewerSchema(StoreError):
    """{path} was written by a newer walkback ({detail}). Upgrade walkback, or restore an older backup."""


class TooOldSqlite(StoreError):
    """{path} needs SQLite 3.37 or newer with FTS5, this Python has {detail}. Use a newer Python or system."""


class Locked(StoreError):
    """{path} is locked by another process ({detail}). Nothing was written. Close what holds it and try again."""


class DiskFull(StoreError):
    """No room left to write {path} ({detail}). Nothing was written. Free some disk space; work goes on by itself."""


class DiskFailure(StoreError):
    """The disk under {path} failed ({detail}). Nothing was written. Check the disk and the system's log."""


class AlreadyRunning(StoreError):
    """Another walkback is running on {path} ({detail}). Stop it first, or set WALKBACK_DB to another file."""
