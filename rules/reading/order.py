"""Speech that stands behind or inside its content: “…,” said Voss; the plan, she said, is dead."""

from __future__ import annotations

from rules.reading.cues import Cue, cue_table
from rules.reading.endings import end_of_content
from rules.reading.phrases import Range, noun_phrase_after
from rules.reading.scan import Scan

_INVERTS = frozenset(
    ("say", "add", "write", "note", "explain", "warn", "argue", "insist", "continue", "reply", "ask", "tell")
)
"""Verbs that stand before their subject even where nothing is quoted: “the plan is dead, said Voss”."""


def inverted(scan: Scan, at: int, cue: Cue) -> bool:
    """Take “…,” said Voss at token `at`; False if it is not that."""
    tag, low = scan.frame.tag, scan.frame.low
    asked = cue.verb.lemma == "ask" and scan.frame.tag[at - 1] == "q"
    if not ("c" in cue.verb.takes or asked) or cue.form == "g":
        return False
    if at == 0:
        return cue.form == "d" and _headed(scan, cue)
    before = tag[at - 1]
    if before not in "q,." or (before != "q" and cue.verb.lemma not in _INVERTS):
        return False
    source = noun_phrase_after(scan.frame, at + 1)
    if source is None or tag[at + 1] not in "nwdp#" or low[at + 1] == "there":
        return False
    if tag[source[1] : source[1] + 1] in (["x"], ["v"], ["g"], ["p"]):
        return False
    if before != "q":
        ends = source[1] >= len(tag) or tag[source[1]] in ",.iDsra(-"
        if tag[at + 1] == "p" or not ends or not scan.holds_clause(scan.free, at):
            return False
    return _around(scan, source, at, at + 1, source[1], cue)


def _headed(scan: Scan, cue: Cue) -> bool:
    """“Said Voss: …”, at the head of a frame."""
    frame = scan.frame
    source = noun_phrase_after(frame, 1) if len(frame) > 1 and frame.tag[1] in "nd" else None
    if source is None:
        return False
    for at in range(source[1], len(frame)):
        if frame.tag[at] == "q" and frame.tag[at - 1] in ",:":
            scan.put(source, frame.span(0, 1), [(at, len(frame))], cue.verb.lemma)
            scan.free = len(frame)
            return True
    if frame.tag[-1] == ":":
        scan.wait(source, frame.span(0, 1), cue.verb.lemma)
        scan.free = len(frame)
        return True
    return False


def postposed(scan: Scan, source: Range, left: int, at: int, cue: Cue, begin: int | None) -> bool:
    """Take “…,” Voss said, where `begin` is what seems to follow the cue; False if it is not that."""
    tag = scan.frame.tag
    if not set(cue.verb.takes) & set("ckfl") or source[0] <= scan.free or source[1] > left:
        return False
    if tag[source[0] - 1] not in ",q.-":
        return False
    quoted = "q" in tag[max(0, source[0] - 2) : source[0]]
    ahead = tag[scan.free : source[0]]
    only_quoted = "q" in ahead and all(letter in "q,.-ac" for letter in ahead)
    after = at + 1
    if not quoted and not scan.holds_clause(scan.free, source[0]):
        comma = _parenthesis(scan, at)
        if comma is None and not (
            tag[source[0]] == "p" and after >= len(tag) - 1 and tag[scan.free] not in "isT"
        ):
            return False
        after = comma if comma is not None else after
        begin = None
    if begin is not None:
        if only_quoted and tag[begin] == "t" and not _comma_before(scan, source[0]):
            return False
        if not only_quoted and not (quoted and tag[begin] != "t" and tag[begin - 1] in ",:."):
            return False
    return _around(scan, source, left, at + 1, after, cue)


def _parenthesis(scan: Scan, at: int) -> int | None:
    """The comma behind “the plan, she told me on Friday, is dead”: only to whom and when stands before it."""
    tag = scan.frame.tag
    for here in range(at + 1, min(at + 7, len(tag))):
        if tag[here] in ",;":
            return here
        if tag[here] not in "aDodinw" or (
            here == at + 1 and tag[here] in "nwd" and here + 1 < len(tag) and tag[here + 1] in "xv"
        ):
            return None
    return None


def _comma_before(scan: Scan, at: int) -> bool:
    return scan.frame.tag[at - 1] == "," or (
        scan.frame.tag[at - 1] == "q" and scan.frame.comma_inside(at - 1)
    )


def _around(scan: Scan, source: Range, left: int, right: int, after: int, cue: Cue) -> bool:
    """Content on both sides of source and cue; `after` is the first token behind them."""
    frame = scan.frame
    end = min(source[0], left)
    while end > scan.free and frame.tag[end - 1] == ",":
        end -= 1
    begin = scan.free
    while begin < end and frame.tag[begin] in "c,":
        begin += 1
    if begin >= end:
        return False
    content = [(begin, end)]
    resume = after
    follow = _resumption(scan, after, quoted=frame.tag[end - 1] == "q")
    if follow is not None:
        stop = end_of_content(frame, follow, cue)
        if stop > follow:
            content.append((follow, stop))
            resume = stop
    scan.put(source, frame.span(left, right), content, cue.verb.lemma)
    scan.free = resume
    return True


def _resumption(scan: Scan, after: int, *, quoted: bool) -> int | None:
    """Where content goes on behind the cue: at the next quotation, or past a comma if nothing was quoted."""
    tag, low = scan.frame.tag, scan.frame.low
    table = cue_table()
    if not quoted:
        if tag[after : after + 1] not in ([","], [";"]) or low[after + 1 : after + 2] in ([], ["according"]):
            return None
        following = table.get(low[after + 1])
        return None if following is not None and following.form == "g" else after + 1
    if tag[after : after + 2] == [",", "x"]:
        return after + 1
    for at in range(after, len(tag)):
        if tag[at] == "q" and tag[at - 1] in ",:.-":
            return at
        if low[at] in table and at > after:
            return None
    return None
