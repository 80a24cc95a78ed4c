from __future__ import annotations

from datetime import date

from rules.compare import bare_statement, compare

SPEAKER = "Mara Voss"


def said(text: str, on: str = "2025-05-28", speaker: str | None = SPEAKER):  # type: ignore[no-untyped-def]
    return bare_statement(text, speaker, date.fromisoformat(on))


def headline(old: str, new: str, old_on: str = "2025-05-28", new_on: str = "2026-01-10") -> str:
    return compare(said(old, old_on), said(new, new_on)).headline


def test_another_figure_of_the_same_thing_is_a_changed_figure() -> None:
    old = "Unemployment could reach 10-15% in five years."
    assert headline(old, old.replace("10-15%", "20-30%")) == "figure_changed"


def test_the_same_number_of_another_thing_is_unrelated() -> None:
    assert headline("Unemployment will reach 15%.", "Robots weigh 15% less than last spring.") == "unrelated"


def test_the_same_words_again_are_repeated() -> None:
    assert headline("Unemployment will reach 15%.", "Unemployment will reach 15%.") == "repeated"
