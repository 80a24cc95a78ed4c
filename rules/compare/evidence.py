"""What in the new statement speaks for the old one as it stands, and what against it: the features of `support`.

All are 0..1. Each is a thing that a person would point at: a figure borne out or contradicted, a word without an
answer, another name in a name's place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

from rules.compare.dates import Dated
from rules.compare.entailment import answered, asked, bears_out, borne_out, implied_counts, of_a_name
from rules.compare.figures import Figure
from rules.compare.intervals import relation
from rules.compare.lexicon import weight
from rules.compare.look import FigurePair, Sides
from rules.compare.relate import Relatedness
from rules.compare.words import Word, covered
from rules.model import Span

Verdict = Literal["for", "against", "open", "elsewhere", "missing"]

_SAYS = frozenset({"say", "says", "said", "according", "report", "reports"})
_SOFT = ("rank", "number", "share")
_NEAR, _REACH = 5, 9


def features(sides: Sides, related: Relatedness, *, flip: bool) -> dict[str, float]:
    """Every feature by its name, for one pair of statements."""
    out = _word_features(sides)
    out |= _figure_features(sides)
    out |= _date_features(sides)
    out |= _slot_features(sides)
    headline = sides.old.statement.text.rstrip()[-1:] not in (".", "!", "?")
    out |= {
        "headline": float(headline),
        "head_x_for": float(headline and out["has_figures"] == 1.0 and out["hard_for"] == 1.0),
        "head_x_missing": float(headline) * (out["hard_missing"] + out["hard_against"]),
        "flip": float(flip),
        "related": related.score,
        "new_share": related.new_share,
    }
    return out


def _word_features(sides: Sides) -> dict[str, float]:
    al = sides.alignment
    each = [weight(w) for w in al.old]
    left = [(w, 1 - answered(w, sides.new)) for w in al.old_left]
    said = sum(each[i] * v for i, _, v in al.pairs) + sum(weight(w) * (1 - lack) for w, lack in left)
    js = [j for _, j, _ in al.pairs]
    forward = sum(b > a for a, b in pairwise(js))
    beside = sum(k == i + 1 and m == j + 1 for (i, j, _), (k, m, _) in pairwise(al.pairs))
    return {
        "coverage": said / (sum(each) or 1.0),
        "left_words": min(sum(lack * weight(w) for w, lack in left if not w.name), 5) / 5,
        "left_names": min(sum(lack for w, lack in left if w.name), 4) / 4,
        "last_left": next((lack for w, lack in left if w is al.old[-1]), 0.0),
        "reverse": len(al.pairs) / max(1, len(al.new)),
        "order": forward / (len(js) - 1) if len(js) > 1 else 1.0,
        "adjacent": beside / max(1, len(al.old) - 1),
        "old_says": float(any(w.low in _SAYS for w in sides.old.words)),
    }


def verdict(pair: FigurePair) -> Verdict:
    """Whether the new figure bears the old one out."""
    a, b = pair.old, pair.new
    if bears_out(a, b):
        return "for"
    if pair.relation == "outside":
        return "against"
    if a.bounded and not b.bounded:
        return "open"
    return "open" if a.bounded or b.bounded else "against"  # "over 491" is not borne out by "over 490"


def _figure_features(sides: Sides) -> dict[str, float]:
    pairs = {p.old.span: p for p in sides.figure_pairs}
    told = {f.span: _told(f, pairs, sides) for f in sides.old.figures}
    hard = [told[f.span] for f in sides.old.figures if f.kind not in _SOFT and f.middle != 1]
    soft = [told[f.span] for f in sides.old.figures if f.kind in _SOFT or f.middle == 1]
    implied = implied_counts(sides.new)
    borne = [borne_out(f, sides.new, implied) for f in asked(sides.old)]
    worst = max((p.shared for p in sides.figure_pairs if verdict(p) == "against"), default=0.0)
    return {
        "has_figures": float(bool(hard)),
        "has_bound": float(any(not f.bounded for f in sides.old.figures)),
        "figure_for": float("for" in told.values()),
        "figure_against": float("against" in told.values()),
        "figure_open": float("open" in told.values()),
        "against_shared": min(worst, 2.0) / 2,
        "hard_for": _share(hard, "for"),
        "hard_against": _share(hard, "against"),
        "hard_missing": _share(hard, "missing"),
        "soft_against": _share(soft, "against"),
        "soft_missing": _share(soft, "missing"),
        "local_best": _local(sides),
        "borne_out": sum(borne) / len(borne) if borne else 0.0,
        "some_not_borne": float(not all(borne)),
        "none_borne": float(bool(borne) and not any(borne)),
    }


def _share(verdicts: Sequence[Verdict], what: Verdict) -> float:
    return verdicts.count(what) / len(verdicts) if verdicts else 0.0


def _told(figure: Figure, pairs: Mapping[Span, FigurePair], sides: Sides) -> Verdict:
    """What the new statement says of one old figure."""
    pair = pairs.get(figure.span)
    if pair is not None:
        return verdict(pair)
    others = (FigurePair(figure, g, 0.0, relation(figure, g)) for g in sides.new.figures)
    return "elsewhere" if any(verdict(p) == "for" for p in others) else "missing"


def _local(sides: Sides) -> float:
    """How much of what stands round an old figure is found round the new one, at best; ½ without figures."""
    al = sides.alignment
    at = {al.old[i].place: al.new[j].place for i, j, _ in al.pairs}
    best = -1.0
    for pair in sides.figure_pairs:
        near = _words_near(pair.old, sides.old.words)
        here = next((w.place for w in sides.new.words if covered(w, (pair.new.span,))), None)
        if near and here is not None:
            hit = sum(w.place in at and abs(at[w.place] - here) <= _REACH for w in near)
            best = max(best, hit / len(near))
    return best if best >= 0 else 0.5


def _words_near(figure: Figure, every: Sequence[Word]) -> list[Word]:
    inside = [w.place for w in every if covered(w, (figure.span,))]
    if not inside:
        return []
    return [w for w in every if w.content and inside[0] - _NEAR <= w.place <= inside[-1] + _NEAR]


def _date_features(sides: Sides) -> dict[str, float]:
    verdicts: list[Verdict] = []
    for a in sides.old.dates:
        known = [_date_verdict(a, b) for b in sides.new.dates]
        if known or not of_a_name(sides.old, a.span):
            verdicts.append("for" if "for" in known else "against" if "against" in known else "missing")
    return {f"date_{what}": float(what in verdicts) for what in ("for", "against", "missing")}


def _date_verdict(a: Dated, b: Dated) -> Verdict:
    if a.year != b.year:
        return "open"
    (low, high), (lo, hi) = a.bounded, b.bounded
    if low <= lo and hi <= high:
        return "for"
    return "against" if hi < low or lo > high else "open"


def _slot_features(sides: Sides) -> dict[str, float]:
    """Unanswered words whose neighbours are answered, where the other side has another word in the place."""
    al = sides.alignment
    at = {i: j for i, j, _ in al.pairs}
    used = set(at.values()) | {j for _, j in al.opposites}
    slots = names = 0
    for i, word in enumerate(al.old):
        if i in at:
            continue
        other = _in_place(al.new, at.get(i - 1), at.get(i + 1), used)
        if other is not None:
            slots += 1
            names += word.name and other.name
    return {"slots": min(slots, 3) / 3, "name_slots": min(names, 2) / 2}


def _in_place(new: Sequence[Word], left: int | None, right: int | None, used: set[int]) -> Word | None:
    if left is not None and left + 1 < len(new) and left + 1 not in used:
        return new[left + 1]
    if right is not None and left is None and right > 0 and right - 1 not in used:
        return new[right - 1]
    return None
