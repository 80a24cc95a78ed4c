"""What stands behind an address that someone typed: asked once, said in plain words, nothing stored.

A shorthand (`hn:QUERY`) names its kind. A URL is fetched: a feed is taken as it is, a page is searched for its feeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.answers import Refusal
from bot.words import day
from rules.model import DocumentKind
from watchers.kinds import KINDS, Kind, kind_of_url, locate
from watchers.outcome import Failed, Fetched, Getter, NotModified, Unreadable
from watchers.page import Page
from watchers.poll import Parser
from watchers.url import host_of, parse_url

WAY_OUT = {
    "bad_url": "Give a full address such as https://example.org/feed.xml.",
    "private_address": "The operator can allow it with WALKBACK_ALLOW_NETS.",
    "unknown_host": "Check the spelling.",
    "unreachable": "Try again later.",
    "timeout": "Try again later.",
    "not_found": "Look for the feed's address on the site.",
    "unauthorized": "A feed behind a password needs its user and password in the address.",
    "forbidden": "The site lets no programs in. Look for another source.",
    "challenge": "The site checks for robots, so it cannot be watched. Look for another source.",
    "rate_limited": "Try again in some minutes.",
    "not_a_feed": "Give the address of a feed, or of a page that links to one.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDraft:
    """A source that could be watched. `found`: what is there and how it will be watched, in words."""

    kind: str
    url: str
    name: str
    document_kind: DocumentKind
    found: str


async def preview(
    text: str, fetcher: Getter, parser: Parser, *, check: bool = True
) -> Sequence[SourceDraft] | Refusal:
    """The sources behind `text`: several where a page offers several. One request; none for `check=False`."""
    placed = _placed(text)
    if isinstance(placed, Refusal):
        return placed
    kind, url, name = placed
    if not check:
        return [_draft(kind, url, name, "It was not asked; the first poll will tell.")]
    answer = await fetcher.get(url)
    if isinstance(answer, NotModified):
        return Refusal(f"{host_of(url)} answers 'not modified' to a first question. Try again later.")
    if isinstance(answer, Failed):
        return Refusal(_sentence(answer.words, WAY_OUT.get(answer.reason, "Try again later.")))
    return await _behind(kind, url, name, answer, parser)


def _placed(text: str) -> tuple[Kind, str, str] | Refusal:
    text = text.strip()
    short = locate(text)
    if short is not None:
        return short[0], short[1], text
    if "://" not in text and "." in text.split("/")[0] and " " not in text:
        text = "https://" + text
    parsed = parse_url(text)
    if isinstance(parsed, str):
        known = ", ".join(f"{kind.shorthand}:" for kind in KINDS.values() if kind.shorthand)
        return Refusal(f"'{text[:80]}': the address {parsed}. Give a web address, or a shorthand ({known}).")
    return KINDS[kind_of_url(text)], text, ""


async def _behind(
    kind: Kind, url: str, name: str, answer: Fetched, parser: Parser
) -> Sequence[SourceDraft] | Refusal:
    name_of_kind = kind.name
    if kind.name == "feed" and answer.body.lstrip()[:1] == b"{":
        name_of_kind = "jsonfeed"
    page = await parser.parse(name_of_kind, answer.body, answer.url, answer.content_type)
    if isinstance(page, Page):
        return [_draft(KINDS[name_of_kind], url, name or page.title, _described(page))]
    return await _offered(answer, page, parser)


async def _offered(answer: Fetched, trouble: Unreadable, parser: Parser) -> Sequence[SourceDraft] | Refusal:
    """A page instead of a feed: the feeds it links to, without asking again."""
    from watchers.discover import discover

    links = discover(answer.body, answer.url, answer.content_type)
    if not links:
        return Refusal(_sentence(trouble.words, WAY_OUT["not_a_feed"]))
    return [
        _draft(
            KINDS[kind_of_url(link.url)],
            link.url,
            link.title or host_of(link.url),
            "The page links to this feed.",
        )
        for link in links
    ]


def _draft(kind: Kind, url: str, name: str, found: str) -> SourceDraft:
    return SourceDraft(
        kind=kind.name,
        url=url,
        name=name.strip()[:200] or host_of(url),
        document_kind=kind.document_kind,
        found=found,
    )


def _described(page: Page) -> str:
    if not page.items:
        return "It lists nothing yet; new entries will be read as they come."
    dated = [item.published for item in page.items if item.published is not None]
    newest = f", the newest of {day(max(dated).date())}" if dated else ", without dates"
    entries = "1 entry" if len(page.items) == 1 else f"{len(page.items)} entries"
    return (
        f"It lists {entries}{newest}. The first poll is the baseline: recorded, not alerted. After that it is asked as "
        "often as it publishes, between the set limits."
    )


def _sentence(what: str, way_out: str) -> str:
    return f"{what.rstrip('.')}. {way_out}"
