"""A paragraph as frames: the writer's own sentences, in which each quotation is one token."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from rules.reading.quotes import Quote
from rules.reading.sentences import is_abbreviation
from rules.reading.tags import table
from rules.reading.words import word_set


@dataclass(slots=True)
class Frame:
    """One sentence of the writer's. Parallel lists, one item a token; `quote[i]` where token i is a quotation."""

    low: list[str]
    tag: list[str]
    start: list[int]
    end: list[int]
    quote: dict[int, Quote]
    opening: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.low)

    def first_letter(self, at: int) -> str:
        """The first letter inside the quotation at `at`, as it stands."""
        return self.opening[at]

    def comma_inside(self, at: int) -> bool:
        """Whether the quotation at `at` ends in a comma of its own (“…,”)."""
        return self.low[at].rstrip("”\"'’»")[-1:] == ","

    def span(self, first: int, last: int) -> tuple[int, int]:
        """From the first token to the one before `last`."""
        return self.start[first], self.end[last - 1]


_LONGEST = 300
"""Tokens after which a frame is cut: no sentence is longer, and what looks around in a frame stays bounded."""
_LY_NOUNS = word_set(
    "family reply supply ally rally apply july italy assembly tally bully monopoly anomaly likely daily"
)


_OPENING_ADVERBS = word_set(
    "recently finally separately additionally previously initially similarly clearly unfortunately ultimately "
    "specifically basically notably apparently presumably obviously eventually actually certainly early "
    "shortly publicly privately only officially originally interestingly fortunately ironically naturally "
    "incredibly"
)


@cache
def _token() -> re.Pattern[str]:
    # No two neighbouring parts can match the same letter, so the pattern cannot run back over itself.
    # Most words stand before a space: told at once, by the first part.
    return re.compile(r"[A-Za-z]++(?= )|[^\W_]+(?:[-.’'&/@,][^\W_]+)*|--+|[’'](?=s\b)|[^\w\s]|_")


@cache
def _clitic() -> re.Pattern[str]:
    return re.compile(r"[’'](?:s|d|ll|ve|re|m)$", re.IGNORECASE)


def frames(text: str, start: int, end: int, quoted: list[Quote]) -> list[Frame]:
    """The frames of `text[start:end]`, given its top-level quotations."""
    builder = _Builder(text)
    at = start
    for quote in quoted:
        builder.words(at, quote.start)
        builder.quotation(quote)
        at = quote.end
    builder.words(at, end)
    builder.close()
    return builder.done


def _shape(word: str, low: str) -> str:
    """The class of a word that is in no list."""
    first = word[0]
    if first.isupper():
        return "a" if low in _OPENING_ADVERBS else "n"
    if first.isdigit() or first in "$€£#@":
        return "#"
    if first.isalnum() or first == "%":
        return "a" if low.endswith("ly") and len(low) > 4 and low not in _LY_NOUNS else "w"
    return "|"


class _Builder:
    def __init__(self, text: str) -> None:
        self.text = text
        self.done: list[Frame] = []
        self.frame = Frame([], [], [], [], {})
        self.tags = table()
        self.ended = False

    def add(self, start: int, end: int, word: str, tag: str | None = None) -> None:
        low = word.lower()
        frame = self.frame
        if tag is None:
            tag = self.tags.get(low)
            if tag is None:
                tag = _shape(word, low)
            elif tag in "wv" and frame.low and word[0].isupper():
                tag = "n"
        if (self.ended and tag not in ".)") or len(frame.low) >= _LONGEST:
            self.close()
            frame = self.frame
        frame.low.append(low)
        frame.tag.append(tag)
        frame.start.append(start)
        frame.end.append(end)
        if tag == ".":
            self.ended = self._sentence_ends(start, end)

    def _sentence_ends(self, start: int, end: int) -> bool:
        after = self.text[end : end + 1]
        if after and not after.isspace() and after not in "\"'”’“)]":
            return False
        if self.text[start] == "." and len(self.frame) > 1 and self.frame.end[-2] == start:
            word = self.frame.low[-2]
            if is_abbreviation(word, self.text[self.frame.start[-2]].isupper()):
                del self.frame.low[-1], self.frame.tag[-1], self.frame.start[-1], self.frame.end[-1]
                self.frame.end[-1] = end
                return False
        following = self.text[end : end + 3].lstrip()[:1]
        if following.isdigit() and self.frame.low[-2:-1] == ["no"]:
            return False
        return not following.islower()

    def words(self, start: int, end: int) -> None:
        clitics, add = _clitic(), self.add
        for found in _token().finditer(self.text, start, end):
            s, e = found.span()
            word = found.group()
            clitic = clitics.search(word) if e - s > 2 and ("’" in word or "'" in word) else None
            if clitic:
                cut = clitic.start()
                add(s, s + cut, word[:cut])
                add(s + cut, e, word[cut:])
            else:
                add(s, e, word)

    def quotation(self, quote: Quote) -> None:
        if self.ended:
            self.close()
        self.add(quote.start, quote.end, self.text[quote.start : quote.end], "q")
        self.frame.quote[len(self.frame) - 1] = quote
        self.frame.opening[len(self.frame) - 1] = self.text[quote.inner_start : quote.inner_start + 1]
        inner = self.text[quote.inner_start : quote.inner_end].rstrip()
        following = self.text[quote.end : quote.end + 2].strip()
        if inner[-1:] in ".!?…" and inner and (following[:1].isupper() or following[:1] in "“\"‘'"):
            # A closed sentence; but `“Why?” Voss asked` goes on, which is settled where the cue is looked for.
            self.ended = inner[-1] == "." and not following[:1].islower()

    def close(self) -> None:
        if self.frame.low:
            self.done.append(self.frame)
        self.frame = Frame([], [], [], [], {})
        self.ended = False
