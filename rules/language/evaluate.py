"""Does a query hold for a subject, and which clauses made it so?

Three values (Kleene): yes, no, and "not decided yet" for `change:` clauses before a comparison. NOT keeps "not
decided", AND is no as soon as one part is no, OR is yes as soon as one part is yes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from rules.language import regex
from rules.language.normal import clause_text, normal
from rules.language.query import (
    FORUM,
    STEMMED,
    And,
    Certainty,
    Choice,
    Clause,
    Deadline,
    Everything,
    Figure,
    Not,
    NumberField,
    Or,
    Pattern,
    Present,
    Query,
    Term,
    WordField,
)
from rules.language.subject import Subject, names_somebody, texts, word_sets
from rules.language.words import Words
from rules.linking.words import stem
from rules.model import ClauseHit, Horizon, Quantity, Span

Truth = bool | None
"""None: not decided yet."""

Places = tuple[Span, ...]
_DAYS = {
    "second": 1 / 86_400, "minute": 1 / 1_440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365.25 / 12,
    "quarter": 365.25 / 4, "year": 365.25, "decade": 3_652.5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """`truth` and the clauses that held (for a NOT that held: the part that did not)."""

    truth: Truth
    hits: tuple[ClauseHit, ...] = ()


def matches(query: Query, subject: Subject) -> tuple[ClauseHit, ...] | None:
    """The clauses that held, or None where the query does not hold. Before a comparison (`subject.changes` None)
    a query that hangs on a `change:` clause alone still matches: it may hold yet."""
    if truth(query, subject) is False:
        return None
    return evaluate(query, subject).hits


def evaluate(query: Query, subject: Subject) -> Outcome:
    """Truth and hits. Spans are offsets into the text of the hit's field (text, figure, deadline: `statement.text`)."""
    match query:
        case And():
            return _both([evaluate(part, subject) for part in query.parts], all_of)
        case Or():
            return _both([evaluate(part, subject) for part in query.parts], any_of)
        case Not():
            found = truth(query.part, subject)
            hit = ClauseHit(clause=normal(query), field="not")
            return Outcome(not_(found), (hit,) if found is False else ())
        case _:
            found, places = _clause(query, subject)
            field = "text" if isinstance(query, Everything) else field_of(query)
            return Outcome(
                found, (ClauseHit(clause=clause_text(query), field=field, spans=places),) if found else ()
            )


def _both(parts: list[Outcome], join: Callable[[list[Truth]], Truth]) -> Outcome:
    value = join([part.truth for part in parts])
    hits = tuple(hit for part in parts if part.truth for hit in part.hits)
    return Outcome(value, () if value is False else hits)


def truth(query: Query, subject: Subject) -> Truth:
    """The value alone, stopping as early as it is certain."""
    match query:
        case And():
            value: Truth = True
            for part in query.parts:
                found = truth(part, subject)
                if found is False:
                    return False
                value = None if found is None else value
            return value
        case Or():
            value = False
            for part in query.parts:
                found = truth(part, subject)
                if found is True:
                    return True
                value = None if found is None else value
            return value
        case Not():
            return not_(truth(query.part, subject))
        case _:
            return _clause(query, subject)[0]


def not_(value: Truth) -> Truth:
    return None if value is None else not value


def all_of(values: list[Truth]) -> Truth:
    return False if False in values else None if None in values else True


def any_of(values: list[Truth]) -> Truth:
    return True if True in values else None if None in values else False


def field_of(clause: Clause) -> str:
    match clause:
        case Everything():
            return "text"
        case Term() | Pattern() | Present() | Choice():
            return clause.field
        case Figure():
            return "figure"
        case Deadline():
            return "deadline"
        case Certainty():
            return "certainty"
        case _:
            assert_never(clause)


def _clause(clause: Clause, subject: Subject) -> tuple[Truth, Places]:
    match clause:
        case Everything():
            return True, ()
        case Term():
            return _found(_term(clause, subject))
        case Pattern():
            found = (regex.spans(clause.pattern, clause.ignore_case, t) for t in texts(subject, clause.field))
            return _found(next((spans for spans in found if spans), None))
        case Present():
            return _present(clause.field, subject), ()
        case Figure():
            held = [q for q in subject.statement.quantities if figure_holds(clause, q)]
            return _found(_where(held, subject) if held else None)
        case Deadline():
            late = [h for h in subject.statement.horizons if deadline_holds(clause, h)]
            return _found(_where(late, subject) if late else None)
        case Certainty():
            level = subject.statement.certainty
            return level is not None and _inside(level, clause.low, clause.high), ()
        case Choice():
            return _choice(clause, subject), ()
        case _:
            assert_never(clause)


