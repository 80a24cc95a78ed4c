"""The clock of a running bot is turned, and the process is suspended: polls go on, each alert comes once.

The real bot in a process of its own, with no token, on a clock that reads its error from a file; a feed on loopback.
"""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.fakes.installed import environment, watching_the_paper
from tests.fakes.server import FeedServer, Reply, item, rss

LAUNCH = """
import bot.app, datetime, pathlib
class Turned(datetime.datetime):
    @classmethod
    def now(cls, zone=None):
        return datetime.datetime.now(zone) + datetime.timedelta(hours=float(pathlib.Path('ahead').read_text()))
bot.app.datetime = Turned
from bot.__main__ import main
main(['run'])
"""
FIGURES = ("12 percent", "25 percent", "35 percent")


def says(number: int) -> str:
    when = format_datetime(datetime.now(UTC) - timedelta(minutes=1))
    text = (
        f"<![CDATA[<p>“{FIGURES[number]} of the foundry jobs in Bardenia will disappear by 2031.” "
        "said Mara Voss.</p>]]>"
    )
    return item(f"talk-{number}", text, date=when, link=f"/talk-{number}")


@pytest.mark.slow
async def test_a_clock_that_is_turned_and_a_process_that_sleeps_lose_no_poll_and_say_nothing_twice(
    tmp_path: Path,
) -> None:

    def turn(hours: int) -> None:
        """In one step, so that the bot never reads half a file."""
        (tmp_path / "next").write_text(str(hours))
        (tmp_path / "next").replace(tmp_path / "ahead")

    turn(0)
    async with FeedServer() as server:
        await watching_the_paper(tmp_path, server.url("/feed"))
        shown = [item("welcome", "Nothing yet.")]
        server.serve("/feed", lambda request: Reply(body=rss(shown)))

        async def read(entries: int, seconds: float = 60.0) -> None:
            """Until so many entries are on record."""
            async with asyncio.timeout(seconds):
                with sqlite3.connect(tmp_path / "walkback.db", timeout=30) as conn:
                    while conn.execute("SELECT count(*) FROM entry").fetchone()[0] < entries:  # noqa: ASYNC110
                        await asyncio.sleep(0.1)

        with (tmp_path / "out").open("wb") as out, (tmp_path / "err").open("wb") as err:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", LAUNCH),
                cwd=tmp_path,
                env=environment(WALKBACK_MIN_INTERVAL="10", WALKBACK_MAX_INTERVAL="10"),
                stdout=out,
                stderr=err,
            )
            try:
                await read(1)
                process.send_signal(signal.SIGSTOP)
                turn(8)
                shown.insert(0, says(0))
                process.send_signal(signal.SIGCONT)
                await read(2)
                turn(24)
                shown.insert(0, says(1))
                await read(3)
                turn(-24)
                shown.insert(0, says(2))
                async with asyncio.timeout(60):
                    while FIGURES[2] not in (tmp_path / "out").read_text("utf-8"):  # noqa: ASYNC110
                        await asyncio.sleep(0.1)
            finally:
                process.terminate()
                code = await process.wait()
        said = (tmp_path / "out").read_text("utf-8")
        log = (tmp_path / "err").read_text("utf-8")
        assert code == 0, log
        assert "the clock went back" in log
        assert [said.count(f"+ {figure} of the foundry jobs") for figure in FIGURES] == [1, 1, 1], said
