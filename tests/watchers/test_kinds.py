"""Every kind of source: shorthands to URLs, recorded shapes to items."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fakes.server import item, rss
from watchers import bluesky, hackernews, sitemap
from watchers.discover import discover
from watchers.kinds import KINDS, kind_of_url, locate, parser_of
from watchers.opml import Opml, Outline, parse_opml, write_opml
from watchers.outcome import Unreadable
from watchers.page import Page, from_json, to_json
from watchers.url import parse_url

SHORTHANDS = {
    "hn:halden robotics": ("hackernews", "query=halden+robotics"),
    "hn:user:mvoss": ("hackernews", "author_mvoss"),
    "hn:item:123": ("hackernews", "story_123"),
    "reddit:r/robots": ("reddit", "/r/robots/new.rss"),
    "reddit:robots": ("reddit", "/r/robots/new.rss"),
    "reddit:r/robots/comments": ("reddit", "/r/robots/comments.rss"),
    "reddit:u/mvoss": ("reddit", "/user/mvoss.rss"),
    "reddit:search:a b": ("reddit", "search.rss?q=a+b&sort=new"),
    "discourse:forum.example.org": ("discourse", "https://forum.example.org/posts.rss"),
    "discourse:forum.example.org/c/news/5": ("discourse", "/c/news/5.rss"),
    "discourse:https://forum.example.org/t/plans/99": ("discourse", "/t/plans/99.rss"),
    "discourse:forum.example.org/tag/robots": ("discourse", "/tag/robots.rss"),
    "discourse:forum.example.org/u/mvoss": ("discourse", "/u/mvoss/activity.rss"),
    "discourse:forum.example.org/search:halden robots": (
        "discourse",
        "/search.json?q=halden+robots+order%3Alatest",
    ),
    "discourse:https://forum.example.org/search?q=halden&expanded=true": (
        "discourse",
        "/search.json?q=halden+order%3Alatest",
    ),
    "reddit:r/robots/comments/1abc9": ("reddit", "/r/robots/comments/1abc9.rss"),
    "youtube:@halden": ("youtube", "https://www.youtube.com/@halden"),
    "lobsters:comments": ("lobsters", "/comments.rss"),
    "phpbb:forum.example.org": ("phpbb", "https://forum.example.org/app.php/feed"),
    "phpbb:forum.example.org/board/viewforum.php?f=5": ("phpbb", "/board/app.php/feed/forum/5"),
    "phpbb:https://forum.example.org/viewtopic.php?f=5&t=9": ("phpbb", "/app.php/feed/topic/9"),
    "xenforo:forum.example.org": ("xenforo", "https://forum.example.org/forums/-/index.rss"),
    "xenforo:forum.example.org/community/forums/news.5/page-2": (
        "xenforo",
        "/community/forums/news.5/index.rss",
    ),
    "xenforo:forum.example.org/threads/plans.9/": ("xenforo", "/forums/-/index.rss"),
    "vbulletin:forum.example.org/vb/forumdisplay.php?f=5": (
        "vbulletin",
        "/vb/external.php?type=RSS2&forumids=5",
    ),
    "vbulletin:forum.example.org": ("vbulletin", "https://forum.example.org/external.php?type=RSS2"),
    "podcast:https://example.org/podcast.xml": ("podcast", "https://example.org/podcast.xml"),
    "lemmy:robots@lemmy.example": ("lemmy", "https://lemmy.example/feeds/c/robots.xml"),
    "lobsters:newest": ("lobsters", "/newest.rss"),
    "lobsters:ai": ("lobsters", "/t/ai.rss"),
    "mastodon:@mvoss@social.example": ("mastodon", "https://social.example/@mvoss.rss"),
    "mastodon:#robots@social.example": ("mastodon", "https://social.example/tags/robots.rss"),
    "bluesky:mvoss.example.org": ("bluesky", "actor=mvoss.example.org"),
    "bluesky:search:halden": ("bluesky", "searchPosts?q=halden"),
    "stack:stackoverflow.com/python": ("stackexchange", "tagnames=python"),
    "youtube:UCabcdefghijklmnop": ("youtube", "channel_id=UCabcdefghijklmnop"),
    "news:halden robotics": ("news", "q=halden+robotics"),
    "sitemap:https://example.org/news.xml": ("sitemap", "https://example.org/news.xml"),
}
NONE = [
    "https://example.org/",
    "nope:x",
    "hn:",
    "reddit:r/a/b/c/d",
    "mastodon:mvoss",
    "lemmy:@",
    "discourse:x/y",
    "discourse:forum.example.org/search",
    "discourse:forum.example.org/search:  ",
    "youtube:a b",
    "phpbb:no host",
    "xenforo:forum",
    "vbulletin:ftp://forum.example.org/",
    "podcast:halden",
]


@pytest.mark.parametrize("text", SHORTHANDS)
def test_a_shorthand_is_a_url_that_can_be_asked(text: str) -> None:
    name, part = SHORTHANDS[text]
    found = locate(text)
    assert found is not None and found[0].name == name
    assert part in found[1]
    assert not isinstance(parse_url(found[1]), str)


@pytest.mark.parametrize("text", NONE)
def test_no_shorthand(text: str) -> None:
    assert locate(text) is None


def test_every_kind_has_a_parser_help_and_an_example() -> None:
    for name, kind in KINDS.items():
        assert callable(parser_of(name)) and kind.help and kind.example


def test_every_shorthand_is_unique_and_its_examples_begin_with_it() -> None:
    kinds = [kind for kind in KINDS.values() if kind.place is not None]
    assert len({kind.shorthand for kind in kinds}) == len(kinds)
    for kind in kinds:
        for example in kind.example.split(", "):
            assert example.startswith(f"{kind.shorthand}:")


def test_reddit_is_asked_about_once_a_minute() -> None:
    assert KINDS["reddit"].gap >= 60


def test_a_page_goes_through_json_unchanged() -> None:
    page = parser_of("feed")(
        rss([item("one", date="Mon, 02 Mar 2026 08:00:00 GMT")]), "https://x.example/", ""
    )
    assert isinstance(page, Page) and from_json(json.loads(json.dumps(to_json(page)))) == page


RECORDED = Path(__file__).parents[2] / "../shared/data/hackernews/algolia-responses.json"


@pytest.mark.skipif(not RECORDED.exists(), reason="recorded answers are not here")
def test_recorded_hacker_news_answers() -> None:
    for record in json.loads(RECORDED.read_text("utf-8")):
        page = hackernews.parse(json.dumps(record["reply"]).encode(), "https://hn.example/", "")
        if "/users/" in record["url"]:
            assert isinstance(page, Unreadable)
            continue
        assert isinstance(page, Page) and page.items and not page.windowed
        for each in page.items:
            assert (
                each.author
                and each.published
                and each.link.startswith("https://news.ycombinator.com/item?id=")
            )


def test_a_hacker_news_thread_knows_whom_each_comment_answers() -> None:
    thread = {
        "id": 1,
        "title": "Halden opens",
        "author": "ann",
        "children": [
            {
                "id": 2,
                "author": "bob",
                "text": "<p>Never.</p>",
                "children": [{"id": 3, "author": "cat", "text": "Why?"}],
            }
        ],
    }
    page = hackernews.parse(json.dumps(thread).encode(), "https://hn.example/", "")
    assert isinstance(page, Page)
    last = next(each for each in page.items if each.guid == "3")
    assert (last.context.parent_author, last.context.story_title) == ("bob", "Halden opens")


def test_bluesky_posts_without_reposts() -> None:
    def post(name: str, text: str) -> dict[str, object]:
        record = {"text": text, "createdAt": "2026-03-02T08:00:00Z"}
        return {"uri": f"at://x/app/{name}", "author": {"handle": "mvoss.example"}, "record": record}

    feed = {
        "feed": [{"post": post("1", "Ten percent.")}, {"post": post("2", "Not mine."), "reason": {"by": "x"}}]
    }
    page = bluesky.parse(json.dumps(feed).encode(), "https://b.example/", "")
    assert isinstance(page, Page)
    assert [(each.content, each.author) for each in page.items] == [("Ten percent.", "mvoss.example")]
    assert page.items[0].link == "https://bsky.app/profile/mvoss.example/post/1"
    assert isinstance(bluesky.parse(b'{"error":"x"}', "https://b.example/", ""), Unreadable)


def test_a_news_sitemap() -> None:
    body = (
        '<?xml version="1.0"?><urlset xmlns:news="n"><url><loc>https://halden.example/1</loc><news:news>'
        "<news:publication_date>2026-03-02T08:00:00Z</news:publication_date><news:title>Voss &amp; Co</news:title>"
        "</news:news></url><url><loc>https://halden.example/2</loc></url></urlset>"
    )
    page = sitemap.parse(body.encode(), "https://halden.example/news.xml", "")
    assert isinstance(page, Page)
    assert [(each.link, each.title) for each in page.items] == [
        ("https://halden.example/1", "Voss & Co"),
        ("https://halden.example/2", ""),
    ]
    assert isinstance(sitemap.parse(b"<sitemapindex/>", "https://halden.example/", ""), Unreadable)


def test_the_feeds_of_a_page() -> None:
    page = b"""<html><head><base href="https://halden.example/blog/">
    <link rel="alternate" type="application/rss+xml" title="News &amp; views" href="feed.xml">
    <link rel=alternate type=application/atom+xml href='/atom.xml'>
    <link rel="alternate" type="application/json+oembed" href="/oembed?x">
    <link rel="alternate" hreflang="de" href="/de/"></head><body><a href="/comments/feed/">c</a></body></html>"""
    found = discover(page, "https://halden.example/", "text/html; charset=utf-8")
    assert [(each.url, each.title) for each in found] == [
        ("https://halden.example/blog/feed.xml", "News & views"),
        ("https://halden.example/atom.xml", "halden.example"),
    ]


def test_links_that_look_like_feeds_where_the_page_declares_none() -> None:
    page = b'<a href="/about">x</a><a href="/rss">RSS</a><a href="javascript:feed()">y</a>'
    assert [each.url for each in discover(page, "https://halden.example/")] == ["https://halden.example/rss"]


def test_opml_there_and_back() -> None:
    outlines = [
        Outline(title="Halden & Co", url="https://halden.example/feed", folder="Robots"),
        Outline(title="hn", url="https://hn.algolia.com/api/v1/search_by_date?query=x", kind="hackernews"),
    ]
    assert parse_opml(write_opml(outlines)) == Opml(outlines=tuple(outlines))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "<opml",
        "<html/>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><opml/>",
        "<opml><body/></opml>",
        "x" * 2_000_000,
    ],
)
def test_opml_that_cannot_be_read_says_why(text: str) -> None:
    assert isinstance(parse_opml(text), str)


def test_opml_adds_what_it_can() -> None:
    text = '<opml><body><outline xmlUrl="https://a.example/"/><outline xmlUrl="file:///etc/passwd"/></body></opml>'
    found = parse_opml(text)
    assert not isinstance(found, str)
    assert [each.url for each in found.outlines] == ["https://a.example/"] and len(found.problems) == 1


def test_the_kind_of_a_url() -> None:
    assert kind_of_url("https://hn.algolia.com/api/v1/search?query=x") == "hackernews"
    assert kind_of_url("https://www.reddit.com/r/robots/.rss?feed=0a&user=mvoss") == "reddit"
    assert kind_of_url("https://www.youtube.com/feeds/videos.xml?channel_id=UCa") == "youtube"
    assert kind_of_url("https://example.org/feed") == "feed"
