"""Edited and withdrawn entries, and why a statement was not told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from rules.change import Withdrawn
from rules.judge import RuleSet, explain, judge
from rules.language import Subject
from tests.fakes.arrivals import (
    AFTER,
    BEFORE,
    DENIED,
    NOW,
    OLD,
    arrived,
    claim,
    codes,
    only,
    rule,
    ruled,
    said,
    title,
)
from tests.fakes.record import Record

# --- edits ---------------------------------------------------------------------------------------------


def test_an_edited_sentence_is_told_as_before_and_after_of_one_entry() -> None:
    kept = said("Halden Robotics was founded in 1998.", None)
    old, new = said(BEFORE), said(AFTER)
    verdict = judge(arrived(kept, new, before=[kept, old]), ruled(), Record())
    alert = only(verdict)
    assert (alert.headline, alert.claim_id, alert.probability) == ("figure_changed", None, 1.0)
    assert alert.before and alert.after and (alert.before.text, alert.after.text) == (BEFORE, AFTER)
    assert "The text of one entry was changed after publication." in alert.why and alert.edited


def test_an_edit_of_a_claims_sentence_is_a_new_version_of_the_claim() -> None:
    old, new = said(BEFORE), said(AFTER)
    held = claim(old)
    record = Record(held)
    verdict = record.keep(judge(arrived(new, before=[old]), ruled(), record))
    assert only(verdict).claim_id == held.id
    assert record.claims[held.id].standing.text == AFTER
    assert record.versions[-1].alert_id == verdict.alerts[0].id


def test_a_claims_sentence_is_found_though_an_earlier_edit_gave_it_another_id() -> None:
    held = claim(replace(said(BEFORE), entry_id="e1"))
    shifted = replace(said(BEFORE), id="where-it-stands-now")
    record = Record(held)
    edited = only(judge(arrived(said(AFTER), before=[shifted]), ruled(), record))
    assert edited.claim_id == held.id
    gone = only(judge(arrived(shifted, kind="withdrawn"), ruled(), record))
    assert (gone.headline, gone.claim_id) == ("withdrawn", held.id)


def test_the_same_edit_of_another_entry_is_another_alert_and_of_the_same_entry_is_not() -> None:
    """Its id names the entry: a year later the same correction in another article was taken for the first."""
    first = arrived(said(AFTER), before=[said(BEFORE)])
    other = replace(first, entry=replace(first.entry, id="e2", key="e2"))
    ids = [only(judge(each, ruled(), Record())).id for each in (first, first, other)]
    assert ids[0] == ids[1] != ids[2]
    shifted = arrived(replace(said(AFTER), id="n"), before=[replace(said(BEFORE), id="o")])
    assert (
        only(judge(shifted, ruled(), Record())).id == ids[0]
    )  # words, not places: an edit above moves those


def test_a_rule_that_matched_the_old_text_hears_of_the_edit() -> None:
    old, new = said("We will hire 200 people by 2028."), said("We will hire 20 by 2028.")
    verdict = judge(arrived(new, before=[old]), ruled(rule("people")), Record())
    assert only(verdict).headline == "figure_changed"


def test_an_edited_title_is_told() -> None:
    old, new = (
        title("Halden Robotics to cut 300 jobs by 2027"),
        title("Halden Robotics to cut 900 jobs by 2027"),
    )
    body = said("The works council was told on Monday.", None)
    alert = only(judge(arrived(new, body, before=[old, body]), ruled(), Record()))
    assert (alert.headline, alert.speaker) == ("figure_changed", None)


def test_a_label_that_is_stuck_to_a_title_is_cosmetic() -> None:
    old, new = title("Jobs at Halden"), title("Oct 3, 2026PolicyJobs at Halden")
    assert codes(judge(arrived(new, before=[old]), ruled(), Record())) == ["cosmetic"]
    assert codes(judge(arrived(old, before=[new]), ruled(), Record())) == ["cosmetic"]
    fuller = title("Jobs at Halden to fall by 300")
    assert only(judge(arrived(fuller, before=[old]), ruled(), Record()))


def test_a_date_label_that_is_stuck_to_a_title_and_moves_is_no_figure() -> None:
    old, new = title("Feb 1, 2026PolicyFewer jobs at Halden"), title("Mar 23, 2026PolicyFewer jobs at Halden")
    assert codes(judge(arrived(new, before=[old]), ruled(), Record())) == ["cosmetic"]
    grown = title("Mar 23, 2026PolicyFewer jobs at Halden: 300 will go")
    assert only(judge(arrived(grown, before=[old]), ruled(), Record()))


def test_white_space_and_reordering_are_cosmetic() -> None:
    a, b = said(BEFORE), said("Jobs will be found elsewhere by 2030, I promise.")
    verdict = judge(arrived(b, a, before=[a, b]), ruled(), Record())
    assert not verdict.alerts and not verdict.recorded


def test_a_sentence_that_is_taken_out_is_told_once_for_the_edit() -> None:
    stay = [said(f"Plant number {n} stays open.", None) for n in range(4)]
    out = [said(BEFORE), said("Nobody will lose any of 5,000 jobs before 2030.")]
    verdict = judge(arrived(*stay, before=[*stay, *out]), ruled(), Record())
    alert = only(verdict)
    assert (alert.headline, alert.after) == ("withdrawn", None)
    assert codes(verdict) == ["other_sentence"]


def test_a_text_that_shrank_to_a_stub_withdraws_nothing() -> None:
    before = [said(BEFORE), said(DENIED), said("Jobs will go abroad by 2031."), title("Jobs at Halden")]
    verdict = judge(arrived(title("Jobs at Halden"), before=before), ruled(), Record())
    assert not verdict.alerts
    assert set(codes(verdict)) == {"text_replaced"}


def test_an_added_sentence_is_judged_as_new() -> None:
    stay = said("Plant number 1 stays open.", None)
    record = Record(claim(OLD))
    verdict = judge(arrived(stay, said(AFTER), before=[stay]), ruled(), record)
    assert only(verdict).claim_id == claim(OLD).id


def test_a_claim_that_an_edit_revised_is_told_once_whatever_is_added_or_taken_out() -> None:
    stay = [said(f"Plant number {n} stays open.", None) for n in range(4)]
    old = said(BEFORE)
    held = claim(old)
    record = Record(held)
    verdict = judge(
        arrived(*stay[:2], said(AFTER), *stay[2:], said(DENIED), before=[*stay[:2], old, *stay[2:]]),
        ruled(),
        record,
    )
    assert only(verdict).claim_id == held.id
    assert codes(verdict) == ["other_sentence"]
    moved = said("Of entry-level office jobs AI will within five years wipe out 20–30%, no less, and soon.")
    verdict = judge(arrived(moved, *stay, before=[*stay, old]), ruled(), record)
    assert only(verdict).headline != "withdrawn"
    assert len(verdict.recorded) == 1


def test_one_edit_of_a_sentence_and_of_its_clause_is_one_alert_and_revises_both_claims() -> None:
    whole = said("Mara Voss told the town that Halden will add 400 jobs in Norbury.")
    clause = said("Halden will add 400 jobs in Norbury.")
    held = claim(clause)
    other = replace(claim(whole), id="another")
    record = Record(held, other)
    fewer = [said(each.text.replace("400", "250")) for each in (whole, clause)]
    verdict = record.keep(judge(arrived(*fewer, before=[whole, clause]), ruled(), record))
    assert only(verdict).headline == "figure_changed"
    assert "250" in record.claims[held.id].standing.text
    assert "250" in record.claims[other.id].standing.text
    assert {each.alert_id for each in record.versions} == {verdict.alerts[0].id}
    assert "other_sentence" in codes(verdict)


def test_mere_rewording_is_one_alert_an_edit() -> None:
    old = [
        said(f"The hall number {n} was opened in a small way for jobs.", None)
        for n in ("one", "two", "three")
    ]
    new = [said(s.text.replace("in a small way", "with a great feast"), None) for s in old]
    verdict = judge(arrived(*new, before=old), ruled(), Record())
    assert [alert.headline for alert in verdict.alerts] == ["wording_edited"]
    assert codes(verdict) == ["other_sentence", "other_sentence"]


def test_a_name_that_is_written_out_is_no_other_speaker() -> None:
    old, new = said(BEFORE, "Voss"), said(BEFORE, "Mara Voss")
    verdict = judge(arrived(new, before=[old]), ruled(), Record())
    assert not verdict.alerts and not verdict.recorded
    other = judge(arrived(said(BEFORE, "Ines Okafor"), before=[old]), ruled(), Record())
    assert only(other).headline == "attribution_changed"


# --- withdrawals -----------------------------------------------------------------------------------------


def test_a_withdrawn_entry_is_one_alert_and_marks_its_claims() -> None:
    first, second = said(BEFORE), said("Jobs at plant 4 are safe until 2031.")
    held = claim(second)
    record = Record(held)
    seen = NOW - timedelta(hours=3)
    gone = arrived(first, second, kind="withdrawn", last_seen=seen)
    verdict = record.keep(judge(gone, ruled(), record))
    alert = only(verdict)
    assert (alert.headline, alert.claim_id) == ("withdrawn", held.id)
    assert [c.last_seen for c in alert.changes if isinstance(c, Withdrawn)] == [seen]
    assert record.claims[held.id].withdrawn
    assert (record.versions[-1].tag, record.versions[-1].alert_id) == ("withdrawn", alert.id)
    assert codes(verdict) == ["other_sentence"]


def test_a_withdrawn_entry_that_no_rule_matches_is_marked_and_not_told() -> None:
    held = claim(said(BEFORE))
    record = Record(held)
    verdict = record.keep(judge(arrived(said(BEFORE), kind="withdrawn"), ruled(rule("wages")), record))
    assert not verdict.alerts
    assert record.claims[held.id].withdrawn


def test_what_was_withdrawn_and_comes_back_stands_again() -> None:
    held = claim(said(BEFORE), withdrawn=True)
    record = Record(held)
    verdict = record.keep(judge(arrived(said(BEFORE)), ruled(), record))
    assert not verdict.alerts
    assert not record.claims[held.id].withdrawn


# --- why not -----------------------------------------------------------------------------------------------


def test_a_statement_that_matched_nothing_is_explained_on_demand() -> None:
    lines = explain(said(AFTER), ruled(rule("wages (speaker:Reyl OR figure>50%)")), Record(claim(OLD)))
    assert lines[0] == "No rule matches, so it was not held against any claim."
    assert lines[1] == (
        "Rule “jobs rule” does not match: “wages” does not hold, “speaker:reyl” does not hold, "
        "“figure>50%” does not hold."
    )
    assert len(lines) > 2  # what linking made of it
    themed = explain(
        said(AFTER),
        RuleSet.of(7, [rule(theme_id="t")], {"t": "Coal"}),
        Record(),
        subject=Subject(statement=said(AFTER), themes=("Jobs",)),
    )
    assert themed[1] == "Rule “jobs rule” looks only at sources of “Coal”."
    assert explain(said(AFTER), RuleSet.of(7, ()), Record()) == ("There are no rules: nothing can match.",)
