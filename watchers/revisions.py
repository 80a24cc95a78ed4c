"""The texts that an entry, or its page, has had: one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rules.model import Entry, Revision


def next_revision(earlier: Sequence[Revision], entry: Entry, content_hash: str, now: datetime) -> Revision:
    """The entry's text as it is now, numbered after the last; one that it has had before names the first revision
    that had it."""
    return Revision(
        entry_id=entry.id,
        number=len(earlier) + 1,
        content_hash=content_hash,
        seen_at=now,
        title=entry.title,
        content=entry.content,
        reverts_to=next((each.number for each in earlier if each.content_hash == content_hash), None),
    )
