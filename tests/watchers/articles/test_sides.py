"""What of two texts of a page is judged as an edit."""

from __future__ import annotations

from rules.model import Document, Statement
from rules.reading import read
from watchers.articles.sides import Other, first_sides, sides, untold

LEAD = "Mara Voss, chief executive of Halden Robotics, said half of entry-level warehouse jobs will disappear by 2030."
FEWER = LEAD.replace("half", "a fifth")
SECOND = "The company plans a second plant in the north of the country, which will open in 2027."
THIRD = "Tomas Reyl, minister for labour, said the government will not change its plan for schools."
LAST = "Ines Okafor, analyst at Brightwater Institute, said the forecast is too high for the sector."
PAGE = (LEAD, SECOND, THIRD, LAST)
Statements = tuple[Statement, ...]


def said(*texts: str) -> Statements:
    return read(Document(id="e", kind="article", content="\n\n".join(texts))).statements


def words(statements: Statements) -> list[str]:
    return [each.text for each in statements]


def test_a_changed_sentence_is_before_and_after_among_what_stayed() -> None:
    found = sides(said(*PAGE), said(FEWER, *PAGE[1:]))
    assert set(words(said(LEAD))) <= set(words(found.before))
    assert set(words(said(FEWER))) <= set(words(found.now))
    assert found.missing == ()


def test_the_same_text_is_nothing() -> None:
    assert sides(said(*PAGE), said(*PAGE)).nothing


def test_a_relative_time_is_nobodys_edit() -> None:
    was, now = f"{SECOND} This was decided 3 hours ago.", f"{SECOND} This was decided 5 hours ago."
    assert sides(said(LEAD, was, THIRD), said(LEAD, now, THIRD)).nothing


def test_what_is_gone_waits_for_the_next_visit() -> None:
    found = sides(said(*PAGE), said(LEAD, THIRD, LAST))
    assert words(found.missing) == words(said(SECOND))
    assert found.nothing


def test_what_is_gone_at_the_next_visit_too_is_judged() -> None:
    left = said(LEAD, THIRD, LAST)
    found = sides(left, left, missing=said(SECOND))
    assert set(words(said(SECOND))) <= set(words(found.before))
    assert found.missing == ()


def test_what_came_back_meanwhile_is_nothing() -> None:
    found = sides(
        said(LEAD, THIRD, LAST), said(*PAGE), missing=said(SECOND), known={s.id for s in said(*PAGE)}
    )
    assert found.nothing
    assert found.missing == ()


def test_what_cannot_be_said_to_be_taken_out_is_let_go() -> None:
    found = sides(said(*PAGE), said(*PAGE[:3]), taken_out=lambda statement: False)
    assert found.nothing
    assert found.missing == ()


def test_what_the_feeds_own_edit_told_is_not_told_again() -> None:
    feed = Other.of(FEWER, [LEAD, FEWER])
    assert sides(said(*PAGE), said(FEWER, *PAGE[1:]), other=feed).nothing
    assert untold(said(*PAGE), said(FEWER, *PAGE[1:]), feed)[0] == said(*PAGE)[1:]


def test_an_edit_that_the_feed_has_not_made_is_told() -> None:
    feed = Other.of(LEAD, [LEAD])
    assert not sides(said(*PAGE), said(FEWER, *PAGE[1:]), other=feed).nothing


def test_a_first_sight_tells_only_another_figure_date_or_not_in_the_same_sentence() -> None:
    found = first_sides(
        said(*PAGE), said(FEWER, SECOND, LAST, "A caption that the feed has not got, by nobody.")
    )
    assert words(found.before) == words(said(LEAD))
    assert words(found.now) == words(said(FEWER))


def test_a_first_sight_of_another_text_tells_nothing() -> None:
    assert first_sides(said(LEAD), said(FEWER, SECOND)).nothing
    assert first_sides(said(*PAGE), said(SECOND)).nothing
