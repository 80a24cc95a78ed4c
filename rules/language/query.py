"""A query as a tree of clauses. Frozen values: two rules that ask the same in the same order are equal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.change import TAGS
from rules.model import DOCUMENT_KINDS, DocumentKind

WordField = Literal["text", "title", "speaker", "source", "theme"]
NumberField = Literal["figure", "deadline", "certainty"]
ChoiceField = Literal["change", "kind", "quoted"]
Field = WordField | NumberField | ChoiceField
WordMode = Literal["stem", "exact", "prefix"]

WORD_FIELDS: tuple[WordField, ...] = ("text", "title", "speaker", "source", "theme")
NUMBER_FIELDS: tuple[NumberField, ...] = ("figure", "deadline", "certainty")
CHOICE_FIELDS: tuple[ChoiceField, ...] = ("change", "kind", "quoted")
FIELDS: tuple[Field, ...] = (*WORD_FIELDS, *NUMBER_FIELDS, *CHOICE_FIELDS)
STEMMED: frozenset[WordField] = frozenset({"text", "title", "theme"})
"""Where a bare word means any form of the word. Names of people and sources are taken as they are written."""

FORUM: frozenset[DocumentKind] = frozenset({"hn_comment", "reddit_comment", "discourse_post", "forum_post"})
"""What `kind:forum` covers."""

CHANGE_NAMES = {tag.rpartition("_")[0]: tag for tag in TAGS if "_" in tag}
"""`change:figure` is `change:figure_changed`."""
CHOICES: dict[ChoiceField, dict[str, str]] = {
    "change": {**{tag: tag for tag in TAGS}, **CHANGE_NAMES},
    "kind": {**{kind: kind for kind in DOCUMENT_KINDS}, "forum": "forum"},
    "quoted": {"yes": "yes", "no": "no", "true": "yes", "false": "no"},
}


@dataclass(frozen=True, slots=True)
class Everything:
    """`*`"""


@dataclass(frozen=True, slots=True)
class Term:
    """Words side by side in a field, folded (`rules.language.words`).

    stem: any form of each word (`entry-level` is two words). exact: `"these forms"`. prefix: the last word may go on.
    """

    field: WordField
    words: tuple[str, ...]
    mode: WordMode = "stem"


@dataclass(frozen=True, slots=True)
class Pattern:
    """`/regex/` or `/regex/i` on google-re2; `pattern` is the text between the slashes."""

    field: WordField
    pattern: str
    ignore_case: bool = False


@dataclass(frozen=True, slots=True)
class Present:
    """`figure:*`: the field has a value at all. For `speaker`: somebody is named."""

    field: WordField | NumberField


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure inside bounds; None is an open end. `unit`: "%", "x", an ISO 4217 code, a unit of time in the singular,
    or "" for counts, multiples and money of any currency."""

    low: float | None
    high: float | None
    unit: str = ""
    above: bool = False
    """`low` itself is outside."""
    below: bool = False
    """`high` itself is outside."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A horizon between two days, both inside; None is an open end."""

    low: date | None
    high: date | None


@dataclass(frozen=True, slots=True)
class Certainty:
    """A step of the scale in `rules.model.Statement.certainty` between two, both inside; None is an open end."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a fixed set: a change tag, a kind of document (or "forum"), "yes" or "no"."""

    field: ChoiceField
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    part: Query


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Query, ...]


Clause = Everything | Term | Pattern | Present | Figure | Deadline | Certainty | Choice
Query = Clause | Not | And | Or


def clauses(query: Query) -> tuple[Clause, ...]:
    """Every clause, left to right."""
    match query:
        case Not():
            return clauses(query.part)
        case And() | Or():
            return tuple(c for part in query.parts for c in clauses(part))
        case _:
            return (query,)


def asked_changes(query: Query) -> frozenset[str]:
    """The change tags that the query asks for outside a NOT: a rule that names a silent change wants to hear it."""
    match query:
        case Choice(field="change", value=value):
            return frozenset({value})
        case And() | Or():
            return frozenset().union(*(asked_changes(part) for part in query.parts))
        case _:
            return frozenset()
