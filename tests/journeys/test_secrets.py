"""Canary secrets never come to light: not in logs, errors, exports, doctor, metrics, argv, nor in the database
beyond the columns that fetching and sending need (docs/security.md names them).

Real `walkback` processes at DEBUG against servers on loopback, with a token, a feed password, a key in a query and a
webhook's path that occur nowhere else.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot import parking
from bot.app import open_store
from bot.desk import claims, sources, subscriptions, watch
from bot.metrics import Meters, served
from bot.settings import Settings
from rules.model import LOCAL_GUILD, Address
from state.memory import open_memory
from state.store import Tx
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.server import FeedServer, Reply, item, rss

ROOT = Path(__file__).parents[2]
TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.canarytokencanarytoken12"
PASSWORD, KEY, HOOK, SLACK = "canarypassword71", "canarykey72", "canaryhook73", "canaryhook74"
CANARIES = (TOKEN.rpartition(".")[2], PASSWORD, KEY, HOOK, SLACK)
BEFORE = "Half of the foundry jobs in Bardenia will disappear by 2031."
AFTER = "A fifth of the foundry jobs in Bardenia will disappear by 2031."
ALLOWED = {
    # What is asked and what is posted to must be stored to be asked and posted to. `data` is the same row as JSON.
    ("source", "url"): {PASSWORD, KEY},
    ("source", "data"): {PASSWORD, KEY},
    ("subscription", "data"): {HOOK, SLACK},
    ("delivery", "lane"): {HOOK, SLACK},
    ("delivery", "data"): {HOOK, SLACK},
}
NEEDED = {"source": "url", "subscription": "address", "delivery": "address"}
"""The one field of that JSON that may hold a secret."""


def secrets_in(text: str) -> set[str]:
    return {canary for canary in CANARIES if canary in text}


@dataclass
class Installation:
    folder: Path
    server: FeedServer
    said: str = field(default="")
    """All that any command wrote, on either stream."""
    argv: str = field(default="")

    @property
    def db(self) -> Path:
        return self.folder / "walkback.db"

    @property
    def feed(self) -> str:
        return f"http://reader:{PASSWORD}@127.0.0.1:{self.server.port}/feed?key={KEY}"

    @property
    def hook(self) -> str:
        return f"https://127.0.0.1:1/api/webhooks/17/{HOOK}"  # nobody listens there

    @property
    def other_hook(self) -> str:
        """Of another service than Discord: only its path is the secret."""
        return f"https://127.0.0.1:1/services/T0/B0/{SLACK}"

    async def walkback(self, *words: str, token: bool = False) -> str:
        """Runs a command to its end; what it wrote."""
        environ = {key: value for key, value in os.environ.items() if "DISCORD" not in key} | {
            "PYTHONPATH": str(ROOT),
            "WALKBACK_DB": str(self.db),
            "WALKBACK_ALLOW_NETS": "127.0.0.0/8",
            "WALKBACK_LOG": "DEBUG",
            "WALKBACK_DISCORD_API": self.server.url("/api"),
        }
        if token:
            environ["WALKBACK_DISCORD_TOKEN"] = TOKEN
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *words,
            cwd=self.folder,
            env=environ,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        watching = asyncio.create_task(self._watch(process.pid)) if words[0] in ("run", "poll") else None
        out, _ = await process.communicate()
        if watching:
            watching.cancel()
        text = out.decode("utf-8", "replace")
        self.said += f"\n$ walkback {words[0]}\n{text}"
        return text

    async def _watch(self, pid: int) -> None:
        """Command lines and environments that anybody on the machine may see: ours and our children's command lines."""
        while True:
            for entry in Path("/proc").iterdir():
                if entry.name.isdigit():
                    self.argv += _command_line(entry, pid)
            await asyncio.sleep(0.05)

    async def store(self, work) -> None:  # type: ignore[no-untyped-def]
        store = open_store(Settings(db=str(self.db)))
        try:
            await store.transact(work)
        finally:
            await store.close()


