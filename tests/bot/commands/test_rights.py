"""Members read, managers write: one table, walked, and held to at every call."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.commands import install, presses
from bot.commands.services import Services
from bot.desk.answers import Refusal
from bot.discord_client import Client
from bot.discord_ids import custom_id
from bot.discord_rights import COMMANDS, ONLY_MANAGE_SERVER, ONLY_MANAGERS, PRESSES, Right, may
from state.memory import open_memory
from state.model import Guild
from tests.fakes.discord.model import role_payload
from tests.fakes.discord.scene import Scene, scene, wall_clock
from tests.fakes.discord.user import text_of


@pytest.fixture
async def here() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened
        assert opened.fake.problems == []


async def nothing(url: str) -> Refusal:
    return Refusal(url)


def names(tree: app_commands.CommandTree[discord.Client]) -> set[str]:
    found = {each.qualified_name for each in tree.walk_commands() if not isinstance(each, app_commands.Group)}
    for kind in (discord.AppCommandType.message, discord.AppCommandType.user):
        found |= {each.name for each in tree.get_commands(type=kind)}
    return found


async def test_the_table_names_every_command_and_no_other() -> None:
    client = Client(Services(store=open_memory(), clock=wall_clock, preview=nothing), install, presses())
    assert names(client.tree) == set(COMMANDS)


def test_the_table_names_every_press_and_no_other() -> None:
    assert set(presses()) == set(PRESSES)


def required(node: dict[str, Any]) -> dict[str, Any]:
    return {
        option["name"]: 1 if option["type"] == 4 else "x"
        for option in node.get("options", ())
        if option.get("required")
    }


def leaves(commands: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for command in commands:
        if command.get("type", 1) != 1:
            continue
        subs = [option for option in command.get("options", ()) if option["type"] == 1]
        yield from ((f"{command['name']} {sub['name']}", sub) for sub in subs)
        if not subs:
            yield command["name"], command


async def test_a_reader_may_call_everything_that_reads_and_nothing_that_writes(here: Scene) -> None:
    reader = here.reader
    seen = set()
    for path, node in leaves(here.fake.commands):
        options = required(node)
        if any(option["type"] == 11 for option in node.get("options", ()) if option.get("required")):
            continue  # a file: see the test of imports
        answer = await reader.slash(path, **options)
        refused = answer.kind == 4 and answer.text in (ONLY_MANAGERS, ONLY_MANAGE_SERVER)
        assert refused == (COMMANDS[path] != "read"), path
        seen.add(path)
    assert len(seen) > 30


async def test_a_readers_press_of_a_managers_button_is_refused(here: Scene) -> None:
    asked = await here.manager.slash("theme add", name="jobs")
    asked = await here.manager.slash("theme remove", theme="jobs")
    answer = await here.reader.click(asked.message, "Remove")
    assert "Only managers may do this" in answer.text
    assert "jobs" in (await here.reader.slash("theme list")).text


async def test_the_named_role_may_write_while_it_is_named_and_held(here: Scene) -> None:
    role = here.fake.ids.next()
    here.guild.roles[role] = "editors"
    editor = here.person(roles=(role,))
    assert "Only managers" in (await editor.slash("theme add", name="a")).text
    await here.manager.slash("settings manager_role", role=role)
    added = {"guild_id": str(here.guild.id), "role": role_payload(role, "editors")}
    await here.fake.gateway.push("GUILD_ROLE_CREATE", added)
    assert "exists now" in (await editor.slash("theme add", name="a")).text
    former = replace(editor, roles=())
    assert "Only managers" in (await former.slash("theme add", name="b")).text
    await here.manager.slash("settings manager_role")
    assert "Only managers" in (await editor.slash("theme add", name="b")).text


async def test_the_named_role_names_no_other(here: Scene) -> None:
    role, friends = here.fake.ids.next(), here.fake.ids.next()
    here.guild.roles |= {role: "editors", friends: "friends"}
    await here.manager.slash("settings manager_role", role=role)
    for each, name in here.guild.roles.items():
        added = {"guild_id": str(here.guild.id), "role": role_payload(each, name)}
        await here.fake.gateway.push("GUILD_ROLE_CREATE", added)
    editor = here.person(roles=(role,))
    assert "exists now" in (await editor.slash("theme add", name="a")).text
    assert (await editor.slash("settings manager_role", role=friends)).text == ONLY_MANAGE_SERVER
    assert (await editor.slash("settings manager_role")).text == ONLY_MANAGE_SERVER
    found = await here.store.read(lambda tx: tx.guilds.get(here.guild.id))
    assert found is not None
    assert found.manager_role == role


async def test_a_press_that_nobody_knows_is_answered(here: Scene) -> None:
    message = here.fake.make_message(here.channel.id, {"content": "x"})
    answer = await here.manager.press(message, "wb:ancient:1", 2)
    assert "Only managers" in answer.text or "older version" in answer.text


@pytest.mark.parametrize(
    ("manages", "roles", "role", "private", "writes", "appoints"),
    [
        (True, frozenset(), None, False, True, True),
        (False, frozenset(), None, False, False, False),
        (False, frozenset({1}), 1, False, True, False),
        (False, frozenset({2}), 1, False, False, False),
        (False, frozenset(), None, True, True, True),
    ],
)
def test_who_may_write_and_who_may_say_who_does(
    manages: bool, roles: frozenset[int], role: int | None, private: bool, writes: bool, appoints: bool
) -> None:
    def allowed(right: Right | None) -> bool:
        return may(right, manage_guild=manages, roles=roles, manager_role=role, private=private)

    assert [allowed("read"), allowed("write"), allowed("appoint"), allowed(None)] == [
        True,
        writes,
        appoints,
        False,
    ]


async def test_a_new_server_is_greeted_once_where_it_wants_such_messages(here: Scene) -> None:
    client = here.supervisor.client
    assert client is not None
    await client.wait_until_ready()  # servers that come before that are those the bot was in already
    guild = here.fake.add_guild("Brightwater readers")
    channel = next(iter(guild.channels.values()))
    payload = guild.payload(here.fake.bot_id) | {"system_channel_id": str(channel.id)}
    del payload["unavailable"]  # so Discord tells a server that was joined from one that is back
    await here.fake.gateway.push("GUILD_CREATE", payload)
    await here.fake.until(lambda: channel.messages)
    assert "`/setup`" in text_of(channel.messages[0])
    reader = here.person(guild=guild)
    assert "How do I" in (await reader.click(channel.messages[0], "How do I …?")).text
    await here.fake.gateway.push("GUILD_CREATE", payload | {"unavailable": False})
    assert "No themes yet" in (await reader.slash("theme list")).text
    assert len(channel.messages) == 1


async def test_a_server_that_threw_the_bot_out_while_it_was_away_counts_as_left(here: Scene) -> None:
    gone = Guild(id=4_242, name="Brightwater readers", joined_at=here.clock())
    await here.store.transact(lambda tx: tx.guilds.put(gone))
    client = here.supervisor.client
    assert client is not None
    await client.wait_until_ready()
    assert "How things stand" in (await here.reader.slash("status")).text
    found = await here.store.read(lambda tx: {guild.id: guild.left_at for guild in tx.guilds.all()})
    assert found[4_242] is not None
    assert found[here.guild.id] is None


async def test_guilds_that_come_and_go_are_recorded_and_keep_their_data(here: Scene) -> None:
    await here.manager.slash("theme add", name="jobs")
    guild_id = here.guild.id
    await here.fake.gateway.push("GUILD_DELETE", {"id": str(guild_id)})
    await here.fake.gateway.push("GUILD_CREATE", here.guild.payload(here.fake.bot_id))
    assert "jobs" in (await here.reader.slash("theme list")).text
    found = await here.store.read(lambda tx: tx.guilds.get(guild_id))
    assert isinstance(found, Guild)
    assert found.name == "Halden watchers"


async def test_a_reader_may_press_what_reads_and_nothing_that_writes_also_on_old_messages(
    here: Scene,
) -> None:
    message = here.fake.make_message(here.channel.id, {"content": "x"})
    for action, right in PRESSES.items():
        answer = await here.reader.press(message, custom_id(action, "x", "y"), 2)
        assert answer.kind == 4, action
        assert ("Only managers may do this" in answer.text) == (right == "write"), (action, answer.text)


async def test_a_form_sent_by_who_may_no_longer_manage_is_refused(here: Scene) -> None:
    manager = here.manager
    forms = [
        (await manager.slash("setup"), {"theme": "jobs", "url": "https://dispatch.example/feed.xml"}),
        (await manager.slash("claim add"), {"text": "Half of jobs will go.", "speaker": "Mara Voss"}),
        (await manager.slash("watch add"), {"name": "jobs", "query": "jobs"}),
    ]
    manager.manager = False
    for form, fields in forms:
        assert "Only managers may do this" in (await form.submit(**fields)).text
    assert await here.store.read(lambda tx: tx.claims.count(here.guild.id)) == 0


async def test_every_command_answers_in_a_persons_own_messages(here: Scene) -> None:
    person = here.in_private()
    for path, node in leaves(here.fake.commands):
        if any(option["type"] in (8, 11) for option in node.get("options", ()) if option.get("required")):
            continue
        answer = await person.slash(path, **required(node))
        assert answer.kind in (4, 5, 9), path
        assert answer.kind == 9 or "Something went wrong" not in answer.text, path
        assert answer.kind == 9 or "Only managers" not in answer.text, path
