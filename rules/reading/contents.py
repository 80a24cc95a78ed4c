"""What follows a cue: where the reported content begins, and where it ends."""

from __future__ import annotations

from functools import cache

from rules.reading.cues import Cue, cue_table
from rules.reading.frames import Frame
from rules.reading.phrases import is_verb

_ADJUNCT = frozenset(
    "on in at during after before via through to with from by for outside near over upon following amid against across "
    "this last next earlier late about".split()
)
_WH = frozenset("how why what whether if where when who whom which".split())


def begin_of_content(frame: Frame, at: int, cue: Cue) -> int | None:
    """The token where what was said begins, looking right from the cue at `at`; None where nothing follows."""
    takes, with_ = cue.verb.takes, cue.verb.with_
    start = at + 1
    size = len(frame)
    tag, low = frame.tag, frame.low
    while start < size and (
        tag[start] in "aD" or (tag[start] == "o" and "l" not in takes and "n" not in takes)
    ):
        start += 1
    if start < size and start > at + 1 and tag[start - 1] == "D" and low[start] in _TIMES:
        start += 1
    if start >= size:
        return None
    if low[start] in with_:
        return start + 1 if start + 1 < size and tag[start + 1] not in ",." else None
    if not set(takes) - {"+"}:
        return _preposition_further(frame, start, with_)
    if tag[start] == "T":
        if "t" in takes:
            return start
        if "l" not in takes and "n" not in takes:
            return _past_adjuncts(frame, start, with_)
        return None
    if "l" in takes and tag[start] in "nwdpo#":
        return _past_listener(frame, start, cue)
    if tag[start] == "n" and "n" not in takes and _is_time(low[start]):
        return _past_adjuncts(frame, start, with_)
    if low[start] in _ADJUNCT or tag[start] == "i":
        if "n" in takes and not set(takes) & set("ck"):
            return None
        return _past_adjuncts(frame, start, with_)
    return _direct(frame, start, cue)


_TIMES = frozenset(("morning", "afternoon", "evening", "night"))


def _is_time(word: str) -> bool:
    return word in ("monday", "tuesday")


def _direct(frame: Frame, start: int, cue: Cue) -> int | None:
    letter = frame.tag[start]
    if letter == ",":
        following = frame.tag[start + 1] if start + 1 < len(frame) else ""
        return start + 1 if following == "q" else _past_parenthesis(frame, start, cue)
    if letter == ":":
        return start + 1 if start + 1 < len(frame) else None
    if letter in "tqpd#nwovr(":
        return start
    if letter == "s" and (frame.low[start] in _WH or frame.low[start] in _OPENS_CLAUSE):
        return start
    if letter == "x" and frame.low[start].endswith(("ing",)):
        return start
    return None


_OPENS_CLAUSE = frozenset("because since although though unless".split())


def _past_parenthesis(frame: Frame, comma: int, cue: Cue) -> int | None:
    """“said, per a translator, that …”: the clause behind the second comma."""
    if not set(cue.verb.takes) & set("cl"):
        return None
    for at in range(comma + 1, min(comma + 14, len(frame) - 1)):
        if frame.tag[at] == "," and frame.tag[at + 1] in "tq":
            return at + 1
        if frame.tag[at] in ".;:q" or (
            frame.low[at] in cue_table() and cue_table()[frame.low[at]].form in "gsd"
        ):
            return None
    return None


def _past_adjuncts(frame: Frame, start: int, with_: frozenset[str]) -> int | None:
    """Over “in a statement on Monday” to “that …”, to a quotation, or to the subject of a clause."""
    tag, low = frame.tag, frame.low
    at, size = start + 1, len(frame)
    that = _that_ahead(frame, start, 16)
    if that is not None:
        return that
    while at < size:
        letter = tag[at]
        if letter in "tq":
            return at
        if letter == ":":
            return at + 1 if at + 1 < size else None
        if letter == ",":
            return at + 1 if at + 1 < size and tag[at + 1] == "q" else _quotation_ahead(frame, at + 1)
        if letter == "p" or (letter == "d" and tag[at - 1] in "nwD"):
            return at
        if letter == "n" and tag[at - 1] in "wD":
            return at
        if letter in ".;-sxr":
            return None
        if low[at] in with_ and tag[at - 1] in "nwD":
            return at + 1
        at += 1
    return None


