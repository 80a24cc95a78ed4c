"""Is the new statement for what the old one was against?

Counted in pairs of opposites: a negation, a verb that denies ("fail to", "turn down", "rule out") or an antonym on
one side only turns the meaning round; two of them turn it back ("won't move" is "will stay"). Only what bears on
words that both statements share is counted, so a denial in an added clause flips nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.change import PolarityFlipped
from rules.compare.lexicon import verbs
from rules.compare.look import Look, Sides
from rules.compare.words import Word, covered, root_of
from rules.model import Span
from rules.reading.certainty import certainty

_APOSTROPHE = "['’]"
_NEGATION = re.compile(
    rf"""\b(?:no\s+longer|not\s+any\s+more|not|never|cannot|no|none|nobody|no\s+one|nothing|neither|nor|nowhere|without
    |hardly|barely|scarcely|anything\s+but|far\s+from|unable\s+to)\b
    |\b(?:ca|wo|sha|do|does|did|is|are|was|were|has|have|had|would|could|should|must|might|need|ai){_APOSTROPHE}?n\s?{_APOSTROPHE}t\b
    |(?<=\s)n{_APOSTROPHE}t\b|\b\w+n{_APOSTROPHE}t\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Verbs and idioms that deny what follows, or what they take.
_DENIAL = re.compile(
    r"""\b(?:fail(?:s|ed|ing)?\s+to|refus(?:e|es|ed|ing)\s+to|declin(?:e|es|ed|ing)\s+to
    |rul(?:e|es|ed|ing)\s+out|turn(?:s|ed|ing)?\s+down|call(?:s|ed|ing)?\s+off|str(?:ike|ikes|uck)\s+down
    |(?:tear|tears|tore|torn|tearing|rip|rips|ripped)\s+up|(?:break|breaks|broke|broken|breaking)\s+(?:off|down|up)|(?:fall|falls|fell|fallen)\s+(?:through|apart)
    |(?:go|goes|going|went|gone)\s+back\s+on|reneg(?:e|es|ed|ing)\s+on|(?:pull|pulled|pulls)\s+the\s+plug\s+on|(?:give|gives|gave|given|giving)\s+up(?:\s+on)?
    |(?:shoot|shot|vot(?:e|ed))\s+down|(?:throw|threw|thrown)\s+out|(?:say|says|said|saying)\s+no\s+to|no\s+(?:intention|plans?|wish|desire|appetite)\s+(?:of|to|for)
    |(?:drop|drops|dropped|lift|lifts|lifted|end|ends|ended|pull|pulled|los(?:e|es|t))\s+(?:its|their|his|her|our|my)\s+(?=(?:backing|support|endorsement|opposition|objections?|resistance|bid|claim|demand)\b)
    |skip(?:s|ped|ping)?|forg(?:o|oes|one|oing)|(?:part(?:s|ed|ing)?\s+(?:ways|company)|cut(?:s|ting)?\s+ties|(?:break|breaks|broke|broken|breaking))\s+with
    |turn(?:s|ed|ing)?\s+(?:its|their|his|her|our|my)\s+backs?\s+on|(?:do|does|did|doing)\s+(?:nothing|little)\s+to
    |los(?:e|es|t|ing)\s+(?:all\s+|any\s+)?(?:faith|confidence|trust|interest)|collaps(?:e|es|ed|ing)
    |too\s+\w+\s+to|(?:has|have|had)\s+yet\s+to|stop(?:s|ped)?\s+short\s+of|(?:wrong|a\s+mistake|foolish|unwise|madness)\s+to
    |back(?:s|ed|ing)?\s+(?:out\s+of|away\s+from)|pull(?:s|ed|ing)?\s+(?:out\s+of|back\s+from)|walk(?:s|ed|ing)?\s+away\s+from
    |(?:drop|dropped|drops|abandon|abandoned|abandons|scrap|scrapped|shelve|shelved|ditch|ditched|axe|axed|cancel|cancels|cancell?ed)
     \s+(?:its\s+|their\s+|his\s+|her\s+|our\s+|the\s+|any\s+|all\s+)?plans?(?:\s+(?:to|for))?
    |stop(?:s|ped|ping)?\s+(?=\w+ing\b)|ceas(?:e|es|ed|ing)\s+(?:to\b|(?=\w+ing\b))|prevent(?:s|ed|ing)?\b|avoid(?:s|ed|ing)?\b
    |den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing)|reject(?:s|ed|ing)?|oppos(?:e|es|ed|ing)|(?:come|came|comes|is|are|was|were|am|i['’]m|be|been)\s+(?:(?!not\b|never\b)\w+\s+)?(?:out\s+)?against
    |against|out\s+of\s+the\s+question|off\s+the\s+table|call(?:s|ed)?\s+(?:it\s+)?nonsense|a\s+myth|untrue|false
    |lack(?:s|ed|ing)?|absence\s+of|remain(?:s|ed)?\s+closed|stay(?:s|ed)?\s+closed|cancell?(?:ed|ing|s)?|scrapp(?:ed|ing)|shelv(?:ed|ing)
    |abandon(?:s|ed|ing)?|withdr(?:aw|ew|awn)\s+(?:his|her|its|their|our|my)\s+(?:support|backing|endorsement|candidacy|offer|bid)
    |(?:is|are|was|were|be|been)\s+(?:over(?=\s*(?:[.,;!?]|$)|\s+(?:for|at|in|between|and|now)\b)|(?:dead|finished|history)(?=[\s.,;!?]|$))|out\s+of\s+reach|unlikely|impossible)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# "not" in these says nothing of the main clause.
_EMPTY = re.compile(
    rf"""\b(?:not\s+only|not\s+just|not\s+least|no\s+doubt|no\s+question|without\s+(?:a\s+)?(?:question|doubt|fail|exception)|not\s+to\s+mention
    |no\s+(?:more|less|fewer|later|earlier|sooner|better|worse|higher|lower|greater|bigger|smaller)\s+than|whether\s+or\s+not|or\s+not|if\s+not|why\s+not|no\s+matter|nothing\s+but|not\s+more\s+than
    |no\s+comment|in\s+no\s+time|not\s+(?:alone|surprisingly)|not\s+a\s+few|not\s+surpris\w+|(?:do|does|did)(?:n{_APOSTROPHE}t|\s+not)\s+(?:know|think|believe)\s+(?:if|whether)
    |no\s+one\s+(?:but|other\s+than)|not\s+everyone)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CORRECTION = re.compile(
    r",\s*(?:and\s+|but\s+)?not\s+(?:a\s+|the\s+|just\s+|merely\s+)?(?:[$€£]?\d|\w+[\w\s%$€£]{0,14}[.,;]?$)",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    rf"\b(?:not|never|cannot|won{_APOSTROPHE}t|\w+n{_APOSTROPHE}t)\b[^.;]{{0,80}}\b(?:before|until|till|unless)\b",
    re.IGNORECASE,
)
_NO_DOUBT = re.compile(r"\b(?:no|little|without\s+(?:a\s+)?|have\s+no)\s+(?:doubt|question)\b", re.IGNORECASE)
_POLES = {
    "more": "less fewer", "most": "least", "less": "more", "fewer": "more", "least": "most",
    "for": "against", "against": "for",
    "with": "without", "without": "with", "up": "down", "down": "up", "all": "none", "none": "all", "always": "never",
    "never": "always",
    "everybody": "nobody", "everyone": "nobody", "nobody": "everyone everybody", "everything": "nothing",
    "above": "below", "below": "above", "over": "under", "under": "over", "in": "out",
    "out": "in", "on": "off", "off": "on",
}  # fmt: skip


_PARTICLES = frozenset({"down", "off", "up", "out", "through", "apart", "on", "of", "from", "to", "with"})
_MOST_LETTERS = 8000
"""What is searched for denials: more than the words that are laid side by side."""
_AFTER = frozenset({"up", "down", "out", "off"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that turns a meaning round: its words, and the word that it bears on."""

    text: str
    span: Span
    target: Word | None
    denial: bool


@lru_cache(maxsize=4096)
def _turn_spans(text: str) -> tuple[tuple[Span, bool], ...]:
    text = text[:_MOST_LETTERS]
    empty = [
        m.span() for m in (*_EMPTY.finditer(text), *_CORRECTION.finditer(text), *_NO_DOUBT.finditer(text))
    ]
    empty += _doubts(text)
    not_before = [m.span() for m in _NOT_BEFORE.finditer(text)]
    out: list[tuple[Span, bool]] = []
    for found in _DENIAL.finditer(text):
        if not _inside(found.span(), empty):
            out.append((found.span(), True))
    for found in _NEGATION.finditer(text):
        span = found.span()
        if _inside(span, empty) or any(s == span[0] or (s <= span[0] < e) for s, e in not_before):
            continue
        if not any(s < span[1] and span[0] < e for (s, e), _ in out):
            out.append((span, False))
    return tuple(sorted(out))


def _doubts(text: str) -> list[Span]:
    """Cues that only say how sure: "far from certain", "no guarantee" deny nothing. "Unlikely" and below do."""
    found = certainty(text)
    return list(found.cues) if found.level is not None and found.level >= 1 else []


def _uncancelled(text: str, found: Sequence[Turn]) -> list[Turn]:
    """Without a negation right before a denial: "would not rule out" is neither."""
    out: list[Turn] = []
    for turn in found:
        if (
            turn.denial
            and out
            and not out[-1].denial
            and len(text[out[-1].span[1] : turn.span[0]].split()) <= 1
        ):
            out.pop()
        else:
            out.append(turn)
    return out


def _inside(span: Span, spans: Sequence[Span]) -> bool:
    return any(s <= span[0] and span[1] <= e for s, e in spans)


_RAISING = frozenset(("believe", "think", "suppose", "reckon", "feel"))
"""Verbs through which a negation is said of what follows: "does not believe that it will" is "believes it will not"."""


def turns(side: Look) -> tuple[Turn, ...]:
    """What turns the meaning of a statement round, in order."""
    text = side.statement.text
    out = []
    for span, denial in _turn_spans(text):
        ahead = (w for w in side.content if w.span[0] >= span[1] and w.span[0] - span[1] < 60)
        after = next((w for w in ahead if w.low not in _RAISING), None)
        if after is None or any(c in ".;:!?" for c in text[span[1] : after.span[0]]):
            before = [w for w in side.content if w.span[1] <= span[0]]
            after = before[-1] if before else None
        out.append(Turn(text[slice(*span)], span, after, denial))
    return tuple(out)


def flipped(sides: Sides) -> tuple[PolarityFlipped | None, str]:
    """The flip, if there is one, and the sentence that says how it was found (or why not)."""
    old = [t for t in turns(sides.old) if not _unless(t, sides.new)]
    new = [t for t in turns(sides.new) if not _unless(t, sides.old)]
    a, b = _unanswered(old, new, sides)
    swaps = _swaps(sides, old, new)
    count = len(a) + len(b) + len(swaps)
    if not count:
        return None, "Neither denies what the other says."
    words = [f"“{t.text}” in the old" for t in a] + [f"“{t.text}” in the new" for t in b]
    words += [f"“{x}” against “{y}”" for x, y in swaps]
    found = " and ".join(words)
    if count % 2 == 0:
        return None, f"{found}: they cancel out, so the meaning is not turned round."
    before, after = _shown(sides, a, b, swaps)
    return PolarityFlipped(before=before, after=after), f"{found}: the meaning is turned round."


def _unless(turn: Turn, other: Look) -> bool:
    """ "Without new money" and "unless there is new money" are one condition."""
    return turn.text.lower() == "without" and any(w.low == "unless" for w in other.words)


def _unanswered(old: Sequence[Turn], new: Sequence[Turn], sides: Sides) -> tuple[list[Turn], list[Turn]]:
    """Turns of each side that the other side lacks and that bear on something both speak of."""
    partner = {
        sides.alignment.old[i].place: sides.alignment.new[j].place for i, j, _ in sides.alignment.pairs
    }
    al = sides.alignment
    said = {al.old[i].place: al.new[j] for i, j, _ in al.pairs}
    said_back = {al.new[j].place: al.old[i] for i, j, _ in al.pairs}
    old = [t for t in old if not (t.denial and _spoken(t, sides.old, said))]
    old = _uncancelled(sides.old.statement.text, old)
    free = [t for t in new if not (t.denial and _spoken(t, sides.new, said_back))]
    free = _uncancelled(sides.new.statement.text, free)
    partner |= {
        sides.alignment.old[i].place: sides.alignment.new[j].place for i, j in sides.alignment.opposites
    }
    known = set(partner.values())
    left = []
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
    return left, [
        t for t in free if _bears(t, sides.new, known) and not _said_otherwise(t, known, al.old_left)
    ]


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
    if head is None or answer is None:
        return False
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
    out = [
        (sides.alignment.old[i].text, sides.alignment.new[j].text)
        for i, j in sides.alignment.opposites
        if not covered(sides.alignment.old[i], taken_old) and not covered(sides.alignment.new[j], taken_new)
    ]
    figures = [f.span for f in (*sides.old.figures,)]
    ahead_old = _poles(sides.old, [*taken_old, *figures])
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


def _shown(
    sides: Sides, a: Sequence[Turn], b: Sequence[Turn], swaps: Sequence[tuple[str, str]]
) -> tuple[str, str]:
    if swaps and not a and not b:
        return swaps[0]
    return _phrase(sides.old, a), _phrase(sides.new, b)


def _phrase(side: Look, found: Sequence[Turn]) -> str:
    """The turn with the words it bears on; for the affirming side, the statement shortened."""
    text = side.statement.text
    if not found:
        return text if len(text) <= 90 else text[:87].rstrip() + "…"
    turn = found[0]
    start, end = turn.span
    if turn.target is not None:
        start, end = min(start, turn.target.span[0]), max(end, turn.target.span[1])
    return text[start:end]
