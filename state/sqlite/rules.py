"""Themes, watch rules and subscriptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rules.model import Claim, Subscription, Theme, WatchRule
from state.codec import dumps
from state.names import folded
from state.sqlite.columns import Connection, exact, many, micros, one
from state.sqlite.counter import bump, current

BY_ID = "SELECT data FROM {table} WHERE guild_id = ? AND id = ?"
BY_NAME = "SELECT data FROM {table} WHERE guild_id = ? AND name_key = ?"


class SqliteRules:
    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def put_theme(self, theme: Theme) -> None:
        self._conn.execute(
            "INSERT INTO theme (guild_id, id, name_key, data) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (guild_id, id) DO UPDATE SET name_key = excluded.name_key, data = excluded.data",
            (theme.guild_id, theme.id, exact(folded(theme.name)), dumps(theme)),
        )
        bump(self._conn)

    def theme(self, guild_id: int, name_or_id: str) -> Theme | None:
        return one(self._conn, Theme, BY_ID.format(table="theme"), (guild_id, exact(name_or_id))) or one(
            self._conn, Theme, BY_NAME.format(table="theme"), (guild_id, exact(folded(name_or_id)))
        )

    def themes(self, guild_id: int) -> Sequence[Theme]:
        found = many(self._conn, Theme, "SELECT data FROM theme WHERE guild_id = ?", (guild_id,))
        return sorted(found, key=lambda theme: (folded(theme.name), theme.id))

    def remove_theme(self, guild_id: int, theme_id: str) -> bool:
        done = self._conn.execute("DELETE FROM theme WHERE guild_id = ? AND id = ?", (guild_id, theme_id))
        if not done.rowcount:
            return False
        for table in ("follow", "rule", "subscription"):
            self._conn.execute(
                f"DELETE FROM {table} WHERE guild_id = ? AND theme_id = ?", (guild_id, theme_id)
            )
        for claim in many(
            self._conn,
            Claim,
            "SELECT data FROM claim WHERE guild_id = ? AND theme_id = ?",
            (guild_id, theme_id),
        ):
            self._conn.execute(
                "UPDATE claim SET theme_id = NULL, data = ? WHERE guild_id = ? AND id = ?",
                (dumps(replace(claim, theme_id=None)), guild_id, claim.id),
            )
        bump(self._conn)
        return True

    def put_rule(self, rule: WatchRule) -> None:
        self._conn.execute(
            "INSERT INTO rule (guild_id, id, name_key, theme_id, data) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (guild_id, id) DO UPDATE SET name_key = excluded.name_key,"
            " theme_id = excluded.theme_id, data = excluded.data",
            (rule.guild_id, rule.id, exact(folded(rule.name)), rule.theme_id, dumps(rule)),
        )
        bump(self._conn)

    def rule(self, guild_id: int, name_or_id: str) -> WatchRule | None:
        return one(self._conn, WatchRule, BY_ID.format(table="rule"), (guild_id, exact(name_or_id))) or one(
            self._conn, WatchRule, BY_NAME.format(table="rule"), (guild_id, exact(folded(name_or_id)))
        )

    def rules(self, guild_id: int) -> Sequence[WatchRule]:
        found = many(self._conn, WatchRule, "SELECT data FROM rule WHERE guild_id = ?", (guild_id,))
        return sorted(found, key=lambda rule: (folded(rule.name), rule.id))

    def remove_rule(self, guild_id: int, rule_id: str) -> bool:
        done = self._conn.execute("DELETE FROM rule WHERE guild_id = ? AND id = ?", (guild_id, rule_id))
        if done.rowcount:
            bump(self._conn)
        return done.rowcount > 0

    def put_subscription(self, subscription: Subscription) -> None:
        self._conn.execute(
            "INSERT OR REPLACE INTO subscription (guild_id, id, theme_id, created_at, data) VALUES (?, ?, ?, ?, ?)",
            (
                subscription.guild_id,
                subscription.id,
                subscription.theme_id,
                micros(subscription.created_at),
                dumps(subscription),
            ),
        )

    def subscription(self, guild_id: int, subscription_id: str) -> Subscription | None:
        return one(
            self._conn, Subscription, BY_ID.format(table="subscription"), (guild_id, exact(subscription_id))
        )

    def subscriptions(self, guild_id: int) -> Sequence[Subscription]:
        return many(
            self._conn,
            Subscription,
            "SELECT data FROM subscription WHERE guild_id = ? ORDER BY created_at, id",
            (guild_id,),
        )

    def remove_subscription(self, guild_id: int, subscription_id: str) -> bool:
        done = self._conn.execute(
            "DELETE FROM subscription WHERE guild_id = ? AND id = ?", (guild_id, exact(subscription_id))
        )
        return done.rowcount > 0

    def version(self) -> int:
        return current(self._conn)
