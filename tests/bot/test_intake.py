"""What stands behind an address that someone typed, and how often it will be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import get_args

import pytest

from bot.desk.answers import Refusal
from bot.intake import MOST_PLACES, SourceDraft, preview
from tests.fakes.server import item, rss
from tests.fakes.world import Direct
from watchers.cadence import Limits
from watchers.outcome import Failed, Fetched, Headers, NotModified, Reason

pytestmark = pytest.mark.asyncio

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HOME = "https://halden-dispatch.example/news/"
HTML = b"<html><title>The Halden Dispatch</title><body><p>News and more.</p></body></html>"
FEED = rss([item("one")])


@dataclass
class Web:
    """Pages by URL; what is not there is 404."""

    pages: dict[str, bytes | Reason]
    headers: Headers = ((b"content-type", b"text/html"),)
    asked: list[str] = field(default_factory=list)

    async def get(
        self, url: str, *, etag: bytes | None = None, last_modified: bytes | None = None
    ) -> Fetched | NotModified | Failed:
        self.asked.append(url)
        found = self.pages.get(url, "not_found")
        if isinstance(found, bytes):
            return Fetched(url=url, body=found, headers=self.headers)
        return Failed(reason=found, words="The site does not answer.")


async def at(web: Web, url: str = HOME, limits: Limits | None = None) -> Sequence[SourceDraft] | Refusal:
    return await preview(url, web, Direct(), now=NOW, limits=limits or Limits())


async def found_at(web: Web, url: str = HOME) -> Sequence[SourceDraft]:
    found = await at(web, url)
    assert not isinstance(found, Refusal), found
    return found


def place(path: str) -> str:
    return f"https://halden-dispatch.example{path}"


async def test_a_page_that_names_no_feed_is_asked_at_the_usual_places() -> None:
    web = Web({HOME: HTML, place("/feed.xml"): FEED})
    found = await at(web)
    assert not isinstance(found, Refusal)
    assert [draft.url for draft in found] == [place("/feed.xml")]
    assert "usual place" in found[0].found
    assert web.asked == [HOME, place("/feed"), place("/rss.xml"), place("/feed.xml")]


async def test_a_page_at_a_usual_place_that_is_no_feed_is_passed_over() -> None:
    found = await at(Web({HOME: HTML, place("/feed"): HTML, place("/rss.xml"): FEED}))
    assert not isinstance(found, Refusal)
    assert found[0].url == place("/rss.xml")


async def test_few_usual_places_are_asked_and_then_it_is_refused_with_a_way_out() -> None:
    web = Web({HOME: HTML})
    found = await at(web)
    assert isinstance(found, Refusal)
    assert "address of a feed" in str(found)
    assert len(web.asked) == 1 + MOST_PLACES


@pytest.mark.parametrize("trouble", ["rate_limited", "timeout", "challenge", "server_error"])
async def test_a_site_in_trouble_is_left_alone(trouble: Reason) -> None:
    web = Web({HOME: HTML, place("/feed"): trouble})
    assert isinstance(await at(web), Refusal)
    assert len(web.asked) == 2


LINK = b'<link rel="alternate" type="application/rss+xml" href="/all.rss">'


async def test_a_page_and_its_only_feed_are_asked_once_each_and_the_feed_is_described() -> None:
    web = Web({HOME: b"<html><head>" + LINK, place("/all.rss"): every(8)})
    (draft,) = await found_at(web)
    assert draft.url == place("/all.rss") and draft.answer is not None
    assert "names one feed" in draft.found and "It lists 30 entries" in draft.found
    assert web.asked == [HOME, place("/all.rss")]


async def test_of_several_feeds_none_is_asked_before_one_is_chosen() -> None:
    web = Web({HOME: b"<html><head>" + LINK + LINK.replace(b"all", b"sport")})
    assert len(await found_at(web)) == 2
    assert web.asked == [HOME]


@pytest.mark.parametrize("feed", [None, HTML])
async def test_a_page_whose_only_feed_is_none_says_so(feed: bytes | None) -> None:
    web = Web({HOME: b"<html><head>" + LINK, **({place("/all.rss"): feed} if feed else {})})
    refused = await at(web)
    assert isinstance(refused, Refusal) and place("/all.rss") in str(refused)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Nothing was given"),
        ("hn:", "hn:QUERY"),
        ("hn:user:", "hn:user:NAME"),
        ("hn:item:abc", "hn:item:NUMBER"),
        ("reddit:a b", "reddit:r/NAME"),
        ("mastodon:foo", "mastodon:@NAME@HOST"),
        ("discourse:foo", "discourse:HOST"),
        ("youtube:x", "youtube:UC"),
        ("hello world", "Give a web address"),
        ("ftp://halden.example/feed", "Give a web address"),
    ],
)
async def test_what_cannot_be_asked_is_answered_with_how_to_write_it(typed: str, words: str) -> None:
    web = Web({})
    refused = await at(web, typed)
    assert isinstance(refused, Refusal) and words in str(refused)
    assert web.asked == []


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("feed://halden-dispatch.example/all.rss", "http://halden-dispatch.example/all.rss"),
        ("feed:https://halden-dispatch.example/all.rss", place("/all.rss")),
        ("halden-dispatch.example/all.rss", place("/all.rss")),
        ("r/robots", "https://www.reddit.com/r/robots/new.rss"),
        ("@mvoss@social.example", "https://social.example/@mvoss.rss"),
        ("#robots@social.example", "https://social.example/tags/robots.rss"),
        ("!robots@lemmy.example", "https://lemmy.example/feeds/c/robots.xml?sort=New"),
    ],
)
async def test_addresses_are_taken_as_people_write_them(typed: str, asked: str) -> None:
    web = Web({})
    await at(web, typed)
    assert web.asked[0] == asked


async def test_an_address_typed_without_https_is_tried_without_it() -> None:
    web = Web({place("/all.rss"): "tls", "http://halden-dispatch.example/all.rss": FEED})
    (draft,) = await found_at(web, "halden-dispatch.example/all.rss")
    assert draft.url.startswith("http://")
    assert isinstance(await at(web, place("/all.rss")), Refusal)


async def test_a_password_that_is_not_taken_is_not_asked_for() -> None:
    url = "https://mara:secret@halden-dispatch.example/all.rss"
    refused = await at(Web({url: "unauthorized"}), url)
    assert isinstance(refused, Refusal) and "check them" in str(refused) and "secret" not in str(refused)


async def test_a_feed_that_has_been_silent_for_years_is_said_to_be() -> None:
    (draft,) = await found_at(Web({HOME: rss([item("one", date="Sun, 01 Mar 2015 08:00:00 GMT")])}))
    assert "may have been given up" in draft.found and "until its rhythm is known" in draft.found


def every(hours: float, count: int = 30) -> bytes:
    """A feed with an item each so many hours, until now."""
    return rss(
        item(str(n), date=format_datetime(NOW - timedelta(hours=hours * (n + 0.5)))) for n in range(count)
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (every(0.1), "about every 9 minutes, as often as it publishes"),
        (every(1), "about every 25 minutes, as often as it publishes"),
        (every(24), "about every 5 hours, as often as it publishes"),
        (every(24 * 90), "about every day, as often as it publishes"),
        (FEED, "about every 50 minutes, until its rhythm is known"),
        (rss([]), "about every 50 minutes, until its rhythm is known"),
    ],
)
async def test_it_is_said_how_often_a_source_will_be_asked(body: bytes, said: str) -> None:
    found = await at(Web({HOME: body}))
    assert not isinstance(found, Refusal)
    assert said in found[0].found


async def test_a_server_that_wants_no_more_is_asked_no_more_and_that_is_said() -> None:
    web = Web({HOME: every(0.1)}, headers=((b"cache-control", b"max-age=10800"),))
    found = await at(web)
    assert not isinstance(found, Refusal)
    assert "about every 3 hours: its server wants no more" in found[0].found


async def test_the_operators_limits_hold() -> None:
    found = await at(Web({HOME: every(0.1)}), limits=Limits(least=timedelta(days=1), most=timedelta(days=1)))
    assert not isinstance(found, Refusal)
    assert "about every day" in found[0].found


async def test_dates_of_the_future_and_of_long_ago_do_no_harm() -> None:
    dates = [NOW + timedelta(days=400), NOW - timedelta(days=9000)]
    body = rss(item(str(n), date=format_datetime(date)) for n, date in enumerate(dates))
    found = await at(Web({HOME: body}))
    assert not isinstance(found, Refusal)
    assert "about every" in found[0].found


async def test_every_failure_has_a_way_out() -> None:
    from bot.found import WAY_OUT

    without = {
        "html_page",
        "wrong_feed",
    }  # a page is looked through for feeds; a first look has nothing to compare
    assert set(get_args(Reason)) - without == set(WAY_OUT)


async def test_an_address_from_the_browser_is_asked_where_the_site_publishes() -> None:
    web = Web({})
    await at(web, "https://www.reddit.com/r/robots/")
    await at(web, "lobste.rs/t/ai")
    assert web.asked == ["https://www.reddit.com/r/robots/new.rss", "https://lobste.rs/t/ai.rss"]


async def test_a_site_that_refuses_unknown_programs_has_advice_of_its_own() -> None:
    url = "https://www.reddit.com/r/robots/new.rss"
    refused = await at(Web({url: "rate_limited"}), "reddit:robots")
    assert isinstance(refused, Refusal) and "prefs/feeds" in str(refused)


async def test_a_sitemap_is_taken_for_one_and_one_without_titles_is_said_to_be_useless() -> None:
    head = b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="n">'
    bare = head + b"<url><loc>https://halden-dispatch.example/1</loc></url></urlset>"
    news = bare.replace(b"</url>", b"<news:news><news:title>Voss resigns</news:title></news:news></url>")
    for body, words in ((bare, "no rule can match"), (news, "It lists 1 entry")):
        found = await at(Web({place("/map.xml"): body}), place("/map.xml"))
        assert not isinstance(found, Refusal)
        assert found[0].kind == "sitemap" and words in found[0].found
