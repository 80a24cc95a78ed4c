"""Who said it: source, cue and content of the attributions in a paragraph.

Each sentence of the writer's is a frame in which a quotation is one token. In a frame, speech that stands after or
inside its content (“…,” said Voss; the plan, she said, is dead) is looked for first, then cues left to right; a cue
inside the content of another is not looked at again.
"""

from __future__ import annotations

import re
from functools import cache

from rules.model import Span
from rules.reading import asides
from rules.reading.contents import begin_of_content
from rules.reading.cues import Cue, cue_table
from rules.reading.endings import end_of_content, is_thing
from rules.reading.frames import Frame, frames
from rules.reading.nominal import in_view, nouns
from rules.reading.order import inverted, postposed
from rules.reading.phrases import (
    Range,
    leading_subject,
    noun_phrase_after,
    noun_phrase_before,
    subject_before,
)
from rules.reading.quotes import Quote
from rules.reading.scan import Found, Scan
from rules.reading.sureness import SURENESS
from rules.reading.verbs import BY_NAME, group_of, is_verb, negated, unnamed
from rules.reading.words import word_set

__all__ = ["Found", "attributions", "last_subject"]


def attributions(text: str, start: int, end: int, quoted: list[Quote]) -> list[Found]:
    """The attributions in the paragraph `text[start:end]`, in the order of their cues.

    A sentence that is nothing but quotations goes with the attribution before it, else with the one that opens
    the sentence after it.
    """
    found: list[Found] = []
    previous: Frame | None = None
    orphans: list[Span] = []
    for frame in frames(text, _past_dateline(text, start, end), end, quoted):
        new = scan_frame(frame)
        if not new and _only_quotations(frame):
            (found[-1].content if found else orphans).append(frame.span(0, len(frame)))
        elif new and not new[0].content and previous is not None and previous.tag[-1] == "q":
            new[0].content = [previous.span(0, len(previous))]
            new[0].quoted = True
        elif new and new[0].quoted and frame.tag[0] == "q":
            new[0].content[:0] = orphans
        if new or not _only_quotations(frame):
            orphans = []
        found.extend(one for one in new if one.content or one.open)
        previous = frame
    return found


@cache
def _dateline() -> re.Pattern[str]:
    return re.compile(
        r"[A-Z][A-Z .’'\-]{2,30}(?:, [A-Z][\w.]{1,12}(?: [A-Z]\w+)?){0,2}(?:, [A-Z][a-z]+\.? \d{1,2})?"
        r"\s?(?:\([^()\n]{2,20}\) ?)?\s?[—–-]{1,2} "
        r"|[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:, [A-Z][\w.]{1,12})? \((?:AP|AFP|Reuters|UPI|CNN|Bloomberg)\) ?[—–-]{1,2} "
    )


def _past_dateline(text: str, start: int, end: int) -> int:
    """Past “BERN (AP) — ”, which is no part of the first sentence."""
    found = _dateline().match(text, start, end)
    return found.end() if found else start


def last_subject(text: str, start: int, end: int, quoted: list[Quote]) -> Span | None:
    """The subject of the last sentence of a paragraph: whose quotation follows “…, as these lines show:”."""
    last = frames(text, start, end, quoted)[-1:]
    found = leading_subject(last[0], 0, len(last[0])) if last else None
    return last[0].span(*found) if found else None


def _only_quotations(frame: Frame) -> bool:
    return frame.tag[0] == "q" and all(letter in "q.," for letter in frame.tag)


def scan_frame(frame: Frame) -> list[Found]:
    """The attributions in one frame."""
    scan = Scan(frame)
    asides.label(scan)
    scan.find_preamble()
    _closing(scan)
    table, names = cue_table(), nouns()
    at, size = 0, len(frame)
    while at < size:
        if at < scan.free:
            at = scan.free
            continue
        word = frame.low[at]
        cue = table.get(word)
        if word == "according" and frame.low[at + 1 : at + 2] == ["to"]:
            at = asides.according(scan, at)
        elif cue is not None and frame.tag[at] in "wnv" and is_verb(frame, at, cue):
            at = _verb(scan, at, cue)
        elif word in names:
            at = asides.noun(scan, at)
        elif word == "in" and (at == 0 or frame.tag[at - 1] == ",") and (source := in_view(frame, at)):
            at = asides.view(scan, at, source)
        else:
            at += 1
    asides.colon(scan)
    asides.byline(scan)
    return scan.found


