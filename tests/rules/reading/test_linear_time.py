"""Every door does work in proportion to the text: no input is catastrophic."""

from __future__ import annotations

import sys
import time
from datetime import date

import pytest

from rules.model import Document
from rules.reading import read
from rules.reading.certainty import certainty
from rules.reading.checkable import checkable
from rules.reading.figures import quantities
from rules.reading.horizons import horizons
from rules.reading.language_of import language_of
from rules.reading.polarity import polarity
from rules.reading.speakers import Cast
from rules.reading.tokens import Tokens, tokens_of

SAID_ON = date(2026, 11, 25)


def _read(text: str) -> None:
    found = certainty(text)
    checkable(text, quantities(text), horizons(text, SAID_ON), found, polarity(text))
    language_of(text)


def _calls(text: str) -> int:
    """The function calls that reading takes: a clock would be noise on a busy machine."""
    tokens_of.cache_clear()
    count = 0

    def tick(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(tick)
    try:
        _read(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "5 ",
            "a ",
            "one hundred ",
            "1,000 ",
            "$",
            "between 5 and ",
            "5-",
            "over ",
            "in 5 ",
            "half a ",
            "million ",
            "<",
        ),
        *(
            "twenty-",
            "in 5 years ",
            "by 2030 ",
            "next ",
            "the ",
            "about ",
            "May ",
            "5 years ",
            "early ",
            "end of the ",
        ),
        *(
            "not ",
            "that ",
            "could ",
            ", which ",
            "50% chance ",
            "deny ",
            "if ",
            "(",
            ")",
            "U.S. ",
            "a third of ",
            "x",
            "😀",
            "1",
        ),
        *("one in ", "up to ", "will ", "Friday ", "2027 or ", "\n", "''", "https://", "one in two in "),
    ],
)
def test_four_times_the_text_is_at_most_about_four_times_the_work(unit: str) -> None:
    small, large = (_calls(unit * (size // len(unit))) for size in (3_000, 12_000))
    assert large < 5 * small + 3_000


@pytest.mark.parametrize("unit", ["x", "x1", "1,", "<a", "x'", "1.", "x.", "–", "http://x", "\u0301"])
def test_cutting_into_tokens_takes_linear_time_on_long_runs(unit: str) -> None:
    """250,000 characters without a space: a quadratic pattern would not come back."""
    assert len(Tokens(unit * (250_000 // len(unit)))) > 0


def test_a_word_of_fifty_thousand_capitals_is_read_at_once() -> None:
    """Backtracking inside one pattern calls no function. Unbounded, this took more than two minutes."""
    begun = time.process_time()
    read(Document(id="long", kind="article", content="A" * 50_000, content_type="text", published=SAID_ON))
    assert time.process_time() - begun < 10


def test_whose_the_handles_of_a_page_are_is_found_once() -> None:
    """Sought again for each of 6,000 posts, it took twenty seconds."""
    page = "Mara Voss (@maravoss) runs the plant.\n" * 6_000
    cast, at = Cast(page), page.index("@")
    begun = time.process_time()
    assert {cast.speaker((at, at + 9)) for _ in range(6_000)} == {("Mara Voss", "named")}
    assert time.process_time() - begun < 5
