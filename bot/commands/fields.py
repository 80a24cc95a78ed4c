"""Fields of forms, and what was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.discord_card import cut_plain
from bot.discord_size import FIELD_HINT, FIELD_LABEL, OPTION_TEXT
from bot.discord_text import cut


@dataclass(frozen=True, slots=True)
class Fields:
    """Values by the field's id, as the submit brought them."""

    values: dict[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        return next(iter(self.values.get(name, ())), "").strip()

    def many(self, name: str) -> tuple[str, ...]:
        return self.values.get(name, ())


def submitted_fields(components: Iterable[dict[str, Any]]) -> Fields:
    """Out of a modal submit's raw components, whatever they are wrapped in."""
    found: dict[str, tuple[str, ...]] = {}
    for each in components:
        inner = [each["component"]] if isinstance(each.get("component"), dict) else each.get("components", ())
        found |= submitted_fields(inner).values
        name = each.get("custom_id")
        if name and "values" in each:
            found[name] = tuple(map(str, each["values"]))
        elif name and "value" in each:
            found[name] = (str(each["value"] or ""),)
    return Fields(found)


def text_field(
    name: str, label: str, hint: str, *, most: int, value: str = "", long: bool = False, required: bool = True
) -> ui.Label[Any]:
    style = discord.TextStyle.paragraph if long else discord.TextStyle.short
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id=name,
        style=style,
        max_length=most,
        default=cut(value, most, end="") or None,
        required=required,
    )
    return ui.Label(text=label[:FIELD_LABEL], description=hint[:FIELD_HINT], component=field)


def choose(
    name: str,
    label: str,
    hint: str,
    offered: Sequence[tuple[str, str]],
    chosen: set[str],
    *,
    most: int = 1,
    least: int = 1,
) -> ui.Label[Any]:
    options = [
        discord.SelectOption(label=cut_plain(shown, OPTION_TEXT), value=value, default=value in chosen)
        for value, shown in offered
    ]
    select: ui.Select[Any] = ui.Select(
        custom_id=name,
        options=options,
        min_values=least,
        max_values=min(most, len(options)),
        required=least > 0,
    )
    return ui.Label(text=label[:FIELD_LABEL], description=hint[:FIELD_HINT], component=select)
