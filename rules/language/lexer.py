"""A rule's text → tokens with their columns. What a token's inside means is the parser's business."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from rules.language.errors import QueryError
from rules.language.query import FIELDS, NUMBER_FIELDS
from rules.language.values import COINS, CURRENCIES
from rules.language.words import folded

TokenKind = Literal[
    "(", ")", "and", "or", "not", "*", "word", "prefix", "phrase", "regex", "field", "compare", "end"
]

MAX_TEXT = 1_000
QUOTES = '"“”„«»'
_SPACE = re.compile(r"\s*")
_FIELD = re.compile(r"([^\W\d_]+(?:_[^\W\d_]+)*)\s?:(?!//)")
_COMPARE = re.compile(r"([^\W\d_]+(?:_[^\W\d_]+)*)\s*(>=|<=|≥|≤|=>|=<|==|!=|>|<|=)")
_WORD = re.compile(rf"[^\s(){QUOTES}*]+")
_REGEX = re.compile(r"/((?:[^/\\]|\\.)*)/([A-Za-z]*)")
_UNITS = (
    r"(?:\s+(?:%|per\ ?cent\b|pct\b|[kmx]\b|mn\b|bn\b|tn\b|(?:thousand|million|billion|trillion|times)\b"
    rf"|(?:second|minute|hour|day|week|month|quarter|year|decade|{'|'.join(COINS)})s?\b|(?:{'|'.join(sorted(CURRENCIES))})\b))*"
)
_VALUE = re.compile(rf"[^\s()*]+{_UNITS}(?:\s*\.\.\s*[^\s()*]+{_UNITS})?")
_SAME = {"≥": ">=", "=>": ">=", "≤": "<=", "=<": "<=", "==": "="}
_SHUT = {"&&": "AND", "&": "AND", "||": "OR", "|": "OR", "!": "NOT or -"}
ANYTHING = 'a word, a "phrase", a field such as speaker:, a /regex/, ( or *'


@dataclass(frozen=True, slots=True)
class Token:
    """`text` without its quotes or slashes. `value`: flags of a regex, operator of a comparison. `glued`: nothing
    stands between it and the token before."""

    kind: TokenKind
    text: str
    column: int
    value: str = ""
    glued: bool = False


def fail(text: str, at: int, found: str, expected: str) -> QueryError:
    """`at` counts from 0."""
    return QueryError(text=text, column=at + 1, found=found, expected=expected)


def tokens(text: str) -> list[Token] | QueryError:
    """All tokens, "end" last."""
    if len(text) > MAX_TEXT:
        return fail(text, MAX_TEXT, f"{len(text):,} characters", f"a rule of at most {MAX_TEXT:,}")
    for at, char in enumerate(text):
        if (
            not char.isprintable() and not char.isspace() and char not in "\u200d\u200c\u00ad"
        ) or char == "\0":
            return fail(text, at, f"an invisible character (U+{ord(char):04X})", "text that can be seen")
    out: list[Token] = []
    at = 0
    while True:
        start = at
        at = _end(_SPACE, text, at)
        if at == len(text):
            out.append(Token("end", "", at + 1))
            return out
        found = _next(text, at, out[-1] if out else None)
        if isinstance(found, QueryError):
            return found
        token, at = found
        out.append(
            Token(
                token.kind,
                token.text,
                token.column,
                token.value,
                glued=bool(out) and start == token.column - 1,
            )
        )


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _next(text: str, at: int, last: Token | None) -> tuple[Token, int] | QueryError:
    char, column = text[at], at + 1
    before = last.kind if last else None
    if (
        last
        and (before == "compare" or (before == "field" and last.text in NUMBER_FIELDS))
        and char not in "()*"
    ):
        return _value(text, at)
    if char in "()":
        return Token("(" if char == "(" else ")", char, column), at + 1
    if char == "*":
        if text[at + 1 : at + 2].isalnum():
            return fail(text, at, "a * in front of a word", "a * only at the end of a word, or by itself")
        return Token("*", char, column), at + 1
    if char in QUOTES:
        return _phrase(text, at)
    if char == "/":
        return _regex(text, at)
    if char in "-−" and at + 1 < len(text) and not text[at + 1].isspace() and before != "field":
        return Token("not", char, column), at + 1
    if before != "field":
        if named := _FIELD.match(text, at):
            return _field(text, named)
        if (compared := _COMPARE.match(text, at)) is not None:
            return _compare(text, compared)
    return _word(text, at, operator=before != "field")


def _phrase(text: str, at: int) -> tuple[Token, int] | QueryError:
    for end in range(at + 1, len(text)):
        if text[end] in QUOTES:
            return Token("phrase", text[at + 1 : end], at + 1), end + 1
    return fail(text, at, f"an opening {text[at]} that is never closed", 'a closing " after the phrase')


def _regex(text: str, at: int) -> tuple[Token, int] | QueryError:
    found = _REGEX.match(text, at)
    if found is None:
        return fail(
            text,
            at,
            "a / that opens a regex",
            'a closing / after it (or "quotes" around a word with a slash)',
        )
    end = found.end()
    if found[2] not in ("", "i"):
        return fail(text, found.start(2), f"'{found[2][:10]}'", "only the flag i after a regex, or a space")
    if end < len(text) and not text[end].isspace() and text[end] not in "()":
        return fail(
            text, end, f"'{text[end]}' right after a regex", "a space (inside a regex write / as \\/)"
        )
    return Token("regex", found[1], at + 1, found[2]), end


def _field(text: str, named: re.Match[str]) -> tuple[Token, int] | QueryError:
    name = named[1].casefold()
    if name not in FIELDS:
        return unknown_field(text, named.start(), named[1])
    return Token("field", name, named.start() + 1), named.end()


def _compare(text: str, compared: re.Match[str]) -> tuple[Token, int] | QueryError:
    name, operator = compared[1].casefold(), _SAME.get(compared[2], compared[2])
    if name not in FIELDS:
        return unknown_field(text, compared.start(), compared[1])
    if name not in NUMBER_FIELDS:
        return fail(
            text,
            compared.start(2),
            f"'{compared[2]}'",
            f"a colon: {name}: takes words or a name, not a comparison",
        )
    if operator == "!=":
        return fail(
            text, compared.start(2), "'!='", f"one of >= <= > < = (for 'not', put - before: -{name}=…)"
        )
    return Token("compare", name, compared.start() + 1, operator), compared.end()


def unknown_field(text: str, at: int, name: str) -> QueryError:
    near = get_close_matches(name.casefold(), FIELDS, n=1, cutoff=0.5)
    hint = f"{near[0]}: (the nearest field)" if near else f"one of {', '.join(FIELDS)}"
    return fail(text, at, f"'{name[:30]}', which is no field", f'{hint}, or "quotes" around the words')


def _value(text: str, at: int) -> tuple[Token, int] | QueryError:
    found = _VALUE.match(text, at)
    if found is None:
        return fail(text, at, f"'{text[at]}'", "a value")
    return Token("word", found[0], at + 1), found.end()


def _word(text: str, at: int, *, operator: bool) -> tuple[Token, int] | QueryError:
    found = _WORD.match(text, at)
    assert found is not None  # brackets, quotes, stars and spaces are handled before
    word, end = found[0], found.end()
    if operator and folded(word) in (("and",), ("or",), ("not",)):
        return Token(folded(word)[0], word, at + 1), end  # type: ignore[arg-type]
    if operator and word in _SHUT:
        return fail(text, at, f"'{word}'", f"{_SHUT[word]} (as a word)")
    if end < len(text) and text[end] == "*":
        after = text[end + 1 : end + 2]
        if after and not after.isspace() and after not in "()":
            return fail(text, end, "a * inside a word", "a * only at the end of a word, or by itself")
        return Token("prefix", word, at + 1), end + 1
    return Token("word", word, at + 1), end
