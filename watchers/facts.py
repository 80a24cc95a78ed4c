"""What a poll leaves for the next one: small facts in `Source.hints`, and what of them is worth telling."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from state.model import Source
from watchers.cadence import from_page, learn
from watchers.health import News, heard, silence, still_silent, well, with_hint
from watchers.page import Page
from watchers.plan import Plan, hint

log = logging.getLogger(__name__)
UNSTABLE_POLLS = 2
MASS_FLAPS = 3
"""A page that once lost many items at a time is believed that much later when it loses one."""
REDIRECT_POLLS = 3
REDIRECT_SPAN = timedelta(days=2)
_REMARKS = {
    "gap": (
        "missed",
        "{name}: items may have been missed",
        "Nothing on the page was there at the last poll, so items may have come and gone between. "
        "It is polled more often now.",
    ),
    "flood": (
        "flood",
        "{name}: old items under new ids",
        "The source shows {count} items as new that are old. They are kept, and none of them is alerted on.",
    ),
    "mass": (
        "changed",
        "{name}: many items left the page at once",
        "That looks like a change of the page, not like retractions, so none is reported as withdrawn.",
    ),
}


def well_again(source: Source, now: datetime, *, anything: bool) -> tuple[Source, list[News]]:
    """The source after a good poll; a silence ends only with something new."""
    after, news = well(source, now)
    if not anything:
        after, silent = still_silent(after, source)
        if silent:
            return after, []
    return after, [news] if news else []


def remarked(source: Source, found: Plan, now: datetime) -> list[News]:
    """Gaps and floods, each told once until a poll passes without."""
    out = []
    for remark, (kind, title, text) in _REMARKS.items():
        if remark in found.remarks and not hint(source, f"said_{remark}"):
            values = {"name": source.name, "count": found.count("new")}
            out.append(News(kind, title.format(**values), text.format(**values)))
    return out


def learned(
    source: Source, after: Source, page: Page, found: Plan, now: datetime
) -> tuple[Source, list[News]]:
    """With what the page tells of the source's rhythm, and whether it has fallen silent."""
    if not source.baseline_done:
        dates = [item.published for item in page.items if item.published]
        return (after if source.rhythm.observed_hours else replace(after, rhythm=from_page(dates, now))), []
    return watched(source, after, now, *_arrivals(source, found, now))


def watched(
    source: Source, after: Source, now: datetime, dated: Sequence[datetime] = (), undated: int = 0
) -> tuple[Source, list[News]]:
    """With what came since the last poll in its rhythm, and whether it has fallen silent. `dated`, `undated`: the new
    items, as for `watchers.rhythm.learn`."""
    after = replace(after, rhythm=learn(source.rhythm, source.polled_at, now, dated, undated))
    if dated or undated:
        return heard(after, source.rhythm.last_new_at, now), []
    after, quiet = silence(after, now)
    return after, [quiet] if quiet else []


def _arrivals(source: Source, found: Plan, now: datetime) -> tuple[list[datetime], int]:
    """When the new items came out, as far as it matters: since the last poll; and how many have no such date."""
    since = source.polled_at or now
    new = {change.key for change in found.changed if change.kind == "new"}
    dates = [entry.published for key, entry in found.entries.items() if key in new]
    dated = [date for date in dates if date and since < date <= now]
    return dated, len(dates) - len(dated)


def filled(source: Source, found: Plan) -> bool:
    """A page that listed nothing has its items again."""
    return bool(hint(source, "bare_since")) and found.on_page > 0


def noted(source: Source, after: Source, page: Page, found: Plan, now: datetime) -> Source:
    """The small facts that the next poll needs."""
    flaps = int(hint(source, "flaps", "0")) + bool(found.presence.back) + MASS_FLAPS * found.presence.mass
    flaps += not found.on_page
    votes = int(hint(source, "guid_votes", "0"))
    if found.rekeyed and found.rekeyed * 2 >= found.on_page:
        votes += 1
    loose = found.presence.pending or found.presence.withdrawn
    whole = hint(source, "whole_at") or (source.ok_at.isoformat() if source.ok_at else None)
    facts: dict[str, str | None] = {
        "whole_at": whole if loose else None,
        "flaps": str(flaps) if flaps else None,
        "guid_votes": str(votes) if votes else None,
        "pending": str(found.presence.pending)
        if found.presence.pending and not found.presence.mass
        else None,
        "bare_since": (hint(source, "bare_since") or now.isoformat()) if found.bare else None,
        "hub": page.hints.hub or hint(source, "hub") or None,
        "topic": page.hints.topic or hint(source, "topic") or None,
    }
    for remark in _REMARKS:
        facts[f"said_{remark}"] = "1" if remark in found.remarks else None
    return with_hint(
        replace(after, guid_unstable=after.guid_unstable or votes >= UNSTABLE_POLLS),
        **facts,
    )


def whole_at(source: Source) -> datetime | None:
    """When the page last showed everything that is missing from it now."""
    said = hint(source, "whole_at")
    return datetime.fromisoformat(said) if said else None


def moved(source: Source, moved_to: str | None, now: datetime) -> Source:
    """A permanent redirect is stored when it has been permanent over several polls and days, with a good page at its
    end each time."""
    if moved_to is None or moved_to == source.url:
        return with_hint(source, moved=None) if hint(source, "moved") else source
    count, since, url = 0, now, moved_to
    if earlier := hint(source, "moved"):
        parts = earlier.split(" ", 2)
        if parts[2] == moved_to and datetime.fromisoformat(parts[1]) <= now:
            count, since = int(parts[0]), datetime.fromisoformat(parts[1])
    count += 1
    if count >= REDIRECT_POLLS and now - since >= REDIRECT_SPAN:
        log.info("source %s has moved for good and is asked at its new address from now on", source.id)
        return with_hint(replace(source, url=url), moved=None)
    return with_hint(source, moved=f"{count} {since.isoformat()} {url}")
