"""Pages of several polls in a row, told in two lines, and what came of them."""

from __future__ import annotations

from tests.fakes.server import FeedServer, Reply, item, rss
from tests.fakes.watching import Bench
from watchers.poll import Polled


def page(*items: str) -> Reply:
    return Reply(body=rss(items))


def named(*names: str, **more: str) -> list[str]:
    return [item(name, **more) for name in names]


async def polls(
    bench: Bench, server: FeedServer, *replies: Reply, kind: str = "feed"
) -> tuple[str, list[Polled]]:
    source = await bench.follow(server.serve("/feed", *replies), kind)
    return source, [await bench.poll(source) for _ in replies]


def counts(done: list[Polled]) -> list[tuple[int, int, int]]:
    return [(p.absorbed.new, p.absorbed.edited, p.absorbed.withdrawn) for p in done]


def heads(done: list[Polled]) -> list[list[str]]:
    return [[alert.headline for alert in p.absorbed.alerts] for p in done]
