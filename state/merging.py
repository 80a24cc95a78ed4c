"""Two claims become one: pure, the same in every backend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from rules.link import same_speaker
from rules.model import Claim, Version, WatchRule


def merged(
    keep: Claim, kept: Sequence[Version], fold: Claim, folded: Sequence[Version]
) -> tuple[Claim, tuple[Version, ...]]:
    """The claim that stays, with the newest statement of both standing, and all versions numbered in order of date."""
    ordered = sorted((*kept, *folded), key=_when)
    versions = tuple(
        replace(version, claim_id=keep.id, number=number) for number, version in enumerate(ordered, 1)
    )
    names = (*keep.aliases, *fold.aliases)
    if fold.speaker is not None and not same_speaker(fold.speaker, keep):
        names = (*names, fold.speaker)
    claim = replace(
        keep,
        standing=versions[-1].statement if versions else keep.standing,
        aliases=tuple(dict.fromkeys(names)),
        versions=len(versions),
        refused=tuple(
            words for words in keep.refused if words not in {each.statement.text for each in folded}
        ),
    )
    return claim, versions


def renamed(rule: WatchRule, fold: str, keep: str) -> WatchRule:
    """The rule with the folded claim's place taken by the one that stays."""
    names = (keep if name == fold else name for name in rule.claims)
    return replace(rule, claims=tuple(dict.fromkeys(names)))


def _when(version: Version) -> tuple[date, datetime]:
    return (version.statement.said_on or version.recorded_at.date(), version.recorded_at)
