"""Who said it: source, cue and content of the attributions in a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rules.model import Span

_CUES = (
    "said|says|told|added|adds|wrote|writes|noted|notes|warned|warns|argued|argues|claimed|claims|announced|announces|insisted|insists|"
    "explained|explains|stated|states|declared|suggested|acknowledged|predicted|predicts|promised|pledged|vowed|believes|thinks|expects|"
    "estimates|continued|concluded|confirmed|denied|denies|replied"
)
_NAME = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov)\. )?[A-Z][\w’'\-]+(?: (?:[A-Z]\. ?)?[A-Z][\w’'\-]+){0,3}"


@dataclass(frozen=True, slots=True)
class Found:
    source: Span
    cue: Span
    content: tuple[Span, ...]
    quoted: bool


@cache
def _direct() -> re.Pattern[str]:
    return re.compile(
        rf"[“\"](?P<q1>[^“”\"\n]{{2,}})[”\"],? (?:(?P<c1>{_CUES}) (?P<s1>{_NAME})|(?P<s2>{_NAME}|[Hh]e|[Ss]he|[Tt]hey) (?P<c2>{_CUES}))"
        rf"(?:[^“”\"\n.]{{0,80}}[.,:]? [“\"](?P<q2>[^“”\"\n]{{2,}})[”\"])?"
    )


@cache
def _reported() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<s>{_NAME}|[Hh]e|[Ss]he|[Tt]hey)(?:, [^,.“”\"\n]{{1,60}},)? (?P<c>{_CUES})(?: that|,|:)? (?P<t>[^\n]{{3,}})"
    )


def attributions(text: str, start: int, end: int, sentence_spans: list[Span]) -> list[Found]:
    found: list[Found] = []
    taken: list[Span] = []
    for hit in _direct().finditer(text, start, end):
        side = "1" if hit["s1"] else "2"
        parts = tuple(hit.span(name) for name in ("q1", "q2") if hit[name])
        found.append(Found(hit.span("s" + side), hit.span("c" + side), parts, True))
        taken.append(hit.span())
    for begin, stop in sentence_spans:
        if any(begin < t and s < stop for s, t in taken):
            continue
        hit2 = _reported().search(text, begin, stop)
        if hit2:
            found.append(Found(hit2.span("s"), hit2.span("c"), (hit2.span("t"),), False))
    return sorted(found, key=lambda one: one.content[0])