def _found(places: Places | None) -> tuple[bool, Places]:
    return places is not None, places or ()


def _where(held: list[Quantity] | list[Horizon], subject: Subject) -> Places:
    """Where the exact words stand in the statement; a joined quote may hold them no longer as they were."""
    text = subject.statement.text
    starts = [(text.find(one.text), len(one.text)) for one in held]
    return tuple((start, start + length) for start, length in starts if start >= 0)


def _term(term: Term, subject: Subject) -> Places | None:
    for words in word_sets(subject, term.field):
        if places := _in_words(term, words):
            return places
    return None


def _in_words(term: Term, words: Words) -> Places:
    stemmed = term.mode != "exact" and term.field in STEMMED
    last = len(term.words) - 1
    found = []
    for at in _starts(term, words, stemmed):
        end = at + last
        if end < len(words) and all(
            _same(term, offset, words.words[at + offset], stemmed) for offset in range(1, last + 1)
        ):
            found.append((words.spans[at][0], words.spans[end][1]))
    return tuple(found)


def _starts(term: Term, words: Words, stemmed: bool) -> list[int]:
    first = term.words[0]
    if term.mode == "prefix" and len(term.words) == 1:
        return [at for at, word in enumerate(words.words) if word.startswith(first)]
    return words.stemmed.get(stem(first), []) if stemmed else words.exact.get(first, [])


def _same(term: Term, offset: int, word: str, stemmed: bool) -> bool:
    wanted = term.words[offset]
    if term.mode == "prefix" and offset == len(term.words) - 1:
        return word.startswith(wanted)
    return stem(word) == stem(wanted) if stemmed else word == wanted


def _present(field: WordField | NumberField, subject: Subject) -> bool:
    said = subject.statement
    match field:
        case "figure":
            return bool(said.quantities)
        case "deadline":
            return bool(said.horizons)
        case "certainty":
            return said.certainty is not None
        case "speaker":
            return names_somebody(said)
        case _:
            return any(len(words) for words in word_sets(subject, field))


def _choice(choice: Choice, subject: Subject) -> Truth:
    match choice.field:
        case "change":
            return None if subject.changes is None else choice.value in subject.changes
        case "kind":
            return subject.kind in FORUM if choice.value == "forum" else subject.kind == choice.value
        case "quoted":
            return subject.statement.quoted == (choice.value == "yes")
        case _:
            assert_never(choice.field)


def figure_holds(bounds: Figure, quantity: Quantity) -> bool:
    """Whether some part of what is said lies inside the bounds. An open end counts as the figure that is said:
    "at least 20 %" is 20 %, save that it is above 20 % too."""
    scale = _scale(bounds.unit, quantity)
    ends = [end * scale for end in (quantity.low, quantity.high) if end is not None]
    if scale == 0 or not ends:
        return False
    low, high = min(ends), max(ends)
    factor = _DAYS.get(bounds.unit, 1.0)
    if bounds.low is not None:
        least = bounds.low * factor
        if high < least or (high == least and bounds.above and quantity.high is not None):
            return False
    if bounds.high is not None:
        most = bounds.high * factor
        if low > most or (low == most and bounds.below and quantity.low is not None):
            return False
    return True


def _scale(unit: str, quantity: Quantity) -> float:
    """What to multiply the quantity by to compare it; 0 where the units cannot be compared."""
    match quantity.kind:
        case "percent":
            return float(unit == "%")
        case "multiple":
            return float(unit in ("x", ""))
        case "money":
            return float(unit == "" or (unit == quantity.unit and unit.isupper()))
        case "duration":
            return _DAYS.get(quantity.unit, 0.0) if unit in _DAYS else 0.0
        case "count":
            return float(unit == "")
        case _:
            assert_never(quantity.kind)


def deadline_holds(bounds: Deadline, horizon: Horizon) -> bool:
    """Whether the horizon's own day (of "by": the last, of "not before": the first), or for "in" some part of its
    stretch of time, lies inside the bounds."""
    ends = {
        "by": (horizon.latest, horizon.earliest),
        "not_before": (horizon.earliest, horizon.latest),
        "in": (horizon.earliest, horizon.latest),
    }[horizon.bound]
    days = [end for end in ends if end is not None]
    if not days:
        return False
    first, last = (days[0], days[-1]) if horizon.bound == "in" else (days[0], days[0])
    return _overlap(first, last, bounds.low, bounds.high)


def _overlap(first: date, last: date, low: date | None, high: date | None) -> bool:
    return (low is None or last >= low) and (high is None or first <= high)


def _inside(value: int, low: int | None, high: int | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)
