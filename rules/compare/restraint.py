"""How much stands behind a change that was found, and whether that is enough to tell it.

A negation, a hedge or a condition is read off a few words. It is news only if the rest of the two statements says the
same; in a long sentence that shares a name and two nouns with a short one, it is as likely said of something else. So a
change rests on the words it was read from, and its strength is how much of all other words both sides share,
times how directly it was read. Figures and deadlines are held together by what they measure, and edits by being
one text: nothing of these is held back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rules.compare.found import Found
from rules.compare.lexicon import counterparts_of
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
_REPORTED = re.compile(
    r",[”\"]?\s+(?:[^\s,.;:!?]{1,30}\s+){1,5}(?:said|says|told|confirmed|announced|admitted|added|warned)\b[^,.;:!?]{0,60}[.!]?\s*$"
)
"""Who said it, behind the sentence: "…, the ministry said on Monday". A statement that is read out of a page comes
without; one that is typed may not."""


def strength(sides: Sides, found: Found) -> float:
    """0..1: how much of what stands outside the change both sides say, times how directly it was read."""
    al = sides.alignment
    pairs = [(al.old[i], al.new[j], v) for i, j, v in al.pairs]
    pairs += [(al.old[i], al.new[j], 0.9) for i, j in al.opposites]
    # What the other side has as a part of a date or a figure is said too: "ends on Monday".
    said_old, said_new = {w.stem for w in sides.old.words}, {w.stem for w in sides.new.words}
    free = [p for p in pairs if not covered(p[0], found.old) and not covered(p[1], found.new)]
    beside_old, beside_new = (*found.old, *_reported(sides.old)), (*found.new, *_reported(sides.new))
    old = _share(
        sides.old,
        [w for w in al.old if not covered(w, beside_old)],
        {a.place: v for a, _, v in free} | {w.place: 1.0 for w in al.old_left if w.stem in said_new},
    )
    new = _share(
        sides.new,
        [w for w in al.new if not covered(w, beside_new)],
        {b.place: v for _, b, v in free} | {w.place: 1.0 for w in al.new_left if w.stem in said_old},
    )
    return min(old, new) * found.direct


def _reported(side: Look) -> tuple[Span, ...]:
    found = _REPORTED.search(side.statement.text)
    return (found.span(),) if found else ()


def _share(side: Look, every: Sequence[Word], answered: Mapping[int, float]) -> float:
    """The share of the words that are answered, by how much they say. `answered`: place to how well."""
    whole = sum(subject_weight(w, side) for w in every)
    both = sum(answered.get(w.place, 0.0) * subject_weight(w, side) for w in every)
    return (both + _UNSEEN) / (whole + _UNSEEN)


def held_back(found: Found, value: float) -> str:
    """The step that says why a change is not told."""
    return (
        f"Silent: outside of that they share too little to be sure that it is said of the same thing "
        f"({value:.2f} where {LINE:.2f} is needed for {found.change.tag})."
    )


def another_thing(sides: Sides) -> str | None:
    """The step that says that the two speak of counterparts, so that nothing of the one holds of the other."""
    new = {w.low: w.text for w in sides.alignment.new_left}
    for word in sides.alignment.old_left:
        for other in () if word.low in _NO_THINGS else counterparts_of(word.low) & new.keys():
            return f"Silent: “{word.text}” and “{new[other]}” are two things, and what holds of one holds of no other."
    return None
