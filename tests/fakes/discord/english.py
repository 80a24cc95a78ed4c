"""Every text of the command tree that can be translated: what `bot/commands/english.py` holds.

.venv/bin/python -m tests.fakes.discord.english      # writes it
"""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import discord
from discord import app_commands
from discord.app_commands import TranslationContextTypes, locale_str

from bot.commands import install, presses
from bot.commands.languages import key_of
from bot.commands.services import Services
from bot.desk.answers import Refusal
from bot.discord_client import Client
from state.memory import open_memory

PAGE = Path(__file__).parents[3] / "bot/commands/english.py"
HEAD = '''"""Every name and description of a command, in English: the keys of a catalogue, for translators. Names have
`name:` in front of them. Written by `python -m tests.fakes.discord.english`."""

from __future__ import annotations

TEXTS: tuple[str, ...] = (
'''


class Collector(app_commands.Translator):
    def __init__(self) -> None:
        self.keys: set[str] = set()

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        self.keys.add(key_of(string.message, context.location))
        return None


async def _nothing(url: str) -> Refusal:
    return Refusal(url)


async def texts() -> list[str]:
    services = Services(store=open_memory(), clock=lambda: datetime.now(UTC), preview=_nothing)
    client = Client(services, install, presses())
    collector = Collector()
    for command in client.tree.get_commands():
        await command.get_translated_payload(client.tree, collector)
    return sorted(collector.keys)


def page(found: list[str]) -> str:
    return HEAD + "".join(f"    {_literal(key)},\n" for key in found) + ")\n"


def _literal(text: str) -> str:
    return repr(text) if '"' in text and "'" not in text else json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    PAGE.write_text(page(asyncio.run(texts())), "utf-8")
