"""Alerts and what explains them: matches, and why a statement did not alert."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rules.change import Alert, Sighting
from rules.model import Match
from state.codec import dumps
from state.model import HistoryFilter, Notice, WhyNot
from state.names import asked_for, filed_under, search_words, stemmed, told_under
from state.sightings import sighted
from state.sqlite.columns import Connection, as_text, exact, many, micros, moment, one


class SqliteAlerts:
    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, alert: Alert) -> bool:
        row = self._conn.execute(
            "INSERT OR IGNORE INTO alert (guild_id, id, at, theme_id, claim_id, entry_id, before_id, after_id,"
            " headline, speakers, tags, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING no",
            (
                alert.guild_id,
                alert.id,
                micros(alert.at),
                alert.theme_id,
                alert.claim_id,
                alert.entry_id,
                alert.before.statement_id if alert.before else "",
                alert.after.statement_id if alert.after else "",
                alert.headline,
                _marks(filed_under(alert.speaker)),
                _marks([*(change.tag for change in alert.changes), *map(_theme_mark, told_under(alert))]),
                dumps(alert),
            ),
        ).fetchone()
        if row is None:
            return False
        self._conn.execute(
            "INSERT INTO alert_text (rowid, guild, words) VALUES (?, ?, ?)",
            (row[0], f"g{alert.guild_id}", " ".join(search_words(alert))),
        )
        return True

    def get(self, guild_id: int, alert_id: str) -> Alert | None:
        return one(
            self._conn,
            Alert,
            "SELECT data FROM alert WHERE guild_id = ? AND id = ?",
            (guild_id, exact(alert_id)),
        )

    def sight(self, guild_id: int, alert_id: str, sighting: Sighting, most: int) -> Alert | None:
        found = sighted(self.get(guild_id, alert_id), sighting, most)
        if found is not None:
            self._conn.execute(
                "UPDATE alert SET data = ? WHERE guild_id = ? AND id = ?",
                (dumps(found), guild_id, exact(alert_id)),
            )
        return found

    def history(self, where: HistoryFilter) -> Sequence[Alert]:
        conditions = ["guild_id = :guild"]
        values: dict[str, object] = {"guild": where.guild_id, "limit": where.limit}

        def only(condition: str, **named: object) -> None:
            conditions.append(condition)
            values.update(named)

        if where.theme_id is not None:
            only(
                "(theme_id = :theme OR instr(tags, :mark))",
                theme=exact(where.theme_id),
                mark=f"|{_theme_mark(where.theme_id)}|",
            )
        if where.claim_id is not None:
            only("claim_id = :claim", claim=where.claim_id)
        if where.speaker:
            only("instr(speakers, :speaker)", speaker=f"|{asked_for(where.speaker)}|")
        if where.change:
            only("instr(tags, :tag)", tag=f"|{where.change}|")
        if where.since is not None:
            only("at >= :since", since=micros(where.since))
        if where.until is not None:
            only("at <= :until", until=micros(where.until))
        if where.before_id is not None:
            only(
                "(at, id) < (SELECT at, id FROM alert WHERE guild_id = :guild AND id = :before)",
                before=exact(where.before_id),
            )
        words = stemmed(where.text)
        if words:
            only(
                "no IN (SELECT rowid FROM alert_text WHERE alert_text MATCH :text)",
                text=_all_of(where, words),
            )
        return many(
            self._conn,
            Alert,
            f"SELECT data FROM alert WHERE {' AND '.join(conditions)} ORDER BY at DESC, id DESC LIMIT :limit",
            values,
        )

    def count(self, guild_id: int, since: datetime | None = None) -> int:
        (found,) = self._conn.execute(
            "SELECT count(*) FROM alert WHERE guild_id = ? AND at >= ?",
            (guild_id, micros(since) if since else -(2**63)),
        ).fetchone()
        return int(found)

    def add_match(self, match: Match) -> None:
        self._conn.execute(
            "INSERT OR REPLACE INTO match (statement_id, rule_id, data) VALUES (?, ?, ?)",
            (match.statement_id, match.rule_id, dumps(match)),
        )

    def matches(self, statement_id: str) -> Sequence[Match]:
        return many(
            self._conn,
            Match,
            "SELECT data FROM match WHERE statement_id = ? ORDER BY rule_id",
            (exact(statement_id),),
        )

    def put_why_not(self, rows: Sequence[WhyNot]) -> None:
        self._conn.executemany(
            "INSERT OR REPLACE INTO why_not (guild_id, statement_id, rule_id, at, code, text)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (r.guild_id, r.statement_id, r.rule_id or "", micros(r.at), r.code, exact(r.text))
                for r in rows
            ],
        )

    def why_not(self, guild_id: int, statement_id: str) -> Sequence[WhyNot]:
        rows = self._conn.execute(
            "SELECT statement_id, guild_id, rule_id, at, code, text FROM why_not"
            " WHERE guild_id = ? AND statement_id = ? ORDER BY rule_id",
            (guild_id, exact(statement_id)),
        )
        return [
            WhyNot(
                statement_id=statement,
                guild_id=guild,
                rule_id=rule or None,
                at=moment(at),
                code=code,
                text=as_text(text),
            )
            for statement, guild, rule, at, code, text in rows
        ]

    def put_notice(self, notice: Notice) -> bool:
        done = self._conn.execute(
            "INSERT OR IGNORE INTO notice (guild_id, id, at, data) VALUES (?, ?, ?, ?)",
            (notice.guild_id, notice.id, micros(notice.at), dumps(notice)),
        )
        return done.rowcount > 0

    def notice(self, guild_id: int, notice_id: str) -> Notice | None:
        return one(
            self._conn,
            Notice,
            "SELECT data FROM notice WHERE guild_id = ? AND id = ?",
            (guild_id, exact(notice_id)),
        )


def _theme_mark(theme_id: str) -> str:
    """An alert may be told under several themes; they stand beside its tags, in the index that /history reads."""
    return f"theme:{theme_id}"


def _marks(words: Iterable[str]) -> str:
    return "|" + "".join(f"{word}|" for word in words)


def _all_of(where: HistoryFilter, words: Sequence[str]) -> str:
    """An FTS5 query: each word a quoted phrase, so that nothing a user types is syntax."""
    quoted = " AND ".join(f'"{word.replace(chr(34), chr(34) * 2)}"' for word in words)
    return f'guild : "g{where.guild_id}" AND words : ({quoted})'
