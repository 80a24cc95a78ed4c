"""What follows a cue: where the reported content begins."""

from __future__ import annotations

from rules.reading.cues import Cue, cue_table
from rules.reading.frames import Frame
from rules.reading.verbs import cue_at
from rules.reading.words import word_set

_ADJUNCT = word_set(
    "on in at during after before via through to with from by for outside near over upon following amid "
    "against across this last next earlier late about"
)
_TIMES = word_set("morning afternoon evening night")
_WH = word_set("how why what whether if where when who whom which")
_OPENS_CLAUSE = word_set("because since although though unless")
_OPENS_ADVERBIAL = word_set("despite without given unlike")
_REACH = 22
"""How many tokens a listener and adjuncts may take before “that”."""


def begin_of_content(frame: Frame, at: int, cue: Cue) -> int | None:
    """The token where what was said begins, looking right from the cue at `at`; None where nothing follows."""
    takes, with_ = set(cue.verb.takes), cue.verb.with_
    tag, low = frame.tag, frame.low
    start = _past_adverbs(frame, at + 1, listens=bool(takes & set("ln")))
    if start >= len(frame):
        return None
    if low[start] in with_:
        return start + 1 if start + 1 < len(frame) and tag[start + 1] not in ",." else None
    if not takes:
        return _preposition_further(frame, start, with_)
    if tag[start] == "T":
        return start if "t" in takes else None if takes & set("ln") else _past_adjuncts(frame, start, cue)
    if "l" in takes and tag[start] in "nwdpo#":
        return _past_listener(frame, start, cue)
    if low[start] in _OPENS_ADVERBIAL and "c" in takes:
        return start
    if low[start] == "about" and tag[start + 1 : start + 2] == ["#"]:
        return start
    if low[start] in _ADJUNCT or tag[start] == "i":
        return None if "n" in takes and not takes & set("ck") else _past_adjuncts(frame, start, cue)
    return _direct(frame, start, cue)


def _past_adverbs(frame: Frame, start: int, *, listens: bool) -> int:
    """Past “also”, “on Monday night” without the “on”, and “himself” where nobody listens."""
    tag = frame.tag
    first = start
    while start < len(frame) and (tag[start] in "aD" or (tag[start] == "o" and not listens)):
        start += 1
    if first < start < len(frame) and tag[start - 1] == "D" and frame.low[start] in _TIMES:
        start += 1
    return start


def _direct(frame: Frame, start: int, cue: Cue) -> int | None:
    """Content that begins right here, behind a colon, or behind a comma and a parenthesis."""
    letter = frame.tag[start]
    if letter == ",":
        return (
            start + 1 if frame.tag[start + 1 : start + 2] == ["q"] else _past_parenthesis(frame, start, cue)
        )
    if letter == ":":
        return _if_any(frame, start + 1)
    if letter == "s":
        return start if frame.low[start] in _WH or frame.low[start] in _OPENS_CLAUSE else None
    if letter == "x":
        return start if frame.low[start].endswith("ing") else None
    return start if letter in "tqpd#nwovr(" else None


def _if_any(frame: Frame, at: int) -> int | None:
    return at if at < len(frame) else None


def _past_parenthesis(frame: Frame, comma: int, cue: Cue) -> int | None:
    """“said, per a translator, that …”: the clause behind the second comma."""
    if not set(cue.verb.takes) & set("cl"):
        return None
    for at in range(comma + 1, min(comma + 14, len(frame) - 1)):
        if frame.tag[at] == "," and frame.tag[at + 1] in "tq":
            return at + 1
        further = cue_table().get(frame.low[at])
        if frame.tag[at] in ".;:q" or (further is not None and further.form in "gsd"):
            return None
    return None


def _past_adjuncts(frame: Frame, start: int, cue: Cue) -> int | None:
    """Over “in a statement on Monday” to “that …”, to a quotation, or to the subject of a clause."""
    tag = frame.tag
    that = _that_ahead(frame, start)
    if that is not None:
        return that
    for at in range(start + 1, len(frame)):
        letter, before = tag[at], tag[at - 1]
        if letter in "tqp" or (letter == "d" and before in "nwD") or (letter == "n" and before in "wD"):
            return at
        if letter == ":":
            return _if_any(frame, at + 1)
        if letter == ",":
            return _quotation_ahead(frame, at + 1)
        if letter in ".;-sxr":
            return None
        if frame.low[at] in cue.verb.with_ and before in "nwD":
            return at + 1
    return None


def _past_listener(frame: Frame, start: int, cue: Cue) -> int | None:
    """Over the listener (“told reporters in Bern on Friday”) to what was heard."""
    tag, low = frame.tag, frame.low
    takes = cue.verb.takes
    that = _that_ahead(frame, start)
    if that is not None:
        return that
    nothing = start if "n" in takes else None
    for at in range(start + 1 + (tag[start] == "d"), len(frame)):
        letter = tag[at]
        if letter in "tqp" or (letter == "T" and "t" in takes) or (letter == "s" and low[at] in _WH):
            return at
        if letter in "dn" and tag[at - 1] in "wDo":
            return at
        if letter == ":" or low[at] in cue.verb.with_:
            return _if_any(frame, at + 1)
        if letter == "," and tag[at + 1 : at + 2] == ["t"]:
            return at + 1
        if letter in ",r":
            return _quotation_ahead(frame, at + 1)
        if letter in ".;-sx":
            return nothing
    return nothing


def _quotation_ahead(frame: Frame, at: int) -> int | None:
    """A quotation further on in the frame, set off by a comma or a colon, with no other cue of speech before it."""
    for here in range(at, len(frame)):
        if frame.tag[here] == "q":
            return here if frame.tag[here - 1] in ",:" else None
        cue = cue_at(frame, here)
        if cue is not None and "c" in cue.verb.takes:
            return None
    return None


def _that_ahead(frame: Frame, at: int) -> int | None:
    """“told a crowd in Olten, Solothurn, on Monday that …”: the “that” in reach, with no verb before it."""
    table = cue_table()
    for here in range(at, min(at + _REACH, len(frame))):
        if frame.tag[here] == "t":
            return here if here + 1 < len(frame) and frame.tag[here + 1] not in ".xv" else None
        further = table.get(frame.low[here]) if here > at else None
        if frame.tag[here - 1] == "," and frame.low[here].endswith("ing"):
            return None
        if frame.tag[here] not in "nd#,iwDaogT()-" or (further is not None and further.form in "sd"):
            return None
    return None


def _preposition_further(frame: Frame, start: int, with_: frozenset[str]) -> int | None:
    for at in range(start, min(start + 8, len(frame) - 1)):
        if frame.low[at] in with_:
            return at + 1
        if frame.tag[at] in ",.:;-sxrtpq":
            return None
    return None
