"""Is the new statement for what the old one was against?

Counted in pairs of opposites: a negation, a verb that denies ("fail to", "turn down", "rule out") or an antonym on
one side only turns the meaning round; two of them turn it back ("won't move" is "will stay"). Only what bears on
words that both statements share is counted, so a denial in an added clause flips nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.change import PolarityFlipped
from rules.compare.certainty import UNLIKELY, cues
from rules.compare.denials import Turn, denies_until, few_against_most, turns, uncancelled
from rules.compare.figure_changes import the_rest
from rules.compare.found import Found
from rules.compare.lexicon import verbs
from rules.compare.look import Look, Sides
from rules.compare.shown import shown
from rules.compare.words import Word, covered, root_of, touches
from rules.model import Span

_POLES = {
    "more": "less fewer", "most": "least", "less": "more", "fewer": "more", "least": "most",
    "for": "against", "against": "for",
    "with": "without", "without": "with", "up": "down", "down": "up", "all": "none", "none": "all", "always": "never",
    "never": "always",
    "everybody": "nobody", "everyone": "nobody", "nobody": "everyone everybody", "everything": "nothing",
    "above": "below", "below": "above", "over": "under", "under": "over", "in": "out",
    "out": "in", "on": "off", "off": "on",
}  # fmt: skip


_PARTICLES = frozenset(
    {"down", "off", "up", "out", "through", "apart", "on", "of", "from", "to", "with", "against"}
)
_NOBODY = frozenset({"nobody", "no one", "none", "nothing", "neither"})
_PASSED = 0.6
"""How directly a flip is read where the other side denies something too, in words that are not shared."""
_INDIRECT = 0.7
"""How directly a flip is read where what turns it bears on a word that is not shared, only near one that is."""
_OPPONENT = 0.3
"""The same for a bare "against": a match, a charge or a budget is against something and denies nothing."""
_AFTER = frozenset({"up", "down", "out", "off"})


def flipped(sides: Sides) -> tuple[Found | None, str | None]:
    """The flip, if there is one, or the sentence that says why there is none."""
    old = [t for t in turns(sides.old) if not _unless(t, sides.new)]
    new = [t for t in turns(sides.new) if not _unless(t, sides.old)]
    a, b, passed = _unanswered(old, new, sides)
    swaps = _swaps(sides, old, new)
    if swaps and denies_until(sides.old.statement.text) != denies_until(sides.new.statement.text):
        return None, "Until then the one and not before then the other is one thing."
    count = len(a) + len(b) + len(swaps)
    if not count:
        return None, "Neither denies what the other says."
    words = [f"“{t.text}” in the old" for t in a] + [f"“{t.text}” in the new" for t in b]
    words += [f"“{x}” against “{y}”" for x, y in swaps]
    found = " and ".join(words)
    if why := _not_round(count, bool(swaps), sides.new if a else sides.old, sides):
        return None, f"{found}: {why}, so the meaning is not turned round."
    turned = a or b
    before, after = shown(sides, a[0] if a else None, b[0] if b else None) if turned else swaps[0]
    al = sides.alignment
    pairs = [(al.new[j], al.old[i]) for i, j, _ in al.pairs]
    back = [(old_word, new_word) for new_word, old_word in pairs]
    return Found(
        PolarityFlipped(before=before, after=after),
        f"{found}: the meaning is turned round.",
        (*(t.span for t in a), *_stood_for(b, sides.alignment.old_left), *_answers(b, pairs)),
        (*(t.span for t in b), *_stood_for(a, sides.alignment.new_left), *_answers(a, back)),
        _directness(a, b, sides) * (_PASSED if passed else 1.0),
    ), None


def _not_round(count: int, swapped: bool, other: Look, sides: Sides) -> str | None:
    """What keeps the turns that were counted from turning the meaning round. `other`: the side that a single turn is
    not on."""
    if count == 1 and not swapped:
        if doubt := _doubted(other):
            return f"“{doubt}” doubts the same on the other side"
        few = few_against_most(sides.old.statement.text, sides.new.statement.text)
        if few or any(the_rest(p, sides) for p in sides.figure_pairs):
            return "the few of one side are the rest of the other"
    return "they cancel out" if count % 2 == 0 else None


def _answers(found: Sequence[Turn], pairs: Sequence[tuple[Word, Word]]) -> list[Span]:
    """ "Can be repaired", "beyond repair": what answers a word of the denial is a part of the change."""
    return [other.span for mine, other in pairs if covered(mine, [t.span for t in found])]


def _stood_for(found: Sequence[Turn], left: Sequence[Word]) -> list[Span]:
    """ "Nobody was warned", "residents were warned": who nobody stands for on the other side."""
    return [left[0].span] if left and any(t.text.lower() in _NOBODY for t in found) else []


def _doubted(side: Look) -> str:
    """Words by which a side says that a thing is unlikely or impossible without denying it: "I doubt that it holds"."""
    level, found = side.statement.certainty, cues(side.statement.text)
    if level is None or level > UNLIKELY or not found:
        return ""
    denied = [turn.span for turn in turns(side)]
    if any(touches(span, denied) for span in found):
        return ""
    return side.statement.text[slice(*found[0])]


def _directness(a: Sequence[Turn], b: Sequence[Turn], sides: Sides) -> float:
    """Less where a turn bears on a word that the other side does not have, least for a bare "against"."""
    al = sides.alignment
    old = al.new_of.keys() | {al.old[i].place for i, _ in al.opposites}
    new = al.old_of.keys() | {al.new[j].place for _, j in al.opposites}
    if any(t.text.lower() == "against" for t in (*a, *b)):
        return _OPPONENT
    borne = all(_borne(t, old) for t in a) and all(_borne(t, new) for t in b)
    return 1.0 if borne else _INDIRECT


def _borne(turn: Turn, known: set[int]) -> bool:
    return turn.target is None or turn.target.place in known


def _unless(turn: Turn, other: Look) -> bool:
    """ "Without new money" and "unless there is new money" are one condition."""
    return turn.text.lower() == "without" and any(w.low == "unless" for w in other.words)


def _unanswered(
    old: Sequence[Turn], new: Sequence[Turn], sides: Sides
) -> tuple[list[Turn], list[Turn], bool]:
    """Turns of each side that the other side lacks and that bear on something both speak of; and whether a turn of the
    one side was counted and one of the other passed over, which may be its answer in words that are not shared."""
    al = sides.alignment
    new_of = al.new_of
    old = [t for t in old if not (t.denial and _spoken(t, sides.old, new_of))]
    old = uncancelled(sides.old.statement.text, old)
    free = [t for t in new if not (t.denial and _spoken(t, sides.new, al.old_of))]
    free = uncancelled(sides.new.statement.text, free)
    partner = {place: word.place for place, word in new_of.items()}
    partner |= {al.old[i].place: al.new[j].place for i, j in al.opposites}
    known = set(partner.values())
    left, passed = [], []
    for turn in old:
        where = partner.get(turn.target.place) if turn.target else None
        match = next((t for t in free if t.target and t.target.place == where), None)
        match = match or next((t for t in free if _alike(t, turn)), None)
        if match is None and not turn.denial:
            match = next((t for t in free if not t.denial), None)
        if match is not None:
            free.remove(match)
        elif _bears(turn, sides.old, set(partner)) and not _said_otherwise(turn, set(partner), al.new_left):
            left.append(turn)
        else:
            passed.append(turn)
    new_left = [t for t in free if _bears(t, sides.new, known) and not _said_otherwise(t, known, al.old_left)]
    passed_new = [t for t in free if t not in new_left]
    return left, new_left, bool(passed and new_left) or bool(passed_new and left)


def _said_otherwise(turn: Turn, known: set[int], other_left: Sequence[Word]) -> bool:
    """Whether what a plain "not" bears on may be said in other words over there: "will not attend", "stays away"."""
    if turn.denial or turn.target is None or turn.target.place in known:
        return False
    return turn.target.stem in verbs() and any(w.stem in verbs() for w in other_left)


def _bears(turn: Turn, side: Look, known: set[int]) -> bool:
    """Whether it bears on a word both have. "Without" bears on what it takes and on nothing else."""
    if turn.target is None or turn.target.place in known:
        return True
    return turn.text.lower() != "without" and _near(turn, side, known)


def _spoken(turn: Turn, side: Look, answers: Mapping[int, Word]) -> bool:
    """Whether the denying word itself stands on both sides ("is dead", "anything but dead")."""
    head = next((w for w in side.content if covered(w, (turn.span,))), None)
    answer = answers.get(head.place) if head else None
    if head is None or answer is None or turn.text.lower().startswith(("beyond ", "no ")):
        return False  # "beyond repair", "no plans for" deny the repair and the plans that both speak of
    # "Voted down" is said of a vote, and a vote is not it; "rejected" is "turned down".
    return root_of(answer.low) != root_of(head.low) or turn.text.split()[-1].lower() not in _PARTICLES


def _alike(a: Turn, b: Turn) -> bool:
    return a.text.lower()[:4] == b.text.lower()[:4]


def _near(turn: Turn, side: Look, known: set[int]) -> bool:
    """Whether the clause it stands in is shared: a known word within three places on either side."""
    place = next((w.place for w in side.words if covered(w, (turn.span,))), None)
    return place is not None and any(p in known for p in range(place - 3, place + 4))


def _swaps(sides: Sides, old: Sequence[Turn], new: Sequence[Turn]) -> list[tuple[str, str]]:
    """Opposite words at the same place that no turn has counted already."""
    taken_old, taken_new = [t.span for t in old], [t.span for t in new]
    out: list[tuple[str, str]] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for i, j in sides.alignment.opposites:
        a_word, b_word = sides.alignment.old[i], sides.alignment.new[j]
        if covered(a_word, taken_old) or covered(b_word, taken_new) or i in used_old or j in used_new:
            continue  # "stay open" is one contrary of "closing", not two
        used_old.add(i)
        used_new.add(j)
        out.append((a_word.text, b_word.text))
    ahead_old = _poles(sides.old, [*taken_old, *(f.span for f in sides.old.figures)])
    ahead_new = _poles(sides.new, [*taken_new, *(f.span for f in sides.new.figures)])
    for i, j, _ in sides.alignment.pairs:
        a, b = (
            ahead_old.get(sides.alignment.old[i].place, ""),
            ahead_new.get(sides.alignment.new[j].place, ""),
        )
        if b in _POLES.get(a, "").split():
            out.append((f"{a} {sides.alignment.old[i].text}", f"{b} {sides.alignment.new[j].text}"))
    return out


def _poles(side: Look, taken: Sequence[Span]) -> dict[int, str]:
    """Place of a content word → the pole word that goes with it: right before it, or a little after ("going up")."""
    low = {w.place: w.low for w in side.words if w.low in _POLES and not covered(w, taken)}
    content = {w.place for w in side.content}
    out: dict[int, str] = {}
    for at, word in low.items():
        ahead = next((p for p in (at + 1, at + 2) if p in content), None)
        behind = next((p for p in range(at - 1, at - 5, -1) if p in content), None)
        place = behind if word in _AFTER or ahead is None else ahead
        if place is not None:
            out.setdefault(place, word)
    return out