def _quotation_ahead(frame: Frame, at: int) -> int | None:
    """A quotation further on in the frame, set off by a comma or a colon, with no other cue before it."""
    table = cue_table()
    for here in range(at, len(frame)):
        if frame.tag[here] == "q":
            return here if frame.tag[here - 1] in ",:" else None
        cue = table.get(frame.low[here])
        if cue is not None and "c" in cue.verb.takes and is_verb(frame, here, cue):
            return None
    return None


def _that_ahead(frame: Frame, at: int, reach: int) -> int | None:
    """“told a crowd in Olten, Solothurn, on Monday that …”: the “that” within `reach` tokens, no verb between."""
    table = cue_table()
    for here in range(at, min(at + reach, len(frame))):
        if frame.tag[here] == "t":
            return here if here + 1 < len(frame) and frame.tag[here + 1] not in ".xv" else None
        if frame.tag[here] not in "nd#,iwDaogT()'-" or (
            here > at and frame.low[here] in table and table[frame.low[here]].form in "sd"
        ):
            return None
    return None


def _past_listener(frame: Frame, start: int, cue: Cue) -> int | None:
    """Over the listener (“told reporters in Bern on Friday”) to what he heard."""
    tag, low = frame.tag, frame.low
    takes, with_ = cue.verb.takes, cue.verb.with_
    at, size = start + 1, len(frame)
    that = _that_ahead(frame, start, 16)
    if that is not None:
        return that
    if tag[start] == "d":
        at += 1
    while at < size:
        letter = tag[at]
        if letter in "tq" or (letter == "T" and "t" in takes):
            return at
        if letter == "s" and low[at] in _WH:
            return at
        if letter == ":":
            return at + 1 if at + 1 < size else None
        if letter == ",":
            return at + 1 if at + 1 < size and tag[at + 1] in "qt" else _quotation_ahead(frame, at + 1)
        if letter == "r":
            return _quotation_ahead(frame, at + 1)
        if letter == "p":
            return at
        if letter in "dn" and tag[at - 1] in "wDo" and low[at - 1] not in ("the",):
            return at
        if low[at] in with_:
            return at + 1 if at + 1 < size else None
        if letter in ".;-sxr":
            return start if "n" in takes else None
        at += 1
    return start if "n" in takes else None


def _preposition_further(frame: Frame, start: int, with_: frozenset[str]) -> int | None:
    for at in range(start, min(start + 8, len(frame) - 1)):
        if frame.low[at] in with_:
            return at + 1
        if frame.tag[at] in ",.:;-sxrtpq":
            return None
    return None


def end_of_content(frame: Frame, start: int, cue: Cue) -> int:
    """One past the last token of the content that begins at `start`."""
    if start >= len(frame):
        return start
    tag, low = frame.tag, frame.low
    table = cue_table()
    thing = is_thing(frame, start, cue)
    nested = False
    at, size = start, len(frame)
    while at < size:
        letter = tag[at]
        if letter in ",-" and at > start + (tag[start] == "t"):
            following = low[at + 1] if at + 1 < size else ""
            further = low[at + 2] if at + 2 < size and tag[at + 1] == "a" else following
            if following == "according" or _is_gerund(table.get(further)):
                break
            if thing and letter == "," and _breaks_off(frame, at):
                break
            if following in ("and", "but", "while", "though", "which", "as") and _own_clause(frame, at + 2):
                break
        elif letter == "c" and at > start and (_second_verb(frame, at + 1, cue) or _own_clause(frame, at + 1)):
            break
        elif letter == "s" and thing and at > start and _clause_ahead(frame, at):
            break
        elif letter == "q" and at > start and _soft_comma(frame, at):
            at += 1
            break
        elif letter == ";" and at > start:
            break
        elif thing and letter in "rt":
            nested = True
        elif thing and letter in "xv" and not nested and at > start and tag[at - 1] != "T":
            break
        elif letter == "." and at == size - 1:
            break
        at += 1
    while at > start and tag[at - 1] in ",-;:." and not (tag[at - 1] == "." and frame.low[at - 1] != "."):
        at -= 1
    return at


_MAY_BE_PREPOSITIONS = frozenset("before after since until than as like".split())


