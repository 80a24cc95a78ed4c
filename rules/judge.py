"""The one door for a poll: what arrived, the rules, what is on record → what to record, what to tell, and why.

    statement   which rules match?                        none: nothing
                which claim is it about?                  decide: alert | suggest | new
    alert       the same speaker: compare                 changes → a version, and an alert for rules that want them
                said before what stands                   a reason
                another speaker                           the very words ascribed to another, or a claim of its own
    suggest                                               a reason ("maybe about …")
    new         checkable, by somebody                    a heard claim
    edited      old and new sentences in pairs            the same, before → after in one entry
    withdrawn                                             one alert an entry, claims marked

Pure. docs/design/judge.md says why it is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rules.change import LOUD, headline
from rules.judging import sentences
from rules.judging.edits import judge_pairs, judge_removed
from rules.judging.explain import explain
from rules.judging.hold import Fresh, Silent, Told, hold, placed
from rules.judging.likeness import alike
from rules.judging.nouns import Arrived, CompiledRule, Echo, Known, Reason, ReasonCode, Verdict
from rules.judging.pairs import edit_of
from rules.judging.record import RANK, Ledger, Tale
from rules.judging.ruleset import RuleSet, wanted
from rules.judging.subjects import matching
from rules.judging.withdrawn import judge_withdrawn
from rules.language.words import split
from rules.model import Statement

__all__ = [
    "Arrived",
    "CompiledRule",
    "Echo",
    "Known",
    "Reason",
    "ReasonCode",
    "RuleSet",
    "Verdict",
    "explain",
    "judge",
    "wanted",
]


def judge(arrived: Arrived, rules: RuleSet, known: Known) -> Verdict:
    """What one entry means to one guild. Nothing is written; the caller writes the verdict before the next entry."""
    ledger = Ledger(arrived=arrived, subjects={})
    now = tuple(placed(statement, arrived) for statement in arrived.statements)
    match arrived.kind:
        case "new":
            judge_statements(ledger, now, rules, known)
        case "edited":
            before = tuple(placed(statement, arrived) for statement in arrived.before)
            edit = edit_of(before, now)
            judge_pairs(ledger, edit, rules, known)
            judge_statements(ledger, edit.added, rules, known)
            judge_removed(ledger, edit, rules, known)
        case "withdrawn":
            judge_withdrawn(ledger, now, rules, known)
    return ledger.verdict()


def judge_statements(ledger: Ledger, statements: Iterable[Statement], rules: RuleSet, known: Known) -> None:
    """Each by itself; then those about one claim together, so that one entry tells one claim's change once."""
    told: dict[str, list[Told]] = {}
    fresh: list[Fresh] = []
    for statement in statements:
        matched = matching(ledger, statement, rules)
        if not matched:
            continue
        for finding in hold(statement, matched, known, ledger.arrived.calibration):
            match finding:
                case Told():
                    told.setdefault(finding.claim.id, []).append(finding)
                case Fresh():
                    fresh.append(finding)
                case Silent():
                    ledger.note(finding.rules, (statement,), ())
                    ledger.refuse(statement, finding.rules, finding.code, finding.text)
                    if finding.echo is not None:
                        ledger.echo(finding.echo, statement)
    for group in told.values():
        _tell_claim(ledger, group)
    _open_claims(ledger, fresh)


def _tell_claim(ledger: Ledger, group: Sequence[Told]) -> None:
    """The strongest change of a claim that the entry tells; its other sentences are kept as reasons."""
    if ledger.settled(group[0].claim.id):
        for told in group:
            text = "What became of the claim is told by an edited sentence of this entry."
            ledger.refuse(told.statement, told.rules, "other_sentence", text)
        return
    best = min(group, key=lambda told: RANK[headline(told.changes)])
    rules = list(best.rules)
    for other in group:
        if other is best:
            continue
        if other.statement.id == best.statement.id:
            rules += [rule for rule in other.rules if rule not in rules]
            continue
        ledger.note(other.rules, (other.statement,), tuple(c.tag for c in other.changes))
        text = f"This entry says more about the same claim in “{sentences.short(best.statement.text)}”."
        ledger.refuse(other.statement, other.rules, "other_sentence", text)
    _tell_one(ledger, best, rules)


def _tell_one(ledger: Ledger, best: Told, rules: Sequence[CompiledRule]) -> None:
    claim, statement, tag = best.claim, best.statement, headline(best.changes)
    tale = Tale(
        before=claim.standing,
        after=statement,
        changes=best.changes,
        claim=claim,
        probability=best.link.probability,
        why=(
            *sentences.held_against(claim, best.link, ledger.arrived.calibration),
            *sentences.compared(best.comparison),
            sentences.ruled_out(statement, claim, best.link),
        ),
        key=(claim.id, claim.standing.id, statement.id),
        uncalibrated=best.link.uncalibrated,
    )
    alert_id = ledger.tell(tale, rules)
    if tag == "repeated" and alert_id is None:
        ledger.echo(claim, statement)
    same_words = split(claim.standing.text).words == split(statement.text).words
    if tag == "repeated" and alert_id is None and same_words and not claim.withdrawn:
        return  # one sentence in thirty papers is not thirty versions
    # Somebody else's mouth does not move what the speaker stands by; nor does saying it again, or small steps
    # would add up unseen.
    stands = tag in LOUD and tag != "attribution_changed"
    ledger.tie(ledger.revise(claim, statement, tag, stands=stands), alert_id)


def _open_claims(ledger: Ledger, fresh: Sequence[Fresh]) -> None:
    opened: list[Statement] = []
    for finding in _once(fresh):
        statement = finding.statement
        twin = next((other for other in opened if _says_the_same(other, statement)), None)
        if twin is not None:
            ledger.note(finding.rules, (statement,), ())
            text = f"The same entry says it in “{sentences.short(twin.text)}” too."
            ledger.refuse(statement, finding.rules, "twice", text)
            continue
        opened.append(statement)
        claim, at = ledger.open(statement, finding.rules)
        tale = Tale(
            before=None,
            after=statement,
            changes=finding.changes,
            claim=claim,
            probability=1.0,
            why=finding.steps,
            key=(claim.id, "", statement.id),
        )
        ledger.tie(at, ledger.tell(tale, finding.rules))


def _once(fresh: Sequence[Fresh]) -> list[Fresh]:
    """One finding a statement, with the rules of all."""
    out: dict[str, Fresh] = {}
    for one in fresh:
        seen = out.get(one.statement.id)
        rules = (*seen.rules, *one.rules) if seen else one.rules
        out[one.statement.id] = Fresh(
            statement=one.statement, rules=rules, changes=one.changes, steps=one.steps
        )
    # Named people first: a narrator's line that says the same opens no claim beside theirs.
    return sorted(out.values(), key=lambda one: one.statement.speaker is None)


def _says_the_same(a: Statement, b: Statement) -> bool:
    if b.speaker is not None and a.speaker != b.speaker:
        return False
    return alike(a.text, b.text)
