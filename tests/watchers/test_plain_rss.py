"""Items of plain RSS are read without feedparser, and what comes out is the same: both ways are held against each
other, over made-up feeds and recorded ones."""

from __future__ import annotations

import base64
import gzip
import json
import lzma
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.plain_feeds import both, is_plain
from watchers.page import Page
from watchers.plain_rss import plain_items

REPLAY = Path(__file__).parents[2] / "../shared/replay"
ROOT = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">'
    "<channel><title>Halden</title><link>https://halden.example/</link><ttl>30</ttl>"
)
END = "</channel></rss>"
UTF8 = '<?xml version="1.0" encoding="UTF-8"?>\n'


texts = st.lists(
    st.sampled_from(
        [
            *(
                "word",
                " ",
                "\n",
                "\r\n",
                "é",
                "Ã©",
                "\x80",
                "&amp;",
                "&lt;p&gt;",
                "&lt;/p&gt;",
                "&#8217;",
                "&#x27;",
            ),
            *(
                "&#128;",
                "&#13;",
                "&nbsp;",
                "&",
                "]]>",
                "https://halden.example/1?a=1&amp;b=2",
                "a/../b",
                "//x",
                "😀",
            ),
            *(
                "mara@halden.example (Mara Voss)",
                "Mara Voss",
                "Mon, 02 Mar 2026 08:00:00 GMT",
                "<b>",
                "<br/>",
                "\ufeff",
            ),
        ]
    ),
    max_size=5,
).map("".join)
NAMES = "title link guid pubDate description author category comments dc:creator content:encoded slash:comments x:y"
names = st.sampled_from(NAMES.split())


@st.composite
def fields(draw: st.DrawFn) -> str:
    name, text = draw(names), draw(texts)
    mark = (
        draw(st.sampled_from(["", ' isPermaLink="false"', ' isPermaLink="true"'])) if name == "guid" else ""
    )
    if draw(st.booleans()):
        text = f"<![CDATA[{text.replace(']]>', '')}]]>"
    return f"{draw(st.sampled_from(['', chr(10)]))}<{name}{mark}>{text}</{name}>"


@given(
    items=st.lists(st.lists(fields(), max_size=6).map("".join), min_size=1, max_size=3),
    declared=st.booleans(),
    content_type=st.sampled_from(
        ["", "text/xml", "application/rss+xml; charset=utf-8", "text/xml; charset=latin-1"]
    ),
)
@settings(max_examples=100, deadline=None)
def test_both_ways_say_the_same(items: list[str], declared: bool, content_type: str) -> None:
    body = (UTF8 if declared else "") + ROOT + "".join(f"<item>{each}</item>" for each in items) + END
    short, long = both(body.encode(), content_type)
    assert short == long


def test_a_feed_of_the_plain_kind_is_read_the_short_way() -> None:
    item = (
        "<item><title>One &amp; two</title><link>https://halden.example/1</link><guid isPermaLink='false'>1</guid>"
        "<dc:creator><![CDATA[Mara Voss]]></dc:creator><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate>"
        "<category>work</category><description>&lt;p&gt;Words — more.&lt;/p&gt;</description>"
        "<content:encoded><![CDATA[<p>More words.</p>]]></content:encoded><slash:comments>3</slash:comments></item>"
    )
    body = f"{UTF8}{ROOT}{item}{END}".encode()
    assert is_plain(plain_items, body, "application/rss+xml; charset=UTF-8")
    short, long = both(body)
    assert short == long
    assert isinstance(short, Page)
    assert [each.title for each in short.items] == ["One & two"]


@pytest.mark.parametrize(
    "item",
    [
        "<item><title>a</title><title>b</title></item>",
        "<item><title>a <b>c</b></title></item>",
        "<item><title>&nope;</title></item>",
        "<item><media:title>a</media:title></item>",
        "<item rdf:about='x'><title>a</title></item>",
        "<item><dc:date>2026-03-01</dc:date></item>",
        "<item><title>a</item></title>",
        "<item>words<title>a</title></item>",
        "<item><title><![CDATA[a ]]]]><![CDATA[> b]]></title></item>",
    ],
)
def test_what_is_not_plain_is_left_to_feedparser(item: str) -> None:
    assert not is_plain(plain_items, f"{UTF8}{ROOT}{item}{END}".encode())


@pytest.mark.skipif(not REPLAY.is_dir(), reason="no recorded feeds beside the repository")
def test_both_ways_say_the_same_of_recorded_feeds() -> None:
    plain = 0
    for pack in sorted(REPLAY.glob("*.jsonl*")):
        opener = lzma.open if pack.suffix == ".xz" else gzip.open if pack.suffix == ".gz" else open
        with opener(pack, "rt", encoding="utf-8") as lines:
            bodies = {
                json.dumps(json.loads(line).get("body"))
                for number, line in enumerate(lines)
                if number % 12 == 0
            }
        for each in sorted(bodies):
            text = json.loads(each)
            if not text:
                continue
            body = base64.b64decode(text["base64"]) if isinstance(text, dict) else text.encode()
            short, long = both(body)
            assert short == long
            plain += is_plain(plain_items, body)
    print(f"{plain} recorded states are plain")
