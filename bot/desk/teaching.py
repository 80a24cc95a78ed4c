"""What is learned from a verdict on an alert: the link's calibration, pairs that are not the same, and names that are
somebody else's. All of it can be taken back."""

from __future__ import annotations

from dataclasses import replace

from rules.change import Alert
from rules.linking.calibration import Calibration
from rules.linking.words import plain
from rules.model import Claim
from state.store import Tx
from state.verdicts import calibration_of, learn

MOST_REFUSED = 50
"""Statements that a claim remembers not to be about; the oldest are forgotten."""
WORDS = 400
"""Characters kept of each."""


def teach(tx: Tx, guild_id: int, alert: Alert, verdict: str) -> Calibration:
    """`verdict`: correct, not_same or wrong_speaker. The calibration that holds afterwards."""
    if verdict != "correct":
        _remember(tx, guild_id, alert, speaker=verdict == "wrong_speaker")
    probability = linked(alert)
    if probability is None:
        return calibration_of(tx, guild_id)
    return learn(tx, guild_id, alert.id, probability, right=verdict == "correct")


def unteach(tx: Tx, guild_id: int, alert: Alert) -> None:
    claim = tx.claims.get(guild_id, alert.claim_id) if alert.claim_id else None
    words, name = _said(alert)
    if claim is not None and words in claim.refused:
        tx.claims.update(replace(claim, refused=tuple(each for each in claim.refused if each != words)))
    for each in _of_speaker(tx, guild_id, claim) if claim is not None else ():
        if name in each.not_speakers:
            left = tuple(other for other in each.not_speakers if other != name)
            tx.claims.update(replace(each, not_speakers=left))
    if linked(alert) is not None:
        learn(tx, guild_id, alert.id, 1.0, right=None)


def linked(alert: Alert) -> float | None:
    """How likely the model held the link to be; None where nothing was linked (an edit of the claim's own sentence)."""
    if alert.claim_id is None or alert.probability == 1.0:
        return None
    return alert.probability if alert.uncalibrated is None else alert.uncalibrated


def _remember(tx: Tx, guild_id: int, alert: Alert, *, speaker: bool) -> None:
    """The statement, or the speaker's name where that is another one than the claim's."""
    claim = tx.claims.get(guild_id, alert.claim_id) if alert.claim_id else None
    words, name = _said(alert)
    if claim is None:
        return
    other = bool(name) and plain(name).strip() != plain(claim.speaker or "").strip()
    if speaker and other and claim.speaker is not None:
        for each in _of_speaker(tx, guild_id, claim):
            if name not in each.not_speakers:
                tx.claims.update(replace(each, not_speakers=(*each.not_speakers, name)))
    elif words and words not in claim.refused:
        tx.claims.update(replace(claim, refused=(*claim.refused, words)[-MOST_REFUSED:]))


def _said(alert: Alert) -> tuple[str, str]:
    side = alert.after
    return (side.text[:WORDS], side.speaker or "") if side is not None else ("", "")


def _of_speaker(tx: Tx, guild_id: int, claim: Claim) -> list[Claim]:
    """Every claim of the very same speaker: a name that is not theirs is so everywhere."""
    found = tx.claims.of_guild(guild_id, speaker=claim.speaker) if claim.speaker else ()
    return [each for each in found if each.speaker == claim.speaker]
