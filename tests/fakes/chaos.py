"""The real bot in a process of its own, killed over and over: its feed, its Discord, its lives, the count at the end.

Used by `tests/journeys/test_kill.py` (some 50 kills, on every run) and `tests/bench/chaos.py` (hundreds, by hand).
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.app import open_store
from bot.chores import DONE_KEY
from bot.desk import claims, sources, subscriptions, themes, watch
from bot.settings import Settings
from rules.model import Address
from state.model import HistoryFilter, Notice
from state.store import Store, Tx
from tests.fakes.discord.model import Channel
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.user import text_of

ROOT = Path(__file__).parents[2]
SUBJECTS = ("warehouse", "bakery", "harbour", "library", "orchard", "quarry", "foundry", "brewery", "tannery")
STEMS = (
    *("Bar", "Cor", "Del", "Fen", "Gar", "Hol", "Jas", "Kel"),
    *("Lam", "Mor", "Nes", "Osk", "Pel", "Quin", "Rad", "Sol"),
    *("Tar", "Ulm", "Ver", "Wes", "Yar", "Zel", "Bru", "Cla"),
    *("Dro", "Eck", "Fro", "Gri", "Hud", "Ick", "Jor", "Kru"),
    *("Los", "Mut", "Nab", "Orl", "Pru", "Rud", "Ste", "Tru"),
)
ENDS = ("den", "ling", "mont", "ric", "sby", "ton", "vik", "wyn")
MOST = len(STEMS) * len(ENDS) - 1
WINDOW = 40
"""Items that the feed shows: older ones have left it, as in any feed."""
LAUNCH = (
    "import sys\n"
    "from state.crash import arm\n"
    "from tests.fakes.chaos_steps import with_more_steps\n"
    "point, after, steps = sys.argv[1:4]\n"
    "del sys.argv[1:4]\n"
    "with_more_steps(int(steps))\n"
    "if point != '-': arm(point, int(after))\n"
    "from bot.__main__ import main\n"
    "main(['run'])\n"
)
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


def who(number: int) -> str:
    """A speaker of their own for each statement."""
    return f"Mara {STEMS[number // 8]}{ENDS[number % 8]}"


def town(number: int) -> str:
    return f"{who(number)[5:]}ia"


def said(number: int, side: int) -> str:
    template = TEMPLATES[number % len(TEMPLATES)][side]
    return template.format(thing=SUBJECTS[number % len(SUBJECTS)], town=town(number))


@dataclass
class Paper:
    """A feed that grows by one statement a life."""

    shown: list[int] = field(default_factory=list)
    base: str = ""
    asked: int = 0

    async def answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        items = "".join(
            f"<item><guid>site-{n}</guid><title>Talk {n}</title><link>https://paper.example/{n}</link>"
            f"<pubDate>{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
            f"<description>&lt;p&gt;“{said(n, 1)}” said {who(n)}.&lt;/p&gt;</description></item>"
            for n in reversed(self.shown[-WINDOW:])
        )
        head = "<item><guid>first</guid><title>Welcome</title><link>https://paper.example/0</link></item>"
        text = f"<rss version='2.0'><channel><title>The Paper</title>{items}{head}</channel></rss>"
        return web.Response(text=text, content_type="application/rss+xml")


@dataclass(frozen=True)
class Count:
    """What stands in the end. `lost` and `duplicated`: statement numbers, by what the channel shows and what the
    record says."""

    expected: int
    posted: int
    messages: int
    lost: frozenset[int]
    duplicated: frozenset[int]
    nameless: int
    """Messages in the channel that no delivery knows as its own."""
    integrity: str
    states: Mapping[str, int]


@dataclass
class Life:
    """One database, one feed, one Discord, and as many processes as it takes."""

    folder: Path
    paper: Paper
    discord: FakeDiscord
    channel: Channel
    kills: int = 0
    claims: int = 60
    steps: int = 0
    """Steps of the schema that this release knows beyond the real ones."""
    chance: random.Random = field(default_factory=lambda: random.Random(20260303))

    @property
    def settings(self) -> Settings:
        return Settings(db=str(self.folder / "walkback.db"))

    async def prepare(self, guild: int) -> None:
        def work(tx: Tx) -> None:
            now = datetime.now(UTC)
            themes.add(tx, guild, "work", now=now)
            for number in range(1, self.claims + 1):
                draft = claims.Draft(
                    text=said(number, 0), speaker=who(number), said_on=date(2025, 3, 2), theme="work"
                )
                claims.add(tx, guild, draft, now=now)
            sources.add(tx, guild, kind="feed", url=self.paper.base, name="The Paper", theme="work", now=now)
            watch.add(tx, guild, "all of it", "*", now=now, theme="work")
            subscriptions.add(tx, guild, Address(kind="discord", target=str(self.channel.id)), now=now)

        await self.with_store(lambda store: store.transact(work))
        process = await self.start()  # the first good poll alerts nothing
        for _ in range(200):
            if self.ask("SELECT count(*) FROM entry"):
                break
            await asyncio.sleep(0.1)
        await self.stop(process)

    def ask(self, question: str) -> Any:
        with sqlite3.connect(self.folder / "walkback.db", timeout=30) as conn:
            return conn.execute(question).fetchone()[0]

    async def make_due(self, *, chores: bool = False, past_nonce: bool = False) -> None:
        """`chores`: a day has passed, and there are old texts to forget. `past_nonce`: a few minutes have passed, and
        Discord has forgotten the nonces of what was being sent."""
        now = datetime.now(UTC)

        def work(tx: Tx) -> None:
            for source in tx.sources.all():
                tx.sources.put(replace(source, due_at=now - timedelta(seconds=1), lease_until=None))
            if chores:
                tx.guilds.put_meta(DONE_KEY, (now - timedelta(days=2)).isoformat())
                old = now - timedelta(days=800)
                for number in range(450):
                    notice = Notice(
                        id=f"old-{self.kills}-{number}", guild_id=1, at=old, kind="silent", title="", text=""
                    )
                    tx.alerts.put_notice(notice)
            if past_nonce:
                for row in tx.outbox.owed():
                    if row.first_try_at is not None:
                        earlier = row.first_try_at - timedelta(minutes=10)
                        tx.outbox.settle(
                            replace(row, first_try_at=earlier, not_before=now, lease_until=None, owner="")
                        )

        await self.with_store(lambda store: store.transact(work))
        if past_nonce:
            self.discord.forget_nonces()
        if chores:
            for made in self.folder.glob("walkback-*.backup"):
                made.unlink()

    async def with_store(self, work: Callable[[Store], Any]) -> Any:
        store: Store = open_store(self.settings)
        try:
            return await work(store)
        finally:
            await store.close()

    async def start(self, point: str = "-", after: int = 1) -> asyncio.subprocess.Process:
        environ = {
            **{k: v for k, v in os.environ.items() if not k.startswith("WALKBACK_")},
            "WALKBACK_DB": str(self.folder / "walkback.db"),
            "WALKBACK_DISCORD_TOKEN": self.discord.gateway.token,
            "WALKBACK_DISCORD_API": self.discord.api,
            "WALKBACK_DISCORD_GATEWAY": self.discord.gateway_url,
            "WALKBACK_ALLOW_NETS": "127.0.0.1/32",
            "PYTHONPATH": str(ROOT),
        }
        words = [sys.executable, "-c", LAUNCH, point, str(after), str(self.steps)]
        with (self.folder / "said.log").open("ab") as heard:
            return await asyncio.create_subprocess_exec(*words, cwd=self.folder, env=environ, stderr=heard)

    async def stop(self, process: asyncio.subprocess.Process) -> None:
        """An end by request. Before the bot listens to signals, the system ends it."""
        process.terminate()
        assert await process.wait() in (0, -signal.SIGTERM), (self.folder / "said.log").read_text("utf-8")[
            -2_000:
        ]

    async def live_until(self, process: asyncio.subprocess.Process, seconds: float) -> bool:
        """Until the process dies by itself (a crash point: True), or `seconds` are over and it is killed."""
        by_itself = True
        try:
            async with asyncio.timeout(seconds):
                await process.wait()
        except TimeoutError:
            by_itself = False
            process.kill()
            await process.wait()
        assert process.returncode == -signal.SIGKILL, (self.folder / "said.log").read_text("utf-8")[-2_000:]
        self.kills += 1
        return by_itself

    async def finish(self) -> None:
        """One life without a death, until every statement is told and nothing is owed."""
        await self.make_due()
        process = await self.start()
        for _ in range(400):
            sent = {number for number, messages in (await self.told()).items() if messages}
            owed = self.ask("SELECT count(*) FROM delivery WHERE state = 'owed'")
            if set(self.paper.shown) <= sent and not owed:
                break
            await asyncio.sleep(0.25)
        await self.stop(process)

    async def told(self) -> dict[int, list[str]]:
        """Statement number → the ids of the messages in the channel that tell it, by the record."""
        standing = {m["id"] for m in self.channel.messages}
        number_of = {said(n, 1): n for n in range(1, self.claims + 1)}

        def look(tx: Tx) -> dict[int, list[str]]:
            out: dict[int, list[str]] = {}
            for guild in self.discord.guilds:
                for alert in tx.alerts.history(HistoryFilter(guild_id=guild, limit=1_000)):
                    assert alert.after is not None
                    text = alert.after.text
                    number = number_of[text if text in number_of else text + "."]
                    sent = [d.message_id for d in tx.outbox.of_subject(alert.id) if d.state == "sent"]
                    out.setdefault(number, []).extend(m for m in sent if m in standing)
            return out

        found: dict[int, list[str]] = await self.with_store(lambda store: store.read(look))
        return found

    async def count(self) -> Count:
        shown, messages = set(self.paper.shown), self.channel.messages
        texts = [text_of(message) for message in messages]
        # By the speaker: a digest, which many at once come as, shows what changed and leaves the town out.
        seen = Counter(n for n in shown for text in texts if who(n) in text)
        told = await self.told()
        with sqlite3.connect(self.folder / "walkback.db") as conn:
            ours = {row[0] for row in conn.execute("SELECT data ->> 'message_id' FROM delivery")}
            states = dict(conn.execute("SELECT state, count(*) FROM delivery GROUP BY state").fetchall())
            (integrity,) = conn.execute("PRAGMA integrity_check").fetchone()
        return Count(
            expected=len(shown),
            posted=len(seen),
            messages=len(messages),
            lost=frozenset(n for n in shown if not seen[n] or not told.get(n)),
            duplicated=frozenset(n for n in shown if seen[n] > 1 or len(told.get(n, ())) > 1),
            nameless=sum(message["id"] not in ours for message in messages),
            integrity=integrity,
            states=states,
        )


@asynccontextmanager
async def a_life(folder: Path, claim_count: int = 60) -> AsyncIterator[Life]:
    """A feed and a Discord on loopback, and a database with claims whose baseline is done."""
    paper, discord = Paper(), FakeDiscord()
    guild = discord.add_guild("Newsroom")
    app = web.Application()
    app.router.add_get("/feed", paper.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    paper.base = f"http://127.0.0.1:{runner.addresses[0][1]}/feed"
    try:
        async with discord.serve():
            (channel,) = guild.channels.values()
            life = Life(folder=folder, paper=paper, discord=discord, channel=channel, claims=claim_count)
            await life.prepare(guild.id)
            yield life
    finally:
        await runner.cleanup()
