"""How much stands behind a change that was found, and whether that is enough to tell it.

A negation, a hedge or a condition is read off a few words. It is news only if the rest of the two statements says the
same; in a long sentence that shares a name and two nouns with a short one, it is as likely said of something else. So a
change rests on the words it was read from, and its strength is how much of all other words both sides share,
times how directly it was read. Figures and deadlines are held together by what they measure, and edits by being
one text: nothing of these is held back.
"""

from __future__ import annotations

from collections.abc import Sequence

from rules.compare.found import Found
from rules.compare.lexicon import counterparts
from rules.compare.look import Look, Sides
from rules.compare.relate import subject_weight
from rules.compare.words import Word, covered
from rules.model import Span
from rules.reading.tokens import word_set

LINE = 0.65
"""Strength from which a change is told; set where twice the false alerts and the misses are fewest together."""
_NO_THINGS = word_set("earlier later left right past present future question answer former latter")
"""Counterparts that are words of time and place, or verbs as often as nouns."""
_UNSEEN = 0.5
"""Weight given to words that both may share without our seeing it: a paraphrase of a short sentence is mostly that."""


def strength(sides: Sides, found: Found) -> float:
    """0..1: how much of what stands outside the change both sides say, times how directly it was read."""
    al = sides.alignment
    pairs = [(al.old[i], al.new[j], v) for i, j, v in al.pairs]
    pairs += [(al.old[i], al.new[j], 0.9) for i, j in al.opposites]
    free = [p for p in pairs if not covered(p[0], found.old) and not covered(p[1], found.new)]
    free += [(w, w, 1.0) for w in (*al.old_left, *al.new_left) if _elsewhere(w, sides)]
    old = _share(sides.old, al.old, found.old, [(w, v) for w, _, v in free])
    new = _share(sides.new, al.new, found.new, [(w, v) for _, w, v in free])
    return min(old, new) * found.direct


def _elsewhere(word: Word, sides: Sides) -> bool:
    """Whether both sides have it, one of them as part of a date or a figure ("ends on Monday")."""
    return all(any(w.stem == word.stem for w in side.words) for side in (sides.old, sides.new))


def _share(
    side: Look, every: Sequence[Word], apart: Sequence[Span], answered: Sequence[tuple[Word, float]]
) -> float:
    whole = sum(subject_weight(w, side) for w in every if not covered(w, apart))
    mine = {w.place for w in every if not covered(w, apart)}
    best = dict.fromkeys(mine, 0.0)
    for word, value in answered:
        if word.place in mine and word in every:
            best[word.place] = max(best[word.place], value * subject_weight(word, side))
    return min(1.0, (sum(best.values()) + _UNSEEN) / (whole + _UNSEEN)) if whole else 1.0


def held_back(found: Found, value: float) -> str:
    """The step that says why a change is not told."""
    return (
        f"Silent: outside of that they share too little to be sure that it is said of the same thing "
        f"({value:.2f} where {LINE:.2f} is needed for {found.change.tag})."
    )


def another_thing(sides: Sides) -> str | None:
    """The step that says that the two speak of counterparts, so that nothing of the one holds of the other."""
    al = sides.alignment
    for old in al.old_left:
        for new in al.new_left:
            if old.low not in _NO_THINGS and counterparts(old, new):
                return f"Silent: “{old.text}” and “{new.text}” are two things, and what holds of one holds of no other."
    return None
