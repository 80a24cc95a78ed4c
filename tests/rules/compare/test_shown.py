"""Of a flip both sides show the same piece of the clause."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.change import PolarityFlipped
from rules.compare import bare_statement, compare


def flip(old: str, new: str) -> tuple[str, str] | None:
    found = compare(
        bare_statement(old, "Mara Voss", date(2026, 3, 2)), bare_statement(new, "Mara Voss", date(2026, 9, 7))
    )
    flips = [c for c in found.changes if isinstance(c, PolarityFlipped)]
    return (flips[0].before, flips[0].after) if flips else None


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        (
            "The government will not tax robots.",
            "The government will tax robots.",
            "will not tax",
            "will tax",
        ),
        (
            "Halden Robotics has no plans to close its plant.",
            "Halden Robotics is to close its plant.",
            "has no plans to close",
            "is to close",
        ),
        (
            "Northfield Energy will never build a reactor on the coast.",
            "Northfield Energy has applied to build a reactor on the coast.",
            "will never build",
            "has applied to build",
        ),
        ("The robots do record audio.", "The robots don't record audio.", "do record", "don't record"),
        (
            "The ministry supports a four-day week for carers.",
            "The ministry opposes a four-day week for carers.",
            "supports a four-day",
            "opposes a four-day",
        ),
        (
            "The opposition will vote for the budget.",
            "The opposition will vote against the budget.",
            "will vote for the budget",
            "will vote against the budget",
        ),
        ("The ferry is safe.", "The ferry is unsafe.", "safe", "unsafe"),
    ],
)
def test_both_sides_show_the_same_piece(old: str, new: str, before: str, after: str) -> None:
    assert flip(old, new) == (before, after)


def test_a_piece_does_not_go_over_a_stop() -> None:
    found = flip(
        "The council will not close the baths.", "Money is short: close the baths, says the council."
    )
    assert found is None or ":" not in found[1]


PIECES = ("not", "will", "never", "tax", "the", "robots", ",", ".", "to", "no", "is", "opposes", "over")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_what_is_shown_stands_in_the_statements(pieces: list[str]) -> None:
    old, new = "The government will not tax robots.", " ".join(["The government", *pieces, "robots."])
    for one, other in ((old, new), (new, old)):
        if found := flip(one, other):
            assert found[0] and found[0] in one
            assert found[1] and found[1] in other
