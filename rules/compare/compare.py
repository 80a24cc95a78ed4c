"""The door: two statements → their typed difference, with the steps that led there."""

from __future__ import annotations

from typing import Literal

from rules.change import (
    AttributionChanged,
    CertaintyChanged,
    Change,
    Comparison,
    DeadlineMoved,
    FigureChanged,
    PolarityFlipped,
    Repeated,
    WordingEdited,
)
from rules.compare.look import FigurePair, Sides, side_by_side
from rules.model import Horizon, Statement

SLACK_DAYS = 45
RELATED = 0.34


def compare(
    old: Statement, new: Statement, *, kind: Literal["statement", "edit"] = "statement"
) -> Comparison:
    """What `new` changes of `old`. `kind="edit"`: two texts of one entry, so they are about the same thing."""
    sides = side_by_side(old, new)
    shared = _shared(sides)
    steps = [f"They share {shared:.0%} of what they are about; {RELATED:.0%} are needed."]
    if kind == "statement" and shared < RELATED:
        return Comparison(related=False, changes=(), support=0.0, steps=(*steps, "So they are unrelated."))
    changes: list[Change] = [_figure(p) for p in sides.figure_pairs if p.relation in ("outside", "wider")]
    for before, after in zip(old.horizons, new.horizons, strict=False):
        if moved := _moved(before, after):
            changes.append(moved)
    changes += _stance(old, new)
    worded = [w.stem for w in sides.old.words] != [w.stem for w in sides.new.words]
    if not changes and kind == "edit" and worded:
        changes.append(WordingEdited(before=old.text, after=new.text))
    if not changes:
        changes.append(Repeated(before=old.text, after=new.text))
    steps += [f"{c.tag}: “{c.before}” → “{c.after}”" for c in changes]
    loud = any(not isinstance(c, Repeated) for c in changes)
    return Comparison(
        related=True, changes=tuple(changes), support=0.2 if loud else 0.6 + 0.4 * shared, steps=tuple(steps)
    )


def _shared(sides: Sides) -> float:
    common = len(sides.alignment.pairs) + len(sides.alignment.opposites)
    a, b = len(sides.old.content), len(sides.new.content)
    return 0.5 * common / min(a, b) + common / (a + b) if a and b else 0.0


def _figure(pair: FigurePair) -> FigureChanged:
    a, b = pair.old, pair.new
    return FigureChanged(
        before=a.text,
        after=b.text,
        direction=None if a.middle == b.middle else "up" if b.middle > a.middle else "down",
        ratio=b.middle / a.middle if a.middle else None,
        points=b.middle - a.middle if a.kind == "percent" else None,
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
