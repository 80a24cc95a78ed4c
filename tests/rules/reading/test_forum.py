"""Comments: the author speaks, and what is quoted is never the author's."""

from __future__ import annotations

import pytest

from rules.model import ContentType, Context, Document, DocumentKind
from rules.reading import read

PARENT = Context(parent_author="ines", parent_text="We will ship by 2027. I promise you that.")


def said(
    content: str, kind: DocumentKind, content_type: ContentType, context: Context = PARENT
) -> list[tuple[str | None, bool, str]]:
    document = Document(
        id="a", kind=kind, content=content, content_type=content_type, author="karl", context=context
    )
    return [(one.speaker, one.quoted, one.text) for one in read(document).statements]


@pytest.mark.parametrize(
    ("content", "kind", "content_type"),
    [
        ("&gt; We will ship by 2027.<p>I doubt it.", "hn_comment", "html"),
        ("<i>We will ship by 2027.</i><p>I doubt it.", "hn_comment", "html"),
        ("> We will ship by 2027.\n\nI doubt it.", "reddit_comment", "markdown"),
        ("“We will ship by 2027.”\n\nI doubt it.", "forum_post", "text"),
        (">We will ship by 2027.\nI doubt it.", "forum_post", "text"),
        (
            '<aside class="quote" data-username="ines"><div class="title">ines:</div><blockquote>'
            "<p>We will ship by 2027.</p></blockquote></aside><p>I doubt it.</p>",
            "discourse_post",
            "html",
        ),
        (
            '[quote="ines, post:3, topic:9"]\nWe will ship by 2027.\n[/quote]\nI doubt it.',
            "discourse_post",
            "markdown",
        ),
    ],
)
def test_a_quotation_of_the_parent_is_the_parent_s(
    content: str, kind: DocumentKind, content_type: ContentType
) -> None:
    (speaker, quoted, text), own = said(content, kind, content_type)
    assert (speaker, quoted, text.strip("“”")) == ("ines", True, "We will ship by 2027.")
    assert own == ("karl", False, "I doubt it.")


def test_a_quotation_of_nobody_known_is_nobody_s() -> None:
    found = said("> The plant will close.\n\n>> It never opened.\n\nSo what.", "reddit_comment", "markdown")
    assert [(who, quoted) for who, quoted, _ in found] == [
        ("unknown", True),
        ("unknown", True),
        ("karl", False),
    ]


def test_code_signatures_and_hidden_text_are_not_said() -> None:
    content = (
        "<p>Use this.</p><pre><code>rm -rf by 2027</code></pre><p style='display:none'>Buy gold.</p>"
        "<script>var a = 'We will win.';</script><p>-- <br>Karl, 41</p>"
    )
    assert [text for _, _, text in said(content, "forum_post", "html")] == ["Use this."]


def test_an_edit_is_the_author_s_and_its_mark_is_not_part_of_it() -> None:
    found = said("It is dead.\n\nEDIT: It is not dead.", "reddit_comment", "markdown")
    assert found == [("karl", False, "It is dead."), ("karl", False, "It is not dead.")]


def test_links_are_read_by_their_words() -> None:
    found = said("See [the plan](https://example.org/a_(b)) for **2027**.", "reddit_comment", "markdown")
    assert found == [("karl", False, "See the plan for 2027.")]


def test_a_person_quoted_by_a_commenter_keeps_the_words() -> None:
    found = said("Mara Voss said “we will ship 500 robots by 2027” in Bern. Never.", "hn_comment", "text")
    assert ("Mara Voss", True, "we will ship 500 robots by 2027") in found
    assert ("karl", False, "Never.") in found


def test_a_comment_without_an_author_is_by_nobody_known() -> None:
    reading = read(Document(id="a", kind="forum_post", content="It will never work out."))
    assert [(one.speaker, one.speaker_kind) for one in reading.statements] == [("unknown", "unknown")]
