"""The program as its operator runs it, in a folder and an environment of its own, with a paper on loopback to watch."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from bot.app import open_store
from bot.desk import claims, sources, watch
from bot.settings import Settings
from rules.model import LOCAL_GUILD
from state.store import Tx
from tests.fakes.process import REPOSITORY


def environment(**more: str) -> dict[str, str]:
    """Without whatever this machine has set for a bot; loopback may be asked."""
    kept = {k: v for k, v in os.environ.items() if "DISCORD" not in k and not k.startswith("WALKBACK_")}
    return kept | {"PYTHONPATH": str(REPOSITORY), "WALKBACK_ALLOW_NETS": "127.0.0.0/8"} | more


async def walkback(folder: Path, *words: str) -> tuple[str, str]:
    """What the command says on stdout and stderr; it must end well."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        cwd=folder,
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return out.decode(), err.decode()


async def watching_the_paper(folder: Path, url: str) -> None:
    """A claim about jobs, a rule for it, and the paper at `url`, in the folder's database."""

    def work(tx: Tx) -> None:
        now = datetime.now(UTC)
        text = "Half of the foundry jobs in Bardenia will disappear by 2031."
        draft = claims.Draft(text=text, speaker="Mara Voss", said_on=date(2025, 3, 2), theme="general")
        claims.add(tx, LOCAL_GUILD, draft, now=now)
        sources.add(tx, LOCAL_GUILD, kind="feed", url=url, name="Paper", theme="general", now=now)
        watch.add(tx, LOCAL_GUILD, "jobs", "jobs", now=now, theme="general")

    store = open_store(Settings(db=str(folder / "walkback.db")))
    await store.transact(work)
    await store.close()
