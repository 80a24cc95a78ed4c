"""A guild's rules, compiled and indexed: which of them may match a statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rules.change import LOUD
from rules.judging.nouns import CompiledRule
from rules.language import QueryError, Subject, asked_changes, parse
from rules.language.presearch import Presearch
from rules.model import WatchRule


class RuleSet:
    """Rules of one guild. `add` and `remove` touch one rule, nothing is rebuilt; paused rules are left out.

    `broken`: rules whose text cannot be read (written for another version), with what is wrong; they match nothing.
    """

    def __init__(self, guild_id: int, theme_names: Mapping[str, str] | None = None) -> None:
        self.guild_id = guild_id
        self.theme_names: dict[str, str] = dict(theme_names or {})
        """Theme id → name."""
        self.broken: list[tuple[WatchRule, QueryError]] = []
        self._rules: dict[int, CompiledRule] = {}
        self._added = 0
        self._presearch = Presearch()

    @classmethod
    def of(
        cls, guild_id: int, rules: Iterable[WatchRule], theme_names: Mapping[str, str] | None = None
    ) -> RuleSet:
        out = cls(guild_id, theme_names)
        for rule in rules:
            out.add(rule)
        return out

    def __len__(self) -> int:
        return len(self._rules)

    @property
    def rules(self) -> tuple[CompiledRule, ...]:
        """In the order in which they were added."""
        return tuple(self._rules.values())

    def add(self, rule: WatchRule) -> None:
        """Another guild's rule is a caller's mistake: ValueError."""
        if rule.guild_id != self.guild_id:
            raise ValueError(f"rule {rule.id} belongs to guild {rule.guild_id}, not {self.guild_id}")
        if rule.paused:
            return
        query = parse(rule.query)
        if isinstance(query, QueryError):
            self.broken.append((rule, query))
            return
        self._presearch.add(self._added, query)
        self._rules[self._added] = CompiledRule(rule=rule, query=query)
        self._added += 1

    def remove(self, rule_id: str) -> bool:
        """Whether it was there."""
        self.broken = [(rule, error) for rule, error in self.broken if rule.id != rule_id]
        found = [number for number, compiled in self._rules.items() if compiled.rule.id == rule_id]
        for number in found:
            self._presearch.remove(number)
            del self._rules[number]
        return bool(found)

    def candidates(self, subject: Subject) -> tuple[CompiledRule, ...]:
        """The rules that may match the subject, a superset of those that do, in order."""
        return tuple(self._rules[at] for at in self._presearch.candidates(subject))


def wanted(rule: CompiledRule) -> frozenset[str]:
    """The tags that alert: those the rule lists; else the usual ones and those its query names."""
    return frozenset(rule.rule.changes) or frozenset(LOUD) | asked_changes(rule.query)
