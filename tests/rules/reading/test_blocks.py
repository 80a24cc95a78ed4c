"""Documents as plain text and blocks, and sentences in them."""

from __future__ import annotations

import pytest

from rules.model import ContentType
from rules.reading.blocks import page_of
from rules.reading.sentences import sentences


def blocks(content: str, content_type: ContentType) -> list[tuple[str, int, str]]:
    page = page_of(content, content_type)
    return [(block.kind, block.depth, page.text[block.start : block.end]) for block in page.blocks]


def test_plain_text_is_its_own_text_and_a_line_is_a_paragraph() -> None:
    content = "One.\n\n> Two.\n>> Three.\nFour."
    assert page_of(content, "text").text == content
    assert blocks(content, "text") == [
        ("paragraph", 0, "One."),
        ("quote", 1, "Two."),
        ("quote", 2, "Three."),
        ("paragraph", 0, "Four."),
    ]


def test_lines_that_a_program_wrapped_are_one_paragraph() -> None:
    content = (
        "Halden Robotics will build five hundred machines by\nthe end of the decade.\nNothing else was said."
    )
    assert [text for _, _, text in blocks(content, "text")] == [
        "Halden Robotics will build five hundred machines by\nthe end of the decade.",
        "Nothing else was said.",
    ]


def test_markdown_shows_its_words() -> None:
    content = (
        "# Plans\n\nWe **will** build\n[500 robots](https://example.org/r_(1)) in `Olten`.\n\n- first\n- second\n\n"
        "```\ncode\n```"
    )
    assert blocks(content, "markdown") == [
        ("heading", 0, "Plans"),
        ("paragraph", 0, "We will build 500 robots in Olten."),
        ("paragraph", 0, "first"),
        ("paragraph", 0, "second"),
        ("code", 0, "code"),
    ]


def test_html_shows_what_a_reader_sees() -> None:
    content = (
        "<nav>Menu</nav><h1>Plans</h1><p>We <b>will</b>\nbuild.<p>It&nbsp;is a <a href='/x'>promise</a>."
        "<div hidden>gold</div><blockquote>No.<blockquote>Never.</blockquote></blockquote><footer>© 2026</footer>"
    )
    assert blocks(content, "html") == [
        ("heading", 0, "Plans"),
        ("paragraph", 0, "We will build."),
        ("paragraph", 0, "It is a promise."),
        ("quote", 1, "No."),
        ("quote", 2, "Never."),
    ]


@pytest.mark.parametrize(
    "content", ["<", "</p></div>", "<p", "<!--", "<![CDATA[", "&#x110000;", "<b><i></b>x</i>", "\x00"]
)
def test_broken_html_is_read_as_far_as_it_goes(content: str) -> None:
    page = page_of(content, "html")
    assert all(0 <= block.start < block.end <= len(page.text) for block in page.blocks)


@pytest.mark.parametrize("digits", [8, 20, 5_000, 100_000])
def test_a_reference_far_beyond_the_last_character_is_the_sign_for_none(digits: int) -> None:
    huge = f"&#{'9' * digits};"
    assert blocks(f'<p title="{huge}">Voss {huge} left.</p>', "html") == [
        ("paragraph", 0, "Voss \ufffd left.")
    ]
    assert blocks(f"<p>Cut off: {huge[:-1]}</p>", "html") == [("paragraph", 0, "Cut off: \ufffd")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It rained. It stopped.", ["It rained.", "It stopped."]),
        ("Dr. Ines Okafor of St. Gallen came at 5 p.m. sharp. She left.", None),
        ("The U.S. economy grew by 2.5 percent. Good.", ["The U.S. economy grew by 2.5 percent.", "Good."]),
        ("Is it true? Yes! “No.” He left…", ["Is it true?", "Yes!", "“No.”", "He left…"]),
        ("See example.org/a.b?c=d. Then stop.", ["See example.org/a.b?c=d.", "Then stop."]),
        ("About approx. 5 of them. J. K. Lund came.", ["About approx. 5 of them.", "J. K. Lund came."]),
        ("He met No. 5 there. No. Never.", ["He met No. 5 there.", "No.", "Never."]),
        ("1. Build it. 2. Ship it.", ["1. Build it.", "2. Ship it."]),
        ("One line\nand the next. End.", ["One line\nand the next.", "End."]),
    ],
)
def test_sentences_end_where_they_end(text: str, found: list[str] | None) -> None:
    expected = found or ["Dr. Ines Okafor of St. Gallen came at 5 p.m. sharp.", "She left."]
    assert [text[start:end] for start, end in sentences(text)] == expected
