from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.destinations.plain import plain_text
from bot.render import marks, render_alert
from rules.change import Alert, DeadlineMoved, FigureChanged, Said, Withdrawn

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def said(text: str, day: int) -> Said:
    return Said(
        text=text, speaker="Mara Voss", said_on=date(2026, 3, day), url=f"https://dispatch.example/{day}"
    )


def alert(**changed: object) -> Alert:
    fields: dict[str, object] = {
        "id": "a" * 20,
        "guild_id": 0,
        "at": NOON,
        "theme_id": "t",
        "rule_id": "r",
        "rule_name": "jobs",
        "claim_id": "c",
        "entry_id": "e",
        "speaker": "Mara Voss",
        "changes": (FigureChanged(before="half", after="a fifth", direction="down", points=-30.0),),
        "before": said("Half of the jobs will go by 2030.", 1),
        "after": said("A fifth of the jobs will go by 2030.", 3),
        "probability": 0.99,
        "why": ("the rule 'jobs' matched",),
    }
    return Alert(**{**fields, **changed})  # type: ignore[arg-type]


def marked(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_the_words_that_changed_are_marked_on_both_sides() -> None:
    message = render_alert(alert(), theme="work")
    assert message.before is not None
    assert message.after is not None
    assert marked(message.before.text, message.before.marks) == ["Half"]
    assert marked(message.after.text, message.after.marks) == ["A fifth"]


def test_a_mark_leaves_the_punctuation_out() -> None:
    spans = marks("It will open by 2027.", "It will open by 2029, they said.", ())
    assert marked("It will open by 2027.", spans[0]) == ["2027"]
    assert marked("It will open by 2029, they said.", spans[1]) == ["2029, they said"]


def test_the_headline_is_the_change_that_matters_most_and_all_are_listed() -> None:
    changes = (
        DeadlineMoved(before="by 2030", after="by 2035", direction="later", days=1826),
        FigureChanged(before="half", after="a fifth", direction="down", points=-30.0),
    )
    message = render_alert(alert(changes=changes), theme="work")
    assert message.headline == "Figure changed: down 30 points"
    assert [line.tag for line in message.lines] == ["figure_changed", "deadline_moved"]


def test_a_withdrawal_has_no_after() -> None:
    message = render_alert(alert(changes=(Withdrawn(before="Half."),), after=None), theme="work")
    assert message.after is None
    assert message.headline == "Withdrawn: no longer on the page"


def test_a_withdrawal_says_when_the_words_were_last_seen() -> None:
    gone = Withdrawn(before="Half.", last_seen=datetime(2026, 3, 2, 8, tzinfo=UTC))
    message = render_alert(alert(changes=(gone,), after=None), theme="work")
    assert message.headline == "Withdrawn: no longer on the page, last seen 2 March 2026"


def test_an_edited_text_says_when_the_edit_was_seen_and_another_text_does_not() -> None:
    old, new = said("Half of the jobs will go by 2030.", 1), said("A fifth of the jobs will go by 2030.", 1)
    edited = plain_text(render_alert(alert(before=old, after=new, edited=True), theme="work"))
    assert (
        "+ A fifth of the jobs will go by 2030.\n  Mara Voss · 1 March 2026, edited: seen 3 March 2026 · "
        in edited
    )
    assert "edited" not in plain_text(render_alert(alert(), theme="work"))


def test_an_archive_is_linked_only_where_it_was_asked_for_and_a_page_was_changed() -> None:
    page = replace(said("Half of the jobs will go by 2030.", 1), url="https://halden-dispatch.example/a?b=1")
    edited = alert(before=page, after=replace(page, text="A fifth."))
    assert render_alert(edited, theme="").archive == ""
    linked = render_alert(edited, theme="", archive=True)
    day = f"{page.said_on:%Y%m%d}235959"
    assert linked.archive == f"https://web.archive.org/web/{day}/https://halden-dispatch.example/a?b=1"
    assert linked.archive in plain_text(linked)
    elsewhere = alert(before=page, after=replace(page, url="https://halden-courier.example/"))
    assert render_alert(elsewhere, theme="", archive=True).archive == ""
    assert render_alert(alert(before=replace(page, url=""), after=None), theme="", archive=True).archive == ""


def test_the_archives_copy_is_that_of_when_the_words_were_last_seen() -> None:
    seen = datetime(2026, 3, 2, 8, tzinfo=UTC)
    page = replace(said("Half.", 1), url="https://halden-dispatch.example/a")
    gone = alert(before=page, after=None, changes=(Withdrawn(before="Half.", last_seen=seen),))
    assert "/web/20260302080000/" in render_alert(gone, theme="", archive=True).archive


def test_how_sure_the_link_is_is_said_only_when_it_is_not_certain() -> None:
    assert render_alert(alert(), theme="").certainty == ""
    assert "91 %" in render_alert(alert(probability=0.91), theme="").certainty


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_marks_lie_inside_their_text_in_order_and_apart(before: str, after: str) -> None:
    for text, spans in zip((before, after), marks(before, after, ()), strict=True):
        edges = [edge for span in spans for edge in span]
        assert edges == sorted(edges)
        assert all(0 <= start < end <= len(text) for start, end in spans)
