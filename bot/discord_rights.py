"""Who may do what in Discord: one table, checked at every call against the permissions of that moment.

Everybody reads; managers write. A manager has Manage Server, or the role that the guild named. Which role that is, only
Manage Server says: a role that could name others would hand its own rights on. Discord's own
`default_member_permissions` are only a default that admins override, so they are not relied on. What is in no table
is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, assert_never

Right = Literal["read", "write", "appoint"]

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
    "settings manager_role": "appoint",
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

ONLY_MANAGERS = (
    "Only managers may do this: members with the permission **Manage Server**, or with the role that "
    "this server named with `/settings manager_role`. Everybody may use the commands that read, such as `/history`."
)
ONLY_MANAGE_SERVER = (
    "Who manages, only members with the permission **Manage Server** decide: the role that they name cannot name "
    "another. Ask one of them."
)


def refusal(right: Right | None) -> str:
    """What somebody is told who may not."""
    return ONLY_MANAGE_SERVER if right == "appoint" else ONLY_MANAGERS


def may(
    right: Right | None, *, manage_guild: bool, roles: frozenset[int], manager_role: int | None, private: bool
) -> bool:
    """`right`: what the command or press asks for, None where no table names it. `private`: a person's own space, where
    there is nobody else to ask."""
    match right:
        case "read":
            return True
        case "write":
            return private or manage_guild or (manager_role is not None and manager_role in roles)
        case "appoint":
            return private or manage_guild
        case None:
            return False
        case _:
            assert_never(right)
