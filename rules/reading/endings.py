"""What follows a cue: where the reported content ends."""

from __future__ import annotations

from rules.reading.cues import Cue, cue_table
from rules.reading.frames import Frame
from rules.reading.verbs import cue_at, is_verb
from rules.reading.words import word_set

_MAY_BE_PREPOSITIONS = word_set("before after since until than as like")
_ENDS_THING = word_set("while after when before because since until although though if whereas where")
_ADDS = word_set("especially particularly including notably")
_PERIODS = word_set(
    "week month year night morning afternoon evening weekend summer fall spring winter season"
)
_OCCASIONS = word_set(
    "rally rallies interview interviews speech speeches event events debate debates conference hall meeting appearance "
    "show hearing statement condition tweet twitter facebook instagram forum convention fundraiser broadcast column"
)
_BE = word_set("is are was were be been being")
_JOINS = word_set("and but while though which as")


def end_of_content(frame: Frame, start: int, cue: Cue) -> int:
    """One past the last token of the content that begins at `start`.

    It ends where another attribution begins (“…, adding that”, “… and predicted”, “…, but Reyl said”), before an
    “according to”, and, where it is a thing and no clause, before what can only belong to the sentence around it.
    """
    if start >= len(frame):
        return start
    tag = frame.tag
    if tag[start] == "q" and "c" in cue.verb.takes and _stands_alone(frame, start):
        return start + 1
    thing = is_thing(frame, start, cue)
    relative = False
    end = len(frame)
    for at in range(start, end):
        letter = tag[at]
        if at > start and _begins_another(frame, at, start, cue):
            end = at
        elif at > start and letter == "q" and _soft_comma(frame, at):
            end = at + 1
        elif thing and _leaves(frame, at, start, relative=relative):
            end = at
        relative = relative or letter in "rt"
        if end < len(frame):
            break
    while end > start and tag[end - 1] in ",-;:." and (tag[end - 1] != "." or frame.low[end - 1] == "."):
        end -= 1
    return end


def _stands_alone(frame: Frame, at: int) -> bool:
    """Whether a quotation is a sentence and what follows says where or when: yelled “You lie!” at the king."""
    if frame.tag[at + 1 : at + 2] not in (["i"], ["s"], ["-"]):
        return False
    first = frame.first_letter(at)
    return first.isupper()


def _begins_another(frame: Frame, at: int, start: int, cue: Cue) -> bool:
    """Whether the comma, dash, semicolon or conjunction at `at` ends the content, whatever it is."""
    letter = frame.tag[at]
    if letter == ";":
        return True
    if letter == "c":
        return _second_verb(frame, at + 1, cue) or _own_clause(frame, at + 1)
    if letter not in ",-" or (at == start + 1 and frame.tag[start] == "t"):
        return False
    if at + 1 >= len(frame):
        return False
    following = frame.low[at + 1]
    further = frame.low[at + 2] if frame.tag[at + 1] == "a" and at + 2 < len(frame) else following
    if following == "according" or _is_gerund(cue_table().get(further)):
        return True
    return following in _JOINS and _own_clause(frame, at + 2)


def _leaves(frame: Frame, at: int, start: int, *, relative: bool) -> bool:
    """Whether a thing ends before `at`: at a comma that closes it, a new clause, or the verb it is the subject of."""
    letter = frame.tag[at]
    if at == start:
        return False
    if letter == ",":
        return _breaks_off(frame, at)
    if letter == "s":
        return _clause_ahead(frame, at)
    if letter == "i" and (frame.low[at] in ("during", "amid") or _is_occasion(frame, at)):
        return True
    if (
        frame.low[at] in ("last", "this", "next")
        and frame.low[at + 1 : at + 2]
        and frame.low[at + 1] in _PERIODS
    ):
        return True
    return letter in "xv" and not relative and frame.tag[at - 1] != "T"


def _is_occasion(frame: Frame, at: int) -> bool:
    """Whether “at a rally in Bern”, “in an interview”, “on condition of …” begins at `at`."""
    if frame.low[at] not in ("at", "in", "on"):
        return False
    for here in range(at + 1, min(at + 6, len(frame))):
        if frame.low[here] in _OCCASIONS:
            return True
        if frame.tag[here] not in "dnw#gD":
            return False
    return False


