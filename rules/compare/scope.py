"""Who or what is covered: conditions and modifiers gained or lost, quantifiers exchanged.

Said only where the two statements differ in little else. Of a long sentence that says more than a short one, every
added word would be a narrowing, and none of them news.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from rules.change import ScopeChanged
from rules.compare.conditions import conditions
from rules.compare.denials import few_against_most, turns
from rules.compare.found import Found
from rules.compare.lexicon import verbs
from rules.compare.look import Look, Sides
from rules.compare.relate import STANCE_WEIGHT, subject_weight
from rules.compare.words import Word, covered
from rules.model import Span
from rules.reading.tokens import word_set

Direction = Literal["wider", "narrower"]

# From none to all; an exchange among them narrows or widens.
_QUANTIFIERS = {
    "no": 0, "none": 0, "nobody": 0, "hardly any": 1, "few": 2, "a few": 2, "a minority of": 2, "several": 3, "some": 3,
    "certain": 3, "selected": 3, "many": 4, "much": 4, "most": 5, "mostly": 5,
    "a majority of": 5, "the majority of": 5, "a large part of": 5,
    "nearly all": 6, "almost all": 6, "almost every": 6, "nearly every": 6, "virtually all": 6,
    "all": 7, "every": 7, "each": 7,
    "everyone": 7, "everybody": 7, "any": 7, "the whole": 7, "the entire": 7, "whole": 7, "entire": 7,
}  # fmt: skip
_QUANTIFIER = re.compile(
    r"\b(?:"
    + "|".join(re.escape(q).replace(r"\ ", r"\s+") for q in sorted(_QUANTIFIERS, key=len, reverse=True))
    + r")\b",
    re.IGNORECASE,
)
_NOT_QUANTIFIER = re.compile(
    r"\b(?:at\s+all|after\s+all|above\s+all|all[- ]time|all\s+but|no\s+longer|no\s+doubt|not\s+all|each\s+other"
    r"|most\s+(?:likely|of\s+all|\w+(?:ful|ous|ive|ant|ent|al|ed|ar)\b)|at\s+most|the\s+most"
    r"|certain\s+(?:that|to|of|about)|no\s+(?:more|less|fewer|one)|any\s+(?:more|time|longer)"
    r"|some\s+(?:\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred))",
    re.IGNORECASE,
)
_JOIN = frozenset({"and", "or", "as", "plus", "also"})
_LEADS = word_set(
    """in at of for from on under over among with within across outside inside near by who that which whose
    where aged during"""
)
_RELATIVE = frozenset({"that", "who", "which", "whose", "where"})
_AUXILIARY = word_set("never not has have had also already is are was were will")
_TIMES = frozenset({"before", "after", "since", "until", "by"})
_DETERMINERS = word_set("a an the its his her their our my your this that these those")
_DEFINITE = word_set("the its his her their our my your this")
_WHEN = re.compile(
    r"(?:by|before|until|till|in\s+time\s+for|ahead\s+of|after|from|at\s+(?:noon|midnight|the\s+(?:end|start)))\b",
    re.IGNORECASE,
)
_PRONOUNS = frozenset({"it", "he", "she", "they", "this"})
_LOOSE = 0.6
"""How directly "many" for "most" is read as a narrowing: people use the one for the other."""
_MOST_GAINED = 6
_MOST_OTHER = 0.26


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring words that one side has and the other has not."""

    words: tuple[Word, ...]
    text: str
    span: Span
    joined: bool


def changed(sides: Sides) -> list[Found]:
    """Conditions, quantifiers and modifiers that differ."""
    found = [one for one in (conditions(sides), _quantifiers(sides)) if one is not None]
    if not found and (one := _modifiers(sides)) is not None:
        found.append(one)
    return found


def _quantifiers(sides: Sides) -> Found | None:
    """All → most, some → all: exchanged before the same noun, or put before one that had none."""
    if not _nearly_equal(sides) or _of_the_rest(sides):
        return None
    at = {sides.alignment.old[i].place: sides.alignment.new[j].place for i, j, _ in sides.alignment.pairs}
    old, new = _quantified(sides.old), _quantified(sides.new)
    for place, (rank, text) in old.items():
        other = new.get(at.get(place, -1))
        if other is not None and other[0] != rank and rank and other[0]:
            direct = _LOOSE if {rank, other[0]} == {4, 5} else 1.0
            return replace(_exchanged(text, other[1], other[0] > rank), direct=direct)
        if other is None and place in at and 0 < rank < 6:
            return _exchanged(text, "", True)
    back = {j: i for i, j in at.items()}
    for place, (rank, text) in new.items():
        if place in back and back[place] not in old and 0 < rank < 6:
            return _exchanged("", text, False)
    return None


