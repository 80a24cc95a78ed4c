"""An alert in words: before any destination decides how they look. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from difflib import SequenceMatcher
from itertools import pairwise

from bot import words
from bot.message import AlertMessage, Line, NoticeMessage, Outlet, Side
from rules.change import TAGS, Alert, Change, Said, Withdrawn
from state.model import Notice

Marks = tuple[tuple[int, int], ...]
PUNCTUATION = ".,;:!?…\"'“”‘’«»()[]"
MANY_TOKENS = 600
"""Beyond this many words a side, the marks come from the changes alone: the diff is quadratic."""


ARCHIVE = "https://web.archive.org/web/{moment:%Y%m%d%H%M%S}/{url}"
"""The copy nearest to a moment (archive.org/help/wayback_api.php). The link is made and not asked."""


def render_alert(
    alert: Alert, *, theme: str, mention: str | None = None, archive: bool = False
) -> AlertMessage:
    """`theme` by name. The headline is the change that matters most, the lines are all of them in that order.
    `archive`: with a link to the old page's copy, where a page was edited or words were withdrawn."""
    ordered = in_order(alert.changes)
    before_text = alert.before.text if alert.before else ""
    after_text = alert.after.text if alert.after else ""
    before_marks, after_marks = marks(before_text, after_text, ordered)
    return AlertMessage(
        alert_id=alert.id,
        headline=words.headline(ordered[0]),
        tag=alert.headline,
        speaker=words.speaker_name(alert.speaker),
        lines=tuple(
            Line(tag=c.tag, label=words.LABELS[c.tag], before=c.before, after=c.after, detail=words.detail(c))
            for c in ordered
        ),
        before=_side(alert.before, before_marks),
        after=_side(alert.after, after_marks, alert.at.date() if alert.edited else None),
        theme=theme,
        rule=alert.rule_name,
        certainty=words.link_certainty(alert.probability) if alert.claim_id else "",
        why=alert.why,
        at=alert.at,
        mention=mention,
        also=tuple(Outlet(name=each.outlet, url=each.url) for each in alert.sightings),
        archive=archived(alert) if archive else "",
    )


def archived(alert: Alert) -> str:
    """The old page's copy, of the day on which its words were there; "" for a statement that stands elsewhere."""
    old = alert.before
    if old is None or not old.url.startswith(("http://", "https://")):
        return ""
    if alert.after is not None and alert.after.url != old.url:
        return ""
    seen = next((c.last_seen for c in alert.changes if isinstance(c, Withdrawn) and c.last_seen), None)
    if seen is None and old.said_on is not None:
        seen = datetime.combine(old.said_on, time(23, 59, 59), UTC)
    return ARCHIVE.format(moment=min(seen or alert.at, alert.at), url=old.url)


def render_notice(notice: Notice) -> NoticeMessage:
    return NoticeMessage(notice_id=notice.id, title=notice.title, text=notice.text, at=notice.at)


def in_order(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: TAGS.index(change.tag)))


def _side(said: Said | None, spans: Marks, edit_seen: date | None = None) -> Side | None:
    if said is None:
        return None
    return Side(
        text=said.text,
        marks=spans,
        speaker=said.speaker,
        said_on=said.said_on,
        url=said.url,
        edit_seen=edit_seen,
    )


def marks(before: str, after: str, changes: tuple[Change, ...]) -> tuple[Marks, Marks]:
    """Where the two sides differ, as spans of words in each."""
    left, right = _tokens(before), _tokens(after)
    if not before or not after or max(len(left), len(right)) > MANY_TOKENS:
        return _named(before, [c.before for c in changes]), _named(after, [c.after for c in changes])
    matcher = SequenceMatcher(
        a=[before[s:e].casefold() for s, e in left],
        b=[after[s:e].casefold() for s, e in right],
        autojunk=False,
    )
    gone: list[tuple[int, int]] = []
    come: list[tuple[int, int]] = []
    for op, a0, a1, b0, b1 in matcher.get_opcodes():
        if op == "equal":
            continue
        if a1 > a0:
            gone.append((left[a0][0], left[a1 - 1][1]))
        if b1 > b0:
            come.append((right[b0][0], right[b1 - 1][1]))
    return _bare(before, _joined(gone)), _bare(after, _joined(come))


def _bare(text: str, spans: Marks) -> Marks:
    """Without the punctuation around them: "2027." is marked as 2027."""
    out = []
    for start, end in spans:
        inner = text[start:end].strip(PUNCTUATION)
        if inner:
            at = start + text[start:end].index(inner)
            out.append((at, at + len(inner)))
    return tuple(out)


def _named(text: str, parts: list[str]) -> Marks:
    found = [(at, at + len(part)) for part in parts if part and (at := text.find(part)) >= 0]
    return _joined(sorted(found))


def _joined(spans: list[tuple[int, int]]) -> Marks:
    """Spans in order; those that touch or overlap become one."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def _tokens(text: str) -> list[tuple[int, int]]:
    """Spans of runs without white space."""
    edges = [0, *(i + 1 for i, ch in enumerate(text) if ch.isspace()), len(text) + 1]
    return [(start, end - 1) for start, end in pairwise(edges) if end - 1 > start]
