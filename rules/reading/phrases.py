"""Noun phrases and verb groups around a cue, by word class alone."""

from __future__ import annotations

from functools import cache

from rules.reading.cues import Cue, cue_table
from rules.reading.frames import Frame

Range = tuple[int, int]  # token indices, end exclusive


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name].split())


_LISTS = {
    # Verbs and adjectives that carry an infinitive: "went on to say", "is expected to announce".
    "catenative": "on continued continues continue declined declines decline refused refuses refuse failed fails sought seeks "
    "tried tries try began begins started appeared appears seemed seems used happened able likely ready willing quick "
    "careful going had have has need needs needed wanted wants want like liked likes love loves loved ought expected set "
    "scheduled free proceeded managed hesitated rushed chose dared forced trying seeking continuing refusing declining",
    # Forms that are as often nouns: they need a subject that can be one.
    "nouny": "claims claim calls call plans plan reports report notes note demands demand supports support attacks attack "
    "promises promise estimates estimate views view questions question comments comment remarks remark hopes hope fears "
    "fear backs back documents document details detail finds find offers offer names name labels label brands brand posts "
    "post quotes quote states state forecasts forecast projects project doubts doubt faults fault favors favor credits "
    "credit cheers cheer values value pledge pledges vow vows threat address addresses lectures lecture focus focuses "
    "push pushes press rules rule votes vote points point talk talks bets bet love hate charges requests request protest "
    "protests dispute disputes raps raps charge wonder worry worries counters counter reads read tweets tweet campaign "
    "campaigns dream dreams care cares mind order orders challenge challenges respect echo clear open lament benefits "
    "knock rip recommend swear trust guess comment jest joke jokes praise blame honor toast stress outline outlines "
    "highlight highlights reference references lobby target targets welcome",
    # Forms that are verbs only where a clause or a quotation follows.
    "rarely": "state states show tweet tweets challenge post posts project document value values order orders read label brand "
    "name names quote quotes press focus point remark remarks comment comments",
    # What shows something: "records show".
    "evidence": "records polls results reports documents filings data figures surveys studies emails statistics numbers "
    "returns findings poll survey study tests photos images videos estimates e-mails letters accounts analyses",
    "temporal": "last next this late early earlier later week month year night morning afternoon evening weekend",
}


def finite_subject_end(frame: Frame, at: int) -> tuple[int, bool]:
    """Where the verb group of the verb at `at` begins, and whether it is an infinitive without a carrier."""
    left = at
    tag, low = frame.tag, frame.low
    while left > 0:
        before = tag[left - 1]
        if before in "ax" or (
            before == "g"
            and low[left - 1] in ("’s", "'s")
            and left < at + 1
            and _is_clitic_verb(frame, left - 1, at)
        ):
            left -= 1
        elif before == "T" and left > 1 and (low[left - 2] in _words("catenative")):
            left -= 2
            while (
                low[left] in ("likely", "able", "ready", "willing", "quick")
                and left
                and low[left - 1] in _DEGREE
            ):
                left -= 1
            if low[left] == "on" and left and low[left - 1] in ("went", "goes", "go", "going"):
                left -= 1
        elif low[left - 1] in ("went", "goes") and low[left] == "on":
            left -= 1
        else:
            break
    return left, left > 0 and tag[left - 1] == "T"


_DEGREE = frozenset("more less most least slightly very so too".split())


def _is_clitic_verb(frame: Frame, at: int, verb: int) -> bool:
    """’s as is/has: before a participle, and after a pronoun or where no noun follows."""
    if at == 0:
        return False
    return frame.tag[at - 1] in "p" or (frame.tag[at - 1] == "n" and frame.low[verb].endswith("ing"))


def noun_phrase_before(frame: Frame, last: int, floor: int) -> Range | None:
    """The noun phrase that ends before token `last`, not reaching below `floor`."""
    tag, low = frame.tag, frame.low
    first = last
    while first > floor:
        letter = tag[first - 1]
        if letter in "nw#gdD)(o" or (letter == "v" and tag[first - 1] == "n"):
            if letter in "w" and _stops(frame, first - 1, last):
                break
            first -= 1
            if letter == "d" and first - 1 >= floor and tag[first - 1] not in "idgn#T":
                break
        elif (
            letter == "i"
            and first < last
            and first - 1 > floor
            and tag[first - 2] in "nw#)p"
            and low[first - 1] in _OF
        ):
            first -= 1
        elif (
            letter == "i"
            and low[first - 1] == "by"
            and first < last
            and first - 2 > floor
            and low[first - 2].endswith(("ed", "en"))
        ):
            first -= 2
        elif (
            letter == "c"
            and low[first - 1] in ("and", "&")
            and first < last
            and first - 1 > floor
            and tag[first - 2] in "nw"
        ):
            first -= 1
        elif letter == "T" and first - 2 > floor and low[first - 2] in ("close", "loyal", "allied"):
            first -= 2
        elif letter in "." and first - 1 > floor and frame.end[first - 2] == frame.start[first - 1]:
            first -= 1
        elif letter in "p" and first == last:
            return (first - 1, last)
        elif (
            letter == "q"
            and first - 1 > floor
            and tag[first - 2] in "gdwn"
            and frame.end[first - 1] - frame.start[first - 1] < 40
        ):
            first -= 1
        else:
            break
    while first < last and tag[first] in "cgi.)":
        first += 1
    return (first, last) if first < last else None


_OF = frozenset(("of", "for", "in", "at", "from", "with", "on", "to"))