def _of_the_rest(sides: Sides) -> bool:
    """ "Few trust it", "most do not trust it": the same voters, counted from the other end."""
    old, new = sides.old.statement.text, sides.new.statement.text
    return few_against_most(old, new) and len(turns(sides.old)) % 2 != len(turns(sides.new)) % 2


def _exchanged(before: str, after: str, wider: bool) -> Found:
    words = tuple(w for w in (before, after) if w)
    change = ScopeChanged(before=before, after=after, direction="wider" if wider else "narrower", words=words)
    return Found(change, f"“{before or 'no limit'}” became “{after or 'no limit'}”.")


def _quantified(side: Look) -> dict[int, tuple[int, str]]:
    """Place of the next content word → rank and text of its quantifier."""
    text = side.statement.text
    empty = [m.span() for m in _NOT_QUANTIFIER.finditer(text)]
    out: dict[int, tuple[int, str]] = {}
    for found in _QUANTIFIER.finditer(text):
        if any(s <= found.start() < e for s, e in empty):
            continue
        word = next((w for w in side.content if w.span[0] >= found.end()), None)
        if (
            word is not None
            and subject_weight(word, side) > STANCE_WEIGHT
            and word.span[0] - found.end() < 24
            and not any(c in ".;:!?" for c in text[found.end() : word.span[0]])
        ):
            out.setdefault(word.place, (_QUANTIFIERS[" ".join(found[0].lower().split())], found[0]))
    return out


def _nearly_equal(sides: Sides) -> bool:
    al = sides.alignment
    return len(al.old_left) <= max(1, _MOST_OTHER * len(al.old)) and len(al.new_left) <= max(
        1, _MOST_OTHER * len(al.new)
    )


def _modifiers(sides: Sides) -> Found | None:
    """Words inside an otherwise equal sentence: gained narrows, lost widens; joined by "and" the other way round."""
    lost, gained = _runs(sides.old, sides.alignment.old_left), _runs(sides.new, sides.alignment.new_left)
    if sides.alignment.opposites or len(lost) + len(gained) != 1:
        return None
    al = sides.alignment
    run = (lost or gained)[0]
    side, other = (sides.old, sides.new) if lost else (sides.new, sides.old)
    if len(run.words) > _MOST_GAINED or len(al.pairs) < 2 or not _in_order(sides):
        return None
    if (
        2 * len(al.pairs) < len(run.words)
        or _other_things(sides, bool(lost))
        or not _limits(side, run)
        or covered(run.words[0], [t.span for t in turns(side)])
        or _a_time(run, other)
        or _news(run, side)
        or _names(side, other, run)
    ):
        return None
    wider = bool(lost) != run.joined
    change = ScopeChanged(
        before=run.text if lost else "",
        after="" if lost else run.text,
        direction="wider" if wider else "narrower",
        words=tuple(w.text for w in run.words),
    )
    why = f"“{run.text}” was {'dropped' if lost else 'added'}, the rest is the same: {change.direction}."
    return Found(change, why, (run.span,) if lost else (), () if lost else (run.span,))


def _a_time(run: _Run, other: Look) -> bool:
    """Whether it says when, where the other side says when: "by Easter", "in time for the festival"."""
    return bool(_WHEN.match(run.text)) and bool(other.statement.horizons or other.dates)


def _news(run: _Run, side: Look) -> bool:
    """ "The new depot" is the depot; "new cars" are some of all cars."""
    if [w.low for w in run.words] != ["new"]:
        return False
    at = run.words[0].place
    return at > 0 and side.words[at - 1].low in _DEFINITE


def _names(side: Look, other: Look, run: _Run) -> bool:
    """Whether the run only says who is meant: part of a name, what goes before one ("rapper"), or the subject that the
    other side calls "it"."""
    low = {w.low for w in side.words}
    if any(w.low in _PRONOUNS and w.low not in low for w in other.words):
        return True
    following = next((w for w in side.words if w.place == run.words[-1].place + 1), None)
    if following is None or run.joined:
        return False
    bare = run.span[0] == run.words[0].span[0]
    subject = all(w.name for w in run.words) and (not following.content or following.stem in verbs())
    return following.name or (bare and subject)


