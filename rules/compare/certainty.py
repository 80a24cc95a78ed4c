"""How sure: one full step on the scale, with the words that carry it."""

from __future__ import annotations

import re

from rules.change import CertaintyChanged
from rules.compare.denials import sureness, turns, undoubted
from rules.compare.found import Found
from rules.compare.look import Look, Sides
from rules.compare.shown import shortened
from rules.compare.words import covered
from rules.model import Span
from rules.reading.tokens import word_set

_STEP = 1
_ONE_STEP = 0.8
"""How directly a change of one step is read: two cues that people use as one may lie that far apart."""
_UNSAID = 0.6
"""The same where one side is plain only for want of a cue that we know."""
_CERTAIN, _PLAINLY, _LIKELY, UNLIKELY = 6, 4, 3, 0
_MIRRORED = {6: -1, 5: -1, 4: -1, 3: 0}
"""How sure a thing is whose denial is as sure as that."""
_SHOULD = re.compile(r"\bshould\s+(?:\w+ly\s+)?(\w+)", re.IGNORECASE)
_WILL = re.compile(r"\b(?:will|going\s+to|['’]ll)\s+(?:\w+ly\s+)?(\w+)", re.IGNORECASE)
_PLAIN = re.compile(r"\b(?:will|shall|(?:is|are|am)\s+going\s+to)(?:\s+not)?\b|\bwon['’]t\b", re.IGNORECASE)
_ASSERTING = word_set("know confirm show prove clear fact establish settl decid")
"""Stems of words that leave a plain statement plain: "we now know that it works"."""
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
    a, b = _undoubted(a, sides.old), _undoubted(b, sides.new)
    a, b = _with_should(a, sides.old, sides.new), _with_should(b, sides.new, sides.old)
    if _part_of_the_opposite(sides):
        return None, "What says how sure is a part of what the other side says the contrary of."
    if (one := _both_deny(sides, a, b)) is not None:
        return None, one
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
    direct = (_ONE_STEP if abs(b - a) == _STEP else 1.0) * (_UNSAID if _unsaid(sides) else 1.0)
    return Found(change, why, old, new, direct), None


def _part_of_the_opposite(sides: Sides) -> bool:
    """ "Not open to visitors", "closed to visitors": "open to" is no offer there."""
    al = sides.alignment
    old, new = cues(sides.old.statement.text), cues(sides.new.statement.text)
    return any(covered(al.old[i], old) or covered(al.new[j], new) for i, j in al.opposites)


def _unsaid(sides: Sides) -> bool:
    """Whether a side counts as plain only because no cue was seen in it, and has words without an answer that may be
    one: "leaves the door open to a toll", "isn't ruling out a toll"."""
    al = sides.alignment
    return any(
        bool(left)
        and not cues(side.statement.text)
        and _PLAIN.search(side.statement.text) is None
        and not {w.stem for w in left} <= _ASSERTING
        and not _cue_words(other, cues(other.statement.text)) >= {w.stem for w in left}
        for side, other, left in ((sides.old, sides.new, al.old_left), (sides.new, sides.old, al.new_left))
    )


def _cue_words(side: Look, spans: tuple[Span, ...]) -> set[str]:
    return {w.stem for w in side.words if covered(w, spans)}


def _both_deny(sides: Sides, a: int, b: int) -> str | None:
    """ "I doubt that it holds" and "it probably won't hold" are one: unlikely, and a denial that is likely."""
    if (a <= UNLIKELY) == (b <= UNLIKELY):
        return None
    low, high, side = (a, b, sides.new) if a <= UNLIKELY else (b, a, sides.old)
    if sides.alignment.opposites and high in _MIRRORED and abs(_MIRRORED[high] - low) <= _STEP:
        return "One says the contrary of what the other does not expect."
    denied = [t for t in turns(side) if t.target is None or t.target.stem in _shared(sides)]
    if len(denied) % 2 == 0 or high not in _MIRRORED or abs(_MIRRORED[high] - low) > _STEP:
        return None
    return f"One doubts what the other denies ({NAMES[low]}, and denied: {NAMES[high]})."


def _shared(sides: Sides) -> set[str]:
    al = sides.alignment
    return {al.old[i].stem for i, _, _ in al.pairs} | {al.new[j].stem for _, j, _ in al.pairs}


def _undoubted(level: int, side: Look) -> int:
    """ "Nobody doubts it" is certain, although "doubts" alone says unlikely."""
    spans = undoubted(side.statement.text) if level <= UNLIKELY else ()
    return (
        _CERTAIN
        if any(s <= c[0] and c[1] <= e for s, e in spans for c in cues(side.statement.text))
        else level
    )


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
    return shortened(text)


def cues(text: str) -> tuple[Span, ...]:
    return sureness(text).cues
