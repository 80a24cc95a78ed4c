"""What a round of polls costs: 600 feeds (50 KB, 27 items) on 150 loopback hosts, on SQLite, as the schedule runs them.

    python tests/bench/polling.py [--feeds 600] [--rounds 3]

CPU seconds per 1,000 feeds of the bot and its parsing processes, start-up and the server left out, for a cold
round, rounds in which every feed answers 304, and rounds in which 1 % of the feeds have one new item. Also
the longest time for which the event loop did not turn, and the memory of all processes. No rules: what
reading statements costs is measured apart.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import hashlib
import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rules.ids import content_id
from rules.model import Theme
from state.model import Follow, Source
from state.sqlite import open_sqlite
from watchers.cadence import Limits
from watchers.fetch import Fetcher
from watchers.guard import Guard
from watchers.hosts import Hosts
from watchers.poll import Polled, Poller
from watchers.sandbox import Sandbox
from watchers.schedule import Schedule

ITEMS, BYTES = 27, 50_000
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
TEXT = "Northfield Energy said that its plant on the river will open in 2027 and make 30 percent more power"
WORDS = TEXT.split()


def feed(number: int, extra: int) -> bytes:
    """The feed's page after `extra` more items."""
    rows = []
    for item in range(extra, extra - ITEMS, -1):
        key = f"{number}-{item}"
        seed = hashlib.blake2b(key.encode(), digest_size=32).digest()
        text = " ".join(WORDS[byte % len(WORDS)] for byte in seed * 9)
        rows.append(
            f"<item><guid>id-{key}</guid><link>https://h{number}.example/{key}</link><title>Title of {key}</title>"
            f"<pubDate>Mon, 02 Mar 2026 0{abs(item) % 8}:00:00 GMT</pubDate>"
            f"<description>&lt;p&gt;{text[: BYTES // ITEMS - 250]}&lt;/p&gt;</description></item>"
        )
    return f'<rss version="2.0"><channel><title>Feed {number}</title>{"".join(rows)}</channel></rss>'.encode()


def serve(port: int, ready: multiprocessing.synchronize.Event) -> None:
    """Validators are honoured; `/advance` gives one feed in a hundred a new item."""
    extra: dict[int, int] = {}
    pages: dict[tuple[int, int], bytes] = {}

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                writer.close()
                return
            path = head.split(b" ", 2)[1].decode()
            if path.startswith("/advance"):
                for number in range(int(path.rpartition("/")[2]), 100_000, 100):
                    extra[number] = extra.get(number, 0) + 1
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                continue
            number = int(path.rpartition("/")[2])
            version = extra.get(number, 0)
            tag = f'"{number}-{version}"'.encode()
            if b"If-None-Match: " + tag in head:
                writer.write(b"HTTP/1.1 304 Not Modified\r\nETag: " + tag + b"\r\n\r\n")
            else:
                body = pages.setdefault((number, version), feed(number, version))
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: %s\r\nContent-Length: %d\r\n\r\n%s"
                    % (tag, len(body), body)
                )

    async def main() -> None:
        server = await asyncio.start_server(talk, "0.0.0.0", port, backlog=2000)
        ready.set()
        await server.serve_forever()

    asyncio.run(main())


def cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> float:
    """Proportional share in MiB: what processes share is counted once."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


class Meter:
    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.longest = 0.0

    def pids(self) -> list[int]:
        return [os.getpid(), *(child.process.pid for child in self.sandbox._idle)]

    def cpu(self) -> float:
        return sum(map(cpu_of, self.pids()))

    async def watch_the_loop(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            self.longest = max(self.longest, time.perf_counter() - began - 0.005)


async def one_round(schedule: Schedule, feeds: int, done: list[Polled]) -> None:
    done.clear()
    while len(done) < feeds:
        await schedule.tick()
        await asyncio.sleep(0.25)


async def measure(feeds: int, rounds: int, port: int) -> None:
    clock = [START]
    done: list[Polled] = []
    with tempfile.TemporaryDirectory() as folder:
        store = open_sqlite(Path(folder) / "bench.db")
        async with Fetcher(guard=Guard.of(["127.0.0.0/8"])) as fetcher, Sandbox() as sandbox:

            def set_up(tx):  # type: ignore[no-untyped-def]
                tx.rules.put_theme(Theme(id="t", guild_id=0, name="all", created_at=START))
                for number in range(feeds):
                    url = f"http://127.1.{number % 150}.1:{port}/{number}"
                    source_id = content_id("source", url, "")
                    tx.sources.add(
                        Source(
                            id=source_id, kind="feed", url=url, name=str(number), added_at=START, due_at=START
                        )
                    )
                    tx.sources.follow(Follow(guild_id=0, source_id=source_id, theme_id="t", created_at=START))

            await store.transact(set_up)
            poller = Poller(
                store=store, fetcher=fetcher, parser=sandbox, limits=Limits(most=timedelta(hours=1))
            )
            schedule = Schedule(
                poller=poller, clock=lambda: clock[0], owner="bench", hosts=Hosts(gap=0.0, budget=10**9)
            )
            schedule.on_poll = done.append
            meter = Meter(sandbox)
            # start-up: both parsing processes have their libraries
            await asyncio.gather(*(sandbox.parse("feed", feed(0, 0), "http://x.example/") for _ in range(2)))
            gc.collect()
            gc.freeze()  # as the bot does when it has started
            watcher = asyncio.create_task(meter.watch_the_loop())
            results: dict[str, list[float]] = {}
            for name, times in (("cold", 1), ("all 304", rounds), ("1 % new", rounds)):
                for number in range(times):
                    if name == "1 % new":
                        await fetcher.get(f"http://127.0.0.1:{port}/advance/{number + 1}")
                    began, wall = meter.cpu(), time.perf_counter()
                    meter.longest = 0.0
                    await one_round(schedule, feeds, done)
                    spent = (meter.cpu() - began) * 1000 / feeds
                    results.setdefault(name, []).append(spent)
                    new = sum(polled.absorbed.new for polled in done)
                    print(
                        f"{name:<8} {spent:6.2f} CPU s per 1,000 feeds, {time.perf_counter() - wall:5.1f} s, "
                        f"{new:,} new, loop still for {1000 * meter.longest:.0f} ms at most",
                        flush=True,
                    )
                    clock[0] += timedelta(hours=2)
            watcher.cancel()
            print({name: round(statistics.median(values), 2) for name, values in results.items()})
            memory = sum(map(memory_of, meter.pids()))
            print(f"memory of {len(meter.pids())} processes: {memory:.0f} MiB (proportional)")
            print(f"peak of the bot: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
        await store.close()


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--feeds", type=int, default=600)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--port", type=int, default=18_431)
    given = arguments.parse_args()
    ready = multiprocessing.Event()
    server = multiprocessing.Process(target=serve, args=(given.port, ready), daemon=True)
    server.start()
    ready.wait()
    asyncio.run(measure(given.feeds, given.rounds, given.port))
    server.terminate()


if __name__ == "__main__":
    main()
