"""Attributions whose cue is a noun: “Voss’s promise to …”, “made the case for …”, “in his view …”."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rules.reading.cues import cue_table
from rules.reading.frames import Frame
from rules.reading.phrases import Range, leading_subject, noun_phrase_before, subject_before
from rules.reading.verbs import group_of
from rules.reading.words import word_set


@dataclass(frozen=True, slots=True)
class Nominal:
    """Token ranges of one attribution by a noun, and the class of content to look for."""

    source: Range
    cue: Range
    begin: int


@cache
def nouns() -> frozenset[str]:
    """Nouns of saying and thinking that take what is said as a complement."""
    return word_set(
        "claim claims statement statements assertion announcement promise promises pledge pledges vow call "
        "calls criticism criticisms attack attacks comments remarks belief beliefs view views opinion "
        "argument arguments suggestion proposal proposals plan plans support opposition praise warning "
        "warnings threat threats concern concerns fear fears hope hopes question questions demand demands "
        "request requests confidence doubt doubts message prediction predictions estimate endorsement defense "
        "defence response reply reaction mention point case desire intention intent commitment refusal "
        "apology complaint complaints accusation accusations allegation allegations insistence assessment "
        "description stance rhetoric testimony explanation swipe swipes aim clear optimism frustration anger "
        "disappointment regret skepticism scepticism sympathy willingness assurance assurances admission "
        "contention assertions conviction disapproval approval gratitude interest outrage disdain contempt"
    )


@cache
def _light() -> frozenset[str]:
    return word_set(
        "make made makes making express expressed expresses expressing voice voiced voices voicing issue "
        "issued issues issuing deliver delivered delivers delivering give gave gives giving raise raised "
        "raises raising launch launched launches launching take took takes taking level leveled levelled "
        "release released releases releasing draw drew"
    )


_AFTER = word_set("that to of for about on against")
_POSSESSIVE = word_set("his her their my our its your")


def nominal(frame: Frame, at: int, floor: int) -> Nominal | None:
    """The attribution whose noun stands at `at`, or None. Nothing before token `floor` is used."""
    size = len(frame)
    if at + 2 >= size:
        return None
    following = frame.low[at + 1]
    if following not in _AFTER and not (following == "at" and frame.low[at] in ("swipe", "swipes", "aim")):
        return None
    if following == "to" and frame.tag[at + 2] not in "wvx":
        return None
    begin = at + 1 if frame.low[at + 1] in ("that", "to") else at + 2
    first = at
    while first - 1 >= floor and at - first < 3 and frame.tag[first - 1] in "w":
        if frame.low[first - 1] in _light():
            break
        first -= 1
    if first - 1 < floor:
        return None
    before = frame.low[first - 1]
    if before in _POSSESSIVE:
        return Nominal((first - 1, first), (first, begin), begin)
    if frame.tag[first - 1] == "g":
        owner = noun_phrase_before(frame, first - 1, floor)
        return Nominal(owner, (first, begin), begin) if owner else None
    return _by_light_verb(frame, first, begin, floor)


def _by_light_verb(frame: Frame, first: int, begin: int, floor: int) -> Nominal | None:
    verb = first - 1
    if frame.tag[verb] in "do" or frame.low[verb] in ("it", "up"):
        verb -= 1
    if verb < floor or frame.low[verb] not in _light():
        return None
    left, infinitive = group_of(frame, verb)
    if infinitive:
        return None
    if frame.low[verb].endswith("ing") and left == verb:
        source = leading_subject(frame, floor, verb)
    else:
        source = subject_before(frame, left, floor)
    return Nominal(source, (left, begin), begin) if source else None


def in_view(frame: Frame, at: int) -> Range | None:
    """“In Voss’s view, …”: the source, for the “in” at token `at`."""
    for here in range(at + 1, min(at + 8, len(frame))):
        if frame.low[here] in ("view", "opinion", "words", "judgment", "judgement", "estimation", "mind"):
            last = here - (frame.tag[here - 1] == "g")
            return (at + 1, last) if frame.low[at + 1] in _POSSESSIVE or frame.tag[here - 1] == "g" else None
        if frame.tag[here] not in "nwdg#p" or frame.low[here] in cue_table():
            return None
    return None
