"""Claims: put on record, look up, follow through time, mend, merge, remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.desk import limits, themes
from bot.desk.answers import Refusal, not_found, too_long
from bot.desk.pasted import words_said
from rules.compare.bare import bare_statement
from rules.ids import content_id
from rules.model import Claim, Version
from state.model import AuditRow
from state.store import Tx

TEXT_LIMIT = 1_000
SPEAKER_LIMIT = 120
MOST_ALIASES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A claim as someone brings it."""

    text: str
    speaker: str | None
    said_on: date | None = None
    url: str = ""
    theme: str | None = None
    title: str = ""
    aliases: tuple[str, ...] = ()
    id: str = ""
    """From an import; "" for one of our own making."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A claim and every version of it, oldest first."""

    claim: Claim
    versions: tuple[Version, ...]
    theme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import came to: `added`, and `known`, which were on record already."""

    added: int
    known: int
    refused: tuple[tuple[int, str], ...]
    """(number of the record, why)."""


def add(tx: Tx, guild_id: int, draft: Draft, *, now: datetime, actor: int = 0) -> Claim | Refusal:
    """The claim, new or as it is on record already (same words, speaker and date)."""
    text = " ".join(draft.text.split())
    speaker = " ".join(draft.speaker.split()) if draft.speaker is not None else None
    if not text:
        return Refusal("A claim needs its words: the sentence that was said.")
    if speaker == "":
        return Refusal("The speaker's name is empty. Write who said it.")
    if refusal := too_long("claim", text, TEXT_LIMIT) or too_long("speaker", speaker or "", SPEAKER_LIMIT):
        return refusal
    aliases = names_of(draft.aliases)
    if isinstance(aliases, Refusal):
        return aliases
    if draft.said_on is not None and draft.said_on > now.date():
        return Refusal(f"{draft.said_on.isoformat()} has not come yet. Give the day on which it was said.")
    if draft.url and not draft.url.startswith(("http://", "https://")):
        return Refusal(f"'{draft.url[:80]}' is no web address. Give one that begins with https://, or none.")
    text = words_said(text, speaker, aliases, now)
    theme_id = None
    if draft.theme:
        theme = themes.ensure(tx, guild_id, draft.theme, now=now, actor=actor)
        if isinstance(theme, Refusal):
            return theme
        theme_id = theme.id
    said_on = draft.said_on
    claim_id = content_id(
        "claim", guild_id, draft.id or text, speaker or "", said_on.isoformat() if said_on else ""
    )
    known = tx.claims.get(guild_id, claim_id)
    if known is not None:
        return known
    if refusal := limits.full(tx, guild_id, "claims", tx.claims.count(guild_id, "added")):
        return refusal
    statement = replace(bare_statement(text, speaker, said_on), url=draft.url)
    claim = Claim(
        id=claim_id,
        guild_id=guild_id,
        theme_id=theme_id,
        speaker=speaker,
        standing=statement,
        created_at=now,
        title=draft.title,
        aliases=aliases,
    )
    version = Version(claim_id=claim.id, number=1, statement=statement, recorded_at=now, tag="new_claim")
    tx.claims.put(claim, version)
    _audit(tx, claim, "claim add", now, actor)
    return claim


def names_of(aliases: Sequence[str]) -> tuple[str, ...] | Refusal:
    """Other names of a speaker, each once."""
    names = [" ".join(alias.split()) for alias in aliases]
    if "" in names:
        return Refusal("An alias is empty. Write another name of the speaker, or leave it out.")
    for name in names:
        if refusal := too_long("alias", name, SPEAKER_LIMIT):
            return refusal
    if len(set(names)) > MOST_ALIASES:
        return Refusal(
            f"There are {len(set(names))} aliases; at most {MOST_ALIASES} are possible. Leave some out."
        )
    return tuple(dict.fromkeys(names))


def import_all(tx: Tx, guild_id: int, drafts: Sequence[Draft], *, now: datetime, actor: int = 0) -> Imported:
    """Adds what it can and says of the rest why not."""
    added = known = 0
    refused: list[tuple[int, str]] = []
    for number, draft in enumerate(drafts, 1):
        before = tx.claims.count(guild_id, "added")
        answer = add(tx, guild_id, draft, now=now, actor=actor)
        if isinstance(answer, Refusal):
            refused.append((number, answer.text))
        elif tx.claims.count(guild_id, "added") > before:
            added += 1
        else:
            known += 1
    return Imported(added=added, known=known, refused=tuple(refused))


def find(tx: Tx, guild_id: int, name: str) -> Claim | Refusal:
    """By id, or by the beginning of an id or of the words when only one claim has it."""
    wanted = name.strip()
    claim = tx.claims.get(guild_id, wanted)
    if claim is not None:
        return claim
    folded = wanted.casefold()
    if len(folded) < 4:
        return not_found("claim", name, "The list of claims")
    close = [
        claim
        for claim in tx.claims.of_guild(guild_id)
        if claim.id.startswith(folded) or claim.standing.text.casefold().startswith(folded)
    ]
    if len(close) > 1:
        return Refusal(f"{len(close)} claims begin with '{wanted[:40]}'. Use the id of one.")
    return close[0] if close else not_found("claim", name, "The list of claims")


def listing(
    tx: Tx, guild_id: int, *, theme: str | None = None, speaker: str | None = None, text: str = ""
) -> Sequence[Claim] | Refusal:
    """Claims whose standing words hold every word of `text`, whatever the case."""
    theme_id = None
    if theme:
        found = themes.find(tx, guild_id, theme)
        if isinstance(found, Refusal):
            return found
        theme_id = found.id
    words = text.casefold().split()
    return [
        claim
        for claim in tx.claims.of_guild(guild_id, theme_id, speaker)
        if all(word in claim.standing.text.casefold() for word in words)
    ]


def timeline(tx: Tx, guild_id: int, name: str) -> Timeline | Refusal:
    """A claim with every version of it, oldest first."""
    claim = find(tx, guild_id, name)
    if isinstance(claim, Refusal):
        return claim
    return Timeline(
        claim=claim,
        versions=tuple(tx.claims.versions(guild_id, claim.id)),
        theme=themes.name_of(tx, guild_id, claim.theme_id),
    )


def edit(
    tx: Tx,
    guild_id: int,
    name: str,
    *,
    now: datetime,
    title: str | None = None,
    theme: str | None = None,
    aliases: Sequence[str] | None = None,
    actor: int = 0,
) -> Claim | Refusal:
    """Title, theme, aliases. The words on record are not editable: remove the claim and add it anew instead."""
    claim = find(tx, guild_id, name)
    if isinstance(claim, Refusal):
        return claim
    if theme is not None:
        found = themes.find(tx, guild_id, theme) if theme else None
        if isinstance(found, Refusal):
            return found
        claim = replace(claim, theme_id=found.id if found else None)
    if title is not None:
        if refusal := too_long("title", title, 120):
            return refusal
        claim = replace(claim, title=title.strip())
    if aliases is not None:
        names = names_of(aliases)
        if isinstance(names, Refusal):
            return names
        claim = replace(claim, aliases=names)
    tx.claims.update(claim)
    _audit(tx, claim, "claim edit", now, actor)
    return claim


def merge(tx: Tx, guild_id: int, keep: str, fold: str, *, now: datetime, actor: int = 0) -> Claim | Refusal:
    """`fold`'s versions go into `keep`'s record, in order of the day; `fold` is gone. The claim that is left."""
    kept, folded = find(tx, guild_id, keep), find(tx, guild_id, fold)
    for found in (kept, folded):
        if isinstance(found, Refusal):
            return found
    assert isinstance(kept, Claim)
    assert isinstance(folded, Claim)
    if kept.id == folded.id:
        return Refusal("These are one claim already. Name two different ones.")
    tx.claims.merge(guild_id, kept.id, folded.id)
    _audit(tx, folded, f"claim merge into {kept.id}", now, actor)
    return tx.claims.get(guild_id, kept.id) or kept


def remove(tx: Tx, guild_id: int, name: str, *, now: datetime, actor: int = 0) -> Claim | Refusal:
    """The claim that was taken off the record. Its alerts stay in the history."""
    claim = find(tx, guild_id, name)
    if isinstance(claim, Refusal):
        return claim
    tx.claims.remove(guild_id, claim.id)
    _audit(tx, claim, "claim remove", now, actor)
    return claim


def _audit(tx: Tx, claim: Claim, action: str, now: datetime, actor: int) -> None:
    tx.guilds.audit(
        AuditRow(
            guild_id=claim.guild_id,
            at=now,
            actor=actor,
            action=action,
            subject=claim.id,
            detail=claim.standing.text[:200],
        )
    )
