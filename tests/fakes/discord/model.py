"""What the fake Discord keeps: guilds, channels, people, messages, and the faults it is told to have."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

EPOCH = 1_420_070_400_000
MANAGE_GUILD = 1 << 5
VIEW, SEND, HISTORY, THREAD_SEND = 1 << 10, 1 << 11, 1 << 16, 1 << 38
MEMBER = VIEW | SEND | HISTORY | THREAD_SEND
ALL = (1 << 53) - 1


class Snowflakes:
    """Ids as Discord makes them: the time in front, a counter behind."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        fresh = (int(time.time() * 1000) - EPOCH) << 22
        self._last = max(self._last + 1, fresh)
        return self._last

    def skip(self) -> None:
        """A millisecond on: the next id belongs to the next shard."""
        self._last += 1 << 22


@dataclass
class Channel:
    id: int
    guild_id: int | None
    name: str = "general"
    type: int = 0
    messages: list[dict[str, Any]] = field(default_factory=list)
    refuses: tuple[int, int] | None = None
    """(status, code) that every send gets: a permission revoked, a thread archived."""
    bot_permissions: int = ALL
    recipient: int | None = None
    archived: bool = False
    parent_id: int | None = None
    overwrites: list[dict[str, Any]] = field(default_factory=list)

    def payload(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "id": str(self.id),
            "type": self.type,
            "name": self.name,
            "position": 0,
            "permission_overwrites": self.overwrites,
            "nsfw": False,
            "flags": 0,
        }
        if self.guild_id:
            out["guild_id"] = str(self.guild_id)
        if self.parent_id:
            out["parent_id"] = str(self.parent_id)
        if self.type in (10, 11, 12):
            out |= {
                "owner_id": "1",
                "message_count": 0,
                "member_count": 1,
                "thread_metadata": {
                    "archived": self.archived,
                    "auto_archive_duration": 60,
                    "archive_timestamp": "2026-01-01T00:00:00+00:00",
                    "locked": False,
                },
            }
        return out


@dataclass
class Guild:
    id: int
    name: str
    channels: dict[int, Channel] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)

    def payload(self, bot_id: int) -> dict[str, Any]:
        roles = [{"id": str(self.id), "name": "@everyone"}]
        roles += [{"id": str(role), "name": name} for role, name in self.roles.items()]
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": "1",
            "unavailable": False,
            "member_count": 3,
            "large": False,
            "joined_at": "2026-01-01T00:00:00+00:00",
            "roles": [role_payload(int(each["id"]), each["name"]) for each in roles],
            "channels": [c.payload() for c in self.channels.values() if c.type not in (10, 11, 12)],
            "threads": [c.payload() for c in self.channels.values() if c.type in (10, 11, 12)],
            "members": [member_payload(user_payload(bot_id, "walkback", bot=True), ())],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "emojis": [],
            "stickers": [],
            "features": [],
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "preferred_locale": "en-GB",
            "afk_timeout": 300,
            "system_channel_flags": 0,
            "premium_progress_bar_enabled": False,
            "afk_channel_id": None,
            "system_channel_id": None,
            "rules_channel_id": None,
            "public_updates_channel_id": None,
            "icon": None,
            "splash": None,
            "banner": None,
            "description": None,
            "vanity_url_code": None,
            "application_id": None,
            "discovery_splash": None,
        }


def role_payload(role_id: int, name: str) -> dict[str, Any]:
    return {
        "id": str(role_id),
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 1,
        "permissions": str(MEMBER),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def user_payload(user_id: int, name: str, *, bot: bool = False) -> dict[str, Any]:
    return {
        "id": str(user_id),
        "username": name,
        "discriminator": "0",
        "global_name": name,
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
    }


def member_payload(user: dict[str, Any], roles: tuple[int, ...], permissions: int = ALL) -> dict[str, Any]:
    return {
        "user": user,
        "nick": None,
        "avatar": None,
        "roles": [str(role) for role in roles],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "permissions": str(permissions),
    }


@dataclass
class Fault:
    """What goes wrong with a request. `effect`: the thing is done all the same; `cut`: no answer at all."""

    status: int = 500
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    effect: bool = False
    cut: bool = False
    times: int = 1
    applies: Callable[[str, str], bool] = lambda method, path: True


@dataclass
class Request:
    """One request as it came in."""

    method: str
    path: str
    body: Any
    at: float
    problems: list[str]


@dataclass
class Interaction:
    """One interaction on its way: pushed, answered, perhaps edited."""

    id: int
    token: str
    payload: dict[str, Any]
    pushed_at: float
    answered_at: float | None = None
    kind: int | None = None
    """The callback's type: 4 message, 5 deferred, 6 deferred update, 7 update, 8 choices, 9 modal."""
    data: dict[str, Any] = field(default_factory=dict)
    message: dict[str, Any] | None = None
    followups: list[dict[str, Any]] = field(default_factory=list)
    settled: bool = False
    """True when the user sees something final (not "thinking…")."""
