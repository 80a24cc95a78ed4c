"""Entries, their revisions, and the statements read from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rules.model import Context, Entry, Revision, Statement
from state.codec import dumps, loads
from state.model import EntrySeen
from state.sqlite.columns import (
    Connection,
    Row,
    as_text,
    exact,
    many,
    micros,
    micros_or_none,
    moment,
    moment_or_none,
    one,
    pack,
    unpack,
)

ENTRY = (
    "entry.source_id, entry.key, entry.id, entry.kind, entry.url, entry.title, entry.author, entry.content_type,"
    " entry.published, entry.published_raw, entry.first_seen, entry.context,"
    " coalesce(entry.content, newest.content, earlier.content, '')"
)
SEEN = "key, id, content_hash, revision, url, title, first_seen, missing, withdrawn, published"
TEXTS = (
    " LEFT JOIN revision newest ON newest.entry_id = entry.id AND newest.number = entry.revision"
    " LEFT JOIN revision earlier ON earlier.entry_id = entry.id AND earlier.number = newest.reverts_to"
)


class SqliteEntries:
    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def seen(self, source_id: str) -> Mapping[str, EntrySeen]:
        rows = self._conn.execute(f"SELECT {SEEN} FROM entry WHERE source_id = ?", (source_id,))
        return {seen.key: seen for seen in map(_seen, rows)}

    def by_key(self, source_id: str, key: str) -> EntrySeen | None:
        row = self._conn.execute(
            f"SELECT {SEEN} FROM entry WHERE source_id = ? AND key = ?", (source_id, exact(key))
        ).fetchone()
        return None if row is None else _seen(row)

    def put(self, entry: Entry, revision: Revision) -> None:
        row = _columns(entry, revision)
        names = list(row)
        known = self._conn.execute("SELECT 1 FROM entry WHERE id = ?", (entry.id,)).fetchone()
        if known:
            changes = ", ".join(f"{name} = :{name}" for name in names)
            self._conn.execute(f"UPDATE entry SET {changes} WHERE id = :id", row)
            self._conn.execute(
                "UPDATE statement SET at = ? WHERE entry_id = ?", (micros(entry.said_at), entry.id)
            )
        else:
            values = ", ".join(f":{name}" for name in names)
            self._conn.execute(f"INSERT INTO entry ({', '.join(names)}) VALUES ({values})", row)
        self._put_revision(revision)

    def _put_revision(self, revision: Revision) -> None:
        again = revision.reverts_to is not None and self._same_text(revision)
        self._conn.execute(
            "INSERT OR REPLACE INTO revision (entry_id, number, content_hash, seen_at, title, content, reverts_to)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                revision.entry_id,
                revision.number,
                revision.content_hash,
                micros(revision.seen_at),
                None if again else exact(revision.title),
                None if again else pack(revision.content),
                revision.reverts_to,
            ),
        )

    def _same_text(self, revision: Revision) -> bool:
        row = self._conn.execute(
            "SELECT title, content FROM revision WHERE entry_id = ? AND number = ? AND content IS NOT NULL",
            (revision.entry_id, revision.reverts_to),
        ).fetchone()
        return row is not None and (as_text(row[0]), unpack(row[1])) == (revision.title, revision.content)

    def mark(self, source_id: str, missing: Mapping[str, int], withdrawn: Sequence[str] = ()) -> None:
        self._conn.executemany(
            "UPDATE entry SET missing = ?1, withdrawn = withdrawn AND ?1 <> 0 WHERE source_id = ?2 AND key = ?3",
            [(times, source_id, exact(key)) for key, times in missing.items()],
        )
        self._conn.executemany(
            "UPDATE entry SET withdrawn = 1 WHERE source_id = ? AND key = ?",
            [(source_id, exact(key)) for key in withdrawn],
        )

    def get(self, entry_id: str) -> Entry | None:
        row = self._conn.execute(
            f"SELECT {ENTRY} FROM entry {TEXTS} WHERE entry.id = ?", (entry_id,)
        ).fetchone()
        return None if row is None else _entry(row)

    def revisions(self, entry_id: str) -> Sequence[Revision]:
        texts: dict[int, tuple[str, str]] = {}
        found = []
        rows = self._conn.execute(
            "SELECT number, content_hash, seen_at, title, content, reverts_to FROM revision"
            " WHERE entry_id = ? ORDER BY number",
            (entry_id,),
        )
        for number, content_hash, seen_at, title, content, reverts_to in rows:
            text = texts[reverts_to] if content is None else (as_text(title), unpack(content))
            texts[number] = text
            found.append(
                Revision(
                    entry_id=entry_id,
                    number=number,
                    content_hash=content_hash,
                    seen_at=moment(seen_at),
                    title=text[0],
                    content=text[1],
                    reverts_to=reverts_to,
                )
            )
        return found

    def put_statements(self, statements: Sequence[Statement], revision: int) -> None:
        of_entry: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            of_entry[statement.entry_id].append(statement)
        for entry_id, read in of_entry.items():
            self._conn.execute(
                "DELETE FROM statement WHERE entry_id = ? AND revision = ?", (entry_id, revision)
            )
            found = self._conn.execute(
                "SELECT coalesce(published, first_seen) FROM entry WHERE id = ?", (entry_id,)
            ).fetchone()
            at = found[0] if found else None
            self._conn.executemany(
                "INSERT INTO statement (entry_id, revision, position, id, at, data) VALUES (?, ?, ?, ?, ?, ?)",
                [(entry_id, revision, n, s.id, at, dumps(s)) for n, s in enumerate(read)],
            )

    def statement(self, statement_id: str) -> Statement | None:
        return one(
            self._conn,
            Statement,
            "SELECT data FROM statement WHERE id = ? ORDER BY revision DESC, position LIMIT 1",
            (statement_id,),
        )

    def statements_of(self, entry_id: str, revision: int | None = None) -> Sequence[Statement]:
        return many(
            self._conn,
            Statement,
            "SELECT data FROM statement WHERE entry_id = ?1"
            " AND revision = coalesce(?2, (SELECT revision FROM entry WHERE id = ?1)) ORDER BY position",
            (entry_id, revision),
        )

    def recent_statements(
        self, guild_id: int, since: datetime, limit: int
    ) -> Sequence[tuple[Statement, Entry]]:
        rows = self._conn.execute(
            f"SELECT statement.data, {ENTRY} FROM statement"
            " JOIN entry ON entry.id = statement.entry_id AND entry.revision = statement.revision"
            f"{TEXTS} WHERE statement.at >= ? AND entry.source_id IN (SELECT source_id FROM follow WHERE guild_id = ?)"
            " ORDER BY statement.at DESC, statement.entry_id, statement.position LIMIT ?",
            (micros(since), guild_id, limit),
        )
        return [(loads(Statement, row[0]), _entry(row[1:])) for row in rows]

    def count(self) -> tuple[int, int]:
        row = self._conn.execute("SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM statement)")
        entries, statements = row.fetchone()
        return entries, statements


def _columns(entry: Entry, revision: Revision) -> dict[str, Any]:
    context = dumps(entry.context) if entry.context != Context() else None
    return {
        "source_id": entry.source_id,
        "key": exact(entry.key),
        "id": entry.id,
        "revision": revision.number,
        "content_hash": revision.content_hash,
        "missing": 0,
        "withdrawn": 0,
        "kind": entry.kind,
        "url": exact(entry.url),
        "title": exact(entry.title),
        "author": None if entry.author is None else exact(entry.author),
        "content_type": entry.content_type,
        "published": micros_or_none(entry.published),
        "published_raw": exact(entry.published_raw),
        "first_seen": micros(entry.first_seen),
        "context": context,
        "content": None if entry.content == revision.content else pack(entry.content),
    }


def _entry(row: Row) -> Entry:
    source, key, id, kind, url, title, author, content_type, published, raw, first_seen, context, content = (
        row
    )
    return Entry(
        id=id,
        source_id=source,
        key=as_text(key),
        kind=kind,
        url=as_text(url),
        title=as_text(title),
        author=None if author is None else as_text(author),
        content=unpack(content),
        content_type=content_type,
        published=moment_or_none(published),
        published_raw=as_text(raw),
        first_seen=moment(first_seen),
        context=loads(Context, context) if context else Context(),
    )


def _seen(row: Row) -> EntrySeen:
    key, entry_id, content_hash, revisions, url, title, first_seen, missing, withdrawn, published = row
    return EntrySeen(
        entry_id=entry_id,
        key=as_text(key),
        content_hash=content_hash,
        revisions=revisions,
        url=as_text(url),
        title=as_text(title),
        first_seen=moment(first_seen),
        missing=missing,
        withdrawn=bool(withdrawn),
        published=moment_or_none(published),
    )
