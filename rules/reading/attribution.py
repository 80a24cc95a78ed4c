"""Who said it: source, cue and content of the attributions in a paragraph.

Each sentence of the writer's is a frame in which a quotation is one token. In a frame, speech that stands after or
inside its content (“…,” said Voss; the plan, she said, is dead) is looked for first, then cues left to right; a cue
inside the content of another is not looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.model import Span
from rules.reading.contents import begin_of_content, end_of_content, is_thing
from rules.reading.cues import Cue, cue_table
from rules.reading.frames import Frame, frames
from rules.reading.nominal import in_view, nominal, nouns
from rules.reading.phrases import (
    Range,
    finite_subject_end,
    is_verb,
    leading_subject,
    noun_phrase_after,
    noun_phrase_before,
    subject_before,
)
from rules.reading.quotes import Quote


@dataclass(slots=True)
class Found:
    """One attribution. `lemma`: the cue verb, or "according to" or ":". `open`: its content is still to come."""

    source: Span | None
    cue: Span
    content: list[Span]
    lemma: str
    quoted: bool = False
    open: bool = False


def attributions(text: str, start: int, end: int, quoted: list[Quote]) -> list[Found]:
    """The attributions in the paragraph `text[start:end]`, in the order of their cues."""
    found: list[Found] = []
    previous: Frame | None = None
    orphans: list[Span] = []
    for frame in frames(text, start, end, quoted):
        new = _Parser(frame, text).run()
        if new and new[0].quoted and orphans and new[0].content and frame.tag[0] == "q":
            new[0].content[:0] = orphans
        if not new and not found and frame.tag[0] == "q" and _only_quotations(frame):
            orphans += _range_spans(frame, 0, len(frame))
        else:
            orphans = []
        if not new and frame.tag[0] == "q" and found and _only_quotations(frame):
            found[-1].content.extend(_range_spans(frame, 0, len(frame)))
        elif new and not new[0].content and previous is not None and previous.tag[-1] == "q":
            new[0].content = _range_spans(previous, 0, len(previous))
            new[0].quoted = True
        found.extend(one for one in new if one.content or one.open)
        previous = frame
    return found


def _only_quotations(frame: Frame) -> bool:
    return all(letter in "q.," for letter in frame.tag)


def _range_spans(frame: Frame, first: int, last: int) -> list[Span]:
    """Spans of the tokens from `first` to before `last`."""
    return [frame.span(first, last)] if first < last else []


class _Parser:
    """One frame. `free` is the token before which everything belongs to an attribution already found."""

    def __init__(self, frame: Frame, text: str) -> None:
        self.frame = frame
        self.text = text
        self.found: list[Found] = []
        self.free = 0
        self.subject: Range | None = None
        self.preamble = 0

    def run(self) -> list[Found]:
        frame = self.frame
        self.label()
        self.preamble = self.end_of_preamble()
        table = cue_table()
        self.closing(table)
        at = 0
        while at < len(frame):
            if at < self.free:
                at = self.free
                continue
            word = frame.low[at]
            if word == "according" and frame.low[at + 1 : at + 2] == ["to"]:
                at = self.according(at)
                continue
            cue = table.get(word)
            if cue is not None and frame.tag[at] in "wnv" and is_verb(frame, at, cue):
                at = self.verb(at, cue)
            elif word in nouns():
                at = self.noun(at)
            elif (
                word == "in"
                and frame.tag[at - 1 : at] in ([], [","])
                and (source := in_view(frame, at)) is not None
            ):
                at = self.view(at, source)
            else:
                at += 1
        self.colon()
        self.byline()
        return self.found

    def noun(self, at: int) -> int:
        found = nominal(self.frame, at, self.free)
        if found is None:
            return at + 1
        kind = {"that": "said", "to": "wanted"}.get(self.frame.low[found.begin], "criticized")
        end = end_of_content(self.frame, found.begin, cue_table()[kind])
        if at < self.preamble < end:
            end = self.preamble
        if end <= found.begin:
            return at + 1
        self.put(found.source, self.frame.span(*found.cue), [(found.begin, end)], "noun")
        self.free = end
        return end

    def view(self, at: int, source: Range) -> int:
        """“In Voss’s view, the plan is dead”; “the plan, in her view, is dead”."""
        frame = self.frame
        after = source[1] + (frame.tag[source[1]] == "g") + 1
        pieces = []
        if at > self.free and self.clause(self.free, at):
            pieces.append((self.free, at - (frame.tag[at - 1] == ",")))
        begin = after + (frame.tag[after : after + 1] == [","])
        end = end_of_content(frame, begin, cue_table()["said"]) if begin < len(frame) else begin
        if begin < end:
            pieces.append((begin, end))
        if pieces:
            self.put(source, frame.span(source[1], after), pieces, "view")
            self.free = max(end, after)
        return max(self.free, after)

    def colon(self) -> None:
        """“… does not surprise Ines Okafor: “…”” where no cue has taken the quotation."""
        frame = self.frame
        for at in range(max(self.free, 1), len(frame) - 1):
            if (
                frame.low[at] == ":"
                and frame.tag[at + 1] == "q"
                and frame.end[at + 1] - frame.start[at + 1] > 30
            ):
                source = noun_phrase_before(frame, at, self.free)
                if source is None or frame.tag[source[1] - 1] != "n":
                    source = leading_subject(frame, self.free, at)
                if source is not None:
                    self.put(source, frame.span(at, at + 1), [(at + 1, len(frame))], ":")
                    self.free = len(frame)
                return

    def byline(self) -> None:
        """“…” ― Mara Voss"""
        frame = self.frame
        if self.free or frame.tag[:2] != ["q", "-"]:
            return
        end = len(frame)
        while end > 2 and frame.tag[end - 1] == ".":
            end -= 1
        if 2 < end <= 10 and all(letter in "nw.#,d" for letter in frame.tag[2:end]) and frame.tag[2] == "n":
            self.put((2, end), frame.span(1, 2), [(0, 1)], "―")
            self.free = len(frame)

    def closing(self, table: dict[str, Cue]) -> None:
        """“The plan that Reyl calls dead is alive, Voss said.” The last cue of a frame may have all of it."""
        frame = self.frame
        for at in range(len(frame) - 1, max(0, len(frame) - 9), -1):
            cue = table.get(frame.low[at])
            if (
                cue is None
                or cue.form == "g"
                or "c" not in cue.verb.takes + ("c" if "f" in cue.verb.takes else "")
            ):
                continue
            if frame.tag[at] in "wnv" and is_verb(frame, at, cue) and "q" not in frame.tag:
                if (
                    self.free == 0
                    and begin_of_content(frame, at, cue) is None
                    and frame.tag[at + 1 : at + 2] != [","]
                ):
                    self.verb(at, cue)
                return

    def end_of_preamble(self) -> int:
        """The comma that ends an introductory phrase or clause; 0 where the frame opens with its subject."""
        frame = self.frame
        if "," not in frame.tag or not (
            frame.tag[0] in "si" or (frame.tag[0] in "wn" and frame.low[0].endswith(("ing", "ed")))
        ):
            return 0
        subject = leading_subject(frame, 0, len(frame))
        if subject is None:
            return 0
        comma = subject[0] - 1
        while comma > 0 and frame.tag[comma] in "ac":
            comma -= 1
        return comma if comma > 0 and frame.tag[comma] in ",q" else 0

    def label(self) -> None:
        """“Voss: the plan is dead”, at the head of a frame."""
        frame = self.frame
        if ":" not in frame.tag[:8]:
            return
        colon = frame.tag.index(":")
        if (
            frame.low[colon] != ":"
            or not 0 < colon < len(frame) - 1
            or frame.start[colon] != frame.end[colon - 1]
        ):
            return
        if sum(letter not in "#.,;" for letter in frame.tag[colon + 1 :]) < 3:
            return
        if any(letter not in "ngcwd#().TiD" for letter in frame.tag[:colon]) or frame.tag[0] != "n":
            return
        if any(frame.low[i] in cue_table() for i in range(1, colon)) or frame.low[colon - 1] in _NOT_A_LABEL:
            return
        if frame.low[0] in _NOT_A_LABEL or frame.tag[0] == "D":
            return
        end = len(frame) - (frame.tag[-1] == "." and frame.low[-1] == ".")
        content = _range_spans(frame, colon + 1, end)
        self.found.append(Found(frame.span(0, colon), frame.span(colon, colon + 1), content, ":"))
        self.free = len(frame)

    def according(self, at: int) -> int:
        frame = self.frame
        source = noun_phrase_after(frame, at + 2)
        if source is None:
            return at + 2
        after = source[1]
        cue = frame.span(at, at + 2)
        before = at
        while before > self.free and frame.tag[before - 1] in ",-":
            before -= 1
        if before > self.free and self.frame.tag[self.free : before] != ["c"]:
            begin = self.free
            while begin < before and frame.tag[begin] in "c,":
                begin += 1
            self.put(source, cue, [(begin, before)], "according to")
            return after
        while after < len(frame) and frame.tag[after] != "," and frame.tag[after] not in "pqt":
            after += 1
        if after < len(frame):
            begin = after + (frame.tag[after] == ",")
            end = end_of_content(frame, begin, cue_table()["said"])
            if begin < end:
                self.put(source, cue, [(begin, end)], "according to")
                self.free = end
                return end
        return source[1]

    def verb(self, at: int, cue: Cue) -> int:
        frame = self.frame
        left, infinitive = finite_subject_end(frame, at)
        if infinitive and left - 1 >= self.free:
            return at + 1
        if self.unlikely(left, at, cue):
            return at + 1
        passive = cue.form == "d" and any(frame.low[i] in _BE for i in range(left, at))
        by = frame.low[at + 1 : at + 2] == ["by"]
        if passive or (cue.form == "d" and by):
            return self.passive(left, at, cue)
        if self.inverted(at, cue):
            return max(self.free, at + 1)
        source = self.source(left, at, cue)
        begin = begin_of_content(frame, at, cue)
        if source is not None and self.postposed(source, left, at, cue, begin):
            return max(self.free, at + 1)
        if source is not None and begin is None and self.relative(source, left, at, cue):
            return max(self.free, at + 1)
        if source is None or begin is None:
            if source is not None and "c" in cue.verb.takes and at >= len(frame) - 2 and left > 0:
                self.found.append(
                    Found(frame.span(*source), frame.span(left, at + 1), [], cue.verb.lemma, open=True)
                )
            return at + 1
        end = end_of_content(frame, begin, cue)
        if at < self.preamble < end:
            end = self.preamble + (frame.tag[self.preamble] == "q")
        if end <= begin or not self.fits(cue, begin):
            return at + 1
        self.put(source, frame.span(left, at + 1), [(begin, end)], cue.verb.lemma)
        self.free = end
        return end

    def relative(self, source: Range, left: int, at: int, cue: Cue) -> bool:
        """“…, which she says is dead”: the content is “which” and what follows the cue."""
        frame = self.frame
        if (
            not source[0] > self.free
            or frame.tag[source[0] - 1] not in "rt"
            or frame.tag[at + 1 : at + 2] not in (["x"], ["v"])
        ):
            return False
        if not set(cue.verb.takes) & set("ck"):
            return False
        end = end_of_content(frame, at + 1, cue)
        self.put(
            source, frame.span(left, at + 1), [(source[0] - 1, source[0]), (at + 1, end)], cue.verb.lemma
        )
        self.free = end
        return True

    def fits(self, cue: Cue, begin: int) -> bool:
        """Whether a verb of speech that takes no object is given none: “continued the race” is not speech."""
        if set(cue.verb.takes) & set("nt") or not set(cue.verb.takes) & set("ckf"):
            return True
        if (
            cue.verb.lemma in ("say", "know", "think", "believe", "show")
            or self.frame.low[begin - 1] in cue.verb.with_
        ):
            return True
        return not is_thing(self.frame, begin, cue)

    def passive(self, left: int, at: int, cue: Cue) -> int:
        """“The plan was criticised by Okafor for …”: the agent is the source, the subject opens the content."""
        frame = self.frame
        if frame.low[at + 1 : at + 2] != ["by"] or frame.low[left - 1 : left] == ["as"]:
            return at + 1
        source = noun_phrase_after(frame, at + 2)
        subject = subject_before(frame, left, self.free)
        if source is None or subject is None or frame.tag[source[0]] in "#o":
            return at + 1
        content = [subject]
        follow = source[1]
        if frame.low[follow : follow + 1] in (["for"], ["as"], ["of"]):
            content.append((follow, end_of_content(frame, follow, cue)))
        self.put(source, frame.span(left, at + 1), content, cue.verb.lemma)
        self.free = max(content[-1][1], source[1])
        return self.free

    def unlikely(self, left: int, at: int, cue: Cue) -> bool:
        """“a programme called X” names a thing; “you want”, “we know” attribute to nobody in particular."""
        frame = self.frame
        if cue.verb.lemma in _NAMING and cue.form == "d" and left == at and at > 1:
            found = noun_phrase_before(frame, at, self.free)
            return found is not None and frame.low[found[0]] in ("a", "an", "one")
        return frame.low[left - 1 : left] in _NOBODY and "c" not in cue.verb.takes

    def source(self, left: int, at: int, cue: Cue) -> Range | None:
        frame = self.frame
        if cue.form == "g" and left == at:
            return self.gerund(at)
        before = frame.tag[left - 1] if left else ""
        if before == "c":
            return self.subject or leading_subject(frame, 0, left - 1)
        if before in "-" and before:
            return self.subject or leading_subject(frame, 0, left - 1)
        found = subject_before(frame, left, self.free)
        if found is None and left > 0 and (left == self.free or before == ","):
            return self.subject or (leading_subject(frame, 0, left - 1) if before == "," else None)
        return found

    def gerund(self, at: int) -> Range | None:
        """“…, telling lawmakers that”: the subject of the sentence, or of the attribution before."""
        frame = self.frame
        before = frame.tag[at - 1] if at else ""
        if before in ",-" or frame.low[at - 1 : at] == ["by"] or before == "a" or before == "":
            return self.subject or leading_subject(frame, 0, at)
        if before == "n" or (before == "w" and frame.tag[at - 2 : at - 1] not in ([], ["i"])):
            return noun_phrase_before(frame, at, self.free)
        if before == "c":
            return self.subject
        if before == "s" and at > 1:
            return self.subject or leading_subject(frame, 0, at - 1)
        return None

    def inverted(self, at: int, cue: Cue) -> bool:
        """“…,” said Voss."""
        frame = self.frame
        if "c" not in cue.verb.takes or cue.form == "g":
            return False
        if at == 0:
            return cue.form == "d" and self.headed(cue)
        before = frame.tag[at - 1]
        if before not in "q,.":
            return False
        if before != "q" and (cue.verb.lemma not in _INVERTS or "q" not in frame.tag[:at] and at < 4):
            return False
        source = noun_phrase_after(frame, at + 1)
        if source is None or frame.tag[at + 1] not in "nwdp#" or (before != "q" and frame.tag[at + 1] == "p"):
            return False
        if (
            frame.tag[source[1] : source[1] + 1] in (["x"], ["v"], ["g"], ["p"])
            or frame.low[at + 1] == "there"
        ):
            return False
        if before != "q" and not (self.clause(self.free, at) and self.ends_or_adjunct(source[1])):
            return False
        return self.around(source, at, at + 1, source[1], cue)

    def headed(self, cue: Cue) -> bool:
        """“Said Voss: …”, at the head of a frame."""
        frame = self.frame
        source = noun_phrase_after(frame, 1) if len(frame) > 1 and frame.tag[1] in "nd" else None
        if source is None:
            return False
        for at in range(source[1], len(frame)):
            if frame.tag[at] == "q" and frame.tag[at - 1] in ",:":
                self.put(source, frame.span(0, 1), [(at, len(frame))], cue.verb.lemma)
                self.free = len(frame)
                return True
        if frame.tag[-1] == ":":
            self.found.append(Found(frame.span(*source), frame.span(0, 1), [], cue.verb.lemma, open=True))
            self.free = len(frame)
            return True
        return False

    def ends_or_adjunct(self, at: int) -> bool:
        """Whether nothing but the end, an apposition or “in Bern on Monday” follows."""
        return at >= len(self.frame) or self.frame.tag[at] in ",.iDsra(-"

    def postposed(self, source: Range, left: int, at: int, cue: Cue, begin: int | None) -> bool:
        """“…,” Voss said; the plan, she said, is dead."""
        frame = self.frame
        if not set(cue.verb.takes) & set("ckfl") or source[0] <= self.free or source[1] > left:
            return False
        before = frame.tag[source[0] - 1]
        if before not in ",q.-":
            return False
        quoted = frame.tag[source[0] - 1] == "q" or frame.tag[source[0] - 2 : source[0] - 1] == ["q"]
        ahead = frame.tag[self.free : source[0]]
        only_quoted = "q" in ahead and all(letter in "q,.-ac" for letter in ahead)
        if (
            not quoted
            and frame.tag[at + 1 : at + 2] not in ([","], [";"])
            and not self.clause(self.free, source[0])
        ):
            return False
        if begin is not None and not only_quoted:
            if not (quoted and frame.tag[begin] != "t" and frame.tag[begin - 1] in ",:."):
                return False
        if begin is not None and only_quoted and frame.tag[begin] in "t":
            return False
        return self.around(source, left, at + 1, at + 1, cue)

    def clause(self, first: int, last: int) -> bool:
        """Whether `frame[first:last]` holds a main clause, past the adverbials it may open with."""
        frame = self.frame
        table = cue_table()
        while first < last and (frame.tag[first] in "isT" or frame.low[first].endswith("ing")):
            while first < last and frame.tag[first] != ",":
                first += 1
            first += 1
        for at in range(first, last):
            if frame.tag[at] in "xvgq":
                return True
            cue = table.get(frame.low[at])
            if at > first and (
                (cue and cue.form in "ds" and is_verb(frame, at, cue)) or frame.low[at].endswith("ed")
            ):
                return True
        return False

    def around(self, source: Range, left: int, right: int, after: int, cue: Cue) -> bool:
        """Content on both sides of source and cue; `after` is the first token behind them."""
        frame = self.frame
        first = min(source[0], left)
        end = first
        while end > self.free and frame.tag[end - 1] == ",":
            end -= 1
        begin = self.free
        while begin < end and frame.tag[begin] in "c,":
            begin += 1
        if begin >= end:
            return False
        content = [(begin, end)]
        quoted = frame.tag[end - 1] == "q"
        self.subject = source
        resume = after
        follow = self.resumption(after, quoted)
        if follow is not None:
            stop = end_of_content(frame, follow, cue)
            if stop > follow:
                content.append((follow, stop))
                resume = stop
        self.put(source, frame.span(left, right), content, cue.verb.lemma)
        self.free = resume
        return True

    def resumption(self, after: int, quoted: bool) -> int | None:
        """Where the content goes on behind the cue: at the next quotation, or past a comma if nothing was quoted."""
        frame = self.frame
        if not quoted:
            if frame.tag[after : after + 1] in ([","], [";"]) and frame.low[after + 1 : after + 2] not in (
                [],
                ["according"],
            ):
                following = cue_table().get(frame.low[after + 1])
                if following is None or following.form != "g":
                    return after + 1
            return None
        if frame.tag[after : after + 2] == [",", "x"]:
            return after + 1
        for at in range(after, len(frame)):
            if frame.tag[at] == "q" and frame.tag[at - 1] in ",:.-":
                return at
            if frame.low[at] in cue_table() and at > after:
                return None
        return None

    def put(self, source: Range, cue: Span, content: list[Range], lemma: str) -> None:
        frame = self.frame
        spans = [frame.span(*piece) for piece in content if piece[0] < piece[1]]
        if not spans:
            return
        quoted = any(frame.tag[piece[0]] == "q" for piece in content)
        if lemma != "according to":
            self.subject = source
        self.found.append(Found(frame.span(*source), cue, spans, lemma, quoted))


_BE = frozenset(
    "is are was were be been being isn’t aren’t wasn’t weren’t isn't aren't wasn't weren't ’re 're ’m 'm".split()
)
_NAMING = frozenset("call name dub label brand".split())
_NOBODY = (["we"], ["you"], ["it"], ["one"], ["i"], ["there"])
_INVERTS = frozenset("say add write note explain warn argue insist continue reply ask tell".split())
_NOT_A_LABEL = frozenset(
    "latest exclusive watch breaking update opinion video analysis fact check listen read note source photo photos "
    "related question answer name age here online follow more p.m a.m http https subject this here’s is are review live editor".split()
)
