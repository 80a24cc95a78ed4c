from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import open_store
from bot.desk import sources, subscriptions
from bot.leases import owner, take_over
from bot.running import hear_on_console
from bot.settings import Settings
from rules.model import LOCAL_GUILD, Address
from state.model import Article, Delivery
from state.store import Tx
from tests.fakes import nouns

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


async def test_leases_of_a_process_that_died_are_free_at_once_and_those_of_a_living_one_are_not(
    tmp_path: Path,
) -> None:
    store = open_store(Settings(db=str(tmp_path / "w.db")))
    owners = {
        "dead": f"{socket.gethostname()}-{dead_pid()}",
        "former": owner(),
        "living": f"{socket.gethostname()}-{os.getppid()}",
        "elsewhere": "other-host-1",
    }

    def prepare(tx: Tx) -> None:
        for number, name in enumerate(owners):
            lane = Address(kind="discord", target=str(number))
            tx.outbox.add(
                Delivery(
                    id=name,
                    guild_id=1,
                    subscription_id="s",
                    address=lane,
                    subject="alert",
                    subject_id="a",
                    not_before=NOW,
                    created_at=NOW,
                )
            )
            assert len(tx.outbox.lease(NOW, NOW + timedelta(hours=1), owners[name], 1)) == 1

    await store.transact(prepare)
    assert await take_over(store) == 2
    left = await store.read(lambda tx: {d.id for d in tx.outbox.owed() if d.lease_until is not None})
    await store.close()
    assert left == {"living", "elsewhere"}


async def test_a_poll_that_died_is_due_again(tmp_path: Path) -> None:
    store = open_store(Settings(db=str(tmp_path / "w.db")))

    def prepare(tx: Tx) -> None:
        sources.add(tx, LOCAL_GUILD, kind="feed", url="https://d.example/f", name="D", theme=None, now=NOW)
        assert tx.sources.lease_due(NOW, NOW + timedelta(hours=1), owner(), 5)

    await store.transact(prepare)
    assert await take_over(store) == 1
    again = await store.transact(lambda tx: tx.sources.lease_due(NOW, NOW + timedelta(hours=1), "next", 5))
    await store.close()
    assert len(again) == 1


async def test_who_subscribed_to_nothing_hears_on_the_console_and_who_did_keeps_it(tmp_path: Path) -> None:
    store = open_store(Settings(db=str(tmp_path / "w.db")))
    await hear_on_console(store, NOW)
    await hear_on_console(store, NOW)
    heard = await store.read(lambda tx: [str(s.address) for s in subscriptions.listing(tx, LOCAL_GUILD)])
    await store.close()
    assert heard == ["console"]


async def test_a_visit_of_a_process_that_died_is_free_at_once(tmp_path: Path) -> None:
    store = open_store(Settings(db=str(tmp_path / "w.db")))

    def prepare(tx: Tx) -> None:
        tx.sources.put(nouns.source())
        for name, number in (("dead", dead_pid()), ("living", os.getppid())):
            holder = f"{socket.gethostname()}-{number}"
            plain = Article(entry_id=name, source_id="src", url="https://src.example/a", added_at=NOW)
            tx.articles.put(replace(plain, lease_until=NOW + timedelta(hours=1), owner=holder))

    await store.transact(prepare)
    assert await take_over(store) == 1
    rows = await store.read(lambda tx: tx.articles.of_source("src"))
    await store.close()
    assert [row.owner for row in rows] == ["", f"{socket.gethostname()}-{os.getppid()}"]
