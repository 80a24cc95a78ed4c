"""Mutes: a claim, a speaker or a rule is not posted for a time. Judging and the history go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, get_args

from bot.desk.answers import Refusal
from rules.change import Alert
from state.model import AuditRow, Delivery, Guild
from state.store import Tx

What = Literal["claim", "speaker", "rule"]
WHATS: tuple[What, ...] = get_args(What)
PREFIX = "mute:"
LONGEST = timedelta(days=366)
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """`key`: a claim's or rule's id, or a speaker's name without case. `label` is what to call it."""

    what: What
    key: str
    until: datetime
    label: str = ""


def subject_of(alert: Alert, what: What) -> str | None:
    """What of this alert would be muted; None where it has no such thing."""
    match what:
        case "claim":
            return alert.claim_id
        case "rule":
            return alert.rule_id or None
        case "speaker":
            return alert.speaker.casefold() if alert.speaker else None


def add(
    tx: Tx, guild_id: int, alert: Alert, what: str, days: int, *, now: datetime, actor: int = 0
) -> Mute | Refusal:
    """No alerts about `what` ("claim", "speaker" or "rule") of this alert for `days` days, at most `LONGEST`."""
    if what not in WHATS:
        return Refusal(f"'{what[:20]}' cannot be muted; a claim, a speaker or a rule can.")
    key = subject_of(alert, what)
    if not key:
        return Refusal(f"This alert has no {what} to mute.")
    label = {"claim": "", "speaker": alert.speaker or "", "rule": alert.rule_name}[what]
    span = min(timedelta(days=max(1, days)), LONGEST)
    mute = Mute(what=what, key=key, until=now + span, label=label)
    guild = _cleaned(tx.guilds.get(guild_id) or Guild(id=guild_id), now)
    name = f"{PREFIX}{what}:{key}"
    others = tuple(pair for pair in guild.settings if pair[0] != name)
    if sum(pair[0].startswith(PREFIX) for pair in others) >= MOST:
        return Refusal(f"There are {MOST} mutes, the most there can be. Lift some first.")
    value = f"{mute.until.isoformat()} {label}"
    tx.guilds.put(replace(guild, settings=(*others, (name, value))))
    tx.guilds.audit(
        AuditRow(
            guild_id=guild_id,
            at=now,
            actor=actor,
            action=f"mute {what}",
            subject=key,
            detail=f"{label or key} until {mute.until:%Y-%m-%d}",
        )
    )
    return mute


def remove(tx: Tx, guild_id: int, what: str, key: str, *, now: datetime, actor: int = 0) -> bool:
    """False where no such mute was in force."""
    guild = tx.guilds.get(guild_id)
    name = f"{PREFIX}{what}:{key}"
    if guild is None or name not in dict(guild.settings):
        return False
    tx.guilds.put(replace(guild, settings=tuple(pair for pair in guild.settings if pair[0] != name)))
    tx.guilds.audit(AuditRow(guild_id=guild_id, at=now, actor=actor, action=f"unmute {what}", subject=key))
    return True


def listing(tx: Tx, guild_id: int, now: datetime) -> Sequence[Mute]:
    """Those in force, soonest to end first."""
    guild = tx.guilds.get(guild_id)
    found = [_read(name, value) for name, value in guild.settings] if guild else []
    return sorted((mute for mute in found if mute and mute.until > now), key=lambda mute: mute.until)


def reason(tx: Tx, row: Delivery, alert: Alert | None) -> str | None:
    """Why a delivery is not posted, or None. Asked by the dispatcher at the moment of sending, so `row.first_try_at`
    or `row.not_before` is now."""
    if alert is None:
        return None
    moment = max(row.not_before, row.first_try_at or row.not_before)
    for mute in listing(tx, row.guild_id, moment):
        if subject_of(alert, mute.what) == mute.key:
            return f"the {mute.what} is muted until {mute.until:%Y-%m-%d}"
    return None


def _read(name: str, value: str) -> Mute | None:
    _, what, key = (*name.split(":", 2), "", "")[:3]
    until, _, label = value.partition(" ")
    if not name.startswith(PREFIX) or what not in WHATS:
        return None
    return Mute(what=what, key=key, until=datetime.fromisoformat(until), label=label)


def _cleaned(guild: Guild, now: datetime) -> Guild:
    """Without mutes that have ended."""
    kept = tuple(
        (name, value)
        for name, value in guild.settings
        if (mute := _read(name, value)) is None or mute.until > now
    )
    return replace(guild, settings=kept)
