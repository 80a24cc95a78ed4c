"""What a query is asked about: a statement and what is known around it."""

from __future__ import annotations

from dataclasses import dataclass

from rules.change import Tag
from rules.language.words import Words, split
from rules.model import DocumentKind, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A statement, its entry's title and kind, its source, the themes it comes under.

    `themes`: names, not ids. `changes`: the tags that a comparison gave; None as long as there was none: then
    `change:` clauses are not decided.
    """

    statement: Statement
    title: str = ""
    source: str = ""
    source_url: str = ""
    themes: tuple[str, ...] = ()
    kind: DocumentKind | None = None
    changes: tuple[Tag, ...] | None = None


def names_somebody(statement: Statement) -> bool:
    """Whether a speaker is named: what `speaker:*` asks."""
    return statement.speaker is not None and statement.speaker_kind not in ("unknown", "narrator")


def word_sets(subject: Subject, field: str) -> tuple[Words, ...]:
    """The words that a word field looks through; a phrase never runs from one set into the next."""
    return tuple(split(text) for text in texts(subject, field))


def texts(subject: Subject, field: str) -> tuple[str, ...]:
    match field:
        case "text":
            return (subject.statement.text,)
        case "title":
            return (subject.title,)
        case "speaker":
            return (subject.statement.speaker or "narrator",)
        case "source":
            return (subject.source, subject.source_url)
        case _:
            return subject.themes
