"""Judging alerts: right, not the same claim, or not that speaker. Audited, reversible, counted for each rule.

What is judged "not the same" leaves the claim's record: the claim stands as it stood before, and the statement becomes
a claim of its own. Taking the judgement back puts everything where it was, with what has been recorded since.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import sqrt
from typing import Any, Literal, get_args

from bot.desk import teaching
from bot.desk.answers import Refusal
from rules.change import Alert
from rules.ids import content_id
from rules.linking.calibration import UNMOVED, Calibration
from rules.model import Claim, Version
from state.codec import dumps, loads
from state.model import AuditRow
from state.store import Tx
from state.verdicts import calibration_of

Verdict = Literal["correct", "not_same", "wrong_speaker"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
SAID = {"correct": "it is right", "not_same": "not the same claim", "wrong_speaker": "not that speaker"}
WILSON_Z = 1.96
"""Standard deviations of a 95 % interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """Of a rule's alerts that people judged: how many were right."""

    right: int
    judged: int

    @property
    def at_least(self) -> float:
        """The lower end of Wilson's interval (95 %): what the counts can bear, 0..1. Three of three is no certainty.
        E. B. Wilson, Probable inference, JASA 22 (1927)."""
        n = self.judged
        if not n:
            return 0.0
        share, z2 = self.right / n, WILSON_Z * WILSON_Z
        spread = WILSON_Z * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
        return max(0.0, (share + z2 / (2 * n) - spread) / (1 + z2 / n))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a verdict, or taking it back, came to."""

    alert: Alert
    verdict: Verdict | None
    """None: taken back."""
    mended: bool
    """The claim's record changed."""
    precision: Precision
    calibration: Calibration = UNMOVED
    """What this guild's verdicts make of a link's probability now."""


def judge_alert(
    tx: Tx, guild_id: int, alert_id: str, verdict: Verdict, *, now: datetime, actor: int = 0
) -> Judged | Refusal:
    """The last judgement stands: judging again takes the earlier one back first."""
    alert = tx.alerts.get(guild_id, alert_id)
    if alert is None:
        return Refusal("This alert is no longer stored, or not of this server.")
    before = _record(tx, guild_id, alert_id)
    if before.get("verdict") == verdict:
        return Judged(
            alert=alert,
            verdict=verdict,
            mended=False,
            precision=precision(tx, guild_id, alert.rule_id),
            calibration=calibration_of(tx, guild_id),
        )
    if before:
        _undo(tx, guild_id, alert, before)
    kept = (
        [] if verdict == "correct" else _take_out(tx, guild_id, alert, apart=verdict == "not_same", now=now)
    )
    calibration = teaching.teach(tx, guild_id, alert, verdict)
    record = {"verdict": verdict, "actor": actor, "at": now.isoformat(), "kept": kept}
    tx.guilds.put_meta(_key(guild_id, alert_id), json.dumps(record))
    _count(tx, guild_id, alert.rule_id, verdict, +1)
    _audit(tx, guild_id, alert, f"judge {verdict}", now, actor)
    return Judged(
        alert=alert,
        verdict=verdict,
        mended=bool(kept),
        precision=precision(tx, guild_id, alert.rule_id),
        calibration=calibration,
    )


def take_back(
    tx: Tx, guild_id: int, alert_id: str, *, now: datetime, actor: int = 0, verdict: str = ""
) -> Judged | Refusal:
    """`verdict`: only this one; "" for whichever stands."""
    alert = tx.alerts.get(guild_id, alert_id)
    before = _record(tx, guild_id, alert_id)
    if alert is None or not before:
        return Refusal("This alert is not judged, so there is nothing to take back.")
    if verdict and before["verdict"] != verdict:
        stands = SAID[before["verdict"]]
        return Refusal(f"Somebody has judged this alert again since: {stands}. That was left as it is.")
    _undo(tx, guild_id, alert, before)
    tx.guilds.put_meta(_key(guild_id, alert_id), "")
    _audit(tx, guild_id, alert, "judge taken back", now, actor)
    return Judged(
        alert=alert,
        verdict=None,
        mended=bool(before["kept"]),
        precision=precision(tx, guild_id, alert.rule_id),
        calibration=calibration_of(tx, guild_id),
    )


def verdict_of(tx: Tx, guild_id: int, alert_id: str) -> Verdict | None:
    """What people said of the alert last; None where nobody judged it, or took it back."""
    found = _record(tx, guild_id, alert_id).get("verdict")
    return found if found in VERDICTS else None


def precision(tx: Tx, guild_id: int, rule_id: str) -> Precision:
    """How many of a rule's judged alerts were right."""
    counts: dict[str, int] = json.loads(tx.guilds.meta(f"precision:{guild_id}:{rule_id}") or "{}")
    return Precision(right=counts.get("correct", 0), judged=sum(counts.values()))


