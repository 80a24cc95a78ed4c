"""The door: two statements → their typed difference, with the steps that led there."""

from __future__ import annotations

from typing import Literal

from rules.change import (
    AttributionChanged,
    CertaintyChanged,
    Change,
    Comparison,
    DeadlineMoved,
    PolarityFlipped,
    Repeated,
    WordingEdited,
)
from rules.compare.align import RELATED, overlap, pair_figures, topic
from rules.compare.figures import changed
from rules.compare.terms import terms
from rules.model import Horizon, Statement

SLACK_DAYS = 45


def compare(
    old: Statement, new: Statement, *, kind: Literal["statement", "edit"] = "statement"
) -> Comparison:
    """What `new` changes of `old`. `kind="edit"`: two texts of one entry, so they are about the same thing."""
    shared = overlap(topic(old), topic(new))
    steps = [f"They share {shared:.0%} of what they are about; {RELATED:.0%} are needed."]
    if kind == "statement" and shared < RELATED:
        return Comparison(related=False, changes=(), support=0.0, steps=(*steps, "So they are unrelated."))
    changes: list[Change] = []
    for a, b in pair_figures(old, new):
        if difference := changed(a, b):
            changes.append(difference)
    for before, after in zip(old.horizons, new.horizons, strict=False):
        if moved := _moved(before, after):
            changes.append(moved)
    changes += _stance(old, new)
    worded = [t.stem for t in terms(old.text)] != [t.stem for t in terms(new.text)]
    if not changes and kind == "edit" and worded:
        changes.append(WordingEdited(before=old.text, after=new.text))
    if not changes:
        changes.append(Repeated(before=old.text, after=new.text))
    steps += [f"{c.tag}: “{c.before}” → “{c.after}”" for c in changes]
    loud = any(not isinstance(c, Repeated) for c in changes)
    return Comparison(
        related=True, changes=tuple(changes), support=0.2 if loud else 0.6 + 0.4 * shared, steps=tuple(steps)
    )


def _moved(old: Horizon, new: Horizon) -> DeadlineMoved | None:
    before, after = old.latest or old.earliest, new.latest or new.earliest
    if before is None or after is None or abs((after - before).days) <= SLACK_DAYS:
        return None
    days = (after - before).days
    return DeadlineMoved(
        before=old.text,
        after=new.text,
        direction="later" if days > 0 else "earlier",
        before_latest=old.latest,
        after_latest=new.latest,
        days=days,
    )


def _stance(old: Statement, new: Statement) -> list[Change]:
    out: list[Change] = []
    if {old.polarity, new.polarity} == {"affirmed", "denied"}:
        out.append(PolarityFlipped(before=old.text, after=new.text))
    elif old.certainty is not None and new.certainty is not None and abs(new.certainty - old.certainty) >= 1:
        out.append(
            CertaintyChanged(
                before=old.text,
                after=new.text,
                direction="stronger" if new.certainty > old.certainty else "weaker",
                before_level=old.certainty,
                after_level=new.certainty,
            )
        )
    if old.speaker and new.speaker and old.speaker.casefold() != new.speaker.casefold():
        out.append(AttributionChanged(before=old.speaker, after=new.speaker))
    return out
