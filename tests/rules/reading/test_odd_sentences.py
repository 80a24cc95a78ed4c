"""A labelled set of 116 sentences of our own, odd in one way each, and what was mended because of it."""

from __future__ import annotations

from datetime import date

import pytest

from rules.model import Document, Statement
from rules.reading import read
from tests.bench.odd_sentences import labelled, misses

RIGHT = 106
"""How many of the set are read as their labels say, which are never changed: more is welcome, fewer is a loss."""


def said(content: str) -> Statement:
    """The statement of `content` that has a speaker."""
    return next(
        one for one in read(Document(id="1", kind="article", content=content)).statements if one.speaker
    )


def test_no_fewer_odd_sentences_are_read_right_than_before() -> None:
    assert sum(not list(misses(record)) for record in labelled()) >= RIGHT


@pytest.mark.parametrize(
    ("content", "speaker"),
    [
        ("The minister for labour, Tomas Reyl, said wages would rise.", "Tomas Reyl"),
        ("“Wages will rise,” said Halden’s chief executive, Mara Voss.", "Mara Voss"),
        ("Voss’s rival, Bern Sen. Karl Lund, said the plant would close.", "Karl Lund"),
        ("The company, Northfield Energy, said it would close two mines.", "Northfield Energy"),
        ("Tomas Reyl opened the port on Monday. He said the crane would lift 900 tonnes.", "Tomas Reyl"),
        ("Tomas Reyl met Karl Lund on Monday. He said the crane would lift 900 tonnes.", "unknown"),
        ("A manager who asked not to be identified said the bridge was unsafe.", "A manager"),
        ("“Will robots take our jobs?” asked Tomas Reyl.", "Tomas Reyl"),
    ],
)
def test_the_speaker_is_the_person_whom_the_sentence_means(content: str, speaker: str) -> None:
    assert said(content).speaker == speaker


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (
            "According to Ines Okafor, an analyst at Brightwater, lithium will get cheaper.",
            "lithium will get cheaper",
        ),
        ("According to Mara Voss, who runs Halden, the plant will close.", "the plant will close"),
        ("Two officials, who asked not to be named, said the bridge was unsafe.", "the bridge was unsafe"),
        (
            "Asked about layoffs, Mara Voss said that none of the jobs would go.",
            "that none of the jobs would go",
        ),
        (
            "„We will not pay for the bridge in Tamsin“, Reyl said.",
            "We will not pay for the bridge in Tamsin",
        ),
    ],
)
def test_what_was_said_holds_nothing_of_who_said_it_and_how(content: str, text: str) -> None:
    assert said(content).text == text


@pytest.mark.parametrize(
    ("content", "text", "certainty", "polarity"),
    [
        ("Voss hopes that the plant will close.", "hopes that the plant will close", 1, "affirmed"),
        ("Voss promised that the plant would close.", "promised that the plant would close", 5, "affirmed"),
        ("Voss doubts that the plant will close.", "doubts that the plant will close", 0, "denied"),
        ("Voss denied that the plant would close.", "denied that the plant would close", 4, "denied"),
        ("Voss does not believe that it will close.", "does not believe that it will close", 4, "denied"),
        ("She’s hoping that the plant will close.", "hoping that the plant will close", 1, "affirmed"),
        ("The old plant will close, Voss hopes.", "The old plant will close", 1, "affirmed"),
    ],
)
def test_a_verb_that_hedges_or_denies_what_it_reports_does_so_in_the_statement(
    content: str, text: str, certainty: int, polarity: str
) -> None:
    statement = said(content)
    assert (statement.text, statement.certainty, statement.polarity) == (text, certainty, polarity)


@pytest.mark.parametrize("verb", ["did not say when", "could not confirm that", "has never said that"])
def test_what_somebody_did_not_say_is_nothing_to_hold_them_to(verb: str) -> None:
    statement = said(f"Voss {verb} the plant would close.")
    assert statement.text.startswith(verb)
    assert not statement.checkable


@pytest.mark.parametrize(
    ("content", "earliest", "latest"),
    [
        ("The opening was pushed back from 2027 to 2029, Reyl said.", "2029-01-01", "2029-12-31"),
        ("The sale has been brought forward from 2030 to 2028, Reyl said.", "2028-01-01", "2028-12-31"),
        ("We will build from 2027 to 2029, Reyl said.", "2027-01-01", "2029-12-31"),
        ("Nothing will change before 2030, Reyl said.", "2030-01-01", None),
        ("By the summer the first buses will run, Reyl said.", None, "2027-08-31"),
    ],
)
def test_a_date_that_was_moved_is_over_and_one_that_is_shut_out_is_a_beginning(
    content: str, earliest: str | None, latest: str | None
) -> None:
    document = Document(id="1", kind="article", content=content, published=date(2026, 11, 25))
    [horizon] = read(document).statements[0].horizons
    assert [day.isoformat() if day else None for day in (horizon.earliest, horizon.latest)] == [
        earliest,
        latest,
    ]


def test_a_thousands_comma_ends_no_source_and_a_fiscal_year_is_not_what_money_is_of() -> None:
    found = said("The institute’s survey of 1,200 firms found that revenue of $4bn in fiscal 2027 is likely.")
    assert found.speaker == "The institute’s survey of 1,200 firms"
    assert "revenue" in found.quantities[0].of
