"""The one door through which every interaction is answered: within three seconds, or deferred and then edited.

What goes wrong between us and Discord on the first answer: it may be lost, or taken and its confirmation lost. Then
the next try is told 40060 ("already acknowledged"), which means that the user has it: we go on from there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.desk.answers import Refusal
from bot.discord_card import card
from bot.discord_text import code_block, plain

log = logging.getLogger(__name__)

DEFER_AFTER = 0.6
"""Seconds of work after which the user sees "thinking…": Discord waits for three, people for one."""
ALREADY_ANSWERED = 40060
EXPIRED = 10062
TRIES = 3
QUIET = 0x5C6B7A
REFUSAL_COLOUR = 0xB0413E
SORRY = "Something went wrong on our side; it is in the log. Try again; `/status` says how things stand."

Interaction = discord.Interaction[discord.Client]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as Discord shows it. Replies are seen by who asked alone."""

    view: ui.LayoutView
    files: tuple[discord.File, ...] = ()


def say(text: str, *items: ui.Item[Any], colour: int = QUIET) -> Reply:
    """`text` is markdown of our own; what people typed in it has gone through `plain`."""
    return Reply(card(colour, ui.TextDisplay(text), *items))


def refuse(refusal: Refusal | str) -> Reply:
    words = plain(str(refusal), 1_500)
    if isinstance(refusal, Refusal) and refusal.shown:
        words += f"\n{code_block(refusal.shown, 400)}"
    return Reply(card(REFUSAL_COLOUR, ui.TextDisplay(words)))


async def answer(interaction: Interaction, work: Coroutine[Any, Any, Reply], *, update: bool = False) -> None:
    """Do the work and show what it says. `update`: in place of the message that was pressed, where that is ours
    to the presser alone; a new message otherwise."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=DEFER_AFTER)
    in_place = update and _is_private(interaction)
    if done:
        reply = _outcome(task)
        await _shown(lambda: _respond(interaction, reply, in_place))
        return
    await _shown(lambda: interaction.response.defer(ephemeral=True, thinking=not in_place))
    await asyncio.wait({task})
    reply = _outcome(task)
    await _shown(lambda: interaction.edit_original_response(view=reply.view, attachments=_files(reply)))


def _is_private(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _outcome(task: asyncio.Task[Reply]) -> Reply:
    error = task.exception()
    if error is None:
        return task.result()
    log.error("a command failed", exc_info=error)
    return say(SORRY, colour=REFUSAL_COLOUR)


async def _respond(interaction: Interaction, reply: Reply, in_place: bool) -> None:
    if in_place:
        await interaction.response.edit_message(view=reply.view, attachments=_files(reply))
    else:
        await interaction.response.send_message(view=reply.view, files=_files(reply), ephemeral=True)


def _files(reply: Reply) -> list[discord.File]:
    """From their beginning: an earlier try may have read them to the end."""
    for file in reply.files:
        file.reset(seek=True)
    return list(reply.files)


async def _shown(call: Callable[[], Awaitable[Any]]) -> None:
    """An answer, tried again where it may not have arrived: showing the same thing twice shows it once."""
    for left in reversed(range(TRIES)):
        try:
            await call()
            return
        except discord.HTTPException as error:
            if error.code == ALREADY_ANSWERED:
                return
            if error.code == EXPIRED:
                log.warning("an interaction had expired before it was answered")
                return
            if error.status < 500 or not left:
                raise
        except (aiohttp.ClientError, OSError):
            if not left:
                raise


async def show_form(interaction: Interaction, form: ui.Modal) -> None:
    """A form as the first answer. Its submit finds its way by its id, so nothing waits for it in memory."""
    form.stop()
    await _shown(lambda: interaction.response.send_modal(form))