def _closing(scan: Scan) -> None:
    """“The plan that Reyl calls dead is alive, Voss said.” The last cue of a frame may have all of it."""
    frame = scan.frame
    if scan.free or "q" in frame.tag:
        return
    table, size = cue_table(), len(frame)
    for at in range(size - 1, max(0, size - _TAIL), -1):
        if frame.low[at] == "according" and frame.tag[at - 1] == "," and at > 8 and frame.low[0] != "as":
            asides.according(scan, at)
            scan.free = size
            return
        cue = table.get(frame.low[at]) if at > size - 10 else None
        if cue is None or cue.form == "g" or not set(cue.verb.takes) & set("cf"):
            continue
        if frame.tag[at] in "wnv" and is_verb(frame, at, cue):
            if begin_of_content(frame, at, cue) is None and frame.tag[at + 1 : at + 2] != [","]:
                _verb(scan, at, cue)
            return


def _verb(scan: Scan, at: int, cue: Cue) -> int:
    """The attribution by the verb at token `at`, if it is one. Returns the token to go on from."""
    frame = scan.frame
    left, infinitive = group_of(frame, at)
    if (infinitive and left - 1 >= scan.free) or _unlikely(scan, left, at, cue) or unnamed(frame, at):
        return at + 1
    passive = cue.form == "d" and any(frame.low[i] in _BE for i in range(left, at))
    if passive or (cue.form == "d" and frame.low[at + 1 : at + 2] == ["by"]):
        return _passive(scan, left, at, cue)
    if inverted(scan, at, cue):
        return max(scan.free, at + 1)
    source = _source(scan, left, at, cue)
    if source is None and at < scan.preamble and left <= 1 and (cue.form != "d" or at):
        source = leading_subject(frame, scan.preamble, len(frame))  # "After saying so, Voss left"
    if source is None:
        return at + 1
    begin = begin_of_content(frame, at, cue)
    if begin == at + 1 and cue.form == "d" and frame.tag[begin] == "T" and "l" in cue.verb.takes:
        return at + 1  # "the minister urged to resign" was urged
    if postposed(scan, source, left, at, cue, begin):
        return max(scan.free, at + 1)
    if begin is None:
        if (
            not _relative(scan, source, left, at, cue)
            and "c" in cue.verb.takes
            and at >= len(frame) - 2
            and left > 0
        ):
            scan.wait(source, frame.span(left, at + 1), cue.verb.lemma)
        return max(scan.free, at + 1)
    return _followed(scan, source, left, at, cue, begin)


def _followed(scan: Scan, source: Range, left: int, at: int, cue: Cue, begin: int) -> int:
    """“Voss said that …”: the content follows the cue, from token `begin` on."""
    frame = scan.frame
    end = end_of_content(frame, begin, cue)
    if at < scan.preamble < end:
        end = scan.preamble + (frame.tag[scan.preamble] == "q")
    if end <= begin or not _fits(frame, cue, begin):
        return at + 1
    whole = frame.tag[begin] != "q" and (frame.tag[begin] == "T" or is_thing(frame, begin, cue))
    count = len(scan.found)
    scan.put(source, frame.span(left, at + 1), [(begin, end)], cue.verb.lemma, whole=whole)
    if len(scan.found) > count and not scan.found[-1].quoted:
        denied = negated(frame, left, at)
        scan.found[-1].worded = denied or cue.verb.lemma in SURENESS
        scan.found[-1].unsaid = denied and cue.verb.lemma in _TELLING
    scan.free = end
    return end


def _relative(scan: Scan, source: Range, left: int, at: int, cue: Cue) -> bool:
    """“…, which she says is dead”: the content is “which” and what follows the cue."""
    tag = scan.frame.tag
    if source[0] <= scan.free or tag[source[0] - 1] not in "rt" or tag[at + 1 : at + 2] not in (["x"], ["v"]):
        return False
    if not set(cue.verb.takes) & set("ck"):
        return False
    end = end_of_content(scan.frame, at + 1, cue)
    pieces = [(source[0] - 1, source[0]), (at + 1, end)]
    scan.put(source, scan.frame.span(left, at + 1), pieces, cue.verb.lemma)
    scan.free = end
    return True


def _fits(frame: Frame, cue: Cue, begin: int) -> bool:
    """Whether a verb of speech that takes no object is given none: “continued the race” is not speech."""
    takes = set(cue.verb.takes)
    if takes & set("nt") or not takes & set("ckf"):
        return True
    if cue.verb.lemma in _TAKES_ANYTHING or frame.low[begin - 1] in cue.verb.with_:
        return True
    return not is_thing(frame, begin, cue)


