"""What does a page show: the article that it should, or a wall, an error, another page? Pure.

A page that does not clearly show the article is never taken for a new text of it, and nothing is concluded from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rules.model import Entry
from watchers.content import clean, essence, plain

LEAST = 200
"""Characters of text below which there is no article."""
SHORT = 2500
"""A wall is shorter than this."""
SURVIVING = 0.5
"""Of the old text (by length) so much must stand, or it is another page."""
NEARLY_ALL = 0.8
"""Of the old text so much must stand before a sentence counts as taken out."""
NEAR = 0.6
"""Dice over words from which a sentence that was edited still stands."""
MOST_WEIGHED = 80
"""Sentences without their like that are weighed against new ones; a page with more changed is another one."""
LETTERS = 20
POINT = 5
"""Spaces in a point of a list that is a sentence without its full stop."""
BY_CHANCE = 0.2
"""Of a text that was cut off, no more than so much stands elsewhere on the page, word for word."""
ENOUGH = 5
"""Words of a statement that are looked for one by one, in their order."""
_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+(?=\S)|\n")
_WORD = re.compile(r"[^\W_]+")
_WALL = re.compile(
    r"\bcookies?\b|\bpartners\b|\bprivacy (?:policy|choices|settings)\b|\bconsent\b"
    r"|\bsubscri(?:be|bers?|ption)\b|\bsign (?:in|up)\b|\blog ?in\b|\bfree articles?\b|\bto continue\b"
    r"|\bjavascript\b|\bare you (?:a )?(?:human|robot)\b|\bunusual traffic\b|\bverify\b"
    r"|\bpage (?:not found|you are looking for|you requested)\b|\bno longer available\b|\b404\b",
    re.IGNORECASE,
)
WALL_WORDS = 2

Look = Literal["article", "strange"]


@dataclass(frozen=True, slots=True)
class Shown:
    """`words`: why it is not the article. `standing`: the part of the old text that stands."""

    look: Look
    words: str = ""
    standing: float = 0.0


def prose(text: str) -> str:
    """The lines that are sentences: without headings, bylines, link lists, relative times and counters. The points of
    a list (`main_text` begins them with "- ") count without a full stop, too."""
    kept = []
    for line in text.split("\n"):
        point = line.startswith("- ")
        line = clean(line.removeprefix("- "))
        letters = sum(c.isalnum() for c in essence("", line, "text"))
        whole = _END.search(line) or len(line) > 120 or (point and line.count(" ") >= POINT)
        if letters >= LETTERS and whole:
            kept.append(line)
    return "\n".join(kept)


def first_look(text: str, entry: Entry) -> Shown:
    """At a page that has not been seen before: does its text belong to what the feed said of it?"""
    if len(text) < LEAST:
        return Shown("strange", "The page has no text that could be read.")
    if is_wall(text):
        return Shown("strange", "The page shows a wall instead of the article.")
    here = set(_words(text))
    title = {word for word in _words(entry.title) if len(word) > 3}
    summary = set(_words(plain(entry.content[:5000], entry.content_type)))
    long = {word for word in summary if len(word) > 3}
    if (title and 2 * len(title & here) >= len(title)) or (long and 3 * len(long & here) >= 2 * len(long)):
        return Shown("article", standing=1.0)
    return Shown("strange", "The page shows another text than the feed speaks of.")


def look_again(old: str, new: str) -> Shown:
    """At a page whose text is known."""
    if len(new) < LEAST and len(old) >= LEAST:
        return Shown("strange", "The page has no text any more that could be read.")
    was, now = sentences(old), sentences(new)
    there, here = {_key(each) for each in was}, {_key(each) for each in now}
    stands = [_key(each) in here for each in was]
    added = [each for each in now if _key(each) not in there]
    fresh = [set(_words(each)) for each in added]
    lost = [number for number, each in enumerate(stands) if not each]
    if len(lost) <= MOST_WEIGHED:
        for number in lost:
            stands[number] = any(_dice(set(_words(was[number])), each) >= NEAR for each in fresh)
    part = _part(was, stands)
    if part < SURVIVING:
        what = "a wall instead of the article" if is_wall(new) else "another text than before"
        return Shown("strange", f"The page shows {what}.", part)
    told = any(not _WALL.search(each) for each in added)
    if part < NEARLY_ALL and not told and _is_head(was, stands):
        return Shown("strange", "The page shows only the beginning of the article.", part)
    return Shown("article", standing=part)


def is_wall(text: str) -> bool:
    """Consent, subscription, log-in, check for robots, "not found": short and about itself."""
    return len(text) < SHORT and len({m.group().casefold() for m in _WALL.finditer(text)}) >= WALL_WORDS


def taken_out(words: str, old: str, new: str) -> bool:
    """Whether a sentence with these words is gone from between others that still stand: half of what came after it. One
    at the very end may have been cut off with the rest of the text."""
    was = [_key(each) for each in sentences(old)]
    here = {_key(each) for each in sentences(new)}
    wanted = _key(words)
    at = next((number for number, each in enumerate(was) if _holds(each, wanted)), None)
    if at is None:  # it was cut into pieces here, at an abbreviation
        parts = [number for number, each in enumerate(was) if each and each in wanted]
        at = max(parts, key=lambda number: len(was[number]), default=None)
    if at is None or any(_holds(each, wanted) for each in here):
        return False
    rest = was[at + 1 :]
    return _part(rest, [each in here for each in rest]) >= SURVIVING


def _holds(sentence: str, wanted: str) -> bool:
    """Also around words that say who said it: they are no part of a statement."""
    if wanted in sentence:
        return True
    words, there = wanted.split(), iter(sentence.split())
    return len(words) >= ENOUGH and all(word in there for word in words)


def said_anew(words: str, speaker: str | None, old: str, new: str) -> bool:
    """Whether a sentence that is new on the page has these words, or the name of who is said to have said them."""
    was = {_key(each) for each in sentences(old)}
    fresh = [key for each in sentences(new) if (key := _key(each)) not in was]
    wanted, names = _key(words), {name for name in _words(speaker or "") if len(name) > 1}
    return any(wanted in each or each in wanted or names & set(each.split()) for each in fresh)


def sentences(text: str) -> list[str]:
    return [each for part in _SENTENCE.split(text) if (each := part.strip()) and _WORD.search(each)]


def _is_head(was: Sequence[str], stands: Sequence[bool]) -> bool:
    """What stands is the beginning, and next to nothing of the rest: a text may say a short sentence twice."""
    cut = next((number for number, there in enumerate(stands) if not there), len(was))
    return _part(was[cut:], stands[cut:]) < BY_CHANCE


def _part(was: Sequence[str], stands: Sequence[bool]) -> float:
    """How much of these sentences stands, by length."""
    total = sum(map(len, was))
    return sum(len(each) for each, there in zip(was, stands, strict=True) if there) / total if total else 0.0


def _key(sentence: str) -> str:
    return " ".join(_words(essence("", sentence, "text")))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _dice(a: set[str], b: set[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