def is_thing(frame: Frame, start: int, cue: Cue) -> bool:
    """Whether what begins at `start` is a noun phrase (or an infinitive) and no clause."""
    takes = set(cue.verb.takes)
    tag = frame.tag
    if cue.verb.lemma == "say":
        return False
    if tag[start] in "tpsTqr:" or frame.low[start - 1] == ":":
        return tag[start] == "T" and not takes & set("ckfl")
    if not takes & set("ckfl"):
        return True
    for at in range(start, len(frame)):
        if tag[at] in "xv" or (at > start and _is_finite(frame, at)):
            return False
        if tag[at] in ",;-rt" or (tag[at] == "s" and frame.low[at] not in _MAY_BE_PREPOSITIONS):
            return True
    return True


def _is_finite(frame: Frame, at: int) -> bool:
    """A finite verb that is no auxiliary: a cue, a form in -ed behind a noun, ’s before what can follow “is”."""
    tag = frame.tag
    if tag[at] == "g":
        return tag[at - 1] in "pnw" and tag[at + 1 : at + 2] in (["d"], ["a"], ["i"])
    cue = cue_table().get(frame.low[at])
    if cue is not None and cue.form in "ds" and is_verb(frame, at, cue):
        return True
    return tag[at] == "w" and frame.low[at].endswith("ed") and tag[at - 1] in "nwp"


def _clause_ahead(frame: Frame, at: int) -> bool:
    """Whether the subordinator at `at` opens a clause of its own, rather than “portrayed him as weak”."""
    if frame.low[at] != "as":
        return frame.low[at] in _ENDS_THING
    following = frame.tag[at + 1 : at + 6]
    return following[:1] == ["p"] or (following[:1] in (["d"], ["n"]) and bool(set(following) & set("xv")))


def _soft_comma(frame: Frame, at: int) -> bool:
    """A quotation that ends in a comma, before a new subject and its verb."""
    if at + 2 >= len(frame) or frame.tag[at + 1] not in "dnp" or not frame.comma_inside(at):
        return False
    for here in range(at + 2, min(at + 7, len(frame))):
        if frame.tag[here] in "xv" or cue_at(frame, here) is not None:
            return True
        if frame.tag[here] not in "dnwag#":
            return False
    return False


def _is_gerund(cue: Cue | None) -> bool:
    return cue is not None and cue.form == "g" and bool(set(cue.verb.takes) & set("clf"))


def _breaks_off(frame: Frame, comma: int) -> bool:
    """Whether a comma ends a thing: not inside a list of names."""
    tag, low = frame.tag, frame.low
    if comma + 1 >= len(frame):
        return False
    if low[comma + 1] in _ADDS or (tag[comma + 1] == "c" and _goes_on_listing(frame, comma + 2)):
        return False
    cue = cue_table().get(low[comma + 1])
    if cue is not None and cue.form in "ds" and set(cue.verb.takes) & set("cl"):
        return True
    return tag[comma + 1] in "pxcsaitTrv" or low[comma + 1].endswith("ing")


def _goes_on_listing(frame: Frame, at: int) -> bool:
    """Whether behind “, and” another item follows rather than another clause."""
    if frame.tag[at : at + 1] not in (["n"], ["w"]):
        return False
    ahead = range(at, min(at + 5, len(frame)))
    return not any(
        frame.tag[here] in "xv" or frame.low[here].endswith("ed") or cue_at(frame, here) for here in ahead
    )


def _second_verb(frame: Frame, at: int, first: Cue) -> bool:
    """“said … and predicted”: a coordinated cue of the same form, without a subject of its own."""
    helped = False
    while at < len(frame) and frame.tag[at] in "ax":
        helped = helped or frame.tag[at] == "x"
        at += 1
    cue = cue_at(frame, at) if at < len(frame) else None
    if cue is None or frame.tag[at + 1 : at + 2] in ([","], ["."]):
        return False
    return (
        cue.form == first.form or (first.form == "g" and cue.form in "ds") or (helped and first.form in "ds")
    )


def _own_clause(frame: Frame, at: int) -> bool:
    """A conjunction, then a short subject, then a cue: another attribution begins."""
    for here in range(at, min(at + 5, len(frame))):
        if frame.tag[here] in ",:;-q" or frame.low[here] in _BE:
            return False
        cue = cue_at(frame, here) if here > at else None
        if cue is not None and cue.form in "ds":
            return True
    return False
