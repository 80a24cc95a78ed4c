"""Which press is answered by what: one table over the actions of `bot.discord_ids`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord

from bot.commands import (
    claim,
    claim_form,
    guide,
    guild_settings,
    history,
    mute,
    pages,
    phrases,
    removal,
    setup,
    source,
    status,
    subscription,
    theme,
    timeline,
    triage,
    watch,
    watch_form,
    why,
)
from bot.commands.fields import Fields, submitted_fields
from bot.discord_ids import Press
from bot.discord_reply import Reply, answer, refuse

Interaction = discord.Interaction[discord.Client]
Handler = Callable[[Interaction, Press], Awaitable[None]]

LISTS: Mapping[str, pages.Lister] = {
    "themes": theme.listing,
    "sources": source.listing,
    "rules": watch.listing,
    "claims": claim.listing,
    "timeline": timeline.listing,
    "subscriptions": subscription.listing,
    "history": history.listing,
    "log": guild_settings.listing,
}


async def turned(interaction: Interaction, press: Press) -> None:
    """Another page of a list."""
    await answer(interaction, _page(interaction, press), update=True)


async def _page(interaction: Interaction, press: Press) -> Reply:
    kind, number, *rest = (*press.parts, "", "")[: max(2, len(press.parts))]
    args = await pages.arguments(interaction, tuple(rest))
    lister = LISTS.get(kind)
    if lister is None or args is None or not number.isdigit():
        return refuse(phrases.FILTERS_FORGOTTEN)
    if kind == "timeline":
        return await timeline.show_page(interaction, args[0] if args else "", int(number))
    return await pages.page(interaction, kind, lister, args, int(number))


async def opened(interaction: Interaction, press: Press) -> None:
    """A choice from a list: `watch ID`, `claim ID`, or an alert's id."""
    data: Any = interaction.data
    chosen = (data.get("values") or [""])[0]
    kind, _, item = str(chosen).rpartition(" ")
    if kind == "watch":
        await answer(interaction, watch.show_rule(interaction, item))
    elif kind == "claim":
        await answer(interaction, claim.show_claim(interaction, item))
    else:
        await answer(interaction, history.show_alert(interaction, item))


FORMS: Mapping[str, Callable[[Interaction, Fields], Awaitable[None]]] = {
    "watch": watch_form.submitted,
    "claim": claim_form.submitted,
    "setup": setup.submitted,
}


CHANGED: Mapping[str, Handler] = {
    "watch": watch_form.pressed_change,
    "claim": claim_form.pressed_change,
    "setup": setup.pressed_change,
}
"""Buttons that lead back into a form."""


async def form(interaction: Interaction, press: Press) -> None:
    """A form sent off, or a button that leads back into one."""
    kind = press.part(0)
    if interaction.type is discord.InteractionType.modal_submit:
        data: Any = interaction.data
        fields = submitted_fields(data.get("components", ()))
        await FORMS[kind](interaction, fields)
    elif kind in CHANGED:
        await CHANGED[kind](interaction, press)


TABLE: Mapping[str, Handler] = {
    "why": why.pressed,
    "timeline": timeline.pressed,
    "open": opened,
    "page": turned,
    "status": status.pressed,
    "help": guide.pressed,
    "export": history.pressed_export,
    "mute": mute.pressed,
    "unmute": mute.pressed_unmute,
    "correct": triage.pressed_correct,
    "notsame": triage.pressed_not_same,
    "speaker": triage.pressed_speaker,
    "takeback": triage.pressed_take_back,
    "setup": setup.pressed,
    "form": form,
    "save": watch_form.pressed_save,
    "discard": watch_form.pressed_discard,
    "remove": removal.pressed_remove,
    "keep": removal.pressed_keep,
    "undo": removal.pressed_undo,
}
