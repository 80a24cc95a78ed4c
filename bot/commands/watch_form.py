"""The form of `/watch add`: filled in, previewed with a backtest, then saved, changed or thrown away.

A draft is kept in the store under its guild until it is saved, so the preview's buttons work after a restart.
"""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.commands import drafts, phrases, phrases_said
from bot.commands.fields import Fields, choose, text_field
from bot.commands.services import Caller, read, write
from bot.desk import themes, watch
from bot.desk.answers import Refusal
from bot.discord_card import button, row
from bot.discord_ids import Press, custom_id
from bot.discord_reply import Reply, answer, say, show_form
from bot.discord_size import OPTIONS
from bot.words import LABELS
from rules.change import TAGS
from rules.model import Theme
from state.store import Tx

Interaction = discord.Interaction[discord.Client]
ANY = "*"


async def open_form(
    interaction: Interaction,
    *,
    name: str = "",
    query: str = "",
    theme: str = "",
    changes: tuple[str, ...] = (),
) -> None:
    known = await read(interaction, lambda tx, me: list(themes.listing(tx, me.guild_id)))
    await show_form(interaction, form(known, name=name, query=query, theme=theme, changes=changes))


def form(known: list[Theme], *, name: str, query: str, theme: str, changes: tuple[str, ...]) -> ui.Modal:
    modal = ui.Modal(title=phrases.WATCH_FORM, custom_id=custom_id("form", "watch"))
    modal.add_item(
        text_field("name", "Name", "How alerts call it, such as: jobs figures", most=60, value=name)
    )
    hint = 'Such as: jobs AND figure>=20% AND speaker:"Mara Voss"'
    modal.add_item(text_field("query", "What to follow", hint, most=1000, value=query, long=True))
    offered = [(ANY, phrases.EVERY_THEME), *((each.id, each.name) for each in known[: OPTIONS - 1])]
    modal.add_item(choose("theme", "Theme", "Only statements from its sources", offered, {theme or ANY}))
    kinds = [(tag, LABELS[tag]) for tag in TAGS]
    hint = "Leave empty for the usual ones"
    modal.add_item(choose("changes", "Kinds of change", hint, kinds, set(changes), most=len(kinds), least=0))
    return modal


async def submitted(interaction: Interaction, fields: Fields) -> None:
    await answer(interaction, _preview(interaction, fields), update=True)


async def _preview(interaction: Interaction, fields: Fields) -> Reply:
    theme = fields.one("theme")
    draft = {
        "name": fields.one("name"),
        "query": fields.one("query"),
        "theme": "" if theme == ANY else theme,
        "changes": list(fields.many("changes")),
    }

    def work(tx: Tx, me: Caller) -> tuple[str, watch.Backtest | Refusal]:
        key = drafts.keep(tx, me, draft)
        return key, watch.backtest(tx, me.guild_id, str(draft["query"]), now=me.now)

    key, test = await write(interaction, work)
    change = button("Change", "form", "watch", key)
    if isinstance(test, Refusal):
        return drafts.refuse_with(test, change)
    return say(
        f"### {phrases.PREVIEW}: {phrases.name(str(draft['name']))}\n{phrases_said.backtest(test)}",
        row(
            button("Save", "save", "watch", key, primary=True),
            change,
            button("Discard", "discard", "watch", key),
        ),
    )


async def pressed_change(interaction: Interaction, press: Press) -> None:
    """Back to the form, as it was filled in."""

    def look(tx: Tx, me: Caller) -> tuple[dict[str, Any] | None, list[Theme]]:
        return drafts.get(tx, me, press.part(1)), list(themes.listing(tx, me.guild_id))

    draft, known = await read(interaction, look)
    record = draft or {"name": "", "query": "", "theme": "", "changes": []}
    await show_form(
        interaction,
        form(
            known,
            name=record["name"],
            query=record["query"],
            theme=record["theme"],
            changes=tuple(record["changes"]),
        ),
    )


async def pressed_save(interaction: Interaction, press: Press) -> None:
    def work(tx: Tx, me: Caller) -> str | Refusal:
        draft = drafts.get(tx, me, press.part(1))
        if draft is None:
            return Refusal(phrases.DRAFT_GONE)
        rule = watch.add(
            tx,
            me.guild_id,
            draft["name"],
            draft["query"],
            now=me.now,
            theme=draft["theme"] or None,
            changes=draft["changes"],
            actor=me.user_id,
        )
        if isinstance(rule, Refusal):
            return rule
        drafts.forget(tx, me, press.part(1))
        return phrases_said.rule_live(rule)

    async def save() -> Reply:
        done = await write(interaction, work)
        if isinstance(done, Refusal):
            return drafts.refuse_with(done, button("Change", "form", "watch", press.part(1)))
        return say(done)

    await answer(interaction, save(), update=True)


async def pressed_discard(interaction: Interaction, press: Press) -> None:
    async def work() -> Reply:
        await write(interaction, lambda tx, me: drafts.forget(tx, me, press.part(1)))
        return say(phrases.DISCARDED)

    await answer(interaction, work(), update=True)
