"""Recorded feed histories through the real pipeline, on the in-memory store."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rules.model import Address, Subscription, Theme, WatchRule
from state.memory import MemoryStore, open_memory
from watchers.replay import BadPack, Replayed, read_pack, replay
from watchers.sandbox import Sandbox

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def rss(*items: tuple[str, str, str]) -> str:
    rows = "".join(
        f"<item><guid>{guid}</guid><link>https://halden-dispatch.example/{guid}</link>"
        f"<title>{title}</title><description>{text}</description></item>"
        for guid, title, text in items
    )
    return f'<rss version="2.0"><channel><title>The Halden Dispatch</title>{rows}</channel></rss>'


def pack(path: Path, *bodies: str) -> Path:
    rows = [
        {
            "at": (START + timedelta(hours=number)).isoformat(),
            "url": "https://halden-dispatch.example/feed.xml",
            "status": 200,
            "headers": {"content-type": "application/rss+xml"},
            "body": body,
        }
        for number, body in enumerate(bodies)
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


async def a_store() -> MemoryStore:
    store = open_memory()

    def work(tx):  # type: ignore[no-untyped-def]
        tx.rules.put_theme(Theme(id="t", guild_id=0, name="all", created_at=START))
        tx.rules.put_rule(
            WatchRule(id="r", guild_id=0, name="everything", query="/./", created_at=START, theme_id="t")
        )
        tx.rules.put_subscription(
            Subscription(id="s", guild_id=0, address=Address(kind="console"), created_at=START)
        )

    await store.transact(work)
    return store


async def run(store: MemoryStore, *packs: Path) -> list[Replayed]:
    async with Sandbox(size=1) as sandbox:
        return [each async for each in replay(store, packs, parser=sandbox, theme_id="t")]


A = (
    "a",
    "Voss sees 10 percent of jobs gone",
    "Mara Voss said 10 percent of entry-level jobs will go by 2030.",
)
B = ("b", "Northfield opens a plant", "Northfield Energy will open its plant in 2027.")
C = ("c", "Reyl on wages", "Tomas Reyl said wages will rise by 3 percent next year.")


async def test_each_distinct_item_is_recorded_once_and_the_first_state_is_silent(tmp_path: Path) -> None:
    store = await a_store()
    states = await run(store, pack(tmp_path / "p.jsonl", rss(B, A), rss(B, A), rss(C, B, A), rss(B, C, A)))
    assert [each.polled.absorbed.new for each in states] == [2, 0, 1, 0]
    assert states[0].polled.absorbed.alerts == ()
    assert (await store.read(lambda tx: tx.entries.count()))[0] == 3


async def test_an_edited_figure_is_one_revision_and_one_alert(tmp_path: Path) -> None:
    store = await a_store()
    changed = (A[0], A[1], A[2].replace("10 percent", "20 percent"))
    states = await run(store, pack(tmp_path / "p.jsonl", rss(B, A), rss(B, changed), rss(B, changed)))
    assert [each.polled.absorbed.edited for each in states] == [0, 1, 0]
    assert [a.headline for a in states[1].polled.absorbed.alerts] == ["figure_changed"]
    owed = await store.read(lambda tx: tx.outbox.owed())
    assert [str(delivery.address) for delivery in owed] == ["console"]


async def test_an_item_gone_from_the_middle_is_withdrawn_after_two_good_polls(tmp_path: Path) -> None:
    store = await a_store()
    without = rss(C, A)
    states = await run(store, pack(tmp_path / "p.jsonl", rss(C, B, A), without, without, without))
    assert [each.polled.absorbed.withdrawn for each in states] == [0, 0, 1, 0]


async def test_a_pack_with_a_bad_line_says_which(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"at": "2026-01-01T00:00:00Z"}\n', "utf-8")
    with pytest.raises(BadPack, match=r"bad\.jsonl, line 1"):
        list(read_pack(path))
