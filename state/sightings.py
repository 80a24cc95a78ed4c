"""An alert that was seen in another outlet."""

from __future__ import annotations

from dataclasses import replace

from rules.change import Alert, Sighting


def sighted(alert: Alert | None, sighting: Sighting, most: int) -> Alert | None:
    """The alert with the sighting; None where there is nothing to add."""
    if alert is None or len(alert.sightings) >= most:
        return None
    if any(each.outlet == sighting.outlet for each in alert.sightings):
        return None
    return replace(alert, sightings=(*alert.sightings, sighting))
