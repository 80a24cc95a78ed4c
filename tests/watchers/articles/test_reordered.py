"""Paragraphs that move, boxes that come between, sentences that are cut otherwise: the words are the same, so nobody
edited anything; and an edit in their midst is told."""

from __future__ import annotations

import pytest

from rules.model import Statement
from rules.reading import read
from tests.fakes import nouns
from tests.fakes.articles import LAST, LEAD, PLANT, REYL, TEXT
from watchers.articles.shown import look_again, said_anew, taken_out
from watchers.articles.sides import Sides, sides
from watchers.articles.twin import as_document
from watchers.reading import document_of

ENTRY = nouns.entry()
GOES_ON = (
    "“We cannot train that many people,” she said. “The schools are full, and 300 teachers are missing.”"
)
BOX = "Read also: Minister says 40 percent of schools will close by 2030."
RENAMED = REYL.replace("Tomas Reyl, minister for labour", "Ines Okafor, analyst at Brightwater Institute")


def said(text: str) -> tuple[Statement, ...]:
    return read(document_of(as_document(ENTRY, text))).statements


def judged(was: str, now: str) -> Sides:
    return sides(
        said(was),
        said(now),
        said_anew=lambda each: said_anew(each.text, each.speaker, was, now),
        texts=(was, now),
    )


def changed(found: Sides) -> tuple[set[str], set[str]]:
    """Texts that only one side has."""
    old, new = {each.id for each in found.before}, {each.id for each in found.now}
    return (
        {each.text for each in found.before if each.id not in new},
        {each.text for each in found.now if each.id not in old},
    )


OLD = "\n".join((LEAD, GOES_ON, PLANT, REYL, LAST))


@pytest.mark.parametrize(
    "order",
    [
        (LEAD, PLANT, REYL, GOES_ON, LAST),
        (REYL, GOES_ON, LEAD, PLANT, LAST),
        (LAST, GOES_ON, REYL, PLANT, LEAD),
    ],
    ids=["after a minister", "between", "backwards"],
)
def test_another_order_gives_nobody_other_words(order: tuple[str, ...]) -> None:
    assert said(OLD) != said("\n".join(order))
    assert judged(OLD, "\n".join(order)).nothing


def test_a_box_that_moves_through_the_text_says_nothing() -> None:
    first, then = (LEAD, BOX, GOES_ON, PLANT, REYL, LAST), (LEAD, GOES_ON, PLANT, REYL, BOX, LAST)
    assert judged("\n".join(first), "\n".join(then)).nothing


def test_a_line_that_leads_to_another_sentence_than_before_says_nothing() -> None:
    was = "\n".join((LEAD, "The forecast in parts as follows:", PLANT, REYL, LAST))
    now = "\n".join((LEAD, PLANT, "The forecast in parts as follows:", LAST, REYL))
    assert judged(was, now).nothing
    assert not judged(was, now.replace("2027", "2029")).nothing


def test_words_that_are_put_into_another_mouth_are_seen() -> None:
    _, new = changed(judged(OLD, OLD.replace(REYL, RENAMED)))
    assert [each for each in new if "will not change its plan" in each]


def test_another_name_before_a_quotation_of_its_own_line_is_seen() -> None:
    was = f"{LEAD}\nMara Voss said on Monday:\n“The schools are full, and 300 teachers are missing.”\n{PLANT}"
    now = was.replace("Mara Voss said on Monday", "Tomas Reyl said on Monday")
    voices = [{each.speaker for each in said(text) if "full" in each.text} for text in (was, now)]
    if voices[0] == voices[1]:
        pytest.skip("the reader does not go by the line before")
    _, new = changed(judged(was, now))
    assert [each for each in new if "full" in each]


def test_a_sentence_that_says_no_more_than_before_in_fewer_words_is_still_an_edit() -> None:
    shorter = PLANT.replace(", which will open in 2027", "")
    gone, new = changed(judged(OLD, OLD.replace(PLANT, shorter)))
    assert (len(gone), len(new)) == (1, 1)


def test_a_statement_around_the_words_of_who_said_it_is_found_in_its_sentence() -> None:
    first = (
        "Its first advertisement may start this week, said Ines Okafor, an analyst who watches the sector."
    )
    statement = "Its first advertisement may start this week an analyst who watches the sector"
    was = "\n".join((LEAD, first, PLANT))
    assert taken_out(statement, was, "\n".join((LEAD, PLANT)))
    assert not taken_out(statement, was, was)


def test_half_a_text_that_says_a_short_sentence_twice_is_still_cut_off() -> None:
    more = [
        f"The council of town {n} heard the plan on Monday and asked for time to read it." for n in "abcdefgh"
    ]
    twice = "That is all we know."
    was = [*TEXT, twice, *more[:4], twice, LAST.replace("said", "added"), *more[4:]]
    half = "\n".join(was[:9])
    assert look_again("\n".join(was), half).look == "strange"
    assert not taken_out(more[5], "\n".join(was), half)
    assert not taken_out(was[10], "\n".join(was), half)
    assert taken_out(more[5], "\n".join(was), "\n".join(each for each in was if each != more[5]))


def test_a_sentence_that_is_cut_at_an_abbreviation_is_looked_for_by_its_longest_piece() -> None:
    first = "Reporters asked Gov. Tomas Reyl about it."
    last = "He would consider naming Gov. Ines Okafor (R-Gov.), one of the closest allies of the company, to the board."
    was, cut = "\n".join((first, *TEXT, last)), "\n".join((first, *TEXT))
    assert not taken_out(last, was, cut)
    assert taken_out(last, f"{was}\n{GOES_ON}", f"{cut}\n{GOES_ON}")
