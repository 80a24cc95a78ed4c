"""Any text at all: offsets hold, nothing raises, time grows with size and no faster."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.model import DOCUMENT_KINDS, ContentType, Document, DocumentKind, Reading
from rules.reading import read
from rules.reading.sentences import sentences

PIECES = st.sampled_from(
    [
        "“", "”", '"', "''", "‘", "’", "'", ">", "<", "</p>", "<p>", "\n", "\n\n", ". ", "? ", ": ", ", ",
        "said", " says ", " according to ", " that ", "Mara Voss", " she ", " told ", "[quote=a]",
        "[/quote]", "```", "&gt;", "-- ", "Host:", " in her view ", "’s claim that ", " plans to ", "**",
        "](", "[", "\x00", "\u2028", "é", "🤖", "5 %", " 2027 ",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))


def check(reading: Reading) -> None:
    size = len(reading.text)
    for one in reading.statements:
        assert one.text.strip()
        for span in (*one.spans.source, *one.spans.cue, *one.spans.content):
            assert 0 <= span[0] < span[1] <= size
        for item in (*one.quantities, *one.horizons):
            assert 0 <= item.span[0] <= item.span[1] <= max(size, len(one.text))
        assert (one.speaker is None) == (one.speaker_kind == "narrator")


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(DOCUMENT_KINDS), st.sampled_from(["text", "html", "markdown"]))
def test_any_text_is_read_with_offsets_that_hold(
    content: str, kind: DocumentKind, content_type: ContentType
) -> None:
    reading = read(Document(id="a", kind=kind, content=content, content_type=content_type, author="karl"))
    check(reading)
    if content_type == "text":
        assert reading.text == content


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_sentences_are_in_order_and_lose_no_letter(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    kept = {place for start, end in spans for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in kept)


NASTY = [
    "“", '"a ', "‘a ", "> ", "<", "a", "a, ", ".", "A: ", "Ab ", "he said, ", "([", "**", "[a](",
    "Voss said that ", "Voss’s claim that ", "according to Voss, ", "<p><b>", "&gt; ", "said said ",
    "she, he, said ", "''a ", "the plan of the ",
]  # fmt: skip


def took(content: str, kind: DocumentKind, content_type: ContentType) -> float:
    document = Document(id="a", kind=kind, content=content, content_type=content_type)
    best = 9e9
    for _ in range(2):
        start = time.process_time()
        read(document)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.slow
@pytest.mark.parametrize("unit", NASTY)
@pytest.mark.parametrize(
    ("kind", "content_type"), [("article", "text"), ("hn_comment", "html"), ("forum_post", "markdown")]
)
def test_time_grows_with_size_and_no_faster(unit: str, kind: DocumentKind, content_type: ContentType) -> None:
    small = unit * (20_000 // len(unit))
    first, second = took(small, kind, content_type), took(small * 4, kind, content_type)
    assert second < 8 * first + 0.1  # 4 is linear, 16 quadratic
