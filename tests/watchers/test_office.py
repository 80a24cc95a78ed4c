"""A day as one window."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchers.office import windows

FLAT = [1.0] * 24


@pytest.mark.parametrize("begin", [0, 9, 15, 20])
def test_office_hours_are_seen_wherever_they_begin(begin: int) -> None:
    office = {(begin + hour) % 24 for hour in range(9)}
    score, shape = windows([4.0 if hour in office else 0.0 for hour in range(24)], [1.5] * 24)
    assert score > 10
    assert all((shape[hour] > 2) == (hour in office) for hour in range(24))


def test_a_flat_day_is_better_told_flat() -> None:
    score, shape = windows([3.0] * 24, [3.0] * 24)
    assert score <= 0 and max(shape) < 1.4


def test_no_items_tell_nothing() -> None:
    assert windows([0.0] * 24, FLAT)[0] <= 0


@settings(max_examples=40)
@given(
    st.lists(st.floats(0, 100), min_size=24, max_size=24),
    st.lists(st.floats(0, 100), min_size=24, max_size=24).filter(lambda each: sum(each) > 0.01),
)
def test_whatever_came_the_average_hour_is_one(came: list[float], expected: list[float]) -> None:
    _, shape = windows(came, expected)
    assert min(shape) >= 0
    told = sum(here * foreseen for here, foreseen in zip(shape, expected, strict=True))
    assert told == pytest.approx(sum(expected), rel=1e-6)
