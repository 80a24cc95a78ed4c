"""What in the new statement speaks for the old one as it stands, and what against it: the features of `support`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from rules.compare.dates import Dated
from rules.compare.figures import Figure
from rules.compare.intervals import relation, units_agree
from rules.compare.lexicon import adjectives, verbs, weight
from rules.compare.look import FigurePair, Sides
from rules.compare.words import Word, covered

def features(sides: Sides) -> Mapping[str, float]:
    old, new, al = sides.old, sides.new, sides.alignment
    matched = {i: v for i, _, v in al.pairs}
    each = [weight(w) for w in al.old]
    total = sum(each) or 1.0
    covered_ = sum(each[i] * v for i, v in matched.items())
    opposites = len(al.opposites)
    left = al.old_left
    left_names = [w for w in left if w.name]
    left_plain = [w for w in left if not w.name]
    names = [w for w in al.old if w.name]
    out: dict[str, float] = {
        "coverage": covered_ / total,
        "coverage2": (covered_ / total) ** 2,
        "all_covered": float(not left and not opposites),
        "left_names": min(len(left_names), 4) / 4,
        "left_words": min(sum(weight(w) for w in left_plain), 5) / 5,
        "one_left": float(len(left) == 1),
        "name_coverage": (len(names) - len(left_names)) / len(names) if names else 1.0,
        "left_verbs": min(sum(w.stem in verbs() for w in left_plain), 3) / 3,
        "left_adjectives": min(sum(w.stem in adjectives() for w in left_plain), 3) / 3,
        "left_nouns": min(sum(w.stem not in verbs() and w.stem not in adjectives() for w in left_plain), 4) / 4,
        "few_words": float(len(al.old) < 4),
        "opposites": float(opposites > 0),
        "reverse": len(al.pairs) / max(1, len(al.new)),
        "order": _order(sides),
    }
    out |= _figure_features(sides)
    out |= _date_features(sides)
    out |= _negation_features(sides)
    out |= _slot_features(sides)
    out |= _local_features(sides)
    out["cov_x_for"] = out["coverage"] * out["figure_for"]
    out["head_x_for"] = out["headline"] * out["hard_all_for"]
    out["head_x_missing"] = out["headline"] * (out["hard_missing"] + out["hard_against"])
    out["cov_x_against"] = out["coverage"] * out["figure_against"]
    out["names_x_cov"] = out["left_names"] * out["coverage"]
    return out


def _order(sides: Sides) -> float:
    """Share of aligned neighbours that stand in the same order."""
    js = [j for _, j, _ in sides.alignment.pairs]
    if len(js) < 2:
        return 1.0
    return sum(b > a for a, b in zip(js, js[1:], strict=False)) / (len(js) - 1)


def verdict(pair: FigurePair) -> str:
    """"for", "against" or "open": whether the new figure bears the old one out."""
    a, b = pair.old, pair.new
    if pair.relation in ("same", "inside"):
        return "for"
    if pair.relation == "outside":
        return "against"
    if a.kind == "money" and a.unit != b.unit:
        return "open"
    if a.bounded and not b.bounded:  # "11 million" by "more than 11 million"
        edge = b.low if math.isfinite(b.low) else b.high
        return "for" if edge and abs(a.middle - edge) <= 0.03 * abs(edge) else "open"
    if not a.bounded and not b.bounded:  # "over 491" by "over 490"
        return "against"
    return "open"


def _figure_features(sides: Sides) -> dict[str, float]:
    pairs = {p.old.span: p for p in sides.figure_pairs}
    hard = [f for f in sides.old.figures if _hard(f)]
    soft = [f for f in sides.old.figures if not _hard(f)]
    worst = max((p.shared for p in sides.figure_pairs if verdict(p) == "against"), default=0.0)
    told = {f.span: _told(f, pairs, sides) for f in sides.old.figures}
    out = {
        "against_shared": min(worst, 2.0) / 2,
        "figure_for": float(any(v == "for" for v in told.values())),
        "figure_against": float(any(v == "against" for v in told.values())),
        "figure_open": float(any(v == "open" for v in told.values())),
        "has_figures": float(bool(hard)),
        "has_soft": float(bool(soft)),
        "has_bound": float(any(not f.bounded for f in sides.old.figures)),
        "no_figures_new": float(bool(hard) and not any(_hard(f) for f in sides.new.figures)),
        "unit_differs": float(any(p.old.kind == p.new.kind == "count" and not units_agree(p.old, p.new) for p in sides.figure_pairs)),
    }
    for name, group in (("hard", hard), ("soft", soft)):
        for what in ("for", "against", "elsewhere", "missing"):
            out[f"{name}_{what}"] = sum(told[f.span] == what for f in group) / len(group) if group else 0.0
    out["hard_all_for"] = float(bool(hard) and out["hard_for"] == 1.0)
    return out


def _hard(f: Figure) -> bool:
    return f.kind not in ("rank", "number", "share") and f.middle != 1


def _told(f: Figure, pairs: Mapping[object, FigurePair], sides: Sides) -> str:
    """What the new statement says of one old figure."""
    pair = pairs.get(f.span)
    if pair is not None:
        return verdict(pair)
    for g in sides.new.figures:
        if verdict(FigurePair(f, g, 0.0, relation(f, g))) == "for":
            return "elsewhere"
    return "missing"


def _date_features(sides: Sides) -> dict[str, float]:
    old, new = sides.old.dates, sides.new.dates
    for_ = against = missing = 0
    for a in old:
        known = [date_verdict(a, b) for b in new]
        if "for" in known:
            for_ += 1
        elif "against" in known:
            against += 1
        else:
            missing += 1
    return {
        "date_for": float(for_ > 0),
        "date_against": float(against > 0),
        "date_missing": float(missing > 0),
    }


def date_verdict(a: Dated, b: Dated) -> str:
    if a.year != b.year:
        return "open"
    low, high = a.bounded
    if b.relation == "in":
        if low <= b.low and b.high <= high:
            return "for"
        if b.high < low or b.low > high:
            return "against"
        return "open"
    lo, hi = b.bounded
    if low <= lo and hi <= high:
        return "for"
    return "against" if hi < low or lo > high else "open"


NEGATIONS = frozenset("not no never neither nor none nobody nothing without cannot n't hardly barely scarcely".split())
FAILS = frozenset("fail fails failed refuse refused refuses refusing denied deny denies deni lack lacks lacked unable stopped stop cease ceased reject rejected prevent prevented avoid avoided cancel cancelled canceled".split())


def negations(words: tuple[Word, ...]) -> int:
    return sum(w.low in NEGATIONS or w.low.endswith("n't") for w in words)


def _negation_features(sides: Sides) -> dict[str, float]:
    a, b = negations(sides.old.words), negations(sides.new.words)
    fa = sum(w.low in FAILS for w in sides.old.words)
    fb = sum(w.low in FAILS for w in sides.new.words)
    near = 0
    return {
        "negation_differs": float((a > 0) != (b > 0)),
        "old_negated": float(a > 0),
        "new_negated": float(b > 0),
        "fails_differs": float((fa > 0) != (fb > 0)),
        "odd": float((a + fa) % 2 != (b + fb) % 2),
    }


def _slot_features(sides: Sides) -> dict[str, float]:
    """An unanswered word whose neighbours are answered, where the other side has another word between them."""
    al = sides.alignment
    at = {i: j for i, j, _ in al.pairs}
    used = set(at.values()) | {j for _, j in al.opposites}
    slots = names = 0
    for i, w in enumerate(al.old):
        if i in at:
            continue
        left = at.get(i - 1)
        right = at.get(i + 1)
        found = None
        if left is not None and left + 1 < len(al.new) and left + 1 not in used:
            found = al.new[left + 1]
        if right is not None and right - 1 >= 0 and right - 1 not in used and (found is None or left is not None and right - left == 2):
            found = found or al.new[right - 1]
        if found is not None:
            slots += 1
            if w.name and found.name:
                names += 1
    return {"slots": min(slots, 3) / 3, "name_slots": min(names, 2) / 2}


def words_near(figure: Figure, every: Sequence[Word], reach: int = 6) -> tuple[Word, ...]:
    """Content words up to `reach` words away."""
    inside = [w.place for w in every if covered(w, (figure.span,))]
    if not inside:
        return ()
    low, high = inside[0] - reach, inside[-1] + reach
    return tuple(w for w in every if w.content and low <= w.place <= high)


def _local_features(sides: Sides) -> dict[str, float]:
    """How much of what stands round the old figures is found round the new ones."""
    al = sides.alignment
    at = {al.old[i].place: al.new[j].place for i, j, _ in al.pairs}
    worst = best = 1.0
    values = []
    for p in sides.figure_pairs:
        near = [w for w in words_near(p.old, sides.old.words, 5)]
        here = [w.place for w in sides.new.words if covered(w, (p.new.span,))]
        if not near or not here:
            continue
        hit = sum(w.place in at and abs(at[w.place] - here[0]) <= 9 for w in near)
        values.append(hit / len(near))
    js = [al.new[j].place for _, j, _ in al.pairs]
    spread = (max(js) - min(js) + 1) if js else 0
    gaps = [min(abs(b - a), 12) for a, b in zip(js, js[1:], strict=False)]
    adjacent = sum(1 for (i, j, _), (k, l, _) in zip(al.pairs, al.pairs[1:], strict=False) if k == i + 1 and l == j + 1)
    return {
        "local": min(values, default=0.5),
        "local_best": max(values, default=0.5),
        "spread": min(spread / (len(al.pairs) + 1), 8) / 8,
        "adjacent": adjacent / max(1, len(al.old) - 1),
        "initial_left": float(bool(sides.old.content) and sides.old.content[0] in al.old_left),
        "last_left": float(bool(sides.old.content) and sides.old.content[-1] in al.old_left),
        "gap": sum(gaps) / len(gaps) / 12 if gaps else 0.5,
        "widest": max(gaps, default=6) / 12,
        "new_length": min(len(al.new), 40) / 40,
        "old_length": min(len(al.old), 20) / 20,
        "length_ratio": min(len(al.old) / max(1, len(al.new)), 2) / 2,
        "start_shared": float(bool(al.pairs) and al.pairs[0][0] == 0),
        "spare_figures": min(len(sides.new.figures) - len(sides.figure_pairs), 4) / 4,
        "more": float(any(re.search(r"\b(?:more|another|additional|other)\b", p.new.text.lower()) and not re.search(r"\b(?:more|another|additional|other)\b", p.old.text.lower()) for p in sides.figure_pairs)),
        "old_says": float(any(w.low in ("say", "says", "said", "according", "report", "reports") for w in sides.old.words)),
        "new_says": float(any(w.low in ("say", "says", "said", "according", "report", "reports") for w in sides.new.words)),
        "headline": float(sides.old.statement.text.strip()[-1:] not in ".!?"),
    }
