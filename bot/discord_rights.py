"""Who may do what in Discord: one table, checked at every call against the permissions of that moment.

Everybody reads; managers write. A manager has Manage Server, or the role that the guild named. Discord's own
`default_member_permissions` are only a default that admins override, so they are not relied on. What is in no table
is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Right = Literal["read", "write"]

COMMANDS: Mapping[str, Right] = {
    "subscribe": "write",
    "unsubscribe": "write",
    "subscriptions": "read",
    "theme add": "write",
    "theme list": "read",
    "theme remove": "write",
    "source add": "write",
    "source list": "read",
    "source show": "read",
    "source edit": "write",
    "source pause": "write",
    "source resume": "write",
    "source remove": "write",
    "source import": "write",
    "watch add": "write",
    "watch list": "read",
    "watch show": "read",
    "watch edit": "write",
    "watch test": "read",
    "watch pause": "write",
    "watch resume": "write",
    "watch remove": "write",
    "claim add": "write",
    "claim list": "read",
    "claim show": "read",
    "claim timeline": "read",
    "claim edit": "write",
    "claim merge": "write",
    "claim remove": "write",
    "history": "read",
    "why": "read",
    "status": "read",
    "help": "read",
    "setup": "write",
    "settings show": "read",
    "settings manager_role": "write",
    "settings limits": "write",
    "settings log": "write",
    "Track as claim": "write",
    "Check against claims": "read",
}

PRESSES: Mapping[str, Right] = {
    "why": "read",
    "timeline": "read",
    "open": "read",
    "page": "read",
    "status": "read",
    "help": "read",
    "export": "read",
    "correct": "write",
    "notsame": "write",
    "speaker": "write",
    "takeback": "write",
    "mute": "write",
    "unmute": "write",
    "form": "write",
    "save": "write",
    "discard": "write",
    "remove": "write",
    "keep": "write",
    "undo": "write",
    "setup": "write",
}
"""By the action in a component's or form's id (`bot.discord_ids`)."""

REFUSED = (
    "Only managers may do this: members with the permission **Manage Server**, or with the role that "
    "this server named with `/settings manager_role`. Everybody may use the commands that read, such as `/history`."
)


def may_write(*, manage_guild: bool, roles: frozenset[int], manager_role: int | None, private: bool) -> bool:
    """`private`: a person's own space, where there is nobody else to ask."""
    return private or manage_guild or (manager_role is not None and manager_role in roles)
