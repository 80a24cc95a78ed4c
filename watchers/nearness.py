"""Linking by meaning, as a poll asks for it: made ready before the transaction, used in it. `bot.semantic` answers
where that extra is installed; without it nothing here is called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from rules.judge import Arrived
from rules.judging.concerned import concerned
from rules.judging.nouns import Known
from rules.model import Claim, Entry, Statement
from state.model import Source
from state.store import Store, Tx
from watchers.articles.twin import statements_of_page
from watchers.hearing import Hearing, RuleBooks

Read = Iterable[tuple[Entry, Sequence[Statement]]]


class Rated(Protocol):
    """Statements whose vectors are made."""

    def known(self, tx: Tx) -> Known:
        """What is on record, with candidates rated by meaning where they can be."""

    def keep(self, tx: Tx, claim: Claim) -> None:
        """The claim was just written: its vector too, if its words are among the statements."""


class Semantics(Protocol):
    async def rate(self, texts: Sequence[str], guilds: Sequence[int]) -> Rated | None:
        """Vectors of these statements, and the claims of these guilds that are near to each; off the event loop. None
        where the model cannot be used."""


async def rated(
    semantics: Semantics | None, store: Store, source: Source, read: Read, books: RuleBooks, now: datetime
) -> Rated | None:
    """What judging these entries may ask for. `read`: entries with their statements, the most important first."""
    if semantics is None:
        return None
    texts, guilds = await store.read(lambda tx: _asked(tx, source, read, books, now))
    return await semantics.rate(texts, guilds) if texts else None


def _asked(
    tx: Tx, source: Source, read: Read, books: RuleBooks, now: datetime
) -> tuple[list[str], list[int]]:
    """Texts of the statements that a rule may match, and the guilds whose claims they are held against. What an entry
    has said before is not held against anything again."""
    texts: dict[str, None] = {}
    guilds: list[int] = []
    audiences = Hearing.of(tx, source, now, books).audiences
    fresh = [(entry, _fresh(tx, entry, statements)) for entry, statements in read] if audiences else []
    for audience in audiences:
        found: list[str] = []
        for entry, statements in fresh:
            arrived = Arrived(
                entry=entry,
                kind="new",
                statements=statements,
                themes=audience.themes,
                source_name=source.name,
                at=now,
            )
            found += [each.text for each in concerned(arrived, audience.book)]
        if found:
            texts.update(dict.fromkeys(found))
            guilds.append(audience.guild_id)
    return list(texts), guilds


def _fresh(tx: Tx, entry: Entry, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    known = (*tx.entries.statements_of(entry.id), *statements_of_page(tx, entry.id))
    said = {each.text for each in known}
    return tuple(each for each in statements if each.text not in said)
