"""Golden pairs in tests/data/reading/figures.jsonl, and what must hold for any text."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.reading.figures import quantities

DATA = Path(__file__).parents[2] / "data/reading/figures.jsonl"
GOLDEN = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
_PIECES = """
    a half 5 10 $ £ % percent to - – and between from million bn one in six third of three times x
    fold at least under , . 1,234.5 2027 years months people jobs a year per Halden the up not 3-1
    v2.5 https://x.example/1 ½ +44 (1) twenty five
    """
PIECES = st.sampled_from(_PIECES.split())


@pytest.mark.parametrize("pair", GOLDEN, ids=lambda pair: pair["text"][:60])
def test_a_sentence_gives_the_figures_that_a_reader_sees_in_it(pair: dict[str, object]) -> None:
    found = [
        {"kind": q.kind, "low": q.low, "high": q.high, "unit": q.unit} for q in quantities(str(pair["text"]))
    ]
    assert found == pair["quantities"]


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("The bill sets a 35 percent tariff on robots", "tariff"),
        ("Half of all tomatoes are grown in Tamsin", "tomatoes"),
        ("GDP growth slows to 1.8%", "gdp growth"),
        ("Halden reported revenue of $5bn", "revenue"),
        ("The firm will install 500 million solar panels", "solar panels"),
        ("Coal makes up 75 percent of energy use", "energy use"),
        ("Unemployment rate falls to 7.7 percent", "unemployment rate"),
        ("One EV in six is sold here", "ev"),
    ],
)
def test_the_measured_thing_is_the_noun_that_the_figure_belongs_to(text: str, of: str) -> None:
    assert of.split()[-1] in quantities(text)[0].of.split()


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("It costs $20 an hour", "hour"),
        ("It ships 3,000 robots a month", "month"),
        ("Rents rise 10% a year", "year"),
        ("They earn £30,000 annually", "year"),
        ("It uses 5 litres per day", "day"),
        ("It costs $20", None),
    ],
)
def test_a_rate_keeps_its_base(text: str, per: str | None) -> None:
    assert [q.per for q in quantities(text)] == [per]


def test_about_and_nearly_blur_a_figure_without_opening_it() -> None:
    (figure,) = quantities("Nearly 300 robots were sold")
    assert figure.approximate and figure.low == figure.high == 300


def test_a_duration_that_is_a_deadline_is_no_quantity() -> None:
    assert [q.text for q in quantities("Within five years robots will do 20 percent of the work")] == [
        "20 percent"
    ]


def test_values_carry_no_float_dust() -> None:
    (figure,) = quantities("It is worth $2.3 million")
    assert figure.low == 2300000.0
    (figure,) = quantities("It rose 0.1 percent")
    assert str(figure.low) == "0.1"


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map(" ".join)))
def test_any_text_gives_spans_inside_of_it_and_finite_ordered_values(text: str) -> None:
    last = 0
    for q in quantities(text):
        start, end = q.span
        assert 0 <= start < end <= len(text)
        assert text[start:end] == q.text
        assert last <= end
        last = end
        for value in (q.low, q.high):
            assert value is None or math.isfinite(value)
        assert q.low is None or q.high is None or q.low <= q.high
        assert q.low is not None or q.high is not None
