"""Articles' pages for tests: HTML as sites make it, and a desk that polls a feed and visits its articles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from rules.change import Alert
from rules.model import WatchRule
from state.model import Article
from tests.fakes.server import FeedServer, Reply, item, rss
from tests.fakes.watching import GUILD, Bench
from watchers.articles import rounds
from watchers.articles.ask import Asker
from watchers.articles.main_text import Runner
from watchers.articles.visit import Visited, Visitor
from watchers.hosts import Hosts
from watchers.poll import Polled

LEAD = "Mara Voss, chief executive of Halden Robotics, said half of entry-level warehouse jobs will disappear by 2030."
FEWER = LEAD.replace("half", "a fifth")
PLANT = "The company plans a second plant in the north of the country, which will open in 2027."
REYL = "Tomas Reyl, minister for labour, said the government will not change its plan for schools."
LAST = "Ines Okafor, analyst at Brightwater Institute, said the forecast is too high for the sector."
TEXT = (LEAD, PLANT, REYL, LAST)
TITLE = "Halden Robotics plans a second plant"
SUMMARY = "Halden Robotics plans a second plant in the north, its chief executive said."
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def html(
    *paragraphs: str,
    ago: str = "3 hours",
    comments: int = 12,
    related: str = "Minister wants 40 percent more",
) -> bytes:
    """A news page around the paragraphs, with all that a site puts there and nobody edits."""
    return f"""<!doctype html><html><head><meta charset="utf-8">
<title>{TITLE} - The Halden Dispatch</title></head>
<body><header><nav><a href="/">Home</a> <a href="/news">News</a></nav></header>
<main><article><h1>{TITLE}</h1><p class="byline">By Rosa Lindqvist</p><time>{ago} ago</time>
{"".join(f"<p>{each}</p>" for each in paragraphs)}
<p style="display:none">Hidden: Mara Voss said 99 percent of all warehouse jobs will disappear by 2028.</p></article>
<section class="related"><h2>Related</h2><ul><li><a href="/a">{related}</a></li></ul></section>
<p class="comments">{comments} comments</p></main>
<footer>© 2026 The Halden Dispatch. All rights reserved.</footer></body></html>""".encode()


def page(*paragraphs: str, headers: tuple[tuple[str, str], ...] = (), **around: str | int) -> Reply:
    body = html(*(paragraphs or TEXT), **around)  # type: ignore[arg-type]
    return Reply(body=body, content_type="text/html; charset=utf-8", headers=headers)


@dataclass
class Desk:
    """A bench with a source whose articles are visited. `tell` gives what was told since it was last asked."""

    bench: Bench
    server: FeedServer
    hosts: Hosts = field(default_factory=lambda: Hosts(gap=0))
    told: list[Alert] = field(default_factory=list)
    source: str = ""

    def __post_init__(self) -> None:
        self.bench.poller.articles = True
        self.restart()

    def restart(self) -> None:
        """A new process on the same store: whatever was kept in memory is gone."""
        runner = self.bench.sandbox
        assert isinstance(runner, Runner)
        asker = Asker(fetcher=self.bench.fetcher, clock=lambda: self.bench.now, hosts=self.hosts)  # type: ignore[arg-type]
        visitor = Visitor(store=self.bench.store, asker=asker, runner=runner)
        self.rounds = rounds.Rounds(visitor=visitor, clock=lambda: self.bench.now, owner="desk")

    @property
    def source_url(self) -> str:
        """As a link it is no article's own page."""
        return self.server.url("/feed")

    async def follow(self, *stories: str, query: str = "/./") -> None:
        """A feed with an old story, polled once: its baseline. Then with the `stories` (items) too."""
        old = item("old", "Nothing of note was said.", link=self.server.url("/old"))
        self.server.serve("/feed", Reply(body=rss([old])), Reply(body=rss([*stories, old])))
        self.source = await self.bench.follow(self.server.url("/feed"))
        if query != "/./":
            rule = WatchRule(
                id=f"r{GUILD}", guild_id=GUILD, name="all", query=query, created_at=self.bench.now
            )
            await self.bench.store.transact(lambda tx: tx.rules.put_rule(rule))
        await self.poll()

    def story(self, name: str = "story", text: str = SUMMARY, title: str = TITLE) -> str:
        return item(name, text, title=title, link=self.server.url(f"/{name}"))

    async def roll_off(self) -> None:
        """Polls after which all of the feed's stories have left its list by the end."""
        here = rss([item("n0", "Nothing of note was said.", link=self.source_url)])
        known = self.server.routes["/feed"][-1]
        assert isinstance(known, Reply)
        newer = known.body.replace(
            b"<item>", here[here.index(b"<item>") : here.index(b"</channel>")] + b"<item>", 1
        )
        last = rss([item(name, "Nothing of note was said.", link=self.source_url) for name in ("n1", "n0")])
        self.server.serve("/feed", Reply(body=newer), Reply(body=last))
        await self.poll()
        await self.poll()

    async def poll(self, after: timedelta = MINUTE) -> Polled:
        polled = await self.bench.poll(self.source, after)
        self.told += polled.absorbed.alerts
        return polled

    async def visit(self, after: timedelta = timedelta(0)) -> list[Visited]:
        """The visits that are due `after` the last moment."""
        self.bench.now += after
        done = await self.rounds.once()
        self.told += [alert for each in done for alert in each.told.alerts]
        return done

    async def outcomes(self, after: timedelta = timedelta(0)) -> list[str]:
        return [each.outcome for each in await self.visit(after)]

    def tell(self) -> list[str]:
        told: list[str] = [alert.headline for alert in self.told]
        self.told = []
        return told

    async def rows(self) -> list[Article]:
        return list(await self.bench.store.read(lambda tx: tx.articles.of_source(self.source)))

    async def row(self) -> Article:
        [row] = await self.rows()
        return row

    async def pages(self, **changes: object) -> None:
        """Change what is set of the source."""
        source = await self.bench.source(self.source)
        await self.bench.store.transact(lambda tx: tx.sources.put(replace(source, **changes)))  # type: ignore[arg-type]
