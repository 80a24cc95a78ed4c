"""Which rules may match a subject, without asking each of them.

The idea of Lucene Monitor's presearcher: from each query take keys of which at least one must occur in whatever it
matches, file the rule under them, and ask only the rules whose keys occur. Of an AND the rarest part is taken (and a
second one as a check), of an OR all parts, of a regex the letters that it must hold. A query of which nothing is
required (`*`, `-jobs`, `change:withdrawn`) is asked always.

Keys are strings: a stem of the text by itself; `field:stem` elsewhere; `field/abc` three letters that a regex must
hold; `field=value` for figures, deadlines, certainty and choices. A key may occur where the query does not hold, never
the other way round: `tests/rules/language/test_presearch.py` holds that against plain evaluation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from rules.language.literals import GRAM, grams, required
from rules.language.query import (
    FORUM,
    STEMMED,
    WORD_FIELDS,
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
)
from rules.language.subject import Subject, names_somebody, texts, word_sets
from rules.linking.words import STOP_WORDS, stem

Keys = frozenset[str]
"""At least one of them occurs wherever the query holds. Never empty; None in its place: nothing is required."""

LEVELS = range(-1, 7)
_RARE: dict[str, float] = {"speaker": 0.05, "source": 0.3, "theme": 0.5, "title": 1.0, "text": 1.0}
"""How often a word of a field is met, against a word of the text: few statements are by a given speaker."""
_FLAGS = 40.0
"""The same for a figure, a deadline, a kind: most of a feed has it."""
_NONE: dict[int, Keys | None] = {}
_PREFIX = "\0"
"""Marks a key that is the beginning of a word."""


class Presearch:
    """Rules by number. Adding and taking out one touches its own keys only."""

    def __init__(self) -> None:
        self._postings: dict[str, dict[int, Keys | None]] = {}
        self._always: dict[int, None] = {}
        self._filed: dict[int, Keys] = {}
        self._prefixes: dict[tuple[WordField, int], int] = {}
        """Lengths of word beginnings that some rule is filed under."""
        self._uses: dict[str, int] = {}
        """Fields with filed words (`text`) and with filed letters (`text/`)."""

    def add(self, number: int, query: Query) -> None:
        best, second = self._two_rarest(query)
        if best is None:
            self._always[number] = None
            return
        self._filed[number] = best
        for key in best:
            self._postings.setdefault(key, {})[number] = second
            self._count(key, 1)
        for key in second or ():
            self._count(key, 1)

    def remove(self, number: int) -> None:
        self._always.pop(number, None)
        second: Keys | None = None
        for key in self._filed.pop(number, ()):
            row = self._postings[key]
            second = row.pop(number)
            self._count(key, -1)
            if not row:
                del self._postings[key]
        for key in second or ():
            self._count(key, -1)

    def candidates(self, subject: Subject) -> list[int]:
        """Numbers of the rules that may match, ascending."""
        keys = self._keys_of(subject)
        found = dict(self._always)
        for key in keys:
            for number, check in self._postings.get(key, _NONE).items():
                if check is None or not check.isdisjoint(keys):
                    found[number] = None
        return sorted(found)

    # --- keys of a subject ---------------------------------------------------------------------------

    def _keys_of(self, subject: Subject) -> set[str]:
        keys = set(_flags(subject))
        for field in WORD_FIELDS:
            if field in self._uses or field == "text":
                keys.update(self._word_keys(subject, field))
            if f"{field}/" in self._uses:
                for text in texts(subject, field):
                    keys.update(f"{field}/{gram}" for gram in grams(text))
        return keys

    def _word_keys(self, subject: Subject, field: WordField) -> Iterator[str]:
        lengths = [length for of, length in self._prefixes if of == field]
        for words in word_sets(subject, field):
            if field == "text":
                yield from words.stemmed
            elif field in STEMMED:
                yield from (f"{field}:{word}" for word in words.stemmed)
            else:
                yield from (f"{field}:{word}" for word in words.exact)
            for length in lengths:
                yield from (
                    f"{field}:{_PREFIX}{word[:length]}" for word in words.exact if len(word) >= length
                )

    def _count(self, key: str, by: int) -> None:
        field, mark = _use_of(key)
        if field is None:
            return
        self._uses[field + mark] = self._uses.get(field + mark, 0) + by
        if mark == "" and _PREFIX in key:
            at = (field, len(key.partition(_PREFIX)[2]))
            self._prefixes[at] = self._prefixes.get(at, 0) + by

    # --- keys of a query -------------------------------------------------------------------------------

    def _two_rarest(self, query: Query) -> tuple[Keys | None, Keys | None]:
        """What to file under, and what to check besides; None for nothing."""
        parts = query.parts if isinstance(query, And) else (query,)
        every = [keys for part in parts for keys in self._each(part)]
        every.sort(key=self._cost)
        return (every[0] if every else None), (every[1] if len(every) > 1 else None)

    def _each(self, query: Query) -> Iterable[Keys]:
        """What each part of a clause requires: every word of a phrase must occur."""
        if isinstance(query, Term):
            return [frozenset({key}) for key in _term_keys(query)]
        keys = self._required(query)
        return [] if keys is None else [keys]

    def _required(self, query: Query) -> Keys | None:
        match query:
            case And():
                every = [keys for part in query.parts if (keys := self._required(part)) is not None]
                return min(every, key=self._cost, default=None)
            case Or():
                parts = [self._required(part) for part in query.parts]
                return frozenset().union(*(p for p in parts if p)) if None not in parts else None
            case Not():
                return None
            case _:
                return self._clause(query)

    def _clause(self, clause: Clause) -> Keys | None:
        match clause:
            case Everything():
                return None
            case Term():
                return min((frozenset({key}) for key in _term_keys(clause)), key=self._cost)
            case Pattern():
                literals = required(clause.pattern)
                if literals is None:
                    return None
                return frozenset(self._rarest_gram(clause.field, literal) for literal in literals)
            case Present():
                given = clause.field not in WORD_FIELDS or clause.field == "speaker"
                return frozenset({f"{clause.field}=*"}) if given else None
            case Figure():
                return frozenset({f"figure={clause.unit if clause.unit in ('%', 'x') else '*'}"})
            case Deadline():
                return frozenset({"deadline=*"})
            case Certainty():
                return _levels(clause)
            case Choice():
                return _choice(clause)
            case _:
                assert_never(clause)

    def _rarest_gram(self, field: WordField, literal: str) -> str:
        every = [f"{field}/{literal[at : at + GRAM]}" for at in range(len(literal) - GRAM + 1)]
        return min(every, key=lambda key: len(self._postings.get(key, ())))

    def _cost(self, keys: Keys) -> float:
        """How many rules it may bring up for nothing, in a measure of its own: how common the keys are, times how
        many rules are filed there (which says how common they are, too)."""
        return sum(_common(key) * (1 + len(self._postings.get(key, ()))) for key in keys)


def _common(key: str) -> float:
    """How often a key is met, roughly: long words are rare, stop words are everywhere."""
    field, mark = _use_of(key)
    if field is None:
        return _FLAGS
    if mark:
        return 3.0
    word = key.rpartition(":")[2]
    if word.startswith(_PREFIX):
        return _RARE[field] * 8.0 / len(word)
    if word in STOP_WORDS:
        return _RARE[field] * 50.0
    return _RARE[field] * 4.0 / (3 + len(word))


def _use_of(key: str) -> tuple[WordField | None, str]:
    """Which texts of a subject the key is looked for in: (field, "/" for letters); None for a flag."""
    if "=" in key:
        return None, ""
    for field in WORD_FIELDS:
        if key.startswith(f"{field}:"):
            return field, ""
        if key.startswith(f"{field}/"):
            return field, "/"
    return "text", ""


def _term_keys(term: Term) -> Iterable[str]:
    """One for each word: all of them occur where the term does."""
    last = len(term.words) - 1
    for at, word in enumerate(term.words):
        if term.mode == "prefix" and at == last:
            yield f"{term.field}:{_PREFIX}{word}"
        elif term.field == "text":
            yield stem(word)
        else:
            yield f"{term.field}:{stem(word) if term.field in STEMMED else word}"


def _levels(certainty: Certainty) -> Keys | None:
    low = LEVELS.start if certainty.low is None else certainty.low
    high = LEVELS.stop if certainty.high is None else certainty.high
    return frozenset(f"certainty={level}" for level in LEVELS if low <= level <= high) or frozenset(
        {"certainty=none"}
    )


def _choice(choice: Choice) -> Keys | None:
    match choice.field:
        case "change":
            return None  # not decided before a comparison
        case "kind":
            kinds = FORUM if choice.value == "forum" else {choice.value}
            return frozenset(f"kind={kind}" for kind in kinds)
        case "quoted":
            return frozenset({f"quoted={choice.value}"})
        case _:
            assert_never(choice.field)


def _flags(subject: Subject) -> Iterator[str]:
    said = subject.statement
    yield f"quoted={'yes' if said.quoted else 'no'}"
    yield f"kind={subject.kind}"
    if names_somebody(said):
        yield "speaker=*"
    if said.quantities:
        yield "figure=*"
        if any(q.kind == "percent" for q in said.quantities):
            yield "figure=%"
        if any(q.kind == "multiple" for q in said.quantities):
            yield "figure=x"
    if said.horizons:
        yield "deadline=*"
    if said.certainty is not None:
        yield "certainty=*"
        yield f"certainty={said.certainty}"
