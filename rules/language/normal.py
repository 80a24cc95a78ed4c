"""A query → its canonical text. `parse(normal(query)) == query` for every query that `parse` gives."""

from __future__ import annotations

from typing import assert_never

from rules.language.query import (
    STEMMED,
    And,
    Certainty,
    Choice,
    Clause,
    Deadline,
    Everything,
    Figure,
    Not,
    Or,
    Pattern,
    Present,
    Query,
    Term,
    WordField,
    clauses,
)
from rules.language.values import certainty_text, deadline_text, figure_text
from rules.language.words import joined, unspaced

_OPERATORS = frozenset({"and", "or", "not"})


def normal(query: Query) -> str:
    """One line: AND is a space, NOT is `-`, `text:` is left out, words are folded."""
    return _written(query)


def clause_text(clause: Clause) -> str:
    """One clause as it is written in a rule."""
    match clause:
        case Everything():
            return "*"
        case Term() | Pattern():
            return _prefix(clause.field, clause) + _word_text(clause)
        case Present():
            return f"{clause.field}:*"
        case Figure():
            return figure_text(clause)
        case Deadline():
            return deadline_text(clause)
        case Certainty():
            return certainty_text(clause)
        case Choice():
            return f"{clause.field}:{clause.value}"
        case _:
            assert_never(clause)


def _written(query: Query) -> str:
    field = _shared_field(query)
    if field is not None:
        return f"{field}:({_grouped(query)})"
    match query:
        case Or():
            return " OR ".join(_written(part) for part in query.parts)
        case And():
            return " ".join(
                _bracketed(part) if isinstance(part, Or) else _written(part) for part in query.parts
            )
        case Not():
            return "-" + (
                _bracketed(query.part) if isinstance(query.part, And | Or) else _written(query.part)
            )
        case _:
            return clause_text(query)


def _bracketed(query: Query) -> str:
    text = _written(query)
    return text if _shared_field(query) is not None else f"({text})"


def _grouped(query: Query) -> str:
    """Inside `speaker:( … )`: the same without the field."""
    match query:
        case Or():
            return " OR ".join(_grouped(part) for part in query.parts)
        case And():
            return " ".join(f"({_grouped(p)})" if isinstance(p, Or) else _grouped(p) for p in query.parts)
        case Not():
            inner = _grouped(query.part)
            return f"-({inner})" if isinstance(query.part, And | Or) else f"-{inner}"
        case Term() | Pattern():
            return _word_text(query)
        case _:
            return "*"


def _shared_field(query: Query) -> WordField | None:
    """The one word field of every clause of an And or Or, if it is another than `text` and a group can say it."""
    if not isinstance(query, And | Or):
        return None
    first, *rest = (_groupable(clause) for clause in clauses(query))
    return first if first not in (None, "text") and all(other == first for other in rest) else None


def _groupable(clause: Clause) -> WordField | None:
    match clause:
        case Pattern(field=field):
            return field
        case Term(field=field) if not _is_operator(clause):
            return field
        case Present(field="text" | "title" | "speaker" | "source" | "theme" as field):
            return field
        case _:
            return None


def _is_operator(term: Term) -> bool:
    """A bare `and` would read as AND: it is written with its field in front."""
    return term.words[0] in _OPERATORS and len(term.words) == 1 and _bare(term) and term.mode != "prefix"


def _prefix(field: WordField, clause: Term | Pattern) -> str:
    if field != "text":
        return f"{field}:"
    return "text:" if isinstance(clause, Term) and _is_operator(clause) else ""


def _bare(term: Term) -> bool:
    """Whether it is written without quotes. In fields that take words as written, one word needs none."""
    return term.mode != "exact" or (term.field not in STEMMED and len(term.words) == 1)


def _word_text(clause: Term | Pattern) -> str:
    if isinstance(clause, Pattern):
        return f"/{clause.pattern}/{'i' if clause.ignore_case else ''}"
    if not _bare(clause):
        return f'"{joined(clause.words, " ")}"'
    out = clause.words[0]
    for before, word in zip(clause.words, clause.words[1:], strict=False):
        glued = word == "%" or before in "$€£¥" or (unspaced(before) and unspaced(word))
        out += word if glued else f"-{word}"
    return out + ("*" if clause.mode == "prefix" else "")
