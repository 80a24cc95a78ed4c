"""Removing: asked before it is done, and undone for ten minutes after.

What was removed is kept under a key in the store, so an undo also works after a restart of the bot.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, get_args

import discord

from bot.commands import phrases, phrases_said
from bot.commands.services import Caller, read, write
from bot.commands.shelf import Shelf
from bot.desk import claims, sources, subscriptions, themes, watch
from bot.desk.answers import Refusal
from bot.discord_card import button, row
from bot.discord_ids import Press
from bot.discord_reply import REFUSAL_COLOUR, Reply, answer, refuse, say
from rules.ids import content_id
from rules.model import Claim, Subscription, Theme, Version, WatchRule
from state.codec import dumps, loads
from state.model import AuditRow, Follow, Source
from state.store import Tx

Interaction = discord.Interaction[discord.Client]
Kind = Literal["theme", "source", "watch", "claim", "subscription"]
KINDS: tuple[Kind, ...] = get_args(Kind)
UNDO_FOR = timedelta(minutes=10)
REMOVED = Shelf("undo", 32)
NAMES_TRIED = 32


@dataclass(frozen=True, slots=True)
class Under:
    """Claims that a removal leaves without their theme: their ids, for there may be tens of thousands."""

    theme_id: str
    claims: tuple[str, ...]


Kept = Theme | Follow | Source | WatchRule | Subscription | Claim | Version | Under
_STORED: dict[str, type] = {
    each.__name__: each for each in (Theme, Follow, Source, WatchRule, Subscription, Claim, Version)
}


@dataclass(frozen=True, slots=True)
class Doomed:
    """What a removal would take away: its id, what to call it, and all that must come back with it."""

    id: str
    words: str
    kept: tuple[Kept, ...]


# --- what would go --------------------------------------------------------------------------------


def doomed(tx: Tx, guild_id: int, kind: Kind, name: str) -> Doomed | Refusal:
    match kind:
        case "theme":
            return _theme(tx, guild_id, name)
        case "source":
            source = sources.find(tx, guild_id, name)
            if isinstance(source, Refusal):
                return source
            follows = [f for f in tx.sources.followers(source.source.id) if f.guild_id == guild_id]
            return Doomed(source.source.id, phrases.doomed_source(source), (source.source, *follows))
        case "watch":
            rule = watch.find(tx, guild_id, name)
            return (
                rule
                if isinstance(rule, Refusal)
                else Doomed(rule.id, phrases_said.doomed_rule(rule), (rule,))
            )
        case "claim":
            claim = claims.find(tx, guild_id, name)
            if isinstance(claim, Refusal):
                return claim
            versions = tx.claims.versions(guild_id, claim.id)
            return Doomed(claim.id, phrases_said.doomed_claim(claim), (claim, *versions))
        case "subscription":
            one = subscriptions.find(tx, guild_id, name)
            return one if isinstance(one, Refusal) else Doomed(one.id, phrases.unsubscribed(one), (one,))


def _theme(tx: Tx, guild_id: int, name: str) -> Doomed | Refusal:
    theme = themes.find(tx, guild_id, name)
    if isinstance(theme, Refusal):
        return theme
    watched = tx.sources.of_guild(guild_id, theme.id)
    follows = [
        follow
        for source in watched
        for follow in tx.sources.followers(source.id)
        if follow.guild_id == guild_id and follow.theme_id == theme.id
    ]
    rules = [rule for rule in tx.rules.rules(guild_id) if rule.theme_id == theme.id]
    hearing = [s for s in tx.rules.subscriptions(guild_id) if s.theme_id == theme.id]
    under = tx.claims.of_guild(guild_id, theme.id)
    words = phrases.doomed_theme(theme, len(follows), len(rules), len(hearing), len(under))
    claims_under = Under(theme.id, tuple(claim.id for claim in under))
    return Doomed(theme.id, words, (theme, *watched, *follows, *rules, *hearing, claims_under))


# --- asked, done, undone --------------------------------------------------------------------------


async def ask_removal(interaction: Interaction, kind: Kind, name: str) -> Reply:
    found = await read(interaction, lambda tx, me: doomed(tx, me.guild_id, kind, name))
    if isinstance(found, Refusal):
        return refuse(found)
    buttons = row(button("Remove", "remove", kind, found.id, danger=True), button("Keep", "keep"))
    return say(found.words, buttons, colour=REFUSAL_COLOUR)


async def pressed_remove(interaction: Interaction, press: Press) -> None:
    await answer(interaction, remove(interaction, press.part(0), press.part(1)), update=True)


async def remove(interaction: Interaction, kind: str, name: str) -> Reply:
    def work(tx: Tx, me: Caller) -> tuple[str, str] | Refusal:
        if kind not in KINDS:
            return Refusal(phrases.NOT_HERE)
        found = doomed(tx, me.guild_id, kind, name)
        if isinstance(found, Refusal):
            return _just_gone(tx, me, kind, name) or found
        gone = _remove(tx, me, kind, found.id)
        return gone if isinstance(gone, Refusal) else (gone, _keep(tx, me, kind, found, gone))

    done = await write(interaction, work)
    if isinstance(done, Refusal):
        return refuse(done)
    words, key = done
    return say(f"{words}\n-# {phrases.UNDO_HINT}", row(button("Undo", "undo", key)))


def _remove(tx: Tx, me: Caller, kind: Kind, item: str) -> str | Refusal:
    match kind:
        case "theme":
            theme = themes.remove(tx, me.guild_id, item, now=me.now, actor=me.user_id)
            return theme if isinstance(theme, Refusal) else phrases.theme_removed(theme)
        case "source":
            source = sources.remove(tx, me.guild_id, item, now=me.now, actor=me.user_id)
            return source if isinstance(source, Refusal) else phrases.source_removed(source)
        case "watch":
            rule = watch.remove(tx, me.guild_id, item, now=me.now, actor=me.user_id)
            return rule if isinstance(rule, Refusal) else phrases_said.rule_removed(rule)
        case "claim":
            claim = claims.remove(tx, me.guild_id, item, now=me.now, actor=me.user_id)
            return claim if isinstance(claim, Refusal) else phrases_said.claim_removed(claim)
        case "subscription":
            one = subscriptions.remove(tx, me.guild_id, item, now=me.now, actor=me.user_id)
            return one if isinstance(one, Refusal) else phrases.unsubscribed(one)


def _just_gone(tx: Tx, me: Caller, kind: Kind, item: str) -> tuple[str, str] | None:
    """The words and the key of the same removal, a moment ago: a second click or person sees its undo too."""
    for record in REMOVED.records(tx, me):
        if record["gone"] == [kind, item] and me.now <= datetime.fromisoformat(record["until"]):
            return record["words"], record["key"]
    return None


def _keep(tx: Tx, me: Caller, kind: Kind, what: Doomed, words: str) -> str:
    """Store what goes; the key names this very removal."""
    rows = [[type(each).__name__, _written(each)] for each in what.kept]
    key = content_id("undo", me.now.isoformat(), *(text for _, text in rows))
    until = (me.now + UNDO_FOR).isoformat()
    REMOVED.keep(tx, me, key, {"until": until, "gone": [kind, what.id], "words": words, "rows": rows})
    return key


def _written(each: Kept) -> str:
    return json.dumps([each.theme_id, *each.claims]) if isinstance(each, Under) else dumps(each)


def _read(name: str, text: str) -> Kept:
    if name == Under.__name__:
        theme_id, *ids = json.loads(text)
        return Under(theme_id, tuple(ids))
    found: Kept = loads(_STORED[name], text)
    return found


async def pressed_keep(interaction: Interaction, press: Press) -> None:
    async def work() -> Reply:
        return say(phrases.KEPT)

    await answer(interaction, work(), update=True)


async def pressed_undo(interaction: Interaction, press: Press) -> None:
    async def work() -> Reply:
        done = await write(interaction, lambda tx, me: undo(tx, me, press.part(0)))
        if not isinstance(done, Refusal):
            return say(done)
        reply = refuse(done)
        if done.text == phrases.UNDO_THEME_FIRST:
            reply.view.add_item(row(button("Undo", "undo", press.part(0))))
        return reply

    await answer(interaction, work(), update=True)


def undo(tx: Tx, me: Caller, key: str) -> str | Refusal:
    """Puts back what was removed under that key by this guild within the last ten minutes."""
    record = REMOVED.get(tx, me, key)
    if record is None:
        return Refusal(phrases.UNDO_GONE)
    if me.now > datetime.fromisoformat(record["until"]):
        return Refusal(phrases.UNDO_OVER)
    values: list[Kept] = [_read(name, text) for name, text in record["rows"]]
    if _lacks_theme(tx, me.guild_id, values):
        return Refusal(phrases.UNDO_THEME_FIRST)
    _put_back(tx, me.guild_id, values)
    REMOVED.forget(tx, me, key)
    tx.guilds.audit(
        AuditRow(guild_id=me.guild_id, at=me.now, actor=me.user_id, action="undo remove", subject=key)
    )
    return phrases.UNDONE


def _lacks_theme(tx: Tx, guild_id: int, values: list[Kept]) -> bool:
    """Whether something would come back to a theme that is gone: without one it would mean every theme."""
    back = {value.id for value in values if isinstance(value, Theme)}
    needed = {v.theme_id for v in values if isinstance(v, Follow | WatchRule | Subscription) and v.theme_id}
    return any(tx.rules.theme(guild_id, theme_id) is None for theme_id in needed - back)


def _put_back(tx: Tx, guild_id: int, values: list[Kept]) -> None:
    versions = {v.number: v for v in values if isinstance(v, Version)}
    for value in values:
        match value:
            case Theme():
                tx.rules.put_theme(value)
            case Source():
                tx.sources.add(value)
            case Follow():
                tx.sources.follow(value)
            case WatchRule():
                tx.rules.put_rule(replace(value, name=_free_name(tx, guild_id, value)))
            case Subscription():
                tx.rules.put_subscription(value)
            case Claim():
                theme = tx.rules.theme(guild_id, value.theme_id) if value.theme_id else None
                claim = replace(value, theme_id=theme.id if theme else None)
                for number in sorted(versions):
                    tx.claims.put(claim, versions[number])
            case Under():
                _under_again(tx, guild_id, value)
            case Version():
                pass  # put with its claim


def _free_name(tx: Tx, guild_id: int, rule: WatchRule) -> str:
    """Its name, or another where a new rule has taken that meanwhile: two rules of one name are never told apart."""
    names = (rule.name, *(f"{rule.name[:52]} ({number})" for number in range(2, NAMES_TRIED)))
    for name in names:
        known = tx.rules.rule(guild_id, name)
        if known is None or known.id == rule.id:
            return name
    return rule.id


def _under_again(tx: Tx, guild_id: int, under: Under) -> None:
    """Claims as they stand now, under the theme again, but for those that were given another."""
    for claim_id in under.claims:
        claim = tx.claims.get(guild_id, claim_id)
        if claim is not None and claim.theme_id is None:
            tx.claims.update(replace(claim, theme_id=under.theme_id))
