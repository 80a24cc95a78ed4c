"""Themes: the subjects a guild follows."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from bot.desk import limits
from bot.desk.answers import Refusal, not_found, too_long
from rules.ids import content_id, looks_like_id
from rules.model import Theme
from state.model import AuditRow
from state.store import Tx

NAME_LIMIT = 60


def add(tx: Tx, guild_id: int, name: str, *, now: datetime, actor: int = 0) -> Theme | Refusal:
    name = _written(name)
    if not name:
        return Refusal("A theme needs a name, such as 'jobs and automation'.")
    if refusal := too_long("name", name, NAME_LIMIT):
        return refusal
    if tx.rules.theme(guild_id, name) is not None:
        return Refusal(f"There is a theme '{name}' already.")
    if refusal := limits.full(tx, guild_id, "themes", len(tx.rules.themes(guild_id))):
        return refusal
    theme = Theme(
        id=content_id("theme", guild_id, name.casefold()), guild_id=guild_id, name=name, created_at=now
    )
    tx.rules.put_theme(theme)
    tx.guilds.audit(
        AuditRow(guild_id=guild_id, at=now, actor=actor, action="theme add", subject=theme.id, detail=name)
    )
    return theme


def _written(name: str) -> str:
    """One way of writing a name: composed letters, single spaces, nothing that cannot be seen."""
    seen = (c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) != "Cf")
    return " ".join("".join(c if c.isprintable() else " " for c in seen).split())


def find(tx: Tx, guild_id: int, name: str) -> Theme | Refusal:
    """By id or name, whatever the case."""
    theme = tx.rules.theme(guild_id, _written(name))
    return theme if theme is not None else not_found("theme", name, "The list of themes")


def ensure(tx: Tx, guild_id: int, name: str, *, now: datetime, actor: int = 0) -> Theme | Refusal:
    """The theme of that name, made now if there is none. The id of one that is gone (a form was open for long) makes
    none of that name."""
    known = tx.rules.theme(guild_id, _written(name))
    if known is None and looks_like_id(name):
        return not_found("theme", name, "The list of themes")
    return known or add(tx, guild_id, name, now=now, actor=actor)


def listing(tx: Tx, guild_id: int) -> Sequence[Theme]:
    """A guild's themes."""
    return tx.rules.themes(guild_id)


def remove(tx: Tx, guild_id: int, name: str, *, now: datetime, actor: int = 0) -> Theme | Refusal:
    """The theme that was taken away, with its rules, follows and subscriptions; its claims are left without one."""
    theme = find(tx, guild_id, name)
    if isinstance(theme, Refusal):
        return theme
    tx.rules.remove_theme(guild_id, theme.id)
    tx.guilds.audit(
        AuditRow(
            guild_id=guild_id, at=now, actor=actor, action="theme remove", subject=theme.id, detail=theme.name
        )
    )
    return theme


def name_of(tx: Tx, guild_id: int, theme_id: str | None) -> str:
    """The theme's name, "" for none."""
    theme = tx.rules.theme(guild_id, theme_id) if theme_id else None
    return theme.name if theme else ""
