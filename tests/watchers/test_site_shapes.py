"""The feeds of sites that shorthands lead to, in the shape in which they publish them, with invented words: who said
what where, and that counters which move with every poll are no edit."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from watchers.content import plain
from watchers.kinds import KINDS, parser_of
from watchers.page import Item, Page

ATOM = '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
RSS = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
SAID = "Mara Voss said that the plant will open in 2027."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """`feed` with {n} where a number moves. What its one item must give; `text`: what its text must hold."""

    feed: str
    author: str | None
    title: str
    link: str
    text: str = SAID


SHAPES: dict[str, Shape] = {
    "reddit": Shape(
        feed=f"""{ATOM} xmlns:media="http://search.yahoo.com/mrss/"><category term="robots" label="r/robots"/>
<updated>2026-03-02T08:00:0{{n}}+00:00</updated><id>/r/robots/new.rss</id><title>newest submissions : robots</title>
<link rel="self" href="https://www.reddit.com/r/robots/new.rss" type="application/atom+xml" />
<entry><author><name>/u/mvoss</name><uri>https://www.reddit.com/user/mvoss</uri></author>
<category term="robots" label="r/robots"/>
<content type="html">&lt;!-- SC_OFF --&gt;&lt;div class=&quot;md&quot;&gt;&lt;p&gt;{SAID}
&lt;/p&gt; &lt;/div&gt;&lt;!-- SC_ON --&gt; &amp;#32; submitted by &amp;#32; &lt;a
href=&quot;https://www.reddit.com/user/mvoss&quot;&gt; /u/mvoss
&lt;/a&gt; &lt;br/&gt; &lt;span&gt;&lt;a
href=&quot;https://www.reddit.com/r/robots/comments/1/x/&quot;&gt;[link]&lt;/a&gt;&lt;/span&gt;</content>
<id>t3_1</id><link href="https://www.reddit.com/r/robots/comments/1/halden_opens/" />
<updated>2026-03-02T08:00:00+00:00</updated><published>2026-03-02T08:00:00+00:00</published>
<title>Halden opens</title></entry></feed>""",
        author="/u/mvoss",
        title="Halden opens",
        link="https://www.reddit.com/r/robots/comments/1/halden_opens/",
    ),
    "discourse": Shape(
        feed=f"""{RSS} xmlns:discourse="http://www.discourse.org/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>News</title><link>https://forum.example.org/c/news/5</link><description>Topics</description>
<item><title>Halden opens</title><dc:creator><![CDATA[mvoss]]></dc:creator><category>News</category>
<description><![CDATA[<p>{SAID}</p><p><small>{{n}} posts - 2 participants</small></p>
<p><a href="https://forum.example.org/t/halden-opens/9">Read full topic</a></p>]]></description>
<link>https://forum.example.org/t/halden-opens/9</link><pubDate>Mon, 02 Mar 2026 08:00:00 +0000</pubDate>
<discourse:topicPinned>No</discourse:topicPinned><guid isPermaLink="false">forum.example.org-topic-9</guid>
<source url="https://forum.example.org/t/halden-opens/9.rss">Halden opens</source></item></channel></rss>""",
        author="mvoss",
        title="Halden opens",
        link="https://forum.example.org/t/halden-opens/9",
    ),
    "lemmy": Shape(
        feed=f"""{RSS} xmlns:media="http://search.yahoo.com/mrss/"><channel><title>robots - lemmy.example</title>
