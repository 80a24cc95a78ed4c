"""robots.txt, host slots and budgets of articles' pages, over real requests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from state.model import Article, Source
from tests.fakes.articles import DAY, HOUR, MINUTE, Desk, page
from tests.fakes.server import Answer, FeedServer, Reply, moved
from tests.fakes.watching import MORNING
from watchers.articles.ask import Asker, Barred, NotNow
from watchers.fetch import Fetcher
from watchers.hosts import Hosts, asked_by_host, asked_today, everything_asked
from watchers.outcome import Fetched
from watchers.own_page import OwnPages

pytestmark = pytest.mark.asyncio(loop_scope="module")
FORBID = Reply(body=b"User-agent: *\nDisallow: /story\n", content_type="text/plain")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


async def answers(
    fetcher: Fetcher, server: FeedServer, *robots: Answer, waits: tuple[timedelta, ...] = (timedelta(0),)
) -> list[str]:
    """What asking for a story comes to, after each of the waits."""
    server.serve("/story", page())
    server.serve("/robots.txt", *robots)
    clock = Clock()
    asker = Asker(fetcher=fetcher, clock=clock, hosts=Hosts(gap=0))
    found = []
    for wait in waits:
        clock.now += wait
        found.append(type(await asker.get(server.url("/story"))).__name__)
    return found


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
async def test_without_a_robots_txt_everything_is_allowed(
    status: int, fetcher: Fetcher, server: FeedServer
) -> None:
    assert await answers(fetcher, server, Reply(status=status)) == ["Fetched"]


async def test_a_page_that_is_forbidden_is_not_asked(fetcher: Fetcher, server: FeedServer) -> None:
    assert await answers(fetcher, server, FORBID) == ["Barred"]
    assert server.asked("/story") == 0


@pytest.mark.parametrize(
    "broken", [Reply(status=500), Reply(status=503), Reply(status=429), Reply(hang=True, length=9)]
)
async def test_a_robots_txt_that_cannot_be_had_forbids_for_an_hour(
    broken: Reply, fetcher: Fetcher, server: FeedServer
) -> None:
    waits = (timedelta(0), 30 * MINUTE, 31 * MINUTE)
    found = await answers(fetcher, server, broken, Reply(status=404), waits=waits)
    assert found == ["Barred", "Barred", "Fetched"]
    assert server.asked("/robots.txt") == 2


async def test_a_robots_txt_stands_for_a_day(fetcher: Fetcher, server: FeedServer) -> None:
    waits = (timedelta(0), 23 * HOUR, HOUR)
    assert await answers(fetcher, server, FORBID, Reply(status=404), waits=waits) == [
        "Barred",
        "Barred",
        "Fetched",
    ]
    assert server.asked("/robots.txt") == 2


async def test_what_stood_in_it_goes_on_while_it_cannot_be_had(fetcher: Fetcher, server: FeedServer) -> None:
    allow = Reply(body=b"User-agent: *\nDisallow: /private\n", content_type="text/plain")
    assert await answers(fetcher, server, allow, Reply(status=503), waits=(timedelta(0), DAY)) == [
        "Fetched",
        "Fetched",
    ]


async def test_redirects_of_a_robots_txt_are_followed(fetcher: Fetcher, server: FeedServer) -> None:
    server.serve("/other.txt", FORBID)
    assert await answers(fetcher, server, moved("/other.txt")) == ["Barred"]


async def test_a_host_with_a_crawl_delay_gets_its_rest(fetcher: Fetcher, server: FeedServer) -> None:
    server.serve("/story", page())
    server.serve("/robots.txt", Reply(body=b"User-agent: *\nCrawl-delay: 20\n", content_type="text/plain"))
    clock = Clock()
    asker = Asker(fetcher=fetcher, clock=clock, hosts=Hosts(gap=0))
    assert isinstance(await asker.get(server.url("/story"), who="a"), Fetched)
    later = await asker.get(server.url("/story"), who="b")
    assert isinstance(later, NotNow)
    assert later.at == clock.now + timedelta(seconds=20)


async def test_a_hosts_daily_budget_holds_for_articles_too_which_leave_half_of_it_to_feeds(
    fetcher: Fetcher, server: FeedServer
) -> None:
    server.serve("/story", page())
    clock = Clock()
    asker = Asker(fetcher=fetcher, clock=clock, hosts=Hosts(gap=0, budget=6))
    found = [await asker.get(server.url("/story"), who=str(n)) for n in range(3)]
    assert [type(each).__name__ for each in found] == ["Fetched", "Fetched", "NotNow"]
    assert isinstance(found[2], NotNow)
    assert found[2].at == datetime(2026, 3, 3, tzinfo=UTC)
    assert asker.hosts.reserve("127.0.0.1", clock.now) == clock.now
    clock.now += DAY
    assert isinstance(await asker.get(server.url("/story")), Fetched)


async def test_a_busy_page_gives_its_host_peace(fetcher: Fetcher, server: FeedServer) -> None:
    server.serve("/story", Reply(status=429, headers=(("Retry-After", "300"),)))
    clock = Clock()
    asker = Asker(fetcher=fetcher, clock=clock, hosts=Hosts(gap=0))
    await asker.get(server.url("/story"), who="a")
    assert isinstance(await asker.get(server.url("/story"), who="b"), NotNow)


async def test_a_private_address_is_not_reached(server: FeedServer) -> None:
    server.serve("/story", page())
    async with Fetcher() as guarded:
        asker = Asker(fetcher=guarded, clock=Clock(), hosts=Hosts(gap=0))
        assert isinstance(await asker.get(server.url("/story")), Barred)
    assert server.requests == []


async def test_an_article_that_is_barred_is_said_to_be_and_looked_at_again_in_a_day(
    desk: Desk, server: FeedServer
) -> None:
    server.serve("/robots.txt", FORBID)
    server.serve("/story", page())
    await desk.follow(desk.story())
    await desk.poll()
    assert await desk.outcomes() == ["strange"]
    row = await desk.row()
    assert "robots.txt" in row.reason
    assert row.due_at is not None
    assert row.due_at - desk.bench.now >= DAY - HOUR
    assert server.asked("/story") == 0


async def test_a_robots_txt_that_fails_for_a_while_does_not_cost_the_full_text(
    desk: Desk, server: FeedServer
) -> None:
    server.serve("/robots.txt", Reply(status=503), Reply(status=503), Reply(status=404))
    server.serve("/story", page())
    await desk.follow(desk.story(), query="plant AND zeppelin")
    await desk.poll()
    assert await desk.outcomes() == ["strange"]
    assert await desk.outcomes(HOUR) == ["strange"]
    assert await desk.outcomes(HOUR) == ["read"]


async def test_visits_of_one_host_wait_for_their_turn(desk: Desk, server: FeedServer) -> None:
    desk.hosts.gap = 30
    for name in ("a", "b"):
        server.serve(f"/{name}", page())
    await desk.follow(desk.story("a"), desk.story("b"))
    await desk.poll()
    assert await desk.outcomes(MINUTE) == ["put back", "put back"]
    done = [outcome for _ in range(8) for outcome in await desk.outcomes(30 * timedelta(seconds=1))]
    assert done.count("read") == 2
    assert server.asked("/robots.txt") == 1


async def test_an_entrys_own_page_is_not_asked_where_robots_txt_forbids_it(
    fetcher: Fetcher, server: FeedServer
) -> None:
    from tests.fakes import nouns

    server.serve("/robots.txt", FORBID)
    server.serve("/story", Reply(status=404))
    pages = OwnPages(Asker(fetcher=fetcher, clock=lambda: MORNING, hosts=Hosts(gap=0)))
    entry = nouns.entry(url=server.url("/story"))
    assert await pages.ask({"k": entry}) == {"k": "unknown"}
    assert server.asked("/story") == 0


async def test_todays_visits_count_for_their_host_after_a_restart(desk: Desk, server: FeedServer) -> None:
    server.serve("/story", page())
    await desk.follow(desk.story())
    await desk.poll()
    for wait in (timedelta(0), 15 * MINUTE):
        await desk.visit(wait)
    asked = await desk.bench.store.read(everything_asked)
    pages = sum(asked_today(each, desk.bench.now) for each in asked if isinstance(each, Article))
    assert (pages, server.asked("/story")) == (2, 2)
    feeds = sum(asked_today(each, desk.bench.now) for each in asked if isinstance(each, Source))
    assert asked_by_host(asked, desk.bench.now) == {"127.0.0.1": pages + feeds}
