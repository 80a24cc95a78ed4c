"""A speaker's and a claim's history show both receipts; a jump leads to where the message stands."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.commands.history import exported
from bot.desk import history as history_desk
from rules.change import Alert, FigureChanged, Said
from rules.model import Address
from state.model import Delivery
from state.store import Tx
from tests.fakes import nouns
from tests.fakes.discord.limits import walk
from tests.fakes.discord.scene import Scene, scene
from tests.fakes.discord.user import Answer


@pytest.fixture
async def here() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened
        assert opened.fake.problems == []


async def tell(here: Scene, guild_id: int, target: str, place: str = "") -> None:
    def work(tx: Tx) -> None:
        alert = Alert(
            id="a" * 20, guild_id=guild_id, at=here.clock(), theme_id=None, rule_id="r", rule_name="jobs",
            claim_id="c1", entry_id="e", speaker="Mara Voss", probability=1.0, why=(),
            changes=(FigureChanged(before="half", after="a fifth", direction="down"),),
            before=Said(text="half", speaker="Mara Voss", said_on=date(2025, 5, 28), url="https://dispatch.example/1"),
            after=Said(text="a fifth", speaker="Mara Voss", said_on=date(2026, 5, 27), url="https://courier.example/2"),
        )  # fmt: skip
        tx.alerts.add(alert)
        row = Delivery(
            id="d" * 20, guild_id=guild_id, subscription_id="", address=Address(kind="discord", target=target),
            subject="alert", subject_id=alert.id, not_before=here.clock(), created_at=here.clock(), state="sent",
            message_id="77", place=place,
        )  # fmt: skip
        tx.outbox.add(row)

    await here.store.transact(work)


async def test_a_speakers_record_shows_both_receipts(here: Scene) -> None:
    await tell(here, here.guild.id, str(here.channel.id))
    for filters in ({"speaker": "Mara Voss"}, {"claim": "c1"}):
        text = (await here.reader.slash("history", **filters)).text
        assert "before 28 May 2025, [dispatch.example](<https://dispatch.example/1>)" in text
        assert "now 27 May 2026, [courier.example](<https://courier.example/2>)" in text
    assert "before 28 May" not in (await here.reader.slash("history")).text


async def test_a_jump_leads_into_the_thread_where_the_message_stands(here: Scene) -> None:
    await tell(here, here.guild.id, str(here.channel.id), place="4711")
    text = (await here.reader.slash("history")).text
    assert f"https://discord.com/channels/{here.guild.id}/4711/77" in text


async def test_a_jump_leads_into_direct_messages_too(here: Scene) -> None:
    person = here.in_private()
    await tell(here, -person.id, f"@{person.id}", place="4712")
    assert "https://discord.com/channels/@me/4712/77" in (await person.slash("history")).text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\n=", "\t", "\uff1d", "\u00a0@"])
def test_no_cell_of_an_export_is_a_formula(start: str) -> None:
    text = f"{start}cmd|' /C calc'!A0"
    told = replace(nouns.alert(speaker=text, rule_name=text), before=nouns.said(text, "old"))
    page = history_desk.Page(alerts=(told,), themes={"theme": text}, more=False)
    (row,) = csv.DictReader(io.StringIO(exported(page, "csv")))
    for name in ("theme", "rule", "speaker", "before"):
        assert row[name] == f"'{text}", name


async def test_a_page_repeats_nothing_when_new_alerts_come_meanwhile(here: Scene) -> None:
    now = here.clock()

    def add(tx: Tx, first: int, last: int, later: timedelta) -> None:
        for number in range(first, last):
            at = now + later + timedelta(milliseconds=number)
            tx.alerts.add(nouns.alert(f"alert{number:015}", guild_id=here.guild.id, at=at))

    def listed(answer: Answer) -> set[str]:
        selects = [c for c in walk(answer.message["components"]) if c["type"] == 3]
        return {option["value"] for option in selects[0]["options"]}

    await here.store.transact(lambda tx: add(tx, 0, 15, timedelta(hours=-1)))
    first = await here.reader.slash("history")
    seen = listed(first)
    await here.store.transact(lambda tx: add(tx, 20, 26, timedelta(minutes=1)))
    second = await first.click("Next")
    assert len(seen) == 10
    assert len(listed(second)) == 5
    assert not seen & listed(second)
    assert "page 2 of 2" in second.text
