"""Findings → what is recorded, what is told, and why. Collected for one entry, then frozen into a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from rules.change import LOUD, TAGS, Alert, Change, Said, Tag, headline
from rules.ids import content_id
from rules.judging import sentences
from rules.judging.nouns import Arrived, CompiledRule, Echo, Reason, ReasonCode, Verdict
from rules.judging.people import host
from rules.judging.ruleset import wanted
from rules.language import Outcome, Subject, evaluate
from rules.model import Claim, Match, Statement, Version

RANK = {tag: rank for rank, tag in enumerate(TAGS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """What an alert would say: before → after, about which claim, how surely, and the sentences that led there."""

    before: Statement | None
    after: Statement | None
    changes: tuple[Change, ...]
    claim: Claim | None
    probability: float
    why: tuple[str, ...]
    key: tuple[str, ...]
    """What makes it the same tale when it is met again."""
    uncalibrated: float | None = None
    """The link's probability before the guild's verdicts moved it."""
    edited: bool = False
    """One text, changed after publication."""


@dataclass(slots=True)
class Ledger:
    """One entry's verdict while it grows. Statements are kept by id with the subject they were matched as."""

    arrived: Arrived
    subjects: dict[str, Subject]
    matches: list[Match] = field(default_factory=list)
    recorded: list[tuple[Claim, Version]] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    echoes: list[Echo] = field(default_factory=list)

    def verdict(self) -> Verdict:
        return Verdict(
            matches=tuple(dict.fromkeys(self.matches)),
            recorded=tuple(self.recorded),
            alerts=tuple(self.alerts),
            reasons=tuple(self.reasons),
            echoes=tuple(self.echoes),
        )

    def settled(self, claim_id: str) -> bool:
        """Whether this entry has said already what became of the claim."""
        return any(claim.id == claim_id for claim, _ in self.recorded)

    # --- rules ---------------------------------------------------------------------------------------

    def outcome(self, rule: CompiledRule, statement: Statement, tags: tuple[Tag, ...]) -> Outcome:
        """What the rule's query says now that the changes are known."""
        return evaluate(rule.query, replace(self.subjects[statement.id], changes=tags))

    def note(
        self, rules: Iterable[CompiledRule], statements: Sequence[Statement], tags: tuple[Tag, ...]
    ) -> None:
        """Rows for the rules that hold, of the first of the statements that each holds for."""
        for rule in rules:
            for statement in statements:
                found = self.outcome(rule, statement, tags)
                if found.truth:
                    row = Match(statement_id=statement.id, rule_id=rule.rule.id, hits=found.hits)
                    self.matches.append(row)
                    break

    def refuse(
        self, statement: Statement, rules: Iterable[CompiledRule], code: ReasonCode, text: str
    ) -> None:
        for rule in rules:
            row = Reason(statement_id=statement.id, rule_id=rule.rule.id, code=code, text=text)
            self.reasons.append(row)

    # --- telling --------------------------------------------------------------------------------------

    def tell(self, tale: Tale, rules: Sequence[CompiledRule]) -> str | None:
        """An alert for the rules that want to hear it, reasons for those that do not. The alert's id, if any."""
        tags = tuple(change.tag for change in tale.changes)
        sides = [side for side in (tale.after, tale.before) if side is not None and side.id in self.subjects]
        self.note(rules, sides, tags)
        about = sides[0]
        hearers: list[tuple[CompiledRule, str]] = []
        for rule in rules:
            why = self._heard(rule, sides, tags)
            if why is None:
                self.refuse(about, (rule,), _silence(tags), _unheard(rule, tags))
            else:
                hearers.append((rule, why))
        if not hearers:
            return None
        if self.arrived.quiet:
            text = (
                f"Recorded, not told ({headline(tale.changes)}): a quiet poll, such as the first of a source."
            )
            self.refuse(about, [rule for rule, _ in hearers], "baseline", text)
            return None
        alert = self._alert(tale, hearers)
        self.alerts.append(alert)
        return alert.id

    def _heard(self, rule: CompiledRule, sides: Sequence[Statement], tags: tuple[Tag, ...]) -> str | None:
        if not wanted(rule).intersection(tags):
            return None
        for statement in sides:
            found = self.outcome(rule, statement, tags)
            if found.truth:
                return sentences.matched(rule, found, self.subjects[statement.id])
        return None

    def _alert(self, tale: Tale, hearers: Sequence[tuple[CompiledRule, str]]) -> Alert:
        loud = {*LOUD, *(tag for rule, _ in hearers for tag in wanted(rule))}
        changes = tuple(sorted((c for c in tale.changes if c.tag in loud), key=lambda c: RANK[c.tag]))
        rule = hearers[0][0].rule
        guild, speaker = rule.guild_id, (tale.after or tale.before)
        themes = self.themes([rule for rule, _ in hearers], tale.claim)
        return Alert(
            id=content_id("alert", guild, *tale.key, headline(changes)),
            guild_id=guild,
            at=self.arrived.at,
            theme_id=themes[0] if themes else None,
            rule_id=rule.id,
            rule_name=rule.name,
            claim_id=tale.claim.id if tale.claim else None,
            entry_id=self.arrived.entry.id,
            speaker=tale.claim.speaker if tale.claim else speaker.speaker if speaker else None,
            changes=changes,
            before=said(tale.before),
            after=said(tale.after),
            probability=tale.probability,
            why=(*(why for _, why in hearers), *tale.why),
            themes=themes,
            uncalibrated=tale.uncalibrated,
            edited=tale.edited,
        )

    def themes(self, rules: Sequence[CompiledRule], claim: Claim | None = None) -> tuple[str, ...]:
        """The rules' themes first, then the claim's, then (for a rule without a theme) all under which the source is
        followed."""
        ruled = [rule.rule.theme_id for rule in rules if rule.rule.theme_id]
        followed = self.arrived.themes if len(ruled) < len(rules) else ()
        every = (*ruled, claim.theme_id if claim else None, *followed)
        return tuple(dict.fromkeys(theme for theme in every if theme))

    def echo(self, claim: Claim, statement: Statement) -> None:
        """What stands is said again by another outlet. A quiet poll tells nothing, so it is no news of it either."""
        outlet = host(statement.url) or self.arrived.source_name
        standing = claim.standing
        own = statement.entry_id == standing.entry_id or outlet == host(standing.url)
        if not own and not self.arrived.quiet:
            self.echoes.append(Echo(claim=claim, statement=statement, outlet=outlet))

    # --- recording -------------------------------------------------------------------------------------

    def open(self, statement: Statement, rules: Sequence[CompiledRule]) -> tuple[Claim, int]:
        """A claim of its own for a statement heard today; and where its version stands in `recorded`."""
        guild = rules[0].rule.guild_id
        themes = self.themes(rules)
        claim = Claim(
            id=content_id("claim", guild, statement.id),
            guild_id=guild,
            theme_id=themes[0] if themes else None,
            speaker=statement.speaker,
            standing=statement,
            created_at=self.arrived.at,
            origin="heard",
        )
        return claim, self._put(claim, "new_claim", statement)

    def revise(self, claim: Claim, statement: Statement, tag: Tag, *, stands: bool) -> int:
        """A further version; `stands`: it is what holds from now on."""
        after = replace(
            claim,
            standing=statement if stands else claim.standing,
            versions=claim.versions + 1,
            withdrawn=tag == "withdrawn" or (claim.withdrawn and tag == "attribution_changed"),
        )
        return self._put(after, tag, statement)

    def _put(self, claim: Claim, tag: Tag, statement: Statement) -> int:
        version = Version(
            claim_id=claim.id,
            number=claim.versions,
            statement=statement,
            recorded_at=self.arrived.at,
            tag=tag,
        )
        self.recorded.append((claim, version))
        return len(self.recorded) - 1

    def tie(self, at: int, alert_id: str | None) -> None:
        """The version at `at` was told in that alert."""
        claim, version = self.recorded[at]
        self.recorded[at] = (claim, replace(version, alert_id=alert_id))


def said(statement: Statement | None) -> Said | None:
    if statement is None:
        return None
    return Said(
        text=statement.text,
        speaker=statement.speaker,
        said_on=statement.said_on,
        url=statement.url,
        statement_id=statement.id,
    )


def _silence(tags: tuple[Tag, ...]) -> ReasonCode:
    match tags:
        case ("new_claim",):
            return "recorded"
        case ("repeated",):
            return "repeated"
        case _:
            return "silent_change"


def _unheard(rule: CompiledRule, tags: tuple[Tag, ...]) -> str:
    if not wanted(rule).intersection(tags):
        match tags:
            case ("new_claim",):
                return (
                    "A new claim, recorded for later statements; the rule does not ask to hear of new claims."
                )
            case ("repeated",):
                return "The same again, recorded; the rule does not ask for repetitions."
            case _:
                return f"What changed ({', '.join(tags)}) is not among the changes that the rule asks for."
    return f"With what changed ({', '.join(tags) or 'nothing'}), the rule's query does not hold."
