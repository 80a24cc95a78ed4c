"""Sentences with offsets."""

from __future__ import annotations

import re
from functools import cache

from rules.model import Span
from rules.reading.words import word_set

_ABBREVIATIONS = word_set(
    "mr mrs ms dr prof sen sens rep reps gov gen lt col sgt capt st jr sr inc ltd co corp vs etc approx dept "
    "est fig jan feb mar apr jun jul aug sep sept oct nov dec u.s u.k u.n e.g i.e a.m p.m d.c ph.d messrs rev "
    "hon cf al eds vol bros llc plc"
)
_CAPITALISED = word_set(  # only with a capital: states
    "ala ariz ark calif colo conn del fla ga ill ind kan ky mass md mich minn miss mo mont neb nev okla ore pa tenn "
    "tex va vt wash wis wyo"
)


_BEFORE_NUMBERS = ("no", "nos", "art", "sec")


def is_abbreviation(word: str, capital: bool) -> bool:
    """Whether the full stop behind `word` (lower case, without the stop) belongs to it."""
    if word in _ABBREVIATIONS or (capital and word in _CAPITALISED):
        return True
    if word[:2] in ("r-", "d-", "i-") and capital:  # "R-Ky."
        return True
    return word != "i" and all(len(part) == 1 and part.isalpha() for part in word.split("."))


@cache
def _boundary() -> re.Pattern[str]:
    # A run of marks is looked at once: nothing before it may be a mark, and nothing gives back what it took.
    return re.compile(
        r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+\s++(?=[\"'“‘«„(\[]?[A-Z0-9À-ÖØ-Þ$€£#@])"
        r"|\n[ \t]*+\n\s*+|(?<=[.!?])(?=[“][A-Z])"
    )


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the sentences in `text[start:end]`, without surrounding space. An empty line ends a sentence."""
    end = len(text) if end is None else end
    found: list[Span] = []
    begin = start
    for mark in _boundary().finditer(text, start, end):
        if text[mark.start() : mark.start() + 1] == "." and _abbreviated(text, begin, mark.start()):
            continue
        found.append((begin, mark.end()))
        begin = mark.end()
    found.append((begin, end))
    return [span for span in (trim(text, s, e) for s, e in found) if span[0] < span[1]]


def _abbreviated(text: str, begin: int, stop: int) -> bool:
    head = text[max(begin, stop - 12) : stop].split()
    word = head[-1].lstrip("(\"'“‘[") if head else ""
    if word.isdecimal() and len(word) < 3 and not text[begin : stop - len(word)].strip("(\"'“‘[ "):
        return True  # the number of a list item
    if word.lower() in _BEFORE_NUMBERS:
        return text[stop + 1 : stop + 3].strip()[:1].isdigit()
    return bool(word) and is_abbreviation(word.lower(), word[0].isupper())


def trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
