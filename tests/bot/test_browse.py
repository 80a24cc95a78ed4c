"""`walkback browse`: ready questions over a copy that holds no secret, shown by the real Datasette."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.app import open_store, write_readable
from bot.browse import QUERIES, metadata
from bot.desk import sources, subscriptions
from bot.settings import Settings
from rules.model import LOCAL_GUILD, Address
from state.store import Tx
from tests.fakes import nouns

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
FEED = "https://reader:canarypassword@paper.example/feed?key=canarykey"
HOOK = "https://chat.example/api/webhooks/17/canaryhook"


async def filled(folder: Path) -> Settings:
    """Something in every table, with secrets where secrets must stand."""
    settings = Settings(db=str(folder / "w.db"))
    if not (folder / "w.db").exists():
        with sqlite3.connect(folder / "w.db") as conn:
            conn.executescript((ROOT / "tests/data/schema/v1.sql").read_text("utf-8"))

    def work(tx: Tx) -> None:
        sources.add(tx, LOCAL_GUILD, kind="feed", url=FEED, name=FEED, theme=None, now=NOW)
        hook = Address(kind="webhook", target=HOOK)
        subscriptions.add(tx, LOCAL_GUILD, hook, now=NOW)
        tx.alerts.add(nouns.alert("a1", speaker="Mara Voss"))
        tx.outbox.add(nouns.delivery("d1", hook, subject_id="a1", reason=f"{HOOK} is gone"))
        tx.outbox.park(hook, f"{HOOK} is gone", NOW)

    store = open_store(settings)
    try:
        await store.transact(work)
    finally:
        await store.close()
    return settings


async def test_the_copy_holds_everything_that_may_be_shown_and_no_secret(tmp_path: Path) -> None:
    rows = write_readable(await filled(tmp_path), str(tmp_path / "copy.db"))
    assert {name for name, count in rows.items() if not count} == set()
    assert b"canary" in (tmp_path / "w.db").read_bytes() + (tmp_path / "w.db-wal").read_bytes()
    assert b"canary" not in (tmp_path / "copy.db").read_bytes()
    with sqlite3.connect(tmp_path / "copy.db") as conn:
        hosts = {row[0] for row in conn.execute("SELECT host FROM source")}
        kinds = set(conn.execute("SELECT kind, channel FROM subscription"))
    assert "paper.example" in hosts
    assert ("webhook", "") in kinds


@pytest.mark.parametrize("name", QUERIES)
async def test_every_ready_question_has_an_answer(tmp_path: Path, name: str) -> None:
    write_readable(await filled(tmp_path), str(tmp_path / "copy.db"))
    sql = metadata("record", "now")["databases"]["record"]["queries"][name]["sql"]
    asked = {"speaker": "voss", "first": "2026-01-01", "last": "2026-12-31", "claim": "cla"}
    with sqlite3.connect(tmp_path / "copy.db") as conn:
        found = conn.execute(sql, {word: asked[word] for word in re.findall(r":(\w+)", sql)}).fetchall()
    if name not in ("sources_in_trouble", "alerts_of_a_week"):
        assert found


async def walkback(folder: Path, *words: str, program: str = "") -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", f"{program}\nfrom bot.__main__ import main\nmain()", *words),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "WALKBACK_DB": "w.db"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode()


async def test_without_datasette_it_says_how_to_install_it_and_the_copy_can_still_be_written(
    tmp_path: Path,
) -> None:
    await filled(tmp_path)
    absent = "import sys; sys.modules['datasette'] = None"
    code, said = await walkback(tmp_path, "browse", program=absent)
    assert code == 1
    assert "pip install 'walkback[browse]'" in said
    assert said.count("\n") == 1
    assert (await walkback(tmp_path, "browse", "--to", "copy.db", program=absent))[0] == 0
    assert (tmp_path / "copy.db").is_file()
    code, said = await walkback(tmp_path, "browse", "--to", "no/copy.db", program=absent)
    assert code == 1 and "no/copy.db cannot be written" in said
    code, said = await walkback(tmp_path, "browse", "--to", "copy.db")
    assert (code, "already" in said) == (1, True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.slow
async def test_datasette_shows_the_ready_questions_and_none_of_its_pages_a_secret(tmp_path: Path) -> None:
    pytest.importorskip("datasette")
    await filled(tmp_path)
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "browse", "--port", str(port)),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "WALKBACK_DB": "w.db"},
        stderr=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
            home = await page(client, "/record", patience=200)
            assert "Who turned around how often" in home
            pages = [home, await page(client, "/-/metadata.json"), await page(client, "/-/databases.json")]
            for name in QUERIES:
                text = await page(client, f"/record/{name}.json?speaker=voss&first=2020&last=2030&claim=cla")
                assert json.loads(text)["ok"], text
                pages.append(text)
            for table in ("source", "subscription", "delivery", "notice", "audit", "alert"):
                pages.append(await page(client, f"/record/{table}.json"))
            assert "canary" not in "".join(pages)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        await process.wait()
    assert process.returncode == 0


async def page(client: aiohttp.ClientSession, path: str, patience: int = 1) -> str:
    for _ in range(patience):
        try:
            async with client.get(path) as answer:
                assert answer.status == 200, await answer.text()
                return await answer.text()
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.1)
    raise AssertionError(f"nothing answers at {path}")
