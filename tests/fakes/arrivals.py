"""Entries, statements, claims and rules for tests of judge, made in a line each. Everybody in them is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from rules.change import Alert
from rules.compare import bare_statement
from rules.ids import content_id
from rules.judge import Arrived, RuleSet, Verdict
from rules.model import Attribution, Claim, Entry, Statement, WatchRule

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
THEME = "theme-jobs"
BEFORE = "AI could wipe out 10–15% of entry-level office jobs within five years."
AFTER = "AI will wipe out 20–30% of entry-level office jobs within five years."
DENIED = "AI will not wipe out entry-level office jobs within five years."


def said(
    text: str,
    speaker: str | None = "Mara Voss",
    day: date = date(2026, 11, 20),
    *,
    entry: str = "e1",
    quoted: bool = False,
    checkable: bool = True,
) -> Statement:
    one = bare_statement(text, speaker, day)
    return replace(
        one,
        id=content_id(entry, speaker or "", text),
        speaker_kind="named" if speaker else "narrator",
        spans=Attribution(content=((0, len(text)),)),
        quoted=quoted,
        checkable=checkable,
    )


def title(text: str, entry: str = "e1") -> Statement:
    return replace(said(text, None, entry=entry), spans=Attribution())


def claim(statement: Statement, **more: object) -> Claim:
    made = Claim(
        id=content_id("claim", statement.id),
        guild_id=7,
        theme_id=None,
        speaker=statement.speaker,
        standing=statement,
        created_at=NOW,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def rule(query: str = "jobs", name: str = "jobs rule", **more: object) -> WatchRule:
    made = WatchRule(id=content_id(name), guild_id=7, name=name, query=query, created_at=NOW)
    return replace(made, **more)  # type: ignore[arg-type]


def entry(id: str = "e1") -> Entry:
    return Entry(
        id=id,
        source_id="s",
        key=id,
        kind="interview",
        url=f"https://dispatch.example/{id}",
        title="Halden Robotics on work",
        author=None,
        content="",
        content_type="text",
        published=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
        published_raw="",
        first_seen=NOW,
    )


def arrived(*statements: Statement, before: Sequence[Statement] | None = None, **more: object) -> Arrived:
    made = Arrived(
        entry=entry(),
        kind="new" if before is None else "edited",
        statements=statements,
        before=tuple(before or ()),
        themes=(THEME,),
        source_name="the Halden Dispatch",
        at=NOW,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def ruled(*rules: WatchRule) -> RuleSet:
    return RuleSet.of(7, rules or (rule(),), {THEME: "Jobs"})


OLD = said(BEFORE, day=date(2026, 11, 10), entry="e0")


def only(verdict: Verdict) -> Alert:
    assert len(verdict.alerts) == 1, verdict.reasons
    return verdict.alerts[0]


def codes(verdict: Verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]
