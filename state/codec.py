"""Values ↔ JSON, strictly: what `dumps` wrote, `loads` reads back equal, and nothing else.

The nouns are frozen dataclasses; their fields' types are the schema. A field that has its default is left out, so
a field added later, with a default, reads from old rows. `$` names the kind and its version ("statement/1"); in
the Change union it is the change's tag. Dates and moments are ISO 8601, moments aware; bytes are base64.

Raises `CodecError` for text that is not exactly such a value: an unknown field, a missing one, a wrong type.
"""

from __future__ import annotations

import json
from typing import Any, TypeVar, cast

from rules.change import Alert, Said, direction_of
from rules.model import (
    Claim,
    Context,
    Entry,
    Match,
    Reading,
    Revision,
    Statement,
    Subscription,
    Theme,
    Version,
    WatchRule,
)
from state.fields import CodecError, decoder, encoder
from state.model import Article, AuditRow, Delivery, Follow, Guild, Notice, Source, WhyNot

__all__ = ["KINDS", "CodecError", "alert_line", "dumps", "kind_of", "loads", "loads_part"]

T = TypeVar("T")

KINDS: dict[type, str] = {
    Context: "context/1",
    Statement: "statement/1",
    Reading: "reading/1",
    Entry: "entry/1",
    Revision: "revision/1",
    Claim: "claim/1",
    Version: "version/1",
    Theme: "theme/1",
    WatchRule: "rule/1",
    Subscription: "subscription/1",
    Match: "match/1",
    Alert: "alert/1",
    Source: "source/1",
    Article: "article/1",
    Follow: "follow/1",
    Delivery: "delivery/1",
    Notice: "notice/1",
    WhyNot: "why_not/1",
    AuditRow: "audit/1",
    Guild: "guild/1",
}
"""Kind and version of each noun. A change of meaning is a new number, and a reader of the old one stays."""


def kind_of(value: object) -> str:
    try:
        return KINDS[type(value)]
    except KeyError:
        raise CodecError(f"{type(value).__name__} is not a stored kind") from None


def dumps(value: object) -> str:
    """One line of JSON. Lone surrogates, which UTF-8 cannot hold, are escaped."""
    fields = {"$": kind_of(value), **cast(dict[str, Any], encoder(type(value))(value))}
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(fields, separators=(",", ":"), allow_nan=False)
    return text


def loads(kind: type[T], text: str) -> T:
    """The value of that kind."""
    fields = _json(text)
    if not isinstance(fields, dict) or fields.pop("$", None) != KINDS[kind]:
        raise CodecError(f"not a {KINDS[kind]}")
    return cast(T, decoder(kind)(fields))


def loads_part(kind: type[T], text: str) -> T:
    """A dataclass that stands within a noun, cut out of its text."""
    return cast(T, decoder(kind)(_json(text)))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CodecError(f"not JSON: {error}") from error


def alert_line(alert: Alert, theme_name: str = "") -> dict[str, Any]:
    """The alert as scripts get it: the **alerts** line format. `before`/`after` are null where there is none."""
    line: dict[str, Any] = {
        "id": alert.id,
        "at": alert.at.isoformat(),
        "theme": theme_name,
        "rule": alert.rule_name,
        "speaker": alert.speaker,
        "headline": alert.headline,
        "changes": [
            {"kind": c.tag, "direction": direction_of(c), "before": c.before, "after": c.after}
            for c in alert.changes
        ],
        "before": _said_line(alert.before),
        "after": _said_line(alert.after),
        "probability": alert.probability,
        "why": list(alert.why),
    }
    if alert.edited:
        line["edited"] = True
    if alert.sightings:
        line["also"] = [
            {
                "outlet": each.outlet,
                "said_on": each.said_on.isoformat() if each.said_on else None,
                "url": each.url,
            }
            for each in alert.sightings
        ]
    return line


def _said_line(said: Said | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {
        "text": said.text,
        "said_on": said.said_on.isoformat() if said.said_on else None,
        "url": said.url,
    }
