"""Short ways to say a noun in a test: what matters is an argument, the rest is plausible."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from rules.change import Alert, Change, FigureChanged, Said
from rules.model import (
    Address,
    Claim,
    Entry,
    Match,
    Revision,
    Statement,
    Subscription,
    Theme,
    Version,
    WatchRule,
)
from state.model import AuditRow, Delivery, Follow, Notice, Source, WhyNot

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
GUILD = 123_456_789_012_345_678
OTHER_GUILD = 987_654_321_098_765_432
LATER_GUILD = 2**62
FIGURE = FigureChanged(before="50 %", after="20 %", direction="down", of="entry-level jobs", points=-30.0)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def source(id: str = "src", **fields: object) -> Source:
    plain = {
        "kind": "feed",
        "url": f"https://{id}.example/feed",
        "name": id,
        "added_at": NOON,
        "due_at": NOON,
    }
    return Source(**{"id": id, **plain, **fields})  # type: ignore[arg-type]


def follow(source_id: str = "src", guild_id: int = GUILD, theme_id: str = "theme") -> Follow:
    return Follow(guild_id=guild_id, source_id=source_id, theme_id=theme_id, created_at=NOON)


def entry(id: str = "ent", **fields: object) -> Entry:
    plain = {
        "source_id": "src",
        "key": f"key-{id}",
        "kind": "article",
        "url": f"https://src.example/{id}",
        "title": f"Title of {id}",
        "author": "Ines Okafor",
        "content": f"What {id} says.",
        "content_type": "text",
        "published": NOON,
        "published_raw": "Mon, 02 Mar 2026 12:00:00 GMT",
        "first_seen": NOON,
    }
    return Entry(**{"id": id, **plain, **fields})  # type: ignore[arg-type]


def revision(of: Entry, number: int = 1, **fields: object) -> Revision:
    plain = {"content_hash": f"hash-{number}", "seen_at": NOON, "title": of.title, "content": of.content}
    return Revision(**{"entry_id": of.id, "number": number, **plain, **fields})  # type: ignore[arg-type]


def statement(
    id: str = "sta", text: str = "Half of entry-level jobs will go.", **fields: object
) -> Statement:
    plain = {"speaker": "Mara Voss", "speaker_kind": "named", "said_on": date(2026, 3, 2), "entry_id": "ent"}
    return Statement(**{"id": id, "text": text, **plain, **fields})  # type: ignore[arg-type]


def claim(id: str = "cla", standing: Statement | None = None, **fields: object) -> Claim:
    stands = standing or statement(f"sta-{id}")
    plain = {"guild_id": GUILD, "theme_id": None, "speaker": stands.speaker, "created_at": NOON}
    return Claim(**{"id": id, "standing": stands, **plain, **fields})  # type: ignore[arg-type]


def version(of: Claim, number: int = 1, **fields: object) -> Version:
    plain = {"statement": of.standing, "recorded_at": NOON, "tag": "new_claim"}
    return Version(**{"claim_id": of.id, "number": number, **plain, **fields})  # type: ignore[arg-type]


def theme(id: str = "theme", name: str = "Jobs", guild_id: int = GUILD) -> Theme:
    return Theme(id=id, guild_id=guild_id, name=name, created_at=NOON)


def rule(id: str = "rule", name: str = "Job losses", **fields: object) -> WatchRule:
    plain = {"guild_id": GUILD, "query": "jobs", "created_at": NOON}
    return WatchRule(**{"id": id, "name": name, **plain, **fields})  # type: ignore[arg-type]


def subscription(id: str = "sub", **fields: object) -> Subscription:
    plain = {"guild_id": GUILD, "address": channel(), "created_at": NOON}
    return Subscription(**{"id": id, **plain, **fields})  # type: ignore[arg-type]


def channel(number: int = 1) -> Address:
    return Address(kind="discord", target=str(number))


def alert(id: str = "ale", *, changes: tuple[Change, ...] = (FIGURE,), **fields: object) -> Alert:
    plain = {
        "guild_id": GUILD,
        "at": NOON,
        "theme_id": "theme",
        "rule_id": "rule",
        "rule_name": "Job losses",
        "claim_id": "cla",
        "entry_id": "ent",
        "speaker": "Mara Voss",
        "before": said("Half of entry-level jobs will go.", "old"),
        "after": said("A fifth of entry-level jobs will go.", "new"),
        "probability": 0.93,
        "why": ("The same speaker on the same subject.",),
    }
    return Alert(**{"id": id, "changes": changes, **plain, **fields})  # type: ignore[arg-type]


def said(text: str, statement_id: str) -> Said:
    return Said(
        text=text,
        speaker="Mara Voss",
        said_on=date(2026, 3, 2),
        url="https://src.example/1",
        statement_id=statement_id,
    )


def match(statement_id: str = "sta", rule_id: str = "rule") -> Match:
    return Match(statement_id=statement_id, rule_id=rule_id, hits=())


def why_not(statement_id: str = "sta", rule_id: str | None = "rule", **fields: object) -> WhyNot:
    plain = {"guild_id": GUILD, "at": NOON, "code": "repeated", "text": "The same was said before."}
    return WhyNot(**{"statement_id": statement_id, "rule_id": rule_id, **plain, **fields})  # type: ignore[arg-type]


def notice(id: str = "not", **fields: object) -> Notice:
    plain = {
        "guild_id": GUILD,
        "at": NOON,
        "kind": "silent",
        "title": "Silent",
        "text": "Nothing for a week.",
    }
    return Notice(**{"id": id, **plain, **fields})  # type: ignore[arg-type]


def delivery(id: str = "del", address: Address | None = None, **fields: object) -> Delivery:
    plain = {
        "guild_id": GUILD,
        "subscription_id": "sub",
        "address": address or channel(),
        "subject": "alert",
        "subject_id": "ale",
        "not_before": NOON,
        "created_at": NOON,
    }
    return Delivery(**{"id": id, **plain, **fields})  # type: ignore[arg-type]


def audit(action: str = "rule add", minute: float = 0, guild_id: int = GUILD) -> AuditRow:
    return AuditRow(guild_id=guild_id, at=after(minute), actor=7, action=action, subject="rule")
