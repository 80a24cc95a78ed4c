"""Autocomplete: what a guild has, by name or id, at most 25 at a time. The value is an id; commands check it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import discord
from discord.app_commands import Choice

from bot.commands.phrases import EVERY_THEME
from bot.commands.services import Caller, read, services_of
from bot.desk import claims, history, hours, sources, subscriptions, themes, watch
from bot.desk.answers import Refusal
from bot.discord_card import cut_plain
from bot.discord_size import CHOICE_TEXT, CHOICES
from bot.words import LABELS, speaker_name
from rules.change import TAGS
from rules.model import Claim
from state.store import Tx

Interaction = discord.Interaction[discord.Client]
Offer = tuple[str, str]
"""(value, what is shown)."""
ALL_THEMES = "*"
KEPT_GUILDS = 100
"""Guilds whose claims are kept in memory for autocomplete."""


def choices(offers: Iterable[Offer], typed: str) -> list[Choice[str]]:
    """Those whose words or id contain what was typed, those that begin with it first."""
    wanted = typed.strip().casefold()
    fitting = [
        (value, shown)
        for value, shown in offers
        if wanted in shown.casefold() or value.casefold().startswith(wanted)
    ]
    fitting.sort(key=lambda offer: not offer[1].casefold().startswith(wanted))
    return [Choice(name=cut_plain(shown, CHOICE_TEXT), value=value) for value, shown in fitting[:CHOICES]]


async def _offer(
    interaction: Interaction, typed: str, gather: Callable[[Tx, Caller], list[Offer]]
) -> list[Choice[str]]:
    return choices(await read(interaction, gather), typed)


async def theme(interaction: Interaction, typed: str) -> list[Choice[str]]:
    return await _offer(interaction, typed, _themes)


async def theme_or_all(interaction: Interaction, typed: str) -> list[Choice[str]]:
    return await _offer(interaction, typed, lambda tx, me: [(ALL_THEMES, EVERY_THEME), *_themes(tx, me)])


def _themes(tx: Tx, me: Caller) -> list[Offer]:
    return [(each.id, each.name) for each in themes.listing(tx, me.guild_id)]


async def source(interaction: Interaction, typed: str) -> list[Choice[str]]:
    def gather(tx: Tx, me: Caller) -> list[Offer]:
        rows = sources.listing(tx, me.guild_id)
        return [] if isinstance(rows, Refusal) else [(r.source.id, r.source.name) for r in rows]

    return await _offer(interaction, typed, gather)


async def rule(interaction: Interaction, typed: str) -> list[Choice[str]]:
    return await _offer(
        interaction, typed, lambda tx, me: [(each.id, each.name) for each in watch.listing(tx, me.guild_id)]
    )


async def claim(interaction: Interaction, typed: str) -> list[Choice[str]]:
    return choices(await _claims(interaction), typed)


async def claims_so_far(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """For an option that takes several ids: completes the last one and keeps those before it."""
    before, _, last = typed.rpartition(",")
    kept = before.strip()
    offers = await _claims(interaction)
    found = choices(offers, last)
    if not kept:
        return found
    several = (Choice(name=cut_plain(f"… + {c.name}", CHOICE_TEXT), value=f"{kept},{c.value}") for c in found)
    return [each for each in several if len(each.value) <= CHOICE_TEXT]


async def _claims(interaction: Interaction) -> list[Offer]:
    """Kept until any rule, theme or claim changes: people type on, and a guild may have 20,000 claims."""
    kept = services_of(interaction).offers

    def gather(tx: Tx, me: Caller) -> list[Offer]:
        version = tx.rules.version()
        known = kept.get(me.guild_id)
        if known is not None and known[0] == version:
            return known[1]
        found = claims.listing(tx, me.guild_id)
        offers = (
            [] if isinstance(found, Refusal) else [(each.id, claim_label(each)) for each in reversed(found)]
        )
        if len(kept) >= KEPT_GUILDS:
            kept.clear()
        kept[me.guild_id] = (version, offers)
        return offers

    return await read(interaction, gather)


def claim_label(each: Claim) -> str:
    return f"{speaker_name(each.speaker)}: {each.title or each.standing.text}"


async def speaker(interaction: Interaction, typed: str) -> list[Choice[str]]:
    def gather(tx: Tx, me: Caller) -> list[Offer]:
        found = claims.listing(tx, me.guild_id)
        if isinstance(found, Refusal):
            return []
        names = dict.fromkeys(each.speaker for each in found if each.speaker)
        return [(each, each) for each in names if len(each) <= CHOICE_TEXT]

    return await _offer(interaction, typed, gather)


async def timezone(interaction: Interaction, typed: str) -> list[Choice[str]]:
    return choices(((name, name.replace("_", " ")) for name in hours.zone_names()), typed.replace("_", " "))


async def alert(interaction: Interaction, typed: str) -> list[Choice[str]]:
    def gather(tx: Tx, me: Caller) -> list[Offer]:
        return [
            (each.id, f"{_day(each.at)} {speaker_name(each.speaker)}: {LABELS[each.headline]}")
            for each in history.newest(tx, me.guild_id, 200)
        ]

    return await _offer(interaction, typed, gather)


async def subscription(interaction: Interaction, typed: str) -> list[Choice[str]]:
    guild = interaction.guild

    def gather(tx: Tx, me: Caller) -> list[Offer]:
        names = {each.id: each.name for each in themes.listing(tx, me.guild_id)}
        offers = []
        for each in subscriptions.listing(tx, me.guild_id):
            target = each.address.target
            channel = guild.get_channel_or_thread(int(target)) if guild and target.isdigit() else None
            where = f"#{channel.name}" if channel else str(each.address)[:40]
            offers.append((each.id, f"{where} · {names.get(each.theme_id or '', EVERY_THEME)} · {each.pace}"))
        return offers

    return await _offer(interaction, typed, gather)


async def change(interaction: Interaction, typed: str) -> list[Choice[str]]:
    return choices(((tag, LABELS[tag]) for tag in TAGS), typed)


async def changes(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Several kinds, with commas: completes the last one."""
    before, _, last = typed.rpartition(",")
    kept = [part.strip() for part in before.split(",") if part.strip()]
    offers: list[Offer] = [(tag, LABELS[tag]) for tag in TAGS if tag not in kept]
    if not kept:
        offers.insert(0, ("all", "every kind, also the silent ones"))
    found = choices(offers, last)
    prefix = ",".join(kept)
    return [
        Choice(name=cut_plain(", ".join([*kept, each.name]), CHOICE_TEXT), value=f"{prefix},{each.value}")
        if kept
        else each
        for each in found
        if len(prefix) + len(each.value) < CHOICE_TEXT
    ]


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
