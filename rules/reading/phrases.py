"""Noun phrases around a cue, and the subject of a verb, by word class alone."""

from __future__ import annotations

from rules.reading.cues import cue_table
from rules.reading.frames import Frame
from rules.reading.verbs import NOUNY, cue_at
from rules.reading.words import word_set

Range = tuple[int, int]
"""Token indices, the end exclusive."""

_OF = word_set("of for in at from with on to")
_TO = word_set(
    "close loyal allied adviser advisers advisor advisors aide aides ambassador envoy assistant counsel attorney heir"
)
_NOT_IN_NAMES = word_set("referring speaking adding smiling laughing noting describing citing")


def noun_phrase_before(frame: Frame, last: int, floor: int) -> Range | None:
    """The noun phrase that ends before token `last`, not reaching below `floor`."""
    tag = frame.tag
    first = last
    while first > floor:
        letter = tag[first - 1]
        if letter == "p" and first == last:
            return (first - 1, last)
        if letter in "nw#gdD)(o":
            if letter == "w" and _stops(frame, first - 1, last):
                break
            first -= 1
            if letter == "d" and tag[first - 1] not in "idgn#T" and first > floor:
                break
            continue
        step = _linked(frame, first, last, floor)
        if step == 0:
            break
        first -= step
    while first < last and tag[first] in "cgi.)":
        first += 1
    return (first, last) if first < last else None


def _linked(frame: Frame, first: int, last: int, floor: int) -> int:
    """How many tokens before `first` tie what stands before them to the phrase: “of”, “and”, “obtained by”."""
    if first - 1 <= floor:
        return 0
    letter, word, before = frame.tag[first - 1], frame.low[first - 1], frame.tag[first - 2]
    if letter == "i" and first < last:
        if before in "nw#)p" and word in _OF:
            return 1
        return 2 if word == "by" and first - 2 > floor and frame.low[first - 2].endswith(("ed", "en")) else 0
    if letter == "c" and first < last:
        return int(word in ("and", "&") and before in "nw")
    if letter == "T":
        return 2 if first - 2 > floor and frame.low[first - 2] in _TO else 0
    if letter == ".":
        return int(frame.end[first - 2] == frame.start[first - 1])
    if letter == "q":  # a short name in quotation marks: ABC’s “Good Morning”
        return int(
            before in "gdwn"
            and not frame.comma_inside(first - 1)
            and frame.end[first - 1] - frame.start[first - 1] < 40
        )
    return 0


def _stops(frame: Frame, at: int, last: int) -> bool:
    """A verb inside what would be a noun phrase: the phrase begins after it."""
    cue = cue_table().get(frame.low[at])
    if cue is None or at == last - 1:
        return False
    return cue.form == "d" or (cue.form in "sg" and frame.low[at] not in NOUNY)


def noun_phrase_after(frame: Frame, first: int) -> Range | None:
    """The noun phrase that begins at token `first`."""
    tag, low = frame.tag, frame.low
    last = first
    size = len(frame)
    while last < size:
        letter = tag[last]
        if letter == "p" and last == first:
            return (first, first + 1)
        if letter in "nw#gd)" or (letter == "(" and last > first):
            if letter == "w" and last > first and tag[last - 1] == "n" and low[last] in _NOT_IN_NAMES:
                break
        elif not (first < last < size - 1 and _links_on(frame, last)):
            break
        last += 1
    while last > first and tag[last - 1] in "(cg" and low[last - 1] not in ("’s", "'s"):
        last -= 1
    return (first, last) if last > first else None


def _links_on(frame: Frame, at: int) -> bool:
    """Whether “of” or “and” at `at` ties what follows to the phrase before it."""
    if frame.tag[at] == "i":
        if frame.low[at] == "for":
            return frame.tag[at + 1] in "nd"
        return frame.low[at] in ("of", "at", "with", "from") and frame.tag[at + 1] in "nwd"
    return frame.low[at] in ("and", "&") and frame.tag[at + 1] == "n" and frame.tag[at - 1] == "n"


