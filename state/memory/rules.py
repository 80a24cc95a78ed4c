"""Themes, watch rules and subscriptions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from rules.model import Subscription, Theme, WatchRule
from state.memory.claims import MemoryClaims
from state.memory.sources import MemorySources
from state.memory.tables import Journal, Table
from state.names import folded

Named = TypeVar("Named", Theme, WatchRule)


class MemoryRules:
    def __init__(
        self,
        journal: Journal,
        counter: Table[str, int],
        rules: Table[tuple[int, str], WatchRule],
        sources: MemorySources,
        claims: MemoryClaims,
    ) -> None:
        self._counter = counter
        self._drawers = (sources, claims)
        self._themes: Table[tuple[int, str], Theme] = Table(journal)
        self._rules = rules
        self._subscriptions: Table[tuple[int, str], Subscription] = Table(journal)

    def put_theme(self, theme: Theme) -> None:
        _refuse_taken(theme, self.themes(theme.guild_id))
        self._themes.put((theme.guild_id, theme.id), theme)
        self._bump()

    def theme(self, guild_id: int, name_or_id: str) -> Theme | None:
        return self._themes.get((guild_id, name_or_id)) or _named(self.themes(guild_id), name_or_id)

    def themes(self, guild_id: int) -> Sequence[Theme]:
        return _by_name(theme for theme in self._themes if theme.guild_id == guild_id)

    def remove_theme(self, guild_id: int, theme_id: str) -> bool:
        if self._themes.pop((guild_id, theme_id)) is None:
            return False
        sources, claims = self._drawers
        for key, _ in sources.follows.items():
            if (key[0], key[2]) == (guild_id, theme_id):
                sources.follows.pop(key)
        for rule in self.rules(guild_id):
            if rule.theme_id == theme_id:
                self._rules.pop((guild_id, rule.id))
        for subscription in self.subscriptions(guild_id):
            if subscription.theme_id == theme_id:
                self._subscriptions.pop((guild_id, subscription.id))
        claims.without_theme(guild_id, theme_id)
        self._bump()
        return True

    def put_rule(self, rule: WatchRule) -> None:
        _refuse_taken(rule, self.rules(rule.guild_id))
        self._rules.put((rule.guild_id, rule.id), rule)
        self._bump()

    def rule(self, guild_id: int, name_or_id: str) -> WatchRule | None:
        return self._rules.get((guild_id, name_or_id)) or _named(self.rules(guild_id), name_or_id)

    def rules(self, guild_id: int) -> Sequence[WatchRule]:
        return _by_name(rule for rule in self._rules if rule.guild_id == guild_id)

    def remove_rule(self, guild_id: int, rule_id: str) -> bool:
        if self._rules.pop((guild_id, rule_id)) is None:
            return False
        self._bump()
        return True

    def put_subscription(self, subscription: Subscription) -> None:
        self._subscriptions.put((subscription.guild_id, subscription.id), subscription)

    def subscription(self, guild_id: int, subscription_id: str) -> Subscription | None:
        return self._subscriptions.get((guild_id, subscription_id))

    def subscriptions(self, guild_id: int) -> Sequence[Subscription]:
        found = [s for s in self._subscriptions if s.guild_id == guild_id]
        return sorted(found, key=lambda subscription: (subscription.created_at, subscription.id))

    def remove_subscription(self, guild_id: int, subscription_id: str) -> bool:
        return self._subscriptions.pop((guild_id, subscription_id)) is not None

    def version(self) -> int:
        return self._counter.get("rules") or 0

    def _bump(self) -> None:
        self._counter.put("rules", self.version() + 1)


def _by_name(found: Iterable[Named]) -> list[Named]:
    return sorted(found, key=lambda each: (folded(each.name), each.id))


def _named(found: Iterable[Named], name: str) -> Named | None:
    return next((each for each in found if folded(each.name) == folded(name)), None)


def _refuse_taken(new: Named, others: Iterable[Named]) -> None:
    other = _named(others, new.name)
    if other is not None and other.id != new.id:
        raise ValueError(f"another row has this name already ({other.id})")
