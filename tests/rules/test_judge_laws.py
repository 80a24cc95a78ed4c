"""What holds for every entry, whatever is in it: no silence without a reason, no alert in a baseline, one of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Literal

import hypothesis.strategies as st
from hypothesis import given, settings

from rules.change import LOUD
from rules.compare import bare_statement
from rules.ids import content_id
from rules.judge import Arrived, RuleSet, Verdict, judge
from rules.judging.subjects import subject_of
from rules.language.evaluate import truth
from rules.model import Attribution, Claim, Entry, Statement, WatchRule
from tests.fakes.record import Record

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
TEXTS = [
    "AI could wipe out 10–15% of entry-level office jobs within five years.",
    "AI will wipe out 20–30% of entry-level office jobs within five years.",
    "AI will not wipe out entry-level office jobs within five years.",
    "We will close our last coal plant by 2030.",
    "We will close our last coal plant by 2035.",
    "We might close our last coal plant by 2035.",
    "Jobs are a fine thing.",
    "The hall was opened on Monday.",
]
QUERIES = [
    "*",
    "jobs",
    "coal",
    "speaker:Voss",
    "jobs change:figure",
    "-jobs",
    "change:new",
    "figure>=15%",
    "plant deadline>2031",
]


def statement(text: str, speaker: str | None, entry: str, day: date, checkable: bool) -> Statement:
    return replace(
        bare_statement(text, speaker, day),
        id=content_id(entry, speaker or "", text),
        speaker_kind="narrator" if speaker is None else "unknown" if speaker == "unknown" else "named",
        spans=Attribution(content=((0, len(text)),)) if speaker else Attribution(),
        checkable=checkable,
    )


def drawn(entry: str, day: date) -> st.SearchStrategy[tuple[Statement, ...]]:
    one = st.builds(
        statement,
        st.sampled_from(TEXTS),
        st.sampled_from([None, "unknown", "Mara Voss", "Voss", "Tomas Reyl"]),
        st.just(entry),
        st.just(day),
        st.booleans(),
    )
    return st.lists(one, max_size=5, unique_by=lambda s: s.id).map(tuple)


claims = st.lists(
    st.builds(
        lambda s: Claim(
            id=content_id("claim", s.id),
            guild_id=1,
            theme_id=None,
            speaker=s.speaker,
            standing=s,
            created_at=NOW,
        ),
        st.one_of(drawn("e0", date(2026, 10, 1)), drawn("e1", date(2026, 11, 1)))
        .filter(bool)
        .map(lambda s: s[0]),
    ),
    max_size=4,
    unique_by=lambda c: c.id,
)
rules = st.lists(
    st.builds(
        lambda query, tags, theme: WatchRule(
            id=content_id(query, *tags, theme or ""), guild_id=1, name=query, query=query, created_at=NOW,
            changes=tags, theme_id=theme,
        ),
        st.sampled_from(QUERIES),
        st.sampled_from([(), (), ("new_claim",), ("deadline_moved", "repeated")]),
        st.sampled_from([None, None, "t1", "t2"]),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda r: r.id,
)  # fmt: skip
kinds = st.sampled_from(["new", "new", "edited", "withdrawn"])


def arrival(
    kind: Literal["new", "edited", "withdrawn"],
    now: tuple[Statement, ...],
    before: tuple[Statement, ...],
    quiet: bool,
) -> Arrived:
    entry = Entry(
        id="e1", source_id="s", key="e1", kind="article", url="https://dispatch.example/e1", title="Work", author=None,
        content="", content_type="text", published=NOW, published_raw="", first_seen=NOW,
    )  # fmt: skip
    return Arrived(
        entry=entry,
        kind=kind,
        statements=now,
        before=before if kind == "edited" else (),
        themes=("t1",),
        source_name="the Dispatch",
        at=NOW,
        quiet=quiet,
    )


arrivals = st.builds(
    arrival, kinds, drawn("e1", date(2026, 11, 1)), drawn("e1", date(2026, 11, 1)), st.booleans()
)


def judged(arrived: Arrived, ruled: list[WatchRule], held: list[Claim]) -> Verdict:
    return judge(arrived, RuleSet.of(1, ruled, {"t1": "Work"}), Record(*held))


@given(arrivals, rules, claims)
@settings(max_examples=90, deadline=None)
def test_what_a_rule_matched_is_told_or_has_a_reason(
    arrived: Arrived, ruled: list[WatchRule], held: list[Claim]
) -> None:
    verdict = judged(arrived, ruled, held)
    book = RuleSet.of(1, ruled, {"t1": "Work"})
    answered = {reason.statement_id for reason in verdict.reasons}
    for alert in verdict.alerts:
        answered |= {side.statement_id for side in (alert.before, alert.after) if side}
    stayed = {s.text for s in arrived.before}
    for one in arrived.statements:
        if arrived.kind == "edited" and one.text in stayed:
            continue  # unchanged, moved, or ascribed anew: not new words
        subject = subject_of(one, arrived, book)
        if any(truth(r.query, subject) is not False for r in book.rules if r.rule.theme_id in (None, "t1")):
            assert one.id in answered


@given(arrivals, rules, claims)
@settings(max_examples=90, deadline=None)
def test_the_laws_of_a_verdict(arrived: Arrived, ruled: list[WatchRule], held: list[Claim]) -> None:
    verdict = judged(arrived, ruled, held)
    assert judged(arrived, ruled, held) == verdict
    if arrived.quiet:
        assert not verdict.alerts
    ids = [alert.id for alert in verdict.alerts]
    assert len(set(ids)) == len(ids)
    told = Counter(alert.claim_id for alert in verdict.alerts if alert.claim_id)
    assert all(count == 1 for count in told.values())
    tags = {rule.id: set(rule.changes or LOUD) | {"new_claim"} for rule in ruled}
    for alert in verdict.alerts:
        assert alert.changes and alert.why
        assert tags[alert.rule_id].intersection(change.tag for change in alert.changes)
        assert alert.before or alert.after
    standing = {claim.id: claim.versions for claim in held}
    for claim, version in verdict.recorded:
        assert version.number == claim.versions == standing.get(claim.id, 0) + 1
        standing[claim.id] = claim.versions
        assert version.claim_id == claim.id
        assert version.alert_id is None or version.alert_id in ids


@given(arrivals, rules, claims)
@settings(max_examples=50, deadline=None)
def test_the_order_of_rules_changes_no_alert_and_no_record(
    arrived: Arrived, ruled: list[WatchRule], held: list[Claim]
) -> None:
    one, other = judged(arrived, ruled, held), judged(arrived, ruled[::-1], held)
    assert {alert.id for alert in one.alerts} == {alert.id for alert in other.alerts}
    assert {(c.id, v.tag, v.statement.id) for c, v in one.recorded} == {
        (c.id, v.tag, v.statement.id) for c, v in other.recorded
    }
