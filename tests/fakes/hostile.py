"""Bodies that are made to cost: built when they are asked for, and not when the module is read."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable

from tests.fakes.server import Reply, item, rss

MIB = 1024 * 1024


def coded(coding: str, body: bytes) -> Reply:
    return Reply(body=body, headers=(("Content-Encoding", coding),))


def xml(text: str) -> Reply:
    return Reply(body=text.encode())


def _channel(inner: str) -> Reply:
    return xml(f"<rss version='2.0'><channel><title>t</title>{inner}</channel></rss>")


def _laughs() -> Reply:
    steps = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return xml(
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{steps}]><rss version="2.0"><channel><title>&l9;</title>'
        f"{item('one')}</channel></rss>"
    )


def _quadratic() -> Reply:
    return xml(
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]><rss version="2.0"><channel><title>t</title>'
        f"<item><guid>1</guid><title>one</title><description>{'&a;' * 2000}</description></item></channel></rss>"
    )


def _json(items: object) -> Reply:
    return Reply(
        body=json.dumps(
            {"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": items}
        ).encode(),
        content_type="application/feed+json",
    )


DEAR: dict[str, Callable[[], Reply]] = {
    "a gzip bomb": lambda: coded("gzip", gzip.compress(b"<rss>" + b" " * (80 * MIB))),
    "a deflate bomb": lambda: coded("deflate", zlib.compress(b"0" * (60 * MIB))),
    "a bomb that ends under the cap": lambda: coded(
        "gzip", gzip.compress(rss([item("one", "x" * (9 * MIB))]))
    ),
    "an endless body": lambda: Reply(length=None, body=b"<rss>", endless=b"<item/>" * 4096),
    "a billion laughs": _laughs,
    "quadratic entities": _quadratic,
    "ten thousand items": lambda: Reply(body=rss([item(str(n), "t") for n in range(10_000)])),
    "ten thousand items that are not plain": lambda: Reply(
        body=rss([item(str(n), "t", extra="<x>y</x>") for n in range(10_000)])
    ),
    "ten thousand items of JSON": lambda: _json([{"id": str(n), "title": f"t{n}"} for n in range(10_000)]),
    "nine MiB of text in one item": lambda: Reply(body=rss([item("one", "word " * 1_800_000)])),
    "five MiB of text twice": lambda: Reply(
        body=rss([item(each, "word " * 900_000) for each in ("one", "two")])
    ),
    "a title of five MiB": lambda: Reply(body=rss([item("one", title="x" * (5 * MIB))])),
    "a guid of five MiB": lambda: Reply(body=rss([item("one", guid="x" * (5 * MIB))])),
    "a link of five MiB": lambda: Reply(body=rss([item("one", link="http://a.example/" + "x" * (5 * MIB))])),
    "a date of five MiB": lambda: Reply(body=rss([item("one", date="1" * (5 * MIB))])),
    "two hundred thousand references": lambda: Reply(body=rss([item("one", "&amp;" * 200_000)])),
    "a million numeric references": lambda: Reply(body=rss([item("one", "&#65;" * 1_000_000)])),
    "a hundred thousand open divs": lambda: Reply(body=rss([item("one", "&lt;div&gt;" * 100_000)])),
    "a hundred thousand open tags": lambda: _channel("<a>" * 100_000),
    "a hundred thousand open items": lambda: _channel("<item>" * 100_000),
    "a hundred thousand empty items": lambda: _channel("<item/>" * 100_000),
    "a hundred thousand processing instructions": lambda: _channel("<?x y?>" * 100_000 + item("one")),
    "a hundred thousand comments": lambda: _channel("<!-- x -->" * 100_000 + item("one")),
    "a hundred thousand CDATA sections": lambda: _channel(
        "<item><title>" + "<![CDATA[x]]>" * 100_000 + "</title></item>"
    ),
    "ten thousand categories": lambda: Reply(
        body=rss([item("one", extra="<category>x</category>" * 10_000)])
    ),
    "ten thousand links": lambda: Reply(
        body=rss([item("one", extra="<link>http://a.example/</link>" * 10_000)])
    ),
    "ten thousand authors": lambda: Reply(
        body=rss([item("one", extra="<author>a@b.example (x)</author>" * 10_000)])
    ),
    "an author of brackets": lambda: Reply(
        body=rss([item("one", extra=f"<author>{'(' * 300_000}</author>")])
    ),
    "ten thousand namespaces": lambda: xml(
        "<rss version='2.0' "
        + " ".join(f"xmlns:n{n}='urn:{n}'" for n in range(10_000))
        + f"><channel><title>t</title>{item('one')}</channel></rss>"
    ),
    "deep JSON": lambda: Reply(body=b'{"items":' + b"[" * 1_000_000),
    "a JSON number of a million digits": lambda: Reply(
        body=b'{"version":1,"items":[{"id":' + b"9" * 1_000_000 + b"}]}"
    ),
    "a megabyte of combining marks": lambda: Reply(body=rss([item("one", "a" + "\u0301" * 500_000)])),
    "white space between tags": lambda: _channel((" " * 1000 + "\n") * 5000 + item("one")),
    "a web page of nine MiB": lambda: Reply(
        body=b"<!doctype html><html>" + b"<p>x" * (2 * MIB), content_type="text/html"
    ),
}
