"""Watch rules: add, show, edit, test against what is stored, pause, remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.desk import limits, themes
from bot.desk.answers import Refusal, not_found, too_long
from rules.change import TAGS
from rules.ids import content_id
from rules.language import QueryError, Subject, describe, matches, parse
from rules.model import ClauseHit, Entry, Statement, WatchRule
from state.model import AuditRow
from state.store import Tx

NAME_LIMIT = 60
BACKTEST_DAYS = 90
BACKTEST_STATEMENTS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One stored statement that a query would have matched, and why."""

    statement: Statement
    entry: Entry
    hits: tuple[ClauseHit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What a query would have matched: `found` of `of` statements in the last `days`, the newest as examples."""

    query: str
    meaning: str
    found: int
    of: int
    days: int
    examples: tuple[Hit, ...]
    overlaps: tuple[tuple[str, int], ...] = ()
    """(rule name, how many of the found it matches too), most first."""


def check_changes(changes: Sequence[str]) -> tuple[str, ...] | Refusal:
    """Change tags as typed: commas or spaces, "all" for every tag, "" for the usual ones."""
    words = [word for part in changes for word in part.replace(",", " ").split()]
    if words == ["all"]:
        return tuple(TAGS)
    for word in words:
        if word not in TAGS:
            return Refusal(f"'{word[:40]}' is no kind of change. There are: {', '.join(TAGS)}, or 'all'.")
    return tuple(dict.fromkeys(words))


def check_query(query: str) -> Refusal | None:
    """None for a query that can be read, else where and why it cannot."""
    parsed = parse(query)
    return Refusal(str(parsed), parsed.pointed()) if isinstance(parsed, QueryError) else None


def add(
    tx: Tx,
    guild_id: int,
    name: str,
    query: str,
    *,
    now: datetime,
    theme: str | None = None,
    claims: Sequence[str] = (),
    changes: Sequence[str] = (),
    actor: int = 0,
) -> WatchRule | Refusal:
    name = " ".join(name.split())
    if not name:
        return Refusal("A rule needs a name, such as 'jobs figures'.")
    if refusal := too_long("name", name, NAME_LIMIT) or check_query(query):
        return refusal
    if tx.rules.rule(guild_id, name) is not None:
        return Refusal(f"There is a rule '{name}' already. Edit it, or choose another name.")
    if refusal := limits.full(tx, guild_id, "rules", len(tx.rules.rules(guild_id))):
        return refusal
    scope = _scope(tx, guild_id, theme, claims, changes)
    if isinstance(scope, Refusal):
        return scope
    theme_id, claim_ids, tags = scope
    rule = WatchRule(
        id=content_id("rule", guild_id, name.casefold(), now.isoformat()),
        guild_id=guild_id,
        name=name,
        query=query.strip(),
        created_at=now,
        theme_id=theme_id,
        claims=claim_ids,
        changes=tags,
    )
    tx.rules.put_rule(rule)
    _audit(tx, rule, "rule add", now, actor)
    return rule


def _scope(
    tx: Tx, guild_id: int, theme: str | None, claims: Sequence[str], changes: Sequence[str]
) -> tuple[str | None, tuple[str, ...], tuple[str, ...]] | Refusal:
    theme_id = None
    if theme:
        found = themes.find(tx, guild_id, theme)
        if isinstance(found, Refusal):
            return found
        theme_id = found.id
    for claim_id in claims:
        if tx.claims.get(guild_id, claim_id) is None:
            return not_found("claim", claim_id, "The list of claims")
    tags = check_changes(changes)
    if isinstance(tags, Refusal):
        return tags
    return theme_id, tuple(claims), tags


def find(tx: Tx, guild_id: int, name: str) -> WatchRule | Refusal:
    """By id or name, whatever the case."""
    rule = tx.rules.rule(guild_id, name.strip())
    return rule if rule is not None else not_found("rule", name, "The list of rules")


def listing(tx: Tx, guild_id: int) -> Sequence[WatchRule]:
    """A guild's rules, paused ones too."""
    return tx.rules.rules(guild_id)


def edit(
    tx: Tx,
    guild_id: int,
    name: str,
    *,
    now: datetime,
    query: str | None = None,
    new_name: str | None = None,
    theme: str | None = None,
    claims: Sequence[str] | None = None,
    changes: Sequence[str] | None = None,
    actor: int = 0,
) -> WatchRule | Refusal:
    """What is None stays as it is; theme "" takes the theme away."""
    rule = find(tx, guild_id, name)
    if isinstance(rule, Refusal):
        return rule
    if query is not None:
        if refusal := check_query(query):
            return refusal
        rule = replace(rule, query=query.strip())
    if new_name is not None and new_name.strip() and new_name.strip().casefold() != rule.name.casefold():
        if tx.rules.rule(guild_id, new_name.strip()) is not None:
            return Refusal(f"There is a rule '{new_name.strip()}' already. Choose another name.")
        if refusal := too_long("name", new_name, NAME_LIMIT):
            return refusal
        rule = replace(rule, name=" ".join(new_name.split()))
    scope = _scope(tx, guild_id, theme, claims or (), changes or ())
    if isinstance(scope, Refusal):
        return scope
    if theme is not None:
        rule = replace(rule, theme_id=scope[0])
    if claims is not None:
        rule = replace(rule, claims=scope[1])
    if changes is not None:
        rule = replace(rule, changes=scope[2])
    tx.rules.put_rule(rule)
    _audit(tx, rule, "rule edit", now, actor)
    return rule


def pause(
    tx: Tx, guild_id: int, name: str, *, paused: bool, now: datetime, actor: int = 0
) -> WatchRule | Refusal:
    """`paused` False makes the rule live again."""
    rule = find(tx, guild_id, name)
    if isinstance(rule, Refusal):
        return rule
    rule = replace(rule, paused=paused)
    tx.rules.put_rule(rule)
    _audit(tx, rule, "rule pause" if paused else "rule resume", now, actor)
    return rule


def remove(tx: Tx, guild_id: int, name: str, *, now: datetime, actor: int = 0) -> WatchRule | Refusal:
    """The rule that was taken away. Its alerts stay in the history."""
    rule = find(tx, guild_id, name)
    if isinstance(rule, Refusal):
        return rule
    tx.rules.remove_rule(guild_id, rule.id)
    _audit(tx, rule, "rule remove", now, actor)
    return rule


def backtest(
    tx: Tx, guild_id: int, query: str, *, now: datetime, days: int = BACKTEST_DAYS, examples: int = 3
) -> Backtest | Refusal:
    """What the query would have matched among the stored statements of the last `days`."""
    parsed = parse(query)
    if isinstance(parsed, QueryError):
        return Refusal(str(parsed), parsed.pointed())
    theme_names = {theme.id: theme.name for theme in tx.rules.themes(guild_id)}
    stored = tx.entries.recent_statements(guild_id, now - timedelta(days=days), BACKTEST_STATEMENTS)
    others = [
        (rule.name, other)
        for rule in tx.rules.rules(guild_id)
        if not isinstance(other := parse(rule.query), QueryError) and rule.query != query.strip()
    ]
    overlap = dict.fromkeys((name for name, _ in others), 0)
    found: list[Hit] = []
    names: dict[str, tuple[str, tuple[str, ...]]] = {}
    for statement, entry in stored:
        if entry.source_id not in names:
            names[entry.source_id] = _around(tx, guild_id, entry.source_id, theme_names)
        source_name, followed = names[entry.source_id]
        subject = Subject(
            statement=statement,
            title=entry.title,
            source=source_name,
            source_url=entry.url,
            themes=followed,
            kind=entry.kind,
        )
        hits = matches(parsed, subject)
        if hits is None:
            continue
        found.append(Hit(statement=statement, entry=entry, hits=hits))
        for name, other in others:
            overlap[name] += matches(other, subject) is not None
    return Backtest(
        query=query.strip(),
        meaning=describe(parsed),
        found=len(found),
        of=len(stored),
        days=days,
        examples=tuple(found[:examples]),
        overlaps=tuple(sorted(((n, c) for n, c in overlap.items() if c), key=lambda p: (-p[1], p[0]))),
    )


def _around(
    tx: Tx, guild_id: int, source_id: str, theme_names: dict[str, str]
) -> tuple[str, tuple[str, ...]]:
    source = tx.sources.get(source_id)
    followed = tuple(
        theme_names.get(follow.theme_id, "")
        for follow in tx.sources.followers(source_id)
        if follow.guild_id == guild_id
    )
    return (source.name if source else ""), followed


def _audit(tx: Tx, rule: WatchRule, action: str, now: datetime, actor: int) -> None:
    row = AuditRow(
        guild_id=rule.guild_id,
        at=now,
        actor=actor,
        action=action,
        subject=rule.id,
        detail=f"{rule.name}: {rule.query}",
    )
    tx.guilds.audit(row)