<link>https://lemmy.example/c/robots</link><description/><item><title>Halden opens</title>
<link>https://lemmy.example/post/1</link><description>
<![CDATA[submitted by <a href="https://lemmy.example/u/mvoss">mvoss</a>
 to <a href="https://lemmy.example/c/robots">robots</a>
<br>{{n}} points | <a href="https://lemmy.example/post/1">{{n}} comments</a>
<br><a href="https://halden.example/1">https://halden.example/1</a><p>{SAID}</p>]]></description>
<comments>https://lemmy.example/post/1</comments><guid>https://lemmy.example/post/1</guid>
<pubDate>Mon, 02 Mar 2026 08:00:00 +0000</pubDate><dc:creator>https://lemmy.example/u/mvoss</dc:creator></item>
</channel></rss>""",
        author="mvoss",
        title="Halden opens",
        link="https://lemmy.example/post/1",
    ),
    "lobsters": Shape(
        feed=f"""{RSS} xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Lobsters</title><description>
</description>
<link>https://lobste.rs/</link><item><title>Halden opens</title><link>https://halden.example/1</link>
<guid isPermaLink="false">https://lobste.rs/s/abc123</guid><author>mvoss@users.lobste.rs (mvoss)</author>
<pubDate>Mon, 02 Mar 2026 02:00:00 -0600</pubDate><comments>https://lobste.rs/s/abc123/halden_opens</comments>
<description>&lt;p&gt;{SAID}&lt;/p&gt;&lt;p&gt;&lt;a
href=&quot;https://lobste.rs/s/abc123&quot;&gt;Comments&lt;/a&gt;&lt;/p&gt;</description>
<category>ai</category></item></channel></rss>""",
        author="mvoss",
        title="Halden opens",
        link="https://halden.example/1",
    ),
    "mastodon": Shape(
        feed=f"""{RSS} xmlns:webfeeds="http://webfeeds.org/rss/1.0" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>Mara Voss</title><description>Public posts from @mvoss@social.example</description>
<link>https://social.example/@mvoss</link><lastBuildDate>Mon, 02 Mar 2026 08:00:0{{n}} +0000</lastBuildDate>
<item><guid isPermaLink="true">https://social.example/@mvoss/1</guid><link>https://social.example/@mvoss/1</link>
<pubDate>Mon, 02 Mar 2026 08:00:00 +0000</pubDate><description>&lt;p&gt;{SAID}&lt;/p&gt;</description>
<category>robots</category></item></channel></rss>""",
        author=None,
        title="",
        link="https://social.example/@mvoss/1",
    ),
    "stackexchange": Shape(
        feed=f"""{ATOM} xmlns:re="http://purl.org/atompub/rank/1.0"><title type="text">Newest questions</title>
<link rel="self" href="https://stack.example/feeds" type="application/atom+xml" />
<updated>2026-03-02T08:00:0{{n}}Z</updated>
<id>https://stack.example/feeds</id><entry><id>https://stack.example/q/1</id>
<re:rank scheme="https://stack.example">{{n}}</re:rank>
<title type="text">Halden opens</title><category scheme="https://stack.example/tags" term="robots" /><author>
<name>mvoss</name>
<uri>https://stack.example/users/1</uri></author>
<link rel="alternate" href="https://stack.example/questions/1/halden-opens" />
<published>2026-03-02T08:00:00Z</published><updated>2026-03-02T08:00:00Z</updated>
<summary type="html">&lt;p&gt;{SAID}&lt;/p&gt;</summary></entry></feed>""",
        author="mvoss",
        title="Halden opens",
        link="https://stack.example/questions/1/halden-opens",
    ),
    "youtube": Shape(
        feed=f"""{ATOM} xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/">
<link rel="self" href="http://www.youtube.com/feeds/videos.xml?channel_id=UCa"/><id>yt:channel:a</id>
<title>Halden</title>
<entry><id>yt:video:1</id><yt:videoId>1</yt:videoId><title>Halden opens</title>
<link rel="alternate" href="https://www.youtube.com/watch?v=1"/><author><name>Halden</name>
<uri>https://www.youtube.com/channel/UCa</uri></author><published>2026-03-02T08:00:00+00:00</published>
<updated>2026-03-02T09:00:0{{n}}+00:00</updated><media:group><media:title>Halden opens</media:title>
<media:content url="https://www.youtube.com/v/1" type="application/x-shockwave-flash" width="640" height="390"/>
<media:description>{SAID}</media:description><media:community><media:starRating count="{{n}}" average="5.00"/>
<media:statistics views="{{n}}00"/></media:community></media:group></entry></feed>""",
        author="Halden",
        title="Halden opens",
        link="https://www.youtube.com/watch?v=1",
    ),
    "news": Shape(
        feed=f"""{RSS} xmlns:media="http://search.yahoo.com/mrss/"><channel><generator>NFE/5.0</generator>
<title>"halden" - News</title><link>https://news.example/search?q=halden</link>
<lastBuildDate>Mon, 02 Mar 2026 08:00:0{{n}} GMT</lastBuildDate>
<item><title>{SAID[:-1]} - The Halden Dispatch</title><link>https://news.example/rss/articles/CBMi?oc=5</link>
<guid isPermaLink="false">CBMi</guid><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate>
<description>&lt;a href="https://news.example/rss/articles/CBMi?oc=5"
target="_blank"&gt;{SAID[:-1]}&lt;/a&gt;&amp;nbsp;&amp;nbsp;
&lt;font color="#6f6f6f"&gt;The Halden Dispatch&lt;/font&gt;</description>
<source url="https://halden-dispatch.example">The Halden Dispatch</source></item></channel></rss>""",
        author=None,
        title="Mara Voss said that the plant will open in 2027 - The Halden Dispatch",
        link="https://news.example/rss/articles/CBMi?oc=5",
        text=SAID[:-1],
    ),
}


def only(name: str, number: int) -> Item:
    body = SHAPES[name].feed.replace("{n}", str(number)).encode()
    page = parser_of(name)(body, "https://feeds.example/", "")
    assert isinstance(page, Page)
    (item,) = page.items
    return item


@pytest.mark.parametrize("name", SHAPES)
def test_who_said_what_where(name: str) -> None:
    shape, item = SHAPES[name], only(name, 3)
    assert (item.author, item.title, item.link) == (shape.author, shape.title, shape.link)
    assert shape.text in " ".join(plain(item.content, item.content_type).split())
    assert item.published is not None and item.published.hour == 8


@pytest.mark.parametrize("name", SHAPES)
def test_counters_that_move_with_every_poll_are_no_edit(name: str) -> None:
    assert only(name, 3).content_hash == only(name, 7).content_hash


def test_every_kind_with_a_shorthand_has_its_shape_under_test() -> None:
    elsewhere = {"sitemap", "hackernews", "bluesky", "phpbb", "xenforo", "vbulletin", "podcast"}
    """In test_kinds.py and test_forums_and_podcasts.py."""
    assert {name for name, kind in KINDS.items() if kind.shorthand} == set(SHAPES) | elsewhere
