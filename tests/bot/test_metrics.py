"""Metrics and health over real HTTP on loopback."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import aiohttp
import pytest

from bot.metrics import Meters, served
from state.errors import DiskFull
from state.memory import open_memory
from state.model import Article
from state.store import Store, Tx
from tests.fakes import nouns, years

T = TypeVar("T")
NOW = nouns.after(120)


class Broken:
    """A store whose disk is full."""

    async def read(self, work: Callable[[Tx], T]) -> T:
        raise DiskFull(Path("walkback.db"))

    transact = read

    async def close(self) -> None:
        return None


async def asked(store: Store, path: str, meters: Meters | None = None) -> tuple[int, str]:
    async with (
        served("127.0.0.1:0", store, meters or Meters(), lambda: NOW, "no.db") as base,
        aiohttp.ClientSession() as client,
        client.get(base + path) as answer,
    ):
        return answer.status, await answer.text()


async def test_gauges_tell_what_is_stored() -> None:
    store = open_memory()

    def work(tx: Tx) -> None:
        tx.sources.put(
            nouns.source(
                "late", health="ok", due_at=NOW - timedelta(hours=1), hints=(("asked", f"{NOW.date()} 7"),)
            )
        )
        tx.sources.put(nouns.source("early", health="failing", due_at=NOW + timedelta(hours=1)))
        tx.outbox.add(nouns.delivery(created_at=NOW - timedelta(seconds=90)))
        page = Article(entry_id="e", source_id="late", url="https://late.example/a", added_at=NOW, due_at=NOW)
        tx.articles.put(replace(page, asked=f"{NOW.date()} 2"))

    await store.transact(work)
    status, text = await asked(store, "/metrics")
    assert status == 200
    assert "walkback_outbox_owed 1.0" in text
    assert "walkback_outbox_oldest_seconds 90.0" in text
    assert "walkback_sources_late_ratio 0.5" in text
    assert "walkback_requests_today 9.0" in text and "walkback_host_requests_today 9.0" in text
    assert "walkback_pages_read_again 1.0" in text
    assert "walkback_host_requests_allowed 5000.0" in text
    assert 'walkback_sources{health="failing"} 1.0' in text


async def test_sends_are_counted_from_the_dispatchers_totals() -> None:
    meters, totals = Meters(), {"sent": 3, "later": 1, "failed": 0}
    meters.count_sends(totals)
    meters.count_sends(totals | {"sent": 5})
    _, text = await asked(open_memory(), "/metrics", meters)
    assert 'walkback_sends_total{status="sent"} 5.0' in text
    assert 'walkback_sends_total{status="later"} 1.0' in text


async def test_no_url_guild_channel_or_speaker_is_a_label() -> None:
    store = open_memory()
    await store.transact(years.fill)
    meters = Meters()
    meters.polls.labels(outcome="new").inc()
    meters.sends.labels(status="sent").inc()
    _, text = await asked(store, "/metrics", meters)
    labels = {name for found in re.findall(r"\{(.*?)\}", text) for name in re.findall(r"(\w+)=", found)}
    assert labels <= {"outcome", "status", "health"}
    told = ("src.example", str(nouns.GUILD), str(nouns.OTHER_GUILD), "Voss", "Okafor", "discord:")
    assert not [each for each in told if each in text]


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
async def test_a_store_that_fails_is_503_with_the_reason(path: str) -> None:
    status, text = await asked(Broken(), path)
    assert status == 503
    assert "disk" in text.lower()


async def test_a_store_that_works_is_200() -> None:
    assert await asked(open_memory(), "/healthz") == (200, "ok\n")


async def test_an_address_that_is_taken_is_told_at_the_start() -> None:
    async with served("127.0.0.1:0", open_memory(), Meters(), lambda: datetime.now(UTC), "no.db") as base:
        with pytest.raises(OSError, match="in use"):
            async with served(base.removeprefix("http://"), open_memory(), Meters(), lambda: NOW, "no.db"):
                pass


async def test_a_part_that_hangs_is_503_with_its_name() -> None:
    async with (
        served(
            "127.0.0.1:0", open_memory(), Meters(), lambda: NOW, "no.db", hanging=lambda: ("the schedule",)
        ) as base,
        aiohttp.ClientSession() as client,
        client.get(f"{base}/healthz") as answer,
    ):
        assert answer.status == 503
        assert "no sign of life from the schedule" in await answer.text()
