"""Putting a claim on record, from the command as from the form."""

from __future__ import annotations

from datetime import date

import discord

from bot.commands import phrases, phrases_said
from bot.commands.services import Caller, write
from bot.desk import claims, themes
from bot.desk.answers import Refusal
from bot.discord_card import button, row
from bot.discord_reply import Reply, say
from rules.model import Claim
from state.store import Tx

Interaction = discord.Interaction[discord.Client]


def parse_day(text: str) -> date | Refusal | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return Refusal(f"'{text[:40]}' is no day. Write it like 2026-05-28.")


async def add_claim(
    interaction: Interaction, text: str, speaker: str, said_on: str, url: str, theme: str | None
) -> Reply | Refusal:
    day = parse_day(said_on)
    if isinstance(day, Refusal):
        return day
    draft = claims.Draft(text=text, speaker=speaker, said_on=day, url=url.strip(), theme=theme or None)

    def work(tx: Tx, me: Caller) -> tuple[Claim, str, bool] | Refusal:
        before = tx.claims.count(me.guild_id)
        done = claims.add(tx, me.guild_id, draft, now=me.now, actor=me.user_id)
        if isinstance(done, Refusal):
            return done
        new = tx.claims.count(me.guild_id) > before
        return done, themes.name_of(tx, me.guild_id, done.theme_id), new

    done = await write(interaction, work)
    if isinstance(done, Refusal):
        return done
    claim, name, new = done
    card = phrases_said.claim_card(claim, name)
    if not new:
        return say(f"{phrases.KNOWN_CLAIM}\n{card}", row(button("Timeline", "timeline", "", claim.id)))
    return say(card, row(button("Remove again", "remove", "claim", claim.id)))
