"""One frame being read for attributions: what has been found in it, and from where it is still free."""

from __future__ import annotations

from dataclasses import dataclass, field

from rules.model import Span
from rules.reading.cues import cue_table
from rules.reading.frames import Frame
from rules.reading.phrases import Range, leading_subject
from rules.reading.verbs import is_verb


@dataclass(slots=True)
class Found:
    """One attribution. `lemma`: the cue verb, or "according to", "noun", "view", ":" or "―".

    `open`: its content is still to come, in a later paragraph. `whole`: the content is a thing or an infinitive,
    which says something only together with the cue ("plans | to close two plants"); `infinitive`: the latter.
    `worded`: the cue belongs to what is said ("hopes | that …", "does not believe | that …"); the statement's text
    keeps it. `unsaid`: it is what somebody did not say ("did not say | when …"), so nothing to hold them to.
    """

    source: Span | None
    cue: Span
    content: list[Span]
    lemma: str
    quoted: bool = False
    open: bool = False
    whole: bool = False
    infinitive: bool = False
    worded: bool = False
    unsaid: bool = False


@dataclass(slots=True)
class Scan:
    """`free`: every token before it belongs to an attribution already found. `subject`: the last source found.

    `preamble`: the token (a comma) that ends an introductory phrase, 0 where there is none.
    """

    frame: Frame
    found: list[Found] = field(default_factory=list)
    free: int = 0
    subject: Range | None = None
    preamble: int = 0

    def put(self, source: Range, cue: Span, content: list[Range], lemma: str, *, whole: bool = False) -> None:
        """Record an attribution, if it has content."""
        frame = self.frame
        spans = [frame.span(*piece) for piece in content if piece[0] < piece[1]]
        if not spans:
            return
        quoted = any(frame.tag[piece[0]] == "q" for piece in content)
        if lemma not in ("according to", "noun"):
            self.subject = source
        self.found.append(
            Found(
                frame.span(*source),
                cue,
                spans,
                lemma,
                quoted,
                whole=whole,
                infinitive=whole and frame.tag[content[0][0]] == "T",
            )
        )

    def wait(self, source: Range, cue: Span, lemma: str) -> None:
        """Record an attribution whose content is to come."""
        self.found.append(Found(self.frame.span(*source), cue, [], lemma, open=True))

    def holds_clause(self, first: int, last: int) -> bool:
        """Whether `frame[first:last]` holds a main clause or a quotation, past the adverbials it may open with."""
        tag, low = self.frame.tag, self.frame.low
        table = cue_table()
        while first < last and (tag[first] in "isT" or low[first].endswith("ing")):
            comma = tag.index(",", first, last) if "," in tag[first:last] else last
            if (
                comma >= last - 1
            ):  # nothing but the adverbial, or a clause that opens like one: "Shifting winds may …"
                return tag[first] != "s" and bool(set(tag[first:last]) & set("xv"))
            first = comma + 1
        for at in range(first, last):
            if tag[at] in "xvgq" or (at > first and low[at].endswith("ed")):
                return True
            cue = table.get(low[at])
            if at > first and cue and cue.form in "ds" and is_verb(self.frame, at, cue):
                return True
        return False

    def find_preamble(self) -> None:
        """Note where an introductory phrase or clause ends; nothing where the frame opens with its subject."""
        tag, low = self.frame.tag, self.frame.low
        if "," not in tag or not (tag[0] in "si" or (tag[0] in "wn" and low[0].endswith(("ing", "ed")))):
            return
        subject = leading_subject(self.frame, 0, len(self.frame))
        if subject is None:
            return
        comma = subject[0] - 1
        while comma > 0 and tag[comma] in "ac":
            comma -= 1
        if comma > 0 and tag[comma] in ",q":
            self.preamble = comma
