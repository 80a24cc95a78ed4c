"""What counts as a change of text."""

from __future__ import annotations

import html
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.reading.references import unescaped
from watchers.content import content_hash, plain, title_text
from watchers.decode import BadEncoding, Decoder, TooLarge
from watchers.split import document, split

SAME = [
    ("Voss said so.", "<p>Voss  said\nso.</p>"),
    ("“Never”, he said – twice…", '"Never", he said - twice...'),
    ("Posted 3 hours ago. Text.", "Posted 5 days ago. Text."),
    ("<p>Text.</p><p>4 comments</p>", "<p>Text.</p><p>1,204 comments · 5 min read</p>"),
    ("Text.", "Text.<script>var t = 1.5</script><style>p{}</style>"),
    ("caf\u0065\u0301", "caf\u00e9"),
]
DIFFERENT = [
    ("10 percent", "20 percent"),
    ("1.5 %", "15 %"),
    ("will not close", "will close"),
    ("by 2027", "by 2028"),
    (
        "It got 1,200 comments on the rule, the ministry said.",
        "It got 1,300 comments on the rule, the ministry said.",
    ),
    ("Sales rose 5 points to a record.", "Sales rose 7 points to a record."),
    ("no", ""),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_cosmetic(one: str, other: str) -> None:
    assert content_hash("T", one, "html") == content_hash("T", other, "html")


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_a_change(one: str, other: str) -> None:
    assert content_hash("T", one, "html") != content_hash("T", other, "html")


def test_a_stamp_of_the_items_own_date_in_front_of_the_title_is_cosmetic() -> None:
    published = datetime(2025, 10, 29, tzinfo=UTC)
    one = content_hash("ResearchOct 29, 2025Signs of change", "", "html", published)
    assert one == content_hash("ResearchOct 28, 2025Signs of change", "", "html", published)
    assert one != content_hash("ResearchOct 28, 2027Signs of change", "", "html", published)


def test_a_date_in_a_sentence_is_none() -> None:
    published = datetime(2025, 10, 29, tzinfo=UTC)
    one = content_hash("", "It closes on Oct 29, 2025.", "html", published)
    assert one != content_hash("", "It closes on Oct 30, 2025.", "html", published)


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_any_text_can_be_made_plain(text: str) -> None:
    assert "\x00" not in plain(text, "html")
    assert "<script" not in plain(f"<script>{text}</script>", "html")
    assert title_text(text) == " ".join(title_text(text).split())


@settings(max_examples=100)
@given(st.lists(st.binary(max_size=40), max_size=5), st.integers(1, 7))
def test_a_body_in_any_pieces_decodes_as_a_whole(pieces: list[bytes], size: int) -> None:
    import gzip

    body = b"<" + b"".join(pieces)
    for coding, packed in (("gzip", gzip.compress(body)), ("", body)):
        decoder = Decoder(coding, 10_000)
        for at in range(0, len(packed), size):
            decoder.feed(packed[at : at + size])
        assert decoder.finish() == body


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_decode_or_say_why(body: bytes) -> None:
    for coding in ("gzip", "deflate", "br", ""):
        try:
            decoder = Decoder(coding, 1000)
            decoder.feed(body)
            assert len(decoder.finish()) <= 1000
        except (BadEncoding, TooLarge):
            pass


@settings(max_examples=100)
@given(st.binary(max_size=300), st.integers(0, 5))
def test_a_split_document_put_together_is_the_same_items(noise: bytes, count: int) -> None:
    items = [b"<item><title>%d</title></item>" % n for n in range(count)]
    body = b"<rss><channel>" + b"".join(items) + noise + b"</channel></rss>"
    parts = split(body)
    if parts is not None:
        again = split(document(parts, parts.items))
        assert again is not None and again.items == parts.items


@pytest.mark.parametrize("piece", ["<a ", "<p ", "<!", "<a href='", "<br\n"])
def test_tags_without_an_end_take_no_longer_than_their_length(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    begun = time.process_time()
    assert plain(text, "html").startswith("<") and title_text(text).startswith("<")
    assert time.process_time() - begun < 2  # with its square it was 8


@given(st.text("&#x;0123456789a", max_size=30))
def test_references_are_resolved_as_html_does(text: str) -> None:
    assert unescaped(text) == html.unescape(text)


def test_a_number_of_five_thousand_digits_is_no_character() -> None:
    long = f"&#{'9' * 5000};"
    assert plain(f"a{long}b", "html") == title_text(f"a{long}b") == "a\ufffdb"
