"""Promise 1: nothing read is lost, nothing is said twice, whenever the process dies.

The real bot in a process of its own, polling a feed on loopback and posting to a Discord on loopback. It is killed with
SIGKILL at named points and at random moments; between two lives the feed has one more statement and the source is due.
In the end every statement that walks a claim back stands in the channel exactly once.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import open_store
from bot.desk import claims, sources, subscriptions, themes, watch
from bot.settings import Settings
from rules.model import Address
from state.model import HistoryFilter
from state.store import Store, Tx
from tests.fakes.discord.server import FakeDiscord

ROOT = Path(__file__).parents[2]
SEED = 20260303
POINTS = (
    "poll:fetched",
    "poll:read",
    "absorb:entries_written",
    "absorb:deliveries_owed",
    "absorb:before_commit",
    "poll:absorbed",
    "transact:written",
    "transact:committed",
    "dispatch.leased",
    "dispatch.sent",
    "dispatch.settled",
)
ROUNDS = 2
RANDOM_KILLS = 30
SUBJECTS = ("warehouse", "bakery", "harbour", "library", "orchard", "quarry", "foundry", "brewery", "tannery")
STEMS = ("Bar", "Cor", "Del", "Fen", "Gar", "Hol", "Jas", "Kel")
ENDS = ("den", "ling", "mont", "ric", "sby", "ton", "vik", "wyn")
LAUNCH = (
    "import sys\n"
    "from state.crash import arm\n"
    "point = sys.argv.pop(1)\n"
    "if point != '-': arm(point)\n"
    "from bot.__main__ import main\n"
    "main(['run'])\n"
)


def who(number: int) -> str:
    """A speaker of their own for each statement."""
    return f"Mara {STEMS[number // 8]}{ENDS[number % 8]}"


TEMPLATES = (
    (
        "Half of the {thing} jobs in {town} will disappear by 2031.",
        "A fifth of the {thing} jobs in {town} will disappear by 2031.",
    ),
    (
        "The {thing} of {town} will cost 40 million euros.",
        "The {thing} of {town} will cost 65 million euros.",
    ),
    ("We will reopen the {town} {thing} by 2028.", "We will reopen the {town} {thing} by 2031."),
    (
        "{town} will hire 300 apprentices for its {thing}.",
        "{town} will hire 120 apprentices for its {thing}.",
    ),
    (
        "Visitors to the {thing} in {town} pay 12 euros today.",
        "Visitors to the {thing} in {town} pay 19 euros today.",
    ),
)


def said(number: int, side: int) -> str:
    template = TEMPLATES[number % len(TEMPLATES)][side]
    return template.format(thing=SUBJECTS[number % len(SUBJECTS)], town=town(number))


def town(number: int) -> str:
    return f"{who(number)[5:]}ia"


def before(number: int) -> str:
    return said(number, 0)


def after(number: int) -> str:
    return said(number, 1)


@dataclass
class Paper:
    """A feed that grows by one statement a day."""

    shown: list[int] = field(default_factory=list)
    base: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        items = "".join(
            f"<item><guid>site-{n}</guid><title>Talk {n}</title><link>https://paper.example/{n}</link>"
            f"<pubDate>{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
            f"<description>&lt;p&gt;“{after(n)}” said {who(n)}.&lt;/p&gt;</description></item>"
            for n in reversed(self.shown)
        )
        head = "<item><guid>first</guid><title>Welcome</title><link>https://paper.example/0</link></item>"
        text = f"<rss version='2.0'><channel><title>The Paper</title>{items}{head}</channel></rss>"
        return web.Response(text=text, content_type="application/rss+xml")


@dataclass
class Life:
    """One database, one feed, one Discord, and as many processes as it takes."""

    folder: Path
    paper: Paper
    discord: FakeDiscord
    kills: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))

    @property
    def settings(self) -> Settings:
        return Settings(db=str(self.folder / "walkback.db"))

    async def prepare(self, channel: int, guild: int) -> None:
        def work(tx: Tx) -> None:
            now = datetime.now(UTC)
            themes.add(tx, guild, "work", now=now)
            for number in range(1, 61):
                draft = claims.Draft(
                    text=before(number), speaker=who(number), said_on=date(2025, 3, 2), theme="work"
                )
                claims.add(tx, guild, draft, now=now)
            sources.add(tx, guild, kind="feed", url=self.paper.base, name="The Paper", theme="work", now=now)
            watch.add(tx, guild, "all of it", "*", now=now, theme="work")
            subscriptions.add(tx, guild, Address(kind="discord", target=str(channel)), now=now)

        await self.with_store(work)

    async def make_due(self) -> None:
        def work(tx: Tx) -> None:
            for source in tx.sources.all():
                tx.sources.put(
                    replace(source, due_at=datetime.now(UTC) - timedelta(seconds=1), lease_until=None)
                )

        await self.with_store(work)

    async def with_store(self, work: object) -> None:
        store: Store = open_store(self.settings)
        try:
            await store.transact(work)  # type: ignore[arg-type]
        finally:
            await store.close()

    async def start(self, point: str = "-") -> asyncio.subprocess.Process:
        environ = {
            **{k: v for k, v in os.environ.items() if not k.startswith("WALKBACK_")},
            "WALKBACK_DB": str(self.folder / "walkback.db"),
            "WALKBACK_DISCORD_TOKEN": self.discord.gateway.token,
            "WALKBACK_DISCORD_API": self.discord.api,
            "WALKBACK_DISCORD_GATEWAY": self.discord.gateway_url,
            "WALKBACK_ALLOW_NETS": "127.0.0.1/32",
            "PYTHONPATH": str(ROOT),
        }
        with (self.folder / "said.log").open("ab") as said:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-c", LAUNCH, point, cwd=self.folder, env=environ, stderr=said
            )

    async def stop(self, process: asyncio.subprocess.Process) -> None:
        process.terminate()
        assert await process.wait() == 0, (self.folder / "said.log").read_text("utf-8")[-2_000:]

    async def live_until(self, process: asyncio.subprocess.Process, seconds: float) -> None:
        """Until the process dies by itself (a crash point), or `seconds` are over and it is killed."""
        try:
            async with asyncio.timeout(seconds):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
        assert process.returncode == -signal.SIGKILL
        self.kills += 1

    async def told(self) -> dict[int, list[str]]:
        """Statement number → the ids of the messages in the channel that tell it."""
        standing = {m["id"] for channel in self.discord.channels.values() for m in channel.messages}

        def look(tx: Tx) -> dict[int, list[str]]:
            out: dict[int, list[str]] = {}
            for guild in self.discord.guilds:
                for alert in tx.alerts.history(HistoryFilter(guild_id=guild, limit=500)):
                    assert alert.after is not None
                    number = next(n for n in range(1, 61) if after(n) in alert.after.text + ".")
                    sent = [d.message_id for d in tx.outbox.of_subject(alert.id) if d.state == "sent"]
                    out.setdefault(number, []).extend(m for m in sent if m in standing)
            return out

        store: Store = open_store(self.settings)
        try:
            return await store.read(look)
        finally:
            await store.close()


@pytest.mark.slow
async def test_killed_at_any_point_nothing_is_lost_and_nothing_said_twice(tmp_path: Path) -> None:
    paper, discord = Paper(), FakeDiscord()
    guild = discord.add_guild("Newsroom")
    channel = next(iter(guild.channels.values()))
    app = web.Application()
    app.router.add_get("/feed", paper.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    paper.base = f"http://127.0.0.1:{runner.addresses[0][1]}/feed"
    try:
        async with discord.serve():
            life = Life(folder=tmp_path, paper=paper, discord=discord)
            await life.prepare(channel.id, guild.id)
            await _baseline(life)
            await _kill_many(life)
            await _finish(life)
            told = await life.told()
            standing = [m["id"] for each in discord.channels.values() for m in each.messages]
            named = {message for messages in told.values() for message in messages}
            doubled = sum(len(messages) - 1 for messages in told.values()) + len(set(standing) - named)
            lost = set(paper.shown) - {number for number, messages in told.items() if messages}
            print(
                f"\nkills {life.kills}, alerts expected {len(paper.shown)}, posted {len(told)} in {len(standing)} "
                f"messages, lost {len(lost)}, duplicated {doubled}"
            )
            assert (lost, doubled) == (set(), 0)
            assert life.kills >= 50
            assert discord.problems == []
            with sqlite3.connect(tmp_path / "walkback.db") as conn:
                assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        await runner.cleanup()


async def _baseline(life: Life) -> None:
    """The first good poll, which alerts nothing."""
    process = await life.start()

    def polled() -> bool:
        with sqlite3.connect(life.folder / "walkback.db") as conn:
            return bool(conn.execute("SELECT count(*) FROM entry").fetchone()[0])

    for _ in range(200):
        if polled():
            break
        await asyncio.sleep(0.1)
    await life.stop(process)


async def _kill_many(life: Life) -> None:
    plan: list[tuple[str, float]] = [(point, 12.0) for _ in range(ROUNDS) for point in POINTS]
    plan += [("-", life.chance.uniform(0.3, 1.8)) for _ in range(RANDOM_KILLS)]
    life.chance.shuffle(plan)
    for number, (point, seconds) in enumerate(plan, 1):
        life.paper.shown.append(number)
        await life.make_due()
        await life.live_until(await life.start(point), seconds)


async def _finish(life: Life) -> None:
    """One life without a death, until nothing is owed."""
    await life.make_due()
    process = await life.start()
    for _ in range(400):
        told = await life.told()
        if set(life.paper.shown) == set(told) and all(told.values()):
            break
        await asyncio.sleep(0.25)
    await life.stop(process)