def is_thing(frame: Frame, start: int, cue: Cue) -> bool:
    """Whether what begins at `start` is a noun phrase and no clause."""
    takes = set(cue.verb.takes)
    tag, low = frame.tag, frame.low
    if "c" in takes and "n" not in takes and cue.verb.lemma == "say":
        return False
    if tag[start] in "tpsTqr:" or frame.low[start - 1] == ":":
        return tag[start] not in "tqpsr:" and not takes & set("ckfl")
    if not takes & set("ckfl"):
        return True
    for at in range(start, len(frame)):
        if tag[at] in "xv" or (
            tag[at] == "g"
            and at > start
            and tag[at - 1] in "pnw"
            and tag[at + 1 : at + 2] in (["d"], ["a"], ["i"])
        ):
            return False
        if tag[at] in ",;-rt" or (tag[at] == "s" and low[at] not in _MAY_BE_PREPOSITIONS):
            return True
        found = cue_table().get(frame.low[at])
        if found and at > start and found.form in "ds" and is_verb(frame, at, found):
            return False
        if tag[at] == "w" and at > start and frame.low[at].endswith("ed") and tag[at - 1] in "nwp":
            return False
    return True


_ENDS_THING = frozenset(
    "while after when before because since until although though if whereas where".split()
)


def _clause_ahead(frame: Frame, at: int) -> bool:
    """Whether the subordinator at `at` opens a clause of its own, rather than “portrayed him as weak”."""
    if frame.low[at] in _ENDS_THING:
        return True
    if frame.low[at] != "as":
        return False
    following = frame.tag[at + 1 : at + 6]
    return following[:1] == ["p"] or (following[:1] in (["d"], ["n"]) and bool(set(following) & set("xv")))


def _soft_comma(frame: Frame, at: int) -> bool:
    """A quotation that ends in a comma, before a new subject and its verb."""
    quote = frame.quote[at]
    if quote.inner_end - quote.inner_start < 2 or at + 2 >= len(frame) or frame.tag[at + 1] not in "dnp":
        return False
    if not frame.comma_inside(at):
        return False
    table = cue_table()
    for here in range(at + 2, min(at + 7, len(frame))):
        if frame.tag[here] in "xv" or (
            frame.low[here] in table and is_verb(frame, here, table[frame.low[here]])
        ):
            return True
        if frame.tag[here] not in "dnwag#":
            return False
    return False


def _is_gerund(cue: Cue | None) -> bool:
    return cue is not None and cue.form == "g" and bool(set(cue.verb.takes) & set("clf"))


@cache
def _finite() -> frozenset[str]:
    return frozenset("d s b".split())


def _breaks_off(frame: Frame, comma: int) -> bool:
    """Whether a comma ends a thing: not inside a list of names."""
    if frame.tag[comma + 1 : comma + 3] == ["c", "n"] and not set(frame.tag[comma + 3 : comma + 6]) & set(
        "xv"
    ):
        return False
    after = frame.tag[comma + 1] if comma + 1 < len(frame) else ""
    cue = cue_table().get(frame.low[comma + 1]) if after else None
    if cue is not None and cue.form in "ds" and "c" in cue.verb.takes + "l":
        return True
    return after in "pxcsaitTrv" or (comma + 1 < len(frame) and frame.low[comma + 1].endswith("ing"))


def _second_verb(frame: Frame, at: int, first: Cue) -> bool:
    """“said … and predicted”: a coordinated cue of the same form, without a subject of its own."""
    helped = False
    while at < len(frame) and frame.tag[at] in "ax":
        helped = helped or frame.tag[at] == "x"
        at += 1
    if at >= len(frame):
        return False
    cue = cue_table().get(frame.low[at])
    if cue is None:
        return False
    same = (
        cue.form == first.form or (first.form == "g" and cue.form in "ds") or (helped and first.form in "ds")
    )
    return same and is_verb(frame, at, cue) and frame.tag[at + 1 : at + 2] not in ([","], ["."])


def _own_clause(frame: Frame, at: int) -> bool:
    """A conjunction, then a short subject, then a cue: another attribution begins."""
    table = cue_table()
    for here in range(at, min(at + 5, len(frame))):
        if frame.tag[here] in ",:;-q":
            return False
        cue = table.get(frame.low[here])
        if cue and here > at and cue.form in "ds" and is_verb(frame, here, cue):
            return True
    return False
