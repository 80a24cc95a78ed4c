from __future__ import annotations

import pytest

from rules.reading.certainty import certainty
from rules.reading.checkable import checkable
from rules.reading.figures import quantities
from rules.reading.horizons import horizons
from rules.reading.polarity import polarity


def _read(text: str) -> bool:
    return checkable(text, quantities(text), horizons(text, None), certainty(text), polarity(text))


@pytest.mark.parametrize(
    "text",
    [
        "We will hire 500 people by 2027.",
        "Unemployment fell in May.",
        "I oppose the tax on robots.",
        "The minister promised to cut taxes.",
        "Northfield Energy sold its plant in Tamsin.",
        "AI should be regulated.",
        "Halden Robotics Opens Factory in Tamsin",
        "Robots are taking our jobs.",
        "It is unlikely that rates fall.",
    ],
)
def test_what_one_could_be_held_to_is_checkable(text: str) -> None:
    assert _read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you all for coming.",
        "Good morning!",
        "Make Halden great again!",
        "Vote Reyl!",
        "Is this a joke?",
        "Will you hire 500 people by 2027?",
        "Let us build the future together.",
        "We must act now!",
        "Stronger together",
        "Hello everyone, welcome to the show.",
        "Why not?",
        "lol",
        "+1",
        "Read more here.",
        "The Future of Work",
        "Tax the rich!",
        "EDIT: typo",
        "No comment.",
        "",
        "…",
    ],
)
def test_slogans_questions_greetings_and_titles_are_not(text: str) -> None:
    assert not _read(text)
