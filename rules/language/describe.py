"""A query read back in plain English, so that its author sees what was understood."""

from __future__ import annotations

from datetime import date
from itertools import groupby
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
)
from rules.language.values import STEP_NAMES, TIMES, amount_text
from rules.language.words import joined

_HOLDER = {
    "text": "the statement",
    "title": "the title",
    "speaker": "the speaker's name",
    "source": "the source's name or address",
    "theme": "the theme",
}
_PRESENT = {
    "text": "the statement has words",
    "title": "there is a title",
    "speaker": "a speaker is named",
    "source": "the source has a name",
    "theme": "it comes under a theme",
    "figure": "it holds a figure",
    "deadline": "it says by when",
    "certainty": "it says how sure",
}
_CHANGES = {
    "figure_changed": "a figure changed",
    "deadline_moved": "a deadline moved",
    "certainty_changed": "it became more or less certain",
    "polarity_flipped": "it was turned round",
    "scope_changed": "it covers more or less than before",
    "attribution_changed": "it is now someone else's",
    "wording_edited": "the published wording was edited",
    "withdrawn": "it was withdrawn",
    "repeated": "it was said again",
    "new_claim": "it is a new claim",
}


def describe(query: Query) -> str:
    """One sentence: "Every statement where the statement says “job” (any form) and …"."""
    if isinstance(query, Everything):
        return "Every statement."
    return f"Statements where {_said(query)}."


def _said(query: Query) -> str:
    match query:
        case And():
            return " and ".join(_grouped(query.parts, "and"))
        case Or():
            return " or ".join(_grouped(query.parts, "or"))
        case Not():
            return _denied(query.part)
        case _:
            return _clause(query)


def _grouped(parts: tuple[Query, ...], joint: str) -> list[str]:
    """Each part in words; words of one field beside each other share their verb: “a” or “b”."""
    out: list[str] = []
    for _, run in groupby(parts, key=_like):
        every = list(run)
        terms = [part for part in every if isinstance(part, Term)]
        if len(terms) > 1 and len({len(t.words) > 1 for t in terms}) == 1:
            out.append(_terms(terms, joint))
        else:
            out += [f"({_said(p)})" if isinstance(p, And | Or) else _said(p) for p in every]
    return out


def _like(part: Query) -> object:
    return (part.field, part.mode, len(part.words) > 1) if isinstance(part, Term) else None


def _denied(part: Query) -> str:
    match part:
        case And() | Or():
            return f"not ({_said(part)})"
        case Term():
            return _terms([part], "or", no=True)
        case Pattern():
            return _pattern(part, "does not match")
        case Figure():
            return f"it does not hold {_figure(part)}"
        case Not():
            return _said(part.part)
        case _:
            return f"it is not so that {_clause(part)}"


def _clause(clause: Clause) -> str:
    match clause:
        case Everything():
            return "anything is said"
        case Term():
            return _terms([clause], "and")
        case Pattern():
            return _pattern(clause, "matches")
        case Present():
            return _PRESENT[clause.field]
        case Figure():
            return f"it holds {_figure(clause)}"
        case Deadline():
            return f"it is to happen {_between(clause.low, clause.high)}"
        case Certainty():
            return f"it is said as {_certainty(clause)}"
        case Choice():
            return _choice(clause)
        case _:
            assert_never(clause)


def _pattern(pattern: Pattern, verb: str) -> str:
    case_ = ", whatever the case" if pattern.ignore_case else ""
    return f"{_HOLDER[pattern.field]} {verb} the regex /{pattern.pattern}/{case_}"


def _terms(terms: list[Term], joint: str, *, no: bool = False) -> str:
    """Of one field and mode: the statement says “job” or “wage” (in any form)."""
    first = terms[0]
    *most, last = [f"“{_words(term)}”" for term in terms]
    listed = f"{', '.join(most)} {joint} {last}" if most else last
    several = len(first.words) > 1
    verb = {
        ("text", False): "says", ("text", True): "does not say", ("", False): "has", ("", True): "does not have",
    }["text" if first.field == "text" else "", no]  # fmt: skip
    match first.mode:
        case "prefix":
            return f"{_HOLDER[first.field]} {verb} {'words' if several else 'a word'} beginning with {listed}"
        case "stem":
            form = "in any form, side by side" if several else "in any form"
            return f"{_HOLDER[first.field]} {verb} {listed} ({form})"
        case "exact":
            return f"{_HOLDER[first.field]} {verb}{' exactly' if first.field in STEMMED else ''} {listed}"
        case _:
            assert_never(first.mode)


def _words(term: Term) -> str:
    return joined(term.words, " ").replace(" %", "%")


def _figure(f: Figure) -> str:
    kind = {"%": "a percentage", "": "a count, multiple or sum of money"}.get(f.unit, "a figure")
    low = None if f.low is None else _amount(f.low, f.unit)
    high = None if f.high is None else _amount(f.high, f.unit)
    if low is not None and high is not None:
        return f"{kind} of {low}" if low == high else f"{kind} between {low} and {high}"
    if low is not None:
        return f"{kind} {'above' if f.above else 'of at least'} {low}"
    return f"{kind} {'below' if f.below else 'of at most'} {high}"


def _amount(value: float, unit: str) -> str:
    if unit in TIMES:
        return f"{amount_text(value, '')} {unit}{'' if value == 1 else 's'}"
    return amount_text(value, unit)


def _between(low: date | None, high: date | None) -> str:
    if low is not None and high is not None:
        return f"on {low}" if low == high else f"between {low} and {high}"
    return f"on {low} or later" if low is not None else f"on {high} or earlier"


def _certainty(c: Certainty) -> str:
    low = "" if c.low is None else STEP_NAMES.get(c.low, str(c.low))
    high = "" if c.high is None else STEP_NAMES.get(c.high, str(c.high))
    if low and high:
        return f"“{low}”" if low == high else f"something from “{low}” to “{high}”"
    return f"“{low}” or surer" if low else f"“{high}” or less sure"


def _choice(choice: Choice) -> str:
    match choice.field:
        case "change":
            return f"{_CHANGES[choice.value]} (known once it was compared)"
        case "kind":
            return "it is from a forum" if choice.value == "forum" else f"it is from {_article(choice.value)}"
        case "quoted":
            return "it is quoted" if choice.value == "yes" else "it is not quoted"
        case _:
            assert_never(choice.field)


def _article(kind: str) -> str:
    words = {"hn_comment": "Hacker News comment", "reddit_comment": "Reddit comment"}.get(
        kind, kind.replace("_", " ")
    )
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
