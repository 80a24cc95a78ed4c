"""The button Mute: what, and for how long."""

from __future__ import annotations

import discord

from bot.commands import phrases
from bot.commands.services import Caller, read, write
from bot.desk import mutes
from bot.desk.answers import Refusal
from bot.discord_card import button, cut_plain, row
from bot.discord_ids import Press, custom_id
from bot.discord_reply import Reply, answer, refuse, say
from rules.change import Alert
from rules.ids import content_id
from state.store import Tx

Interaction = discord.Interaction[discord.Client]
SPANS = ((1, "for a day"), (7, "for a week"), (30, "for 30 days"))
KEY = 20


async def pressed(interaction: Interaction, press: Press) -> None:
    """First the question, then, with a choice, the mute."""
    data: object = interaction.data
    chosen = data.get("values") if isinstance(data, dict) else None
    if chosen:
        what, _, days = str(chosen[0]).partition(" ")
        span = int(days) if days.isascii() and days.isdigit() else 1
        await answer(interaction, _mute(interaction, press.part(0), what, span), update=True)
    else:
        await answer(interaction, _ask(interaction, press.part(0)))


async def _ask(interaction: Interaction, alert_id: str) -> Reply:
    alert = await read(interaction, lambda tx, me: tx.alerts.get(me.guild_id, alert_id))
    if alert is None:
        return refuse(phrases.NOT_HERE)
    options = [
        discord.SelectOption(label=cut_plain(f"{_called(alert, what)} {words}", 100), value=f"{what} {days}")
        for what in mutes.WHATS
        if mutes.subject_of(alert, what)
        for days, words in SPANS
    ]
    menu: discord.ui.Select[discord.ui.LayoutView] = discord.ui.Select(
        custom_id=custom_id("mute", alert_id), placeholder="Choose", options=options
    )
    return say(phrases.MUTE_PROMPT, row(menu))


def _called(alert: Alert, what: mutes.What) -> str:
    return {"claim": "This claim", "speaker": alert.speaker or "", "rule": f"The rule {alert.rule_name}"}[
        what
    ]


async def _mute(interaction: Interaction, alert_id: str, what: str, days: int) -> Reply:
    def work(tx: Tx, me: Caller) -> mutes.Mute | Refusal:
        alert = tx.alerts.get(me.guild_id, alert_id)
        if alert is None:
            return Refusal(phrases.NOT_HERE)
        return mutes.add(tx, me.guild_id, alert, what, days, now=me.now, actor=me.user_id)

    done = await write(interaction, work)
    if isinstance(done, Refusal):
        return refuse(done)
    return say(phrases.mute_done(done), row(button("Unmute", "unmute", done.what, short(done.key))))


def short(key: str) -> str:
    """A key as a button carries it: ids as they are, names hashed."""
    return key if len(key) == KEY and key.isalnum() else content_id("mute", key)


async def pressed_unmute(interaction: Interaction, press: Press) -> None:
    async def work() -> Reply:
        done = await write(interaction, lambda tx, me: _lift(tx, me, press.part(0), press.part(1)))
        return say(phrases.UNMUTED) if done else refuse(phrases.MUTE_NOTHING)

    await answer(interaction, work(), update=True)


def _lift(tx: Tx, me: Caller, what: str, key: str) -> bool:
    for mute in mutes.listing(tx, me.guild_id, me.now):
        if mute.what == what and short(mute.key) == key:
            return mutes.remove(tx, me.guild_id, what, mute.key, now=me.now, actor=me.user_id)
    return False
