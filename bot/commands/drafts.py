"""What was typed into a form, kept in the store under its guild until it is saved: so a refusal costs nobody their
words, and a preview's buttons work after a restart."""

from __future__ import annotations

import json
from typing import Any

from discord import ui

from bot.commands.fields import Fields
from bot.commands.services import Caller, Interaction, read, write
from bot.commands.shelf import Shelf
from bot.desk.answers import Refusal
from bot.discord_card import button, row
from bot.discord_reply import Reply, refuse
from rules.ids import content_id
from state.store import Tx

DRAFTS = Shelf("draft", 16)
CHANGE = "Change"


def keep(tx: Tx, me: Caller, draft: dict[str, Any]) -> str:
    """Its key."""
    key = content_id("draft", json.dumps(draft), me.now.isoformat())
    DRAFTS.keep(tx, me, key, draft)
    return key


def get(tx: Tx, me: Caller, key: str) -> dict[str, Any] | None:
    return DRAFTS.get(tx, me, key)


def forget(tx: Tx, me: Caller, key: str) -> None:
    DRAFTS.forget(tx, me, key)


def refuse_with(refusal: Refusal, *items: ui.Item[Any]) -> Reply:
    """The refusal with a way to mend what was typed, so nobody types it twice."""
    reply = refuse(refusal)
    reply.view.add_item(row(*items))
    return reply


async def refused(interaction: Interaction, kind: str, refusal: Refusal, fields: Fields) -> Reply:
    """What was typed is kept, and a button leads back into the form."""
    draft = {name: list(values) for name, values in fields.values.items()}
    key = await write(interaction, lambda tx, me: keep(tx, me, draft))
    return refuse_with(refusal, button(CHANGE, "form", kind, key))


async def typed(interaction: Interaction, key: str) -> Fields:
    """As `refused` kept it; empty when others have taken its place since."""
    record = await read(interaction, lambda tx, me: get(tx, me, key)) or {}
    return Fields({name: tuple(each) for name, each in record.items() if isinstance(each, list)})
