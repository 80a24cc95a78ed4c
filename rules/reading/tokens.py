"""A text cut into tokens with offsets: the common ground of figures, horizons, certainty and polarity.

Cutting is one pass of one regular expression, so it is linear in the length of the text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rules.model import Span
from rules.reading.words import word_set as word_set

_TOKEN = re.compile(
    r"[A-Za-z]++(?=[ ,])"  # most words: told at once, by none of the parts below otherwise
    r"|https?://\S+|www\.\S+|<[^<>\n]{0,400}>"  # links and tags: one opaque token each
    r"|\d+(?:[.,]\d+)*"  # 12 · 1,234.5 · 3.11.4
    r"|(?:[^\W\d_]\.){2,}"  # U.S. · p.m. · e.g.
    r"|(?!(?:Rs|USD|EUR|GBP|INR|CHF|AUD|CAD)\d)[^\W\d_]++\d\w*(?:\.\d+)*"  # names: A321neos · v2.5 · Q3
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*"  # words, "don't" and "Halden's" whole
    r"|\S"
)
_DIGIT = re.compile(r"\d")


class Tokens:
    """`low[i]` is token i in lower case with a straight apostrophe; `start`, `end` are offsets into `text`."""

    __slots__ = ("_headline", "_vocabulary", "digits", "end", "low", "start", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._headline: bool | None = None
        self._vocabulary: frozenset[str] | None = None
        self.digits = _DIGIT.search(text) is not None
        spans = [found.span() for found in _TOKEN.finditer(text)]
        self.start = [start for start, _ in spans]
        self.end = [end for _, end in spans]
        if text.isascii():
            lower = text.lower()
            self.low = [lower[start:end] for start, end in spans]
        else:  # word by word: lowering may change the length of a letter
            straight = text.replace("’", "'")
            self.low = [straight[start:end].lower() for start, end in spans]

    def __len__(self) -> int:
        return len(self.low)

    def at(self, i: int) -> str:
        """Token i, "" outside of the text."""
        return self.low[i] if 0 <= i < len(self.low) else ""

    def raw(self, i: int) -> str:
        return self.text[self.start[i] : self.end[i]] if 0 <= i < len(self.low) else ""

    def glued(self, i: int) -> bool:
        """Whether nothing stands between token i and the one before it."""
        return 0 < i < len(self.low) and self.end[i - 1] == self.start[i]

    def is_number(self, i: int) -> bool:
        return 0 <= i < len(self.low) and self.low[i][0].isdecimal()

    def is_word(self, i: int) -> bool:
        return 0 <= i < len(self.low) and self.low[i][0].isalpha()

    def is_capital(self, i: int) -> bool:
        """A word written with a capital first letter (iPhone counts)."""
        if not self.is_word(i):
            return False
        raw = self.raw(i)
        return raw[0].isupper() or (len(raw) > 1 and raw[1].isupper())

    def breaks(self, i: int) -> bool:
        """Whether a sentence or clause ends with token i: ". ; ! ?" or a dash, but not the dot of "E.U."."""
        word = self.low[i]
        if word not in (".", ";", "!", "?", "—"):
            return False
        if word != ".":
            return True
        return (
            not self.glued(i + 1)
            and len(self.at(i - 1)) > 1
            and (i + 1 >= len(self) or not self.raw(i + 1)[0].islower())
        )

    @property
    def vocabulary(self) -> frozenset[str]:
        """The distinct tokens: the cheap question whether a table has anything to find here."""
        if self._vocabulary is None:
            self._vocabulary = frozenset(self.low)
        return self._vocabulary

    @property
    def headline(self) -> bool:
        """Whether most longer words are written with a capital, as in titles."""
        if self._headline is None:
            long = [
                self.text[start : start + 2]
                for word, start in zip(self.low, self.start, strict=True)
                if len(word) > 3 and word[0].isalpha()
            ]
            capitals = len(
                [1 for raw in long if not raw.islower() and (raw[0].isupper() or raw[1].isupper())]
            )
            self._headline = len(long) > 3 and 2 * capitals > len(long)
        return self._headline

    def is_camel(self, i: int) -> bool:
        """A word with a capital inside, as products are written: macOS, iPhone, ChatGPT."""
        return (
            self.is_word(i)
            and any(letter.isupper() for letter in self.raw(i)[1:])
            and not self.raw(i).isupper()
        )

    def words(self, i: int, count: int) -> tuple[str, ...]:
        return tuple(self.low[i : i + count])

    def span(self, first: int, end: int) -> Span:
        """Offsets of the tokens first … end - 1."""
        return self.start[first], self.end[end - 1]


@lru_cache(maxsize=32)
def tokens_of(text: str) -> Tokens:
    """Cut `text`; kept for a moment because every door reads the same sentence."""
    return Tokens(text)
