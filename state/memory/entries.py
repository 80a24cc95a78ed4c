"""Entries, their revisions, and the statements read from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from rules.model import Entry, Revision, Statement
from state.memory.sources import MemorySources
from state.memory.tables import Journal, Table
from state.model import EntrySeen


class MemoryEntries:
    def __init__(self, journal: Journal, sources: MemorySources) -> None:
        self._sources = sources
        self.entries: Table[str, Entry] = Table(journal)
        self._keys: Table[str, dict[str, str]] = Table(journal)  # source → key → entry
        self._seen: Table[str, EntrySeen] = Table(journal)
        self._revisions: Table[tuple[str, int], Revision] = Table(journal)
        self._numbers: Table[str, tuple[int, ...]] = Table(journal)
        self._read: Table[tuple[str, int], tuple[Statement, ...]] = Table(journal)
        self._where: Table[str, tuple[tuple[str, int], ...]] = Table(journal)  # statement → entry, revision

    def seen(self, source_id: str) -> Mapping[str, EntrySeen]:
        keys = self._keys.get(source_id) or {}
        return {key: self._seen[entry_id] for key, entry_id in sorted(keys.items())}

    def by_key(self, source_id: str, key: str) -> EntrySeen | None:
        entry_id = (self._keys.get(source_id) or {}).get(key)
        return None if entry_id is None else self._seen[entry_id]

    def put(self, entry: Entry, revision: Revision) -> None:
        keys = dict(self._keys.get(entry.source_id) or {})
        if keys.get(entry.key, entry.id) != entry.id:
            raise ValueError(f"another entry has this key already ({entry.key})")
        known = self.entries.get(entry.id)
        if known is not None:
            keys.pop(known.key, None)
        keys[entry.key] = entry.id
        self._keys.put(entry.source_id, keys)
        self.entries.put(entry.id, entry)
        self._seen.put(
            entry.id,
            EntrySeen(
                entry_id=entry.id,
                key=entry.key,
                content_hash=revision.content_hash,
                revisions=revision.number,
                url=entry.url,
                title=entry.title,
                first_seen=entry.first_seen,
                published=entry.published,
            ),
        )
        self._revisions.put((entry.id, revision.number), revision)
        self._numbers.put(entry.id, _with(self._numbers.get(entry.id), revision.number))

    def forget(self, entry_id: str, *, wholly: bool) -> list[Statement]:
        """Take its texts and statements out, and with `wholly` the entry itself; the statements that went."""
        entry = self.entries[entry_id]
        gone: list[Statement] = []
        for number in self._numbers.get(entry_id) or ():
            self._revisions.pop((entry_id, number))
            gone += self._read.pop((entry_id, number)) or ()
        self._numbers.pop(entry_id)
        for statement in gone:
            self._where.pop(statement.id)
        if wholly:
            keys = dict(self._keys[entry.source_id])
            del keys[entry.key]
            self._keys.put(entry.source_id, keys)
            self._seen.pop(entry_id)
            self.entries.pop(entry_id)
        else:
            self.entries.put(entry_id, replace(entry, content=""))
        return gone

    def has_texts(self, entry_id: str) -> bool:
        return entry_id in self._numbers

    def last_seen(self, entry_id: str) -> datetime:
        """When its newest revision was seen; long ago for one without texts."""
        numbers = self._numbers.get(entry_id)
        return self._revisions[entry_id, numbers[-1]].seen_at if numbers else datetime.min.replace(tzinfo=UTC)

    def mark(self, source_id: str, missing: Mapping[str, int], withdrawn: Sequence[str] = ()) -> None:
        keys = self._keys.get(source_id) or {}
        for key, times in missing.items():
            if key in keys:
                seen = self._seen[keys[key]]
                seen = replace(seen, missing=times, withdrawn=seen.withdrawn and times != 0)
                self._seen.put(seen.entry_id, seen)
        for key in withdrawn:
            if key in keys:
                self._seen.put(keys[key], replace(self._seen[keys[key]], withdrawn=True))

    def get(self, entry_id: str) -> Entry | None:
        return self.entries.get(entry_id)

    def revisions(self, entry_id: str) -> Sequence[Revision]:
        return [self._revisions[entry_id, number] for number in self._numbers.get(entry_id) or ()]

    def put_statements(self, statements: Sequence[Statement], revision: int) -> None:
        of_entry: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            of_entry[statement.entry_id].append(statement)
        for entry_id, read in of_entry.items():
            for before in self._read.get((entry_id, revision)) or ():
                places = self._where.get(before.id) or ()
                self._where.put(before.id, tuple(p for p in places if p != (entry_id, revision)))
            self._read.put((entry_id, revision), tuple(read))
            for statement in read:
                places = tuple(p for p in self._where.get(statement.id) or () if p != (entry_id, revision))
                self._where.put(statement.id, (*places, (entry_id, revision)))

    def statement(self, statement_id: str) -> Statement | None:
        places = self._where.get(statement_id)
        if not places:
            return None
        newest = max(places, key=lambda place: place[1])
        return next(s for s in self._read[newest] if s.id == statement_id)

    def statements_of(self, entry_id: str, revision: int | None = None) -> Sequence[Statement]:
        if revision is None:
            seen = self._seen.get(entry_id)
            revision = seen.revisions if seen else 0
        return list(self._read.get((entry_id, revision)) or ())

    def recent_statements(
        self, guild_id: int, since: datetime, limit: int
    ) -> Sequence[tuple[Statement, Entry]]:
        followed = {source.id for source in self._sources.of_guild(guild_id)}
        entries = sorted((e for e in self.entries if e.source_id in followed), key=lambda entry: entry.id)
        entries.sort(key=lambda entry: entry.said_at, reverse=True)
        found = [(s, e) for e in entries if e.said_at >= since for s in self.statements_of(e.id)]
        return found[:limit]

    def count(self) -> tuple[int, int]:
        return len(self.entries), sum(map(len, self._read))


def _with(numbers: tuple[int, ...] | None, number: int) -> tuple[int, ...]:
    return tuple(sorted({*(numbers or ()), number}))
