from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import change
from rules.model import Claim, Statement
from state import model
from state.codec import KINDS, CodecError, alert_line, dumps, loads
from tests.fakes import nouns

EVERY_NOUN = sorted(KINDS, key=lambda kind: kind.__name__)
any_text = st.text(st.characters(), max_size=12)  # lone surrogates and NUL included
whole = st.integers(-(2**63), 2**63 - 1)
number = st.floats(allow_nan=False, allow_infinity=False)
st.register_type_strategy(str, any_text)
st.register_type_strategy(int, whole)
st.register_type_strategy(float, number)
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))


@pytest.mark.parametrize("kind", EVERY_NOUN, ids=lambda kind: kind.__name__)
def test_every_noun_survives_the_journey(kind: type) -> None:
    @settings(max_examples=40, deadline=None)
    @given(st.builds(kind, **{f.name: _values(kind, f.name) for f in fields(kind)}))
    def journey(value: Any) -> None:
        text = dumps(value)
        assert loads(kind, text) == value
        assert dumps(loads(kind, text)) == text
        text.encode()
        assert "\n" not in text

    journey()


def _values(kind: type, name: str) -> st.SearchStrategy[Any]:
    return st.from_type(get_type_hints(kind)[name])


def test_every_stored_noun_has_a_kind_of_its_own() -> None:
    assert len(set(KINDS.values())) == len(KINDS)
    assert {
        model.Source,
        model.Delivery,
        model.Notice,
        model.WhyNot,
        model.AuditRow,
        model.Guild,
    } <= KINDS.keys()


@pytest.mark.parametrize("kind", get_args(change.Change), ids=lambda kind: kind.tag)
def test_a_change_carries_its_tag_on_the_wire(kind: type) -> None:
    way = "weaker" if kind is change.CertaintyChanged else None
    words = {"before": "a", "after": "b", "direction": way}
    known = {f.name for f in fields(kind)}
    one = kind(**{name: value for name, value in words.items() if name in known})
    text = dumps(nouns.alert(changes=(one,)))
    assert json.loads(text)["changes"][0]["$"] == kind.tag  # type: ignore[attr-defined]
    assert loads(change.Alert, text).changes == (one,)


def test_defaults_are_left_out_so_that_fields_can_be_added() -> None:
    assert json.loads(dumps(nouns.statement())) == {
        "$": "statement/1",
        "id": "sta",
        "text": "Half of entry-level jobs will go.",
        "speaker": "Mara Voss",
        "speaker_kind": "named",
        "said_on": "2026-03-02",
        "entry_id": "ent",
    }


STORED = json.loads(dumps(nouns.statement()))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "not JSON"),
        ("[]", "not a statement/1"),
        ("[" * 100_000, "not JSON"),
        (json.dumps({**STORED, "$": "statement/2"}), "not a statement/1"),
        (json.dumps({**STORED, "$": "claim/1"}), "not a statement/1"),
        (json.dumps({**STORED, "novel": 1}), "no field 'novel'"),
        (json.dumps({**STORED, "id": 7}), r"Statement\.id: text was expected"),
        (json.dumps({**STORED, "quoted": 1}), r"Statement\.quoted: true or false"),
        (json.dumps({**STORED, "certainty": 2.0}), "a whole number"),
        (json.dumps({**STORED, "certainty": True}), "a whole number"),
        (json.dumps({**STORED, "said_on": "yesterday"}), "no ISO date"),
        (json.dumps({**STORED, "speaker_kind": "god"}), "'god' is none of named"),
        (json.dumps({**STORED, "quantities": {}}), "a list was expected"),
        (json.dumps({**STORED, "spans": {"cue": [[1, 2, 3]]}}), "2 items were expected"),
        (json.dumps({**STORED, "spans": []}), "an object was expected"),
        (json.dumps({k: v for k, v in STORED.items() if k != "text"}), "lacks text"),
    ],
)
def test_what_is_not_exactly_a_value_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(CodecError, match=complaint):
        loads(Statement, text)


def test_rows_of_numbers_are_packed_and_read_as_they_were_written_once() -> None:
    rhythm = model.Rhythm(rate=0.5, profile=(0.1, -2.0, 1e-9))
    source = nouns.source(rhythm=rhythm)
    stored = json.loads(dumps(source))
    assert isinstance(stored["rhythm"]["profile"], str)
    stored["rhythm"]["profile"] = [0.1, -2, 1e-9]
    assert loads(model.Source, json.dumps(stored)) == source


@pytest.mark.parametrize("row", ["?", "AAAA", 7, [1, "2"]])
def test_a_row_that_is_none_is_refused(row: object) -> None:
    stored = json.loads(dumps(nouns.source(rhythm=model.Rhythm(profile=(1.0,)))))
    stored["rhythm"]["profile"] = row
    with pytest.raises(CodecError, match=r"Rhythm\.profile"):
        loads(model.Source, json.dumps(stored))
    with pytest.raises(ValueError, match="finite"):
        dumps(nouns.source(rhythm=model.Rhythm(profile=(float("nan"),))))


def test_moments_need_a_zone_and_changes_a_known_tag() -> None:
    alert = json.loads(dumps(nouns.alert()))
    with pytest.raises(CodecError, match="no time zone"):
        loads(change.Alert, json.dumps({**alert, "at": "2026-03-02T12:00:00"}))
    with pytest.raises(CodecError, match="one of attribution_changed, "):
        loads(change.Alert, json.dumps({**alert, "changes": [{"$": "exploded"}]}))
    with pytest.raises(CodecError, match="no base64"):
        source = json.loads(dumps(nouns.source(etag=b"1")))
        loads(model.Source, json.dumps({**source, "etag": "*"}))


def test_only_stored_kinds_are_written() -> None:
    with pytest.raises(CodecError, match="int is not a stored kind"):
        dumps(5)
    with pytest.raises(ValueError, match="JSON compliant"):
        dumps(nouns.alert(probability=float("nan")))


@given(st.text(max_size=60))
def test_no_text_crashes_the_reader(text: str) -> None:
    with pytest.raises(CodecError):
        loads(Claim, text)


def test_an_alert_line_is_the_published_format() -> None:
    withdrawn = change.Withdrawn(before="Half of entry-level jobs will go.")
    alert = nouns.alert(changes=(nouns.FIGURE, withdrawn), after=None)
    assert alert_line(alert, "Jobs") == {
        "id": "ale",
        "at": "2026-03-02T12:00:00+00:00",
        "theme": "Jobs",
        "rule": "Job losses",
        "speaker": "Mara Voss",
        "headline": "withdrawn",
        "changes": [
            {"kind": "figure_changed", "direction": "down", "before": "50 %", "after": "20 %"},
            {
                "kind": "withdrawn",
                "direction": None,
                "before": "Half of entry-level jobs will go.",
                "after": "",
            },
        ],
        "before": {
            "text": "Half of entry-level jobs will go.",
            "said_on": date(2026, 3, 2).isoformat(),
            "url": "https://src.example/1",
        },
        "after": None,
        "probability": 0.93,
        "why": ["The same speaker on the same subject."],
    }


def test_an_alert_line_names_other_outlets_where_there_are_any() -> None:
    seen = change.Sighting(
        outlet="courier.example", url="https://courier.example/1", said_on=None, at=nouns.NOON
    )
    line = alert_line(nouns.alert(sightings=(seen,)))
    assert line["also"] == [
        {"outlet": "courier.example", "said_on": None, "url": "https://courier.example/1"}
    ]
