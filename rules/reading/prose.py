"""Attributions over the paragraphs of an article: what one paragraph leaves open, the next one fills."""

from __future__ import annotations

from collections import Counter

from rules.model import Span
from rules.reading.attribution import attributions, last_subject
from rules.reading.page import Block, Page
from rules.reading.posts import posted
from rules.reading.quotes import CLOSING, OPENING, Quote, quotes
from rules.reading.scan import Found
from rules.reading.turns import after_label, turn_label


def attributed(page: Page) -> list[Found]:
    """Every attribution of the page, in the order of their cues.

    “Voss said:” at the end of a paragraph takes the quotation or the block quote that follows. A paragraph that
    is nothing but a quotation goes on with whoever spoke in the one before. A quotation that a paragraph leaves
    open is carried into the next.
    """
    found: list[Found] = []
    waiting: Found | None = None
    speaking: Found | None = None
    carried = False
    text = page.text
    turns = _turns(page)
    for number, block in enumerate(page.blocks):
        if block.kind not in ("paragraph", "heading", "quote"):
            continue
        if number in turns:
            waiting, speaking, carried = None, None, False
            _take_turn(found, page, block, turns[number])
            continue
        post = posted(page, number)
        if post is not None:
            waiting, speaking, carried = None, None, False
            found.append(post)
            continue
        marks = quotes(text, block.start, block.end, carried=carried)
        new = [one for one in attributions(text, block.start, block.end, marks) if _plausible(text, one)]
        whole = _all_quoted(text, block, marks)
        if waiting is not None and (whole or block.depth or (waiting.open and not new)):
            waiting.content.append((block.start, block.end))
            waiting.quoted = True
            speaking, waiting = waiting, None
        elif speaking is not None and whole and not new:
            speaking.content.append((block.start, block.end))
        else:
            speaking, waiting = _last_speaker(new), _left_open(text, block, marks, new)
            found += new if waiting is None or waiting in new else [*new, waiting]
        carried = (
            bool(marks) and not marks[-1].closed and _goes_on(text, page.blocks[number + 1 : number + 2])
        )
    return [one for one in found if one.content]


def _left_open(text: str, block: Block, marks: list[Quote], new: list[Found]) -> Found | None:
    """The attribution that a paragraph ending in a colon leaves to the next one, with whose words it will be."""
    if text[block.end - 1] != ":":
        return None
    if new and (not new[-1].content or new[-1].content[-1][1] >= block.end - 1):
        return new[-1]
    source = new[-1].source if new else last_subject(text, block.start, block.end, marks)
    return Found(source, (block.end - 1, block.end), [], ":") if source else None


_HEADLINE = 200
"""A text shorter than this is a headline or a line: there is nothing to find the name in again."""
_SOURCES = frozenset(("poll", "report", "study", "survey", "analysis", "official", "officials", "police"))


def _plausible(text: str, one: Found) -> bool:
    """A label before a colon is a source only if the page speaks of it again: “Stealth over Health: …” is none."""
    if one.lemma != ":" or one.source is None:
        return True
    label = text[one.source[0] : one.source[1]]
    return (
        label.lower() in _SOURCES
        or len(text) < _HEADLINE
        or any(
            text.find(word, one.source[1]) >= 0 or text.rfind(word, 0, one.source[0]) >= 0
            for word in label.replace("’s", "").split()
            if word[:1].isupper() and len(word) > 2
        )
    )


_WORDS = 5
"""Fewer quoted words than this are a phrase the writer borrows, not a statement of somebody else's."""


def direct_quotations(page: Page) -> list[Found]:
    """Quotations of a sentence's length with their source, in paragraphs that are speech (turns, comments)."""
    text = page.text
    out: list[Found] = []
    for block in page.blocks:
        if block.kind != "paragraph" or block.depth:
            continue
        marks = quotes(text, block.start, block.end)
        if not any(len(text[mark.inner_start : mark.inner_end].split()) >= _WORDS for mark in marks):
            continue
        label = turn_label(text, block)
        start = after_label(text, label, block.end) if label else block.start
        for one in attributions(text, start, block.end, [mark for mark in marks if mark.start >= start]):
            within = [
                (mark.start, mark.end)
                for mark in marks
                if any(start <= mark.start and mark.end <= end for start, end in one.content)
            ]
            words = sum(len(text[start:end].split()) for start, end in within)
            if one.quoted and one.source and one.lemma not in (":", "noun") and words >= _WORDS:
                one.content = within
                out.append(one)
    return out


def _turns(page: Page) -> dict[int, Span | None]:
    """Blocks that are turns of a conversation inside an article: number → span of the label, None to go on.

    A label counts if it is in capitals or stands more than once; up to three paragraphs without a label go on
    with the turn before if another labelled turn follows them.
    """
    labels: dict[int, Span] = {}
    for number, block in enumerate(page.blocks):
        label = turn_label(page.text, block)
        if label is not None and sum(w.isalpha() for w in page.text[label[1] : block.end][:90].split()) > 2:
            labels[number] = label
    names = Counter(page.text[s:e] for s, e in labels.values())
    strong = {n: span for n, span in labels.items() if _is_turn(page.text[span[0] : span[1]], names)}
    if len(strong) < 2:
        return {}
    turns: dict[int, Span | None] = dict(strong)
    last = None
    for number in sorted(strong):
        if last is not None and 1 < number - last <= 4:
            turns.update((between, None) for between in range(last + 1, number))
        last = number
    return turns


def _is_turn(name: str, names: Counter[str]) -> bool:
    return (name.isupper() and len(name) > 2) or names[name] > 1


def _take_turn(found: list[Found], page: Page, block: Block, label: Span | None) -> None:
    if label is None:
        if found and found[-1].lemma == ":":
            found[-1].content.append((block.start, block.end))
        return
    start = after_label(page.text, label, block.end)
    found.append(Found(label, (label[1], label[1] + 1), [(start, block.end)], ":"))


def _goes_on(text: str, following: tuple[Block, ...]) -> bool:
    """Whether the next paragraph closes a quotation before it opens one of its own."""
    for block in following:
        for sign in text[block.start : block.end]:
            if sign in OPENING:
                return False
            if sign in CLOSING:
                return True
    return False


def _all_quoted(text: str, block: Block, marks: list[Quote]) -> bool:
    inside = sum(mark.end - mark.start for mark in marks)
    return inside >= 0.9 * (block.end - block.start) > 0


def _last_speaker(new: list[Found]) -> Found | None:
    """Whoever was quoted last in the paragraph may go on in the next one."""
    return next((one for one in reversed(new) if one.quoted), None)
