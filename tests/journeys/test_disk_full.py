"""The disk fills up under a running bot: polls pause and say so, nothing half-written stands, and work goes on alone.

The real bot with a feed on loopback; "full" is a limit on the size of its files that the test sets and takes away.
"""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.fakes.installed import environment, watching_the_paper
from tests.fakes.server import FeedServer, Reply, item, rss

LAUNCH = """
import datetime, watchers.schedule
watchers.schedule.PAUSE = datetime.timedelta(seconds=1)
from bot.__main__ import main
main(['run'])
"""


async def until(happened: Callable[[], bool], seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110 - the other side is a process
            await asyncio.sleep(0.1)


@pytest.mark.slow
async def test_a_disk_that_is_full_under_a_running_bot_pauses_its_polls_and_loses_nothing(
    tmp_path: Path,
) -> None:
    db = tmp_path / "walkback.db"
    async with FeedServer() as server:
        await watching_the_paper(tmp_path, server.url("/feed"))
        shown = [item("welcome", "Nothing yet.")]
        server.serve("/feed", lambda request: Reply(body=rss(shown)))
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", LAUNCH),
            cwd=tmp_path,
            env=environment(WALKBACK_MIN_INTERVAL="10", WALKBACK_MAX_INTERVAL="10"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        heard: list[str] = []

        async def listen() -> None:
            assert process.stdout is not None
            async for line in process.stdout:
                heard.append(line.decode())

        listening = asyncio.create_task(listen())
        try:
            with sqlite3.connect(db, timeout=30) as conn:
                await until(lambda: conn.execute("SELECT count(*) FROM entry").fetchone()[0] == 1)
            soft, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, hard))
            when = format_datetime(datetime.now(UTC) - timedelta(minutes=1))
            said = "“A fifth of the foundry jobs in Bardenia will disappear by 2031.” said Mara Voss."
            text = f"<![CDATA[<p>{said}</p>]]>"
            shown.insert(0, item("talk", text, date=when, link="/talk"))
            await until(lambda: sum("polling rests" in line for line in heard) > 1)
            with sqlite3.connect(db, timeout=30) as conn:
                assert conn.execute("SELECT count(*) FROM entry").fetchone() == (1,)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (soft, hard))
            await until(lambda: any("+ A fifth of the foundry jobs" in line for line in heard))
        finally:
            process.terminate()
            code = await process.wait()
            await listening
    said = "".join(heard)
    assert code == 0, said
    assert "Free some disk space" in said
    assert said.count("+ A fifth of the foundry jobs") == 1
    with sqlite3.connect(db) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
