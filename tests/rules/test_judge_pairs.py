"""Which old sentence became which new one."""

from __future__ import annotations

from rules.ids import content_id
from rules.judging.pairs import edit_of
from rules.model import Attribution, Statement


def line(text: str, speaker: str | None = None) -> Statement:
    return Statement(
        id=content_id(text, speaker or ""),
        text=text,
        speaker=speaker,
        speaker_kind="named" if speaker else "narrator",
        spans=Attribution(content=((0, len(text)),)),
    )


def title(text: str) -> Statement:
    return Statement(id=content_id("title", text), text=text, speaker=None, speaker_kind="narrator")


HEAD = title("Halden Robotics opens a test hall")
STAY = [line("The hall stands in Halden."), line("It was built in two years.")]


def texts(old: list[Statement], new: list[Statement]) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    edit = edit_of(old, new)
    return (
        [(a.text, b.text) for a, b in edit.pairs],
        [s.text for s in edit.removed],
        [s.text for s in edit.added],
    )


def test_a_sentence_edited_in_its_place_is_a_pair() -> None:
    old, new = line("It employs 300 people."), line("It will employ about 90 people.")
    assert texts([HEAD, STAY[0], old, STAY[1]], [HEAD, STAY[0], new, STAY[1]]) == (
        [(old.text, new.text)],
        [],
        [],
    )


def test_a_sentence_that_moved_is_no_change() -> None:
    assert texts([HEAD, *STAY], [HEAD, *reversed(STAY)]) == ([], [], [])


def test_a_sentence_that_moved_and_changed_is_a_pair_if_it_is_much_alike() -> None:
    old, new = (
        line("The hall will employ 300 people by 2028."),
        line("The hall will employ 90 people by 2028."),
    )
    pairs, removed, added = texts([HEAD, old, *STAY], [HEAD, *STAY, new])
    assert (pairs, removed, added) == ([(old.text, new.text)], [], [])


def test_what_has_no_like_is_removed_and_added() -> None:
    old, new = line("Nobody will lose a job."), line("Ines Okafor doubts the figures of the firm.")
    assert texts([HEAD, *STAY, old], [HEAD, new, *STAY]) == ([], [old.text], [new.text])


def test_two_edited_sentences_side_by_side_find_their_own() -> None:
    old = [line("Wages rise by 3%."), line("Hours fall by 10%.")]
    new = [line("Hours fall by 5%."), line("Wages rise by 2%.")]
    assert set(texts([HEAD, *STAY, *old], [HEAD, *STAY, *new])[0]) == {
        ("Wages rise by 3%.", "Wages rise by 2%."),
        ("Hours fall by 10%.", "Hours fall by 5%."),
    }


def test_a_headline_that_was_rewritten_above_the_same_text_is_a_pair() -> None:
    other = title("Robot maker in doubt")
    assert texts([HEAD, *STAY], [other, *STAY])[0] == [(HEAD.text, other.text)]


def test_another_article_under_the_same_key_is_no_edit() -> None:
    edit = edit_of([HEAD, *STAY], [title("Coal plant to close by 2030"), line("Northfield Energy said so.")])
    assert edit.replaced and not edit.pairs
    assert len(edit.removed) == 3 and len(edit.added) == 2


def test_the_same_words_from_another_mouth_are_a_pair() -> None:
    a, b = line("Nobody will lose a job.", "Mara Voss"), line("Nobody will lose a job.", "Ines Okafor")
    edit = edit_of([HEAD, *STAY, a], [HEAD, *STAY, b])
    assert [(x.speaker, y.speaker) for x, y in edit.pairs] == [("Mara Voss", "Ines Okafor")]


def test_a_title_that_became_a_sentence_of_the_text_and_back_is_no_change() -> None:
    blurb = "The hall stands in Halden."
    swapped = title(blurb)
    edit = edit_of([HEAD, *STAY], [swapped, *STAY])
    assert [s.text for s in edit.removed] == [HEAD.text] and not edit.pairs and not edit.added
    back = edit_of([swapped, *STAY], [HEAD, *STAY])
    assert [s.text for s in back.added] == [HEAD.text] and not back.pairs and not back.removed


def test_a_text_of_which_the_title_alone_is_left_is_a_part() -> None:
    assert edit_of([HEAD, *STAY], [HEAD]).replaced
    assert not edit_of([HEAD, *STAY], [HEAD, STAY[0]]).replaced
