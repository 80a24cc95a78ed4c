"""One `walkback poll`: what no rule waits for is read last, and not at all while there is much to poll."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.turn
from bot.app import built, open_store
from bot.desk import sources, themes
from bot.settings import Settings
from bot.turn import turn
from rules.model import LOCAL_GUILD
from state.store import Tx
from tests.fakes.server import FeedServer, Reply, item, rss
from tests.fakes.watching import MORNING
from watchers.plan import hint


async def unread_after_a_turn(folder: Path) -> bool:
    """Is the source's reading still put off? No rule is there."""
    settings = Settings(db=str(folder / "walkback.db"), allow_nets=("127.0.0.0/8",))
    store = open_store(settings)
    try:
        async with (
            FeedServer() as server,
            built(settings, store, now=lambda: MORNING, jitter=lambda: 0.0) as app,
        ):
            url = server.serve("/feed", Reply(body=rss([item("one"), item("two")])))

            def set_up(tx: Tx) -> None:
                themes.add(tx, LOCAL_GUILD, "work", now=MORNING)
                sources.add(tx, LOCAL_GUILD, kind="feed", url=url, name="A", theme="work", now=MORNING)

            await store.transact(set_up)
            assert (await turn(app)).entries == 2
            return await store.read(lambda tx: any(hint(each, "unread") for each in tx.sources.all()))
    finally:
        await store.close()


async def test_a_turn_of_few_visits_reads_what_no_rule_waits_for(tmp_path: Path) -> None:
    assert not await unread_after_a_turn(tmp_path)


async def test_a_turn_of_many_visits_leaves_it_to_a_later_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.turn, "BUSY", 0)
    assert await unread_after_a_turn(tmp_path)
