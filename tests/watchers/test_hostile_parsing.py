"""What servers put into bodies: encodings, broken XML, entities, floods of markup, pages that are no feeds. Each is
one poll of a real server on loopback."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest

from tests.fakes.server import FeedServer, Reply, item, rss
from tests.fakes.watching import Bench

pytestmark = pytest.mark.asyncio(loop_scope="module")

ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Halden</title>{0}'
    "<entry><id>urn:1</id><title>{1}</title><link href='https://halden.example/1'/>"
    "<updated>2026-03-01T10:00:00Z</updated><summary>Words.</summary></entry></feed>"
)
RDF = (
    '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    '<channel rdf:about="https://halden.example/"><title>Halden</title></channel>'
    '<item rdf:about="https://halden.example/1"><title>About one</title><link>https://halden.example/1</link></item></rdf:RDF>'
)
ONE = rss([item("one")])
UMLAUT = item("one", title="Über Zölle")
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + ']><rss version="2.0"><channel><title>&l9;</title>'
    + item("one")
    + "</channel></rss>"
)
QUADRATIC = (
    f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]><rss version="2.0"><channel><title>t</title>'
    f"<item><guid>1</guid><title>About one</title><description>{'&a;' * 2000}</description></item></channel></rss>"
)
EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>'
    "<title>t</title><item><guid>1</guid><title>About one &e;</title></item></channel></rss>"
)
DTD = (
    '<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{0}"><rss version="2.0"><channel><title>t</title>'
    + item("one")
    + "</channel></rss>"
)


def jsonfeed(*items: dict[str, object]) -> bytes:
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "Halden", "items": list(items)}
    ).encode()


def xml(body: bytes) -> Reply:
    return Reply(body=body, content_type="text/xml")


def feed(text: str, encoding: str = "utf-8") -> Reply:
    return xml(text.encode(encoding))


Titles = list[str]
CASES: dict[str, tuple[Reply, Titles | int | str]] = {
    # kinds of feeds
    "RSS 2.0": (xml(ONE), ["About one"]),
    "RSS 0.91 without a namespace": (
        feed("<rss version='0.91'><channel><title>H</title>" + item("one", guid=None) + "</channel></rss>"),
        ["About one"],
    ),
    "RSS 1.0": (feed(RDF), ["About one"]),
    "Atom": (feed(ATOM.format("", "About one")), ["About one"]),
    "Atom with a title in HTML": (
        feed(
            ATOM.format("", "x").replace(
                "<title>x", '<title type="html">About &amp;lt;b&amp;gt;one&amp;lt;/b&amp;gt;'
            )
        ),
        ["About one"],
    ),
    "JSON Feed": (
        Reply(body=jsonfeed({"id": "1", "title": "About one"}), content_type="application/feed+json"),
        ["About one"],
    ),
    "JSON Feed with a mark in front": (
        Reply(body=b"\xef\xbb\xbf" + jsonfeed({"id": 1, "title": "About one"})),
        1,
    ),
    "JSON Feed of odd types": (Reply(body=jsonfeed({"id": True, "title": ["x"]}, {"id": "2", "tags": 3})), 2),
    "JSON that is no feed": (Reply(body=b'{"error": "nope"}'), "not_a_feed"),
    "half a character in every field": (
        Reply(
            body=jsonfeed(dict.fromkeys(("id", "url", "title", "content_text", "date_published"), "\ud800"))
        ),
        1,
    ),
    "JSON cut off": (Reply(body=jsonfeed({"id": "1"})[:-5]), "broken_feed"),
    "JSON of ten thousand brackets": (Reply(body=b'{"items":' + b"[" * 10_000), "broken_feed"),
    "a valid feed of nothing": (xml(rss([])), 0),
    "a namespace prefix on everything": (
        feed(
            '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>H</a:title><a:entry><a:id>1</a:id>'
            "<a:title>About one</a:title></a:entry></a:feed>"
        ),
        ["About one"],
    ),
    # encodings
    "UTF-8 with a mark": (xml(b"\xef\xbb\xbf" + rss([UMLAUT])), ["Über Zölle"]),
    "UTF-16 little-endian": (
        xml(b"\xff\xfe" + rss([UMLAUT], encoding="UTF-16-LE").replace(b"-\0L\0E\0", b"")),
        1,
    ),
    "UTF-16 big-endian": (
        xml(b"\xfe\xff" + rss([UMLAUT], encoding="UTF-16-BE").replace(b"\0-\0B\0E", b"")),
        1,
    ),
    "Latin-1 declared in the XML": (xml(rss([UMLAUT], encoding="ISO-8859-1")), ["Über Zölle"]),
    "Windows-1252 declared": (
        xml(rss([item("one", title="“Über” – Zölle")], encoding="windows-1252")),
        ["“Über” – Zölle"],
    ),
    "KOI8-R declared": (xml(rss([item("one", title="Новости")], encoding="koi8-r")), ["Новости"]),
    "Shift_JIS declared": (xml(rss([item("one", title="日本語")], encoding="shift_jis")), ["日本語"]),
    "GB2312 declared": (xml(rss([item("one", title="新闻")], encoding="gb2312")), ["新闻"]),
    "Big5 declared": (xml(rss([item("one", title="新聞")], encoding="big5")), ["新聞"]),
    "the header's charset": (
        Reply(
            body=rss([UMLAUT], encoding="ISO-8859-1").replace(b' encoding="ISO-8859-1"', b""),
            content_type="application/xml; charset=iso-8859-1",
        ),
        ["Über Zölle"],
    ),
    "UTF-8 said to be Latin-1 in the header of text/xml": (
        Reply(body=rss([UMLAUT]), content_type="application/rss+xml; charset=utf-8"),
        ["Über Zölle"],
    ),
    "a charset that does not exist": (Reply(body=ONE, content_type="text/xml; charset=klingon"), 1),
    "an encoding that does not exist": (xml(ONE.replace(b"UTF-8", b"X-KLINGON")), 1),
    "one bad byte": (xml(ONE.replace(b"About one", b"About \xe9 one")), 1),
    "a NUL in the text": (xml(ONE.replace(b"About one", b"About\x00 one")), ["About one"]),
    "control characters": (xml(ONE.replace(b"About one", b"\x01About\x08 one\x1f")), ["About one"]),
    "a reference to a NUL": (xml(ONE.replace(b"About one", b"About&#0; one")), ["About one"]),
    "a reference to a surrogate": (xml(ONE.replace(b"About one", b"About&#xD800; one")), ["About one"]),
    "a reference beyond Unicode": (xml(ONE.replace(b"About one", b"About&#x110000; one")), ["About one"]),
    "a reference of many digits": (xml(ONE.replace(b"About one", b"About&#99999999999; one")), ["About one"]),
    "bidirectional overrides": (
        xml(rss([item("one", title="About \u202eeno\u202c one")])),
        ["About eno one"],
    ),
    "invisible tag characters": (
        xml(rss([item("one", title="About\U000e0041\U000e0042 one")])),
        ["About one"],
    ),
    "an emoji family keeps its joiners": (xml(rss([item("one", title="👩‍👩‍👧 ok")])), ["👩‍👩‍👧 ok"]),
    "right-to-left text stays": (xml(rss([item("one", title="חדשות היום")])), ["חדשות היום"]),
    # broken XML
    "space before the declaration": (xml(b"\n\n " + ONE), ["About one"]),
    "a PHP warning before it": (xml(b"<b>Warning</b>: bad in x.php\n" + ONE), ["About one"]),
    "text behind the end": (xml(ONE + b"<!-- cached -->\nok"), ["About one"]),
    "an unescaped ampersand": (xml(ONE.replace(b"About one", b"Salt & Co")), ["Salt & Co"]),
    "an HTML entity": (xml(ONE.replace(b"About one", b"Caf&eacute;&nbsp;one")), ["Café one"]),
    "an entity nobody declared": (xml(ONE.replace(b"About one", b"About &nope; one")), 1),
    "escaped twice": (xml(ONE.replace(b"About one", b"Salt &amp;amp; Co")), ["Salt & Co"]),
    "HTML in the title": (xml(ONE.replace(b"About one", b"About <b>one</b>")), 1),
    "CDATA with an item in it": (
        xml(rss([item("one", text="<![CDATA[<item><title>no</title></item> text]]>")])),
        ["About one"],
    ),
    "a comment with an item in it": (xml(rss([item("one"), f"<!-- {item('two')} -->"])), ["About one"]),
    "cut off in the second item": (
        xml(rss([item("one"), item("two")])[: -len(b"</description></item></channel></rss>")]),
        ["About one"],
    ),
    "cut off in CDATA": (xml(rss([item("one"), item("two", text="<![CDATA[half")])), ["About one"]),
    "cut off after the first item": (xml(ONE[: -len(b"</channel></rss>")]), ["About one"]),
    "cut off in the head": (xml(ONE[:90]), 0),
    "an unclosed tag": (xml(ONE.replace(b"</title><desc", b"<desc")), 1),
    "tags closed in the wrong order": (
        xml(ONE.replace(b"</description></item>", b"</item></description>")),
        1,
    ),
    "an attribute without quotes": (xml(ONE.replace(b'"false"', b"false")), ["About one"]),
    "upper-case tags": (
        feed(
            "<RSS VERSION='2.0'><CHANNEL><TITLE>H</TITLE><ITEM><TITLE>About one</TITLE></ITEM></CHANNEL></RSS>"
        ),
        1,
    ),
    "a script in the text": (xml(rss([item("one", text="&lt;script&gt;alert(1)&lt;/script&gt;")])), 1),
    "a javascript link": (xml(rss([item("one", link="javascript:alert(1)")])), 1),
    "an item of nothing": (xml(rss(["<item></item>", item("one")])), 2),
    # entities and floods
    "a billion laughs": (feed(LAUGHS), 1),
    "quadratic entities": (feed(QUADRATIC), 1),
    "an external entity": (feed(EXTERNAL), 1),
    "a hundred thousand attributes": (
        feed(
            "<rss version='2.0'><channel "
            + " ".join(f"a{n}='x'" for n in range(100_000))
            + "></channel></rss>"
        ),
        "broken_feed",
    ),
    "an author of 40 KB": (
        xml(rss([item("one", extra=f"<author>{'a@b ' * 10_000}</author>")])),
        ["About one"],
    ),
    "a title of a megabyte": (xml(rss([item("one", title="x" * 1_000_000)])), 1),
    "a text of five megabytes": (xml(rss([item("one", text="word " * 1_000_000)])), 1),
    "fifty thousand items": (xml(rss([item(str(n), text="t") for n in range(50_000)])), 2000),
    "ten thousand elements deep": (
        feed("<rss version='2.0'><channel>" + "<a>" * 10_000 + "</a>" * 10_000 + "</channel></rss>"),
        0,
    ),
    "five thousand divs deep": (xml(rss([item("one", text="&lt;div&gt;" * 5000)])), 1),
    "a million brackets": (feed("<rss version='2.0'><channel>" + "<" * 1_000_000), 0),
    "a hundred thousand open comments": (feed("<rss version='2.0'><channel>" + "<!--" * 100_000), 0),
    "a hundred thousand open CDATA": (feed("<rss version='2.0'><channel>" + "<![CDATA[" * 100_000), 0),
    # what is no feed
    "a web page": (
        Reply(body=b"<!doctype html><html><title>Hi</title><p>x", content_type="text/html"),
        "html_page",
    ),
    "a web page said to be a feed": (xml(b"<!DOCTYPE html><html><body>soon back</body></html>"), "html_page"),
    "a log-in page": (
        Reply(body=b"<html><form><input type='password' name=p></form>", content_type="text/html"),
        "login_page",
    ),
    "a robot check": (
        Reply(body=b"<html><title>Just a moment...</title><div id=cf-chl-x></div>", content_type="text/html"),
        "challenge",
    ),
    "a soft 404": (
        Reply(body=b"<html><title>Page not found</title>", content_type="text/html"),
        "html_page",
    ),
    "plain text": (Reply(body=b"Not here.", content_type="text/plain"), "not_a_feed"),
    "an image": (
        Reply(body=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, content_type="image/png"),
        "not_a_feed",
    ),
    "a PDF": (Reply(body=b"%PDF-1.7\n" + b"x" * 1000, content_type="application/pdf"), "not_a_feed"),
    "SVG": (feed("<svg xmlns='http://www.w3.org/2000/svg'><title>x</title></svg>"), "not_a_feed"),
    "SOAP": (feed("<soap:Envelope xmlns:soap='x'><soap:Body/></soap:Envelope>"), "not_a_feed"),
    "OPML": (feed("<opml version='2.0'><body><outline text='x'/></body></opml>"), "not_a_feed"),
}


@pytest.mark.parametrize("name", CASES)
async def test_one_poll_of(name: str, bench: Bench, server: FeedServer) -> None:
    reply, expected = CASES[name]
    source = await bench.follow(server.serve("/feed", reply))
    began = time.monotonic()
    polled = await bench.poll(source)
    assert time.monotonic() - began < 10
    why = (await bench.source(source)).reason
    if isinstance(expected, str):
        assert polled.trouble == expected, why
        return
    assert polled.trouble is None or expected == 0, why
    entries = await bench.entries(source)
    if isinstance(expected, int):
        assert len(entries) == expected
    else:
        assert [entry.title for entry in entries] == expected
    for entry in entries:
        assert entry.url == "" or entry.url.startswith(("http://", "https://"))
        assert "\x00" not in entry.title + entry.content
        assert "root:" not in entry.title + entry.content


async def test_no_dtd_image_enclosure_or_hub_is_fetched(bench: Bench, server: FeedServer) -> None:
    extra = (
        f"<enclosure url='{server.url('/sound.mp3')}' type='audio/mpeg' length='1'/>"
        f"<description>&lt;img src='{server.url('/pixel.gif')}'&gt;</description>"
    )
    head = f"<image><url>{server.url('/logo.png')}</url></image>"
    body = rss([item("one", extra=extra)], head=head).replace(
        b"<rss", f'<!DOCTYPE rss SYSTEM "{server.url("/rss.dtd")}"><rss'.encode(), 1
    )
    source = await bench.follow(server.serve("/feed", Reply(body=body)))
    assert (await bench.poll(source)).absorbed.new == 1
    assert [request.target for request in server.requests] == ["/feed"]


async def test_a_parser_that_is_killed_marks_its_source_and_no_other(
    bench: Bench, server: FeedServer
) -> None:
    bench.sandbox._wall = 0.0  # as if this one took for ever
    sick = await bench.follow(server.serve("/sick", Reply(body=ONE)))
    assert (await bench.poll(sick)).trouble == "too_costly"
    bench.sandbox._wall = 9.0
    fine = await bench.follow(server.serve("/fine", Reply(body=ONE)))
    assert (await bench.poll(fine, timedelta())).absorbed.new == 1
