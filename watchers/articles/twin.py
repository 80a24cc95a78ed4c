"""The text of an article's page as an entry of its own, beside the feed's entry: its revisions, its statements.

Feed and page are edited and shown apart, so each has its own history. The twin stands outside the feed's list (as one
that has left it), and what is judged and told is told of the feed's entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from rules.ids import content_id
from rules.model import Entry, Statement
from state.model import EntrySeen
from state.store import Tx
from watchers.content import content_hash, plain
from watchers.presence import LEFT
from watchers.revisions import next_revision

PREFIX = "page:"
Statements = tuple[Statement, ...]


def twin_id(entry_id: str) -> str:
    return content_id("page", entry_id)


def listed(seen: Mapping[str, EntrySeen]) -> dict[str, EntrySeen]:
    """Without twins: what the source's own list has shown."""
    return {key: each for key, each in seen.items() if not key.startswith(PREFIX)}


def text_hash(text: str, entry: Entry) -> str:
    """Of what is not cosmetic."""
    return content_hash("", text, "text", entry.published)


def as_document(entry: Entry, text: str) -> Entry:
    """The page's text to be read for statements: under the entry's id, so that a sentence which the feed gave has the
    same statement id; without the title, which the entry has."""
    return replace(entry, content=text, content_type="text", title="")


def record(tx: Tx, entry: Entry, text: str, statements: Statements, now: datetime) -> None:
    """A new text of the page. `statements`: those that the feed's text has not."""
    twin = replace(
        entry,
        id=twin_id(entry.id),
        key=f"{PREFIX}{entry.id}",
        content=text,
        content_type="text",
        first_seen=now,
    )
    known = tx.entries.get(twin.id)
    if known is not None:
        twin = replace(twin, first_seen=known.first_seen)
    revision = next_revision(tx.entries.revisions(twin.id), twin, text_hash(text, entry), now)
    tx.entries.put(twin, revision)
    tx.entries.mark(entry.source_id, {twin.key: LEFT})
    tx.entries.put_statements(tuple(replace(each, entry_id=twin.id) for each in statements), revision.number)


def statements_of_page(tx: Tx, entry_id: str) -> Statements:
    """Those on record of the page's newest text, beside the feed's."""
    return tuple(tx.entries.statements_of(twin_id(entry_id)))


def texts_of_page(tx: Tx, entry_id: str) -> list[str]:
    """Every text that the page has had, the newest last."""
    return [each.content for each in tx.entries.revisions(twin_id(entry_id))]


def texts_of_feed(tx: Tx, entry: Entry) -> list[str]:
    """Every text that the feed gave, plain, the newest last."""
    return [plain(each.content, entry.content_type) for each in tx.entries.revisions(entry.id)]


def ever_said(tx: Tx, entry_id: str) -> Statements:
    """Statements of every text that the entry and its page have had."""
    found: list[Statement] = []
    for each in (entry_id, twin_id(entry_id)):
        for revision in tx.entries.revisions(each):
            found += tx.entries.statements_of(each, revision.number)
    return tuple(found)
