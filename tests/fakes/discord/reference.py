"""The table of commands out of the command tree: what stands in `docs/discord.md` between its two marks.

.venv/bin/python -m tests.fakes.discord.reference      # writes it
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord

from bot.commands import install, presses
from bot.commands.services import Services
from bot.desk.answers import Refusal
from bot.discord_client import Client
from bot.discord_rights import COMMANDS
from state.memory import open_memory

PAGE = Path(__file__).parents[3] / "docs/discord.md"
BEGIN, END = "<!-- commands -->", "<!-- end of commands -->"


async def _nothing(url: str) -> Refusal:
    return Refusal(url)


def _leaves(payloads: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for payload in payloads:
        subs = [option for option in payload.get("options", ()) if option["type"] == 1]
        yield from ((f"{payload['name']} {sub['name']}", sub) for sub in subs)
        if not subs:
            yield payload["name"], payload


async def table() -> str:
    services = Services(store=open_memory(), clock=lambda: datetime.now(UTC), preview=_nothing)
    client = Client(services, install, presses())
    payloads = [
        command.to_dict(client.tree)
        for command in client.tree.get_commands(type=discord.AppCommandType.chat_input)
    ]
    rows = ["| command | does | who |", "|---|---|---|"]
    for name, node in _leaves(payloads):
        options = [o["name"] if o.get("required") else f"[{o['name']}]" for o in node.get("options", ())]
        call = " ".join([f"/{name}", *options])
        rows.append(f"| `{call}` | {node['description']} | {_who(name)} |")
    for name in sorted(set(COMMANDS) - {name for name, _ in _leaves(payloads)}):
        rows.append(f"| message menu **{name}** | on any message | {_who(name)} |")
    return "\n".join(rows)


def _who(name: str) -> str:
    return {"read": "everybody", "write": "managers", "appoint": "Manage Server"}[COMMANDS[name]]


def page_with(text: str, rows: str) -> str:
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{rows}\n{END}{tail}"


if __name__ == "__main__":
    PAGE.write_text(page_with(PAGE.read_text("utf-8"), asyncio.run(table())), "utf-8")
