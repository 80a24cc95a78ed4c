"""How values stand in columns: moments as microseconds, long text compressed."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from state.codec import loads

T = TypeVar("T")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
PACK_FROM = 400
"""Characters from which compression pays for itself (about half the size, 30 µs for an article)."""

Row = tuple[Any, ...]
Connection = sqlite3.Connection


def micros(moment: datetime) -> int:
    """Microseconds since 1970, exact. A naive moment is a caller's mistake (TypeError)."""
    return (moment - EPOCH) // MICROSECOND


def micros_or_none(moment: datetime | None) -> int | None:
    return None if moment is None else micros(moment)


def moment(stored: int) -> datetime:
    return EPOCH + timedelta(microseconds=stored)


def moment_or_none(stored: int | None) -> datetime | None:
    return None if stored is None else moment(stored)


def exact(text: str) -> str | bytes:
    """Text as it is; as bytes if it holds lone surrogates, which UTF-8 forbids and JSON from a feed may bring."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def as_text(stored: str | bytes) -> str:
    return stored if isinstance(stored, str) else stored.decode("utf-8", "surrogatepass")


def pack(text: str) -> str | bytes:
    """Short text as it is, long text (and what UTF-8 forbids) compressed."""
    if len(text) < PACK_FROM and isinstance(exact(text), str):
        return text
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def unpack(stored: str | bytes) -> str:
    return stored if isinstance(stored, str) else zlib.decompress(stored).decode("utf-8", "surrogatepass")


def one(
    conn: Connection, kind: type[T], sql: str, values: Sequence[Any] | Mapping[str, Any] = ()
) -> T | None:
    """The value in the first row's only column, or None."""
    row = conn.execute(sql, values).fetchone()
    return None if row is None else loads(kind, row[0])


def many(
    conn: Connection, kind: type[T], sql: str, values: Sequence[Any] | Mapping[str, Any] = ()
) -> list[T]:
    return [loads(kind, row[0]) for row in conn.execute(sql, values)]
