"""No body costs more than 64 MiB above idle or 10 seconds: measured on what is dearest, one poll each."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from state.sqlite import open_sqlite
from tests.fakes.hostile import DEAR
from tests.fakes.measured import Peak
from tests.fakes.server import FeedServer, Reply, item, rss
from tests.fakes.watching import Bench
from watchers.fetch import Fetcher
from watchers.sandbox import Sandbox

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux's /proc"),
]
MEMORY_MIB, SECONDS = 64, 10


@pytest.mark.parametrize("name", DEAR)
async def test_the_cost_of(
    name: str, fetcher: Fetcher, sandbox: Sandbox, server: FeedServer, tmp_path: Path
) -> None:
    store = open_sqlite(tmp_path / "cost.db")
    bench = Bench(fetcher, sandbox, store)  # type: ignore[arg-type]
    for warm in range(2):  # libraries are loaded and buffers have their size
        await bench.poll(
            await bench.follow(server.serve(f"/warm{warm}", Reply(body=rss([item("one")] * 50))))
        )
    source = await bench.follow(server.serve("/feed", DEAR[name]()))
    peak = Peak(child.process.pid for child in sandbox._idle)
    began = time.monotonic()
    await bench.poll(source)
    took, memory = time.monotonic() - began, peak.above_idle()
    print(f"{name}: {memory:.0f} MiB, {took:.1f} s", [round(each) for each in peak.each()])
    await store.close()
    assert memory < MEMORY_MIB
    assert took < SECONDS
