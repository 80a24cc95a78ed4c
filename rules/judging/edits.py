"""An entry whose text was changed after publication: before → after of its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.change import LOUD, Change, Repeated, Withdrawn, WordingEdited, headline
from rules.compare import bare_statement, compare
from rules.judging import sentences
from rules.judging.hold import repeated_claim, same_voice
from rules.judging.nouns import CompiledRule, Known
from rules.judging.pairs import Edit, Pair
from rules.judging.people import known_speaker, one_voice
from rules.judging.record import RANK, Ledger, Tale
from rules.judging.ruleset import RuleSet
from rules.judging.standing import claim_of
from rules.judging.subjects import matching
from rules.language.words import split
from rules.model import Claim, Statement


def judge_pairs(ledger: Ledger, edit: Edit, rules: RuleSet, known: Known) -> None:
    """Tells and records what became of the sentences that are still there in another form."""
    tales: list[tuple[Tale, tuple[CompiledRule, ...]]] = []
    for pair in edit.pairs:
        matched = _either(ledger, pair, rules)
        if matched and (tale := _edited(ledger, pair, matched, rules, known)):
            tales.append((tale, matched))
    told: list[tuple[Tale, tuple[CompiledRule, ...], str | None]] = []
    for tale, matched in _strongest(ledger, tales):
        whole = next((one for one in told if set(matched) <= set(one[1]) and _nested(one[0], tale)), None)
        alert_id = (
            ledger.tell(tale, matched) if whole is None else _told_already(ledger, tale, matched, whole)
        )
        told.append((tale, matched, alert_id))
        if tale.claim is not None and tale.after is not None:
            at = ledger.revise(tale.claim, tale.after, headline(tale.changes), stands=True)
            ledger.tie(at, alert_id)


def _told_already(
    ledger: Ledger,
    tale: Tale,
    matched: Sequence[CompiledRule],
    whole: tuple[Tale, tuple[CompiledRule, ...], str | None],
) -> str | None:
    """A clause is a statement beside its sentence: the one edit of both is one alert."""
    told, _, alert_id = whole
    if tale.after is not None and told.after is not None:
        text = f"The same edit is told by “{sentences.short(told.after.text)}”."
        ledger.refuse(tale.after, matched, "other_sentence", text)
    return alert_id


def _nested(a: Tale, b: Tale) -> bool:
    """The same kind of change in the same words: on both sides the text of one stands inside the other's."""
    if headline(a.changes) != headline(b.changes):
        return False
    sides = [(x, y) for x, y in ((a.before, b.before), (a.after, b.after)) if x is not None and y is not None]
    return len(sides) == 2 and all(_inside(x.text, y.text) for x, y in sides)


def _inside(a: str, b: str) -> bool:
    short, long = sorted((f" {' '.join(split(text).words)} " for text in (a, b)), key=len)
    return short in long


def _either(ledger: Ledger, pair: Pair, rules: RuleSet) -> tuple[CompiledRule, ...]:
    """A rule that matches the old or the new text counts."""
    old, new = (matching(ledger, side, rules) for side in pair)
    return (*new, *(rule for rule in old if rule not in new))


def _edited(
    ledger: Ledger, pair: Pair, matched: tuple[CompiledRule, ...], rules: RuleSet, known: Known
) -> Tale | None:
    old, new = pair
    found = compare(*_undated(old, new), kind="edit")
    changes = _told_by(found.changes, old, new)
    if old.speaker is None and new.speaker is None and _glued(old.text, new.text):
        changes = ()
    if not any(change.tag in LOUD for change in changes):
        ledger.note(matched, (new, old), ())
        text = f"An edit of “{sentences.short(old.text)}” that changes nothing that was said."
        ledger.refuse(new, matched, "cosmetic", text)
        return None
    claim, held = _on_record(ledger, old, rules, known)
    return Tale(
        before=old,
        after=new,
        changes=changes,
        claim=claim,
        probability=1.0,
        why=("The text of one entry was changed after publication.", *held, *sentences.compared(found)),
        key=(
            claim.id if claim else "",
            ledger.arrived.entry.id,
            " ".join(split(old.text).words),
            " ".join(split(new.text).words),
        ),
        edited=True,
    )


def _on_record(
    ledger: Ledger, old: Statement, rules: RuleSet, known: Known
) -> tuple[Claim | None, tuple[str, ...]]:
    """The claim in which the old sentence stood, or of which it said again what stands: an entry that only repeated
    a claim and now has another figure moves it as well."""
    claim = claim_of(known, rules.guild_id, old)
    if claim is not None:
        return claim, (f"It stood in the record of {claim.speaker or 'the publication'}.",)
    claim = repeated_claim(old, rules.guild_id, known, ledger.arrived.calibration)
    if claim is None:
        return None, ()
    return claim, (f"It had repeated what stands on record of {claim.speaker or 'the publication'}.",)


_DATE_LABEL = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}, \d{4}(?=[^\W\d_])", re.IGNORECASE
)


