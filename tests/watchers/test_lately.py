"""How much more or less came lately."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchers import lately

WHOLE = (0.0, 0.0)


def polled(*polls: tuple[int, float], state: list[float] | None = None) -> list[float]:
    """After polls once an hour, each with (items that came, items expected)."""
    state = state or list(lately.NOTHING)
    for came, expected in polls:
        state = lately.after(state, 1.0, came, expected, WHOLE, 1.0)
    return state


def deep(state: list[float]) -> list[float]:
    return state[lately.DEEP]


def test_what_nobody_watched_comes_as_the_long_run_says() -> None:
    assert lately.blended(lately.NOTHING) == 1.0


def test_chance_is_not_followed_by_a_source_that_comes_as_foretold() -> None:
    steady = polled(*[(2, 2.0)] * 300)
    assert lately.blended(polled((5, 2.0), (4, 2.0), state=steady)) < 1.5


def test_heat_and_silence_are_believed_the_sooner_the_more_of_them_there_were() -> None:
    steady = polled(*[(1, 1.0)] * 72)
    hot = polled((8, 1.0), (8, 1.0), (8, 1.0), state=steady)
    assert deep(hot)[0] < 0.1 < deep(steady)[0] and lately.blended(hot) > 4
    assert lately.blended(polled(*[(0, 1.0)] * 24, state=hot)) < 0.3


def test_an_end_that_faded_to_nothing_can_be_woken() -> None:
    ended = [*lately.NOTHING]
    ended[lately.TIMES] = [0.0, 0.0, 0.0]
    assert lately.blended(polled((5, 0.1), (5, 0.1), state=ended)) > 1


def test_items_that_come_at_once_are_no_proof_against_what_could_not_foretell_them() -> None:
    calm = polled(*[(0, 0.04)] * 100)
    assert deep(polled((12, 0.04), state=calm))[0] < 0.7


def test_a_long_silence_convinces_more_and_more() -> None:
    watched, told = polled(*[(1, 1.0)] * 48), []
    for _ in range(6):
        watched = polled(*[(0, 1.0)] * 12, state=watched)
        told.append(lately.blended(watched))
    assert told == sorted(told, reverse=True) and told[-1] < 0.02


def test_a_silence_does_not_convince_less_when_the_memories_fade() -> None:
    watched = polled(*[(1, 1.0)] * 48)
    ended = polled(*[(0, 1.0)] * 100, state=watched)
    assert lately.blended(polled(*[(0, 0.02)] * 500, state=ended)) <= lately.blended(ended) * 1.5


def test_a_source_that_was_silent_as_long_before_has_not_ended() -> None:
    assert lately.alive(20, 0) < 0.1 < 0.7 < lately.alive(20, 20)


@pytest.mark.parametrize("quiet", [(0.0, 0.5), (1.0, 0.0)])
def test_an_item_ends_the_silence_and_its_length_is_kept(quiet: tuple[float, float]) -> None:
    silent = polled(*[(0, 2.0)] * 5)
    woken = lately.after(silent, 1.0, 1, 2.0, quiet, 1.0)
    assert woken[lately.LONGEST] == pytest.approx(10 + 2 * quiet[0])
    assert woken[lately.SILENT] == pytest.approx(2 * quiet[1])


def test_a_flood_that_nobody_foretold_is_no_error() -> None:
    state = lately.after([*lately.NOTHING], 40.0, 2000, 5000.0, WHOLE, 0.9)
    assert sum(deep(state)) == pytest.approx(1)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 500), st.floats(0, 5000), st.floats(0.01, 200)), max_size=12))
def test_whatever_comes_the_depths_stay_likelihoods(polls: list[tuple[int, float, float]]) -> None:
    state = list(lately.NOTHING)
    for came, expected, hours in polls:
        state = lately.after(state, hours, came, expected, (0.3, 0.3), 0.9)
        assert len(state) == lately.SIZE
        assert sum(deep(state)) == pytest.approx(1) and min(deep(state)) >= 0
        assert 0 < lately.blended(state) < 1e9
