"""The index over rules finds exactly what asking every rule finds."""

from __future__ import annotations

from datetime import date

import hypothesis.strategies as st
import re2
from hypothesis import example, given, settings

from rules.language import QueryError, Subject, parse
from rules.language.evaluate import truth
from rules.language.literals import grams, required
from rules.language.presearch import Presearch
from rules.model import Horizon, Quantity, Statement

WORDS = [
    "job",
    "jobs",
    "robot",
    "robots",
    "robotics",
    "wage",
    "the",
    "of",
    "20",
    "%",
    "café",
    "Voss",
    "Reyl",
    "kelvin",
    "失业",
    "业率",
    "AI技術",
]
words = st.sampled_from(WORDS)
texts = st.lists(
    words | st.sampled_from(["Kelvin", "ſtop", "K", "straße", "ROBOTS", ".", "失业率", "2030年"]), max_size=8
).map(" ".join)

quantities = st.builds(
    lambda kind, low, unit: Quantity(
        kind=kind, low=low, high=low, unit=unit, text=str(low), of="", span=(0, 1)
    ),
    st.sampled_from(["percent", "money", "count", "multiple", "duration"]),
    st.sampled_from([5.0, 20.0, 3e9]),
    st.sampled_from(["%", "EUR", "", "year"]),
)
horizons = st.just(Horizon(text="by 2030", earliest=None, latest=date(2030, 12, 31), bound="by", span=(0, 1)))
statements = st.builds(
    Statement,
    id=st.just("s"),
    text=texts,
    speaker=st.sampled_from([None, "unknown", "Mara Voss", "Tomas Reyl"]),
    speaker_kind=st.sampled_from(["named", "unknown", "narrator"]),
    quoted=st.booleans(),
    quantities=st.lists(quantities, max_size=2).map(tuple),
    horizons=st.lists(horizons, max_size=1).map(tuple),
    certainty=st.none() | st.integers(-1, 6),
)
subjects = st.builds(
    Subject,
    statement=statements,
    title=texts,
    source=texts,
    source_url=st.sampled_from(["", "https://jobs.example/robots"]),
    themes=st.lists(texts, max_size=2).map(tuple),
    kind=st.sampled_from([None, "article", "hn_comment"]),
    changes=st.none() | st.sampled_from([(), ("figure_changed",)]),
)

fields = st.sampled_from(["", "", "title:", "speaker:", "source:", "theme:"])
patterns = st.recursive(
    st.sampled_from(
        [
            "rob",
            "o",
            "b",
            "robots",
            "kel",
            "vin",
            "sto",
            "s",
            ".",
            "[a-z]",
            r"\w",
            r"\bjob",
            "caf",
            "é",
            r"\.",
        ]
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.builds("({}|{})".format, inner, inner),
        st.builds("(?:{}){}".format, inner, st.sampled_from(["?", "*", "+", "{0,2}", "{2}", "{1,}", "??"])),
    ),
    max_leaves=6,
)
clauses = st.one_of(
    st.builds("{}{}".format, fields, words),
    st.builds('{}"{} {}"'.format, fields, words, words),
    st.builds("{}{}*".format, fields, words.filter(lambda w: len(w) > 1 and w.isalpha())),
    st.builds("{}{}-{}".format, fields, words, words),
    st.builds("{}/{}/{}".format, fields, patterns, st.sampled_from(["", "i"])),
    st.sampled_from(
        [
            "*",
            "speaker:*",
            "title:*",
            "figure:*",
            "figure>=20%",
            "figure<1bn",
            "figure=5x",
            "figure>=5years",
            "deadline<2031",
            "certainty<=3",
            "certainty>6",
            "certainty:*",
            "kind:forum",
            "kind:article",
            "quoted:yes",
            "change:figure",
        ]
    ),
)
rules = st.recursive(
    clauses,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(" OR ".join),
        inner.map(lambda part: f"-({part})"),
        inner.map(lambda part: f"({part})"),
    ),
    max_leaves=6,
)


@given(st.lists(rules, max_size=8), subjects)
@settings(max_examples=300, deadline=None)
def test_no_rule_that_holds_is_left_unasked(asked: list[str], subject: Subject) -> None:
    index = Presearch()
    queries = {}
    for number, text in enumerate(asked):
        query = parse(text)
        if not isinstance(query, QueryError):
            queries[number] = query
            index.add(number, query)
    plain = [number for number, query in queries.items() if truth(query, subject) is not False]
    found = [number for number in index.candidates(subject) if truth(queries[number], subject) is not False]
    assert found == plain
    for number in queries:
        index.remove(number)
    assert index.candidates(subject) == []


@given(patterns, texts, st.booleans())
@settings(max_examples=300, deadline=None)
@example("ſtop|stop", "ſtop", True)
@example("Kelvin", "Kelvin", True)
@example("ab{1,2,3}cd", "ab{1,2,3}cd", False)
@example("(?:robots){0,2}x", "x", False)
@example(r"\x{6a}ob(s|ber)", "jobber", False)
@example(r"[[:alpha:]]ob[]x]s", "job]s", False)
@example("a|", "", False)
def test_the_letters_that_a_regex_requires_are_in_all_that_it_matches(
    pattern: str, text: str, fold: bool
) -> None:
    options = re2.Options()
    options.case_sensitive = not fold
    options.log_errors = False
    try:
        found = re2.compile(pattern, options).search(text)
    except re2.error:
        return
    literals = required(pattern)
    if found is not None and literals is not None:
        held = grams(text)
        assert any(all(gram in held for gram in grams(literal)) for literal in literals)


def test_letters_are_read_off_common_regexes() -> None:
    assert required("wip(e|ing) out") == {" out"}
    assert required("(robot|drone)s?") == {"robot", "drone"}
    assert required("(?i)Layoffs?") == {"layoff"}
    assert required(r"\bjobs?\b.*cut") in ({"job"}, {"cut"})
    assert required("[0-9]+") is None
    assert required("ab") is None
    assert required("cuts|x") is None


def test_a_rule_is_filed_under_its_rarest_part() -> None:
    index = Presearch()
    for number, name in enumerate(("halden", "northfield", "brightwater", "jobs", "dispatch")):
        query = parse(f"jobs AND {name}")
        assert not isinstance(query, QueryError)
        index.add(number, query)
    assert index.candidates(_says("Halden cuts robots")) == []
    assert index.candidates(_says("Brightwater cuts jobs")) == [2, 3]
    assert index.candidates(_says("Jobs, says the Dispatch")) == [3, 4]


def _says(text: str) -> Subject:
    return Subject(statement=Statement(id="s", text=text, speaker=None, speaker_kind="narrator"))
