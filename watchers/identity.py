"""Which entry is it, and what has become of it? Pure: a page and what is known in, a plan out.

The ladder: guid, if it is stable; the canonical link; title and text. Each item climbs it alone, so one bad guid never
changes the identity of the others. An entry is found again under another id only where its content says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from rules.ids import content_id
from state.model import EntrySeen
from watchers.page import Item
from watchers.url import canonical_link

SLACK = timedelta(hours=1)
ENOUGH_TEXT = 80
"""Characters of text that make an undated item recognisable by its text alone."""
SEVERAL = 3
"""So many items found again by their words at once are a site that has moved: then short texts count, too."""

Place = tuple[int, Item]
"""An item and its place on the page, the first one 0."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An item of the page with its identity. `known` is what is stored of it, None for a new one."""

    position: int
    item: Item
    key: str
    entry_id: str
    kind: Literal["new", "edited", "same"]
    known: EntrySeen | None


@dataclass(frozen=True, slots=True)
class Identified:
    """`rekeyed`: entries found again under another guid. `raw`: raw item hash → key, doubles included."""

    arrivals: tuple[Arrival, ...]
    raw: Mapping[str, str]
    rekeyed: int = 0


def entry_id(source_id: str, key: str) -> str:
    return content_id("entry", source_id, key)


@dataclass(slots=True)
class _Ladder:
    source_id: str
    seen: Mapping[str, EntrySeen]
    guid_unstable: bool
    home: str
    taken: dict[str, Arrival] = field(default_factory=dict)
    rekeyed: int = 0

    def settle(self, place: Place, key: str) -> None:
        position, item = place
        known = self.seen.get(key)
        kind: Literal["new", "edited", "same"] = "new"
        if known is not None:
            kind = "same" if known.content_hash == item.content_hash else "edited"
        self.taken[key] = Arrival(position, item, key, entry_id(self.source_id, key), kind, known)


def identify(
    source_id: str,
    places: Sequence[Place],
    seen: Mapping[str, EntrySeen],
    *,
    guid_unstable: bool = False,
    home: str = "",
    still: Iterable[str] = (),
) -> Identified:
    """Identity for each item. `still`: keys that are on the page with bytes already known, so not among `places`.
    `home`: the site's own page, which is no item's identity."""
    ladder = _Ladder(source_id, seen, guid_unstable, canonical_link(home))
    held = set(still)
    unique, doubles = _without_doubles(places, seen)
    guids = Counter(item.guid for _, item in unique if item.guid)
    links = Counter(link for _, item in unique if (link := canonical_link(item.link)))
    by_link = _index_by_link(seen)
    here = {canonical_link(item.link) for _, item in unique} | {
        canonical_link(seen[k].url) for k in held if k in seen
    }

    rest: list[Place] = []
    again: dict[str, str] = {}
    for place in unique:  # 1. the id it always had
        key = _guid_key(place[1], guids, guid_unstable)
        known = seen.get(key) if key else None
        if known is not None and key in held and _twin(place[1], known):
            again[place[1].raw_hash] = key
        elif (
            known is None or key in held or key in ladder.taken or _guid_moved(place[1], known, by_link, here)
        ):
            rest.append(place)
        else:
            ladder.settle(place, key)

    left: list[Place] = []
    for place in rest:  # 2. the same page under another id, if its content (or an unreliable guid) says so
        link = canonical_link(place[1].link)
        keys = [k for k in by_link.get(link, ()) if k not in held and k not in ladder.taken] if link else []
        match = next((k for k in keys if _same_words(place[1], seen[k])), None)
        if (
            match is None
            and keys
            and links[link] == 1
            and (guid_unstable or not place[1].guid or keys[0][0] == "l")
        ):
            match = keys[0]
        if match is None:
            left.append(place)
        else:
            ladder.rekeyed += bool(place[1].guid) and match[0] == "g"
            ladder.settle(place, match)

    absent_by_hash = {
        each.content_hash: key for key, each in seen.items() if key not in held and key not in ladder.taken
    }
    site_moved = len({place[1].content_hash for place in left} & absent_by_hash.keys()) >= SEVERAL
    for place in left:  # 3. the same words elsewhere; otherwise it is new
        item = place[1]
        key = absent_by_hash.get(item.content_hash, "")
        if key and key not in ladder.taken and _may_be_same(item, seen[key], site_moved):
            ladder.rekeyed += 1
            ladder.settle(place, key)
        else:
            ladder.settle(place, _new_key(item, guids, links, ladder, held))
    arrivals = tuple(sorted(ladder.taken.values(), key=lambda a: a.position))
    raw = {a.item.raw_hash: a.key for a in arrivals if a.item.raw_hash}
    raw.update(again)
    raw.update({item.raw_hash: raw[kept.raw_hash] for item, kept in doubles if kept.raw_hash in raw})
    return Identified(arrivals, raw, ladder.rekeyed)


