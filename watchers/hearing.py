"""What one visit to a source found, judged for each guild that follows it and written as it is judged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from rules.change import Alert
from rules.judge import Arrived, RuleSet, Verdict, judge
from rules.linking.calibration import Calibration
from rules.model import Entry, Statement
from state.model import Follow, Source, WhyNot
from state.store import Tx
from state.verdicts import calibration_of
from watchers import sightings
from watchers.owe import owe_alerts

if TYPE_CHECKING:
    from watchers.nearness import Rated


class RuleBooks:
    """Compiled rules of each guild, kept between polls. Compiled anew only when the guild's rules have changed: the
    store's version says that something may have, the rules themselves whether it did."""

    def __init__(self) -> None:
        self._books: dict[int, tuple[int, object, RuleSet]] = {}

    def of(self, tx: Tx, guild_id: int) -> RuleSet:
        version = tx.rules.version()
        kept = self._books.get(guild_id)
        if kept and kept[0] == version:
            return kept[2]
        rules, themes = tuple(tx.rules.rules(guild_id)), tuple(tx.rules.themes(guild_id))
        if kept and kept[1] == (rules, themes):
            book = kept[2]
        else:
            book = RuleSet.of(guild_id, rules, {theme.id: theme.name for theme in themes})
        self._books[guild_id] = (version, (rules, themes), book)
        return book


def has_rules(tx: Tx, source_id: str, books: RuleBooks) -> bool:
    """Does any guild that follows the source have a rule? Otherwise reading its entries can wait."""
    guilds = dict.fromkeys(follow.guild_id for follow in tx.sources.followers(source_id))
    return any(len(books.of(tx, guild_id)) for guild_id in guilds)


@dataclass(frozen=True, slots=True)
class Audience:
    """A guild that follows a source and has rules. `themes`: under which it follows."""

    guild_id: int
    themes: tuple[str, ...]
    book: RuleSet
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears of one source at one moment, by which rules. `alerts`: by guild, those that were new so far. `rated`:
    what was made ready for linking by meaning."""

    tx: Tx
    source: Source
    now: datetime
    follows: Sequence[Follow]
    audiences: tuple[Audience, ...]
    rated: Rated | None = None
    alerts: dict[int, list[Alert]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, tx: Tx, source: Source, now: datetime, books: RuleBooks, rated: Rated | None = None
    ) -> Hearing:
        follows = tx.sources.followers(source.id)
        audiences = tuple(
            Audience(
                guild_id,
                tuple(follow.theme_id for follow in follows if follow.guild_id == guild_id),
                book,
                calibration_of(tx, guild_id),
            )
            for guild_id in dict.fromkeys(follow.guild_id for follow in follows)
            if len(book := books.of(tx, guild_id))
        )
        return cls(tx, source, now, follows, audiences, rated)

    @property
    def books(self) -> list[RuleSet]:
        return [audience.book for audience in self.audiences]

    def all_alerts(self) -> tuple[Alert, ...]:
        return tuple(alert for found in self.alerts.values() for alert in found)

    def owe(self) -> int:
        """Deliveries of all alerts so far, written; how many."""
        return sum(owe_alerts(self.tx, guild, found, self.now) for guild, found in self.alerts.items())

    def judge(
        self,
        entry: Entry,
        kind: Literal["new", "edited", "withdrawn"],
        statements: tuple[Statement, ...],
        before: tuple[Statement, ...] = (),
        *,
        quiet: bool = False,
        last_seen: datetime | None = None,
        own: Collection[str] = (),
        gone_why: str = "",
    ) -> bool:
        """The verdict of each guild, written before the next entry is judged. `quiet`: recorded, told to nobody.
        `last_seen`: when what is gone was there. `own`: ids of statements that are the entry's own words: what
        changes against these is told by nobody. `gone_why`: see `Arrived`. Whether a rule matched."""
        matched = False
        known = self.tx.claims if self.rated is None else self.rated.known(self.tx)
        for audience in self.audiences:
            arrived = Arrived(
                entry=entry,
                kind=kind,
                statements=statements,
                before=before,
                themes=audience.themes,
                source_name=self.source.name,
                at=self.now,
                quiet=quiet,
                calibration=audience.calibration,
                last_seen=last_seen,
                gone_why=gone_why,
            )
            verdict = _without(judge(arrived, audience.book, known), own)
            matched = matched or bool(verdict.matches)
            self._write(audience.guild_id, verdict)
        return matched

    def _write(self, guild_id: int, verdict: Verdict) -> None:
        for match in verdict.matches:
            self.tx.alerts.add_match(match)
        for claim, version in verdict.recorded:
            self.tx.claims.put(claim, version)
            if self.rated is not None:
                self.rated.keep(self.tx, claim)
        sightings.note(self.tx, guild_id, verdict.echoes, self.now)
        fresh = [alert for alert in verdict.alerts if self.tx.alerts.add(alert)]
        self.alerts.setdefault(guild_id, []).extend(fresh)
        if verdict.reasons:
            self.tx.alerts.put_why_not(
                [
                    WhyNot(
                        statement_id=reason.statement_id,
                        guild_id=guild_id,
                        rule_id=reason.rule_id,
                        at=self.now,
                        code=reason.code,
                        text=reason.text,
                    )
                    for reason in verdict.reasons
                ]
            )


def _without(verdict: Verdict, own: Collection[str]) -> Verdict:
    """Without alerts that hold the entry's words against its own: a page that says in other words what its summary
    said."""
    if not own:
        return verdict
    dropped = {a.id for a in verdict.alerts if a.before is not None and a.before.statement_id in own}
    return replace(
        verdict,
        alerts=tuple(alert for alert in verdict.alerts if alert.id not in dropped),
        recorded=tuple(
            (claim, version) for claim, version in verdict.recorded if version.alert_id not in dropped
        ),
    )
