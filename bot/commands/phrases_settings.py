"""What the bot says about a server's settings: texts for Discord, English, ready for translation."""

from __future__ import annotations

from dataclasses import asdict

from bot.desk.limits import Limits, words
from bot.discord_text import plain, when
from state.model import AuditRow, Guild


def settings(guild: Guild | None, most: Limits) -> str:
    role = f"<@&{guild.manager_role}>" if guild and guild.manager_role else "none (`/settings manager_role`)"
    return f"### Settings\n**May manage** members with Manage Server · role {role}\n{limits(most)}"


def limits(most: Limits) -> str:
    """Every limit in one line."""
    return f"**At most** {' · '.join(f'{words(name)} {number:,}' for name, number in asdict(most).items())}"


def manager_role(role_id: int | None) -> str:
    if role_id is None:
        return "Only members with **Manage Server** may manage now."
    return f"Members with <@&{role_id}> may manage now, beside those with **Manage Server**."


def audit_line(row: AuditRow) -> str:
    who = f"<@{row.actor}>" if row.actor else "the command line"
    return f"{when(row.at)} {who} · {plain(row.action, 60)} · {plain(row.detail or row.subject, 120)}"
