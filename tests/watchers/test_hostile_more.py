"""More of what feeds contain and servers say: dates, addresses, encodings that lie, JSON and XML at the edges."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.fakes.server import FeedServer, Reply, item, moved, rss
from tests.fakes.watching import Bench

pytestmark = pytest.mark.asyncio(loop_scope="module")

ONE = rss([item("one", title="Über Zölle")])
PLAIN = ONE.decode()
BARE = PLAIN.partition("?>")[2]


def xml(body: str | bytes, content_type: str = "text/xml") -> Reply:
    return Reply(body=body.encode() if isinstance(body, str) else body, content_type=content_type)


def js(text: str) -> Reply:
    return Reply(
        body=f'{{"version":"https://jsonfeed.org/version/1.1","title":"t","items":{text}}}'.encode(),
        content_type="application/feed+json",
    )


def inside(text: str) -> Reply:
    """Text within an item, beside guid and title."""
    return xml(rss([item("one", title="Über Zölle", extra=text)]))


def answered(head: str, body: bytes = ONE) -> Reply:
    return Reply(raw=head.replace("\n", "\r\n").encode("latin-1") + b"\r\n" + body)


PRIVATE = [
    *(
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/",
        "http://100.64.0.1/",
    ),
    *(
        "http://0.0.0.0/",
        "http://192.88.99.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://198.18.0.1/",
    ),
    *(
        "http://[::1]/",
        "http://[::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
    ),
    *(
        "http://[::ffff:10.0.0.1]/",
        "http://[::10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[2002:a00:1::]/",
    ),
    *(
        "http://[2001:0:1::1]/",
        "http://[::ffff:0:10.0.0.1]/",
        "http://167772161/",
        "http://0x0a000001/",
        "http://012.0.0.1/",
    ),
    *(
        "http://10.1/",
        "http://0xa.0.0.1/",
        "http://１０.0.0.1/",
        "http://10。0。0。1/",
        "https://10.0.0.1:8443/x",
    ),
]
UNASKED = [
    *(
        "ftp://halden.example/",
        "gopher://halden.example/",
        "file:/etc/passwd",
        "javascript:alert(1)",
        "data:,x",
    ),
    *(
        "http:///feed",
        "http://",
        "http://user@127.0.0.1/",
        "http://127.0.0.1\\@halden.example/",
        "http://a b/",
    ),
    *("http://[::1", "http://halden.example:99999/", "http://halden.example:0/", "http://%31%30.0.0.1/"),
]
TITLED: dict[str, Reply] = {
    "UTF-16 with a mark and a declaration": xml(
        "\ufeff".encode("utf-16-le") + PLAIN.replace("UTF-8", "UTF-16").encode("utf-16-le")
    ),
    "UTF-16 big-endian with a mark": xml(b"\xfe\xff" + PLAIN.replace("UTF-8", "UTF-16").encode("utf-16-be")),
    "UTF-16 with a mark and no declaration": xml(b"\xff\xfe" + BARE.encode("utf-16-le")),
    "UTF-16 little-endian without a mark": xml(PLAIN.replace("UTF-8", "UTF-16").encode("utf-16-le")),
    "UTF-16 big-endian without a mark": xml(PLAIN.replace("UTF-8", "UTF-16").encode("utf-16-be")),
    "UTF-32 with a mark": xml(PLAIN.replace("UTF-8", "UTF-32").encode("utf-32")),
    "UTF-8 that declares UTF-16": xml(PLAIN.replace("UTF-8", "UTF-16")),
    "UTF-8 that declares ASCII": xml(PLAIN.replace("UTF-8", "US-ASCII")),
    "UTF-8 with a mark that declares Latin-1": xml(
        b"\xef\xbb\xbf" + PLAIN.replace("UTF-8", "ISO-8859-1").encode()
    ),
    "UTF-8 with two marks": xml(b"\xef\xbb\xbf\xef\xbb\xbf" + ONE),
    "Latin-1 that declares UTF-8": xml(PLAIN.encode("latin-1")),
    "no declaration and UTF-8": xml(BARE),
    "single quotes in the declaration": xml(PLAIN.replace('"UTF-8"', "'utf8'")),
    "a header that quotes its charset": xml(ONE, 'text/xml; charset="UTF-8"'),
    "a header with an empty charset": xml(ONE, "text/xml; charset="),
    "a header of nonsense": xml(ONE, ";;;===,"),
    "XML 1.1": xml(PLAIN.replace('"1.0"', '"1.1"')),
    "a DOCTYPE from elsewhere": xml(
        PLAIN.replace("<rss", '<!DOCTYPE rss PUBLIC "-//x//DTD" "http://10.0.0.1/x.dtd"><rss')
    ),
    "a parameter entity": xml(
        PLAIN.replace("<rss", '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://10.0.0.1/"> %p;]><rss')
    ),
    "an entity of entities": xml(
        PLAIN.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss')
    ),
    "a style sheet": xml(PLAIN.replace("<rss", '<?xml-stylesheet href="http://10.0.0.1/x.xsl"?><rss')),
    "XInclude": inside(
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    ),
    "a namespace that is not declared": inside("<media:thumbnail url='x'/>"),
    "a namespace under another prefix": inside(
        "<q:creator xmlns:q='http://purl.org/dc/elements/1.1/'>Mara Voss</q:creator>"
    ),
    "CDATA in CDATA": inside("<comments><![CDATA[ a <![CDATA[ b ]]]]><![CDATA[> c ]]></comments>"),
    "an empty xml:base": xml(PLAIN.replace("<rss", "<rss xml:base=''")),
    "a base from elsewhere": xml(PLAIN.replace("<rss", "<rss xml:base='http://10.0.0.1/'")),
    "CRLF everywhere": xml(PLAIN.replace("><", ">\r\n<")),
    "only CR": xml(PLAIN.replace("><", ">\r<")),
    "a form feed": xml(PLAIN.replace("Über", "\x0cÜber")),
    "a non-character": xml(PLAIN.replace("Über", "\ufffeÜber").replace("\ufffe", "&#xFFFE;")),
    "a reference that never ends": inside("<comments>&#</comments>"),
    "bad UTF-8 in another field": xml(ONE.replace(b"2027", b"20\xff\xfe27")),
    "an overlong NUL": xml(ONE.replace(b"2027", b"20\xc0\x8027")),
    "a surrogate in UTF-8": xml(ONE.replace(b"2027", b"20\xed\xa0\x8027")),
    "JSON with a mark": Reply(
        body=b"\xef\xbb\xbf"
        + json.dumps(
            {"version": "https://jsonfeed.org/version/1", "items": [{"id": 1, "title": "Über Zölle"}]}
        ).encode()
    ),
    "JSON with NaN": js('[{"id":NaN,"title":"Über Zölle"}]'),
    "JSON with a name twice": js('[{"id":"1","title":"no","title":"Über Zölle"}]'),
    "JSON with huge numbers": js('[{"id":1e999,"title":"Über Zölle","date_published":1e308}]'),
    "JSON of wrong kinds": js(
        '[{"id":[],"title":"Über Zölle","authors":{},"url":{},"tags":"x"},null,3,"x",[]]'
    ),
    "JSON with half a surrogate pair": js('[{"id":"\\ud800","title":"Über Zölle","content_text":"\\udfff"}]'),
    "JSON with a NUL": js('[{"id":"1\\u0000","title":"Über\\u0000 Zölle"}]'),
    "a header flood": answered("HTTP/1.1 200 OK\n" + "".join(f"X-{n}: y\n" for n in range(90))),
    "100 before it": answered("HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\n"),
    "103 before it": answered("HTTP/1.1 103 Early Hints\nLink: </x>; rel=preload\n\nHTTP/1.1 200 OK\n"),
    "a folded header": answered("HTTP/1.1 200 OK\nX-A: one\n two\n"),
    "a status without words": answered("HTTP/1.1 200 \n"),
    "gzip named twice by mistake": Reply(
        body=gzip.compress(ONE), headers=(("Content-Encoding", "gzip"), ("Vary", "*"))
    ),
    "an absurd ETag": Reply(
        body=ONE,
        headers=(("ETag", '"' + "x" * 5000 + '"'), ("Last-Modified", "Fri, 31 Dec 9999 23:59:59 GMT")),
    ),
}
DATES = [
    *(
        "0000-00-00",
        "9999-12-31T23:59:59Z",
        "1200-01-01",
        "31 Feb 2026",
        "Mon, 02 Mar 26 08:00:00 EST",
        "yesterday",
        "-1",
    ),
    *(
        "2026-03-02T25:61:61Z",
        "2026-03-02T08:00:00+99:99",
        "Mon, 02 Mar 2026 08:00:00 XYZ",
        "1e309",
        "2026年3月2日",
        "٢٠٢٦-٠٣-٠٢",
    ),
    *(
        "02/03/2026",
        "1772438400",
        "99999999999999999999",
        "2026-03-29T02:30:00 CET",
        "Sun, 29 Mar 2026 02:30:00 Europe/Berlin",
        "\u202e2026",
    ),
]
RETRY = [
    "0",
    "-5",
    "99999999999999999999999",
    "soon",
    "Mon, 02 Mar 2026 09:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "1.5",
    "",
    "Thu, 01 Jan 1970",
]
REFUSED: dict[str, tuple[Reply, str]] = {
    "nothing but a declaration": (xml('<?xml version="1.0"?>'), "not_a_feed"),
    "JSON that is a list": (Reply(body=b"[1,2]", content_type="application/json"), "not_a_feed"),
    "JSON that is null": (Reply(body=b"null", content_type="application/json"), "not_a_feed"),
    "NULs only": (xml(b"\x00" * 5000), "not_a_feed"),
    "packed twice": (
        Reply(body=gzip.compress(gzip.compress(ONE)), headers=(("Content-Encoding", "gzip"),)),
        "not_a_feed",
    ),
    "205": (Reply(status=205), "http_error"),
    "a length that is no number": (answered("HTTP/1.1 200 OK\nContent-Length: many\n"), "protocol"),
    "a negative length": (answered("HTTP/1.1 200 OK\nContent-Length: -1\n"), "protocol"),
    "a NUL in a header": (answered("HTTP/1.1 200 OK\nX: a\0b\n"), "protocol"),
    "a space before the colon": (answered("HTTP/1.1 200 OK\nX : a\n"), "protocol"),
    "a negative chunk": (
        answered("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n", b"-5\r\nabc\r\n"),
        "protocol",
    ),
    "a coding of the transfer that nobody knows": (
        answered("HTTP/1.1 200 OK\nTransfer-Encoding: zip\n"),
        "protocol",
    ),
    "520": (Reply(status=520), "server_error"),
}


@pytest.mark.parametrize("name", TITLED)
async def test_the_one_item_is_read_from(name: str, bench: Bench, server: FeedServer) -> None:
    source = await bench.follow(server.serve("/feed", TITLED[name]))
    polled = await bench.poll(source)
    assert polled.trouble is None, (await bench.source(source)).reason
    assert [entry.title for entry in await bench.entries(source)] == ["Über Zölle"]
    assert [request.target for request in server.requests] == ["/feed"]


@pytest.mark.parametrize("target", PRIVATE)
async def test_a_private_address_is_never_reached_by_a_redirect(
    target: str, bench: Bench, server: FeedServer
) -> None:
    source = await bench.follow(server.serve("/feed", moved(target.encode().decode("latin-1"))))
    assert (await bench.poll(source)).trouble in (
        "private_address",
        "bad_redirect",
        "unknown_host",
        "bad_url",
    )


@pytest.mark.parametrize("target", UNASKED)
async def test_what_is_no_web_address_is_not_followed(target: str, bench: Bench, server: FeedServer) -> None:
    source = await bench.follow(server.serve("/feed", moved(target.encode().decode("latin-1"))))
    assert (await bench.poll(source)).trouble == "bad_redirect"


@pytest.mark.parametrize("date", DATES)
async def test_no_date_breaks_a_poll_or_leads_out_of_this_age(
    date: str, bench: Bench, server: FeedServer
) -> None:
    source = await bench.follow(server.serve("/feed", Reply(body=rss([item("one", date=date)]))))
    assert (await bench.poll(source)).absorbed.new == 1
    (entry,) = await bench.entries(source)
    assert entry.published is None or 1990 <= entry.published.year <= bench.now.year


@pytest.mark.parametrize("value", RETRY)
async def test_no_retry_after_stops_a_source_for_more_than_a_day(
    value: str, bench: Bench, server: FeedServer
) -> None:
    source = await bench.follow(server.serve("/feed", Reply(status=429, headers=(("Retry-After", value),))))
    polled = await bench.poll(source)
    assert polled.trouble == "rate_limited"
    assert polled.source.due_at is not None
    assert 60 <= (polled.source.due_at - bench.now).total_seconds() <= 86_400 * 1.5


@pytest.mark.parametrize("name", REFUSED)
async def test_it_is_named_what_is_wrong_with(name: str, bench: Bench, server: FeedServer) -> None:
    reply, expected = REFUSED[name]
    source = await bench.follow(server.serve("/feed", reply))
    polled = await bench.poll(source)
    assert polled.trouble == expected, (await bench.source(source)).reason
    assert (await bench.source(source)).reason.endswith(".")
