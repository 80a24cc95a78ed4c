"""Sentences with offsets."""

from __future__ import annotations

import re
from functools import cache

from rules.model import Span

ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sen",
        "rep",
        "gov",
        "gen",
        "lt",
        "col",
        "sgt",
        "st",
        "jr",
        "sr",
        "inc",
        "ltd",
        "co",
        "corp",
        "vs",
        "etc",
        "approx",
        "no",
        "dept",
        "est",
        "fig",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "u.s",
        "u.k",
        "u.n",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "d.c",
        "ph.d",
    ]
)


@cache
def _boundary() -> re.Pattern[str]:
    return re.compile(r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-Þ])|\n+")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the sentences in `text[start:end]`, without surrounding space."""
    end = len(text) if end is None else end
    found: list[Span] = []
    begin = start
    for mark in _boundary().finditer(text, start, end):
        head = text[max(begin, mark.start() - 12) : mark.start()]
        word = head.split()[-1].lstrip("(\"'“‘").lower() if head.split() else ""
        if text[mark.start()] == "." and (
            word in ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i")
        ):
            continue
        found.append((begin, mark.end()))
        begin = mark.end()
    found.append((begin, end))
    return [span for span in (trim(text, s, e) for s, e in found) if span[0] < span[1]]


def trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
