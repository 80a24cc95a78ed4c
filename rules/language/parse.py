"""A rule's text → a query, or an error that points at the column. Recursive descent over `rules.language.lexer`.

query   := all (OR all)*
all     := one (AND? one)*
one     := (NOT | "-") one | "(" query ")" | clause
clause  := "*" | words | field ":" words | field ":" "(" query ")" | field ":" value | field operator value
words   := word | word* | "phrase" | /regex/ | /regex/i
operator := < <= = >= >
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from rules.language import regex, values
from rules.language.errors import QueryError
from rules.language.lexer import ANYTHING, Token, TokenKind, fail, tokens
from rules.language.limits import MAX_DEPTH, MIN_PREFIX, too_large
from rules.language.query import (
    CHOICE_FIELDS,
    CHOICES,
    NUMBER_FIELDS,
    STEMMED,
    WORD_FIELDS,
    And,
    Choice,
    ChoiceField,
    Clause,
    Everything,
    Field,
    Not,
    NumberField,
    Or,
    Pattern,
    Present,
    Query,
    Term,
    WordField,
    WordMode,
)
from rules.language.words import folded, unspaced


class _Refused(Exception):
    """Carries the error out of the descent; never leaves this module."""

    def __init__(self, error: QueryError) -> None:
        self.error = error


def parse(text: str) -> Query | QueryError:
    """The query that `text` asks for. Never raises for any text."""
    found = tokens(text)
    if isinstance(found, QueryError):
        return found
    try:
        query = _Parser(text, found).query()
    except _Refused as refused:
        return refused.error
    return too_large(text, query) or query


@dataclass(slots=True)
class _Parser:
    text: str
    tokens: list[Token]
    at: int = 0
    depth: int = 0
    field: WordField | None = None
    """Inside `speaker:( … )`."""

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def sees(self, *kinds: TokenKind) -> bool:
        return self.tokens[self.at].kind in kinds

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def refuse(self, token: Token, expected: str, found: str = "") -> _Refused:
        return _Refused(fail(self.text, token.column - 1, found or _shown(token), expected))

    def query(self) -> Query:
        found = self.any()
        if not self.sees("end"):
            raise self.refuse(self.now, "the end of the rule, AND or OR")
        return found

    def any(self) -> Query:
        parts = [self.all()]
        while self.sees("or"):
            self.take()
            parts.append(self.all())
        return _flat(Or, parts)

    def all(self) -> Query:
        parts = [self.one()]
        while True:
            if self.sees("and"):
                self.take()
                parts.append(self.one())
            elif self.sees(")", "or", "end"):
                return _flat(And, parts)
            else:
                parts.append(self.one())

    def one(self) -> Query:
        if self.sees("not"):
            self.down(self.take())
            part = self.one()
            self.depth -= 1
            return part.part if isinstance(part, Not) else Not(part)
        if self.sees("("):
            return self.bracket()
        return self.clause()

    def down(self, token: Token) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refuse(token, f"at most {MAX_DEPTH} levels of brackets and NOT", "one more level")

    def bracket(self) -> Query:
        opening = self.take()
        self.down(opening)
        found = self.inside(opening)
        self.depth -= 1
        return found

    def inside(self, opening: Token) -> Query:
        if self.sees(")"):
            raise self.refuse(self.now, ANYTHING, "nothing between the brackets")
        found = self.any()
        if not self.sees(")"):
            raise self.refuse(self.now, f"a ) for the ( in column {opening.column}")
        self.take()
        return found

    def clause(self) -> Query:
        token = self.take()
        match token.kind:
            case "*":
                return Present(self.field) if self.field else Everything()
            case "word" | "prefix" | "phrase" | "regex":
                return self.worded(self.field or "text", token)
            case "field":
                return self.fielded(token)
            case "compare":
                return self.compared(token)
            case _:
                raise self.refuse(token, ANYTHING)

    def worded(self, field: WordField, token: Token) -> Clause:
        if token.kind == "regex":
            return self.regex(field, token)
        words = folded(token.text)
        if not words:
            found = (
                "an empty phrase" if not token.text.strip() else f"{_quoted(token.text)}, which holds no word"
            )
            raise self.refuse(token, "a word of letters or digits", found)
        prefix = token.kind == "prefix" and not unspaced(words[-1])  # a run without spaces goes on anyway
        if prefix and len(words[-1]) < MIN_PREFIX:
            raise self.refuse(token, f"at least {MIN_PREFIX} letters before a *", _quoted(token.text + "*"))
        mode: WordMode = "exact" if token.kind == "phrase" else "prefix" if prefix else "stem"
        if mode == "stem" and field not in STEMMED:
            mode = "exact"
        return Term(field, words, mode)

    def regex(self, field: WordField, token: Token) -> Clause:
        if not token.text:
            raise self.refuse(token, "a pattern between the slashes", "an empty regex")
        if len(token.text) > regex.MAX_LENGTH:
            raise self.refuse(
                token, f"at most {regex.MAX_LENGTH}", f"a regex of {len(token.text)} characters"
            )
        if wrong := regex.refused(token.text, token.value == "i"):
            at = token.column - 1 + regex.place(token.text, wrong)
            found = f"a regex that cannot be read: {wrong}{regex.hint(wrong)}"
            raise _Refused(fail(self.text, at, found, "a regex in RE2 syntax"))
        return Pattern(field, token.text, token.value == "i")

    def fielded(self, token: Token) -> Query:
        field: Field = token.text  # type: ignore[assignment]
        if self.field:
            raise self.refuse(token, f"only words inside {self.field}:( … )")
        if self.sees("*") and field not in CHOICE_FIELDS:
            self.take()
            return Present(field)  # type: ignore[arg-type]
        if field in NUMBER_FIELDS:
            return self.number(field, "", self.take())
        if field in CHOICE_FIELDS:
            return self.choice(field)
        if field not in WORD_FIELDS:
            raise AssertionError(field)  # the lexer knows no other
        if self.sees("("):
            return self.group(field)
        value = self.take()
        if value.kind not in ("word", "prefix", "phrase", "regex"):
            raise self.refuse(value, f'a word, a "phrase", a /regex/ or * after {field}:')
        return self.worded(field, value)

    def group(self, field: WordField) -> Query:
        """`speaker:(Voss OR Reyl)`. Its brackets cost no depth: `normal` may add one pair."""
        self.field = field
        found = self.inside(self.take())
        self.field = None
        return found

    def compared(self, token: Token) -> Clause:
        if self.field:
            raise self.refuse(token, f"only words inside {self.field}:( … )")
        return self.number(token.text, token.value, self.take())  # type: ignore[arg-type]

    def number(self, field: NumberField, operator: str, value: Token) -> Clause:
        if value.kind != "word":
            raise self.refuse(value, f"a value after {field}")
        operator, text, skipped = values.unglued(value.text, operator)
        read = {"figure": values.figure, "deadline": values.deadline, "certainty": values.certainty}[field]
        found = read(text, operator)
        if isinstance(found, values.Wrong):
            at = value.column - 1 + skipped + found.at
            raise _Refused(fail(self.text, at, found.found, found.expected))
        return found

    def choice(self, field: ChoiceField) -> Query:
        if self.sees("("):
            return self.choices(field, self.take())
        return self.chosen(field, self.take())

    def choices(self, field: ChoiceField, opening: Token) -> Query:
        """`change:(figure OR deadline)`: names with OR between them."""
        parts: list[Query] = [self.chosen(field, self.take())]
        while self.sees("or"):
            self.take()
            parts.append(self.chosen(field, self.take()))
        if not self.sees(")"):
            raise self.refuse(self.now, f"OR, or a ) for the ( in column {opening.column}")
        self.take()
        return _flat(Or, parts)

    def chosen(self, field: ChoiceField, token: Token) -> Choice:
        names = CHOICES[field]
        name = re.sub(r"[\s-]+", "_", token.text.strip().casefold())
        if token.kind in ("word", "phrase") and name in names:
            return Choice(field, names[name])
        near = get_close_matches(name, names, n=1, cutoff=0.6)
        full = sorted(set(names.values()))
        expected = f"{names[near[0]]} (the nearest)" if near else f"one of {', '.join(full)}"
        raise self.refuse(token, expected, f"{_shown(token)} after {field}:")


def _flat(kind: type[And] | type[Or], parts: list[Query]) -> Query:
    """One part stands for itself; an And in an And is one And."""
    if len(parts) == 1:
        return parts[0]
    out: list[Query] = []
    for part in parts:
        out += part.parts if isinstance(part, kind) else (part,)
    return kind(tuple(out))


def _quoted(text: str) -> str:
    return f"'{text[:30]}{'…' if len(text) > 30 else ''}'"


def _shown(token: Token) -> str:
    match token.kind:
        case "end":
            return "the end of the rule"
        case "field":
            return f"{token.text}:"
        case "phrase":
            return f"the phrase {_quoted(token.text)}"
        case "regex":
            return f"the regex {_quoted(token.text)}"
        case _:
            return _quoted(token.text)
