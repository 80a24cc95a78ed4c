"""A text as comparing sees it: every word with its stem, its place, whether it carries content, whether it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from rules.linking.words import STOP_WORDS, plain, stem
from rules.model import Span
from rules.reading.tokens import word_set

_WORD = re.compile(
    r"(?-i:(?:[A-Z]\.){2,5})|\d+(?:[.,]\d+)*(?:st|nd|rd|th|s|k|m|bn)?(?![^\W_])|[^\W_]+(?:['’][^\W\d_]+)*|[$€£¥%]",
    re.IGNORECASE,
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|^[\"“'`]+\s*)[\"“'`]*$")
# Function words that a subject hangs on in no way; `STOP_WORDS` of linking plus what only comparing can leave out.
LIGHT = STOP_WORDS | word_set(
    """also just even yet already still now then there here says said say told tell according per cent percent
    around about roughly nearly almost some approximately an upon via among amid across toward towards
    within without unless until till since before after during while whereas although though however because
    it's that's they're we're i'm will would shall should can could may might must cannot won't can't don't
    doesn't didn't isn't aren't wasn't weren't n't 't 's 've 'll 're 'm us one ones something anything
    everything thing things get gets got getting make makes made making have has having go goes going went
    come comes came nobody nothing none never nowhere neither nor lot lots much many more most less least"""
)


@dataclass(frozen=True, slots=True)
class Word:
    """`content`: neither function word nor figure. `name`: written as a name. `place`: which word of the text."""

    text: str
    low: str
    stem: str
    span: Span
    place: int
    content: bool
    name: bool
    figure: bool


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[Word, ...]:
    """Every word of `text` in order."""
    out: list[Word] = []
    for found in _WORD.finditer(text):
        shown = found[0]
        if shown in _AMERICA or ("." in shown and shown[0].isalpha()):
            out.append(_acronym(shown, found.span(), len(out)))
            continue
        low = (shown.lower() if shown.isascii() else plain(shown)).removesuffix("'s")
        if not low or shown in "$€£¥%":
            continue
        figure = shown[0].isdigit()
        content = not figure and low not in LIGHT and (len(low) > 1)
        name = (
            content
            and shown[0].isupper()
            and (not _starts_sentence(text, found.start()) or _opens_as_name(text, found.end(), low))
        )
        root = low.replace(",", "") if figure else root_of(low)
        out.append(Word(shown, low, root, found.span(), len(out), content, name, figure))
    for i, word in enumerate(out):
        if word.stem in _leads() and (one := _one_word(out, i, text)):
            out[i] = replace(word, stem=one, content=True)
    return tuple(out)


_BETWEEN = 4


def _one_word(every: list[Word], i: int, text: str) -> str | None:
    """The verb that a verb and its particle stand for, also where its object stands between: "put the vote off"."""
    word = every[i]
    for after in every[i + 1 : i + 2 + _BETWEEN]:
        if after.span[0] - word.span[1] > 40 or any(
            c in ".,;:!?" for c in text[word.span[1] : after.span[0]]
        ):
            return None
        if one := _phrasal().get((word.stem, after.low)):
            apart = after.place > word.place + 1
            return one if not apart or _closes(every, after, text) else None
    return None


def _closes(every: list[Word], particle: Word, text: str) -> bool:
    """Whether a particle that stands apart from its verb belongs to it: what comes next is no object of its own."""
    following = every[particle.place + 1] if particle.place + 1 < len(every) else None
    if following is None or text[particle.span[1] : following.span[0]].strip():
        return True
    return following.low in _GOES_ON


_GOES_ON = word_set("to until till for by in on at again and because after before")


@lru_cache(maxsize=1)
def _leads() -> frozenset[str]:
    return frozenset(verb for verb, _ in _phrasal())


@lru_cache(maxsize=1)
def _phrasal() -> dict[tuple[str, str], str]:
    from rules.compare.phrasal import PHRASAL

    rows = (group.split("/") for group in PHRASAL.split())
    return {(root_of(two.partition("_")[0]), two.partition("_")[2]): root_of(one) for two, one in rows}


_AMERICA = frozenset({"US", "U.S.", "USA", "U.S.A."})


def _acronym(shown: str, span: Span, place: int) -> Word:
    """ "U.N." is "UN"; "US" is a country and no pronoun."""
    low = "u.s." if shown in _AMERICA else shown.replace(".", "").lower()
    return Word(shown, low, low, span, place, content=True, name=True, figure=False)


@lru_cache(maxsize=65_536)
def root_of(low: str) -> str:
    """The stem of a lower-case word's base form: "met" and "meeting" are "meet"."""
    return stem(_irregular().get(low, low))


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    from rules.compare import wordnet

    return dict(pair.split("/") for pair in wordnet.IRREGULAR.split())


def _starts_sentence(text: str, at: int) -> bool:
    return bool(_SENTENCE_START.search(text[max(0, at - 4) : at]) if at else True)


_COMMON_END = re.compile(r"(?:s|ing|ed|tion|ment|er|or|ly|al|ive|ous|est|ity|ness|ance|ence|ist|ic)$")
_NAME_GOES_ON = re.compile(r"\s*(?:['’]s\b|[A-Z][\w'’-]*)")


def _opens_as_name(text: str, end: int, low: str) -> bool:
    """Whether the first word of a sentence is a name: no common ending, or a name or possessive goes on after it."""
    return not _COMMON_END.search(low) and bool(_NAME_GOES_ON.match(text, end))


def covered(word: Word, spans: Iterable[Span]) -> bool:
    """Whether any of the spans touches the word."""
    return touches(word.span, spans)


def touches(span: Span, spans: Iterable[Span]) -> bool:
    """Whether any of the spans has a character in common with `span`."""
    start, end = span
    return any(s < end and start < e for s, e in spans)
