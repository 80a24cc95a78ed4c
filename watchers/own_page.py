"""Is an entry that left its list gone? Its own page is asked before anybody is told.

Lists are cut, re-sorted and edited for other reasons than a retraction, so a missing item is only a suspicion. The
answer is one of three: the page stands and shows the entry, the page is gone (404, 410), or it cannot be told.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rules.model import Entry
from rules.reading.references import unescaped
from state.model import EntrySeen, Source
from state.store import Store, Tx
from watchers.articles.ask import Asker, Barred, NotNow
from watchers.articles.notice import notice_on
from watchers.content import plain
from watchers.decode import text_of
from watchers.outcome import Failed, Fetched, NotModified
from watchers.plan import Plan, hint
from watchers.presence import Answer, answered

AT_ONCE = 2
"""Pages asked within one poll, so that it ends well within its lease; the others wait for the next one."""
MAX_PAGE = 512 * 1024
"""Bytes of the page that are searched."""
LEAST = 16
"""Letters and digits of a title or sentence that say whose page it is."""
SENTENCES = 5
_MARKUP = re.compile(r"<[^<>]{0,4000}>")
_NO_LETTER = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"[.!?\n]+")


@dataclass(frozen=True, slots=True)
class OwnPages:
    """`asker`: asks as it asks for articles, in its host's turn and within what robots.txt allows."""

    asker: Asker

    async def ask(self, entries: Mapping[str, Entry]) -> dict[str, Answer]:
        """An answer for each key; "not_asked" where it is not this host's turn."""
        answers: dict[str, Answer] = {}
        for number, (key, entry) in enumerate(entries.items()):
            answers[key] = await self._one(entry) if number < AT_ONCE else "not_asked"
        return answers

    async def _one(self, entry: Entry) -> Answer:
        answer = await self.asker.get(entry.url, who=f"own {entry.id}")
        if isinstance(answer, NotNow):
            return "not_asked"
        return "unknown" if isinstance(answer, Barred) else await self._judged(answer, entry)

    async def _judged(self, answer: Fetched | NotModified | Failed, entry: Entry) -> Answer:
        match answer:
            case Fetched() as page:
                return await asyncio.to_thread(_read, page, entry)
            case Failed(reason="not_found" | "gone"):
                return "gone"
            case _:
                return "unknown"


def _read(page: Fetched, entry: Entry) -> Answer:
    if shows(page.body, page.content_type, entry):
        return "there"
    return "gone" if notice_on(page.body, page.content_type) else "unknown"


async def confirmed(
    pages: OwnPages | None, store: Store, source: Source, found: Plan, seen: Mapping[str, EntrySeen]
) -> Plan:
    """The plan, without the withdrawals that the entries' own pages do not confirm."""
    keys = [key for key in found.presence.withdrawn if has_own_page(seen[key], seen, source.url)]
    if pages is None or not keys:
        return found

    def entries(tx: Tx) -> dict[str, Entry]:
        kept = {key: tx.entries.get(seen[key].entry_id) for key in keys}
        return {key: entry for key, entry in kept.items() if entry is not None}

    answers = await pages.ask(await store.read(entries))
    flaps = int(hint(source, "flaps", "0"))
    return replace(found, presence=answered(found.presence, answers, seen, flaps=flaps))


def has_own_page(entry: EntrySeen, seen: Mapping[str, EntrySeen], home: str) -> bool:
    """Its link is neither the source's own address nor that of another entry."""
    if not entry.url or entry.url.rstrip("/") == home.rstrip("/"):
        return False
    return all(other.url != entry.url for other in seen.values() if other.key != entry.key)


def shows(body: bytes, content_type: str, entry: Entry) -> bool:
    """Does the page carry the entry's title, or one of its first sentences? Letters and digits decide."""
    text = text_of(body[:MAX_PAGE], content_type)
    page = _letters(unescaped(_MARKUP.sub("", text)))
    sentences = _SENTENCE_END.split(plain(entry.content[:20_000], entry.content_type))
    wanted = [letters for each in sentences if len(letters := _letters(each)) >= LEAST][:SENTENCES]
    title = _letters(entry.title)
    if len(title) >= LEAST or not wanted:
        wanted.append(title)
    return any(each and each in page for each in wanted)


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text).casefold()
