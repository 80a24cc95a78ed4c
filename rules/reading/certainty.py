"""The door for certainty: how sure a sentence is, on the scale of `rules.model.Statement.certainty`.

A hedge is never upgraded: of several cues in the main clause the least sure one counts ("it is certainly
possible" is possible), boosters count only where nothing hedges. Cues in subordinate clauses ("although analysts
say it may slip", "which could cost", "if it might") do not count, unless nothing else is there. A stated probability
("a 70 % chance") is a figure; here it gives its band.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.model import Commitment, Evidential, Span
from rules.reading.certainty_cues import COMMITMENTS, EVIDENTIALS, LEVEL_OF, LEVELS, NOT_CUES
from rules.reading.clauses import main_clause
from rules.reading.numbers import number_at
from rules.reading.tokens import Tokens, tokens_of, word_set


@dataclass(frozen=True, slots=True, kw_only=True)
class Certainty:
    """`level` −1 … 6 or None where the scale does not apply; commitment and evidential are kept apart from it.

    `cues` are the spans that the level rests on, into the text passed.
    """

    level: int | None
    commitment: Commitment | None = None
    evidential: Evidential | None = None
    cues: tuple[Span, ...] = ()


PLAIN = 4
_CHANCE = frozenset(
    {
        "chance",
        "chances",
        "probability",
        "likelihood",
        "odds",
        "certain",
        "sure",
        "confident",
        "likely",
        "possibility",
    }
)
_STRENGTH: tuple[Commitment, ...] = ("promise", "plan", "hope")
_DETERMINERS = word_set("a an the his her its their our your my this that these those no any such")
_BE = word_set(
    "is are am was were be been i'm we're they're he's she's it's you're also still now not already"
)
_NOUNS = frozenset(
    {"plan", "plans", "hope", "hopes", "target", "targets", "promise", "promises", "pledge", "pledges", "vow"}
)


def certainty(text: str) -> Certainty:
    """How sure `text` is. `level` is None for a question or an empty text."""
    t = tokens_of(text)
    if not len(t) or text.rstrip(" \"”’')").endswith("?"):
        return Certainty(level=None)
    found = _levels(t)
    evidence = list(EVIDENTIALS.all(t))
    pledges = list(COMMITMENTS.all(t))
    if not (found or evidence or pledges):
        return Certainty(level=PLAIN)
    main = main_clause(t)
    commitment = _commitment(t, main, pledges)
    if commitment:
        found.append((LEVEL_OF[commitment[0]], commitment[1], commitment[2]))
    here = [cue for cue in found if main[cue[1]]]
    level, cues = _decide(here)
    evidential = next((kind for kind, first, _ in evidence if main[first]), None)
    return Certainty(
        level=level,
        commitment=commitment[0] if commitment else None,
        evidential=evidential,
        cues=tuple(t.span(first, end) for _, first, end in cues),
    )


Cue = tuple[int, int, int]
"""Level, first token, the token after."""


def _decide(cues: list[Cue]) -> tuple[int, list[Cue]]:
    if not cues:
        return PLAIN, []
    hedges = [cue for cue in cues if cue[0] < PLAIN]
    level = min(cue[0] for cue in hedges) if hedges else max(cue[0] for cue in cues)
    return level, [cue for cue in cues if cue[0] == level]


def _levels(t: Tokens) -> list[Cue]:
    out: list[Cue] = []
    stated = _stated(t)
    levels = list(LEVELS.all(t))
    if not levels:
        return stated
    skipped = {i for _, first, end in NOT_CUES.all(t) for i in range(first, end)}
    told = {i for _, first, end in stated for i in range(first - 1, end + 2)}
    for level, first, end in levels:
        if skipped and first in skipped and not _longer(t, first, end, skipped):
            continue
        word = t.low[first]
        if word.endswith("ing") and t.at(first - 1) not in _BE:
            continue
        if word in ("may", "might") and end == first + 1 and not _modal(t, first):
            continue
        if told and (first in told or end - 1 in told):
            continue
        out.append((level, first, end))
    return out + stated


def _longer(t: Tokens, first: int, end: int, skipped: set[int]) -> bool:
    """A cue that reaches beyond the idiom it shares words with ("more likely than not") stands."""
    return end - 1 not in skipped or (end - first) >= 3


def _modal(t: Tokens, i: int) -> bool:
    """ "may" as a verb: not the month ("May 5", "in May"), not the noun ("the might")."""
    if t.at(i - 1) in _DETERMINERS and t.at(i - 1) not in ("this", "that", "these", "those"):
        return False
    return not (t.is_capital(i) and i > 0 and not t.headline) and not (t.is_number(i + 1) and t.is_capital(i))


def _commitment(
    t: Tokens, main: list[bool], pledges: list[tuple[Commitment, int, int]]
) -> tuple[Commitment, int, int] | None:
    """The strongest commitment of the main clause: a hedge beside it does not make it another kind."""
    best: tuple[Commitment, int, int] | None = None
    for kind, first, end in pledges:
        noun = t.low[first] in _NOUNS and t.at(first - 1) in _DETERMINERS and kind != "promise"
        if (
            not main[first]
            or noun
            or t.at(first - 1)
            in ("not", "no", "don't", "doesn't", "without", "never", "didn't", "cannot", "can't", "won't")
        ):
            continue
        if best is None or _STRENGTH.index(kind) < _STRENGTH.index(best[0]):
            best = (kind, first, end)
    return best


def _stated(t: Tokens) -> list[Cue]:
    """ "a 70 % chance", "90 percent sure", "odds of one in five": the band of a stated probability."""
    if _CHANCE.isdisjoint(t.vocabulary):
        return []
    out = _rated(t)
    for i in range(len(t)):
        number = number_at(t, i) if t.low[i][0].isdecimal() or t.low[i] in ("one", "zero", "fifty") else None
        if number is None or number.high is None or number.low > 100:
            continue
        end = number.end
        share = None
        if t.at(end) in ("%", "percent") or t.words(end, 2) == ("per", "cent"):
            share, end = float(number.low), end + 1 + (t.at(end) == "per")
        elif t.at(end) == "in":
            whole = number_at(t, end + 1)
            if whole and whole.low > number.low:
                share, end = float(number.low * 100 / whole.low), whole.end
        near = t.low[max(0, i - 4) : i] + t.low[end : end + 2]
        if share is not None and share <= 100 and not _CHANCE.isdisjoint(near):
            out.append((band(share), i, end))
    return out


_RATES = {"slim": 0, "remote": 0, "poor": 0, "low": 0, "small": 0, "good": 3, "high": 3, "strong": 3}
_RATED = frozenset({"odds", "chance", "chances", "probability", "likelihood"})


def _rated(t: Tokens) -> list[Cue]:
    """ "the odds of a deal are slim": a judgement of the chances, some words away from them."""
    if _RATES.keys().isdisjoint(t.vocabulary):
        return []
    return [
        (_RATES[word], i, i + 1)
        for i, word in enumerate(t.low)
        if word in _RATES
        and t.at(i - 1) in ("is", "are", "was", "were", "remain", "remains", "look", "looks", "seem", "very")
        and not _RATED.isdisjoint(t.low[max(0, i - 10) : i])
    ]


def band(percent: float) -> int:
    """The step of the scale nearest to a probability in percent (bands of ICD 203)."""
    for least, level in ((100, 6), (80, 5), (55, 3), (45, 1), (0.5, 0)):
        if percent >= least:
            return level
    return -1
