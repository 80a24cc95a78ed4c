"""The buttons Correct and Not the same: judging an alert, and taking the judgement back."""

from __future__ import annotations

import discord

from bot.commands import phrases_said
from bot.commands.services import write
from bot.desk import triage
from bot.desk.answers import Refusal
from bot.discord_card import button, row
from bot.discord_ids import Press
from bot.discord_reply import Reply, answer, refuse, say

Interaction = discord.Interaction[discord.Client]


async def pressed_correct(interaction: Interaction, press: Press) -> None:
    await answer(interaction, _judge(interaction, press.part(0), "correct"))


async def pressed_not_same(interaction: Interaction, press: Press) -> None:
    await answer(interaction, _judge(interaction, press.part(0), "not_same"))


async def pressed_speaker(interaction: Interaction, press: Press) -> None:
    await answer(interaction, _judge(interaction, press.part(0), "wrong_speaker"), update=True)


async def pressed_take_back(interaction: Interaction, press: Press) -> None:
    async def work() -> Reply:
        done = await write(
            interaction,
            lambda tx, me: triage.take_back(
                tx, me.guild_id, press.part(0), now=me.now, actor=me.user_id, verdict=press.part(1)
            ),
        )
        return refuse(done) if isinstance(done, Refusal) else say(phrases_said.taken_back(done))

    await answer(interaction, work(), update=True)


async def _judge(interaction: Interaction, alert_id: str, verdict: triage.Verdict) -> Reply:
    done = await write(
        interaction,
        lambda tx, me: triage.judge_alert(tx, me.guild_id, alert_id, verdict, now=me.now, actor=me.user_id),
    )
    if isinstance(done, Refusal):
        return refuse(done)
    buttons = [button("Take back", "takeback", alert_id, verdict)]
    if verdict == "not_same":
        buttons.insert(0, button("It was another speaker", "speaker", alert_id))
    return say(phrases_said.judged(done), row(*buttons))
