"""A statement that was read out of a page is compared as the same words by themselves are."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.compare import bare_statement, compare
from rules.compare.placed import in_own_text
from rules.model import Document, Statement
from rules.reading import read

BEFORE, AFTER = date(2026, 3, 2), date(2026, 3, 9)
PAIRS = [
    ("Crime in the old town fell by 12 percent", "Crime in the old town fell by 3 percent"),
    ("Crime in the old town fell by 12 percent", "Crime in the old town fell by 3 percent, not 12"),
    (
        "Teachers will strike on 14 May unless pay rises by 6 percent",
        "Teachers will strike on 14 May unless pay rises by 4 percent",
    ),
    ("The new tram depot will cost 40 million euros", "The new tram depot will cost 65 million euros"),
    ("The ferry will run until 3 March 2027", "The ferry will run until 3 June 2027"),
]
LEADS = ("", "<p>The council of Lindow met on Tuesday, with 40 of 60 members, about 12 percent and 2030.</p>")


def heard(text: str, said_on: date, lead: str = "") -> Statement:
    page = f"{lead}<p>“{text},” said Lena Dorn, the finance minister.</p>"
    found = read(Document(id="d", kind="article", content=page, content_type="html", published=said_on))
    return next(one for one in found.statements if one.text == text)


@pytest.mark.parametrize("lead", LEADS, ids=["first", "later"])
@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_statement_of_a_page_differs_as_its_words_do(old: str, new: str, lead: str) -> None:
    read_out = compare(heard(old, BEFORE, lead), heard(new, AFTER, lead))
    by_itself = compare(bare_statement(old, "Lena Dorn", BEFORE), bare_statement(new, "Lena Dorn", AFTER))
    assert read_out.changes == by_itself.changes
    assert read_out.headline in ("figure_changed", "deadline_moved")


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["5 jobs", "15 jobs", "by 2030", "5 percent", "and", "in May"]), max_size=8))
def test_spans_are_those_of_the_words_read_by_themselves(pieces: list[str]) -> None:
    text = " ".join(["Halden will have", *pieces, "and more of them"])
    own = bare_statement(text, "Lena Dorn", BEFORE)
    moved = in_own_text(heard(text, BEFORE, LEADS[1]))
    assert [q.span for q in moved.quantities] == [q.span for q in own.quantities]
    assert [h.span for h in moved.horizons] == [h.span for h in own.horizons]
    assert in_own_text(own) is own


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Crime in the old town", "fell by 12 percent to 300 cases"),
        ("Rents in the old town rose by 1.5 percent", "and then by 5 percent in Lindow"),
    ],
)
def test_a_quotation_in_two_pieces_keeps_its_figures(first: str, second: str) -> None:
    page = f"<p>“{first},” said Lena Dorn on Monday, “{second}.”</p>"
    (said,) = [
        one
        for one in read(Document(id="d", kind="article", content=page, content_type="html")).statements
        if one.quoted
    ]
    placed = in_own_text(said)
    assert len(placed.quantities) == len(said.quantities) == 2
    assert all(said.text[slice(*q.span)] == q.text for q in placed.quantities)
    by_itself = bare_statement(said.text, said.speaker, said.said_on)
    assert [q.span for q in placed.quantities] == [q.span for q in by_itself.quantities]
