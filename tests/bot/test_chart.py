"""The picture of a timeline: what is drawn, and the same in words."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.chart import Point, Series, alt_text, draw, series, short_number
from rules.compare.bare import bare_statement
from rules.model import Version


def version(number: int, text: str, on: date) -> Version:
    return Version(
        claim_id="c",
        number=number,
        statement=bare_statement(text, "Mara Voss", on),
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
        tag="figure_changed",
    )


def test_the_figure_that_most_versions_have_is_drawn() -> None:
    found = series(
        [
            version(1, "Half of entry-level jobs will go.", date(2025, 5, 1)),
            version(2, "Between 10 and 20 % of entry-level jobs will go.", date(2025, 9, 1)),
            version(3, "We will see.", date(2025, 10, 1)),
        ]
    )
    assert found is not None
    assert found.kind == "figure"
    assert [(p.low, p.high, p.label) for p in found.points] == [(50, 50, "50 %"), (10, 20, "10–20 %")]
    assert "1 September 2025: 10–20 %" in alt_text(found)


def test_without_figures_the_deadline_is_drawn() -> None:
    found = series(
        [
            version(1, "The grid will be ready by 2027.", date(2025, 5, 1)),
            version(2, "The grid will be ready by 2029.", date(2025, 9, 1)),
        ]
    )
    assert found is not None
    assert found.kind == "deadline"
    assert [p.label for p in found.points] == ["2027-12", "2029-12"]


def test_one_version_or_nothing_to_measure_gives_no_picture() -> None:
    assert series([version(1, "Half of jobs will go.", date(2025, 5, 1))]) is None
    assert series([version(n, "We will see.", date(2025, 5, n)) for n in (1, 2)]) is None


POINTS = st.builds(
    lambda on, low, span: Point(on, low, low + span, short_number(low)),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.floats(-1e12, 1e12),
    st.floats(0, 1e12),
)


@settings(max_examples=30)
@given(st.lists(POINTS, min_size=2, max_size=24))
def test_any_series_draws_and_has_words(points: list[Point]) -> None:
    found = Series("figure", "jobs", tuple(points))
    image = Image.open(io.BytesIO(draw(found)))
    assert image.size == (800, 360)
    assert 1 <= len(alt_text(found)) <= 1_000


def test_numbers_are_short() -> None:
    assert [short_number(n) for n in (12.5, 1_200_000, 30_000, 2e9)] == ["12.5", "1.2 M", "30 k", "2 B"]