def _without_doubles(
    places: Sequence[Place], seen: Mapping[str, EntrySeen]
) -> tuple[list[Place], list[tuple[Item, Item]]]:
    """One of each: what has guid, link and title in common is one item in two forms (without a title, the text must
    be the same as well). The form that is already known is kept, else the first."""
    known = {each.content_hash for each in seen.values()}
    groups: dict[tuple[str, str, str], list[Place]] = {}
    for place in places:
        item = place[1]
        groups.setdefault((item.guid, canonical_link(item.link), item.title or item.content_hash), []).append(
            place
        )
    kept, doubles = [], []
    for group in groups.values():
        chosen = (
            next((p for p in group if p[1].content_hash in known), group[0]) if len(group) > 1 else group[0]
        )
        kept.append((group[0][0], chosen[1]))
        doubles += [(place[1], chosen[1]) for place in group if place[1] is not chosen[1]]
    return kept, doubles


def _guid_key(item: Item, guids: Counter[str], guid_unstable: bool) -> str:
    return f"g:{item.guid}" if item.guid and guids[item.guid] == 1 and not guid_unstable else ""


def _index_by_link(seen: Mapping[str, EntrySeen]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for key, each in seen.items():
        if link := canonical_link(each.url):
            index.setdefault(link, []).append(key)
    return index


def _guid_moved(item: Item, known: EntrySeen, by_link: Mapping[str, list[str]], here: set[str]) -> bool:
    """The guid belongs to another item now (numbered by place on the page, for example): the words and the link
    are others, and the old link or the new one is known to be somebody else's."""
    link, old = canonical_link(item.link), canonical_link(known.url)
    if not link or not old or link == old or _same_words(item, known):
        return False
    return old in here or any(key != known.key for key in by_link.get(link, ()))


def _twin(item: Item, known: EntrySeen) -> bool:
    """Another form of an item that is on the page as ever."""
    return item.title == known.title and canonical_link(item.link) == canonical_link(known.url)


def _same_words(item: Item, known: EntrySeen) -> bool:
    return item.content_hash == known.content_hash or (bool(item.title) and item.title == known.title)


def _may_be_same(item: Item, known: EntrySeen, site_moved: bool) -> bool:
    """Equal words under another id: the same item, unless it came out after the known one was already here
    (a weekly thread has the same words every week)."""
    if item.published is not None:
        latest = known.published + SLACK if known.published else known.first_seen + SLACK
        return item.published <= latest
    return site_moved or len(item.title) + len(item.content) >= ENOUGH_TEXT


def _new_key(item: Item, guids: Counter[str], links: Counter[str], ladder: _Ladder, held: set[str]) -> str:
    link = canonical_link(item.link)
    rungs = [_guid_key(item, guids, ladder.guid_unstable)]
    if link and link != ladder.home and links[link] == 1:
        rungs.append(f"l:{link}")
    for key in rungs:
        if key and key not in ladder.taken and key not in ladder.seen and key not in held:
            return key
    key = f"t:{item.text_hash or item.content_hash}"
    while key in ladder.taken or key in ladder.seen or key in held:
        key = f"{key}+{item.content_hash[:6]}"
    return key
