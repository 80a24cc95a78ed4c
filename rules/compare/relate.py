"""Are the two statements about the same thing at all?

The words that both share, weighed by how much they say, in the share of each side; words of doubt, time and value are
left out, because those are what changes. A shared number alone is no subject; a shared full date or long number
beside shared words helps.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.compare.denials import turns
from rules.compare.intervals import units_agree
from rules.compare.lexicon import weight
from rules.compare.look import FigurePair, Look, Sides
from rules.compare.words import Word, covered
from rules.reading.tokens import word_set

NEEDED = 0.40
"""Score from which two statements are one subject; set on the half of the labelled pairs used for building."""
_ALONE = 0.75
STANCE_WEIGHT = 0.35
_STANCE = word_set(
    """plan intend aim hope expect promis pledg vow commit confid believ think doubt possibl probabl like unlik
    certain uncertain definit perhap mayb guarante sure conceiv rule predict forecast set due slim good
    chanc odd like likelihood risk seem appear look support back oppos favour favor against fail refus
    declin deni admit announc confirm accept reject report warn claim insist argu consid decid happen go
    continu"""
)


@dataclass(frozen=True, slots=True)
class Relatedness:
    score: float
    old_share: float
    new_share: float
    shared: tuple[str, ...]


def relate(sides: Sides) -> Relatedness:
    al = sides.alignment
    old = {i: subject_weight(w, sides.old) for i, w in enumerate(al.old)}
    new = {j: subject_weight(w, sides.new) for j, w in enumerate(al.new)}
    pairs = [*al.pairs, *((i, j, 0.9) for i, j in al.opposites)]
    got_old = sum(old[i] * v for i, v in {i: v for i, _, v in pairs}.items())
    got_new = sum(new[j] * v for j, v in {j: v for _, j, v in pairs}.items())
    all_old, all_new = sum(old.values()), sum(new.values())
    old_share = got_old / all_old if all_old else 0.0
    new_share = got_new / all_new if all_new else 0.0
    both = (got_old + got_new) / (all_old + all_new) if all_old + all_new else 0.0
    # A single shared word is chance in a long sentence and a subject in a short one.
    solid = min(1.0, 0.55 + 0.25 * max(got_old, got_new))
    solid *= _one_word(sides)
    score = solid * (0.5 * max(old_share, new_share) + 0.5 * both) + _anchors(sides, bool(pairs))
    shared = tuple(al.new[j].text for _, j, _ in al.pairs)
    return Relatedness(min(1.0, score), old_share, new_share, shared)


def _one_word(sides: Sides) -> float:
    """One word shared, and each side says something else of it: "the vaccine costs …", "the vaccine is effective"."""
    al = sides.alignment
    measured = any(_one_unit(p) for p in sides.figure_pairs)
    figures = [f.span for f in sides.old.figures]
    telling = [
        i
        for i, _, _ in al.pairs
        if subject_weight(al.old[i], sides.old) > STANCE_WEIGHT and not covered(al.old[i], figures)
    ]
    alone = len(telling) == 1 and not al.opposites and not measured
    if alone and turns(sides.old) and turns(sides.new):
        return 1.0  # both deny something of it: "cancelled", "called off"
    return _ALONE if alone and al.old_left and al.new_left and not _due(sides) else 1.0


def _due(sides: Sides) -> bool:
    """Whether both say when, and one of them nothing else of the one word: "the verdict is due on 2 May"."""
    if not (sides.old.statement.horizons and sides.new.statement.horizons):
        return False
    left = ((sides.alignment.old_left, sides.old), (sides.alignment.new_left, sides.new))
    return any(all(subject_weight(w, side) <= STANCE_WEIGHT for w in words) for words, side in left)


def _one_unit(pair: FigurePair) -> bool:
    """Whether both figures say what they count, and it is one thing; a duration says nothing of the subject."""
    if pair.old.kind == "count":
        return bool(pair.old.measure) or (
            bool(pair.old.unit and pair.new.unit) and units_agree(pair.old, pair.new)
        )
    return pair.old.kind != "duration"


def subject_weight(word: Word, side: Look) -> float:
    """How much a word says about the subject: the speaker's own name and words of doubt and intent little."""
    speaker = side.statement.speaker
    if speaker and word.low in speaker.lower():
        return 0.2
    return STANCE_WEIGHT if word.stem in _STANCE else weight(word)


def _anchors(sides: Sides, shares_words: bool) -> float:
    """Equal full dates and long equal figures."""
    if not shares_words:
        return 0.0
    days = {d.low for d in sides.old.dates if d.year and d.low == d.high}
    equal_day = any(d.year and d.low == d.high and d.low in days for d in sides.new.dates)
    same = [p for p in sides.figure_pairs if p.relation == "same" and units_agree(p.old, p.new)]
    long_figure = any(len(f"{p.old.middle:.8g}".replace(".", "").rstrip("0")) >= 3 for p in same)
    equal_figure = any(p.old.kind not in ("rank", "number") for p in same)
    units = sum(
        bool(p.old.unit) and p.old.kind == "count" and p.old.unit == p.new.unit for p in sides.figure_pairs
    )
    return 0.12 * equal_day + (0.1 if long_figure else 0.05 * equal_figure) + 0.05 * min(units, 2)
