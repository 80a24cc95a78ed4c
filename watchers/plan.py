"""What one page means for what is stored: a value to look at before anything is written. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Literal

from rules.model import Entry
from state.model import EntrySeen, Source
from watchers.content import content_hash
from watchers.identity import Arrival, Identified, identify
from watchers.page import Item, Page
from watchers.presence import Presence, presence
from watchers.url import host_of

MAX_REVISIONS = 20
"""An item that changes more often than this is a ticker, not a text: its further changes are not recorded."""
FLOOD = 20
"""So many unknown items at once, all of them old, are a site that published its archive again."""
OLD = timedelta(days=2)
FUTURE = timedelta(days=2)
GAP_ITEMS = 3
FOREIGN_KNOWN = 3
DRESSED = 3
"""So many titles, four fifths of the page, that all got or lost the same beginning or end: the site's new manner."""

Remark = Literal["gap", "flood", "foreign", "mass"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`changed`: new and edited arrivals, oldest first. `quiet`: keys of arrivals that must not alert.
    `raw`: raw item hash → key, to know unchanged items by at the next poll. `on_page`: how many items it has."""

    changed: tuple[Arrival, ...]
    presence: Presence
    remarks: frozenset[Remark] = frozenset()
    quiet: frozenset[str] = frozenset()
    rekeyed: int = 0
    on_page: int = 0
    bare: bool = False
    """The page has no items and once had some."""
    raw: Mapping[str, str]
    entries: Mapping[str, Entry]
    """By key, the entry as it is to be stored, for each of `changed`."""

    def count(self, kind: Literal["new", "edited"]) -> int:
        return sum(arrival.kind == kind for arrival in self.changed)


def hint(source: Source, name: str, default: str = "") -> str:
    """One of the small facts kept between polls."""
    return next((value for key, value in source.hints if key == name), default)


def plan(
    source: Source,
    page: Page,
    seen: Mapping[str, EntrySeen],
    now: datetime,
    *,
    order: Sequence[str] = (),
    still: Mapping[str, str] | None = None,
) -> Plan:
    """`order`: raw hashes of all items in page order, where the page was cut before parsing; `still`: those of them
    that are already known → key. Without them the page's items are all there is."""
    still = still or {}
    spots = {raw: number for number, raw in enumerate(order)}
    places = [(spots.get(item.raw_hash, number), item) for number, item in enumerate(page.items)]
    found = identify(
        source.id,
        places,
        seen,
        guid_unstable=source.guid_unstable,
        home=page.link or source.url,
        still=still.values(),
    )
    keys = sorted(
        [(a.position, a.key) for a in found.arrivals]
        + [(spots[raw], key) for raw, key in still.items() if raw in spots]
    )
    here = list(dict.fromkeys(key for _, key in keys))
    remarks = _remarks(source, page, found, seen, here)
    presence_ = presence(
        here,
        seen,
        sound=page.whole and page.windowed and not remarks and not page.cut,
        flaps=int(hint(source, "flaps", "0")),
        again=bool(hint(source, "said_mass")),
    )
    if presence_.mass:
        remarks.add("mass")
    changed = [] if "foreign" in remarks else [a for a in found.arrivals if _counts(a)]
    upward = _oldest_first(found.arrivals)
    entries = {a.key: _entry(source, a, now, len(here), upward) for a in changed}
    changed.sort(key=lambda a: (entries[a.key].said_at, -a.position))
    return Plan(
        changed=tuple(changed),
        presence=presence_,
        remarks=frozenset(remarks),
        quiet=_quiet(source, remarks, changed, entries) | _dressed(changed, len(here)),
        rekeyed=found.rekeyed,
        on_page=len(here),
        bare=bool(seen) and not here and page.windowed,
        raw={**still, **found.raw},
        entries=entries,
    )


def _counts(arrival: Arrival) -> bool:
    return arrival.kind == "new" or (
        arrival.kind == "edited" and arrival.known is not None and arrival.known.revisions < MAX_REVISIONS
    )


def _remarks(
    source: Source, page: Page, found: Identified, seen: Mapping[str, EntrySeen], here: Sequence[str]
) -> set[Remark]:
    remarks: set[Remark] = set()
    new = [a for a in found.arrivals if a.kind == "new"]
    if not source.baseline_done or not seen or not new:
        return remarks
    overlap = any(key in seen for key in here)
    hosts = {host_of(a.item.link) for a in new} - {""}
    known_hosts = {host_of(each.url) for each in seen.values()} - {""}
    if (
        not overlap
        and len(seen) >= FOREIGN_KNOWN
        and hosts
        and known_hosts
        and not _related(hosts, known_hosts)
    ):
        return {"foreign"}
    if len(new) >= FLOOD and source.ok_at is not None:
        dates = [a.item.published for a in new if a.item.published is not None]
        old = sum(date < source.ok_at - OLD for date in dates)
        if old >= 0.8 * len(new) or (not dates and not overlap):
            remarks.add("flood")
    if not overlap and page.windowed and len(new) >= GAP_ITEMS and "flood" not in remarks:
        remarks.add("gap")
    return remarks


def _related(hosts: set[str], known: set[str]) -> bool:
    """Some host of the one is (part of the same site as) a host of the other."""

    def site(host: str) -> str:
        return ".".join(host.removeprefix("www.").split(".")[-2:])

    return bool({site(host) for host in hosts} & {site(host) for host in known})


def _quiet(
    source: Source, remarks: set[Remark], changed: Sequence[Arrival], entries: Mapping[str, Entry]
) -> frozenset[str]:
    if not source.baseline_done:
        return frozenset(a.key for a in changed)
    quiet = set()
    for arrival in changed:
        if "flood" in remarks and arrival.kind == "new":
            published = entries[arrival.key].published
            if published is None or source.ok_at is None or published < source.ok_at - OLD:
                quiet.add(arrival.key)
    return frozenset(quiet)


def _dressed(changed: Sequence[Arrival], on_page: int) -> frozenset[str]:
    """Items of which nothing changed but a beginning or end of the title, the same for nearly all of the page."""
    by_affix: dict[tuple[str, str], set[str]] = {}
    for arrival in changed:
        known, item = arrival.known, arrival.item
        if known is None or not known.title or not item.title or known.title == item.title:
            continue
        short, long = sorted((known.title, item.title), key=len)
        before, found, behind = long.partition(short)
        same = content_hash(known.title, item.content, item.content_type, item.published)
        if found and same == known.content_hash:
            by_affix.setdefault((before, behind), set()).add(arrival.key)
    most = max(by_affix.values(), key=len, default=set())
    return frozenset(most) if len(most) >= max(DRESSED, 0.8 * on_page) else frozenset()


def _oldest_first(arrivals: Sequence[Arrival]) -> bool:
    """Does the page show its oldest item first?"""
    dates = [a.item.published for a in arrivals if a.item.published is not None]
    pairs = list(pairwise(dates))
    return len(pairs) > 0 and sum(a < b for a, b in pairs) > 0.5 * len(pairs)


def _entry(source: Source, arrival: Arrival, now: datetime, count: int, upward: bool) -> Entry:
    """First sights of one poll are told apart by microseconds, in the order of the page, the newest latest."""
    item: Item = arrival.item
    age = arrival.position if not upward else count - 1 - arrival.position
    first_seen = arrival.known.first_seen if arrival.known else now - timedelta(microseconds=max(0, age))
    published = item.published
    if published is not None and published > now + FUTURE:
        published = None
    return Entry(
        id=arrival.known.entry_id if arrival.known else arrival.entry_id,
        source_id=source.id,
        key=arrival.key,
        kind=item.kind or source.document_kind,
        url=item.link,
        title=item.title,
        author=item.author,
        content=item.content,
        content_type=item.content_type,
        published=published.astimezone(UTC) if published else None,
        published_raw=item.published_raw,
        first_seen=first_seen,
        context=item.context,
    )
