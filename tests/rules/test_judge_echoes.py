"""What stands is said again by other outlets: no alert, and another sighting of the one that was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from rules.change import headline
from rules.judge import judge
from rules.linking.calibration import Calibration
from rules.model import Statement
from tests.fakes.arrivals import AFTER, BEFORE, OLD, arrived, claim, codes, only, rule, ruled, said
from tests.fakes.record import Record

DAY = date(2026, 11, 20)


def reported(text: str, host: str, day: date = DAY) -> Statement:
    return replace(said(text, day=day, entry=host), url=f"https://{host}/a", entry_id=host)


def test_the_same_change_in_another_outlet_is_an_echo_and_no_alert() -> None:
    record = Record(claim(OLD))
    record.keep(judge(arrived(reported(AFTER, "dispatch.example")), ruled(), record))
    verdict = record.keep(judge(arrived(reported(AFTER, "www.courier.example")), ruled(), record))
    assert not verdict.alerts and codes(verdict) == ["repeated"]
    (echo,) = verdict.echoes
    assert (echo.outlet, echo.statement.text, echo.claim.standing.text) == ("courier.example", AFTER, AFTER)


def test_an_outlet_that_says_it_twice_is_no_other_outlet() -> None:
    record = Record(claim(OLD))
    record.keep(judge(arrived(reported(AFTER, "dispatch.example")), ruled(), record))
    again = replace(reported(AFTER, "dispatch.example"), id="b", entry_id="another-entry")
    assert judge(arrived(again), ruled(), record).echoes == ()


def test_what_was_said_a_day_before_and_read_later_is_an_echo_too_and_the_old_claim_of_last_year_is_none() -> (
    None
):
    record = Record(claim(reported(AFTER, "dispatch.example")))
    for days, heard in ((1, 1), (7, 1), (8, 0), (400, 0)):
        early = reported(AFTER, "courier.example", DAY - timedelta(days=days))
        verdict = judge(arrived(early), ruled(), record)
        assert (codes(verdict), len(verdict.echoes)) == (["said_earlier"], heard), days
    other = reported(BEFORE, "courier.example", DAY - timedelta(days=1))
    assert judge(arrived(other), ruled(), record).echoes == ()


def test_another_figure_is_no_echo_nor_is_a_quiet_poll_nor_a_repetition_that_a_rule_wants_told() -> None:
    record = Record(claim(reported(AFTER, "dispatch.example")))
    assert judge(arrived(reported(BEFORE, "courier.example")), ruled(), record).echoes == ()
    again = reported(AFTER, "courier.example")
    assert judge(replace(arrived(again), quiet=True), ruled(), record).echoes == ()
    wanting = ruled(rule(changes=("repeated",)))
    verdict = judge(arrived(again), wanting, record)
    assert only(verdict).headline == "repeated" and verdict.echoes == ()


def test_softer_words_for_the_same_new_figure_in_another_paper_are_the_same_story() -> None:
    softer = AFTER.replace("will", "could")
    record = Record(claim(OLD))
    record.keep(judge(arrived(reported(AFTER, "dispatch.example")), ruled(), record))
    verdict = judge(arrived(reported(softer, "courier.example", DAY + timedelta(days=1))), ruled(), record)
    assert not verdict.alerts and not verdict.recorded and codes(verdict) == ["elsewhere"]
    assert [echo.outlet for echo in verdict.echoes] == ["courier.example"]


def test_softer_words_are_told_days_later_or_by_the_same_paper_or_with_another_figure() -> None:
    softer = AFTER.replace("will", "could")
    record = Record(claim(OLD))
    record.keep(judge(arrived(reported(AFTER, "dispatch.example")), ruled(), record))
    told = (
        reported(softer, "courier.example", DAY + timedelta(days=3)),
        replace(reported(softer, "dispatch.example", DAY + timedelta(days=1)), id="x", entry_id="another"),
        reported(softer.replace("20–30", "40–50"), "courier.example", DAY + timedelta(days=1)),
    )
    for statement in told:
        assert only(judge(arrived(statement), ruled(), record)), statement.text
    first = Record(claim(reported(AFTER, "dispatch.example")))
    assert only(
        judge(arrived(reported(softer, "courier.example")), ruled(), first)
    )  # nothing was changed before


# --- an entry that only repeated ------------------------------------------------------------------------------------


def test_an_entry_that_repeated_a_claim_and_now_has_another_figure_moves_the_record() -> None:
    held = claim(reported(BEFORE, "dispatch.example"))
    record = Record(held)
    old, new = reported(BEFORE, "courier.example"), reported(AFTER, "courier.example")
    record.keep(judge(arrived(old), ruled(), record))
    verdict = record.keep(judge(arrived(new, before=[old]), ruled(), record))
    alert = only(verdict)
    assert (headline(alert.changes), alert.claim_id) == ("figure_changed", held.id)
    assert record.claims[held.id].standing.text == AFTER
    assert record.versions[-1].alert_id == alert.id
    assert any("had repeated what stands on record" in line for line in alert.why)


def test_an_edit_of_what_was_said_before_the_record_stood_moves_nothing() -> None:
    held = claim(reported(BEFORE, "dispatch.example"))
    record = Record(held)
    early = DAY - timedelta(days=30)
    old, new = reported(BEFORE, "courier.example", early), reported(AFTER, "courier.example", early)
    verdict = judge(arrived(new, before=[old]), ruled(), record)
    assert only(verdict).claim_id is None and not verdict.recorded


# --- what people said ----------------------------------------------------------------------------------------------


def test_what_people_called_not_the_same_is_not_held_against_the_claim_again() -> None:
    first = judge(arrived(said(AFTER)), ruled(), Record(claim(OLD)))
    assert only(first)
    told_apart = Record(claim(OLD, refused=(AFTER,)))
    for words in (AFTER, AFTER.replace("will", "may")):
        verdict = judge(arrived(said(words)), ruled(), told_apart)
        assert not verdict.alerts and codes(verdict) == ["recorded"]


def test_a_name_that_is_somebody_elses_revises_nothing_and_the_speakers_own_still_does() -> None:
    held = claim(replace(OLD, speaker="Voss"), speaker="Voss", not_speakers=("Dana Voss",))
    assert not judge(arrived(said(AFTER, "Dana Voss")), ruled(), Record(held)).alerts
    assert only(judge(arrived(said(AFTER, "Mara Voss")), ruled(), Record(held)))


def test_verdicts_that_make_links_doubtful_silence_what_was_nearly_sure() -> None:
    strict = Calibration(slope=1.0, intercept=-20.0, verdicts=40)
    arrival = replace(arrived(said(AFTER)), calibration=strict)
    assert not judge(arrival, ruled(), Record(claim(OLD))).alerts


def test_the_why_says_what_verdicts_made_of_the_probability() -> None:
    mild = Calibration(slope=0.6, intercept=-0.4, verdicts=23)
    found = only(judge(arrived(said(AFTER)), ruled(), Record(claim(OLD))))
    moved = only(judge(replace(arrived(said(AFTER)), calibration=mild), ruled(), Record(claim(OLD))))
    assert moved.uncalibrated == found.probability > moved.probability >= 0.9
    assert found.uncalibrated is None
    assert any(line.startswith("Your 23 verdicts moved ") for line in moved.why)
