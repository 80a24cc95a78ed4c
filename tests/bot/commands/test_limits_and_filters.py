"""Caps and limits as people set and see them; rules that cannot be read; lists with long filters after a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import limits
from rules.change import Alert, FigureChanged, Said
from state.memory import open_memory
from state.store import Tx
from tests.fakes.discord.scene import Scene, scene
from tests.fakes.discord.user import Answer


@pytest.fixture
async def here() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened
        assert opened.fake.problems == []


async def test_caps_are_set_with_a_subscription_and_shown(here: Scene) -> None:
    done = await here.manager.slash("subscribe", theme="*", per_hour=5, per_day=40)
    assert "at most 5 an hour · at most 40 a day" in done.text
    assert "at most 5 an hour" in (await here.reader.slash("subscriptions")).text


async def test_status_and_settings_show_every_limit(here: Scene) -> None:
    status = (await here.reader.slash("status")).text
    for what in ("themes", "sources", "rules", "claims", "subscriptions"):
        assert f"{what} 0/" in status
    assert "alerts today 0/500" in status
    assert "alerts a day 500" in (await here.reader.slash("settings show")).text


async def test_managers_lower_their_alerts_a_day_and_only_the_operator_raises_them(here: Scene) -> None:
    assert "Only managers" in (await here.reader.slash("settings limits", alerts_a_day=9)).text
    lowered = await here.manager.slash("settings limits", alerts_a_day=20)
    assert "alerts a day 20" in lowered.text
    assert "At most 500 alerts a day" in (await here.manager.slash("settings limits", alerts_a_day=501)).text
    await limits.announce(here.store, {"alerts_a_day": 600, "themes": 1})
    assert "alerts a day 600" in (await here.manager.slash("settings limits", alerts_a_day=600)).text
    await here.manager.slash("theme add", name="jobs")
    full = await here.manager.slash("theme add", name="power")
    assert "There are 1 themes, the most there can be here (1)" in full.text
    assert "limits" in (await here.manager.slash("settings log")).text


async def test_a_rule_that_cannot_be_read_is_shown_with_the_place(here: Scene) -> None:
    for path, options in (
        ("watch add", {"name": "jobs", "query": "jobs AND ("}),
        ("watch test", {"query": "jobs AND ("}),
    ):
        answer = await here.manager.slash(path, **options)
        assert "Column 11" in answer.text
        assert "```\njobs AND (\n          ^\n```" in answer.text
    form = await (await here.manager.slash("watch add")).submit(name="jobs", query="speeker:Voss")
    assert "speeker:Voss\n^" in form.text


async def fill(here: Scene) -> None:
    def work(tx: Tx) -> None:
        said = Said(
            text="Half of " + "all kinds of " * 3 + "jobs.", speaker="Mara Voss", said_on=None, url=""
        )
        first = Alert(
            id="0", guild_id=here.guild.id, at=here.clock() - timedelta(days=1), theme_id=None, rule_id="r",
            rule_name="jobs", claim_id=None, entry_id="e", speaker="Mara Voss", before=said, after=said,
            changes=(FigureChanged(before="half", after="a fifth", direction="down"),), probability=1.0, why=(),
        )  # fmt: skip
        for number in range(25):
            tx.alerts.add(replace(first, id=f"{number:020d}", at=first.at + timedelta(minutes=number)))

    await here.store.transact(work)


LONG = {"speaker": "Mara Voss", "text": "half of all kinds " * 4 + "of jobs", "since": "30d"}


async def test_a_list_with_long_filters_pages_and_exports_after_a_restart() -> None:
    store = open_memory()
    async with scene(store) as here:
        await fill(here)
        first = await here.reader.slash("history", **LONG)
        assert "page 1 of 3" in first.text
        fake = here.fake
    async with scene(store, fake=fake) as here:
        reader = here.person()
        message = first.message
        second: Answer = await reader.click(message, "Next")
        assert "page 2 of 3" in second.text
        third = await reader.click(message, "Next")
        assert "page 3 of 3" in third.text
        exported = await reader.click(message, "Export CSV")
        assert "25 alerts as a file" in exported.text
        assert fake.problems == []


async def test_what_was_kept_for_one_server_is_not_read_by_another(here: Scene) -> None:
    await fill(here)
    first = await here.reader.slash("history", **LONG)
    message = first.message
    other = here.person(guild=here.fake.add_guild("Elsewhere"))
    assert "no longer kept" in (await other.click(message, "Next")).text
