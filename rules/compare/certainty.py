"""How sure: one full step on the scale, with the words that carry it."""

from __future__ import annotations

import re
from functools import lru_cache

from rules.change import CertaintyChanged
from rules.compare.found import Found
from rules.compare.look import Look, Sides
from rules.model import Span
from rules.reading.certainty import certainty

_STEP = 1
_PLAINLY, _LIKELY = 4, 3
_SHOULD = re.compile(r"\bshould\s+(?:\w+ly\s+)?(\w+)", re.IGNORECASE)
_WILL = re.compile(r"\b(?:will|going\s+to|['’]ll)\s+(?:\w+ly\s+)?(\w+)", re.IGNORECASE)
_PLAIN = re.compile(r"\b(?:will|shall|(?:is|are|am)\s+going\s+to)(?:\s+not)?\b|\bwon['’]t\b", re.IGNORECASE)
_ASPIRATION = re.compile(
    r"\b(?:want|would\s+like|['’]d\s+like|ambition|aspir|goal|target|aim|intention\s+is)", re.IGNORECASE
)
NAMES = {
    6: "certain", 5: "very likely or promised", 4: "plainly stated", 3: "likely or planned", 2: "possible",
    1: "hoped for or unknown", 0: "unlikely", -1: "impossible",
}  # fmt: skip


def changed(sides: Sides) -> tuple[Found | None, str | None]:
    """A change of at least one step, or the sentence that says why there is none."""
    a, b = sides.old.statement.certainty, sides.new.statement.certainty
    if a is None or b is None:
        return None, None
    a, b = _with_should(a, sides.old, sides.new), _with_should(b, sides.new, sides.old)
    if abs(b - a) < _STEP:
        return None, f"Both are {NAMES.get(a, a)}."
    if _ASPIRATION.search(_cue(sides.old)) and _ASPIRATION.search(_cue(sides.new)):
        return None, f"“{_cue(sides.old)}” and “{_cue(sides.new)}” are both aims, neither is more than that."
    change = CertaintyChanged(
        before=_cue(sides.old),
        after=_cue(sides.new),
        direction="stronger" if b > a else "weaker",
        before_level=a,
        after_level=b,
    )
    why = f"“{change.before}” is {NAMES.get(a, a)} ({a}), “{change.after}” is {NAMES.get(b, b)} ({b})."
    old, new = cues(sides.old.statement.text), cues(sides.new.statement.text)
    return Found(change, why, old, new), None


def _with_should(level: int, side: Look, other: Look) -> int:
    """ "Should" says likely where the other says "will" of the same verb; by itself it is as often a duty."""
    if level != _PLAINLY:
        return level
    mine = {m[1].lower() for m in _SHOULD.finditer(side.statement.text)}
    theirs = {m[1].lower() for m in _WILL.finditer(other.statement.text)}
    return _LIKELY if mine & theirs else level


def _cue(side: Look) -> str:
    """The words the level rests on, else the statement shortened."""
    text = side.statement.text
    spans = cues(text)
    if spans:
        return text[spans[0][0] : spans[0][1]]
    plain = _PLAIN.search(text) or _SHOULD.search(text)
    if plain:
        return plain[0]
    return text if len(text) <= 90 else text[:87].rstrip() + "…"


@lru_cache(maxsize=2048)
def cues(text: str) -> tuple[Span, ...]:
    return certainty(text).cues
