"""The one door of the room: a document becomes statements."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rules.ids import content_id
from rules.model import Attribution, Document, Reading, Span, SpeakerKind, Statement
from rules.reading.blocks import lay_out
from rules.reading.facets import Placement, facets, moved
from rules.reading.forum import said_in_forum
from rules.reading.language_of import language_of
from rules.reading.page import Block, Page
from rules.reading.passages import is_quotation, passages
from rules.reading.prose import attributed, direct_quotations
from rules.reading.scan import Found
from rules.reading.sentences import sentences
from rules.reading.speakers import UNKNOWN, Cast, Speaker
from rules.reading.turns import turns

_FORUM = ("hn_comment", "reddit_comment", "discourse_post", "forum_post")
_CONVERSATION = ("interview", "transcript")
_AUTHORED = ("blog_post", "press_release")
_NARRATOR: tuple[None, SpeakerKind] = (None, "narrator")
_QUOTED = 5
"""A quotation that stands alone and is shorter is a motto or a title."""
_COVERED = 0.6
"""A sentence of which attributions take this share is not also a statement of the narrator's."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One statement to be: who, where its parts stand, where its text stands."""

    speaker: Speaker | tuple[None, SpeakerKind]
    spans: Attribution
    place: Placement
    quoted: bool = False
    lemma: str | None = None
    unsaid: bool = False


def read(document: Document) -> Reading:
    """The statements of `document`, in reading order, one a sentence, with offsets into `Reading.text`.

    Sentences of the same attribution carry the same source and cue spans, each with its own part of the content
    (`per_attribution` joins them). A text in another language than English is left alone and says so in `skipped`.
    """
    page = lay_out(document)
    language = language_of(page.text)
    if language not in ("en", "und"):
        return Reading(text=page.text, language=language, skipped=f"not English ({language})")
    if document.kind in _FORUM:
        said = _forum(document, page)
    elif document.kind in _CONVERSATION:
        said = _conversation(page)
    else:
        said = _prose(document, page)
    worded = _titled(document, page) + [(one, one.place.text(page.text)) for one in said]
    return Reading(text=page.text, statements=_statements(document, worded), language=language)


def per_attribution(reading: Reading) -> tuple[Statement, ...]:
    """The statements with those of one attribution joined: the shape of annotated news and of `read --jsonl`.

    Joined are those with the same source and cue; the first one's certainty and polarity stand for all.
    """
    joined: dict[tuple[object, ...], Statement] = {}
    for number, one in enumerate(reading.statements):
        key: tuple[object, ...] = (one.spans.source, one.spans.cue) if one.spans.cue else (number,)
        before = joined.get(key)
        joined[key] = one if before is None else _joined(before, one)
    return tuple(joined.values())


def _joined(first: Statement, second: Statement) -> Statement:
    return replace(
        first,
        text=f"{first.text} {second.text}",
        spans=replace(first.spans, content=first.spans.content + second.spans.content),
        quantities=first.quantities + second.quantities,
        horizons=first.horizons + second.horizons,
        checkable=first.checkable or second.checkable,
    )


def _forum(document: Document, page: Page) -> list[_Said]:
    said = [
        _Said(speaker, Attribution(content=(span,)), Placement((span,)), quoted)
        for span, speaker, quoted in said_in_forum(document, page)
    ]
    return _with_inner(page, said)


def _conversation(page: Page) -> list[_Said]:
    said = [
        _Said(
            speaker or _NARRATOR,
            Attribution(source=(label,) if label else (), content=(span,)),
            Placement((span,)),
        )
        for span, speaker, label in turns(page)
        if speaker or _says_something(page.text[span[0] : span[1]])
    ]
    return _with_inner(page, said)


def _with_inner(page: Page, said: list[_Said]) -> list[_Said]:
    """Adds what somebody named is quoted with inside a turn or a comment: that is the inner source's, word for word."""
    cast: Cast | None = None
    inner: list[_Said] = []
    for one in direct_quotations(page):
        cast = cast or Cast(page.text)
        speaker = cast.speaker(one.source)
        if speaker[1] == "named":
            inner += _attributed(page.text, one, speaker)
    if not inner:
        return said
    taken = _merged(span for one in inner for span in (*one.spans.content, *one.spans.cue, *one.spans.source))
    kept = [one for one in said if one.quoted or _share(taken, one.spans.content[0]) < _COVERED]
    return sorted(kept + inner, key=lambda each: each.spans.content[0])


def _prose(document: Document, page: Page) -> list[_Said]:
    text = page.text
    found = attributed(page)
    cast = Cast(text)
    own: Speaker | tuple[None, SpeakerKind] = _NARRATOR
    if document.kind in _AUTHORED and document.author:
        own = (document.author, "author")
    out: list[_Said] = []
    for one in sorted(found, key=lambda each: each.source or each.cue):
        speaker = cast.speaker(one.source)
        if own[0] and one.source and text[slice(*one.source)].lower() in ("i", "we"):
            speaker = own
        out += _attributed(text, one, speaker)
    out += [_unattributed(text, span, own) for span in _narrated(page, found)]
    return sorted(out, key=lambda each: each.spans.content[0])


