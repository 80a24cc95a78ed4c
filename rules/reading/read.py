"""The one door of the room: a document becomes statements."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from rules.ids import content_id
from rules.model import Attribution, Document, Horizon, Quantity, Reading, Span, SpeakerKind, Statement
from rules.reading.blocks import Block, Page, lay_out
from rules.reading.facets import facets
from rules.reading.prose import attributed
from rules.reading.sentences import sentences
from rules.reading.turns import full_name, turn_label

_FORUM = frozenset({"hn_comment", "reddit_comment", "discourse_post", "forum_post"})
_AUTHORED = frozenset({"blog_post", "press_release"})


def read(document: Document) -> Reading:
    """The statements of `document`, in reading order, with offsets into `Reading.text`."""
    page = lay_out(document)
    out: list[Statement] = []
    if document.title and document.kind not in _FORUM and not page.text.startswith(document.title):
        out.append(_statement(document, page, (), None, "narrator", text=document.title))
    floor: tuple[str, SpeakerKind, tuple[Span, ...]] | None = None
    prose = document.kind not in _FORUM and document.kind not in ("interview", "transcript")
    if prose:
        out += _prose(document, page)
    for block in () if prose else page.blocks:
        if block.kind in ("code", "signature", "boilerplate"):
            continue
        if document.kind in _FORUM:
            out += _forum(document, page, block)
        elif document.kind in ("interview", "transcript"):
            label = turn_label(page.text, block)
            start = block.start
            if label:
                name, kind = full_name(page, page.text[slice(*label[0])])
                floor, start = (name, kind, (label[0],)), label[1]
            for span in sentences(page.text, start, block.end):
                speaker, kind, source = floor or (None, "narrator", ())
                out.append(_statement(document, page, (span,), speaker, kind, source=source))
    return Reading(text=page.text, statements=_with_neighbours(out))


def _forum(document: Document, page: Page, block: Block) -> list[Statement]:
    speaker, kind = document.author or "unknown", "author" if document.author else "unknown"
    if block.depth:
        said = page.text[block.start : block.end]
        parent = " ".join((document.context.parent_text or "").split())
        known = block.quoted_user or (
            document.context.parent_author if parent and " ".join(said.split()) in parent else None
        )
        speaker, kind = (known, "author") if known else ("unknown", "unknown")
    return [
        _statement(document, page, (span,), speaker, kind, quoted=bool(block.depth))  # type: ignore[arg-type]
        for span in sentences(page.text, block.start, block.end)
    ]


def _prose(document: Document, page: Page) -> list[Statement]:
    text = page.text
    out: list[Statement] = []
    found = attributed(page)
    for one in found:
        name = text[slice(*one.source)] if one.source else "unknown"
        named = name.lower() not in ("he", "she", "they", "unknown")
        out.append(
            _statement(
                document,
                page,
                tuple(one.content),
                name if named else "unknown",
                "named" if named else "unknown",
                source=(one.source,) if one.source else (),
                cue=(one.cue,),
                quoted=one.quoted,
            )
        )
    own: tuple[str | None, SpeakerKind] = (
        (document.author, "author") if document.kind in _AUTHORED and document.author else (None, "narrator")
    )
    covered = sorted(span for one in found for span in (*one.content, one.cue))
    starts = [s for s, _ in covered]
    for block in page.blocks:
        for span in sentences(text, block.start, block.end):
            near = bisect_left(starts, span[1])
            if not any(e > span[0] for _, e in covered[max(0, near - 8) : near]):
                out.append(_statement(document, page, (span,), *own))
    return sorted(out, key=lambda s: s.spans.content[0])


def _statement(
    document: Document,
    page: Page,
    content: tuple[Span, ...],
    speaker: str | None,
    kind: SpeakerKind,
    *,
    source: tuple[Span, ...] = (),
    cue: tuple[Span, ...] = (),
    quoted: bool = False,
    text: str = "",
) -> Statement:
    text = text or " ".join(page.text[s:e] for s, e in content)
    known = facets(text, document.published)
    places = [at for s, e in content for at in range(s, e + 1)]

    def moved(item: Quantity | Horizon) -> Span:
        if not places:
            return item.span
        start, end = (min(at, len(places) - 1) for at in item.span)
        return places[start], places[end]

    return Statement(
        id=content_id(document.id, speaker or "", text, *(n for span in content for n in span)),
        text=text,
        speaker=speaker,
        speaker_kind=kind,
        quoted=quoted,
        spans=Attribution(source=source, cue=cue, content=content),
        quantities=tuple(replace(q, span=moved(q)) for q in known.quantities),
        horizons=tuple(replace(h, span=moved(h)) for h in known.horizons),
        certainty=known.certainty,
        commitment=known.commitment,
        evidential=known.evidential,
        polarity=known.polarity,
        checkable=known.checkable,
        said_on=document.published,
        url=document.url,
    )


def _with_neighbours(statements: list[Statement]) -> tuple[Statement, ...]:
    texts = [one.text for one in statements]
    return tuple(
        replace(one, neighbours=" ".join(texts[max(0, i - 1) : i] + texts[i + 1 : i + 2]))
        for i, one in enumerate(statements)
    )
