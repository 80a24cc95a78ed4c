"""How a source fares: a small state machine with named reasons. Each change is told once. Pure.

A source is told about when it has stayed unwell for a few polls, and again when it is well. In between, another way of
being unwell is not news.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from state.model import Health, Source
from watchers.outcome import Failed, Reason, Unreadable

_HEALTH: dict[Reason, Health] = {
    "bad_url": "failing",
    "private_address": "blocked",
    "unknown_host": "failing",
    "unreachable": "failing",
    "tls": "failing",
    "timeout": "failing",
    "protocol": "failing",
    "truncated": "failing",
    "too_large": "changed",
    "bad_encoding": "changed",
    "bad_redirect": "failing",
    "empty": "changed",
    "unauthorized": "blocked",
    "forbidden": "blocked",
    "not_found": "gone",
    "gone": "gone",
    "rate_limited": "blocked",
    "server_error": "failing",
    "http_error": "failing",
    "challenge": "blocked",
    "login_page": "blocked",
    "html_page": "changed",
    "not_a_feed": "changed",
    "broken_feed": "changed",
    "too_costly": "changed",
    "wrong_feed": "changed",
}
ADVICE: dict[Health, str] = {
    "failing": "It is tried again, less and less often. If it stays so, look whether the address still opens.",
    "blocked": "It is tried again slowly. The site may have to let the bot in, or offer another feed.",
    "gone": "Look for its new address and add that, or remove the source.",
    "changed": "Nothing is concluded from such a page. Look at the address, and add the feed's new one if it moved.",
    "silent": "It may have moved without saying so. Look whether the site still publishes there.",
    "new": "",
    "ok": "",
}
TELL_AFTER = 3
"""Failures in a row before a source is told about: one bad night is no news."""
SHAKY = 1.7
"""Each failure after a good poll counts one, and half of it is forgotten with each good poll: three in five do it."""
SOON: frozenset[Reason] = frozenset({"bad_url", "private_address"})
"""Told at once: waiting does not help."""
GONE_AFTER = timedelta(hours=24)
SILENT_LEAST = timedelta(days=1)
"""Also for a page on which there is nothing at all any more."""
SILENT_TIMES = 4
"""A source is silent when it pauses so many times longer than ever before."""
SILENT_PAUSES = 10
"""Pauses that must have been seen before there is a rhythm to hold it against."""


@dataclass(frozen=True, slots=True)
class News:
    """A change of health worth telling."""

    kind: str
    title: str
    text: str


def with_hint(source: Source, **facts: str | None) -> Source:
    """The source with these small facts set; None drops one."""
    known = dict(source.hints)
    if all(known.get(key) == value for key, value in facts.items()):
        return source
    known.update({key: value for key, value in facts.items() if value is not None})
    kept = {key: value for key, value in known.items() if facts.get(key, value) is not None}
    return replace(source, hints=tuple(sorted(kept.items())))


def _hint(source: Source, name: str) -> str:
    return dict(source.hints).get(name, "")


def noted_at(source: Source, name: str, now: datetime) -> datetime | None:
    """The moment that one of the small facts is; None also for one that a clock wrote which was ahead of `now`."""
    said = _hint(source, name)
    at = datetime.fromisoformat(said) if said else None
    return at if at is not None and at <= now else None


def unwell(source: Source, trouble: Failed | Unreadable, now: datetime) -> tuple[Source, News | None]:
    """The source after a failed poll."""
    health = _HEALTH[trouble.reason]
    failures = source.failures + 1
    since = _hint(source, "unwell_since") or now.isoformat()
    after = with_hint(
        replace(source, health=health, reason=trouble.words, failures=failures, polled_at=now),
        unwell_since=since,
    )
    if trouble.reason == "gone":
        return _gone(after, now)
    after = with_hint(after, gone_since=None)
    if source.failures == 0:
        after, shaky = _shaken(after)
        if shaky is not None:
            return after, shaky
    if _hint(source, "told") or (failures < TELL_AFTER and trouble.reason not in SOON):
        return after, None
    news = News(
        health,
        f"{source.name}: {_HEADLINES[health]}",
        f"{trouble.words} {ADVICE[health]}",
    )
    return with_hint(after, told=health), news


def _shaken(source: Source) -> tuple[Source, News | None]:
    """A source that is well at every second poll never fails three times in a row, and is not well either."""
    shaken = float(_hint(source, "shaken") or 0) + 1
    after = with_hint(source, shaken=f"{shaken:.2f}")
    if shaken < SHAKY or _hint(source, "told") or _hint(source, "told_shaky"):
        return after, None
    return with_hint(after, told_shaky="1"), News(
        source.health,
        f"{source.name}: can be read only now and then",
        f"{source.reason} Between such polls it is well, so what it shows then is not missed. {ADVICE[source.health]}",
    )


def _calmer(source: Source) -> Source:
    """After a good poll."""
    if not _hint(source, "shaken"):
        return source
    shaken = float(_hint(source, "shaken")) / 2
    if shaken < 0.1:
        return with_hint(source, shaken=None, told_shaky=None)
    return with_hint(source, shaken=f"{shaken:.2f}")


_HEADLINES: dict[Health, str] = {
    "failing": "cannot be read",
    "blocked": "does not let us read it",
    "gone": "is not there any more",
    "changed": "is not the feed it was",
    "silent": "has fallen silent",
    "new": "",
    "ok": "is read again",
}


def _gone(source: Source, now: datetime) -> tuple[Source, News | None]:
    """410: believed when it is said twice with a day between. Then the source is switched off."""
    since = noted_at(source, "gone_since", now)
    if since is None:
        return with_hint(source, gone_since=now.isoformat()), None
    if now - since < GONE_AFTER or source.paused:
        return source, None
    off = with_hint(replace(source, paused=True), told="gone")
    return off, News(
        "gone",
        f"{source.name}: is gone for good",
        f"{source.reason} It said so for more than a day, so it is switched off. {ADVICE['gone']}",
    )


def well(source: Source, now: datetime) -> tuple[Source, News | None]:
    """The source after a good poll that brought something, or nothing in good order."""
    news = None
    if told := _hint(source, "told"):
        words = "publishes again" if told == "silent" else "is read again"
        since = _hint(source, "unwell_since")
        text = f"It could not be read since {since[:16].replace('T', ' ')} UTC. " if since else ""
        news = News(
            "ok", f"{source.name}: {words}", f"{text}What it published meanwhile and still shows is read now."
        )
    after = replace(source, health="ok", reason="", failures=0, polled_at=now, ok_at=now)
    return _calmer(with_hint(after, told=None, unwell_since=None, gone_since=None)), news


def still_silent(source: Source, before: Source) -> tuple[Source, bool]:
    """A good poll that brings nothing does not end a silence. True where the silence goes on."""
    if before.health != "silent":
        return source, False
    return with_hint(replace(source, health="silent", reason=before.reason), told="silent"), True


def heard(source: Source, before: datetime | None, now: datetime) -> Source:
    """The source after a poll that brought something new: its longest pause so far is remembered, fading slowly.
    `before`: when the last new item came."""
    if before is None:
        return source
    pause = (now - before).total_seconds() / 3600
    longest = max(pause, 0.98 * float(_hint(source, "longest_pause") or 0))
    return with_hint(
        source, longest_pause=f"{longest:.1f}", pauses=str(min(int(_hint(source, "pauses") or 0) + 1, 999))
    )


def silence(source: Source, now: datetime) -> tuple[Source, News | None]:
    """Nothing new on a good poll: is that long, by the source's own rhythm?"""
    if _hint(source, "bare_since"):
        return _bare(source, now)
    last, longest = source.rhythm.last_new_at, float(_hint(source, "longest_pause") or 0)
    if last is None or source.health == "silent" or int(_hint(source, "pauses") or 0) < SILENT_PAUSES:
        return source, None
    quiet = now - last
    if quiet < max(SILENT_LEAST, SILENT_TIMES * timedelta(hours=longest)):
        return source, None
    days = quiet.days
    reason = f"Nothing new for {days} days." if days > 1 else "Nothing new for a day."
    after = with_hint(replace(source, health="silent", reason=reason), told="silent")
    return after, News(
        "silent",
        f"{source.name}: {_HEADLINES['silent']}",
        f"{reason} That is far longer than it ever paused. {ADVICE['silent']}",
    )


def _bare(source: Source, now: datetime) -> tuple[Source, News | None]:
    since = noted_at(source, "bare_since", now)
    if since is None:
        return with_hint(source, bare_since=now.isoformat()), None
    if source.health == "silent" or now - since < SILENT_LEAST:
        return source, None
    reason = "The page is in order and lists nothing any more."
    return with_hint(replace(source, health="silent", reason=reason), told="silent"), News(
        "silent",
        f"{source.name}: lists nothing any more",
        f"{reason} Nothing is taken for withdrawn. {ADVICE['silent']}",
    )
