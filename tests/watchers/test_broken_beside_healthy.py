"""Ten broken sources beside two hundred healthy ones: no healthy one is late. Real sockets, parsing processes, clock;
short intervals, so the broken ones come round as often as the healthy."""

from __future__ import annotations

import asyncio
import gzip
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.server import Answer, FeedServer, Reply, Request, item, moved, rss
from tests.fakes.watching import Bench
from watchers.cadence import Limits
from watchers.fetch import Fetcher
from watchers.guard import Guard
from watchers.hosts import Hosts
from watchers.poll import Polled
from watchers.sandbox import Sandbox
from watchers.schedule import Schedule

HEALTHY = 200
EVERY = timedelta(seconds=2)
DEADLINE = 3.0
"""Seconds of one fetch: a hanging source holds a slot for longer than a healthy one waits."""
SLOTS = 16
LATE = timedelta(seconds=1.5)
"""What a healthy source may wait beyond its moment, ticks and a busy machine included; half of `DEADLINE`."""
ROUNDS = 2
BROKEN: dict[str, Answer] = {
    "hangs before a word": Reply(raw=b"", hang=True),
    "hangs within the head": Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Ty", hang=True),
    "hangs within the body": Reply(body=b"<rss><channel>", length=900, hang=True),
    "hangs up": Reply(raw=b""),
    "fails": Reply(status=500),
    "never ends": Reply(body=b"<rss>", length=None, endless=b"x" * 65536),
    "is a bomb": Reply(
        body=gzip.compress(b"<rss>" + b" " * 30_000_000), headers=(("Content-Encoding", "gzip"),)
    ),
    "is garbage": Reply(body=bytes(range(256)) * 200),
    "goes in circles": moved("/broken"),
    "nests without end": Reply(body=b"<rss><channel>" + b"<item>" * 160_000),
}


def clock() -> datetime:
    return datetime.now(UTC)


class Papers:
    """Healthy sources, each at an address of its own; every tenth has something new each time it is asked."""

    def __init__(self) -> None:
        self.asked: defaultdict[str, list[datetime]] = defaultdict(list)

    def paper(self, number: int) -> Callable[[Request], Reply]:
        path = f"/{number}"

        def answer(request: Request) -> Reply:
            self.asked[path].append(clock())
            count = len(self.asked[path]) if number % 10 == 0 else 1
            return Reply(body=rss([item(f"{number}-{n}") for n in range(count, 0, -1)]))

        return answer


@pytest.mark.asyncio
@pytest.mark.alone
async def test_no_healthy_source_is_late_beside_ten_broken_ones() -> None:
    papers, due, late, sick = Papers(), dict[str, datetime](), list[timedelta](), set[str]()
    async with (
        FeedServer(host="0.0.0.0") as server,
        Fetcher(guard=Guard.of(["127.0.0.0/8"]), total=DEADLINE, max_body=1_000_000) as fetcher,
        Sandbox(size=2, wall=1.0) as sandbox,
    ):
        bench = Bench(fetcher, sandbox, now=clock())
        healthy = [
            await bench.follow(
                server.serve(f"/{number}", papers.paper(number)).replace("0.0.0.0", f"127.0.1.{number + 1}")
            )
            for number in range(HEALTHY)
        ]
        for number, answer in enumerate(BROKEN.values()):
            path = "/broken" if number == 8 else f"/broken{number}"
            await bench.follow(server.serve(path, answer).replace("0.0.0.0", f"127.0.2.{number + 1}"))
        counted: dict[str, int] = defaultdict(int)
        enough = asyncio.Event()

        def polled(poll: Polled) -> None:
            source = poll.source
            if poll.outcome == "unwell":
                sick.add(source.url)
            if source.id not in well:
                return
            if source.id in due and source.polled_at is not None:
                late.append(source.polled_at - due[source.id])
            if source.due_at is not None:
                due[source.id] = source.due_at
            counted[source.id] += 1
            if len(counted) == HEALTHY and min(counted.values()) > ROUNDS and len(sick) == len(BROKEN):
                enough.set()

        well = set(healthy)
        bench.poller.limits = Limits(least=EVERY, most=EVERY)
        schedule = Schedule(
            poller=bench.poller,
            clock=clock,
            owner="test",
            slots=SLOTS,
            tick_seconds=0.1,
            hosts=Hosts(gap=0.0),
            grace=0.1,
            on_poll=polled,
        )
        running = asyncio.create_task(schedule.run())
        try:
            async with asyncio.timeout(30):
                await enough.wait()
        finally:
            schedule.stop()
            await running
    assert len(sick) == len(BROKEN), sick
    assert len(late) >= ROUNDS * HEALTHY
    assert max(late) < LATE
