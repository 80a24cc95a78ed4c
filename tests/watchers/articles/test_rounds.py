"""The loop of a running bot that visits articles."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from state.errors import DiskFull
from state.store import Tx
from tests.fakes.articles import Desk, page
from tests.fakes.server import FeedServer
from watchers.articles import rounds
from watchers.articles.visit import Visited

pytestmark = pytest.mark.asyncio(loop_scope="module")
T = TypeVar("T")


async def test_the_rounds_visit_what_is_due_until_they_are_stopped(desk: Desk, server: FeedServer) -> None:
    server.serve("/story", page())
    await desk.follow(desk.story())
    await desk.poll()
    heard: list[Visited] = []
    visited = asyncio.Event()

    def hear(each: Visited) -> None:
        heard.append(each)
        visited.set()

    desk.rounds.on_visit = hear
    running = asyncio.create_task(desk.rounds.run())
    async with asyncio.timeout(10):
        await visited.wait()
        desk.rounds.stop()
        await running
    assert [each.outcome for each in heard] == ["read"]


async def test_a_store_that_fails_makes_the_rounds_rest_and_not_end(
    desk: Desk, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.serve("/story", page())
    await desk.follow(desk.story())
    await desk.poll()
    sound = desk.bench.store
    full, visited = asyncio.Event(), asyncio.Event()

    class Full:
        async def read(self, work: Callable[[Tx], T]) -> T:
            full.set()
            raise DiskFull(Path("walkback.db"))

    monkeypatch.setattr(rounds, "PAUSE_SECONDS", 0.01)
    desk.rounds.on_visit = lambda each: visited.set()
    desk.rounds.visitor.store = Full()  # type: ignore[assignment]
    running = asyncio.create_task(desk.rounds.run())
    async with asyncio.timeout(10):
        await full.wait()
        desk.rounds.visitor.store = sound
        await visited.wait()
        desk.rounds.stop()
        await running
    assert (await desk.row()).read_at is not None


async def test_one_pages_surprise_does_not_stop_the_others(desk: Desk, server: FeedServer) -> None:
    for name in ("a", "b"):
        server.serve(f"/{name}", page())
    await desk.follow(desk.story("a"), desk.story("b"))
    await desk.poll()
    sound = desk.rounds.visitor.runner

    class Surprising:
        def __init__(self) -> None:
            self.jobs = 0

        async def run(self, job, body):  # type: ignore[no-untyped-def]
            self.jobs += 1
            if self.jobs == 1:
                raise ZeroDivisionError
            return await sound.run(job, body)

    desk.rounds.visitor.runner = Surprising()
    assert await desk.outcomes() == ["read"]
    assert await desk.outcomes(rounds.LEASE) == ["read"]
