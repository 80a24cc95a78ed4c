"""`docs/discord-messages.md` shows what the bot sends today."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.discord.gallery import gallery

PAGE = Path(__file__).parents[2] / "docs/discord-messages.md"


async def test_the_page_of_messages_is_current() -> None:
    assert PAGE.read_text("utf-8") == await gallery(), "renew it: python -m tests.fakes.discord.gallery"
