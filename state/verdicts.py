"""What people of a guild said of its links, and the calibration that follows: small facts of the store.

Kept are the newest `KEPT` verdicts, by alert, with the probability as the model gave it: a calibration learned from
probabilities that it has moved itself would run away.
"""

from __future__ import annotations

import json

from rules.linking.calibration import UNMOVED, Calibration, fit
from state.store import Tx

KEPT = 500


def calibration_of(tx: Tx, guild_id: int) -> Calibration:
    stored = tx.guilds.meta(f"calibration:{guild_id}")
    if not stored:
        return UNMOVED
    slope, intercept, verdicts = json.loads(stored)
    return Calibration(slope=slope, intercept=intercept, verdicts=verdicts)


def learn(tx: Tx, guild_id: int, alert_id: str, probability: float, *, right: bool | None) -> Calibration:
    """Write (or, with None, take back) what was said of one alert, and the calibration of all."""
    key = f"verdicts:{guild_id}"
    rows: dict[str, list[float]] = json.loads(tx.guilds.meta(key) or "{}")
    rows.pop(alert_id, None)
    if right is not None:
        rows[alert_id] = [round(probability, 4), 1 if right else 0]
    rows = dict(list(rows.items())[-KEPT:])
    found = fit((probability, bool(said)) for probability, said in rows.values())
    tx.guilds.put_meta(key, json.dumps(rows))
    tx.guilds.put_meta(
        f"calibration:{guild_id}",
        json.dumps([round(found.slope, 6), round(found.intercept, 6), found.verdicts]) if rows else "",
    )
    return found
