"""Who a source stands for: names, short forms, pronouns, roles; unknown rather than wrong."""

from __future__ import annotations

import pytest

from rules.model import Document, DocumentKind
from rules.reading import read


def speakers(content: str, kind: DocumentKind = "article", author: str | None = None) -> list[str | None]:
    return [
        one.speaker for one in read(Document(id="a", kind=kind, content=content, author=author)).statements
    ]


INTRODUCED = "Mara Voss, chief executive of Halden Robotics, said the plant would close. "


@pytest.mark.parametrize(
    ("second", "speaker"),
    [
        ("Voss said it was a promise.", "Mara Voss"),
        ("Ms. Voss said it was a promise.", "Mara Voss"),
        ("She said it was a promise.", "Mara Voss"),
        ("He said it was a promise.", "unknown"),
        ("They said it was a promise.", "unknown"),
        ("The chief executive said it was a promise.", "Mara Voss"),
        ("A spokesman said it was a promise.", "A spokesman"),
        ("Sources close to the board said it was a promise.", "Sources close to the board"),
        ("Labour minister Tomas Reyl said it was a promise.", "Tomas Reyl"),
        ("The White House said it was a promise.", "The White House"),
        ("Ines Okafor of Brightwater Institute said it was a promise.", "Ines Okafor"),
        ("Former Sen. Karl Lund (R-Ky.) said it was a promise.", "Karl Lund"),
        ("Dr. Ines Okafor, an analyst, said it was a promise.", "Ines Okafor"),
    ],
)
def test_a_second_source_is_named_as_the_page_knows_it(second: str, speaker: str) -> None:
    assert speakers(INTRODUCED + second) == ["Mara Voss", speaker]


def test_a_surname_two_people_share_stays_a_surname() -> None:
    text = "Mara Voss and Peter Voss met on Friday in Bern. Voss said the plant would close."
    assert "Voss" in speakers(text)


def test_a_pronoun_does_not_reach_over_another_person() -> None:
    text = "Tomas Reyl said the law would pass. Karl Lund walked out of the room. He said the law was dead."
    assert speakers(text)[-1] == "unknown"


def test_a_press_release_speaks_for_its_author_and_quotes_others() -> None:
    text = "We are opening a plant in Olten today. “I am proud of it,” said Karl Lund."
    assert speakers(text, "press_release", "Northfield Energy") == ["Northfield Energy", "Karl Lund"]


POST = "Half of entry-level warehouse jobs will disappear within five years."


@pytest.mark.parametrize(
    ("shown", "speaker"),
    [
        (f"@maravoss: {POST}", "@maravoss"),
        (f"RT @maravoss: {POST}", "@maravoss"),
        (f"Mara Voss (@maravoss): {POST}", "Mara Voss"),
        (f"{POST} — Mara Voss (@maravoss)", "Mara Voss"),
        (f"{POST} — Mara Voss (@maravoss) March 2, 2026", "Mara Voss"),
        (f"> {POST}\n\n— Mara Voss (@maravoss) 2 March 2026", "Mara Voss"),
    ],
)
def test_a_post_in_an_article_is_its_author_s_and_nothing_else_is(shown: str, speaker: str) -> None:
    page = f"The answer came within an hour.\n\n{shown}\n\nShares fell by a tenth on Monday."
    found = read(Document(id="a", kind="article", content=page, content_type="markdown")).statements
    assert [(one.speaker, one.quoted) for one in found] == [(None, False), (speaker, True), (None, False)]
    assert found[1].text == POST


def test_of_two_posts_that_stand_together_each_is_its_author_s() -> None:
    page = (
        f"> {POST}\n>\n> — Mara Voss (@maravoss) 2 March 2026\n>\n"
        "> We will tax robots.\n>\n> — Tomas Reyl (@reyl) 3 March 2026"
    )
    found = read(Document(id="a", kind="article", content=page, content_type="markdown")).statements
    assert [(one.speaker, one.text) for one in found] == [
        ("Mara Voss", POST),
        ("Tomas Reyl", "We will tax robots."),
    ]


def test_no_words_are_in_more_than_one_post() -> None:
    """A page of signatures took time with the square of their number."""
    page = "<blockquote>" + "<p>— Mara Voss (@maravoss)</p>" * 300 + "</blockquote>"
    reading = read(Document(id="a", kind="article", content=page, content_type="html"))
    shown = sum(end - start for one in reading.statements for start, end in one.spans.content)
    assert shown <= len(reading.text)


def test_a_handle_is_the_name_that_the_page_gives_for_it() -> None:
    page = (
        f"Mara Voss (@MaraVoss) runs Halden Robotics.\n\n@maravoss: {POST}\n\n@reyl said the tax will come."
    )
    assert speakers(page) == [None, "Mara Voss", "@reyl"]


@pytest.mark.parametrize(
    "plain",
    [
        "Write to @maravoss: she answers within a day.",
        "The ferry — Mara Voss (@maravoss) took it — will run all winter.",
        "Mara Voss (@maravoss) was there for the opening of the plant.",
    ],
)
def test_a_handle_in_a_sentence_makes_no_post_of_it(plain: str) -> None:
    assert speakers(plain) == [None]


def test_a_blog_post_is_its_author_s() -> None:
    text = "I think robots will do half of all work by 2030. Nobody believes me."
    assert set(speakers(text, "blog_post", "Ines Okafor")) == {"Ines Okafor"}


def test_turns_of_an_interview_are_named_in_full_or_by_role() -> None:
    text = "We met Mara Voss in Bern.\n\nHost: What now?\n\nMara: We build. We ship.\n\nHost: When?\n\nMara: In 2027."
    assert speakers(text, "interview") == [None, "Host", "Mara Voss", "Mara Voss", "Host", "Mara Voss"]


def test_a_paragraph_without_a_label_goes_on_with_the_turn() -> None:
    text = "Q: What now?\n\nA: We build.\n\nAnd we ship.\n\nQ: When?\n\nA: In 2027."
    assert speakers(text, "transcript") == ["Q", "A", "A", "Q", "A"]


def test_somebody_quoted_in_a_turn_keeps_his_words() -> None:
    text = "Host: Now?\n\nMara Voss: Tomas Reyl told me, “You will never get a permit for it.” I laughed.\n\nHost: And?"
    assert speakers(text, "interview") == ["Host", "Tomas Reyl", "Mara Voss", "Host"]


def test_a_title_is_a_statement_and_says_who_says_it() -> None:
    plain = read(
        Document(id="a", kind="article", title="Robots are coming", content="They come from Halden.")
    )
    attributed = read(
        Document(id="a", kind="article", title="Voss: robots are coming", content="Mara Voss was there.")
    )
    assert (plain.statements[0].speaker, plain.statements[0].text) == (None, "Robots are coming")
    assert (attributed.statements[0].speaker, attributed.statements[0].text) == (
        "Mara Voss",
        "robots are coming",
    )


def test_a_text_in_another_language_is_left_alone_and_says_so() -> None:
    text = "Die Firma will bis 2027 fünfhundert Roboter bauen, sagte die Chefin am Montag in Bern vor Journalisten."
    reading = read(Document(id="a", kind="article", content=text * 3))
    assert reading.statements == ()
    assert reading.skipped == "not English (de)"
