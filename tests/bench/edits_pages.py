"""Pages around real articles, and what happens to them: what nobody edited, and what somebody did."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable, Sequence

from tests.fakes.server import Reply, moved

Paragraphs = tuple[str, ...]
Around = dict[str, str]
LETTER = "Sign up for our newsletter. The day's news comes to your inbox every morning at 7."
BIO = "Rosa Lindqvist is a reporter at the Halden Dispatch. She has written about industry since 2009."
AD = "Northfield Energy offers fixed prices for 24 months. Terms and conditions apply."
COMMENT = "I do not believe a word of it. In 2019 they said the same and 300 people lost their jobs."
TEASER = "Minister says 40 percent of schools will close by 2030"


def page(title: str, body: Sequence[str], *, h1: str = "", **around: str) -> Reply:
    """`around`: HTML before, `inside`, `under` the article, and what stands in the head."""
    inner = "".join(
        each if each.startswith("<") else f"<p>{html.escape(each, quote=False)}</p>" for each in body
    )
    text = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{html.escape(title)} - The Dispatch</title>
{around.get("head", "")}</head><body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li>
</ul></nav></header>{around.get("before", "")}<main><article><h1>{html.escape(h1 or title)}</h1>
<p class="byline">By Rosa Lindqvist</p><time>{around.get("ago", "5 minutes ago")}</time>
<div class="article-body">{inner}</div>{around.get("inside", "")}</article>{around.get("under", "")}</main>
<aside><h2>Most read</h2><ol><li><a href="/1">{around.get("teaser", "One story")}</a></li></ol></aside>
<footer><p>© 2026 The Halden Dispatch. All rights reserved.</p></footer></body></html>"""
    charset = around.get("charset", "utf-8")
    data = text.replace('charset="utf-8"', f'charset="{charset}"').encode(charset, "xmlcharrefreplace")
    return Reply(body=data, content_type=f"text/html; charset={charset}")


def between(body: Paragraphs, box: str, at: int) -> Paragraphs:
    at = 1 + at % max(1, len(body) - 2)
    return (*body[:at], box, *body[at:])


Variant = Callable[[str, Paragraphs, int], Reply]
"""Title, paragraphs, number of the visit."""


def _shuffled(body: Paragraphs, seed: int) -> Paragraphs:
    rest = list(body[1:])
    random.Random(seed).shuffle(rest)
    return (body[0], *rest)


def _short(reason: str) -> Reply:
    text = f"<html><body><main><h1>{reason}</h1><p>{reason}. Go to our home page to find the latest stories.</p></main>"
    return Reply(body=text.encode(), content_type="text/html")


def _links(number: int) -> str:
    items = "".join(f'<li><a href="/r{n}">{TEASER} ({number + n} more)</a></li>' for n in range(3 + number))
    return f'<section class="related"><h2>Related</h2><ul>{items}</ul></section>'


TYPEWRITER = {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "\u00a0": " "}


def _straight(text: str) -> str:
    return "".join(TYPEWRITER.get(each, each) for each in text)


