"""Hubs (WebSub): a real hub on loopback that asks back, knocks, lies and falls silent."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web

from bot.callback import listening
from state.memory import open_memory
from state.model import Source
from state.store import Store
from tests.fakes import nouns
from tests.fakes.server import item, rss
from tests.fakes.watching import MORNING
from tests.fakes.world import Clock
from watchers.absorb import NOTHING
from watchers.feed import parse
from watchers.fetch import Fetcher
from watchers.guard import Guard
from watchers.hubs import Hubs
from watchers.outcome import Failed, Taken
from watchers.page import Page
from watchers.poll import Polled
from watchers.reliance import PROVEN, RELIED
from watchers.websub import DENIED_FOR, Keys, linked, renewal

TOPIC = "https://halden-dispatch.example/feed.xml"
NEWS = b"<rss>anything at all</rss>"


@dataclass
class Hub:
    """`status`: its answer to a question. `asks_back`: whether it verifies, with `topic` in place of what was asked."""

    url: str = ""
    status: int = 202
    asks_back: bool = True
    topic: str = ""
    forms: list[dict[str, str]] = field(default_factory=list)
    verified: list[tuple[int, str]] = field(default_factory=list)

    async def asked(self, request: web.Request) -> web.Response:
        form = {key: str(value) for key, value in (await request.post()).items()}
        self.forms.append(form)
        if self.asks_back and self.status < 300:
            query = {
                "hub.mode": "subscribe",
                "hub.topic": self.topic or form["hub.topic"],
                "hub.challenge": "c-17",
                "hub.lease_seconds": form["hub.lease_seconds"],
            }
            self.verified.append(await call("GET", f"{form['hub.callback']}?{urlencode(query)}"))
        return web.Response(status=self.status)

    async def deliver(self, body: bytes = NEWS, secret: str = "", method: str = "sha256") -> int:
        form = self.forms[-1]
        made = hmac.new((secret or form["hub.secret"]).encode(), body, method).hexdigest()
        status, _ = await call("POST", form["hub.callback"], body, {"X-Hub-Signature": f"{method}={made}"})
        return status


async def call(
    method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as client,
        client.request(method, url, data=body or None, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


@dataclass
class World:
    hub: Hub
    store: Store
    clock: Clock
    fetcher: Fetcher
    hubs: Hubs

    def another_life(self, key: bytes = b"key") -> Hubs:
        """The same after a restart, under the same address."""
        return Hubs(
            store=self.store, fetcher=self.fetcher, clock=self.clock, base=self.hubs.base, keys=Keys(key)
        )

    async def source(self) -> Source:
        found = await self.store.read(lambda tx: tx.sources.get("paper"))
        assert found is not None
        return found

    async def put(self, **changes: object) -> None:
        source = replace(await self.source(), **changes)  # type: ignore[arg-type]
        await self.store.transact(lambda tx: tx.sources.put(source))

    async def later(self, after: timedelta) -> None:
        self.clock.moment += after
        await self.hubs.tick()


@asynccontextmanager
async def world(hub: Hub | None = None) -> AsyncIterator[World]:
    hub, store, clock = hub or Hub(), open_memory(), Clock(MORNING)
    app = web.Application()
    app.add_routes([web.post("/hub", hub.asked)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hub.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hub"
    source = nouns.source(
        "paper",
        hints=(("hub", hub.url), ("topic", TOPIC)),
        due_at=MORNING + timedelta(hours=9),
        polled_at=MORNING - timedelta(hours=1),
    )
    await store.transact(lambda tx: tx.sources.put(source))
    async with Fetcher(guard=Guard.of(("127.0.0.0/8",))) as fetcher:
        hubs = Hubs(store=store, fetcher=fetcher, clock=clock, base="", keys=Keys(b"key"))
        async with listening("127.0.0.1:0", hubs) as base:
            hubs.base = f"{base}/hubs"
            try:
                yield World(hub, store, clock, fetcher, hubs)
            finally:
                await runner.cleanup()


async def test_a_hub_is_asked_confirmed_and_its_knock_makes_the_source_due() -> None:
    async with world() as here:
        await here.hubs.tick()
        (form,) = here.hub.forms
        assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", TOPIC)
        assert here.hub.verified == [(200, "c-17")]
        assert await here.hub.deliver() == 202
        after = await here.source()
        assert after.due_at == MORNING


async def test_a_hub_that_announces_everything_lets_its_source_be_polled_less_until_it_misses_one() -> None:
    async with world() as here:
        await here.hubs.tick()

        async def found_something() -> None:
            source = replace(await here.source(), polled_at=here.clock.moment)
            here.hubs.polled(Polled(source=source, outcome="new", absorbed=replace(NOTHING, new=1)))

        for _ in range(PROVEN):
            assert here.hubs.wait("paper") == timedelta()
            await here.later(timedelta(hours=1))
            await here.hub.deliver()
            await found_something()
        assert here.hubs.wait("paper") == RELIED
        await here.later(timedelta(minutes=1))
        again = here.another_life()
        await again.tick()
        assert again.wait("paper") == RELIED
        await here.later(timedelta(hours=1))
        await found_something()
        await here.later(timedelta(hours=1))
        assert here.hubs.wait("paper") == timedelta()


async def test_what_was_delivered_is_never_taken_for_content() -> None:
    async with world() as here:
        await here.hubs.tick()
        before = await here.source()
        await here.hub.deliver(rss([item("pushed")]))
        assert replace(await here.source(), due_at=before.due_at) == before
        assert not await here.store.read(lambda tx: tx.entries.seen("paper"))


async def test_a_knock_with_a_wrong_signature_or_at_no_address_changes_nothing() -> None:
    async with world() as here:
        await here.hubs.tick()
        before = await here.source()
        assert await here.hub.deliver(secret="guessed") == 202
        assert (await call("POST", here.hub.forms[0]["hub.callback"], NEWS))[0] == 202
        assert (await call("POST", f"{here.hubs.base}/{'0' * 40}", NEWS))[0] == 404
        assert (await call("POST", f"{here.hubs.base}/x", NEWS))[0] == 404
        assert await here.source() == before


async def test_a_hub_that_knocks_all_the_time_gets_one_poll_a_minute() -> None:
    async with world() as here:
        await here.hubs.tick()
        await here.put(polled_at=MORNING - timedelta(seconds=5))
        await here.hub.deliver()
        assert (await here.source()).due_at == MORNING + timedelta(seconds=55)


async def test_a_knock_during_a_poll_is_heard_after_it() -> None:
    async with world() as here:
        await here.hubs.tick()
        await here.put(lease_until=MORNING + timedelta(minutes=2), owner="schedule")
        await here.hub.deliver()
        assert (await here.source()).due_at == MORNING + timedelta(hours=9)
        await here.put(lease_until=None, owner="", polled_at=MORNING - timedelta(minutes=3))
        await here.hubs.tick()
        assert (await here.source()).due_at == MORNING


async def test_a_question_about_another_topic_or_from_a_stranger_is_denied() -> None:
    async with world(Hub(topic="https://elsewhere.example/")) as here:
        await here.hubs.tick()
        assert here.hub.verified[0][0] == 404
        callback = here.hub.forms[0]["hub.callback"]
        query = urlencode({"hub.mode": "unsubscribe", "hub.topic": TOPIC, "hub.challenge": "c"})
        assert (await call("GET", f"{callback}?{query}"))[0] == 404


async def test_a_lease_is_renewed_before_it_ends() -> None:
    async with world() as here:
        await here.hubs.tick()
        await here.later(timedelta(days=7))
        assert len(here.hub.forms) == 1
        await here.later(timedelta(days=1, minutes=1))
        assert len(here.hub.forms) == 2 and here.hub.verified[-1][0] == 200


async def test_after_a_restart_nothing_is_asked_again_and_knocks_are_heard() -> None:
    async with world() as here:
        await here.hubs.tick()
        again = here.another_life()
        await again.tick()
        assert len(here.hub.forms) == 1
        token = here.hub.forms[0]["hub.callback"].rpartition("/")[2]
        made = hmac.new(here.hub.forms[0]["hub.secret"].encode(), NEWS, hashlib.sha256).hexdigest()
        assert await again.knock(token, NEWS, f"sha256={made}")
        assert (await here.source()).due_at == MORNING


async def test_another_key_means_another_subscription() -> None:
    async with world() as here:
        await here.hubs.tick()
        await here.another_life(b"other").tick()
        assert len({form["hub.secret"] for form in here.hub.forms}) == 2


@pytest.mark.parametrize("hub", [Hub(status=500), Hub(status=404)])
async def test_a_hub_that_refuses_is_left_alone_for_a_week_and_polling_goes_on(hub: Hub) -> None:
    async with world(hub) as here:
        before = await here.source()
        await here.hubs.tick()
        await here.later(timedelta(days=6))
        assert len(hub.forms) == 1 and await here.source() == before
        await here.later(DENIED_FOR)
        assert len(hub.forms) == 2


async def test_a_hub_that_never_asks_back_is_left_alone_too() -> None:
    async with world(Hub(asks_back=False)) as here:
        await here.hubs.tick()
        await here.later(timedelta(hours=1))
        await here.later(timedelta(days=2))
        assert len(here.hub.forms) == 1


async def test_a_source_that_is_paused_or_has_no_hub_asks_nobody() -> None:
    async with world() as here:
        await here.put(paused=True)
        await here.hubs.tick()
        await here.put(paused=False, hints=())
        await here.later(timedelta(minutes=5))
        assert here.hub.forms == []


async def test_a_form_is_taken_or_refused_in_words() -> None:
    async with world(Hub(asks_back=False)) as here:
        assert await here.fetcher.post(here.hub.url, {"a": "b"}) == Taken(status=202)
        here.hub.status = 403
        refused = await here.fetcher.post(here.hub.url, {"a": "b"})
        assert isinstance(refused, Failed) and refused.reason == "forbidden"
        assert here.hub.forms == [{"a": "b"}, {"a": "b"}]


async def test_a_hub_at_a_private_address_is_not_asked() -> None:
    async with world() as here:
        async with Fetcher() as guarded:
            here.hubs.fetcher = guarded
            await here.hubs.tick()
        assert here.hub.forms == []


def test_a_feed_names_its_hub_and_its_own_address() -> None:
    head = '<link xmlns="http://www.w3.org/2005/Atom" rel="hub" href="https://hub.example/"/>'
    head += f'<link xmlns="http://www.w3.org/2005/Atom" rel="self" href="{TOPIC}"/>'
    page = parse(rss([item("one")], head=head), TOPIC, "")
    assert isinstance(page, Page) and (page.hints.hub, page.hints.topic) == ("https://hub.example/", TOPIC)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (
            b'<https://hub.example/>; rel="hub", <https://a.example/f>; rel=self',
            ("https://hub.example/", "https://a.example/f"),
        ),
        (b'<https://a.example/f>; type="x"; rel="self hub"', ("https://a.example/f", "https://a.example/f")),
        (b"<file:///etc/passwd>; rel=hub", ("", "")),
        (b"<" * 9000, ("", "")),
    ],
)
def test_link_headers(value: bytes, found: tuple[str, str]) -> None:
    assert linked(((b"link", value),)) == found


@pytest.mark.parametrize(("said", "days"), [("864000", 8), ("x", 8), ("1", 0), ("9" * 30, 24)])
def test_a_lease_is_believed_within_bounds(said: str, days: int) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert (renewal(said, now) - now).days == days
