"""Real articles on pages, visited at the ladder's times: alerts where nobody edited, and edits that are told.

`python -m tests.bench.edits [--articles 12] [--only NAME,NAME] [--true [--feed first|last]]`; real texts are those of
`../shared`.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from tests.bench.edits_pages import COSMETIC, EDITS, Paragraphs, Variant, page
from tests.fakes.articles import Desk
from tests.fakes.server import Answer, FeedServer, Reply, rss
from tests.fakes.watching import Bench
from watchers.fetch import Fetcher
from watchers.guard import Guard
from watchers.hosts import Hosts
from watchers.sandbox import Sandbox

TEXTS = Path(__file__).parents[2] / "../shared/data/attribution/dev.input.jsonl"
VISITS = 5
Story = tuple[str, Paragraphs]


def stories(most: int) -> list[Story]:
    """(title, paragraphs) of real articles, 8 to 40 paragraphs each."""
    found = []
    for line in TEXTS.read_text("utf-8").splitlines():
        title, *body = [each.strip() for each in json.loads(line)["text"].split("\n\n") if each.strip()]
        if 8 <= len(body) <= 40:
            found.append((title.rstrip("."), tuple(" ".join(each.split()) for each in body)))
    step = max(1, len(found) // most)
    return found[::step][:most]


def sequence(make: Callable[[int], Reply]) -> Callable[[object], Reply]:
    visits: Iterator[int] = itertools.count()
    return lambda request: make(next(visits))


def in_feed(body: Paragraphs) -> str:
    return html.escape("".join(f"<p>{html.escape(each, quote=False)}</p>" for each in body))


async def run(
    parts: tuple[Fetcher, Sandbox],
    pages: Mapping[str, tuple[Story, Callable[[int], Reply]]],
    feed: dict[str, Paragraphs] | None = None,
    feed_first: bool = False,
) -> dict[str, list[str]]:
    """Alerts by story, after its page was read for the first time; each page is asked `VISITS` times more. `feed`: its
    items have the whole text, and then these texts, before or after the pages have."""
    async with FeedServer() as server:
        desk = Desk(Bench(*parts), server, hosts=Hosts(gap=0, budget=10**6))
        server.serve(
            "/home", page("The Dispatch", ["Halden has a new mayor, the council said on Monday."] * 9)
        )
        items = []
        for name, ((title, body), make) in pages.items():
            answer: Answer = sequence(make)
            server.serve(f"/{name}", answer)
            text = in_feed(body) if feed else html.escape(html.escape(body[0][:300]))
            items.append(desk.story(name, text, html.escape(html.escape(title))))
        await desk.follow(*items)
        await desk.poll()
        desk.bench.now += timedelta(minutes=15 if feed else 0)
        while await desk.visit():
            pass
        desk.told.clear()
        for visit in range(VISITS):
            if feed and visit == (0 if feed_first else VISITS - 1):
                again = [
                    desk.story(name, in_feed(feed[name]), html.escape(html.escape(pages[name][0][0])))
                    for name in pages
                ]
                server.serve("/feed", Reply(body=rss(again)))
                await desk.poll()
            desk.bench.now += timedelta(minutes=15)
            while await desk.visit():
                pass
        rows = {row.url: row for row in await desk.rows()}
        unread = [
            name for name in pages if (row := rows.get(server.url(f"/{name}"))) is None or row.read_at is None
        ]
        if unread:
            print(f"   never read: {', '.join(unread)}")
        told: dict[str, list[str]] = {name: [] for name in pages}
        for alert in desk.told:
            side = alert.after or alert.before
            assert side is not None
            before = alert.before.text if alert.before else ""
            told[side.url.rsplit("/", 1)[1]].append(f"{alert.headline}: {before[:150]} → {side.text[:150]}")
        return told


async def cosmetic(parts: tuple[Fetcher, Sandbox], texts: list[Story], only: set[str]) -> None:
    wrong = total = 0
    for name, variant in COSMETIC.items():
        if only and name not in only:
            continue
        pages = {}
        for at, (title, body) in enumerate(texts):

            def make(n: int, t: str = title, b: Paragraphs = body, v: Variant = variant) -> Reply:
                return page(t, b) if n == 0 else v(t, b, n)

            pages[f"a{at}"] = ((title, body), make)
        told = await run(parts, pages)
        alerts = sum(map(len, told.values()))
        wrong, total = wrong + alerts, total + VISITS * len(texts)
        print(f"{name:18} {alerts:3} alerts in {VISITS * len(texts)} visits", flush=True)
        for each in [line for lines in told.values() for line in lines][:3]:
            print("     ", each)
    print(f"cosmetic: {wrong} alerts in {total} visits")


def edited(name: str, body: Paragraphs) -> Paragraphs | None:
    """The first paragraph from the second on that this edit fits, edited."""
    if name == "removed":
        at = len(body) // 2
        return (*body[:at], *body[at + 1 :])
    if name == "moved and figure":
        again = edited("figure", body)
        if again is None:
            return None
        at = next(n for n, (a, b) in enumerate(zip(body, again, strict=True)) if a != b)
        rest = [*again[:at], *again[at + 1 :]]
        rest.insert((at + 3) % max(1, len(rest) - 1), again[at])
        return tuple(rest)
    for at, each in enumerate(body[1:-1], 1):
        new = EDITS[name](each)
        if new is not None:
            return (*body[:at], new, *body[at + 1 :])
    return None


async def true(parts: tuple[Fetcher, Sandbox], texts: list[Story], only: set[str], feed: str = "") -> None:
    for name in (*EDITS, "removed", "moved and figure"):
        if only and name not in only:
            continue
        pages, feeds = {}, {}
        for at, (title, body) in enumerate(texts):
            new = edited(name, body)
            if new is None:
                continue

            def make(n: int, t: str = title, old: Paragraphs = body, after: Paragraphs = new) -> Reply:
                return page(t, old if n < 2 else after, ago=f"{n} minutes ago")

            pages[f"a{at}"], feeds[f"a{at}"] = ((title, body), make), new
        told = await run(parts, pages, feeds if feed else None, feed == "first")
        once = sum(len(lines) == 1 for lines in told.values())
        none = [each for each, lines in told.items() if not lines]
        print(f"{name:18} {once} of {len(told)} told once, {len(none)} not {none}", flush=True)
        for each, lines in told.items():
            if len(lines) > 1:
                print("     ", each, len(lines), *lines[:4], sep="\n        ")


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=12)
    parser.add_argument("--only", default="")
    parser.add_argument("--true", action="store_true")
    parser.add_argument("--feed", choices=["first", "last"], default="")
    given = parser.parse_args()
    only = set(filter(None, given.only.split(",")))
    texts = stories(given.articles)
    print(f"{len(texts)} real articles")
    async with Fetcher(guard=Guard.of(["127.0.0.0/8"]), total=5.0) as fetcher, Sandbox(size=2) as sandbox:
        if given.true:
            await true((fetcher, sandbox), texts, only, given.feed)
        else:
            await cosmetic((fetcher, sandbox), texts, only)


if __name__ == "__main__":
    asyncio.run(main())
