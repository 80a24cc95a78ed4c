"""`walkback poll` says what it did in words: no log lines, a line for each source with something to tell."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from bot.app import open_store
from bot.desk import claims, sources, watch
from bot.settings import Settings
from rules.model import LOCAL_GUILD
from state.store import Tx
from tests.fakes.server import FeedServer, Reply, item, rss

ROOT = Path(__file__).parents[3]


async def poll(folder: Path, *words: str) -> tuple[list[str], str]:
    """Lines on stderr, text on stdout."""
    environ = {k: v for k, v in os.environ.items() if "DISCORD" not in k and not k.startswith("WALKBACK_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "poll", *words),
        cwd=folder,
        env=environ | {"PYTHONPATH": str(ROOT), "WALKBACK_ALLOW_NETS": "127.0.0.0/8"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return err.decode().splitlines(), out.decode()


async def test_poll_says_in_words_what_it_found_and_what_went_wrong(tmp_path: Path) -> None:
    async with FeedServer() as server:
        server.serve("/feed", Reply(body=rss([item("welcome", "Nothing yet.")])))

        def work(tx: Tx) -> None:
            now = datetime.now(UTC)
            draft = claims.Draft(
                text="Half of the foundry jobs in Bardenia will disappear by 2031.",
                speaker="Mara Voss",
                said_on=date(2025, 3, 2),
                theme="general",
            )
            claims.add(tx, LOCAL_GUILD, draft, now=now)
            sources.add(
                tx, LOCAL_GUILD, kind="feed", url=server.url("/feed"), name="Paper", theme="general", now=now
            )
            watch.add(tx, LOCAL_GUILD, "jobs", "jobs", now=now, theme="general")

        store = open_store(Settings(db=str(tmp_path / "walkback.db")))
        await store.transact(work)
        await store.close()
        err, _ = await poll(tmp_path)
        assert err == [
            "Paper: 1 new, the first visit, which is recorded and not told",
            "1 source polled, 1 new entry, 0 alerts, 0 sent, 0 still owed.",
        ]
        when = format_datetime(datetime.now(UTC) - timedelta(minutes=1))
        said = "<![CDATA[<p>“A fifth of the foundry jobs in Bardenia will disappear by 2031.” said Mara Voss.</p>]]>"
        news = item("talk", said, date=when, link="/talk")
        server.serve("/feed", Reply(body=rss([news, item("welcome", "Nothing yet.")])))
        err, out = await poll(tmp_path, "Paper")
        assert err == [
            "Paper: 1 new, 1 alert",
            "1 source polled, 1 new entry, 1 alert, 1 sent, 0 still owed.",
        ]
        assert "Bardenia" in out
        server.serve("/feed", Reply(status=503, body=b"busy"))
        err, out = await poll(tmp_path, "Paper")
        assert len(err) == 2
        assert err[0].startswith("Paper: ")
        assert out == ""
