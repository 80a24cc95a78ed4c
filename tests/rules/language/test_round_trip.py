"""What holds for every rule that can be written: the canonical text reads as the same query."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import example, given, settings

from rules.language import QueryError, describe, normal, parse
from rules.language.query import CHOICES, FIELDS

words = st.sampled_from(
    [
        "jobs",
        "and",
        "or",
        "NOT",
        "entry-level",
        "20%",
        "$5",
        "don't",
        "Ärzte",
        "ﬁnance",
        "ＡＮＤ",
        "and's",
        "1,500",
        "a",
    ]
) | st.text(min_size=1, max_size=6)
amounts = st.sampled_from(
    [
        "20%",
        "1.5bn",
        "$3m",
        "SEK 2bn",
        "10x",
        "5years",
        "1 decade",
        "10..15%",
        "10..15bn",
        "5..1,000,000,000",
        "-3%",
    ]
) | st.builds(
    lambda n, unit: f"{n!r}{unit}",
    st.floats(0, 1e12, allow_nan=False).map(abs),
    st.sampled_from(["", "%", "bn", "k", "x", "USD", " days", "m EUR"]),
)
dates = st.dates().map(str) | st.sampled_from(["2030", "2030-06", "2027..2029", "2027-03..2028"])
steps = st.integers(-1, 6).map(str) | st.sampled_from(["likely", "possible", "0..3", "-1..2"])
operators = st.sampled_from([">=", "<=", "<", ">", "=", ":"])
clauses = st.one_of(
    words,
    words.map(lambda w: w + "*"),
    words.map(lambda w: f'"{w}"'),
    st.builds(lambda f, w: f"{f}:{w}", st.sampled_from(FIELDS), words),
    st.builds(lambda f, w: f'{f}:"{w} {w}"', st.sampled_from(FIELDS), words),
    st.builds(lambda f, a, b: f"{f}:({a} OR {b} -{a})", st.sampled_from(FIELDS), words, words),
    st.builds(lambda op, a: f"figure{op}{a}", operators, amounts),
    st.builds(lambda op, a: f"deadline{op}{a}", operators, dates),
    st.builds(lambda op, a: f"certainty{op}{a}", operators, steps),
    st.sampled_from([f"{field}:{name}" for field, names in CHOICES.items() for name in names]),
    st.sampled_from(["*", "speaker:*", "figure:*", "/a+b/i", r"title:/\d{2}\/\d/", "quoted:yes"]),
)
rules = st.recursive(
    clauses,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(" ".join),
        st.lists(inner, min_size=1, max_size=4).map(" OR ".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({' AND '.join(parts)})"),
        inner.map(lambda part: f"-({part})"),
        inner.map(lambda part: f"NOT {part}"),
    ),
    max_leaves=12,
)


@given(rules)
@settings(max_examples=300)
@example("speaker:(a OR b OR c) OR speaker:d")
@example("title:and OR title:x")
@example("-(title:or title:x)")
def test_the_canonical_text_of_a_rule_reads_as_the_same_query(text: str) -> None:
    query = parse(text)
    if isinstance(query, QueryError):
        return
    written = normal(query)
    assert parse(written) == query, written
    assert normal(query) == written
    assert describe(query).endswith(".")


@given(st.text(max_size=60) | st.text(alphabet='abor()"-*:/<>=.%5 NOTANDfigure', max_size=60))
@example("\u0e33")  # Thai am, which is a mark and a letter in compatibility form
@settings(max_examples=300)
def test_any_text_is_a_query_or_an_error_that_points_into_it(text: str) -> None:
    query = parse(text)
    if isinstance(query, QueryError):
        assert 1 <= query.column <= len(text) + 1
        assert "\n" not in str(query)
        assert len(query.pointed().split("\n")) == 2
    else:
        assert parse(normal(query)) == query
