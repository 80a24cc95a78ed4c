"""A query read back in plain English, so that its author sees what was understood."""

from __future__ import annotations

from datetime import date
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
            return " and ".join(f"({_said(p)})" if isinstance(p, Or) else _said(p) for p in query.parts)
        case Or():
            return " or ".join(f"({_said(p)})" if isinstance(p, And) else _said(p) for p in query.parts)
        case Not():
            inner = _said(query.part)
            return f"not ({inner})" if isinstance(query.part, And | Or) else f"it is not so that {inner}"
        case _:
            return _clause(query)


def _clause(clause: Clause) -> str:
    match clause:
        case Everything():
            return "anything is said"
        case Term():
            return _term(clause)
        case Pattern():
            case_ = ", whatever the case" if clause.ignore_case else ""
            return f"{_HOLDER[clause.field]} matches the regex /{clause.pattern}/{case_}"
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


def _term(term: Term) -> str:
    words = f"“{' '.join(term.words)}”"
    verb = "says" if term.field == "text" else "has"
    if term.mode == "prefix":
        what = "a word" if len(term.words) == 1 else "words"
        return f"{_HOLDER[term.field]} {verb} {what} beginning with {words}"
    several = len(term.words) > 1
    if term.mode == "stem":
        return f"{_HOLDER[term.field]} {verb} {words} ({'in any form, side by side' if several else 'in any form'})"
    exact = " exactly" if term.field in STEMMED else ""
    return f"{_HOLDER[term.field]} {verb}{exact} {words}"


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