def _stops(frame: Frame, at: int, last: int) -> bool:
    """A verb inside what would be a noun phrase: the phrase begins after it."""
    cue = cue_table().get(frame.low[at])
    if cue is None or at == last - 1:
        return False
    return cue.form in "d" or (cue.form in "sg" and frame.low[at] not in _words("nouny"))


def noun_phrase_after(frame: Frame, first: int) -> Range | None:
    """The noun phrase that begins at token `first`."""
    tag, low = frame.tag, frame.low
    last = first
    size = len(frame)
    while last < size:
        letter = tag[last]
        if letter in "nw#gd)" or (letter == "(" and last > first) or (letter == "p" and last == first):
            if letter == "w" and last > first and tag[last - 1] in "n" and low[last] in _NOT_IN_NAMES:
                break
            last += 1
            if letter == "p":
                break
        elif (
            letter == "i"
            and last > first
            and low[last] in ("of", "for", "at", "with", "from")
            and last + 1 < size
            and tag[last + 1] in "nwd"
        ):
            last += 1
        elif (
            letter == "c"
            and last > first
            and low[last] in ("and", "&")
            and last + 1 < size
            and tag[last + 1] == "n"
            and tag[last - 1] == "n"
        ):
            last += 1
        else:
            break
    while last > first and tag[last - 1] in "(cg" and low[last - 1] not in ("’s", "'s"):
        last -= 1
    return (first, last) if last > first else None


_NOT_IN_NAMES = frozenset("referring speaking adding smiling laughing noting describing citing".split())


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
    if found is not None and all(letter in "D#" for letter in tag[found[0] : found[1]]) and found[0] > floor:
        if "D" not in tag[found[0] : found[1]]:
            return found
        earlier = found[0] - (tag[found[0] - 1] == "i")  # "Voss on Tuesday said"
        while earlier > floor and tag[earlier - 1] == "a":
            earlier -= 1
        return subject_before(frame, earlier, floor) or found
    return found


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
        if end > at and tag[at] not in "isTxra," and not _has_verb(frame, at, end):
            found = noun_phrase_before(frame, end, at)
            if found:
                return found
        elif end > at and tag[at] == "s" and end < comma:
            pass
        at = end + 1
    return None


def _has_verb(frame: Frame, first: int, last: int) -> bool:
    table = cue_table()
    for at in range(first, last):
        if frame.tag[at] in "xv":
            return True
        cue = table.get(frame.low[at]) if at > first else None
        if cue is not None and cue.form in "ds" and frame.tag[at] != "n" and is_verb(frame, at, cue):
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
    if first >= last or tag[first] in "isTrtx,D" or (low[first].endswith("ing") and tag[first] in "wn"):
        return None
    at = first
    table = cue_table()
    while at < last and tag[at] in "pndw#g()i":
        if tag[at] == "p":
            return (at, at + 1)
        cue = table.get(low[at])
        if (
            at > first
            and tag[at] == "w"
            and (low[at].endswith(("ed", "ing")) or (cue and is_verb(frame, at, cue)))
        ):
            break
        if tag[at] == "i" and low[at] not in _OF:
            break
        if at > first and tag[at - 1] == "n" and tag[at] == "w" and tag[at + 1 : at + 2] == ["d"]:
            break  # a name, a word, a determiner: "Voss left the"
        at += 1
    return (first, at) if at > first else None


def _verb_like(frame: Frame, at: int, last: int) -> bool:
    """Whether a verb stands at `at`, or behind a bracketed apposition there."""
    tag, low = frame.tag, frame.low
    while at < last and tag[at] in "a)":
        at += 1
    if at >= last:
        return True
    return tag[at] in "xvg" or low[at] in cue_table() or low[at].endswith("ed")


def is_verb(frame: Frame, at: int, cue: Cue) -> bool:
    """Whether the form at `at` is used as a verb, judged by its neighbours."""
    tag, low = frame.tag, frame.low
    before = tag[at - 1] if at else ""
    after = tag[at + 1] if at + 1 < len(frame) else ""
    if before == "i":
        return cue.form == "g"
    if before == "d" and (low[at - 1] not in _PRONOMINAL or cue.form == "s"):
        return False
    if before == "#" and cue.form not in "bd":
        return False
    if cue.form == "d":
        return not (after == "w" and before == "g")
    if cue.form == "g":
        return before != "g" or at < 2 or tag[at - 2] == "p"
    return before != "g" and _present_verb(frame, at, cue, before, after)


def _present_verb(frame: Frame, at: int, cue: Cue, before: str, after: str) -> bool:
    """A present form, which may be a noun: “the claims that”, “officials claim that”."""
    low = frame.low
    if low[at] == "show" and _words("evidence") & set(low[max(0, at - 12) : at]):
        return True
    if low[at] in _words("rarely") and after not in ("t", "q", ":"):
        return False
    if low[at] not in _words("nouny"):
        return True
    plural = bool(before) and low[at - 1].endswith("s")
    if before in ("w", ""):
        if cue.form == "b":
            return before == "w" and plural and after in ("t", "p", "d", "q", "T", "n", "w", "s")
        return before == "w" and after in ("t", "p", "q", "d", "T", ":")
    if before == "n" and cue.form == "b":
        return plural and after in ("t", "p", "d", "q", "T", "n", "w")
    return not (before in "dc" and cue.form == "b" and after not in ("t", "p", "q", "T", "n", "d"))


_PRONOMINAL = frozenset(
    "some many most several both those others few these half one two three four five six seven eight nine ten".split()
)
