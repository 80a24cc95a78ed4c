"""Forum software and podcasts: the shapes that they publish, and how their pages are known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchers import forums, podcast
from watchers.discover import discover
from watchers.outcome import Unreadable
from watchers.page import Item, Page
from watchers.url import parse_url

PHPBB = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-gb">
<link rel="self" type="application/atom+xml" href="https://forum.example.org/app.php/feed/topic/9" />
<title>Halden forum</title><link href="https://forum.example.org/index.php" />
<updated>2026-03-02T08:00:00+00:00</updated><id>https://forum.example.org/app.php/feed/topic/9</id>
<entry><author><name><![CDATA[mvoss]]></name></author><updated>2026-03-02T08:00:00+00:00</updated>
<published>2026-03-02T08:00:00+00:00</published><id>https://forum.example.org/viewtopic.php?p=77#p77</id>
<link href="https://forum.example.org/viewtopic.php?p=77#p77"/>
<title type="html"><![CDATA[News • Re: Robots]]></title>
<content type="html" xml:base="https://forum.example.org/viewtopic.php?p=77#p77"><![CDATA[
We will open in 2027.<p>Statistics: Posted by <a href="https://forum.example.org/u2">mvoss</a> — Mon Mar 02</p><hr />
]]></content></entry></feed>"""
XENFORO = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel><title>News</title><link>https://forum.example.org/forums/news.5/</link>
<item><title>Robots</title><pubDate>Mon, 02 Mar 2026 08:00:00 +0000</pubDate>
<link>https://forum.example.org/threads/robots.9/</link>
<guid isPermaLink="true">https://forum.example.org/threads/robots.9/</guid>
<author>invalid@example.com (mvoss)</author>
<content:encoded><![CDATA[<div class="bbWrapper">We will open in 2027.</div>]]></content:encoded>
<slash:comments>3</slash:comments></item></channel></rss>"""
VBULLETIN = """<?xml version="1.0" encoding="ISO-8859-1"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Halden forum - News</title><link>https://forum.example.org/</link><ttl>60</ttl>
<item><title>Robots</title><link>https://forum.example.org/showthread.php?t=9&amp;goto=newpost</link>
<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate><description>We will open in 2027.</description>
<content:encoded><![CDATA[<div>We will open in 2027.</div>]]></content:encoded>
<dc:creator>mvoss</dc:creator>
<guid isPermaLink="true">https://forum.example.org/showthread.php?t=9</guid></item></channel></rss>"""
PODCAST = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Halden talks</title>
<link>https://talks.example.org/</link>
<item><title>One</title><guid isPermaLink="false">e1</guid><link>https://talks.example.org/1</link>
<description><![CDATA[<p>Mara Voss on 2027.</p>]]></description>
<enclosure url="https://cdn.example.org/1.mp3" type="audio/mpeg" length="1"/>
<podcast:transcript url="https://talks.example.org/1.vtt?a=1&amp;b=2" type="text/vtt"/></item>
<item><title>Two</title><guid isPermaLink="false">e2</guid><itunes:summary>Notes.</itunes:summary>
<enclosure type="audio/mpeg" url="https://cdn.example.org/2.mp3" length="1"/></item></channel></rss>"""


def items(page: Page | Unreadable) -> tuple[Item, ...]:
    assert isinstance(page, Page)
    return page.items


@pytest.mark.parametrize("text", [PHPBB, XENFORO, VBULLETIN])
def test_a_post_has_its_author_its_date_and_the_words_somebody_wrote(text: str) -> None:
    (post,) = items(forums.parse(text.encode(), "https://forum.example.org/feed"))
    assert post.author == "mvoss" and post.published is not None and "Robots" in post.title
    assert post.link.startswith("https://forum.example.org/")
    assert "We will open in 2027." in post.content and "Statistics" not in post.content


PAGES = {
    "phpbb": ('<body id="phpbb" class="nojs notouch">', "/viewtopic.php?t=9", "/app.php/feed/topic/9"),
    "xenforo": (
        '<html id="XF" lang="en-US" data-app="public">',
        "/forums/news.5/",
        "/forums/news.5/index.rss",
    ),
    "vbulletin": (
        '<meta name="generator" content="vBulletin 4.2.5" />',
        "/forumdisplay.php?f=5",
        "/external.php?type=RSS2&forumids=5",
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_known_forum_software_that_names_no_feed_has_one(name: str) -> None:
    mark, path, feed = PAGES[name]
    page = f"<!DOCTYPE html>{mark}<p>Posts</p>".encode()
    (link,) = discover(page, f"https://forum.example.org{path}", "text/html")
    assert (link.kind, link.url, link.sure) == (name, f"https://forum.example.org{feed}", False)


def test_what_the_forum_declares_comes_first_and_is_of_its_kind() -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/forums/-/index.rss" title="News">'
    page = f'<html id="XF"><head>{head}</head></html>'.encode()
    (link,) = discover(page, "https://forum.example.org/threads/x.1/", "text/html")
    assert (link.kind, link.title, link.sure) == ("xenforo", "News", True)


def test_another_page_is_of_no_forum() -> None:
    assert forums.software_of("<html><body>We moved from phpBB to XenForo.</body></html>") == ""


def test_an_episode_has_its_notes_and_the_address_of_its_transcript() -> None:
    assert podcast.is_podcast(PODCAST.encode())
    one, two = items(podcast.parse(PODCAST.encode(), "https://talks.example.org/feed.xml"))
    assert one.link == "https://talks.example.org/1"
    assert 'href="https://talks.example.org/1.vtt?a=1&amp;b=2"' in one.content and "Mara Voss" in one.content
    assert two.link == "https://cdn.example.org/2.mp3" and two.content == "Notes."


@pytest.mark.parametrize("text", [PHPBB, VBULLETIN, PODCAST.replace("audio/", "image/")])
def test_other_feeds_are_no_podcasts(text: str) -> None:
    assert not podcast.is_podcast(text.encode())


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_whatever_is_typed_is_an_address_or_nothing(text: str) -> None:
    for forum in forums.FORUMS.values():
        found = forum.feed(text)
        assert found is None or not isinstance(parse_url(found), str)
