"""`docs/discord-messages.md` and `docs/discord.md` show what the bot is today."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.discord import reference
from tests.fakes.discord.gallery import gallery

PAGE = Path(__file__).parents[2] / "docs/discord-messages.md"


async def test_the_page_of_messages_is_current() -> None:
    assert PAGE.read_text("utf-8") == await gallery(), "renew it: python -m tests.fakes.discord.gallery"


async def test_the_guide_lists_every_command_as_it_is() -> None:
    text = reference.PAGE.read_text("utf-8")
    assert text == reference.page_with(text, await reference.table()), (
        "python -m tests.fakes.discord.reference"
    )
