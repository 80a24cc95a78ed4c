"""What Datasette is told of the copy that people browse (`state/sqlite/readable.sql`): titles and ready questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

QUERIES: Mapping[str, tuple[str, str]] = {
    "record_by_speaker": (
        "Who turned around how often: claims on record, and alerts by kind of change",
        """
        SELECT speaker, count(DISTINCT alert.claim) AS claims_changed, count(DISTINCT alert.id) AS alerts,
            count(DISTINCT alert.id) FILTER (WHERE tag = 'polarity_flipped') AS reversed,
            count(DISTINCT alert.id) FILTER (WHERE tag = 'withdrawn') AS withdrawn,
            count(DISTINCT alert.id) FILTER (WHERE tag = 'figure_changed') AS figures,
            count(DISTINCT alert.id) FILTER (WHERE tag = 'deadline_moved') AS deadlines,
            count(DISTINCT alert.id) FILTER (WHERE tag = 'certainty_changed') AS certainty,
            (SELECT count(*) FROM claim WHERE claim.speaker = alert.speaker) AS claims
        FROM alert JOIN change ON change.alert = alert.id AND change.server = alert.server
        WHERE coalesce(verdict, '') NOT IN ('not_same', 'wrong_speaker')
        GROUP BY speaker ORDER BY alerts DESC, speaker""",
    ),
    "one_speaker": (
        "All that one speaker changed, newest first",
        """
        SELECT at, headline, before, before_on, after, after_on, after_url, theme, rule, verdict
        FROM alert WHERE speaker LIKE '%' || :speaker || '%' ORDER BY at DESC""",
    ),
    "alerts_of_a_week": (
        "Alerts of the last seven days",
        """
        SELECT at, speaker, headline, before, after, after_url, theme, rule, probability, verdict
        FROM alert WHERE at >= datetime('now', '-7 days') ORDER BY at DESC""",
    ),
    "alerts_between": (
        "Alerts between two days (2026-03-01, 2026-03-31)",
        """
        SELECT at, speaker, headline, before, after, after_url, theme, rule, probability, verdict
        FROM alert WHERE date(at) BETWEEN :first AND :last ORDER BY at""",
    ),
    "deadlines_moved": (
        "Promises whose day moved",
        """
        SELECT at, speaker, change.before AS was, change.after AS is_now, direction, alert.after AS said, after_url
        FROM change JOIN alert ON alert.id = change.alert AND alert.server = change.server
        WHERE tag = 'deadline_moved' ORDER BY at DESC""",
    ),
    "timeline": (
        "One claim from first to last (an id from the table claim)",
        """
        SELECT number, said_on, change, text, url, recorded FROM version WHERE claim = :claim ORDER BY number""",
    ),
    "precision_by_rule": (
        "Of the alerts that people judged, how many were right, by rule",
        """
        SELECT rule, count(*) AS alerts, count(verdict) AS judged,
            count(*) FILTER (WHERE verdict = 'correct') AS correct,
            count(*) FILTER (WHERE verdict = 'not_same') AS not_the_same,
            count(*) FILTER (WHERE verdict = 'wrong_speaker') AS another_speaker,
            round(100.0 * count(*) FILTER (WHERE verdict = 'correct') / nullif(count(verdict), 0), 1) AS percent_right
        FROM alert GROUP BY server, rule_id ORDER BY judged DESC, alerts DESC""",
    ),
    "least_sure": (
        "Alerts that nobody judged yet, least sure first",
        """
        SELECT at, probability, speaker, headline, before, after, why FROM alert
        WHERE verdict IS NULL ORDER BY probability LIMIT 200""",
    ),
    "sources_in_trouble": (
        "Sources that fail, are silent or changed, and why",
        """
        SELECT name, host, health, reason, failures, last_good, polled, due, followers FROM source
        WHERE health NOT IN ('ok', 'new') AND NOT paused ORDER BY failures DESC, name""",
    ),
    "sends_in_trouble": (
        "Deliveries that failed, wait or are parked, and why",
        """
        SELECT state, kind, reason, count(*) AS deliveries, min(created) AS oldest, max(attempts) AS tries
        FROM delivery WHERE state <> 'sent' GROUP BY state, kind, reason ORDER BY deliveries DESC""",
    ),
    "why_silent": (
        "Why statements that a rule matched did not alert",
        """
        SELECT reason, count(*) AS statements, min(text) AS example FROM why_not
        GROUP BY reason ORDER BY statements DESC""",
    ),
}


def metadata(name: str, made: str) -> dict[str, Any]:
    """Datasette's metadata for the file `name`.db, made at the moment `made`."""
    queries = {
        key: {"title": title, "sql": "\n".join(line.strip() for line in sql.strip().splitlines())}
        for key, (title, sql) in QUERIES.items()
    }
    return {
        "title": "walkback",
        "description": f"A copy of {made}, without addresses of sources and webhooks. Start again for a newer one.",
        "databases": {name: {"queries": queries, "tables": {"alert": {"sort_desc": "at"}}}},
    }
