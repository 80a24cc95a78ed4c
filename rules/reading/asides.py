"""Attributions without a verb: labels, bylines, “according to”, nouns and views."""

from __future__ import annotations

from bisect import bisect_left

from rules.reading.cues import cue_table
from rules.reading.endings import end_of_content
from rules.reading.frames import Frame
from rules.reading.names import TITLES
from rules.reading.nominal import nominal
from rules.reading.phrases import Range, has_verb, leading_subject, noun_phrase_after, noun_phrase_before
from rules.reading.scan import Found, Scan
from rules.reading.words import word_set

_NOT_A_LABEL = word_set(
    "latest exclusive watch breaking update opinion video analysis fact check listen read note source photo "
    "photos related question answer name age here online follow more p.m a.m http https subject this here’s "
    "is are review live editor compiled updated published by tags contact correction clarification editor’s"
)


_SPEECH = word_set("say tell add write announce claim argue insist state declare warn report")


def label(scan: Scan) -> None:
    """“Voss: the plan is dead”, at the head of a frame."""
    frame = scan.frame
    if ":" not in frame.tag[:8]:
        return
    colon = frame.tag.index(":")
    if not _is_label(scan, colon):
        return
    end = len(frame) - (frame.tag[-1] == "." and frame.low[-1] == ".")
    content = [frame.span(colon + 1, end)] if colon + 1 < end else []
    quoted = frame.tag[colon + 1] == "q"
    scan.found.append(Found(frame.span(0, colon), frame.span(colon, colon + 1), content, ":", quoted))
    scan.free = len(frame)


def _is_label(scan: Scan, colon: int) -> bool:
    tag, low = scan.frame.tag, scan.frame.low
    if (
        low[colon] != ":"
        or not 0 < colon < len(tag) - 1
        or scan.frame.start[colon] != scan.frame.end[colon - 1]
    ):
        return False
    if sum(3 if letter == "q" else letter not in "#.,;" for letter in tag[colon + 1 :]) < 3:
        return False
    if (
        tag[0] != "n"
        or (tag[colon - 1] not in "n)g." and len(tag[:colon]) > 1)
        or any(letter not in "ngcwd#().TiD" for letter in tag[:colon])
    ):
        return False
    if low[0] in ("said", "says", "added", "wrote", "stated", "asked", "told"):
        return False
    if low[0] in _NOT_A_LABEL or low[colon - 1] in _NOT_A_LABEL:
        return False
    return not any(low[at] in cue_table() and tag[at] != "n" for at in range(1, colon))


def colon(scan: Scan) -> None:
    """“This does not surprise Ines Okafor: “…””, where no cue has taken the quotation."""
    frame = scan.frame
    for at in range(max(scan.free, 1), len(frame) - 1):
        if frame.low[at] != ":" or frame.tag[at + 1] != "q" or frame.end[at + 1] - frame.start[at + 1] <= 30:
            continue
        source = noun_phrase_before(frame, at, scan.free)
        if source is None or frame.tag[source[1] - 1] != "n":
            source = leading_subject(frame, scan.free, at)
        if source is not None:
            scan.put(source, frame.span(at, at + 1), [(at + 1, len(frame))], ":")
            scan.free = len(frame)
        return


def byline(scan: Scan) -> None:
    """“…” ― Mara Voss"""
    frame = scan.frame
    if scan.free or frame.tag[:2] != ["q", "-"]:
        return
    end = len(frame)
    while end > 2 and frame.tag[end - 1] == ".":
        end -= 1
    if 2 < end <= 10 and all(letter in "nw.#,d" for letter in frame.tag[2:end]) and frame.tag[2] == "n":
        scan.put((2, end), frame.span(1, 2), [(0, 1)], "―")
        scan.free = len(frame)


def according(scan: Scan, at: int) -> int:
    """“The plan is dead, according to Voss”; “According to Voss, …”. Returns the token to go on from."""
    frame = scan.frame
    source = noun_phrase_after(frame, at + 2)
    if source is None:
        return at + 2
    cue = frame.span(at, at + 2)
    before = at
    while before > scan.free and frame.tag[before - 1] in ",-":
        before -= 1
    if before > scan.free and frame.tag[scan.free : before] != ["c"]:
        begin = scan.free
        while begin < before and frame.tag[begin] in "c,":
            begin += 1
        scan.put(source, cue, [(begin, before)], "according to")
        return source[1]
    if (
        before == scan.free
        and scan.found
        and scan.found[-1].lemma not in _SPEECH
        and not scan.found[-1].quoted
    ):
        inner = scan.found.pop()  # "Voss plans to go, according to an aide": the aide says all of it
        begin = max(0, bisect_left(frame.start, inner.source[0] if inner.source else inner.cue[0]))
        scan.put(source, cue, [(begin, before)], "according to")
        return source[1]
    after = source[1]
    while after < len(frame) and frame.tag[after] not in ",pqt":
        after += 1
    if after < len(frame):
        begin = _past_apposition(frame, after + (frame.tag[after] == ","))
        end = end_of_content(frame, begin, cue_table()["said"])
        if begin < end:
            scan.put(source, cue, [(begin, end)], "according to")
            scan.free = end
            return end
    return source[1]


def _past_apposition(frame: Frame, begin: int) -> int:
    """Past “an analyst at Brightwater,” and “who runs Halden,”, where that stands between a name and what it said."""
    tag = frame.tag
    if begin >= len(frame) or "," not in tag[begin:] or tag[begin - 1] != ",":
        return begin
    comma = tag.index(",", begin)
    apposed = frame.low[begin] in ("a", "an") or not TITLES.isdisjoint(frame.low[begin : begin + 3])
    if tag[begin] == "r" or (apposed and not has_verb(frame, begin, comma)):
        return comma + 1
    return begin


def noun(scan: Scan, at: int) -> int:
    """“Voss’s promise to …” at token `at`. Returns the token to go on from."""
    frame = scan.frame
    found = nominal(frame, at, scan.free)
    if found is None:
        return at + 1
    kind = {"that": "said", "to": "wanted"}.get(frame.low[found.begin], "criticized")
    end = end_of_content(frame, found.begin, cue_table()[kind])
    if at < scan.preamble < end:
        end = scan.preamble
    if end <= found.begin:
        return at + 1
    scan.put(
        found.source,
        frame.span(*found.cue),
        [(found.begin, end)],
        "noun",
        whole=frame.low[found.begin] != "that",
    )
    scan.free = end
    return end


def view(scan: Scan, at: int, source: Range) -> int:
    """“In Voss’s view, the plan is dead”; “the plan, in her view, is dead”. Returns the token to go on from."""
    frame = scan.frame
    after = source[1] + (frame.tag[source[1]] == "g") + 1
    pieces = []
    if at > scan.free and scan.holds_clause(scan.free, at):
        pieces.append((scan.free, at - (frame.tag[at - 1] == ",")))
    begin = after + (frame.tag[after : after + 1] == [","])
    end = end_of_content(frame, begin, cue_table()["said"]) if begin < len(frame) else begin
    if begin < end:
        pieces.append((begin, end))
    if pieces:
        scan.put(source, frame.span(source[1], after), pieces, "view")
        scan.free = max(end, after)
    return max(scan.free, after)
