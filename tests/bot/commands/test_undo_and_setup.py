"""Undo when the world has moved on, and `/setup` told wrong things, twice, or in private."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.desk import limits
from rules.model import Claim
from state.model import Guild
from state.store import Tx
from tests.fakes import nouns
from tests.fakes.discord.model import MEMBER, THREAD_SEND
from tests.fakes.discord.scene import Scene, scene
from tests.fakes.discord.user import Person

FEED = "https://dispatch.example/feed.xml"


@pytest.fixture
async def here() -> AsyncIterator[Scene]:
    async with scene() as place:
        yield place
        assert place.fake.problems == []


async def a_theme(here: Scene) -> tuple[Person, str]:
    manager = here.manager
    await manager.slash("theme add", name="jobs")
    await manager.slash("source add", url=FEED, theme="jobs")
    await manager.slash("watch add", name="job losses", query="jobs", theme="jobs")
    await manager.slash("subscribe", theme="jobs")
    await manager.slash("claim add", text="Half of jobs will go.", speaker="Mara Voss", theme="jobs")
    (claim,) = await here.store.read(lambda tx: tx.claims.of_guild(here.guild.id))
    return manager, claim.id


async def counts(here: Scene) -> tuple[int, ...]:
    guild = here.guild.id
    return await here.store.read(
        lambda tx: (
            len(tx.rules.themes(guild)),
            len(tx.sources.of_guild(guild)),
            len(tx.rules.rules(guild)),
            len(tx.rules.subscriptions(guild)),
        )
    )


async def test_a_theme_comes_back_whole_and_claims_as_they_stand_now(here: Scene) -> None:
    manager, claim_id = await a_theme(here)
    gone = await (await manager.slash("theme remove", theme="jobs")).click("Remove")
    assert (await counts(here))[2:] == (0, 0)

    def revised(tx: Tx) -> None:
        claim = tx.claims.get(here.guild.id, claim_id)
        after = replace(claim, standing=nouns.statement("later", "A tenth of jobs will go."), versions=2)
        tx.claims.put(after, nouns.version(after, 2, tag="figure_changed"))

    await here.store.transact(revised)
    assert "back as it was" in (await gone.click("Undo")).text
    assert await counts(here) == (1, 1, 1, 1)
    claim = await here.store.read(lambda tx: tx.claims.get(here.guild.id, claim_id))
    assert isinstance(claim, Claim)
    assert (claim.standing.text, claim.versions, bool(claim.theme_id)) == (
        "A tenth of jobs will go.",
        2,
        True,
    )


async def test_what_belongs_to_a_theme_that_is_gone_waits_for_it(here: Scene) -> None:
    manager, _ = await a_theme(here)
    rule_gone = await (await manager.slash("watch remove", rule="job losses")).click("Remove")
    theme_gone = await (await manager.slash("theme remove", theme="jobs")).click("Remove")
    wait = await rule_gone.click("Undo")
    assert "theme is gone" in wait.text
    await theme_gone.click("Undo")
    assert "back as it was" in (await wait.click("Undo")).text
    (rule,) = await here.store.read(lambda tx: tx.rules.rules(here.guild.id))
    assert rule.theme_id is not None


async def test_a_rule_whose_name_was_given_anew_comes_back_under_another(here: Scene) -> None:
    manager, _ = await a_theme(here)
    gone = await (await manager.slash("watch remove", rule="job losses")).click("Remove")
    await manager.slash("watch add", name="Job losses", query="hiring")
    await gone.click("Undo")
    rules = await here.store.read(lambda tx: tx.rules.rules(here.guild.id))
    assert sorted(rule.name for rule in rules) == ["Job losses", "job losses (2)"]


async def test_a_second_click_on_remove_shows_the_same_undo(here: Scene) -> None:
    manager, _ = await a_theme(here)
    asked = await manager.slash("watch remove", rule="job losses")
    again = await manager.slash("watch remove", rule="job losses")
    await asked.click("Remove")
    second = await again.click("Remove")
    assert "is gone" in second.text
    assert "back as it was" in (await second.click("Undo")).text
    assert len(await here.store.read(lambda tx: tx.rules.rules(here.guild.id))) == 1


async def test_a_subscription_says_what_will_not_work_there(here: Scene) -> None:
    role = here.fake.ids.next()
    here.guild.roles[role] = "readers"
    fine = await here.manager.slash("subscribe", theme="*", mention=role, threads=True)
    assert "⚠" not in fine.text
    here.channel.bot_permissions = MEMBER & ~THREAD_SEND
    told = await here.manager.slash("subscribe", theme="*", mention=role, threads=True)
    assert f"<@&{role}> will see no ping" in told.text
    assert "Create Public Threads, Send Messages in Threads" in told.text
    assert "nothing can arrive" not in told.text


async def test_a_refusal_leaves_nothing_of_what_came_before_it(here: Scene) -> None:
    guild = here.guild.id

    def narrow(tx: Tx) -> None:
        tx.guilds.put(tx.guilds.get(guild) or Guild(id=guild))
        limits.put(tx, guild, {"rules": 1}, now=nouns.NOON)
        tx.rules.put_rule(nouns.rule(guild_id=guild))

    await here.store.transact(narrow)
    done = await (await here.manager.slash("setup")).submit(theme="energy", url=FEED)
    assert "the most there can be" in done.text
    assert await counts(here) == (0, 0, 1, 0)


async def test_setup_says_what_is_wrong_at_each_step_and_changes_nothing(here: Scene) -> None:
    manager = here.manager
    other = here.fake.add_guild("Northfield watchers")
    await here.fake.gateway.push("GUILD_CREATE", other.payload(here.fake.bot_id))
    elsewhere = next(iter(other.channels.values())).id
    for wrong, word in (
        ({"theme": "\u200b\u2066"}, "needs a name"),
        ({"url": "nonsense"}, "no address"),
        ({"url": FEED, "query": "jobs AND ("}, "Column"),
        ({"url": FEED, "channel": [str(elsewhere)]}, "not of this server"),
    ):
        given = {"theme": "jobs", "url": FEED} | wrong
        answer = await (await manager.slash("setup")).submit(**given)
        assert word in answer.text, (wrong, answer.text)
        assert await counts(here) == (0, 0, 0, 0)


async def test_setup_again_says_that_the_rule_stays_as_it_was(here: Scene) -> None:
    manager = here.manager
    first = await (await manager.slash("setup")).submit(theme="jobs", url=FEED, query="hiring_now OR jobs")
    assert "What counts: `hiring_now OR jobs`" in first.text
    again = await (await manager.slash("setup")).submit(theme="Jobs", url=FEED, query="robots")
    assert "stays as it is: `hiring_now OR jobs`" in again.text


async def test_setup_in_private_posts_to_direct_messages_and_offers_no_channel(here: Scene) -> None:
    for me in (here.in_private(), here.person(own_install=True)):
        form = await me.slash("setup")
        assert "channel" not in str(form.interaction.data["components"])
        done = await form.submit(theme="jobs", url=FEED)
        assert f"direct messages to <@{me.id}>" in done.text
        assert "I lack" not in done.text