def _other_things(sides: Sides, lost: bool) -> bool:
    """Whether it is an exchange (a figure or a date came with the loss, or went with the gain), or a quantity came or
    went along with it: then the one says more than the other, and neither limits."""
    a, b = _quantities(sides.old), _quantities(sides.new)
    if a != b:
        return True
    dates = len(sides.new.dates) - len(sides.old.dates)
    return dates > 0 if lost else dates < 0


def _quantities(side: Look) -> int:
    return sum(f.kind not in ("share", "rank", "number") for f in side.figures)


def _in_order(sides: Sides) -> bool:
    js = [j for _, j, _ in sides.alignment.pairs]
    return sum(b > a for a, b in pairwise(js)) >= 0.8 * (len(js) - 1)


def _runs(side: Look, left: Sequence[Word]) -> list[_Run]:
    """Unanswered words, neighbours together."""
    open_places = {w.place for w in left}
    content = {w.place for w in side.content}
    groups: list[list[Word]] = []
    for word in left:
        last = groups[-1][-1].place if groups else -9
        between = [p for p in range(last + 1, word.place) if p in content and p not in open_places]
        if groups and not between and word.place - last <= 4:
            groups[-1].append(word)
        else:
            groups.append([word])
    out = []
    for group in groups:
        at = group[0].place - 1
        while at > 0 and side.words[at].low in _DETERMINERS:
            at -= 1
        before = side.words[at] if at >= 0 else None
        lead = before.low if before else ""
        start = before.span[0] if before and lead in _LEADS | _JOIN else group[0].span[0]
        span = (start, group[-1].span[1])
        after = next((w for w in side.words if w.place == group[-1].place + 1), None)
        joined = lead in _JOIN or (after is not None and after.low in _JOIN) or _listed(side, group)
        out.append(_Run(tuple(group), side.statement.text[slice(*span)], span, joined))
    return out


def _listed(side: Look, group: Sequence[Word]) -> bool:
    """Whether the run goes on with a list: "bags", then "bags, cups and straws"."""
    text = side.statement.text
    between = {w.low for w in side.words[group[0].place : group[-1].place]}
    return text[: group[0].span[0]].rstrip().endswith(",") and not between.isdisjoint(("and", "or"))


def _limits(side: Look, run: _Run) -> bool:
    """Whether the run limits a noun or the sentence: before a content word, after a preposition, or in a list.
    What opens the sentence or hangs on it after a comma ("…, he said") does not."""
    text = side.statement.text
    if text[: run.span[0]].rstrip().endswith((",", "—", "–", "(", ":")) and not run.joined:
        return False
    following = next((w for w in side.words if w.place == run.words[-1].place + 1), None)
    gap = text[run.span[1] : following.span[0]] if following else ""
    before_noun = following is not None and following.content and gap.isspace()
    first = text[run.span[0] : run.words[0].span[0]].lower().split()
    hangs = (
        _participle(side, run, following) or run.words[0].low in _LEADS or bool(first and first[0] in _LEADS)
    )
    return (before_noun and not _bare_verb(side, run)) or hangs or run.joined


def _participle(side: Look, run: _Run, following: Word | None) -> bool:
    """ "Flats built before 1990", "people living in the south": a verb between a noun and a preposition."""
    at = run.words[0].place
    before = next((w for w in side.words if w.place == at - 1), None)
    nxt = following if len(run.words) == 1 else run.words[1]
    verb = run.words[0].stem in verbs() or run.words[0].low.endswith(("ed", "ing"))
    return (
        verb
        and before is not None
        and before.content
        and nxt is not None
        and nxt.low in (_LEADS | _TIMES) - _RELATIVE
    )


def _bare_verb(side: Look, run: _Run) -> bool:
    """ "Seats stand empty", "never reached Oslo" limit nothing; "standing orders" do."""
    word = run.words[0]
    if len(run.words) > 1 or word.stem not in verbs():
        return False
    before = next((w for w in side.words if w.place == word.place - 1), None)
    finite = before is not None and (
        before.low in _AUXILIARY or (before.content and before.stem not in verbs())
    )
    return finite or not word.low.endswith(("ing", "ed"))
