"""One statement, held against what is on record: which claim it is about and what it changes, or why it is silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from rules.change import AttributionChanged, Change, Comparison, NewClaim, Repeated
from rules.compare import compare
from rules.judging import sentences
from rules.judging.likeness import refuses
from rules.judging.nouns import Arrived, CompiledRule, Known, ReasonCode
from rules.judging.people import can_be_held, host, is_title, known_speaker, may_revise
from rules.judging.ruleset import wanted
from rules.language.words import split
from rules.link import Link, decide, formulate
from rules.linking.calibration import UNMOVED, Calibration, recalibrated
from rules.model import Claim, Statement

CANDIDATES = 50
"""So many claims are asked for and weighed."""
ECHO = timedelta(days=7)
"""Said so little before what stands, the same again is another report of it."""
RETOLD = timedelta(days=1)
"""So close to what stands, softer or surer words for the same figures are another paper's."""
SOFT = frozenset({"certainty_changed", "scope_changed"})
VERBATIM_WORDS = 8
"""From so many words on, the same words from somebody else are the same quotation (two people may well say six)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """It is about `claim` and says `changes` (a repetition is one of them)."""

    statement: Statement
    rules: tuple[CompiledRule, ...]
    claim: Claim
    link: Link
    changes: tuple[Change, ...]
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """On theme, checkable, and no claim is about it: it opens one."""

    statement: Statement
    rules: tuple[CompiledRule, ...]
    changes: tuple[Change, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """It says nothing that alerts, and why."""

    statement: Statement
    rules: tuple[CompiledRule, ...]
    code: ReasonCode
    text: str
    echo: Claim | None = None
    """The claim of which it repeats what stands: said a little before, read a little later."""


Finding = Told | Fresh | Silent


def hold(
    statement: Statement, rules: Sequence[CompiledRule], known: Known, calibration: Calibration = UNMOVED
) -> tuple[Finding, ...]:
    """What each of the matched `rules` makes of the statement; rules that look at the same claims look once."""
    scopes: dict[tuple[str | None, tuple[str, ...]], list[CompiledRule]] = {}
    for rule in rules:
        scopes.setdefault((rule.rule.theme_id, rule.rule.claims), []).append(rule)
    found = [
        _in_scope(statement, tuple(group), theme, only, known, calibration)
        for (theme, only), group in scopes.items()
    ]
    if not any(not isinstance(one, Fresh) and _is_placed(one) for one in found):
        return tuple(found)
    text = "Another rule holds it against a claim: it opens no second one."
    return tuple(
        _silent(one.statement, one.rules, "maybe", text) if isinstance(one, Fresh) else one for one in found
    )


def _is_placed(finding: Told | Silent) -> bool:
    return isinstance(finding, Told) or finding.code in ("maybe", "standing", "said_earlier")


def _in_scope(
    statement: Statement,
    rules: tuple[CompiledRule, ...],
    theme: str | None,
    only: tuple[str, ...],
    known: Known,
    calibration: Calibration,
) -> Finding:
    guild = rules[0].rule.guild_id
    link, _ = nearest(statement, guild, known, calibration, theme, only)
    if link.claim is None or link.band == "new":
        return _unplaced(statement, rules, link)
    if link.claim.standing.id == statement.id and not link.claim.withdrawn:
        return _silent(statement, rules, "standing", "It is itself what stands on record.")
    if link.band == "suggest":
        return _perhaps(statement, rules, link.claim, link)
    return _against(statement, rules, link.claim, link)


def _perhaps(statement: Statement, rules: tuple[CompiledRule, ...], claim: Claim, link: Link) -> Finding:
    """A doubtful link is worth keeping as "maybe" where it would be a revision: the same speaker, and compare sees
    the same thing in both. Anything else is as new as without a link."""
    if not may_revise(statement, claim) or not compare(claim.standing, statement).related:
        return _unplaced(statement, rules, link, near=claim)
    text = (
        f"Maybe about the claim “{sentences.short(claim.standing.text)}” "
        f"({link.probability:.0%} sure; less than needed to speak)."
    )
    return _silent(statement, rules, "maybe", text)


def _against(statement: Statement, rules: tuple[CompiledRule, ...], claim: Claim, link: Link) -> Finding:
    same = may_revise(statement, claim)
    found = compare(claim.standing, statement, kind="statement")
    if not found.related:
        return _unplaced(statement, rules, link, near=claim)
    if not same and not known_speaker(statement):
        who = "the publication" if statement.speaker is None else "somebody who cannot be told"
        text = f"About the claim of {claim.speaker or 'another publication'}, but in the words of {who}."
        return _silent(statement, rules, "other_speaker", text)
    if not same:
        return _ascribed(statement, rules, claim, link, found)
    changes = same_voice(found.changes, claim.standing, statement)
    said, stands = statement.said_on, claim.standing.said_on
    if said is not None and stands is not None and said < stands:
        text = f"Said {sentences.on(said)}, before what stands ({sentences.on(stands)}): no later change of mind."
        silent = _silent(statement, rules, "said_earlier", text)
        fresh = stands - said <= ECHO and _repeats(changes)
        return replace(silent, echo=claim) if fresh else silent
    if _is_retold(changes, claim, statement):
        text = (
            "Another outlet's words for what the claim says since a day: the figures and dates are the same."
        )
        return replace(_silent(statement, rules, "elsewhere", text), echo=claim)
    return Told(statement=statement, rules=rules, claim=claim, link=link, changes=changes, comparison=found)


def _is_retold(changes: tuple[Change, ...], claim: Claim, statement: Statement) -> bool:
    """Whether it is a fresh change in the words of another outlet: said a day apart at most, the same figures and
    dates, and nothing else but how sure it sounds or how wide. Papers differ in "could" before a mind does."""
    stands = claim.standing
    other = host(statement.url) != host(stands.url) and statement.entry_id != stands.entry_id
    if claim.versions < 2 or not other or statement.said_on is None or stands.said_on is None:
        return False
    facts = bool(stands.quantities and statement.quantities) or bool(stands.horizons and statement.horizons)
    soft = all(change.tag in SOFT for change in changes)
    return facts and soft and abs(statement.said_on - stands.said_on) <= RETOLD


def _repeats(changes: tuple[Change, ...]) -> bool:
    return all(isinstance(change, Repeated) for change in changes)


def nearest(
    statement: Statement,
    guild_id: int,
    known: Known,
    calibration: Calibration,
    theme: str | None = None,
    only: tuple[str, ...] = (),
) -> tuple[Link, list[Claim]]:
    """The claim that the statement is about, by the guild's own calibration, and the near ones of which people said
    that they are not the same: those are left out."""
    query = formulate(statement, theme, only)
    near = known.candidates(guild_id, query, CANDIDATES)
    apart = [each for each in near if refuses(each.claim, statement)]
    link = decide(statement, query, [each for each in near if each not in apart])
    return recalibrated(link, calibration), [each.claim for each in apart]


def repeated_claim(
    statement: Statement, guild_id: int, known: Known, calibration: Calibration
) -> Claim | None:
    """The claim of the same speaker of which a statement says again what stands, and not from before it stood."""
    link, _ = nearest(statement, guild_id, known, calibration)
    claim = link.claim
    if claim is None or link.band != "alert" or not may_revise(statement, claim):
        return None
    said, stands = statement.said_on, claim.standing.said_on
    if said is not None and stands is not None and said < stands:
        return None
    found = compare(claim.standing, statement, kind="statement")
    again = found.related and _repeats(same_voice(found.changes, claim.standing, statement))
    return claim if again else None


def same_voice(changes: tuple[Change, ...], old: Statement, new: Statement) -> tuple[Change, ...]:
    """Without the change of speaker that two spellings of one name would make."""
    left = tuple(change for change in changes if not isinstance(change, AttributionChanged))
    return left or (Repeated(before=old.text, after=new.text),)


def _ascribed(
    statement: Statement,
    rules: tuple[CompiledRule, ...],
    claim: Claim,
    link: Link,
    found: Comparison,
) -> Finding:
    """Somebody else, about somebody's claim. Only the very words, quoted, are the same quotation ascribed to
    another: that two people think alike is no change."""
    if known_speaker(claim.standing) and _verbatim(claim.standing, statement):
        moved = next((c for c in found.changes if isinstance(c, AttributionChanged)), None)
        change = moved or AttributionChanged(before=claim.speaker or "", after=statement.speaker or "")
        return Told(
            statement=statement, rules=rules, claim=claim, link=link, changes=(change,), comparison=found
        )
    return _unplaced(statement, rules, link, near=claim)


def _verbatim(a: Statement, b: Statement) -> bool:
    words = split(a.text).words
    return a.quoted and b.quoted and len(words) >= VERBATIM_WORDS and words == split(b.text).words


def _unplaced(
    statement: Statement, rules: tuple[CompiledRule, ...], link: Link, near: Claim | None = None
) -> Finding:
    """No claim is about it: it may open one of its own."""
    openers = tuple(rule for rule in rules if not rule.rule.claims)
    steps = [_not_about(near)] if near else []
    if closed := _opens_none(statement, openers):
        code, text = closed
        return _silent(statement, rules, "unrelated" if near else code, " ".join([*steps, text]))
    return Fresh(
        statement=statement,
        rules=openers,
        changes=(NewClaim(after=statement.text),),
        steps=(*steps, *link.steps[:2]) if near or link.ranked else ("No stored claim shares its words.",),
    )


def _opens_none(statement: Statement, openers: tuple[CompiledRule, ...]) -> tuple[ReasonCode, str] | None:
    """Why the statement opens no claim of its own, if so."""
    if not openers:
        return "outside_claims", "It is about none of the claims that the rule is limited to."
    if not statement.checkable:
        return (
            "not_checkable",
            "It holds nothing that could be held against it later, and no claim is about it.",
        )
    if statement.speaker is None and not any("new_claim" in wanted(rule) for rule in openers):
        what = "a title" if is_title(statement) else "told by the publication itself"
        return "narrator", f"It is {what}: it opens a claim only for a rule that asks for change:new_claim."
    if statement.speaker is not None and not can_be_held(statement):
        return "unknown_speaker", "Nobody is named whom it could be held against."
    return None


def _not_about(claim: Claim) -> str:
    who = claim.speaker or "the publication"
    return f"Near the claim “{sentences.short(claim.standing.text)}” by {who}, but not the same claim."


def _silent(statement: Statement, rules: tuple[CompiledRule, ...], code: ReasonCode, text: str) -> Silent:
    return Silent(statement=statement, rules=rules, code=code, text=text)


def placed(statement: Statement, arrived: Arrived) -> Statement:
    """The statement with what its entry knows of place and day, where it does not know itself."""
    entry = arrived.entry
    return replace(
        statement,
        entry_id=statement.entry_id or entry.id,
        url=statement.url or entry.url,
        said_on=statement.said_on or entry.said_at.date(),
    )