def subject_before(frame: Frame, left: int, floor: int) -> Range | None:
    """The subject whose verb group begins at `left`; commas, relatives and brackets are looked across."""
    tag = frame.tag
    if left <= floor:
        return None
    before = tag[left - 1]
    if before == "r" or (before == "t" and left - 2 >= floor and tag[left - 2] in "nw"):
        end = left - 1
        while end > floor and tag[end - 1] in ",-":
            end -= 1
        found = noun_phrase_before(frame, end, floor)
        return (found[0], left) if found else (left - 1, left)
    if before == "," or (before == "q" and left - 2 > floor and frame.comma_inside(left - 1)):
        return _across_commas(frame, left - 1, floor)
    if before == ")":
        opening = left - 1
        while opening > floor and tag[opening] != "(":
            opening -= 1
        return noun_phrase_before(frame, opening, floor) or None
    found = noun_phrase_before(frame, left, floor)
    if found is not None and found[0] > floor and _is_date(frame, found):
        earlier = found[0] - (tag[found[0] - 1] == "i")  # "Voss on Tuesday said"
        while earlier > floor and tag[earlier - 1] == "a":
            earlier -= 1
        return subject_before(frame, earlier, floor) or found
    return found


def _is_date(frame: Frame, phrase: Range) -> bool:
    letters = frame.tag[phrase[0] : phrase[1]]
    return "D" in letters and all(letter in "D#" for letter in letters)


def _across_commas(frame: Frame, comma: int, floor: int) -> Range | None:
    """“Voss, 41, who runs Halden, said”: the first part that is a noun phrase and not an adverbial."""
    tag = frame.tag
    begin = floor
    for at in range(comma - 1, floor - 1, -1):
        if tag[at] in "q:;." or (tag[at] in "c" and tag[at - 1] == ","):
            begin = at + 1
            break
    at = begin
    while at < comma:
        end = at
        while end < comma and tag[end] not in ",-":
            end += 1
        if end > at and tag[at] not in "isTxra," and not has_verb(frame, at, end):
            found = noun_phrase_before(frame, end, at)
            if found:
                return found
        at = end + 1
    return None


def has_verb(frame: Frame, first: int, last: int) -> bool:
    """Whether an auxiliary, a plain verb or a cue stands in `frame[first:last]`."""
    for at in range(first, last):
        if frame.tag[at] in "xv":
            return True
        cue = cue_at(frame, at) if at > first and frame.tag[at] != "n" else None
        if cue is not None and cue.form in "ds":
            return frame.low[at + 1 : at + 2] not in (["by"], ["as"])
    return False


def leading_subject(frame: Frame, floor: int, before: int) -> Range | None:
    """The subject of the main clause: the first noun phrase that a verb follows, past introductory phrases."""
    first_choice: Range | None = None
    at = floor
    while at < before:
        end = at
        while end < before and frame.tag[end] not in ",-":
            end += 1
        found = _opening_phrase(frame, at, end)
        if found is not None:
            if _verb_like(frame, found[1], before):
                return found
            first_choice = first_choice or found
        at = end + 1
    return first_choice


def _opening_phrase(frame: Frame, first: int, last: int) -> Range | None:
    """The noun phrase that `frame[first:last]` opens with, unless it opens as an adverbial does."""
    tag, low = frame.tag, frame.low
    while first < last and tag[first] in "ac":
        first += 1
    if (
        first >= last
        or tag[first] in "isTrtx,D"
        or cue_at(frame, first) is not None
        or (low[first].endswith("ing") and tag[first] in "wn")
    ):
        return None
    at = first
    while at < last and tag[at] in "pndw#g()i":
        if tag[at] == "p":
            return (at, at + 1)
        if (tag[at] == "i" and low[at] not in _OF) or (
            at > first and tag[at] == "w" and _begins_verb(frame, at)
        ):
            break
        at += 1
    return (first, at) if at > first else None


def _begins_verb(frame: Frame, at: int) -> bool:
    """Whether a lower-case word behind a noun is the verb: by form, by the cue table, or as in “Voss left the”."""
    if frame.low[at].endswith(("ed", "ing")) or cue_at(frame, at) is not None:
        return True
    return frame.tag[at - 1] == "n" and frame.tag[at + 1 : at + 2] == ["d"]


def _verb_like(frame: Frame, at: int, last: int) -> bool:
    """Whether a verb stands at `at`, or behind a bracketed apposition there."""
    tag, low = frame.tag, frame.low
    while at < last and tag[at] in "a)":
        at += 1
    if at >= last:
        return True
    return tag[at] in "xvg" or low[at] in cue_table() or low[at].endswith("ed")
