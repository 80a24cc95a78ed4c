"""No guild reaches another's data by any id, in any option, button or menu."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.commands import presses
from bot.commands.routing import LISTS
from bot.discord_ids import custom_id
from tests.bot.commands.test_every_command import SAID, with_alert
from tests.fakes.discord.limits import BUTTON, walk
from tests.fakes.discord.scene import Scene, scene
from tests.fakes.discord.user import Person

SECRETS = ("secret theme", "secret rule", "Half of entry-level", "Mara Voss", "Halden Dispatch", "half is 50")


@dataclass
class Two:
    here: Scene
    stranger: Person
    ids: dict[str, str]


@pytest.fixture
async def two() -> AsyncIterator[Two]:
    async with scene() as here:
        manager = here.manager
        await manager.slash("theme add", name="secret theme")
        await manager.slash("source add", url="https://dispatch.example/feed.xml", theme="secret theme")
        await manager.slash("watch add", name="secret rule", query="jobs")
        await manager.slash("claim add", text=SAID, speaker="Mara Voss", theme="secret theme")
        await manager.slash("subscribe", theme="secret theme")
        alert = await with_alert(here)
        guild_id = here.guild.id
        ids = await here.store.read(
            lambda tx: {
                "theme": tx.rules.themes(guild_id)[0].id,
                "source": tx.sources.of_guild(guild_id)[0].id,
                "rule": tx.rules.rules(guild_id)[0].id,
                "claim": tx.claims.of_guild(guild_id)[0].id,
                "keep": tx.claims.of_guild(guild_id)[0].id,
                "fold": tx.claims.of_guild(guild_id)[0].id,
                "subscription": tx.rules.subscriptions(guild_id)[0].id,
                "alert": alert,
                "statement": "s1",
            }
        )
        other = here.fake.add_guild("Northfield watchers")
        await here.fake.gateway.push("GUILD_CREATE", other.payload(here.fake.bot_id))
        yield Two(here, here.person(manager=True, guild=other), ids)
        assert here.fake.problems == []


REMOVABLE = (("theme", "theme"), ("source", "source"), ("watch", "rule"), ("claim", "claim"))
CALLS = (
    ("theme remove", ("theme",)),
    ("source list", ("theme",)),
    ("source show", ("source",)),
    ("source pause", ("source",)),
    ("source resume", ("source",)),
    ("source remove", ("source",)),
    ("watch show", ("rule",)),
    ("watch edit", ("rule",)),
    ("watch pause", ("rule",)),
    ("watch resume", ("rule",)),
    ("watch remove", ("rule",)),
    ("claim list", ("theme",)),
    ("claim show", ("claim",)),
    ("claim timeline", ("claim",)),
    ("claim edit", ("claim",)),
    ("claim merge", ("keep", "fold")),
    ("claim remove", ("claim",)),
    ("history", ("theme",)),
    ("history", ("claim",)),
    ("subscribe", ("theme",)),
    ("unsubscribe", ("subscription",)),
    ("why", ("alert",)),
)


async def test_no_command_answers_for_another_guilds_id(two: Two) -> None:
    for path, options in CALLS:
        answer = await two.stranger.slash(path, **{name: two.ids[name] for name in options})
        assert not any(secret in answer.text for secret in SECRETS), (path, answer.text)
        assert any(word in answer.text for word in ("There is no", "No alert fits", "no theme")), (
            path,
            answer.text,
        )
    why = await two.stranger.slash("why", alert=two.ids["statement"])
    assert "no alert or statement" in why.text


async def test_no_list_and_no_autocomplete_shows_another_guilds_things(two: Two) -> None:
    for path in (
        "theme list",
        "source list",
        "watch list",
        "claim list",
        "subscriptions",
        "history",
        "settings log",
        "status",
    ):
        answer = await two.stranger.slash(path)
        assert not any(secret in answer.text for secret in SECRETS), path
    for path, options in CALLS:
        for focused in options:
            offered = await two.stranger.complete(path, focused, "")
            assert not any(two.ids[focused] == each["value"] for each in offered), path
            others = {name: two.ids[name] for name in options if name != focused}
            assert await two.stranger.complete(path, focused, "secret", **others) == []


async def test_no_press_reaches_another_guilds_things(two: Two) -> None:
    message = two.here.fake.make_message(two.stranger.channel.id, {"content": "x"})
    alert, claim, rule = two.ids["alert"], two.ids["claim"], two.ids["rule"]
    presses_of = [(action, (alert,), None) for action in presses()]
    presses_of += [("open", ("",), [value]) for value in (alert, f"claim {claim}", f"watch {rule}")]
    presses_of += [("mute", (alert,), ["claim 7"]), ("timeline", ("", claim), None), ("why", ("s1",), None)]
    presses_of += [
        ("page", ("timeline", "0", claim), None),
        ("page", ("sources", "0", two.ids["theme"]), None),
    ]
    presses_of += [("page", (kind, "0"), None) for kind in LISTS]
    presses_of += [("export", ("csv", "", "", claim), None), ("unmute", ("claim", claim), None)]
    presses_of += [("remove", (kind, two.ids[name]), None) for kind, name in REMOVABLE]
    for action, parts, values in presses_of:
        if action in ("form", "setup"):
            continue
        answer = await two.stranger.press(message, custom_id(action, *parts), 3 if values else 2, values)
        assert not any(secret in answer.text for secret in SECRETS), (action, parts, values)


async def test_the_other_guild_is_untouched_by_all_that(two: Two) -> None:
    message = two.here.fake.make_message(two.stranger.channel.id, {"content": "x"})
    for kind, name in REMOVABLE:
        await two.stranger.press(message, custom_id("remove", kind, two.ids[name]), 2)
    reader = two.here.reader
    assert "secret theme" in (await reader.slash("theme list")).text
    assert "Halden Dispatch" in (await reader.slash("source list")).text
    assert "secret rule" in (await reader.slash("watch list")).text
    assert "Mara Voss" in (await reader.slash("claim list")).text


async def test_a_channel_of_another_guild_cannot_be_subscribed(two: Two) -> None:
    answer = await two.stranger.slash("subscribe", theme="*", channel=two.here.channel.id)
    assert "not of this server" in answer.text


async def test_no_form_draft_or_undo_of_another_guild_can_be_taken_up(two: Two) -> None:
    here, stranger = two.here, two.stranger
    draft = await (await here.manager.slash("watch add")).submit(name="secret draft", query="secret")
    gone = await (await here.manager.slash("claim remove", claim=two.ids["claim"])).click("Remove")
    message = here.fake.make_message(stranger.channel.id, {"content": "x"})
    for answer in (draft, gone):
        for each in walk(answer.message.get("components")):
            if each["type"] == BUTTON:
                told = await stranger.press(message, each["custom_id"], BUTTON)
                assert "secret" not in str(told.interaction.data), each["custom_id"]
    guild_id = here.guild.id
    assert await here.store.read(lambda tx: tx.claims.of_guild(guild_id)) == []
    assert [r.name for r in await here.store.read(lambda tx: tx.rules.rules(guild_id))] == ["secret rule"]
    mine = await stranger.slash("watch add", name="mine", query="jobs")
    assert "mine" in mine.text


async def test_the_id_of_another_guilds_theme_makes_nothing_by_option_or_form(two: Two) -> None:
    stranger, theme = two.stranger, two.ids["theme"]
    claim = {"text": "Half of it will go.", "speaker": "Tomas Reyl"}
    answers = [
        await stranger.slash("source add", url="https://other.example/feed", theme=theme),
        await stranger.slash("claim add", **claim, theme=theme),
        await stranger.slash("watch add", name="mine", query="jobs", theme=theme),
        await (await stranger.slash("claim add")).submit(**claim, theme=[theme]),
        await (await stranger.slash("watch add")).submit(name="mine", query="jobs", theme=[theme]),
        await (await stranger.slash("setup")).submit(theme=theme, url="https://other.example/feed"),
    ]
    answers[4] = await answers[4].click("Save")
    for number, answer in enumerate(answers):
        assert "There is no theme" in answer.text, (number, answer.text)
    other = stranger.guild
    assert other is not None
    listed = await two.here.store.read(lambda tx: (tx.rules.themes(other.id), tx.sources.of_guild(other.id)))
    assert [list(each) for each in listed] == [[], []]
