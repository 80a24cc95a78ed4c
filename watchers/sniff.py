"""What a body is, when it is not what it should be: named, so that people can be told and nothing is concluded."""

from __future__ import annotations

import re

from watchers.outcome import Unreadable

_CHALLENGE = re.compile(
    rb"just a moment\.\.\.|cf-chl-|cf_chl_|challenge-platform|checking your browser|attention required! \| cloudflare"
    rb"|enable javascript and cookies to continue|captcha|datadome|px-captcha|are you (?:a )?(?:human|robot)"
    rb"|verify (?:that )?you are (?:a )?human|ddos protection by|unusual traffic|incapsula incident|access denied",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    rb"<input[^>]{0,200}type\s*=\s*[\"']?password|<title>\s*(?:log ?in|sign ?in)\b", re.IGNORECASE
)
_FIRST = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<[?!][^>]{0,500}>\s*|<!--.{0,1000}?-->\s*)*<([a-zA-Z][\w:-]*)", re.DOTALL
)
_HTML_TAGS = frozenset(
    b"html head body title meta link script style div p h1 h2 table center span font a b br form img".split()
)
_FEEDISH = re.compile(
    rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]|<urlset[\s>]|<sitemapindex[\s>]|jsonfeed\.org", re.IGNORECASE
)


def looks_like_html(body: bytes) -> bool:
    head = body[:4096]
    if _FEEDISH.search(head):
        return False
    if re.search(rb"<!doctype html", head, re.IGNORECASE):
        return True
    first = _FIRST.match(head)
    return first is not None and first.group(1).lower() in _HTML_TAGS


def looks_like_json(body: bytes) -> bool:
    return body[:256].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def not_a_feed(body: bytes) -> Unreadable:
    """The name of the body that stands where a feed should be."""
    head = body[:65536]
    if not body.strip():
        return Unreadable(reason="empty", words="The page is empty.")
    if looks_like_html(body):
        if _LOGIN.search(head):
            return Unreadable(reason="login_page", words="A log-in page stands where the feed was.")
        if _CHALLENGE.search(head):
            return Unreadable(
                reason="challenge", words="A check for robots or a refusal stands where the feed was."
            )
        return Unreadable(
            reason="html_page",
            words="A web page stands where a feed should be. Its feed may have moved: look for one on the page.",
        )
    return Unreadable(reason="not_a_feed", words="What the server sends is no feed that can be read.")