def _passive(scan: Scan, left: int, at: int, cue: Cue) -> int:
    """“The plan was criticised by Okafor for …”: the agent is the source, the subject opens the content."""
    frame = scan.frame
    if frame.low[at + 1 : at + 2] != ["by"] or frame.low[left - 1 : left] == ["as"]:
        return at + 1
    if frame.low[at + 2 : at + 3] and frame.low[at + 2].endswith("ing"):
        return at + 1  # "replied by pointing"
    source = noun_phrase_after(frame, at + 2)
    subject = subject_before(frame, left, scan.free)
    if source is None or subject is None or frame.tag[source[0]] in "#o":
        return at + 1
    content = [subject]
    follow = source[1]
    if "l" in cue.verb.takes:  # "was asked by Okafor whether …": what was said, not whom it was said to
        begin = begin_of_content(frame, source[1] - 1, cue)
        content = [(begin, end_of_content(frame, begin, cue))] if begin is not None else [subject]
    if frame.low[follow : follow + 1] in (["for"], ["as"], ["of"]):
        content.append((follow, end_of_content(frame, follow, cue)))
    scan.put(source, frame.span(left, at + 1), content, cue.verb.lemma)
    scan.free = max(content[-1][1], source[1])
    return scan.free


def _unlikely(scan: Scan, left: int, at: int, cue: Cue) -> bool:
    """“a programme called X” names a thing; “you want”, “we know” attribute to nobody in particular."""
    frame = scan.frame
    if cue.verb.lemma in _NAMING and cue.form == "d" and left == at and at > 1:
        found = noun_phrase_before(frame, at, scan.free)
        return found is not None and frame.low[found[0]] in ("a", "an", "one")
    if cue.verb.lemma == "cast":
        return "as" not in frame.low[at + 1 : at + 14]
    if cue.verb.lemma == "put":
        return not _ESTIMATES & set(frame.low[at + 1 : at + 4])
    return frame.low[left - 1 : left] in _NOBODY and not set(cue.verb.takes) & set("cl")


def _source(scan: Scan, left: int, at: int, cue: Cue) -> Range | None:
    """Whose verb it is: the verb group begins at `left`."""
    frame = scan.frame
    if cue.form == "g" and left == at:
        return _gerund_source(scan, at)
    if left and frame.low[left - 1] in BY_NAME and "r" in frame.tag[scan.free : left]:
        while frame.tag[left - 1] != "r":  # "a manager who asked not to be named said"
            left -= 1
    before = frame.tag[left - 1] if left else "."
    if before in "c-":
        return scan.subject or leading_subject(frame, 0, left - 1)
    found = subject_before(frame, left, scan.free)
    if found is None and left > 0 and (left == scan.free or before == ","):
        return scan.subject or (leading_subject(frame, 0, left - 1) if before == "," else None)
    return found


def _gerund_source(scan: Scan, at: int) -> Range | None:
    """“…, telling lawmakers that”: the subject of the sentence, or of the attribution before."""
    frame = scan.frame
    before = frame.tag[at - 1] if at else ","
    if before in ",-a" or frame.low[at - 1] == "by":
        return scan.subject or leading_subject(frame, 0, at)
    if before == "n" or (before == "w" and frame.tag[at - 2 : at - 1] not in ([], ["i"])):
        return noun_phrase_before(frame, at, scan.free)
    if before == "c":
        return scan.subject
    if before == "s" and at > 1:
        return scan.subject or leading_subject(frame, 0, at - 1)
    return None


_TAIL = 16
"""How far from its end a frame may hold the “according to” that all of it is under."""
_TAKES_ANYTHING = ("say", "know", "think", "believe", "show")
_BE = frozenset(
    (
        *("is", "are", "was", "were", "be", "been", "being", "’re", "'re", "’m", "'m"),
        *("isn’t", "aren’t", "wasn’t", "weren’t", "isn't", "aren't", "wasn't", "weren't"),
    )
)
_ESTIMATES = word_set("odds chance chances probability likelihood number figure cost total toll risk price")
"""What “puts the … at” attributes."""
_TELLING = word_set("say tell disclose reveal confirm specify announce clarify explain")
_NAMING = ("call", "name", "dub", "label", "brand")
_NOBODY = (["we"], ["you"], ["it"], ["one"], ["i"], ["there"])
