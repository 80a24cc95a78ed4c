"""What turns the meaning of one text round: negations, verbs and idioms that deny, and the word each bears on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.compare.look import Look
from rules.compare.words import Word, touches
from rules.model import Span
from rules.reading.certainty import Certainty, certainty

_APOSTROPHE = "['’]"
_NEGATION = re.compile(
    rf"""\b(?:no\s+longer|not\s+any\s+more|not|never|cannot|no|none|nobody|no\s+one|nothing|neither|nor|nowhere|without
    |hardly|barely|scarcely|anything\s+but|far\s+from|unable\s+to)\b
    |\b(?:ca|wo|sha|do|does|did|is|are|was|were|has|have|had|would|could|should|must|might|need|ai){_APOSTROPHE}?n\s?{_APOSTROPHE}t\b
    |\b(?:ca|do|does|did|is|are|was|were|has|have|had|would|could|should)nt\b
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
    |(?:vot|argu|decid|speak|spok|advis|warn|rul|campaign|stand|stood|lobb|protest|turn|sid|fight|fought|lean)\w*\s+(?:\w+\s+)?against
    |against|out\s+of\s+the\s+question|off\s+the\s+table|call(?:s|ed)?\s+(?:it\s+)?nonsense|a\s+myth|untrue|false
    |beyond\s+(?:repair|reach|help|saving|hope|recall)|lack(?:s|ed|ing)?|absence\s+of|remain(?:s|ed)?\s+closed|stay(?:s|ed)?\s+closed|cancell?(?:ed|ing|s)?|scrapp(?:ed|ing)|shelv(?:ed|ing)
    |abandon(?:s|ed|ing)?|withdr(?:aw|ew|awn)\s+(?:his|her|its|their|our|my)\s+(?:support|backing|endorsement|candidacy|offer|bid)
    |(?:is|are|was|were|be|been)\s+(?:over(?=\s*(?:[.,;!?]|$)|\s+(?:for|at|in|between|and|now)\b)|(?:dead|history)(?=[\s.,;!?]|$))|(?:is|are|was|were)\s+finished(?=\s*(?:[.,;!?]|$))|out\s+of\s+reach|unlikely|impossible)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# "not" in these says nothing of the main clause.
_EMPTY = re.compile(
    rf"""\b(?:not\s+only|not\s+just|not\s+least|no\s+doubt|no\s+question|without\s+(?:a\s+)?(?:question|doubt|fail|exception)|not\s+to\s+mention
    |no\s+(?:more|less|fewer|later|earlier|sooner|better|worse|higher|lower|greater|bigger|smaller)\s+than|whether\s+or\s+not|or\s+not|if\s+not|why\s+not|no\s+matter|nothing\s+but|not\s+more\s+than
    |no\s+comment|in\s+no\s+time|not\s+(?:alone|surprisingly)|not\s+a\s+few|not\s+surpris\w+|(?:do|does|did)(?:n{_APOSTROPHE}t|\s+not)\s+(?:know|think|believe)\s+(?:if|whether)
    |no\s+one\s+(?:but|other\s+than)|not\s+everyone|(?:and|but)\s+not\s+(?:an?|one)\s+(?:single\s+)?(?:\w+\s+)?(?:more|less|longer|later|earlier|sooner))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CORRECTION = re.compile(
    r",\s*(?:and\s+|but\s+)?not\s+(?:a\s+|the\s+|just\s+|merely\s+)?(?:[$€£]?\d|\w+[\w\s%$€£]{0,14}[.,;]?$)",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    rf"\b(?:not|never|cannot|no|nobody|none|nothing|won{_APOSTROPHE}t|\w+n{_APOSTROPHE}t)\b[^.;]{{0,80}}\b(?:before|until|till|unless)\b",
    re.IGNORECASE,
)
_NO_DOUBT = re.compile(
    r"\b(?:no|little|without\s+(?:a\s+)?|have\s+no)\s+(?:doubt|question)\b"
    r"|\b(?:nobody|no\s+one)\s+(?:\w+ly\s+)?(?:doubts?|disputes?|questions?|denies|deny)\b",
    re.IGNORECASE,
)
_MOST_LETTERS = 8000
"""What is searched for denials: more than the words that are laid side by side."""


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
        if not touches(span, (taken for taken, _ in out)):
            out.append((span, False))
    return tuple(sorted(out))


@lru_cache(maxsize=4096)
def sureness(text: str) -> Certainty:
    """How sure a text is, read once for all who ask."""
    return certainty(text)


def _doubts(text: str) -> list[Span]:
    """Cues that only say how sure: "far from certain", "no guarantee" deny nothing. "Unlikely" and below do."""
    found = sureness(text)
    return list(found.cues) if found.level is not None and found.level >= 1 else []


def uncancelled(text: str, found: Sequence[Turn]) -> list[Turn]:
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


_RAISING = frozenset(("believe", "think", "suppose", "reckon", "feel", "able"))
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


def denies_until(text: str) -> bool:
    """Whether it denies something up to a time: "won't reopen before noon" is "closed until noon"."""
    return _NOT_BEFORE.search(text[:_MOST_LETTERS]) is not None


_FEW = re.compile(
    r"\b(?:few|hardly\s+any|a\s+minority\s+of|only\s+(?:a\s+few|some|one|two|three|\d+)|not\s+many)\b", re.I
)
_MOST = re.compile(
    r"\b(?:most|nearly\s+all|almost\s+(?:all|every)|all\s+but|(?:a|the)\s+majority\s+of|many)\b", re.I
)


def few_against_most(a: str, b: str) -> bool:
    """Whether one speaks of the few and the other of the rest: "few trust it", "most have no trust in it"."""
    few = _FEW.search(a), _FEW.search(b)
    most = _MOST.search(a), _MOST.search(b)
    return bool((few[0] and most[1] and not few[1]) or (few[1] and most[0] and not few[0]))


def undoubted(text: str) -> tuple[Span, ...]:
    """Where a doubt is denied: "nobody doubts", "no question"."""
    return tuple(m.span() for m in _NO_DOUBT.finditer(text[:_MOST_LETTERS]))