def _command_line(process: Path, pid: int) -> str:
    try:
        parent = int((process / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
        return (process / "cmdline").read_text("utf-8") if pid in (parent, int(process.name)) else ""
    except (OSError, ValueError):
        return ""


@pytest.fixture
async def installed(tmp_path: Path) -> Iterator[Installation]:  # type: ignore[misc]
    async with FeedServer() as server:
        here = Installation(tmp_path, server)
        server.serve("/feed", Reply(body=rss([item("welcome", "Nothing yet.")])))
        server.serve("/api/users/@me", Reply(status=401, body=b"{}", content_type="application/json"))

        def work(tx: Tx) -> None:
            now = datetime.now(UTC)
            draft = claims.Draft(
                text=BEFORE, speaker="Mara Barden", said_on=date(2025, 3, 2), theme="general"
            )
            claims.add(tx, LOCAL_GUILD, draft, now=now)
            sources.add(
                tx, LOCAL_GUILD, kind="feed", url=here.feed, name="The Paper", theme="general", now=now
            )
            watch.add(tx, LOCAL_GUILD, "jobs", "jobs", now=now, theme="general")
            for hook in (here.hook, here.other_hook):
                subscriptions.add(tx, LOCAL_GUILD, Address(kind="webhook", target=hook), now=now)
            subscriptions.add(tx, LOCAL_GUILD, Address(kind="console"), now=now)

        await here.store(work)
        yield here


async def used(here: Installation) -> None:
    """A life with everything in it: polls, an alert, a lost webhook, a lost feed, a login that is refused."""
    await here.walkback("poll", "The Paper")
    when = format_datetime(datetime.now(UTC) - timedelta(minutes=1))
    news = item("talk", f"<![CDATA[<p>“{AFTER}” said Mara Barden.</p>]]>", date=when, link="/talk")
    here.server.serve("/feed", Reply(body=rss([news, item("welcome", "Nothing yet.")])))
    await here.walkback("poll", "The Paper")
    here.server.serve("/feed", Reply(status=401, body=b"no"))
    for _ in range(3):
        await here.walkback("poll", "The Paper")
    await here.walkback("run", token=True)


@pytest.mark.slow
async def test_no_secret_comes_to_light(installed: Installation) -> None:
    here = installed
    await used(here)
    assert "Bardenia" in here.said  # the alert was told, so there was something to leak with
    for words in (
        ("source", "list"),
        ("source", "show", "The Paper"),
        ("source", "test", here.feed),
        ("source", "add", here.feed, "--no-check"),
        ("source", "add", f"{here.feed} x"),
        ("source", "remove", f"{here.feed}x"),
        ("source", "export"),
        ("subscriptions",),
        ("subscribe", "--to", here.hook),
        ("unsubscribe", here.hook + "x"),
        ("claim", "list", "--json"),
        ("history", "--json"),
        ("history", "--csv"),
        ("doctor",),
        ("doctor", "--json"),
    ):
        text = await here.walkback(*words, token=True)
        assert secrets_in(text) == set(), f"walkback {words[0]} shows a secret:\n{text}"
    assert secrets_in(here.said) == set(), here.said
    assert "walkback" in here.argv or "bot" in here.argv
    assert secrets_in(here.argv) == set()


CRASHING = """
import os, sys
import watchers.poll, bot.app
words = os.environ['CANARIES']
async def breaks(*anything, **named):
    raise RuntimeError(words)
if sys.argv.pop(1) == 'loop':
    watchers.poll.Poller.poll = breaks
else:
    bot.app.run = breaks
from bot.__main__ import main
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("form", ["DEBUG", "json:DEBUG"])
async def test_no_secret_comes_to_light_in_a_live_login_nor_in_the_tracebacks_of_crashes(
    installed: Installation, form: str
) -> None:
    """`used` saw a login that is refused; this one is taken, commands are synced, and then things break."""
    here, discord = installed, FakeDiscord()
    discord.gateway.token = TOKEN
    discord.add_guild("Newsroom")
    async with discord.serve():
        environ = {key: value for key, value in os.environ.items() if "DISCORD" not in key} | {
            "PYTHONPATH": str(ROOT),
            "WALKBACK_DB": str(here.db),
            "WALKBACK_LOG": form,
            "WALKBACK_DISCORD_TOKEN": TOKEN,
            "WALKBACK_DISCORD_API": discord.api,
            "WALKBACK_DISCORD_GATEWAY": discord.gateway_url,
            "CANARIES": f"{here.feed} webhook:{here.hook} webhook:{here.other_hook} {TOKEN}",
        }
        said = ""
        for where in ("loop", "top"):
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", CRASHING, where, "run"),
                cwd=here.folder,
                env=environ,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
            if where == "loop":
                await discord.until(lambda: discord.syncs, seconds=60)
                process.terminate()
            out, _ = await process.communicate()
            said += out.decode()
    assert discord.syncs == 1
    assert said.count("RuntimeError") >= 2
    assert "report it with the lines above" in said
    assert secrets_in(said) == set(), said


@pytest.mark.slow
async def test_secrets_stand_only_where_fetching_and_sending_need_them_and_in_backups_of_that(
    installed: Installation,
) -> None:
    here = installed
    await used(here)
    only_where_they_are_needed(here.db)
    assert "integrity checked" in await here.walkback("backup", "copy.backup", token=True)
    await here.walkback("restore", "--check", "copy.backup", token=True)
    await here.walkback("browse", "--to", "seen.db", token=True)
    for words in (("claim", "export", "claims.yaml"), ("claim", "export", "claims.csv")):
        await here.walkback(*words, token=True)
    await here.walkback("source", "export", "sources.opml", token=True)
    found = {
        path.name: secrets_in(path.read_bytes().decode("utf-8", "replace")) for path in here.folder.iterdir()
    }
    assert {"copy.backup", "seen.db", "claims.yaml", "claims.csv", "sources.opml"} <= found.keys()
    assert found.pop("copy.backup") == {PASSWORD, KEY, HOOK, SLACK}
    others = {name: secrets for name, secrets in found.items() if not name.startswith("walkback.db")}
    assert {name for name, secrets in others.items() if secrets} == set()
    assert secrets_in(here.said) == set()


def only_where_they_are_needed(db: Path) -> None:
    """In the database, secrets stand only where fetching and sending need them."""
    found: dict[tuple[str, str], set[str]] = {}
    with sqlite3.connect(db) as conn:
        for table, column, text in everything(conn):
            found.setdefault((table, column), set()).update(secrets_in(text))
            if column == "data" and table in NEEDED:
                row = json.loads(text)
                row.pop(NEEDED[table])
                assert secrets_in(json.dumps(row)) == set()
        dump = "\n".join(conn.iterdump())
    assert CANARIES[0] not in dump
    assert secrets_in(dump) == {
        PASSWORD,
        KEY,
        HOOK,
        SLACK,
    }  # they are there, so there was something to look for
    assert {place for place, secrets in found.items() if secrets - ALLOWED.get(place, set())} == set()


def everything(conn: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """(table, column, value as text) of all rows, shadow tables of the text search too."""
    for (table,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        cursor = conn.execute(f"SELECT * FROM {table}")
        columns = [each[0] for each in cursor.description]
        for row in cursor:
            for column, value in zip(columns, row, strict=True):
                text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                yield table, column, text


def test_a_parked_webhook_is_not_named_to_the_others() -> None:
    store = open_memory()
    now = datetime.now(UTC)
    hook = Address(kind="webhook", target=f"https://chat.example/api/webhooks/17/{HOOK}")

    def work(tx: Tx) -> None:
        for address in (hook, Address(kind="discord", target="5")):
            subscriptions.add(tx, 7, address, now=now)
        parking.tell_parked(tx, 7, hook, "it is gone", now)
        (owed,) = tx.outbox.owed()
        notice = tx.alerts.notice(7, owed.subject_id)
        assert notice is not None
        assert "webhook hears nothing" in notice.text
        assert secrets_in(notice.text) == set()

    asyncio.run(store.transact(work))


async def test_metrics_and_health_show_no_secret(installed: Installation) -> None:
    import aiohttp

    store = open_store(Settings(db=str(installed.db)))
    try:
        async with (
            served("127.0.0.1:0", store, Meters(), lambda: datetime.now(UTC), str(installed.db)) as base,
            aiohttp.ClientSession() as client,
        ):
            for path in ("/metrics", "/healthz"):
                async with client.get(base + path) as answer:
                    assert secrets_in(await answer.text()) == set()
    finally:
        await store.close()
