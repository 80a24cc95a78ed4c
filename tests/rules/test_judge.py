"""One entry at a time: what is recorded, what is told, and why the rest is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from rules.change import Alert
from rules.compare import bare_statement
from rules.ids import content_id
from rules.judge import Arrived, RuleSet, Verdict, explain, judge
from rules.language import Subject
from rules.model import Attribution, Claim, Entry, Statement, WatchRule
from tests.fakes.record import Record

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
THEME = "theme-jobs"
BEFORE = "AI could wipe out 10–15% of entry-level office jobs within five years."
AFTER = "AI will wipe out 20–30% of entry-level office jobs within five years."
DENIED = "AI will not wipe out entry-level office jobs within five years."


def said(
    text: str,
    speaker: str | None = "Mara Voss",
    day: date = date(2026, 11, 20),
    *,
    entry: str = "e1",
    quoted: bool = False,
    checkable: bool = True,
) -> Statement:
    one = bare_statement(text, speaker, day)
    return replace(
        one,
        id=content_id(entry, speaker or "", text),
        speaker_kind="named" if speaker else "narrator",
        spans=Attribution(content=((0, len(text)),)),
        quoted=quoted,
        checkable=checkable,
    )


def title(text: str, entry: str = "e1") -> Statement:
    return replace(said(text, None, entry=entry), spans=Attribution())


def claim(statement: Statement, **more: object) -> Claim:
    made = Claim(
        id=content_id("claim", statement.id),
        guild_id=7,
        theme_id=None,
        speaker=statement.speaker,
        standing=statement,
        created_at=NOW,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def rule(query: str = "jobs", name: str = "jobs rule", **more: object) -> WatchRule:
    made = WatchRule(id=content_id(name), guild_id=7, name=name, query=query, created_at=NOW)
    return replace(made, **more)  # type: ignore[arg-type]


def entry(id: str = "e1") -> Entry:
    return Entry(
        id=id,
        source_id="s",
        key=id,
        kind="interview",
        url=f"https://dispatch.example/{id}",
        title="Halden Robotics on work",
        author=None,
        content="",
        content_type="text",
        published=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
        published_raw="",
        first_seen=NOW,
    )


def arrived(*statements: Statement, before: Sequence[Statement] | None = None, **more: object) -> Arrived:
    made = Arrived(
        entry=entry(),
        kind="new" if before is None else "edited",
        statements=statements,
        before=tuple(before or ()),
        themes=(THEME,),
        source_name="the Halden Dispatch",
        at=NOW,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def ruled(*rules: WatchRule) -> RuleSet:
    return RuleSet.of(7, rules or (rule(),), {THEME: "Jobs"})


OLD = said(BEFORE, day=date(2026, 11, 10), entry="e0")


def only(verdict: Verdict) -> Alert:
    assert len(verdict.alerts) == 1, verdict.reasons
    return verdict.alerts[0]


def codes(verdict: Verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


# --- a statement against a claim ------------------------------------------------------------------


def test_a_changed_figure_is_told_with_both_sides_and_becomes_what_stands() -> None:
    record = Record(claim(OLD))
    verdict = record.keep(judge(arrived(said(AFTER)), ruled(), record))
    alert = only(verdict)
    assert {"figure_changed", "certainty_changed"} <= {change.tag for change in alert.changes}
    assert alert.headline == "figure_changed"
    assert alert.before and alert.after
    assert (alert.before.text, alert.after.text) == (BEFORE, AFTER)
    assert alert.probability >= 0.9
    assert alert.theme_id == THEME
    (kept,) = record.claims.values()
    assert kept.standing.text == AFTER
    assert (record.versions[-1].number, record.versions[-1].tag) == (2, "figure_changed")
    assert record.versions[-1].alert_id == alert.id
    assert alert.why[0] == "Rule “jobs rule” matched: jobs (“jobs”)."
    assert any(line.startswith("Held against the claim “AI could wipe out") for line in alert.why)
    assert any(line.startswith("Checked: it is the same speaker") for line in alert.why)


def test_the_same_words_again_are_a_reason_and_no_version() -> None:
    record = Record(claim(OLD))
    verdict = judge(arrived(said(BEFORE)), ruled(), record)
    assert not verdict.alerts
    assert codes(verdict) == ["repeated"]
    assert not verdict.recorded


def test_the_same_again_in_other_words_is_a_version_and_what_stands_stays() -> None:
    record = Record(claim(OLD))
    again = said("AI could, I said it, wipe out 10–15% of entry-level office jobs within five years.")
    verdict = record.keep(judge(arrived(again), ruled(), record))
    assert not verdict.alerts
    assert codes(verdict) == ["repeated"]
    (kept,) = record.claims.values()
    assert kept.versions == 2
    assert kept.standing is OLD


def test_repetitions_are_told_to_a_rule_that_asks_for_them() -> None:
    for asking in (rule(changes=("repeated",)), rule("jobs change:repeated")):
        assert only(judge(arrived(said(BEFORE)), ruled(asking), Record(claim(OLD)))).headline == "repeated"


def test_what_was_said_before_what_stands_is_no_walk_back() -> None:
    verdict = judge(arrived(said(AFTER, day=date(2025, 1, 1))), ruled(), Record(claim(OLD)))
    assert not verdict.alerts and not verdict.recorded
    assert codes(verdict) == ["said_earlier"]


def test_what_stands_is_not_held_against_itself() -> None:
    verdict = judge(arrived(OLD), ruled(), Record(claim(OLD)))
    assert codes(verdict) == ["standing"] and not verdict.recorded


def test_somebody_else_gets_a_claim_of_their_own() -> None:
    verdict = judge(arrived(said(AFTER, "Tomas Reyl")), ruled(), Record(claim(OLD)))
    assert not verdict.alerts
    ((made, version),) = verdict.recorded
    assert (made.speaker, made.origin, version.tag) == ("Tomas Reyl", "heard", "new_claim")
    assert codes(verdict) == ["recorded"]


def test_the_very_words_ascribed_to_another_are_told_and_do_not_move_the_claim() -> None:
    words = replace(OLD, quoted=True)
    record = Record(claim(words))
    verdict = record.keep(judge(arrived(said(BEFORE, "Tomas Reyl", quoted=True)), ruled(), record))
    assert [change.tag for change in only(verdict).changes] == ["attribution_changed"]
    (kept,) = record.claims.values()
    assert kept.standing is words


def test_the_publication_and_unknown_voices_revise_nobodys_claim() -> None:
    for voice in (None, "unknown"):
        verdict = judge(arrived(said(AFTER, voice)), ruled(), Record(claim(OLD)))
        assert not verdict.alerts and not verdict.recorded
        assert codes(verdict) == ["other_speaker"]


def test_a_doubtful_link_is_kept_as_maybe() -> None:
    less = [
        AFTER,
        "AI will wipe out 20–30% of jobs.",
        "AI takes entry-level work from 30% of us.",
        "AI and jobs by 2030.",
    ]
    for text in less:
        for sure in (9.0, 7.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.5, 0.2):
            verdict = judge(arrived(said(text)), ruled(rule("ai")), Record(claim(OLD), sure=sure))
            if codes(verdict) == ["maybe"]:
                assert not verdict.alerts and not verdict.recorded
                assert verdict.reasons[0].text.startswith("Maybe about the claim “AI could wipe out")
                return
    raise AssertionError("no statement came into the middle band")


def test_two_sentences_on_one_claim_are_one_alert_with_the_strongest() -> None:
    verdict = judge(arrived(said(AFTER), said(DENIED)), ruled(), Record(claim(OLD)))
    assert only(verdict).headline == "polarity_flipped"
    assert codes(verdict) == ["other_sentence"]
    assert len(verdict.recorded) == 1


# --- new claims ---------------------------------------------------------------------------------------


def test_an_unknown_checkable_statement_opens_a_claim_silently() -> None:
    record = Record()
    verdict = record.keep(judge(arrived(said(BEFORE)), ruled(), record))
    assert codes(verdict) == ["recorded"]
    (opened,) = record.claims.values()
    assert (opened.theme_id, opened.speaker, opened.origin) == (THEME, "Mara Voss", "heard")
    again = record.keep(judge(arrived(said(AFTER, entry="e2"), entry=entry("e2")), ruled(), record))
    assert only(again).claim_id == opened.id


def test_new_claims_are_told_to_a_rule_that_asks_for_them() -> None:
    verdict = judge(arrived(said(BEFORE)), ruled(rule("jobs change:new")), Record())
    alert = only(verdict)
    assert (alert.headline, alert.before) == ("new_claim", None)
    assert verdict.recorded[0][1].alert_id == alert.id


def test_what_cannot_be_checked_or_comes_from_nobody_opens_no_claim() -> None:
    vague = judge(arrived(said("Jobs are a fine thing.", checkable=False)), ruled(), Record())
    assert (codes(vague), vague.recorded) == (["not_checkable"], ())
    nobody = judge(arrived(said(BEFORE, "unknown")), ruled(), Record())
    assert (codes(nobody), nobody.recorded) == (["unknown_speaker"], ())


def test_the_publication_opens_a_claim_only_for_a_rule_that_asks() -> None:
    line = title("Halden Robotics to cut 300 jobs by 2027")
    silent = judge(arrived(line), ruled(), Record())
    assert (codes(silent), silent.recorded) == (["narrator"], ())
    asked = judge(arrived(line), ruled(rule(changes=("new_claim",))), Record())
    assert only(asked).headline == "new_claim"


def test_one_entry_that_says_it_twice_opens_one_claim() -> None:
    verdict = judge(
        arrived(title(BEFORE), said(BEFORE), said(BEFORE.replace("five", "5"))),
        ruled(rule("jobs", changes=("new_claim",))),
        Record(),
    )
    assert only(verdict).speaker == "Mara Voss"
    assert sorted(codes(verdict)) == ["twice", "twice"]


def test_a_rule_limited_to_claims_opens_none() -> None:
    held = claim(OLD)
    record = Record(held)
    limited = ruled(rule("jobs OR hire", claims=(held.id,)))
    assert only(judge(arrived(said(AFTER)), limited, record)).claim_id == held.id
    verdict = judge(arrived(said("Northfield Energy will hire 4,000 people in 2031.")), limited, record)
    assert codes(verdict) == ["outside_claims"] and not verdict.recorded


# --- rules ---------------------------------------------------------------------------------------------


def test_no_rule_no_row() -> None:
    verdict = judge(arrived(said(AFTER)), ruled(rule("wages")), Record(claim(OLD)))
    assert verdict == Verdict()


def test_a_rule_of_another_theme_does_not_see_the_source() -> None:
    assert judge(arrived(said(AFTER)), ruled(rule(theme_id="other")), Record(claim(OLD))) == Verdict()


def test_two_rules_tell_a_change_once_and_the_why_lists_both() -> None:
    both = ruled(rule(), rule("speaker:Voss", "voss rule", theme_id=THEME))
    one = only(judge(arrived(said(AFTER)), ruled(), Record(claim(OLD))))
    two = judge(arrived(said(AFTER)), both, Record(claim(OLD)))
    assert only(two).id == one.id
    assert [line for line in only(two).why if line.startswith("Rule")] == [
        "Rule “jobs rule” matched: jobs (“jobs”).",
        "Rule “voss rule” matched: speaker:voss (“Voss”).",
    ]
    assert len(two.matches) == 2
    assert len(two.recorded) == 1


def test_a_rule_hears_the_changes_that_it_asks_for() -> None:
    deadline = rule(changes=("deadline_moved",))
    verdict = judge(arrived(said(AFTER)), ruled(deadline), Record(claim(OLD)))
    assert codes(verdict) == ["silent_change"]
    assert len(verdict.recorded) == 1  # on record all the same
    asked = judge(arrived(said(AFTER)), ruled(rule("jobs change:figure")), Record(claim(OLD)))
    assert only(asked).headline == "figure_changed"
    other = judge(arrived(said(AFTER)), ruled(rule("jobs change:polarity")), Record(claim(OLD)))
    assert codes(other) == ["silent_change"] and not other.matches


def test_a_baseline_is_recorded_and_not_told() -> None:
    record = Record(claim(OLD))
    verdict = record.keep(judge(arrived(said(AFTER), quiet=True), ruled(), record))
    assert not verdict.alerts
    assert codes(verdict) == ["baseline"]
    assert [kept.standing.text for kept in record.claims.values()] == [AFTER]


def test_paused_and_unreadable_rules_match_nothing() -> None:
    rules = ruled(rule(paused=True), rule("(jobs", "broken"))
    assert len(rules) == 0
    assert [(one.name, error.column) for one, error in rules.broken] == [("broken", 6)]


def test_the_same_poll_twice_gives_the_same_verdict() -> None:
    assert judge(arrived(said(AFTER)), ruled(), Record(claim(OLD))) == judge(
        arrived(said(AFTER)), ruled(), Record(claim(OLD))
    )


# --- edits ---------------------------------------------------------------------------------------------


def test_an_edited_sentence_is_told_as_before_and_after_of_one_entry() -> None:
    kept = said("Halden Robotics was founded in 1998.", None)
    old, new = said(BEFORE), said(AFTER)
    verdict = judge(arrived(kept, new, before=[kept, old]), ruled(), Record())
    alert = only(verdict)
    assert (alert.headline, alert.claim_id, alert.probability) == ("figure_changed", None, 1.0)
    assert alert.before and alert.after and (alert.before.text, alert.after.text) == (BEFORE, AFTER)
    assert "The text of one entry was changed after publication." in alert.why


def test_an_edit_of_a_claims_sentence_is_a_new_version_of_the_claim() -> None:
    old, new = said(BEFORE), said(AFTER)
    held = claim(old)
    record = Record(held)
    verdict = record.keep(judge(arrived(new, before=[old]), ruled(), record))
    assert only(verdict).claim_id == held.id
    assert record.claims[held.id].standing.text == AFTER
    assert record.versions[-1].alert_id == verdict.alerts[0].id


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
    assert codes(verdict) == ["cosmetic"]
    other = judge(arrived(said(BEFORE, "Ines Okafor"), before=[old]), ruled(), Record())
    assert only(other).headline == "attribution_changed"


# --- withdrawals -----------------------------------------------------------------------------------------


def test_a_withdrawn_entry_is_one_alert_and_marks_its_claims() -> None:
    first, second = said(BEFORE), said("Jobs at plant 4 are safe until 2031.")
    held = claim(second)
    record = Record(held)
    verdict = record.keep(judge(arrived(first, second, kind="withdrawn"), ruled(), record))
    alert = only(verdict)
    assert (alert.headline, alert.claim_id) == ("withdrawn", held.id)
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