def _unattributed(text: str, span: Span, own: Speaker | tuple[None, SpeakerKind]) -> _Said:
    """A sentence that no attribution takes: the writer's, or nobody's that we know if it is a quotation."""
    quoted = len(text[slice(*span)].split()) >= _QUOTED and is_quotation(text, *span)
    speaker = UNKNOWN if quoted else own
    spans = Attribution(content=(span,))
    return _Said(speaker, spans, passages(text, [span])[0][1] if quoted else Placement((span,)), quoted)


def _attributed(text: str, one: Found, speaker: Speaker) -> list[_Said]:
    out: list[_Said] = []
    source = (one.source,) if one.source else ()
    for content, place in passages(text, one.content):
        if (one.whole or one.worded) and not out:
            place = Placement(((_past_clitic(text, one.cue[0]), place.pieces[0][1]), *place.pieces[1:]))
        spans = Attribution(source=source, cue=(one.cue,), content=content)
        lemma = None if one.worded and not out else one.lemma
        out.append(_Said(speaker, spans, place, one.quoted, lemma, one.unsaid))
    return out


def _past_clitic(text: str, at: int) -> int:
    """“she’s hoping that”: a text does not begin with “’s”."""
    return text.find(" ", at) + 1 if text[at] in "’'" else at


def _narrated(page: Page, found: list[Found]) -> list[Span]:
    """Sentences that attributions leave to the writer."""
    taken = _merged(span for one in found for span in _extent(one))
    return [
        span
        for block in page.blocks
        if block.kind not in ("code", "signature", "boilerplate")
        for span in sentences(page.text, block.start, block.end)
        if _share(taken, span) < _COVERED and _says_something(page.text[span[0] : span[1]])
    ]


_NEAR = 600
"""Source, cue and first piece of content within so many characters stand in one sentence."""


def _extent(one: Found) -> list[Span]:
    """What an attribution takes of its sentence: all from source to content, an apposition between them too.

    A noun ("his promise to …") and a thing ("criticised the plan") take nothing: the sentence says more than they do.
    """
    if one.lemma == "noun" or (one.whole and not one.infinitive):
        return []
    near = [span for span in (one.source, one.cue, one.content[0]) if span]
    start, end = min(s for s, _ in near), max(e for _, e in near)
    return [(start, end), *one.content[1:]] if end - start <= _NEAR else [*near, *one.content]


def _share(taken: list[Span], span: Span) -> float:
    """The part of `span` that the sorted, disjoint spans `taken` cover."""
    covered = 0
    for start, end in taken[max(0, bisect_left(taken, span) - 1) :]:
        if start >= span[1]:
            break
        covered += max(0, min(end, span[1]) - max(start, span[0]))
    return covered / (span[1] - span[0])


def _says_something(sentence: str) -> bool:
    """Not a lone byline, button or separator: three words, or a sentence's end."""
    return any(ch.isalpha() for ch in sentence) and (len(sentence.split()) > 2 or sentence[-1] in '.!?”"')


def _merged(spans: Iterable[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _titled(document: Document, page: Page) -> list[tuple[_Said, str]]:
    """The title as a statement, attributed if it says who says it; none where the text opens with it."""
    title = " ".join(document.title.split())
    if not title or document.kind in _FORUM or page.text.lstrip().startswith(title):
        return []
    own: Speaker | tuple[None, SpeakerKind] = _NARRATOR
    if document.kind in _AUTHORED and document.author:
        own = (document.author, "author")
    speaker, text, lemma = own, title, None
    bare = Page(title, (Block(0, len(title), "heading"),))
    found = attributed(bare) if document.kind not in _AUTHORED else []
    if found and found[0].source and not found[0].whole:
        names = Cast(title + "\n" + page.text)
        speaker = names.speaker(found[0].source)
        said = _attributed(title, found[0], speaker)
        text = " ".join(one.place.text(title) for one in said) or title
        lemma = said[0].lemma if said else None
    return [(_Said(speaker, Attribution(), Placement(()), False, lemma), text)]


def _statements(document: Document, worded: list[tuple[_Said, str]]) -> tuple[Statement, ...]:
    """With their neighbours, and with ids that hold when the text around them is edited.

    An id is made of document, speaker and text, and of how often the same was said before; not of the place.
    """
    texts = [text for _, text in worded]
    before: Counter[tuple[str | None, str]] = Counter()
    out: list[Statement] = []
    for at, (said, text) in enumerate(worded):
        speaker = said.speaker[0]
        number = content_id(document.id, speaker or "", text, before[speaker, text])
        before[speaker, text] += 1
        neighbours = " ".join(texts[max(0, at - 1) : at] + texts[at + 1 : at + 2])
        out.append(_statement(document, said, text, number, neighbours))
    return tuple(out)


def _statement(document: Document, said: _Said, text: str, number: str, neighbours: str) -> Statement:
    known = facets(text, document.published, said.lemma)
    if said.place.pieces:
        known = moved(known, said.place)
    speaker, kind = said.speaker
    return Statement(
        id=number,
        text=text,
        speaker=speaker,
        speaker_kind=kind,
        quoted=said.quoted,
        spans=said.spans,
        quantities=known.quantities,
        horizons=known.horizons,
        certainty=known.certainty,
        commitment=known.commitment,
        evidential=known.evidential,
        polarity=known.polarity,
        checkable=known.checkable and not said.unsaid,
        said_on=document.published,
        neighbours=neighbours,
        url=document.url,
    )
