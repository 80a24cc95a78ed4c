"""What a rule finds, what it does not, and what is said of a rule that cannot be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.language import QueryError, Subject, asked_changes, describe, evaluate, matches, normal, parse
from rules.language.query import Query
from rules.model import Horizon, Quantity, Statement

SHARE = Quantity(
    kind="percent", low=10.0, high=15.0, unit="%", text="10–15%", of="entry-level jobs", span=(0, 6)
)
SAID = Statement(
    id="s",
    text="“AI could wipe out 10–15% of entry-level jobs by 2030,” the chief executive’s memo says.",
    speaker="Mara Voss",
    speaker_kind="named",
    quoted=True,
    quantities=(SHARE,),
    horizons=(Horizon(text="by 2030", earliest=None, latest=date(2030, 12, 31), bound="by", span=(0, 7)),),
    certainty=2,
)
SUBJECT = Subject(
    statement=SAID,
    title="Halden Robotics on work",
    source="the Halden Dispatch",
    source_url="https://dispatch.example/feed.xml",
    themes=("Labour market", "Robots"),
    kind="interview",
)


def query(text: str) -> Query:
    found = parse(text)
    assert not isinstance(found, QueryError), str(found)
    return found


def holds(text: str, subject: Subject = SUBJECT) -> bool:
    return matches(query(text), subject) is not None


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "job",
        "JOBS entry",
        "entry-level",
        '"entry level jobs"',
        "entr*",
        "wip* job",
        "memo executive",
        "“wipe out”",
        "jobs AND (wages OR ai)",
        "jobs and not wages",
        "jobs -wages",
        "-wages",
        "NOT NOT jobs",
        "speaker:voss",
        'speaker:"Mara Voss"',
        "speaker:(Reyl OR Voss)",
        "speaker:/^Mara/",
        "speaker:*",
        "source:dispatch source:dispatch.example",
        "theme:robot",
        'theme:"labour market"',
        "title:robotics",
        "text:jobs",
        "/wip(e|ing) out/",
        "/WIPE/i",
        "figure>=10%",
        "figure:12..20%",
        "figure=15%",
        "figure<11%",
        "figure:*",
        "figure >= 10 %",
        "deadline<=2030",
        "deadline:2029..2031",
        "deadline=2030",
        "deadline>2030-06",
        "certainty<=possible",
        "certainty:2..3",
        "kind:interview",
        "quoted:yes",
        "jobs change:figure",
        "10–15%",
    ],
)
def test_the_statement_is_found(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize(
    "text",
    [
        "wages",
        '"job"',
        '"entry jobs"',
        "level-entry",
        "jobs -voss -ai",
        "-*",
        "speaker:reyl",
        'speaker:"Voss Mara"',
        "speaker:narrator",
        "title:jobs",
        "/WIPE/",
        "figure>15%",
        "figure:16..20%",
        "figure>=10",
        "figure<1bn",
        "deadline<2030",
        "deadline>2030",
        "certainty>=likely",
        "kind:forum",
        "quoted:no",
        "theme:market-robots",
        '"market robots"',
    ],
)
def test_the_statement_is_not_found(text: str) -> None:
    assert not holds(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("café", "Cafe life"),
        ("cafe", "the café’s"),
        ("automate", "automates"),
        ("ﬁnance", "finance"),
        ("robot", "r\u200bobots"),
        ("robot", "rоbоt"),  # with the Cyrillic о
        ("GPT-5", "GPT5"),
        ("1500", "1,500"),
        ("20 percent", "20%"),
        ("20%", "20 per cent"),
        ("$20", "$20bn"),
        ("don't", "don’t"),
        ("Zürich", "Zu\u0308rich"),
    ],
)
def test_spelling_that_does_not_matter_does_not_matter(text: str, written: str) -> None:
    assert holds(text, replace(SUBJECT, statement=replace(SAID, text=written)))


@pytest.mark.parametrize(
    ("low", "high", "kind", "unit", "yes", "no"),
    [
        (
            20.0,
            None,
            "percent",
            "%",
            ["figure>20%", "figure>=20%", "figure<30%"],
            ["figure>=50%", "figure<20%"],
        ),
        (None, 15.0, "percent", "%", ["figure<15%", "figure<=15%"], ["figure<10%", "figure>15%"]),
        (20.0, 20.0, "percent", "%", ["figure=20%", "figure>=20%"], ["figure>20%", "figure<20%"]),
        (
            3e9,
            3e9,
            "money",
            "EUR",
            ["figure>1bn", "figure>=€3bn", "figure=EUR3bn", "figure>=3 bn euros"],
            ["figure>$1bn", "figure>1%"],
        ),
        (5.0, 5.0, "duration", "year", ["figure>=60months", "figure=5years", "figure>4 years"], ["figure=5"]),
        (10.0, 10.0, "multiple", "", ["figure>=10x", "figure=10"], ["figure=10%"]),
        (3e6, 3e6, "count", "people", ["figure>=3m", "figure:1..5million"], ["figure>=3m USD", "figure>3x"]),
    ],
)
def test_figures_are_compared_in_their_own_units(
    low: float | None, high: float | None, kind: str, unit: str, yes: list[str], no: list[str]
) -> None:
    quantity = replace(SHARE, kind=kind, low=low, high=high, unit=unit)
    subject = replace(SUBJECT, statement=replace(SAID, quantities=(quantity,)))
    assert [text for text in yes if not holds(text, subject)] == []
    assert [text for text in no if holds(text, subject)] == []


def test_a_clause_about_the_change_is_open_until_there_was_a_comparison() -> None:
    asked = query("jobs change:figure")
    assert evaluate(asked, SUBJECT).truth is None
    assert matches(asked, SUBJECT) is not None
    assert evaluate(query("wages change:figure"), SUBJECT).truth is False
    assert evaluate(query("jobs OR change:figure"), SUBJECT).truth is True
    assert evaluate(query("jobs -change:repeated"), SUBJECT).truth is None
    assert evaluate(asked, replace(SUBJECT, changes=("figure_changed",))).truth is True
    assert matches(asked, replace(SUBJECT, changes=("scope_changed",))) is None
    assert evaluate(query("jobs -change:repeated"), replace(SUBJECT, changes=())).truth is True


def test_hits_name_the_clause_and_the_place() -> None:
    hits = matches(query("speaker:Voss figure>=10% jobs -wages"), SUBJECT)
    assert hits is not None
    assert [(h.clause, h.field) for h in hits] == [
        ("speaker:voss", "speaker"),
        ("figure>=10%", "figure"),
        ("jobs", "text"),
        ("-wages", "not"),
    ]
    assert [SAID.text[slice(*span)] for h in hits if h.field in ("text", "figure") for span in h.spans] == [
        "10–15%",
        "jobs",
    ]


def test_a_rule_names_the_changes_it_wants_outside_a_not() -> None:
    assert asked_changes(query("a (change:new OR change:repeated) -change:withdrawn")) == {
        "new_claim",
        "repeated",
    }


@pytest.mark.parametrize(
    ("text", "column", "found", "expected"),
    [
        ("", 1, "the end of the rule", "a word"),
        ("jobs OR", 8, "the end of the rule", "a word"),
        ("jobs AND OR wages", 10, "'OR'", "a word"),
        ("(jobs", 6, "the end of the rule", "a ) for the ( in column 1"),
        ("jobs)", 5, "')'", "the end of the rule"),
        ("()", 2, "nothing between the brackets", "a word"),
        ('say "entry level', 5, "never closed", "closing"),
        ("jobs /a(b", 6, "a / that opens a regex", "closing /"),
        ("jobs /a(b/", 6, "missing )", "RE2 syntax"),
        ("/(?=a)/", 1, "invalid perl operator", "RE2 syntax"),
        (r"/(a) \1/", 6, "back-references cannot be had", "RE2 syntax"),
        ("jobs /ab{2000}/", 9, "at most 1000 in all", "RE2 syntax"),
        ("/a/x", 4, "'x'", "only the flag i"),
        ("speker:Voss", 1, "'speker'", "speaker:"),
        ("figur>=20%", 1, "'figur'", "figure:"),
        ("jobs zzz:1", 6, "'zzz'", "one of text, title"),
        ("speaker>3", 8, "'>'", "a colon"),
        ("figure!=3", 7, "'!='", "-figure="),
        ("figure>=many", 9, "'many'", "a figure such as"),
        ("figure:10%..5%", 13, "an upper end below the lower", "the smaller"),
        ("figure:$5..€9", 12, "another unit", "the same unit"),
        ("deadline<soon", 10, "'soon'", "a year"),
        ("deadline<2030-13", 10, "'2030-13'", "a month"),
        ("certainty>7", 11, "'7'", "from -1"),
        ("change:figures", 8, "'figures'", "figure_changed"),
        ("kind:podcast", 6, "'podcast'", "one of"),
        ("speaker:", 9, "the end of the rule", "a word"),
        ("speaker:(a title:b)", 12, "title:", "only words inside speaker:"),
        ("a*", 1, "'a*'", "at least 2 letters"),
        ("jobs *bots", 6, "a * in front of a word", "at the end of a word"),
        ("rob*ts", 4, "a * inside a word", "at the end of a word"),
        ("jobs && wages", 6, "'&&'", "AND"),
        ("jobs || wages", 6, "'||'", "OR"),
        ("jobs 😀", 6, "'😀'", "letters or digits"),
        ("jobs \u202ewages", 6, "U+202E", "seen"),
        ('""', 1, "an empty phrase", "a word"),
        ("x" * 1001, 1001, "1,001 characters", "at most 1,000"),
        (" ".join("abc" for _ in range(65)), 260, "65 clauses", "at most 64"),
        ("(" * 17 + "a" + ")" * 17, 17, "one more level", "at most 16"),
        (" ".join("/a/" for _ in range(6)), 24, "6 regexes", "at most 5"),
        (f"/{'a' * 201}/", 1, "201 characters", "at most 200"),
        ("/((a{100}){100}){100}/", 5, "cannot be read", "RE2 syntax"),
    ],
)
def test_a_rule_that_cannot_be_read_says_where_and_what(
    text: str, column: int, found: str, expected: str
) -> None:
    error = parse(text)
    assert isinstance(error, QueryError)
    assert error.column == column
    assert found in error.found
    assert expected in error.expected
    assert str(error).startswith(f"Column {column}: found ")


def test_the_caret_stands_under_the_column_also_in_a_long_rule_with_wide_letters() -> None:
    error = parse("仕事 " * 40 + "speker:Voss " + "wages " * 40)
    assert isinstance(error, QueryError)
    line, caret = error.pointed().split("\n")
    assert line.startswith("…") and line.endswith("…")
    assert len(caret) - 1 == sum(2 if c in "仕事" else 1 for c in line[: line.index("speker")])


def test_a_rule_is_read_back_in_plain_english() -> None:
    assert describe(query("*")) == "Every statement."
    assert describe(query('speaker:Voss "entry level" figure>=20% deadline<2030')) == (
        "Statements where the speaker's name has “voss” and the statement says exactly “entry level” "
        "and it holds a percentage of at least 20% and it is to happen on 2029-12-31 or earlier."
    )
    assert describe(query("jobs -(wages OR pay)")) == (
        "Statements where the statement says “jobs” (in any form) "
        "and not (the statement says “wages” or “pay” (in any form))."
    )


def test_words_that_are_read_alike_are_read_back_together() -> None:
    assert describe(query("speaker:(Voss OR Reyl) -jobs -/x/i")) == (
        "Statements where (the speaker's name has “voss” or “reyl”) "
        "and the statement does not say “jobs” (in any form) "
        "and the statement does not match the regex /x/, whatever the case."
    )


def test_the_canonical_text_is_short() -> None:
    assert normal(query("text:Jobs AND NOT ( Wages )")) == "jobs -wages"
    assert normal(query("speaker:Voss OR speaker:Reyl")) == "speaker:(voss OR reyl)"
    assert normal(query("(a b) OR (c AND (d OR e))")) == "a b OR c (d OR e)"


def test_a_regex_that_stalls_other_engines_is_done_at_once() -> None:
    subject = replace(SUBJECT, statement=replace(SAID, text="a" * 5_000 + "b"))
    assert not holds("/^(a+)+$/", subject)
    assert not holds("/a/", replace(SUBJECT, statement=replace(SAID, text="\ud800 x")))


@pytest.mark.parametrize(
    "text",
    ["失业", "失业率", "业*", '"失业率"', "ＡＩ技術", "2030年", "サーバー", "ｻｰﾊﾞｰ", "ข่าว", "-サーハー"],
)
def test_a_piece_of_a_run_without_spaces_is_found_in_it(text: str) -> None:
    said = replace(SAID, text="2030年城镇失业率上升。AI技術とサーバー。ข่าวด่วน")
    assert holds(text, replace(SUBJECT, statement=said))
    assert parse(normal(query(text))) == query(text)


def test_letters_that_stand_apart_are_no_piece_of_a_run() -> None:
    assert not holds("失率", replace(SUBJECT, statement=replace(SAID, text="失业率")))
    assert not holds("失业", replace(SUBJECT, statement=replace(SAID, text="业失")))
    assert holds("source:日経", replace(SUBJECT, source="日経新聞"))
