"""Verdicts move the link's probability: little at first, in their own direction, never the order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.compare import bare_statement
from rules.link import Link
from rules.linking.calibration import UNMOVED, Calibration, fit, recalibrated, says
from rules.model import Claim

NOW = datetime(2026, 11, 25, tzinfo=UTC)
likely = st.floats(0.9, 1.0)


def link(probability: float) -> Link:
    said = bare_statement("Half of the jobs will go by 2030.", "Mara Voss", None)
    held = Claim(id="c", guild_id=7, theme_id=None, speaker="Mara Voss", standing=said, created_at=NOW)
    return Link(claim=held, probability=probability, band="alert")


def test_no_verdict_moves_nothing() -> None:
    assert fit([]) == UNMOVED
    assert recalibrated(link(0.93), UNMOVED) == link(0.93)


def test_verdicts_that_agree_with_the_probability_leave_it_about_where_it_was() -> None:
    found = fit([(0.92, n % 12 != 0) for n in range(48)])
    assert found.of(0.92) == pytest.approx(0.92, abs=0.01)


def test_few_verdicts_move_little_and_many_move_much() -> None:
    moved = [fit([(0.95, n % 2 == 0) for n in range(count)]).of(0.95) for count in (2, 10, 50, 400)]
    assert moved == sorted(moved, reverse=True)
    assert moved[0] > 0.9 and moved[-1] == pytest.approx(0.5, abs=0.06)


def test_right_alerts_raise_and_wrong_ones_lower() -> None:
    assert fit([(0.91, True)] * 20).of(0.91) > 0.91 > fit([(0.91, False)] * 3).of(0.91)


def test_what_falls_below_a_band_leaves_it_and_says_why() -> None:
    down = fit([(0.93, False)] * 6)
    found = recalibrated(link(0.91), down)
    assert found.band == "suggest" and found.uncalibrated == 0.91 and found.claim is not None
    assert found.steps[-1] == says(down, 0.91, found.probability)
    assert says(replace(down, verdicts=23), 0.91, 0.88) == "Your 23 verdicts moved .91 to .88."
    assert says(down, 0.9101, 0.9102) == ""
    gone = recalibrated(link(0.91), Calibration(intercept=-9.0, verdicts=80))
    assert gone.band == "new" and gone.claim is None


def test_praise_of_likely_links_lifts_no_doubtful_one_into_an_alert() -> None:
    praised = fit([(0.95, True)] * 300)
    assert praised.of(0.8) > 0.9
    doubtful = replace(link(0.8), band="suggest")
    assert recalibrated(doubtful, praised).band == "suggest"
    assert recalibrated(doubtful, praised).probability == 0.8
    assert recalibrated(link(0.91), praised).probability > 0.91


@settings(max_examples=60)
@given(rows=st.lists(st.tuples(likely, st.booleans()), max_size=60), a=likely, b=likely)
def test_any_verdicts_give_a_probability_and_keep_the_order(
    rows: list[tuple[float, bool]], a: float, b: float
) -> None:
    found = fit(rows)
    assert found.slope >= 0 and found.verdicts == len(rows)
    assert 0.0 <= found.of(min(a, b)) <= found.of(max(a, b)) <= 1.0