COSMETIC: dict[str, Variant] = {
    "relative time": lambda t, b, n: page(t, b, ago=f"{n * 15} minutes ago"),
    "updated line": lambda t, b, n: page(t, (f"Updated {n * 15} minutes ago", *b)),
    "updated stamp": lambda t, b, n: page(t, (f"Last updated: March 2, 2026 at {8 + n}:15 a.m. GMT.", *b)),
    "counters": lambda t, b, n: page(t, b, inside=f"<p>{n * 17} comments · {n * 400} shares</p>"),
    "related links": lambda t, b, n: page(t, b, under=_links(n)),
    "related inside": lambda t, b, n: page(t, between(b, _links(n), n)),
    "read also": lambda t, b, n: page(
        t, between(b, f'<p><strong>Read also:</strong> <a href="/{n}">{TEASER}.</a></p>', n)
    ),
    "headline A/B": lambda t, b, n: page(t, b, h1=("Why it matters: " * (n % 2)) + t),
    "reordered": lambda t, b, n: page(t, _shuffled(b, n)),
    "newsletter form": lambda t, b, n: page(t, between(b, f"<form><p>{LETTER}</p></form>", n)),
    "newsletter aside": lambda t, b, n: page(t, between(b, f"<aside><p>{LETTER}</p></aside>", n)),
    "newsletter div": lambda t, b, n: page(
        t, between(b, f'<div class="newsletter-signup"><p>{LETTER}</p></div>', n)
    ),
    "ad div": lambda t, b, n: page(t, between(b, f'<div class="ad-slot advertisement"><p>{AD}</p></div>', n)),
    "sponsored div": lambda t, b, n: page(
        t, between(b, f'<div class="sponsored-content"><p>{AD}</p></div>', n)
    ),
    "promo div": lambda t, b, n: page(t, between(b, f'<div class="promo-box"><p>{AD}</p></div>', n)),
    "bio": lambda t, b, n: page(
        t, b, inside=f'<div class="author-bio"><p>{BIO}{" She lives in Halden." * (n % 2)}</p></div>'
    ),
    "bio footer": lambda t, b, n: page(
        t, b, inside=f'<footer class="author"><p>{BIO.replace("2009", str(2009 + n % 2))}</p></footer>'
    ),
    "comments": lambda t, b, n: page(
        t, b, under=f'<section id="comments">{f"<div class=comment><p>{COMMENT}</p></div>" * n}</section>'
    ),
    "comments inside": lambda t, b, n: page(
        t, b, inside=f'<div class="comments">{f"<p>{COMMENT}</p>" * n}</div>'
    ),
    "share bar": lambda t, b, n: page(
        t, between(b, '<ul class="social-share"><li>Share this story on all networks.</li></ul>', n)
    ),
    "cookie bar": lambda t, b, n: page(
        t,
        b,
        before='<div class="cookie-banner" role="dialog"><p>We and our partners store cookies. '
        "You can object at any time.</p></div>" * (n % 2),
    ),
    "consent page": lambda t, b, n: (
        _short("We value your privacy and our 842 partners use cookies") if n % 2 else page(t, b)
    ),
    "meter": lambda t, b, n: (
        page(t, (*b[:2], "You have read your last free article. Subscribe to continue reading."))
        if n > 1
        else page(t, b)
    ),
    "meter half": lambda t, b, n: page(t, b[: 1 + len(b) // 2 + n % 2]) if n > 1 else page(t, b),
    "meter note": lambda t, b, n: page(
        t,
        b,
        inside=f'<div class="paywall-meter"><p>You have {5 - n} free articles left this month.</p></div>',
    ),
    "soft 404": lambda t, b, n: (
        _short("The page you are looking for does not exist") if n in (2, 3) else page(t, b)
    ),
    "home page": lambda t, b, n: moved("/home") if n in (1, 3) else page(t, b),
    "empty body": lambda t, b, n: Reply(body=b"", content_type="text/html") if n % 2 else page(t, b),
    "amp": lambda t, b, n: page(
        t,
        [f'<section class="amp"><div><p>{html.escape(each)}</p></div></section>' for each in b]
        if n % 2
        else b,
    ),
    "divs": lambda t, b, n: page(t, [f"<div>{html.escape(each)}</div>" for each in b] if n % 2 else b),
    "breaks": lambda t, b, n: page(
        t, ["<p>" + "<br><br>".join(map(html.escape, b)) + "</p>"] if n % 2 else b
    ),
    "inline markup": lambda t, b, n: page(t, [f"<p>{_linked(each, n)}</p>" for each in b]),
    "split paragraphs": lambda t, b, n: page(t, _split(b) if n % 2 else b),
    "encoding": lambda t, b, n: page(t, b, charset="windows-1252" if n % 2 else "utf-8"),
    "typography": lambda t, b, n: page(t, [_straight(each) for each in b] if n % 2 else b),
    "entities": lambda t, b, n: page(
        t,
        [
            f"<p>{html.escape(each).replace('“', '&ldquo;').replace('”', '&rdquo;').replace(' ', '&nbsp;', 2)}</p>"
            for each in b
        ]
        if n % 2
        else b,
    ),
    "drop cap": lambda t, b, n: page(
        t,
        [f'<p><span class="dropcap">{html.escape(b[0][0])}</span>{html.escape(b[0][1:])}</p>', *b[1:]]
        if n % 2
        else b,
    ),
    "caption": lambda t, b, n: page(
        t,
        between(
            b,
            f"<figure><img src=/i{n}.jpg><figcaption>The plant in {2020 + n}. Photo: A. Berg.</figcaption></figure>",
            n,
        ),
    ),
    "read more": lambda t, b, n: page(
        t, [*b[: len(b) // 2], '<div class="read-more-wrapper">', *b[len(b) // 2 :], "</div>"] if n % 2 else b
    ),
    "copyright": lambda t, b, n: page(
        t, b, inside=f"<p>Copyright {2025 + n % 2} The Halden Dispatch. All rights reserved.</p>"
    ),
    "translation": lambda t, b, n: (
        page(t, ["Der Vorstand erklärte am Montag, dass die Zahlen nicht stimmen."] * len(b))
        if n == 2
        else page(t, b)
    ),
}


def _linked(text: str, number: int) -> str:
    words = html.escape(text, quote=False).split(" ")
    at = number % len(words)
    words[at] = f'<a href="/tag">{words[at]}</a>'
    return " ".join(words)


def _split(body: Paragraphs) -> list[str]:
    """Two paragraphs of one, where a sentence ends."""
    return [part for each in body for part in re.split(r"(?<=[a-z]{5}[.])\s(?=[A-Z][a-z])", each, maxsplit=1)]


NUMBER = re.compile(
    r"(?<![\w.,$-])(\d{1,3})(?= (?:percent|per cent|people|million|billion|points|years|days|hours)|%)"
)
DAY = re.compile(r"\bon (Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
SAID_WILL = re.compile(
    r"\bwill(?= (?:be|have|take|make|get|go|not|also|continue|vote|see|need|come|win|do)\b)"
)
WAS = re.compile(r"\b(is|are|was|were|has|have|will|would|did|does)(?= (?!not\b|n't|been)[a-z]+)")
QUOTE = re.compile(r"“([^”]{40,})”")
Edit = Callable[[str], str | None]


def _changed(pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Edit:
    def edit(text: str) -> str | None:
        return pattern.sub(new, text, count=1) if pattern.search(text) else None

    return edit


def _requoted(match: re.Match[str]) -> str:
    words = match.group(1).split()
    longest = max(range(len(words)), key=lambda at: len(words[at]))
    return f"“{' '.join([*words[:longest], 'ridiculous', *words[longest + 1 :]])}”"


EDITS: dict[str, Edit] = {
    "figure": _changed(NUMBER, lambda m: str(int(m.group(1)) + 7)),
    "weekday": _changed(DAY, lambda m: "on Wednesday" if m.group(1) != "Wednes" else "on Sunday"),
    "will to may": _changed(SAID_WILL, lambda m: "may"),
    "negation": _changed(WAS, lambda m: f"{m.group(1)} not"),
    "quote": _changed(QUOTE, _requoted),
}
