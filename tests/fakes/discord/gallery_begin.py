"""The messages that a new server sees first, and those that say what is amiss, for the gallery."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bot.discord_layout import welcome
from tests.fakes.discord.model import MEMBER, THREAD_SEND
from tests.fakes.discord.scene import Scene
from tests.fakes.discord.user import Answer

Rendered = Callable[[Any], Iterable[str]]
FEED = "https://courier.example/feed.xml"


async def beginning(here: Scene, rendered: Rendered) -> list[tuple[str, list[str]]]:
    manager = here.manager

    def shown(answer: Answer) -> list[str]:
        return list(rendered(answer.message["components"]))

    out = [("The greeting of a new server", list(rendered(welcome().to_components())))]
    done = await (await manager.slash("setup")).submit(theme="power stations", url=FEED)
    out.append(("/setup, done", shown(done)))
    claim = {"text": "Northfield Energy will close the plant by 2030.", "speaker": "Ines Okafor"}
    refused = await (await manager.slash("claim add")).submit(**claim, said_on="last week")
    out.append(("/claim add, refused", shown(refused)))
    out.append(
        ("/claim add, done", shown(await (await refused.click("Change")).submit(said_on="2026-05-01")))
    )
    out.append(
        ("/claim add, once more", shown(await manager.slash("claim add", **claim, said_on="2026-05-01")))
    )
    preview = await (await manager.slash("watch add")).submit(name="closures", query="close AND plant")
    out.append(("/watch add: the preview", shown(preview)))
    return [*out, *await _subscribed(here, shown)]


async def _subscribed(here: Scene, shown: Callable[[Answer], list[str]]) -> list[tuple[str, list[str]]]:
    manager, role = here.manager, here.fake.ids.next()
    here.guild.roles[role] = "readers"
    wide = here.channel.bot_permissions
    here.channel.bot_permissions = MEMBER & ~THREAD_SEND
    told = await manager.slash("subscribe", theme="power stations", mention=role, threads=True)
    here.channel.bot_permissions = 0
    mute = await manager.slash("subscribe", theme="power stations")
    here.channel.bot_permissions = wide
    return [
        ("/subscribe, where some things will not work", shown(told)),
        ("/subscribe, where nothing can arrive", shown(mute)),
    ]