def _undated(old: Statement, new: Statement) -> Pair:
    """Both without a date that is stuck to their first word ("Mar 23, 2026Science …"): a page's label, and where it
    stands makes it one, so that its change is no changed figure."""
    labels = [_DATE_LABEL.match(side.text) for side in (old, new)]
    if old.speaker is not None or new.speaker is not None or not all(labels):
        return old, new
    bare = [
        bare_statement(side.text[label.end() :], None, side.said_on)
        for side, label in zip((old, new), labels, strict=True)
        if label
    ]
    return bare[0], bare[1]


def _glued(a: str, b: str) -> bool:
    """Whether one is the other with something stuck to it without a space ("PolicyBuilding AI …"): a page's label and
    date that slipped into its titles, and nobody's words. The other way round, that they are gone."""
    whole, part = (a, b) if len(a) >= len(b) else (b, a)
    at = whole.find(part)
    if at < 0 or len(whole) == len(part):
        return False
    end = at + len(part)
    return whole[at - 1 : at].isalnum() or (whole[end : end + 1].isalnum() and whole[end - 1].isalnum())


def _told_by(changes: tuple[Change, ...], old: Statement, new: Statement) -> tuple[Change, ...]:
    """Without changes of speaker but between two people who are named (a name that is now longer, or a voice that
    reading lost, is none), and without a rewording of the very same words."""
    two_people = known_speaker(old) and known_speaker(new) and not one_voice(old, new)
    left = changes if two_people else same_voice(changes, old, new)
    if split(old.text).words == split(new.text).words:
        left = tuple(change for change in left if not isinstance(change, WordingEdited))
    return left or (Repeated(before=old.text, after=new.text),)


def _strongest(
    ledger: Ledger, tales: Sequence[tuple[Tale, tuple[CompiledRule, ...]]]
) -> list[tuple[Tale, tuple[CompiledRule, ...]]]:
    """One tale a claim (or a pair of sentences), the strongest; and of mere rewording one tale an edit, so that an
    article that was gone over is not twenty alerts."""
    out: dict[tuple[str, ...], tuple[Tale, tuple[CompiledRule, ...]]] = {}
    for tale, matched in sorted(
        tales, key=lambda one: (RANK[headline(one[0].changes)], one[0].claim is None)
    ):
        reworded = headline(tale.changes) == "wording_edited"
        key = (tale.claim.id,) if tale.claim else ("wording",) if reworded else tale.key
        first = out.get(key)
        if first is None:
            out[key] = (tale, matched)
        elif tale.after is not None and first[0].after is not None:
            text = f"The same edit is told by “{sentences.short(first[0].after.text)}”."
            ledger.refuse(tale.after, matched, "other_sentence", text)
    return list(out.values())


def judge_removed(ledger: Ledger, edit: Edit, rules: RuleSet, known: Known) -> None:
    """Sentences that are gone. One alert for each claim among them that no other sentence of the entry has told, and
    one for all the others together."""
    gone: list[tuple[Statement, tuple[CompiledRule, ...], Claim | None]] = []
    for statement in edit.removed:
        if matched := matching(ledger, statement, rules):
            gone.append((statement, matched, claim_of(known, rules.guild_id, statement)))
    if edit.replaced:
        for statement, matched, _ in gone:
            text = "So little of the old text is left that this is another text, or a part of the page."
            ledger.refuse(statement, matched, "text_replaced", text)
        return
    others: Statement | None = None
    for statement, matched, claim in gone:
        if claim is not None and ledger.settled(claim.id):
            text = "It was taken out; what became of the claim is told by another sentence."
            ledger.refuse(statement, matched, "other_sentence", text)
        elif claim is None and not _is_missed(statement):
            text = "A sentence was taken out that nobody could be held to."
            ledger.refuse(statement, matched, "not_checkable", text)
        elif claim is None and others is not None:
            text = f"The same edit took out “{sentences.short(others.text)}”, which is told."
            ledger.refuse(statement, matched, "other_sentence", text)
        else:
            others = others if claim else statement
            tell_withdrawn(
                ledger, statement, matched, claim, "The sentence was taken out of a text that still stands."
            )


def _is_missed(statement: Statement) -> bool:
    """Whether a sentence that is in no claim is worth telling when it goes: somebody's, or a figure or a date of the
    publication's own. Blurbs come and go with the form of a feed."""
    facts = bool(statement.quantities or statement.horizons)
    return statement.checkable and (known_speaker(statement) or facts)


def tell_withdrawn(
    ledger: Ledger,
    statement: Statement,
    matched: Sequence[CompiledRule],
    claim: Claim | None,
    *why: str,
) -> None:
    tale = Tale(
        before=statement,
        after=None,
        changes=(Withdrawn(before=statement.text, last_seen=ledger.arrived.last_seen),),
        claim=claim,
        probability=1.0,
        why=why,
        key=(claim.id if claim else "", ledger.arrived.entry.id, " ".join(split(statement.text).words), ""),
    )
    alert_id = ledger.tell(tale, matched)
    if claim is not None:
        ledger.tie(ledger.revise(claim, claim.standing, "withdrawn", stands=True), alert_id)
