"""A copy of one moment in plain columns, for people and their tools (`walkback browse`): what may be shown, no more.

It is made column by column from a list of what is safe, so a secret cannot come along by being forgotten: addresses of
sources are hosts, webhooks are "webhook", and free text passes the caller's `clean`. The live file is only read, in one
snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from state.sqlite.columns import as_text, unpack
from state.sqlite.connection import in_our_words
from state.sqlite.files import open_to_read, refuse_absent
from state.sqlite.schema import statements_of


def readable(
    path: str | Path, to: str | Path, *, clean: Callable[[str], str], host: Callable[[str], str]
) -> dict[str, int]:
    """Writes the copy to the new file `to`; rows by table. Raises StoreError if the database cannot be read.

    `clean` takes secrets out of a text, `host` gives a URL's host.
    """
    file, target = Path(path), Path(to)
    refuse_absent(file)
    with in_our_words(file):
        conn = open_to_read(file)
        try:
            for name, function in (("clean", clean), ("host", host), ("text_of", _text)):
                conn.create_function(name, 1, _or_none(function), deterministic=True)
            with in_our_words(target):
                conn.execute("ATTACH ? AS out", (target.absolute().as_uri() + "?mode=rwc",))
            conn.execute("PRAGMA out.journal_mode = OFF")
            conn.execute("BEGIN")
            for statement in _script():
                conn.execute(statement)
            conn.execute("COMMIT")
            names = [
                row[0] for row in conn.execute("SELECT name FROM out.sqlite_schema WHERE type = 'table'")
            ]
            return {name: conn.execute(f'SELECT count(*) FROM out."{name}"').fetchone()[0] for name in names}
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        finally:
            conn.close()


def _script() -> Iterator[str]:
    return statements_of((files("state.sqlite") / "readable.sql").read_text("utf-8"))


def _or_none(function: Callable[[Any], str]) -> Callable[[Any], Any]:
    return lambda value: function(value) if isinstance(value, str | bytes) else value


def _text(stored: str | bytes) -> str:
    try:
        return as_text(stored)
    except UnicodeDecodeError:
        return unpack(stored)
