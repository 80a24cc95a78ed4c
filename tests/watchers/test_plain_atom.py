"""Entries of plain Atom are read without feedparser, and what comes out is the same, character for character."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.plain_feeds import both, is_plain
from watchers.page import Page
from watchers.plain_atom import plain_entries

UTF8 = '<?xml version="1.0" encoding="utf-8"?>\n'
ROOT = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" '
    'xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en"><title type="text">Halden</title>'
    '<link rel="self" href="https://halden.example/feed"/><link href="https://halden.example/"/>'
    '<link rel="hub" href="https://hub.example/"/><id>tag:halden.example,2026:feed</id>'
    "<author><name>The Dispatch</name></author><updated>2026-03-02T08:00:00Z</updated>"
)
END = "</feed>"


WORDS = (
    *(
        "word",
        " ",
        "\n",
        "\r\n",
        "\t",
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
        "&#10;",
        "&nbsp;",
        "&",
        "]]>",
        "https://halden.example/1?a=1&amp;b=2",
        "a/../b",
        "//x",
    ),
    *(
        "https://halden.example/1?",
        "https://halden.example/a/../b#",
        "http:////x",
        "tag:halden.example,2026:1",
    ),
    *(
        "😀",
        "mara@halden.example",
        "Mara Voss",
        "2026-03-02T08:00:00Z",
        "<b>",
        "<br/>",
        "\ufeff",
        "\ufffe",
        "'",
    ),
)
texts = st.lists(st.sampled_from(WORDS), max_size=4).map("".join)
addresses = st.sampled_from(
    [word for word in WORDS if "<" not in word] + [f"https://halden.example/{n}" for n in range(4)] * 5
)
types = st.sampled_from(
    [
        "",
        "",
        ' type="html"',
        ' type="text"',
        " type='HTML'",
        ' type="xhtml"',
        ' type="image/png"',
        ' type="text/html"',
    ]
)
based = st.sampled_from(
    ["", "", ' xml:base="https://other.example/x/"', ' xml:lang="de"', ' src="https://x.example/"']
)


FIELDS = ["title", "summary", "content", "id", "published", "updated", "rights", "thr:total", "x:y"]


@st.composite
def texty(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(FIELDS))
    marks = draw(types) if name in ("title", "summary", "content", "rights") else ""
    marks += draw(based) if name == "content" else ""
    text = draw(addresses if name == "id" else texts)
    if draw(st.booleans()):
        text = f"<![CDATA[{text.replace(']]>', '')}]]>"
    return f"{draw(st.sampled_from(['', chr(10)]))}<{name}{marks}>{text}</{name}>"


@st.composite
def linky(draw: st.DrawFn) -> str:
    rel = draw(
        st.sampled_from(
            ["", ' rel="alternate"', ' rel="Alternate"', ' rel="replies"', ' rel="enclosure"', " rel=''"]
        )
    )
    more = draw(
        st.sampled_from(
            ["", ' type="text/html"', ' type="application/json"', ' title="a &amp; b"', ' thr:count="3"']
        )
    )
    href = draw(addresses)
    return draw(
        st.sampled_from(
            [
                f'<link{rel}{more} href="{href}"/>',
                f"<link href='{href}'{more}{rel} ></link>",
                f"<link{rel}>{href}</link>",
            ]
        )
    )


@st.composite
def persons(draw: st.DrawFn) -> str:
    name = draw(
        st.sampled_from(
            ["<name>{}</name>", "\n <name>{}</name>\n", "<name>{}</name><uri>https://x.example/</uri>", "{}"]
        )
    )
    mail = draw(st.sampled_from(["", "", "<email>mara@halden.example</email>", "<email></email>"]))
    return f"<author>{name.format(draw(texts))}{mail}</author>"


other = st.sampled_from(
    [
        '<category term="a &amp; b" scheme="https://x.example/"/>',
        "<category term='x'></category>",
        '<media:thumbnail url="https://x.example/1.png" width="3"/>',
        "<source><title>Another</title></source>",
        "<contributor><name>Ines Okafor</name></contributor>",
        "words",
        "<!-- words -->",
    ]
)


@given(
    entries=st.lists(
        st.lists(st.one_of(texty(), texty(), linky(), persons(), other), max_size=7).map("".join),
        min_size=1,
        max_size=3,
    ),
    declared=st.booleans(),
    content_type=st.sampled_from(
        ["", "text/xml", "application/atom+xml; charset=utf-8", "text/xml; charset=latin-1"]
    ),
)
@settings(max_examples=120, deadline=None)
def test_both_ways_say_the_same(entries: list[str], declared: bool, content_type: str) -> None:
    body = (UTF8 if declared else "") + ROOT + "".join(f"<entry>{each}</entry>" for each in entries) + END
    short, long = both(body.encode(), content_type)
    assert short == long


PLAIN = {
    "a blog's": "<title type='html'>One &amp;amp; two</title><link href='https://halden.example/1' rel='alternate' "
    "type='text/html' title='One'/><published>2026-03-01T08:00:00+01:00</published>"
    "<updated>2026-03-02T08:00:00Z</updated><id>https://halden.example/1</id>"
    "<content type='html' xml:base='https://halden.example/1'>&lt;p&gt;Words — more."
    "&lt;/p&gt;</content><author><name>Mara Voss</name></author><category term='work'/>"
    "<summary type='html'><![CDATA[Words.]]></summary>",
    "a forge's": "<id>tag:forge.example,2008:Repository/1/v2</id><updated>2026-03-02T08:00:00Z</updated>"
    "<link rel='alternate' type='text/html' href='https://forge.example/v2'/><title>v2</title>"
    "<content type='html'>&lt;p&gt;Out.&lt;/p&gt;</content><author><name>mvoss</name></author>"
    "<media:thumbnail height='30' width='30' url='https://forge.example/1'/>",
    "a forum's": "<author><name>/u/mvoss</name><uri>https://forum.example/u/mvoss</uri></author><category term='r' "
    "label='r/r'/><content type='html'>&lt;div&gt;Words&lt;/div&gt; &amp;#32; more</content><id>t3_1</id>"
    "<media:thumbnail url='https://forum.example/1.jpg'/><link href='https://forum.example/1'/>"
    "<updated>2026-03-02T08:00:00+00:00</updated><published>2026-03-02T08:00:00+00:00</published><title>Words</title>",
    "a paper's": "<author><name>Mara Voss</name><uri>https://halden.example</uri></author>"
    "<title type='html'><![CDATA[Words]]></title><link rel='alternate' type='text/html' href='https://halden.example/1'/>"
    "<id>https://halden.example/?p=1</id><updated>2026-03-02T08:00:00Z</updated><published>2026-03-02T07:00:00Z</published>"
    "<category scheme='https://halden.example' term='News'/><summary type='html'><![CDATA[Short.]]></summary>"
    "<content type='html' xml:base='https://halden.example/1'><![CDATA[<p>Long.</p>]]></content>"
    "<link rel='replies' type='text/html' href='https://halden.example/1#c' thr:count='0'/><thr:total>0</thr:total>",
}


@pytest.mark.parametrize("name", PLAIN)
def test_an_entry_of_the_plain_kind_is_read_the_short_way(name: str) -> None:
    body = f"{UTF8}{ROOT}<entry>{PLAIN[name]}</entry>{END}".encode()
    assert is_plain(plain_entries, body, "application/atom+xml; charset=UTF-8")
    short, long = both(body)
    assert short == long
    assert isinstance(short, Page) and short.items[0].link.startswith("https://") and short.items[0].author


@pytest.mark.parametrize(
    "entry",
    [
        "<entry><title>a</title><title>b</title></entry>",
        "<entry><title type='xhtml'><div>a</div></title></entry>",
        "<entry><content type='application/octet-stream'>YQ==</content></entry>",
        "<entry><content src='https://x.example/'></content></entry>",
        "<entry><title>&nope;</title></entry>",
        "<entry><author>Mara Voss</author></entry>",
        "<entry><author><name>mara@halden.example</name></author></entry>",
        "<entry xml:base='https://x.example/'><id>1</id></entry>",
        "<entry><id>1</id><content xml:base='https://x.example/'>a</content></entry>",
        "<entry><link href='https://x.example/' href='https://y.example/'/></entry>",
        "<entry><source><id>1</id></source></entry>",
        "<entry>words<title>a</title></entry>",
        "<entry><title><![CDATA[a ]]]]><![CDATA[> b]]></title></entry>",
    ],
)
def test_what_is_not_plain_is_left_to_feedparser(entry: str) -> None:
    assert not is_plain(plain_entries, f"{UTF8}{ROOT}{entry}{END}".encode())


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ('xml:lang="en"', "xml:base = 'https://other.example/'"),
        ('type="text">', 'type="text"\nxmlns="https://other.example/">'),
        ('type="text">', 'type="text" xmlns ="https://other.example/">'),
    ],
)
def test_what_a_head_changes_for_its_entries_is_left_to_feedparser(said: str, instead: str) -> None:
    entry = "<entry><title>a</title><id>1</id><link href='a'/></entry>"
    body = f"{UTF8}{ROOT.replace(said, instead, 1)}{entry}{END}".encode()
    assert not is_plain(plain_entries, body)
    short, long = both(body)
    assert short == long
