"""What buttons, menus and modals carry: `wb:ACTION:PART:PART…`, at most 100 characters.

A press after a restart finds its way by these words alone; nothing about a message is kept in memory. Whose data an
id may reach is decided by the guild of the press, never by the id.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from bot.discord_size import CUSTOM_ID

PREFIX = "wb"


@dataclass(frozen=True, slots=True)
class Press:
    """One component or modal as named by its id."""

    action: str
    parts: tuple[str, ...]

    def part(self, index: int) -> str:
        """The part, "" where there is none: ids of older messages may have fewer."""
        return self.parts[index] if index < len(self.parts) else ""


def fits(action: str, *parts: str) -> bool:
    return len(_joined(action, parts)) <= CUSTOM_ID


def custom_id(action: str, *parts: str) -> str:
    """Raises ValueError when it does not fit: ask `fits` first where a part is a user's text."""
    text = _joined(action, parts)
    if len(text) > CUSTOM_ID:
        raise ValueError(f"custom_id of {len(text)} characters: {text[:40]}…")
    return text


def _joined(action: str, parts: tuple[str, ...]) -> str:
    return ":".join((PREFIX, action, *(quote(part, safe=" ,-_./") for part in parts)))


def parse(text: str) -> Press | None:
    """None for what is not ours."""
    prefix, _, rest = text.partition(":")
    if prefix != PREFIX or not rest:
        return None
    action, *parts = rest.split(":")
    return Press(action, tuple(unquote(part) for part in parts))
