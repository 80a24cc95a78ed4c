from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.answers import Refusal
from bot.desk.claims import Draft
from bot.desk.claims_file import claim_row, read_claims, write_claims, write_csv
from rules.compare.bare import bare_statement
from rules.model import Claim


def drafts(text: str, name: str = "") -> list[Draft]:
    records = read_claims(text, name=name)
    assert not isinstance(records, Refusal)
    assert all(isinstance(record, Draft) for record in records)
    return [record for record in records if isinstance(record, Draft)]


def test_a_yaml_file_may_hold_its_list_under_any_key() -> None:
    text = "meta: {title: Record}\npredictions:\n- {quote: Half will go., speaker: Mara Voss, date_said: 2026-03-02}\n"
    assert drafts(text, "p.yaml") == [
        Draft(text="Half will go.", speaker="Mara Voss", said_on=date(2026, 3, 2))
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.json", '[{"text": "Half will go.", "speaker": "Mara Voss"}]'),
        ("c.jsonl", '{"text": "Half will go.", "speaker": "Mara Voss"}\n'),
        ("c.csv", "text,speaker\nHalf will go.,Mara Voss\n"),
        ("-", '{"text": "Half will go.", "speaker": "Mara Voss"}\n'),
        ("-", "- text: Half will go.\n  speaker: Mara Voss\n"),
    ],
)
def test_every_form_is_read(name: str, text: str) -> None:
    assert drafts(text, name) == [Draft(text="Half will go.", speaker="Mara Voss")]


def test_a_record_without_text_or_with_a_bad_date_is_named_and_the_rest_goes_on() -> None:
    records = read_claims('[{"speaker": "x"}, {"text": "a", "date": "soon"}, {"text": "b"}]', name="c.json")
    assert not isinstance(records, Refusal)
    assert [str(r) for r in records[:2]] == [
        "Record 1 has no text. Name the field 'text' or 'quote'.",
        "Record 2: 'soon' is no date. Write it like 2026-05-28.",
    ]
    assert records[2] == Draft(text="b", speaker=None)


@pytest.mark.parametrize(
    ("name", "text"), [("c.json", "[{"), ("c.yaml", "a: [b"), ("c.yaml", ""), ("c.csv", "")]
)
def test_a_file_that_cannot_be_read_says_so_in_one_line(name: str, text: str) -> None:
    refusal = read_claims(text, name=name)
    assert isinstance(refusal, Refusal)
    assert "\n" not in refusal.text


printable = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\x85\u2028\u2029"),
    min_size=1,
    max_size=60,
)


@settings(max_examples=40, deadline=None)
@given(text=printable.filter(str.strip), form=st.sampled_from(["yaml", "json", "jsonl"]))
def test_what_is_exported_is_imported_again(text: str, form: str) -> None:
    statement = bare_statement(text.strip(), "Mara Voss", date(2026, 3, 2))
    claim = Claim(
        id="c1",
        guild_id=0,
        theme_id=None,
        speaker="Mara Voss",
        standing=statement,
        created_at=datetime(2026, 3, 2, tzinfo=UTC),
        aliases=("the chief executive",),
    )
    (draft,) = drafts(write_claims([claim_row(claim, "work")], form), f"x.{form}")
    assert (draft.text, draft.speaker, draft.said_on) == (text.strip(), "Mara Voss", date(2026, 3, 2))
    assert (draft.theme, draft.aliases) == ("work", ("the chief executive",))


def test_no_cell_of_a_csv_runs_as_a_formula() -> None:
    lines = write_csv(["text"], [{"text": start + "cmd"} for start in "=+-@\t"]).splitlines()[1:]
    assert all(line.lstrip('"').startswith("'") for line in lines)


def test_an_export_is_json_that_others_read() -> None:
    assert json.loads(write_claims([], "json")) == []


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_a_list_is_no_text_so_that_yaml_anchors_cannot_fill_the_memory() -> None:
    text = f"{BOMB}claims:\n- {{text: *i, speaker: Mara Voss}}\n- {{text: Half will go., aliases: *i}}\n"
    records = read_claims(text, name="c.yaml")
    assert not isinstance(records, Refusal)
    assert [type(record) for record in records] == [Refusal, Draft]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("c.jsonl", '{"text":"x"}\nbad\n', "line 2"),
        ("c.json", "[" * 10_000 + "]" * 10_000, "nested too deeply"),
        ("c.json", f'[{{"text":{"9" * 5000}}}]', "cannot be read"),
        ("c.yaml", "- {text: x, said_on: 2020-02-30}\n", "day is out of range"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, text: str, says: str) -> None:
    refused = read_claims(text, name=name)
    assert isinstance(refused, Refusal)
    assert says in refused.text


def test_a_csv_of_a_country_with_decimal_commas_is_read() -> None:
    assert drafts("text;speaker\nHalf will go.;Mara Voss\n", "c.csv") == [
        Draft(text="Half will go.", speaker="Mara Voss")
    ]


def test_half_a_surrogate_pair_is_replaced_so_that_every_export_can_hold_it() -> None:
    (draft,) = drafts('[{"text": "a \\ud800 b", "speaker": "\\ud83d\\udc4d"}]', "c.json")
    assert (draft.text, draft.speaker) == ("a \ufffd b", "\U0001f44d")


def test_a_table_of_what_a_feed_said_can_be_written_as_utf8() -> None:
    assert write_csv(("text",), [{"text": "half \ud800 of"}]) == "text\r\nhalf \ufffd of\r\n"


def test_one_alias_need_not_be_a_list() -> None:
    (draft,) = drafts("- {text: Half will go., speaker: Mara Voss, aliases: 5}\n", "c.yaml")
    assert draft.aliases == ("5",)