def _count(tx: Tx, guild_id: int, rule_id: str, verdict: str, by: int) -> None:
    key = f"precision:{guild_id}:{rule_id}"
    counts: dict[str, int] = json.loads(tx.guilds.meta(key) or "{}")
    counts[verdict] = max(0, counts.get(verdict, 0) + by)
    tx.guilds.put_meta(key, json.dumps(counts))


def _key(guild_id: int, alert_id: str) -> str:
    return f"triage:{guild_id}:{alert_id}"


def _record(tx: Tx, guild_id: int, alert_id: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(tx.guilds.meta(_key(guild_id, alert_id)) or "{}")
    return found


# --- the claim's record ---------------------------------------------------------------------------


def _take_out(tx: Tx, guild_id: int, alert: Alert, *, apart: bool, now: datetime) -> list[str]:
    """The alert's version leaves the record; what was there before, as text. Nothing to do gives nothing."""
    claim = tx.claims.get(guild_id, alert.claim_id) if alert.claim_id else None
    versions = list(tx.claims.versions(guild_id, claim.id)) if claim else []
    wrong = [version for version in versions if version.alert_id == alert.id]
    rest = [version for version in versions if version.alert_id != alert.id]
    if claim is None or not wrong or not rest:
        return []
    _rewrite(tx, claim, rest)
    if apart:
        statement = wrong[0].statement
        own = Claim(
            id=_apart_id(guild_id, alert),
            guild_id=guild_id,
            theme_id=claim.theme_id,
            speaker=statement.speaker,
            standing=statement,
            created_at=now,
            origin="heard",
        )
        tx.claims.put(
            own, Version(claim_id=own.id, number=1, statement=statement, recorded_at=now, tag="new_claim")
        )
    return [dumps(claim), *(dumps(version) for version in versions)]


def _apart_id(guild_id: int, alert: Alert) -> str:
    return content_id("apart", guild_id, alert.id)


def _rewrite(tx: Tx, claim: Claim, versions: Sequence[Version]) -> None:
    """The record holds exactly these versions, numbered anew."""
    tx.claims.remove(claim.guild_id, claim.id)
    for number, version in enumerate(versions, 1):
        standing = replace(
            claim,
            standing=version.statement,
            versions=number,
            withdrawn=claim.withdrawn and number == len(versions) and version.tag == "withdrawn",
        )
        tx.claims.put(standing, replace(version, claim_id=claim.id, number=number))


def _undo(tx: Tx, guild_id: int, alert: Alert, record: dict[str, Any]) -> None:
    """What the judgement did, and nothing else: what people and feeds have done to the claim since stays, other
    judgements about it too. A claim that was removed or merged meanwhile is not brought back."""
    _count(tx, guild_id, alert.rule_id, record["verdict"], -1)
    teaching.unteach(tx, guild_id, alert)
    if not record["kept"]:
        return
    before = loads(Claim, record["kept"][0])
    claim = tx.claims.get(guild_id, before.id)
    if claim is None:
        return
    kept = [loads(Version, text) for text in record["kept"][1:]]
    apart = tx.claims.get(guild_id, _apart_id(guild_id, alert))
    if apart is not None and apart.versions == 1:
        tx.claims.remove(guild_id, apart.id)
    versions = list(tx.claims.versions(guild_id, claim.id))
    for wrong in kept:
        if wrong.alert_id == alert.id:
            _put_in(versions, wrong, kept)
    _rewrite(tx, replace(claim, withdrawn=claim.withdrawn or before.withdrawn), versions)


def _put_in(versions: list[Version], wrong: Version, kept: Sequence[Version]) -> None:
    """Where it stood among those that were there with it; among others, by when they were recorded."""
    place = next(i for i, each in enumerate(kept) if each.number == wrong.number)
    earlier = {each.statement.id for each in kept[:place]}
    later = {each.statement.id for each in kept[place + 1 :]}
    at = 0
    for index, each in enumerate(versions):
        name = each.statement.id
        if name == wrong.statement.id:
            return
        if name in earlier or (name not in later and each.recorded_at <= wrong.recorded_at):
            at = index + 1
    versions.insert(at, wrong)


def _audit(tx: Tx, guild_id: int, alert: Alert, action: str, now: datetime, actor: int) -> None:
    tx.guilds.audit(
        AuditRow(
            guild_id=guild_id,
            at=now,
            actor=actor,
            action=action,
            subject=alert.id,
            detail=f"rule {alert.rule_id}, probability {alert.probability:.3f}",
        )
    )
