"""Text → words with their places, the same for rules and for what they are held against.

Scripts that set no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese): each letter is a word, so that
a piece of a rule is found anywhere in a run of them, as a phrase is. Korean has spaces.

Folding: compatibility forms made plain (full-width letters, ligatures), diacritics, case, invisible characters and
possessive 's taken off, letters that only look Latin read as Latin inside a word that is otherwise Latin.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from rules.linking.words import plain, stem
from rules.model import Span

_LETTER = r"[^\W\d_]"
_MARK = r"[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]"
_RUN = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_VOICED = r"[\u3099\u309a\uff9e\uff9f]"
"""Marks that make another kana of the one before: バ is not ハ."""
_UNSPACED = re.compile(f"[{_RUN}]")


def _words_of(letter: str, rest: str, before: str = "") -> re.Pattern[str]:
    return re.compile(
        r"%|\b(?i:per\ ?cent|pct)\b"
        r"|[$€£¥]"
        r"|\d+(?:[.,]\d+)*"
        rf"{before}|{letter}(?:{letter}|{_MARK}|['’]{letter})*"
        rf"|{rest}"
    )


_WORD = _words_of(_LETTER, r"[^\W_]+")
_WORD_OR_LETTER = _words_of(
    rf"(?:(?![{_RUN}]){_LETTER})", rf"(?:(?![{_RUN}])[^\W_])+", rf"|(?=[^\W_])[{_RUN}]{_VOICED}?"
)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
_PERCENT = re.compile(r"%|per ?cent|pct")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_LATIN = re.compile(r"[a-z]")
_OTHER = re.compile(r"[\u0370-\u03ff\u0400-\u04ff]")
# Cyrillic and Greek small letters that look like Latin ones (after Unicode TR39, the letters people misuse).
_LOOKS = str.maketrans(
    {
        "а": "a", "с": "c", "ԁ": "d", "е": "e", "ѕ": "s", "і": "i", "ј": "j", "к": "k", "ӏ": "l", "м": "m",
        "н": "h", "о": "o", "р": "p", "ԛ": "q", "т": "t", "у": "y", "в": "b", "г": "r", "ѡ": "w", "х": "x",
        "һ": "h", "α": "a", "ε": "e", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u",
        "χ": "x", "ϲ": "c",
    }
)  # fmt: skip


class Words:
    """A text's words: folded, in order, each with its span in the text."""

    __slots__ = ("exact", "spans", "stemmed", "words")

    def __init__(self, text: str) -> None:
        found = [(word, m.span()) for m in _pattern(text).finditer(text) for word in _fold(m[0])]
        self.words: tuple[str, ...] = tuple(word for word, _ in found)
        self.spans: tuple[Span, ...] = tuple(span for _, span in found)
        self.exact: dict[str, list[int]] = {}
        self.stemmed: dict[str, list[int]] = {}
        for at, word in enumerate(self.words):
            self.exact.setdefault(word, []).append(at)
            self.stemmed.setdefault(stem(word), []).append(at)

    def __len__(self) -> int:
        return len(self.words)


@lru_cache(maxsize=4_096)
def split(text: str) -> Words:
    """The words of a text; kept, since many rules look at the same one."""
    return Words(text)


def folded(text: str) -> tuple[str, ...]:
    """The folded words of a piece of a rule."""
    return tuple(word for m in _pattern(text).finditer(text) for word in _fold(m[0]))


def unspaced(word: str) -> bool:
    """Whether a folded word is one letter of a script without spaces."""
    return _UNSPACED.match(word) is not None


def joined(words: Sequence[str], gap: str) -> str:
    """Folded words as they are written: `gap` between them, nothing inside a run of a script without spaces."""
    out = words[0]
    for before, word in pairwise(words):
        out += word if unspaced(before) and unspaced(word) else gap + word
    return out


def _pattern(text: str) -> re.Pattern[str]:
    return _WORD if text.isascii() or not _UNSPACED.search(text) else _WORD_OR_LETTER


@lru_cache(maxsize=65_536)
def _fold(found: str) -> tuple[str, ...]:
    """Mostly one word; several where a character stands for more (`¼`, `m²`), none where nothing can be seen."""
    if found.isascii():
        return (_finished(found.casefold()),)
    if unspaced(found):
        # Taken apart it may be a mark and a letter (Thai am): read as it would be if it were written so.
        return tuple(m[0] for m in _WORD_OR_LETTER.finditer(unicodedata.normalize("NFKC", found)))
    unfolded = plain(_INVISIBLE.sub("", found))
    if _OTHER.search(unfolded) and _LATIN.search(unfolded):
        unfolded = unfolded.translate(_LOOKS)
    return tuple(_finished(m[0]) for m in _WORD.finditer(unfolded))


def _finished(word: str) -> str:
    if _PERCENT.fullmatch(word):
        return "%"
    return word.replace(",", "") if _GROUPED.fullmatch(word) else word.removesuffix("'s")
