"""Entries into statements: where it is done and what becomes of it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, runtime_checkable

from rules.model import Context, Document, Entry, Statement
from rules.reading import read
from state.codec import dumps, loads
from state.store import Tx
from watchers.articles.twin import listed
from watchers.outcome import Unreadable

log = logging.getLogger(__name__)
BATCH = 40
BATCH_CHARACTERS = 120_000
"""What one job reads at most, so that it stays far below the limits of the reading process."""

Statements = tuple[Statement, ...]


@runtime_checkable
class Reader(Protocol):
    """What `watchers.sandbox.Sandbox` does: jobs in a process that can be killed."""

    async def run(self, job: dict[str, Any], body: bytes) -> dict[str, Any] | Unreadable: ...


def document_of(entry: Entry) -> Document:
    """An entry as something to read."""
    return Document(
        id=entry.id,
        kind=entry.kind,
        content=entry.content,
        content_type=entry.content_type,
        published=entry.said_at.date(),
        title=entry.title,
        author=entry.author,
        url=entry.url,
        context=entry.context,
    )


def read_here(entry: Entry) -> Statements:
    """The entry's statements, read in this process."""
    return tuple(
        replace(each, entry_id=entry.id, url=each.url or entry.url)
        for each in read(document_of(entry)).statements
    )


async def read_by(parser: object, entries: Mapping[str, Entry]) -> dict[str, Statements]:
    """The statements of each entry, by the same keys: read out of this process if `parser` is a `Reader`. An entry that
    cannot be read within the limits has none."""
    if not isinstance(parser, Reader):
        return await asyncio.to_thread(lambda: {key: read_here(each) for key, each in entries.items()})
    found = await read_there(parser, entries)
    for key in entries.keys() - found.keys():
        log.warning("entry %s could not be read within the limits; it is kept without statements", key[:100])
        found[key] = ()
    return found


async def read_there(reader: Reader, entries: Mapping[str, Entry]) -> dict[str, Statements]:
    """The statements of each entry, by the same keys, read in the reading process. What cannot be read within the
    limits is left out."""
    found: dict[str, Statements] = {}
    for batch in _batches(entries):
        body = json.dumps([_to_wire(document_of(entry)) for _, entry in batch]).encode("utf-8", "replace")
        answer = await reader.run({"job": "read"}, body)
        if isinstance(answer, Unreadable) or "read" not in answer:
            if len(batch) > 1:  # one of them is the culprit: the others shall not suffer
                for key, entry in batch:
                    found.update(await read_there(reader, {key: entry}))
            continue
        for (key, entry), statements in zip(batch, answer["read"], strict=True):
            found[key] = tuple(
                replace(each, entry_id=entry.id, url=each.url or entry.url)
                for each in (loads(Statement, text) for text in statements)
            )
    return found


def read_job(body: bytes) -> dict[str, Any]:
    """The other side of `read_there`, in the reading process."""
    return {
        "read": [[dumps(each) for each in read(_from_wire(raw)).statements] for raw in json.loads(body)],
    }


def statements_on_record(tx: Tx, entry: Entry) -> Statements:
    """Of the entry's newest text; read now where that was put off."""
    return tuple(tx.entries.statements_of(entry.id)) or read_here(entry)


def _batches(entries: Mapping[str, Entry]) -> Iterator[Sequence[tuple[str, Entry]]]:
    batch: list[tuple[str, Entry]] = []
    size = 0
    for key, entry in entries.items():
        if batch and (len(batch) >= BATCH or size + len(entry.content) > BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append((key, entry))
        size += len(entry.content)
    if batch:
        yield batch


def _to_wire(document: Document) -> dict[str, Any]:
    out = {
        name: getattr(document, name) for name in Document.__slots__ if name not in ("published", "context")
    }
    out["published"] = document.published.isoformat() if document.published else None
    out["context"] = {name: getattr(document.context, name) for name in Context.__slots__}
    return out


def _from_wire(raw: Mapping[str, Any]) -> Document:
    from datetime import date

    published = raw["published"]
    return Document(
        **{
            **raw,
            "published": date.fromisoformat(published) if published else None,
            "context": Context(**raw["context"]),
        }
    )


def unread(tx: Tx, source_id: str, limit: int) -> Iterable[Entry]:
    """Entries of the source that have no statements on record, at most `limit`."""
    found: list[Entry] = []
    for seen in listed(tx.entries.seen(source_id)).values():
        if len(found) >= limit:
            break
        if not tx.entries.statements_of(seen.entry_id):
            entry = tx.entries.get(seen.entry_id)
            if entry is not None:
                found.append(entry)
    return found
